//! Drafts: rejected forms, saved so that nothing typed is lost.

use std::borrow::Cow;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{DraftId, JudgedRecipient, Problem};

/// A form that can be saved as it was typed.
pub trait Form: Serialize + DeserializeOwned {
    /// The kind of the form.
    const KIND: FormKind;
}

/// The kind of a form: a stable name, stored with each saved form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FormKind(Cow<'static, str>);

impl FormKind {
    /// The share form.
    pub const SHARE: Self = Self::known("share");

    /// The kind with this name, for constants.
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
#[serde(from = "SavedFormJson")]
pub struct SavedForm {
    kind: FormKind,
    fields: Value,
}

/// The JSON that may be in the database. The first release stored the fields of the share form, without a kind.
#[derive(Deserialize)]
#[serde(untagged)]
enum SavedFormJson {
    Tagged { kind: FormKind, fields: Value },
    FirstRelease(Map<String, Value>),
}

impl From<SavedFormJson> for SavedForm {
    fn from(stored: SavedFormJson) -> Self {
        match stored {
            SavedFormJson::Tagged { kind, fields } => Self { kind, fields },
            SavedFormJson::FirstRelease(fields) => {
                Self { kind: FormKind::SHARE, fields: Value::Object(fields) }
            }
        }
    }
}

impl SavedForm {
    /// Saves a form.
    pub fn of<F: Form>(form: &F) -> serde_json::Result<Self> {
        Ok(Self { kind: F::KIND, fields: serde_json::to_value(form)? })
    }

    /// The kind of the form.
    pub const fn kind(&self) -> &FormKind {
        &self.kind
    }

    /// The form; `None` if it is of another kind, or its JSON cannot be read any more.
    pub fn read<F: Form>(&self) -> Option<F> {
        if self.kind == F::KIND { F::deserialize(&self.fields).ok() } else { None }
    }
}

/// A rejected form, saved for its owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Its id.
    pub id: DraftId,
    /// As typed.
    pub form: SavedForm,
    /// Why the form was rejected; `None` if it was only put aside.
    pub problem: Option<Problem>,
    /// Of a share form: its recipients as they were judged when it came back; judged anew where it was put aside before anybody was looked up.
    #[serde(default)]
    pub recipients: Vec<JudgedRecipient>,
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
        let kept = SavedForm::of(&typed).unwrap();
        let kept: SavedForm = serde_json::from_str(&serde_json::to_string(&kept).unwrap()).unwrap();
        assert_eq!((kept.kind().as_str(), kept.read::<Limits>()), ("settings.limits", Some(typed)));
        let other: SavedForm =
            serde_json::from_str(r#"{"kind":"share","fields":{"retry_minutes":"1"}}"#).unwrap();
        assert_eq!(other.read::<Limits>(), None);
    }

    #[test]
    fn fields_that_do_not_fit_their_form_are_no_form() {
        let kept = r#"{"kind":"settings.limits","fields":{"retry_minutes":7}}"#;
        assert_eq!(serde_json::from_str::<SavedForm>(kept).unwrap().read::<Limits>(), None);
        assert!(serde_json::from_str::<SavedForm>("7").is_err());
    }
}
