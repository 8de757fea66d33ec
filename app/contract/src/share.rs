//! The share form and what comes back.

use serde::{Deserialize, Serialize};

use crate::{DraftId, FieldPath, Form, FormKind, InvitationId, PersonMatch, Problem};

/// The longest name, in characters: `displayName` of a user in Microsoft Graph ("Update user").
pub const NAME_LIMIT: usize = 256;
/// The longest message, in characters.
pub const MESSAGE_LIMIT: usize = 2000;

/// The share form as it was typed: nothing is checked yet, and nothing is lost when it is refused.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShareForm {
    /// The item's id.
    pub item: String,
    /// The address as typed.
    #[serde(default)]
    pub address: String,
    /// The object id of the person chosen among matches; empty when none was.
    #[serde(default)]
    pub person: String,
    /// The role's name.
    #[serde(default)]
    pub role: String,
    /// The guest's name, optional.
    #[serde(default)]
    pub name: String,
    /// A message to the guest, optional.
    #[serde(default)]
    pub message: String,
    /// The tag of the message's language; empty for the inviter's own.
    #[serde(default)]
    pub language: String,
    /// Made with the form: the same key never has its effect twice.
    #[serde(default)]
    pub key: String,
}

impl Form for ShareForm {
    const KIND: FormKind = FormKind::SHARE;
}

impl ShareForm {
    /// The fields that can have something wrong with them, in the order in which the form shows them.
    pub const FIELDS: [FieldPath; 6] = [
        FieldPath::ADDRESS,
        FieldPath::PERSON,
        FieldPath::ROLE,
        FieldPath::NAME,
        FieldPath::MESSAGE,
        FieldPath::LANGUAGE,
    ];
}

/// What became of a share form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ShareAnswer {
    /// Stored; it will be done, whatever happens to this process.
    Accepted {
        /// Ours to follow.
        invitation: InvitationId,
    },
    /// The directory knows the address: who is meant?
    Choose {
        /// Where the form is kept.
        draft: DraftId,
        /// Who it may be.
        matches: Vec<PersonMatch>,
    },
    /// Not accepted; nothing was done.
    Refused {
        /// Where the form is kept.
        draft: DraftId,
        /// Why.
        problem: Problem,
    },
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::KeptForm;

    /// As the first release stored it.
    const FIRST_RELEASE: &str = r#"{"item":"plan","address":"ana@fabrikam.example","person":"","role":"reader",
        "name":"Ana Novak","message":"Hello","language":"en","key":"key-1"}"#;
    const STORED: &str = r#"{"kind":"share","fields":{"item":"plan","address":"ana@fabrikam.example","person":"",
        "role":"reader","name":"Ana Novak","message":"Hello","language":"en","key":"key-1"}}"#;

    #[test]
    fn stored_forms_stay_readable() {
        let form = ShareForm {
            item: "plan".to_owned(),
            address: "ana@fabrikam.example".to_owned(),
            role: "reader".to_owned(),
            name: "Ana Novak".to_owned(),
            message: "Hello".to_owned(),
            language: "en".to_owned(),
            key: "key-1".to_owned(),
            ..ShareForm::default()
        };
        for stored in [FIRST_RELEASE, STORED] {
            let kept: KeptForm = serde_json::from_str(stored).unwrap();
            assert_eq!(kept.read::<ShareForm>().as_ref(), Some(&form), "{stored}");
            assert_eq!(kept, KeptForm::of(&form).unwrap());
        }
        let written = serde_json::to_value(KeptForm::of(&form).unwrap()).unwrap();
        assert_eq!(written, serde_json::from_str::<serde_json::Value>(STORED).unwrap());
    }

    #[test]
    fn fields_are_named_as_in_the_form() {
        let form = serde_json::to_value(ShareForm::default()).unwrap();
        for field in ShareForm::FIELDS {
            assert!(form.get(field.as_str()).is_some(), "{field}");
        }
        let nothing = serde_json::from_str::<KeptForm>("{}").unwrap();
        assert_eq!(nothing.read::<ShareForm>(), None);
    }
}
