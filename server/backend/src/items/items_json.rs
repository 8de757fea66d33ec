//! The items file, `items.json` in the data folder: a list of items, for applications that do not register theirs by themselves.

use thiserror::Error;

use super::RegisteredItem;

/// Why an items file cannot be used.
#[derive(Debug, Error)]
pub enum ItemsFileError {
    /// Not a JSON list.
    #[error("the items file is no JSON list: {0}")]
    NoList(#[source] serde_json::Error),
    /// One of the items is wrong.
    #[error("item {position} of the items file ({id}): {source}")]
    Item {
        /// Its place, counted from 1.
        position: usize,
        /// Its id, as far as it has one.
        id: String,
        /// What is wrong.
        source: serde_json::Error,
    },
}

/// Reads the text of an items file:
/// `[{"id", "kind", "title", "summary", "application", "landing", "open_to_members"}]`, the last being true if left out.
pub fn parse(text: &str) -> Result<Vec<RegisteredItem>, ItemsFileError> {
    let list: Vec<serde_json::Value> = serde_json::from_str(text).map_err(ItemsFileError::NoList)?;
    let item = |(position, value): (usize, serde_json::Value)| {
        let id = value["id"].as_str().unwrap_or("without id").to_owned();
        serde_json::from_value(value).map_err(|source| ItemsFileError::Item { position, id, source })
    };
    (1..).zip(list).map(item).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const GOOD: &str = r#"[{"id": "a", "kind": "document", "title": "T", "summary": "S", "application": "A",
        "landing": "https://app.example/a"}]"#;

    #[test]
    fn a_good_file() {
        let items = parse(GOOD).unwrap();
        assert_eq!((items[0].id.as_str(), items[0].open_to_members), ("a", true));
    }

    #[test]
    fn errors_name_the_item() {
        for (wrong, said) in [
            (GOOD.replace("https://app", "javascript://app"), "item 1 of the items file (a): not an address"),
            (GOOD.replace("\"a\"", "\"a/b\""), "item 1 of the items file (a/b): an id has"),
            (GOOD.replace("\"title\"", "\"titel\""), "unknown field `titel`"),
            ("{}".to_owned(), "no JSON list"),
            ("[{]".to_owned(), "no JSON list"),
        ] {
            let error = parse(&wrong).unwrap_err().to_string();
            assert!(error.contains(said), "{error}");
        }
    }
}
