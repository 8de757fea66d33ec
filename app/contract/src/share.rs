//! The share form and its result.

use serde::{Deserialize, Serialize};

use crate::{DraftId, FieldPath, Form, FormKind, InvitationId, JudgedRecipient, Problem, ShareId};

/// The longest name, in characters: `displayName` of a user in Microsoft Graph ("Update user").
pub const NAME_LIMIT: usize = 256;
/// The longest text in an invitation's mail, in characters. Microsoft documents no limit of `customizedMessageBody` ("invitedUserMessageInfo
/// resource type"); this one keeps the mail readable.
pub const MAIL_BODY_LIMIT: usize = 2_000;
/// The room in it for the sentence that says what was shared, and by whom, with the empty line behind it.
pub const MAIL_LEAD_LIMIT: usize = 500;
/// The longest message, in characters: what is left. The inviter's own words are never cut.
pub const MESSAGE_LIMIT: usize = MAIL_BODY_LIMIT - MAIL_LEAD_LIMIT;

/// The most attributes of a new guest that the form asks for: it stays a form that somebody fills in.
pub const ASKED_LIMIT: usize = 10;

/// The share form as it was typed: not validated yet, and saved as a draft when it is rejected.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShareForm {
    /// The item's id.
    pub item: String,
    /// The recipients, one line each: [`TypedRecipient::line`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recipients: Vec<String>,
    /// What stands in the people field: one address, or a list of them. They come after `recipients`.
    #[serde(default)]
    pub address: String,
    /// The object id of the person chosen for the one address in the field; empty when none was.
    #[serde(default)]
    pub person: String,
    /// The role's name.
    #[serde(default)]
    pub role: String,
    /// The name of the one guest beside whose address none stands, optional.
    #[serde(default)]
    pub name: String,
    /// A message to the guest, optional.
    #[serde(default)]
    pub message: String,
    /// The tag of the message's language; empty for the inviter's own.
    #[serde(default)]
    pub language: String,
    /// The idempotency key, created with the form.
    #[serde(default)]
    pub key: String,
    /// For whom the form was rendered: what `ports::Account::form_sender` gave. Never saved.
    #[serde(default, skip_serializing)]
    pub sender: String,
    /// Not empty if the guest at the one address in the field, who has not accepted yet, is to get a new invitation; means nothing for anybody else.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub resend: String,
    /// Not empty if recipients who may not be sent to are left out; else the form comes back when there are any.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub leave_out: String,
    /// The address of one person who gets a copy of the mail, optional.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub copy: String,
    /// The text of a `MailWay`; empty for the one that the settings name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub mail_way: String,
    /// The address or the object id of the guests' sponsor; empty for whoever shares, as far as guests are new.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sponsor: String,
    /// The last day of access, as `2026-12-31`; empty for the usual one, if the settings name one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub until: String,
    /// The attributes of a new guest that the form asked for, in the order of the form.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<TypedAttribute>,
}

/// An attribute of a guest as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedAttribute {
    /// Microsoft's name of it.
    pub name: String,
    /// What was typed; empty if nothing was.
    #[serde(default)]
    pub value: String,
}

/// An attribute of a new guest that the form asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedAttribute {
    /// Microsoft's name of it.
    pub name: String,
    /// What it is called, where the settings say so.
    pub label: Option<String>,
    /// Whether somebody new is not invited without it.
    pub required: bool,
    /// The longest value, in characters.
    pub longest: usize,
}

/// An attribute of a guest that was typed into the share form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenAttribute {
    /// Microsoft's name of it.
    pub name: String,
    /// What the form called it, where the settings said so.
    pub label: Option<String>,
    /// Its value.
    pub value: String,
}

impl Form for ShareForm {
    const KIND: FormKind = FormKind::SHARE;
}

impl ShareForm {
    /// The fields that can have a problem, in the order of the form.
    pub const FIELDS: [FieldPath; 6] = [
        FieldPath::ADDRESS,
        FieldPath::PERSON,
        FieldPath::ROLE,
        FieldPath::NAME,
        FieldPath::MESSAGE,
        FieldPath::LANGUAGE,
    ];

    /// The options that can have a problem, in the order of the form. They are left out of a stored form in which nobody filled them in.
    pub const OPTIONS: [FieldPath; 4] =
        [FieldPath::COPY, FieldPath::MAIL_WAY, FieldPath::SPONSOR, FieldPath::UNTIL];
}

/// The result of a share form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShareAnswer {
    /// Stored: every invitation will be processed, whatever happens to this process.
    Accepted {
        /// The share.
        share: ShareId,
        /// Its invitations, in the order of the recipients.
        invitations: Vec<InvitationId>,
    },
    /// The form comes back, and nothing was done: something is wrong, or the inviter must say who is meant.
    Refused {
        /// The draft with the form.
        draft: DraftId,
        /// The reason. Where it is about recipients, it names each as `recipients[0].address` and the like, or as `address` and `person` where the
        /// form has but one.
        problem: Problem,
        /// The recipients, judged, in the order of the form; none where the form was refused before anybody was looked up.
        recipients: Vec<JudgedRecipient>,
    },
}

impl ShareAnswer {
    /// The people who may be meant by the only recipient, or the only one who can be; nobody where there are more recipients, or nobody is known.
    pub fn candidates(&self) -> &[crate::PersonMatch] {
        match self {
            Self::Refused { recipients, .. } => match recipients.as_slice() {
                [only] if only.candidates.is_empty() => only.person.as_slice(),
                [only] => &only.candidates,
                _ => &[],
            },
            Self::Accepted { .. } => &[],
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::SavedForm;

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
        assert!(form.attributes.is_empty());
        for stored in [FIRST_RELEASE, STORED] {
            let kept: SavedForm = serde_json::from_str(stored).unwrap();
            assert_eq!(kept.read::<ShareForm>().as_ref(), Some(&form), "{stored}");
            assert_eq!(kept, SavedForm::of(&form).unwrap());
        }
        let written = serde_json::to_value(SavedForm::of(&form).unwrap()).unwrap();
        assert_eq!(written, serde_json::from_str::<serde_json::Value>(STORED).unwrap());
    }

    #[test]
    fn stored_attributes_stay_readable() {
        const STORED: &str = r#"{"kind":"share","fields":{"item":"plan","address":"","person":"","role":"","name":"",
            "message":"","language":"","key":"","attributes":[{"name":"city","value":"Vilnius"},
            {"name":"department","value":""}]}}"#;
        let kept: SavedForm = serde_json::from_str(STORED).unwrap();
        let form: ShareForm = kept.read().unwrap();
        let typed: Vec<_> = form.attributes.iter().map(|typed| (&*typed.name, &*typed.value)).collect();
        assert_eq!(typed, [("city", "Vilnius"), ("department", "")]);
        assert_eq!(SavedForm::of(&form).unwrap(), kept);
    }

    #[test]
    fn options_are_named_as_in_the_form() {
        let filled = || "x".to_owned();
        let form = ShareForm {
            copy: filled(),
            mail_way: filled(),
            sponsor: filled(),
            until: filled(),
            ..ShareForm::default()
        };
        let form = serde_json::to_value(form).unwrap();
        for field in ShareForm::OPTIONS {
            assert!(form.get(field.as_str()).is_some(), "{field}");
        }
    }

    #[test]
    fn fields_are_named_as_in_the_form() {
        let form = serde_json::to_value(ShareForm::default()).unwrap();
        for field in ShareForm::FIELDS {
            assert!(form.get(field.as_str()).is_some(), "{field}");
        }
        let nothing = serde_json::from_str::<SavedForm>("{}").unwrap();
        assert_eq!(nothing.read::<ShareForm>(), None);
    }
}
