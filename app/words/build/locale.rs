//! The texts of one language, by flattened key.

use std::collections::BTreeSet;

use super::json_tree::Node;
use super::locale_error::LocaleError;

/// Every plural category that CLDR knows.
const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// The value of one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Text {
    /// One text.
    Plain(String),
    /// One text for each plural category, in the order of the file.
    Plural(Vec<(String, String)>),
}

impl Text {
    /// Every form with its category; a plain text has the category "".
    pub fn forms(&self) -> Vec<(&str, &str)> {
        match self {
            Self::Plain(text) => vec![("", text)],
            Self::Plural(forms) => forms.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect(),
        }
    }
}

/// The file of one language.
#[derive(Debug, Clone)]
pub struct Locale {
    /// The language's tag.
    pub tag: &'static str,
    /// The file's name.
    pub file: String,
    /// The plural categories that the language has.
    pub categories: &'static [&'static str],
    /// Key and text, in the order of the file.
    pub entries: Vec<(String, Text)>,
}

impl Locale {
    /// Reads a file; a duplicate key, or a value that is not a text, is an error.
    pub fn parse(
        tag: &'static str,
        categories: &'static [&'static str],
        json: &str,
    ) -> Result<Self, Vec<LocaleError>> {
        let file = format!("{tag}.json");
        let tree = serde_json::from_str(json).map_err(|error| vec![LocaleError::of_file(&file, error)])?;
        let mut locale = Self { tag, file, categories, entries: Vec::new() };
        let mut errors = Vec::new();
        match tree {
            Node::Object(members) => locale.take("", members, &mut errors),
            Node::Text(_) => errors.push(LocaleError::of_file(&locale.file, "is no object")),
        }
        if errors.is_empty() { Ok(locale) } else { Err(errors) }
    }

    /// The text under a key.
    pub fn get(&self, key: &str) -> Option<&Text> {
        self.entries.iter().find(|(name, _)| name == key).map(|(_, text)| text)
    }

    fn take(&mut self, prefix: &str, members: Vec<(String, Node)>, errors: &mut Vec<LocaleError>) {
        let mut seen = BTreeSet::new();
        for (name, node) in members {
            let key = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
            if !seen.insert(name) {
                errors.push(LocaleError::new(&self.file, &key, "stands here twice"));
            }
            match node {
                Node::Text(text) => self.entries.push((key, Text::Plain(text))),
                Node::Object(members) => match plural(&members) {
                    Some(forms) => self.entries.push((key, Text::Plural(forms))),
                    None => self.take(&key, members, errors),
                },
            }
        }
    }
}

/// The members as plural forms, when that is what they are: every name is a category, every value a text, and `other` is among them.
fn plural(members: &[(String, Node)]) -> Option<Vec<(String, String)>> {
    let form = |(name, node): &(String, Node)| match node {
        Node::Text(text) if CATEGORIES.contains(&name.as_str()) => Some((name.clone(), text.clone())),
        _ => None,
    };
    let forms: Vec<_> = members.iter().map(form).collect::<Option<_>>()?;
    forms.iter().any(|(name, _)| name == "other").then_some(forms)
}
