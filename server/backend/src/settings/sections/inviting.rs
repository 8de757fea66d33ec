//! How people are told what was shared with them.

use contract::{
    EmailAddress, FieldPath, FieldProblem, FormDefaults, Language, MESSAGE_LIMIT, MailWay, ProblemCode,
};
use serde::{Deserialize, Serialize};

use crate::settings::field::FieldSpec;
use crate::settings::section::Section;

/// The longest address that is taken, in characters (RFC 5321, section 4.5.3.1.3).
const ADDRESS_LIMIT: usize = 254;

/// How people are told, and what the form begins with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Inviting {
    /// Who writes to the person.
    pub mail_way: MailWay,
    /// The language of the mail that the form begins with.
    pub language: LanguageChoice,
    /// The message that the form begins with.
    pub message: Option<String>,
    /// Who gets a copy of every mail.
    pub cc: Option<String>,
}

/// A language of the mail.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LanguageChoice {
    /// That of the inviter's pages.
    #[default]
    Inviter,
    /// Always this one.
    #[serde(untagged)]
    Always(Language),
}

impl Inviting {
    /// What the share form begins with, but for what it asks of guests.
    pub fn form_defaults(&self) -> FormDefaults {
        let language = match self.language {
            LanguageChoice::Inviter => None,
            LanguageChoice::Always(language) => Some(language),
        };
        FormDefaults {
            mail_way: self.mail_way,
            language,
            message: self.message.clone(),
            asked: Vec::new(),
            unassigned_roles: Vec::new(),
        }
    }
}

impl Default for Inviting {
    fn default() -> Self {
        Self { mail_way: MailWay::Microsoft, language: LanguageChoice::Inviter, message: None, cc: None }
    }
}

/// The names of the ways.
const WAYS: &[&str] =
    &[MailWay::Microsoft.as_str(), MailWay::Own.as_str(), MailWay::Inviter.as_str(), MailWay::Link.as_str()];
/// The names of the languages to choose from; `inviter` is none of them.
const LANGUAGES: &[&str] = &[
    "inviter",
    Language::ALL[0].tag(),
    Language::ALL[1].tag(),
    Language::ALL[2].tag(),
    Language::ALL[3].tag(),
    Language::ALL[4].tag(),
];

impl Section for Inviting {
    const NAME: &'static str = "inviting";
    #[cfg(test)]
    const SAMPLE: &'static str =
        r#"{"mail_way":"own","language":"fr","message":"Hello","cc":"office@contoso.example"}"#;

    fn fields() -> Vec<FieldSpec> {
        vec![
            FieldSpec::choice("mail_way", WAYS),
            FieldSpec::choice("language", LANGUAGES),
            FieldSpec::long_text("message", MESSAGE_LIMIT),
            FieldSpec::optional_text("cc", ADDRESS_LIMIT),
        ]
    }

    fn validate(&self) -> Vec<FieldProblem> {
        let message = self.message.as_deref().unwrap_or_default();
        let too_long = message.chars().count() > MESSAGE_LIMIT;
        let message = too_long.then_some(("message", ProblemCode::TextTooLong));
        let cc = self.cc.as_deref().and_then(|cc| EmailAddress::parse(cc).err());
        let cc = cc.map(|wrong| ("cc", wrong.into()));
        let wrong = message.into_iter().chain(cc);
        wrong.map(|(field, code)| FieldProblem { field: FieldPath::known(field), code }).collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn the_texts_of_what_is_chosen_stay() {
        let stored = r#"{"mail_way":"own","language":"fr","message":"Hello","cc":"office@contoso.example"}"#;
        let inviting: Inviting = serde_json::from_str(stored).unwrap();
        assert_eq!(serde_json::to_string(&inviting).unwrap(), stored);
        let stored = r#"{"mail_way":"microsoft","language":"inviter","message":null,"cc":null}"#;
        assert_eq!(serde_json::to_string(&Inviting::default()).unwrap(), stored);
        assert_eq!(serde_json::from_str::<Inviting>("{}").unwrap(), Inviting::default());
        assert!(serde_json::from_str::<Inviting>(r#"{"language":"xx"}"#).is_err());
    }

    #[test]
    fn every_language_can_be_chosen() {
        let mut tags = Language::ALL.map(Language::tag).to_vec();
        tags.insert(0, "inviter");
        assert_eq!(tags, LANGUAGES);
    }

    #[test]
    fn a_message_that_no_form_takes_is_refused() {
        let long = Inviting { message: Some("x".repeat(MESSAGE_LIMIT + 1)), ..Inviting::default() };
        assert_eq!(long.validate().len(), 1);
        let nobody = Inviting { cc: Some("nobody".to_owned()), ..Inviting::default() };
        assert_eq!(nobody.validate()[0].code, ProblemCode::AddressMalformed);
    }
}
