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

/// The field that tells a problem from a value.
#[cfg(feature = "csr")]
pub const PROBLEM: &str = "trouble";

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

    /// Somebody in the list below the people field: a person of the directory, or a new address.
    pub struct MatchResponse {
        /// The person in the tenant; empty for a new address.
        pub id: String,
        /// Equal for two entries that mean the same person, as in [`ChipResponse`].
        pub key: String,
        /// The line of the form that choosing them makes.
        pub line: String,
        /// The name; the address where no name is known.
        pub name: String,
        /// The address; empty where it stands as the name.
        pub address: String,
        /// The company; empty when unknown.
        pub company: String,
        /// `member`, `guest`, `pending`, `blocked`, `new` or `invited`, for the look.
        pub standing: String,
        /// The text of the badge: the standing, or the role that they have on the item already.
        pub badge: String,
        /// Why they cannot be chosen; empty when they can.
        pub blocked: String,
        /// The initials for the avatar.
        pub initials: String,
        /// Whether they come from outside the organisation.
        pub outside: bool,
        /// What choosing them comes to, read aloud as well: that they get an invitation, get access at once, and the like.
        pub outcome: String,
    }

    /// The people who match.
    pub struct MatchesResponse {
        /// In the order in which they are shown; the first one that is not blocked is the best. A new address is the last one, or the only one.
        pub matches: Vec<MatchResponse>,
        /// The heading of the list: that these are recent people; else empty.
        pub heading: String,
        /// What is said below the list, or in its place: that there are more and typing on helps, that nobody was found, why nobody can be invited with
        /// what is typed. Else empty.
        pub remark: String,
        /// What the live region says: how many there are, and whether more fit.
        pub announcement: String,
    }

    /// One recipient as a chip.
    pub struct ChipResponse {
        /// Equal for two chips that mean the same person.
        pub key: String,
        /// The line of the form.
        pub line: String,
        /// The line of the form where a new invitation is asked for; empty where none can be.
        pub resend_line: String,
        /// Whether a new invitation is asked for.
        pub resends: bool,
        /// What is put into the field when the chip is edited.
        pub text: String,
        /// The name; the address where no name is known.
        pub name: String,
        /// The address; empty where it stands as the name.
        pub address: String,
        /// The company, or the domain, of somebody from outside; else empty.
        pub company: String,
        /// The initials for the avatar.
        pub initials: String,
        /// The text of a `RecipientKind`, for the look.
        pub kind: String,
        /// Whether they come from outside the organisation.
        pub outside: bool,
        /// `green`, `amber` or `red`.
        pub light: String,
        /// Why it is amber or red, and what to do; what happens where it is green.
        pub sentence: String,
        /// Why it cannot be sent to, in a few words, for the chip itself; empty unless it is red.
        pub trouble: String,
        /// The people who may be meant, while one has to be chosen.
        pub candidates: Vec<MatchResponse>,
    }

    /// Recipients, judged.
    pub struct JudgedResponse {
        /// In the order in which they were sent. Those who repeat another one of the same request are left out.
        pub chips: Vec<ChipResponse>,
        /// What is said of those who were left out; empty when none were.
        pub repeated: String,
    }

    /// What a share would do, in words.
    pub struct PlanResponse {
        /// What happens, one sentence each: who is invited, what is written and given, what mail goes out, where they land.
        pub lines: Vec<String>,
        /// What is left out without a word by Microsoft, and who has to wait for their turn until when; amber.
        pub warnings: Vec<String>,
        /// How the mails read.
        pub mails: Vec<MailResponse>,
        /// What is wrong with the form but for its recipients.
        pub problem: Option<ProblemBody>,
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
        /// To whom it goes, and what of it is shown; empty where that is clear.
        pub caption: String,
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

    /// How one recipient's invitation goes, for the dialog that polls it.
    pub struct RowResponse {
        /// The invitation.
        pub invitation: String,
        /// The person's name, or address while no name is known.
        pub name: String,
        /// The state's stable text; never empty.
        pub state: String,
        /// The state with its reason, as a sentence.
        pub sentence: String,
        /// What the person can do now, or whom to ask; empty when there is nothing to do.
        pub advice: String,
        /// Whether nothing more happens without a person.
        pub settled: bool,
        /// The steps in order.
        pub steps: Vec<StepResponse>,
        /// The reference id of the log entry; empty when nothing was logged.
        pub reference: String,
        /// Whether there is a redeem link to copy.
        pub has_link: bool,
        /// Whether another try may be asked for.
        pub may_retry: bool,
        /// What to correct where another address may help: the recipient as they were typed; else empty.
        pub correctable: String,
        /// How often one was asked for: sent with the next.
        pub tries: String,
        /// The address to sign in again, when the invitation waits for that; else empty.
        pub sign_in: String,
    }

    /// How the invitations of a share go.
    pub struct ShareProgressResponse {
        /// How it goes as a whole; never empty.
        pub heading: String,
        /// Those who need somebody first.
        pub rows: Vec<RowResponse>,
        /// How many there are besides; empty when all are shown.
        pub more: String,
        /// Whether nothing more happens to any without a person.
        pub settled: bool,
        /// The advice about the link, by who writes; empty when there is no link.
        pub link_hint: String,
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
            /// The share.
            share: String,
        }
        _ =>
        /// Rejected.
        Refused as "refused" {
            /// The reason.
            problem: ProblemBody,
            /// Every recipient, judged; none where the form was refused before anybody was looked up.
            chips: Vec<ChipResponse>,
            /// A new idempotency key for the form, when its own is used up; else empty.
            key: String,
        }
    }
}
