//! The forms of the settings as they are typed.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{Form, FormKind};

/// The form of a section as it was typed: not validated yet, and saved as a draft from the first click on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsForm {
    /// The section's name.
    pub section: String,
    /// The version of the settings that the form was rendered from.
    pub version: i64,
    /// What is in each field, by its path with dots in place of brackets: `kinds.0.roles.1`. An entry of a list is a field; so is the name of an
    /// entry that has fields of its own.
    #[serde(default)]
    pub fields: BTreeMap<String, String>,
    /// Why the person changes the settings, optional.
    #[serde(default)]
    pub reason: String,
    /// The version that the form was made from, where it was brought up to date with what others have changed since.
    #[serde(default)]
    pub since: Option<i64>,
    /// For whom the form was rendered: what `ports::Account::form_sender` gave. Never saved.
    #[serde(default, skip_serializing)]
    pub sender: String,
}

impl Form for SettingsForm {
    const KIND: FormKind = FormKind::known("settings");
}

/// The form that restores a version, as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestoreForm {
    /// The version whose settings are to hold again.
    pub version: i64,
    /// The version that was in force when the form was rendered.
    pub current: i64,
    /// Why the person restores it, optional.
    #[serde(default)]
    pub reason: String,
    /// Whether it is to hold although the directory does not say whether what it names is there: not empty if so.
    #[serde(default)]
    pub unasked: String,
    /// For whom the form was rendered: what `ports::Account::form_sender` gave. Never saved.
    #[serde(default, skip_serializing)]
    pub sender: String,
}

impl Form for RestoreForm {
    const KIND: FormKind = FormKind::known("settings.restore");
}

/// What a button of the form does, as the button's value: `review`, or `add kinds.0.roles`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormEdit {
    /// Checks the form, and shows what will change.
    Review,
    /// Adds an empty entry to a list.
    Add(String),
    /// Takes an entry out of a list.
    Remove(String),
    /// Moves an entry of a list up by one.
    Up(String),
    /// Moves an entry of a list down by one.
    Down(String),
    /// Searches the directory for what was typed into a field.
    Search(String),
}

/// The text is no button of the form.
#[derive(Debug, Error, Clone, Copy, PartialEq, Eq)]
#[error("no button of the form has this value")]
pub struct ParseFormEditError;

impl FormEdit {
    /// Takes a button's value. Where it names a field, that is names of a-z, digits, hyphens and underscores, joined by dots; an empty text is
    /// [`FormEdit::Review`], because a form that is sent by the Enter key names no button.
    pub fn parse(text: &str) -> Result<Self, ParseFormEditError> {
        if matches!(text, "" | "review") {
            return Ok(Self::Review);
        }
        let (what, field) = text.split_once(' ').ok_or(ParseFormEditError)?;
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'_');
        if field.is_empty() || field.len() > 200 || !field.bytes().all(plain) {
            return Err(ParseFormEditError);
        }
        let field = field.to_owned();
        match what {
            "add" => Ok(Self::Add(field)),
            "remove" => Ok(Self::Remove(field)),
            "up" => Ok(Self::Up(field)),
            "down" => Ok(Self::Down(field)),
            "search" => Ok(Self::Search(field)),
            _ => Err(ParseFormEditError),
        }
    }

    /// The list, or the field that searches, that the edit is about, as it is named in the form; `None` for [`FormEdit::Review`].
    pub fn place(&self) -> Option<&str> {
        match self {
            Self::Review => None,
            Self::Add(place) | Self::Search(place) => Some(place),
            Self::Remove(entry) | Self::Up(entry) | Self::Down(entry) => {
                entry.rsplit_once('.').map(|(list, _)| list)
            }
        }
    }
}

impl fmt::Display for FormEdit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Review => f.write_str("review"),
            Self::Add(list) => write!(f, "add {list}"),
            Self::Remove(entry) => write!(f, "remove {entry}"),
            Self::Up(entry) => write!(f, "up {entry}"),
            Self::Down(entry) => write!(f, "down {entry}"),
            Self::Search(field) => write!(f, "search {field}"),
        }
    }
}

/// What the buttons of the second step do: the one that shows what will change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingsStep {
    /// Stores the change.
    Confirm,
    /// Goes back to the form, with everything still in it.
    Back,
}

impl SettingsStep {
    /// The button's value.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Back => "back",
        }
    }

    /// The step with this value; nothing is stored unless it is asked for by name.
    pub fn from_text(text: &str) -> Self {
        if text == Self::Confirm.as_str() { Self::Confirm } else { Self::Back }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::SavedForm;

    #[test]
    fn a_button_says_what_it_does_and_nothing_else_is_one() {
        for text in [
            "review",
            "add kinds",
            "remove kinds.0",
            "up kinds.0.roles.1",
            "down other_kinds.roles.0",
            "search kinds.0.group",
        ] {
            assert_eq!(FormEdit::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(FormEdit::parse(""), Ok(FormEdit::Review));
        for text in [
            "add",
            "add ",
            "add <b>",
            "drop kinds",
            "Review",
            "add kinds[0]",
            &format!("add {}", "x".repeat(201)),
        ] {
            assert_eq!(FormEdit::parse(text), Err(ParseFormEditError), "{text}");
        }
        assert_eq!(FormEdit::parse("up kinds.0.roles.1").unwrap().place(), Some("kinds.0.roles"));
        assert_eq!(FormEdit::parse("add kinds").unwrap().place(), Some("kinds"));
        assert_eq!(FormEdit::parse("search kinds.0.group").unwrap().place(), Some("kinds.0.group"));
        assert_eq!(FormEdit::Review.place(), None);
    }

    #[test]
    fn nothing_is_stored_by_an_unknown_step() {
        assert_eq!(SettingsStep::from_text("confirm"), SettingsStep::Confirm);
        for text in ["back", "", "Confirm", "confirm "] {
            assert_eq!(SettingsStep::from_text(text), SettingsStep::Back, "{text}");
        }
    }

    #[test]
    fn a_form_is_saved_without_its_sender() {
        let fields = BTreeMap::from([("retry_minutes".to_owned(), "soon".to_owned())]);
        let form =
            SettingsForm { section: "limits".to_owned(), version: 3, fields, ..SettingsForm::default() };
        let sent = SettingsForm { sender: "sealed".to_owned(), ..form.clone() };
        let saved = SavedForm::of(&sent).unwrap();
        assert_eq!(saved.read::<SettingsForm>(), Some(form));
        assert_eq!(saved.read::<RestoreForm>(), None);
        assert!(!serde_json::to_string(&saved).unwrap().contains("sealed"));
    }
}
