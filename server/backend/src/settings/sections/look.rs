//! How the pages look.

use contract::{FieldPath, FieldProblem, ProblemCode};
use serde::{Deserialize, Serialize};

use crate::look::accent::Color;
use crate::look::address::is_digest;
use crate::settings::field::FieldSpec;
use crate::settings::section::Section;

/// The longest name, in characters: the bar has no room for more.
const NAME_LIMIT: usize = 40;
/// How a colour is written, in characters.
const COLOR_LENGTH: usize = 7;

/// How the pages look. What is left empty is Vestibule's own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Look {
    /// The product's name.
    pub product_name: Option<String>,
    /// The SHA-256 of the mark, which is kept in a table of its own.
    pub mark: Option<String>,
    /// The accent, as `#rrggbb`.
    pub accent: Option<String>,
}

impl Section for Look {
    const NAME: &'static str = "look";
    #[cfg(test)]
    const SAMPLE: &'static str = r##"{"accent":"#5b2a86","mark":null,"product_name":"Harbour"}"##;

    fn fields() -> Vec<FieldSpec> {
        vec![
            FieldSpec::optional_text("product_name", NAME_LIMIT),
            FieldSpec::picture("mark"),
            FieldSpec::optional_text("accent", COLOR_LENGTH),
        ]
    }

    fn validate(&self) -> Vec<FieldProblem> {
        let name = self.product_name.as_deref().filter(|name| name.chars().count() > NAME_LIMIT);
        let mark = self.mark.as_deref().filter(|mark| !is_digest(mark));
        let accent = self.accent.as_deref().filter(|accent| Color::parse(accent).is_none());
        let wrong = [
            ("product_name", name, ProblemCode::TextTooLong),
            ("mark", mark, ProblemCode::MarkUnknown),
            ("accent", accent, ProblemCode::ColorMalformed),
        ];
        let wrong = wrong.into_iter().filter(|(_, wrong, _)| wrong.is_some());
        wrong.map(|(field, _, code)| FieldProblem { field: FieldPath::known(field), code }).collect()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_makes_no_sense_is_named() {
        let wrong = |look: Look| -> Vec<_> {
            look.validate().into_iter().map(|wrong| (wrong.field.to_string(), wrong.code)).collect()
        };
        let text = |text: &str| Some(text.to_owned());
        let fine =
            Look { product_name: text("Harbour"), mark: text(&"0a".repeat(32)), accent: text("#5B2A86") };
        assert_eq!(wrong(fine), []);
        let all = Look {
            product_name: text(&"x".repeat(41)),
            mark: text(&"0A".repeat(32)),
            accent: text("purple"),
        };
        let of = |field: &str, code| (field.to_owned(), code);
        assert_eq!(
            wrong(all),
            [
                of("product_name", ProblemCode::TextTooLong),
                of("mark", ProblemCode::MarkUnknown),
                of("accent", ProblemCode::ColorMalformed),
            ]
        );
    }

    #[test]
    fn the_texts_of_the_look_stay() {
        let stored = r##"{"product_name":"Harbour","mark":null,"accent":"#5b2a86"}"##;
        let look: Look = serde_json::from_str(stored).unwrap();
        assert_eq!(serde_json::to_string(&look).unwrap(), stored);
    }
}
