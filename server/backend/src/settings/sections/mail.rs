//! The text of our own mail, language by language.

use contract::{FieldPath, FieldProblem, Language, ProblemCode};
use serde::{Deserialize, Serialize};

use crate::mail::template;
use crate::settings::field::FieldSpec;
use crate::settings::section::Section;

/// The longest subject, in characters: mail programs show fewer.
const SUBJECT_LIMIT: usize = 150;
/// The longest text, in characters.
const TEXT_LIMIT: usize = 4000;

/// What our own mail says. Where a language has no text of its own, Vestibule's is taken.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OwnMail {
    /// In English.
    pub en: MailTemplate,
    /// In Lithuanian.
    pub lt: MailTemplate,
    /// In French.
    pub fr: MailTemplate,
    /// In Brazilian Portuguese.
    pub pt_br: MailTemplate,
    /// In Traditional Chinese.
    pub zh_tw: MailTemplate,
}

/// A mail with places that are filled in: `{inviter}`, `{item}`, `{kind}`, `{role}`, `{message}`, `{account}` and `{link}`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MailTemplate {
    /// Its subject.
    pub subject: Option<String>,
    /// Its text, with a place for the link.
    pub text: Option<String>,
}

impl OwnMail {
    /// What is said in a language.
    pub const fn of(&self, language: Language) -> &MailTemplate {
        match language {
            Language::English => &self.en,
            Language::Lithuanian => &self.lt,
            Language::French => &self.fr,
            Language::Portuguese => &self.pt_br,
            Language::Chinese => &self.zh_tw,
        }
    }

    fn all(&self) -> [(&'static str, &MailTemplate); 5] {
        [("en", &self.en), ("lt", &self.lt), ("fr", &self.fr), ("pt_br", &self.pt_br), ("zh_tw", &self.zh_tw)]
    }
}

impl Section for OwnMail {
    const NAME: &'static str = "mail";
    #[cfg(test)]
    const SAMPLE: &'static str = r#"{"en":{"subject":"{item}","text":"{message} {link}"},"lt":{"subject":null,"text":null},"fr":{"subject":null,"text":null},"pt_br":{"subject":null,"text":null},"zh_tw":{"subject":null,"text":null}}"#;

    fn fields() -> Vec<FieldSpec> {
        let each = || {
            vec![FieldSpec::optional_text("subject", SUBJECT_LIMIT), FieldSpec::long_text("text", TEXT_LIMIT)]
        };
        Self::default().all().map(|(name, _)| FieldSpec::group(name, each())).into()
    }

    fn validate(&self) -> Vec<FieldProblem> {
        let mut wrong = Vec::new();
        for (language, template) in self.all() {
            let parts = [
                ("subject", &template.subject, SUBJECT_LIMIT, template::check_subject as fn(&str) -> _),
                ("text", &template.text, TEXT_LIMIT, template::check_text),
            ];
            for (name, text, limit, check) in parts {
                let Some(text) = text else { continue };
                let too_long = text.chars().count() > limit;
                let code = if too_long { Some(ProblemCode::TextTooLong) } else { check(text).err() };
                let field = FieldPath::known(language).join(&FieldPath::known(name));
                wrong.extend(code.map(|code| FieldProblem { field, code }));
            }
        }
        wrong
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_a_text_of_its_own() {
        let text = |text: &str| MailTemplate { text: Some(text.to_owned()), ..MailTemplate::default() };
        let own = OwnMail { en: text("1"), lt: text("2"), fr: text("3"), pt_br: text("4"), zh_tw: text("5") };
        let said: Vec<_> = Language::ALL.map(|language| own.of(language).text.clone()).into();
        let inside: Vec<_> = own.all().map(|(_, template)| template.text.clone()).into();
        assert_eq!(said, inside);
    }

    #[test]
    fn what_makes_no_sense_is_named() {
        let own = OwnMail {
            en: MailTemplate { subject: Some("{nobody}".to_owned()), text: Some("No way in".to_owned()) },
            fr: MailTemplate { subject: Some("x".repeat(151)), text: Some("{link}".to_owned()) },
            ..OwnMail::default()
        };
        let wrong: Vec<_> = own.validate().into_iter().map(|of| (of.field.to_string(), of.code)).collect();
        assert_eq!(
            wrong,
            [
                ("en.subject".to_owned(), ProblemCode::PlaceholderUnknown),
                ("en.text".to_owned(), ProblemCode::PlaceholderMissing),
                ("fr.subject".to_owned(), ProblemCode::TextTooLong),
            ]
        );
    }
}
