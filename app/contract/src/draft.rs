//! Refused forms, kept so that nothing typed is lost.

use std::borrow::Cow;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{DraftId, PersonMatch, Problem};

/// A form that can be kept as it was typed.
pub trait Form: Serialize + DeserializeOwned {
    /// Which form it is.
    const KIND: FormKind;
}

/// Which form it is: a stable name, stored with each kept form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FormKind(Cow<'static, str>);

impl FormKind {
    /// The share form.
    pub const SHARE: Self = Self::known("share");

    /// The kind of this name, for constants.
    pub const fn known(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }

    /// The kind's name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Any form as it was typed: its kind, and its fields as JSON. The kind says what type they have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "StoredForm")]
pub struct KeptForm {
    kind: FormKind,
    fields: Value,
}

/// What may be stored. The first release kept the fields of the share form and nothing else.
#[derive(Deserialize)]
#[serde(untagged)]
enum StoredForm {
    Kept { kind: FormKind, fields: Value },
    FirstRelease(Map<String, Value>),
}

impl From<StoredForm> for KeptForm {
    fn from(stored: StoredForm) -> Self {
        match stored {
            StoredForm::Kept { kind, fields } => Self { kind, fields },
            StoredForm::FirstRelease(fields) => Self { kind: FormKind::SHARE, fields: Value::Object(fields) },
        }
    }
}

impl KeptForm {
    /// Of this form.
    pub fn of<F: Form>(form: &F) -> serde_json::Result<Self> {
        Ok(Self { kind: F::KIND, fields: serde_json::to_value(form)? })
    }

    /// Which form it is.
    pub const fn kind(&self) -> &FormKind {
        &self.kind
    }

    /// The form; none if it is another one, or cannot be read any more.
    pub fn read<F: Form>(&self) -> Option<F> {
        if self.kind == F::KIND { F::deserialize(&self.fields).ok() } else { None }
    }
}

/// A refused form, kept for its owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Its id.
    pub id: DraftId,
    /// As typed.
    pub form: KeptForm,
    /// Why it came back, unless the question is only who is meant.
    pub problem: Option<Problem>,
    /// Who may be meant.
    pub matches: Vec<PersonMatch>,
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Limits {
        retry_minutes: String,
    }

    impl Form for Limits {
        const KIND: FormKind = FormKind::known("settings.limits");
    }

    #[test]
    fn any_form_is_kept_and_read_as_what_it_is() {
        let typed = Limits { retry_minutes: "soon".to_owned() };
        let kept = KeptForm::of(&typed).unwrap();
        let kept: KeptForm = serde_json::from_str(&serde_json::to_string(&kept).unwrap()).unwrap();
        assert_eq!((kept.kind().as_str(), kept.read::<Limits>()), ("settings.limits", Some(typed)));
        let other: KeptForm =
            serde_json::from_str(r#"{"kind":"share","fields":{"retry_minutes":"1"}}"#).unwrap();
        assert_eq!(other.read::<Limits>(), None);
    }

    #[test]
    fn fields_that_do_not_fit_their_form_are_no_form() {
        let kept = r#"{"kind":"settings.limits","fields":{"retry_minutes":7}}"#;
        assert_eq!(serde_json::from_str::<KeptForm>(kept).unwrap().read::<Limits>(), None);
        assert!(serde_json::from_str::<KeptForm>("7").is_err());
    }
}
