//! What the server functions answer, in the words of the page's language: the names of the fields for both ends.

use crate::wire::{wire, wire_enum};

/// An answer, or the trouble instead of it.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "ssr", derive(serde::Serialize, serde::Deserialize), serde(untagged))]
pub enum Reply<T> {
    /// It did not work.
    Trouble {
        /// Why.
        trouble: ProblemBody,
    },
    /// What was asked for.
    Answer(T),
}

/// As `Ok` and `Err`.
#[cfg(feature = "csr")]
impl<T: crate::wire::Read> crate::wire::Read for Reply<T> {
    fn read(value: &wasm_bindgen::JsValue) -> Self {
        match crate::wire::field(value, "trouble") {
            Some(trouble) => Self::Trouble { trouble },
            None => Self::Answer(T::read(value)),
        }
    }
}

wire! {
    /// A problem in words.
    pub struct ProblemBody {
        /// The stable code.
        pub code: String,
        /// What happened.
        pub sentence: String,
        /// What to do now; empty when there is nothing.
        pub advice: String,
        /// What stands beside fields of the form.
        pub fields: Vec<FieldText>,
        /// Joins this to the log; empty when nothing was logged.
        pub reference: String,
    }

    /// What stands beside one field.
    pub struct FieldText {
        /// The field's name.
        pub field: String,
        /// What is wrong with it.
        pub text: String,
    }

    /// Nothing to say but that it worked.
    pub struct Done {
        /// Always true: an empty object says nothing.
        pub done: bool,
    }

    /// Somebody of the directory who fits what was typed.
    pub struct MatchReply {
        /// The person in the tenant.
        pub id: String,
        /// The name.
        pub name: String,
        /// The address.
        pub address: String,
        /// The company, or nothing.
        pub company: String,
        /// `member`, `guest` or `pending`, for the badge's look.
        pub standing: String,
        /// The letters of the picture.
        pub initials: String,
    }

    /// Who fits.
    pub struct MatchesReply {
        /// In the order in which they are shown.
        pub matches: Vec<MatchReply>,
    }

    /// One step of an invitation.
    pub struct StepReply {
        /// The text of a `StepState`, for its look.
        pub state: String,
        /// What the step does.
        pub label: String,
        /// How far it is.
        pub note: String,
    }

    /// Where an invitation stands, for the dialog that follows it.
    pub struct ProgressReply {
        /// The state's stable text; never empty.
        pub state: String,
        /// The state with its reason, as a sentence.
        pub sentence: String,
        /// Nothing more happens by itself.
        pub settled: bool,
        /// The steps in order.
        pub steps: Vec<StepReply>,
        /// Why it waits, stopped or failed.
        pub problem: Option<ProblemBody>,
        /// Whether there is a link to copy.
        pub has_link: bool,
        /// Where to sign in once more, when that is what it waits for; else empty.
        pub sign_in: String,
        /// A key for the next form.
        pub key: String,
    }

    /// One invitation's state in a list.
    pub struct StateReply {
        /// Which invitation.
        pub id: String,
        /// The state's stable text.
        pub state: String,
        /// The state with its reason.
        pub sentence: String,
    }

    /// The states of a page.
    pub struct StatesReply {
        /// Those asked for that are the caller's, and no other.
        pub states: Vec<StateReply>,
        /// Whether asking again can bring news.
        pub open: bool,
    }

    /// A redeem link on its way to the clipboard.
    pub struct LinkReply {
        /// The link.
        pub link: String,
    }

    /// A toast.
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

    /// The toasts not yet dismissed.
    pub struct ToastsReply {
        /// Newest first.
        pub toasts: Vec<ToastText>,
    }
}

wire_enum! {
    /// What became of the share form.
    pub enum ShareReply {
        /// Stored; follow it.
        Accepted as "accepted" {
            /// Which invitation.
            invitation: String,
        }
        /// Who is meant?
        Choose as "choose" {
            /// Who it may be.
            matches: Vec<MatchReply>,
        }
        _ =>
        /// Not accepted.
        Refused as "refused" {
            /// Why.
            problem: ProblemBody,
            /// A new key for the form, when the one it had is used up; else empty.
            key: String,
        }
    }
}
