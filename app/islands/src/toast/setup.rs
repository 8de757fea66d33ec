//! A toast in words.

use serde::{Deserialize, Serialize};

use crate::browser::Answer;

/// A toast in the page's language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToastText {
    /// Its id, for dismissing it.
    pub id: String,
    /// What happened.
    pub sentence: String,
    /// Trouble stays until it is dismissed.
    pub trouble: bool,
    /// Where its one action leads; empty when it has none.
    pub href: String,
    /// The action's word.
    pub action: String,
    /// Joins this to the log; empty when nothing was logged.
    pub reference: String,
}

impl ToastText {
    /// Reads one out of an answer.
    pub fn read(answer: &Answer) -> Self {
        Self {
            id: answer.text("id"),
            sentence: answer.text("sentence"),
            trouble: answer.flag("trouble"),
            href: answer.text("href"),
            action: answer.text("action"),
            reference: answer.text("reference"),
        }
    }
}

/// The words that all toasts share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToastTexts {
    /// Names the region.
    pub region: String,
    /// Names the dismiss button.
    pub dismiss: String,
    /// "Reference".
    pub reference: String,
}
