//! The responses of the server functions, with texts in the language of the page. Both the server and the browser use these types.

use crate::wire::{wire, wire_enum};

/// The response of a server function: a value or a problem.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "ssr", derive(serde::Serialize, serde::Deserialize), serde(untagged))]
pub enum ApiResponse<T> {
    /// The call failed.
    Problem {
        /// The reason.
        #[cfg_attr(feature = "ssr", serde(rename = "trouble"))]
        problem: ProblemBody,
    },
    /// The call succeeded.
    Ok(T),
}

/// The field `trouble` tells a problem from a value.
#[cfg(feature = "csr")]
impl<T: crate::wire::FromJson> crate::wire::FromJson for ApiResponse<T> {
    fn from_json(value: &wasm_bindgen::JsValue) -> Self {
        match crate::wire::field(value, "trouble") {
            Some(problem) => Self::Problem { problem },
            None => Self::Ok(T::from_json(value)),
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
        /// What to do now; empty when there is nothing to do.
        pub advice: String,
        /// The texts beside fields of the form.
        pub fields: Vec<FieldText>,
        /// The reference id of the log entry; empty when nothing was logged.
        pub reference: String,
    }

    /// The text beside one field.
    pub struct FieldText {
        /// The field's name.
        pub field: String,
        /// The problem with it.
        pub text: String,
    }

    /// A success without a value.
    pub struct Ack {
        /// Always true, so that the object is not empty.
        pub done: bool,
    }

    /// A person in the directory who matches the typed text.
    pub struct MatchResponse {
        /// The person in the tenant.
        pub id: String,
        /// The name.
        pub name: String,
        /// The address.
        pub address: String,
        /// The company; empty when unknown.
        pub company: String,
        /// `member`, `guest`, `pending` or `blocked`, for the badge's look.
        pub standing: String,
        /// Why they cannot be given access; empty when they can.
        pub blocked: String,
        /// The initials for the avatar.
        pub initials: String,
    }

    /// The people who match.
    pub struct MatchesResponse {
        /// In the order in which they are shown.
        pub matches: Vec<MatchResponse>,
        /// The address that was typed, as it will be invited; empty when none was.
        pub address: String,
        /// The name that stood beside the address; empty when none did.
        pub name: String,
        /// What is said of the address that was typed, in the place of what is said of every new one: why nobody can be invited with it, or that
        /// somebody is being invited with it right now. Else empty.
        pub remark: String,
    }

    /// One setting that a form would change.
    pub struct ChangeResponse {
        /// What it is called.
        pub name: String,
        /// What it is.
        pub before: String,
        /// What it becomes.
        pub after: String,
    }

    /// A mail of our own as it reads.
    pub struct MailResponse {
        /// The tag of its language.
        pub language: String,
        /// Its subject.
        pub subject: String,
        /// Its text.
        pub text: String,
    }

    /// What is said of a section's form while it is being filled in.
    pub struct SettingsResponse {
        /// What makes no sense, by the field's name in the form.
        pub wrong: Vec<FieldText>,
        /// How much is not saved yet, or that something makes no sense; empty when nothing is changed.
        pub standing: String,
        /// What would change.
        pub changes: Vec<ChangeResponse>,
        /// How the mail would read; none where the section is about none, or something makes no sense.
        pub mails: Vec<MailResponse>,
    }

    /// One step of an invitation.
    pub struct StepResponse {
        /// The text of a `StepState`, for its style.
        pub state: String,
        /// What the step does.
        pub label: String,
        /// The state in words.
        pub note: String,
    }

    /// The progress of an invitation, for the dialog that polls it.
    pub struct ProgressResponse {
        /// The state's stable text; never empty.
        pub state: String,
        /// The state with its reason, as a sentence.
        pub sentence: String,
        /// Whether nothing more happens without a person.
        pub settled: bool,
        /// The steps in order.
        pub steps: Vec<StepResponse>,
        /// Why it waits, stopped or failed.
        pub problem: Option<ProblemBody>,
        /// Whether there is a link to copy.
        pub has_link: bool,
        /// The address to sign in again, when the invitation waits for that; else empty.
        pub sign_in: String,
        /// The idempotency key for the next form.
        pub key: String,
    }

    /// One invitation's state in a list.
    pub struct StateResponse {
        /// The invitation.
        pub id: String,
        /// The state's stable text.
        pub state: String,
        /// The state with its reason.
        pub sentence: String,
    }

    /// The states of a page.
    pub struct StatesResponse {
        /// The requested invitations that are the caller's.
        pub states: Vec<StateResponse>,
        /// Whether a state can still change.
        pub open: bool,
    }

    /// A redeem link, for the clipboard.
    pub struct LinkResponse {
        /// The link.
        pub link: String,
    }

    /// A toast.
    pub struct ToastText {
        /// Its id, for dismissing it.
        pub id: String,
        /// What happened.
        pub sentence: String,
        /// Why, where it is about a problem; folded until somebody wants to know.
        pub reason: String,
        /// Whether it is about a problem, and so stays until it is dismissed.
        pub trouble: bool,
        /// The address of its link; empty when it has none.
        pub href: String,
        /// The text of its link.
        pub action: String,
        /// The reference id of the log entry; empty when nothing was logged.
        pub reference: String,
    }

    /// The toasts to show.
    pub struct ToastsResponse {
        /// The newest few, newest first.
        pub toasts: Vec<ToastText>,
        /// How many there are besides those; empty when there are none.
        pub more: String,
        /// How many there are besides the newest one, for screens with room for that only; empty when there are none.
        pub more_than_one: String,
        /// The same as a number with a plus.
        pub plus: String,
        /// Whether a guest may still accept, so that an open page asks from time to time.
        pub awaits_guests: bool,
    }
}

wire_enum! {
    /// The result of the share form.
    pub enum ShareResponse {
        /// Stored: poll its progress.
        Accepted as "accepted" {
            /// The invitation.
            invitation: String,
            /// The address as it is invited; empty when somebody without one was chosen.
            address: String,
        }
        /// The inviter must say which person is meant.
        Choose as "choose" {
            /// The people who may be meant.
            matches: Vec<MatchResponse>,
        }
        _ =>
        /// Rejected.
        Refused as "refused" {
            /// The reason.
            problem: ProblemBody,
            /// A new idempotency key for the form, when its own is used up; else empty.
            key: String,
        }
    }
}
