//! Searching display names by words.

/// The service decodes the value of a search once more than other values: these would not arrive as themselves.
const UNSEARCHABLE: [char; 4] = ['&', '#', '%', '+'];

/// Objects in whose display name a word starts with each word that was typed ("Use the $search query parameter": display names are taken apart
/// into words). Signs that the service is reported to refuse in a search are left out of the question, for it does not keep them either, and
/// looked for in its answer.
pub(crate) struct Search<'a> {
    typed: &'a str,
    words: String,
}

impl<'a> Search<'a> {
    /// None if nothing was typed that can be searched for.
    pub(crate) fn parse(typed: &'a str) -> Option<Self> {
        let words = typed.replace(UNSEARCHABLE, " ").trim().to_owned();
        words.contains(char::is_alphanumeric).then_some(Self { typed, words })
    }

    /// The value of `$search`, before percent-encoding.
    pub(crate) fn to_odata(&self) -> String {
        let quoted = self.words.replace('\\', "\\\\").replace('"', "\\\"");
        format!("\"displayName:{quoted}\"")
    }

    /// Whether the display name has what was left out: who typed `R&D` does not mean a name with two words in R and D.
    pub(crate) fn has_left_out(&self, display_name: Option<&str>) -> bool {
        let name = display_name.unwrap_or_default().to_lowercase();
        let typed = self.typed.to_lowercase();
        let left_out = typed.split_whitespace().filter(|word| word.contains(UNSEARCHABLE));
        left_out.filter(|word| word.contains(char::is_alphanumeric)).all(|word| name.contains(word))
    }
}
