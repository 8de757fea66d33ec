//! The share dialog: a plain form, enhanced once the wasm has loaded. It has one state with a pure reducer. Chips, matches, sentences, plan and rows are
//! drawn into places that the server rendered; fields, role and buttons stay the server's.

mod apply;
pub mod chip;
pub mod chips;
pub mod keys;
pub mod state;
pub mod typed;

#[cfg(feature = "csr")]
mod effects;
#[cfg(feature = "csr")]
mod keep;
#[cfg(feature = "csr")]
mod live;
#[cfg(feature = "csr")]
mod popup;
#[cfg(feature = "csr")]
mod request;
#[cfg(feature = "csr")]
mod served;
#[cfg(feature = "csr")]
mod store;
#[cfg(feature = "csr")]
mod view;

pub use apply::apply;
#[cfg(feature = "csr")]
pub use live::mount;

use crate::responses::{ChipResponse, ProblemBody};
use crate::wire::wire;

wire! {
    /// The start data of the dialog, as the server rendered it.
    pub struct ShareStart {
        /// Whether the server rendered the dialog open, on a page of its own.
        pub open: bool,
        /// Why the form was rejected.
        pub problem: Option<ProblemBody>,
        /// The recipients of a form that came back.
        pub chips: Vec<ChipResponse>,
        /// The address of the icons.
        pub sprite: String,
        /// The name under which the browser keeps what is typed until the tab is closed: another one for each person and item.
        pub keep: String,
        /// What the island says.
        pub texts: ShareTexts,
    }

    /// What the island says, in the language of the page. `{person}` and the like stand where a name goes. Counted phrases are by their plural category.
    pub struct ShareTexts {
        /// Below the field, while nobody outside gets access: how to use it.
        pub hint: String,
        /// How many people from outside get access: "2 people outside Contoso".
        pub outside: PluralTexts,
        /// A look-up is under way.
        pub searching: String,
        /// The directory does not answer.
        pub search_failed: String,
        /// A recipient is being judged.
        pub judging: String,
        /// Somebody was added, with what happens: `{person}`, `{outcome}`.
        pub added: String,
        /// Somebody was removed: `{person}`.
        pub removed: String,
        /// Takes the removal back.
        pub undo: String,
        /// Somebody is there already: `{person}`.
        pub already_there: String,
        /// The button that removes: `{person}`.
        pub remove: String,
        /// The button that edits: `{person}`.
        pub edit: String,
        /// The button that asks for a new invitation.
        pub resend: String,
        /// The question which person is meant: `{address}`.
        pub choose: String,
        /// More recipients than the form takes.
        pub too_many: String,
        /// The chips beyond those that are drawn: "and 480 more".
        pub more_chips: PluralTexts,
        /// How many recipients there are.
        pub count: PluralTexts,
        /// How many characters the message may still get.
        pub message_left: PluralTexts,
        /// By how many it is too long.
        pub message_over: PluralTexts,
        /// The button that leaves out those who cannot be sent to.
        pub leave_out: PluralTexts,
        /// The heading of a mail in it.
        pub preview: String,
        /// The same while it is sent.
        pub sending: String,
        /// The link to the page of an invitation.
        pub details: String,
        /// The button that tries again.
        pub retry: String,
        /// The button that puts a recipient back into the field, to be corrected.
        pub correct: String,
        /// The link to sign in again.
        pub sign_in: String,
        /// The button that copies the redeem link.
        pub copy: String,
        /// The same once it has copied.
        pub copied: String,
        /// The same where it could not.
        pub copy_failed: String,
        /// The line about a reference id.
        pub reference: String,
        /// What may be done while it is sent.
        pub progress_hint: String,
        /// What was typed before is there again.
        pub restored: String,
        /// Our own server does not respond.
        pub unreachable: String,
        /// The same while the progress is polled.
        pub unanswered: String,
    }

    /// A counted phrase, by plural category; `{count}` stands where the number goes.
    pub struct PluralTexts {
        /// For `one`.
        pub one: String,
        /// For `few`.
        pub few: String,
        /// For `many`.
        pub many: String,
        /// For all others.
        pub other: String,
    }
}

impl PluralTexts {
    /// The phrase for a number of this plural category, written as the language does.
    pub fn text(&self, category: &str, number: &str) -> String {
        let text = match category {
            "one" => &self.one,
            "few" => &self.few,
            "many" => &self.many,
            _ => &self.other,
        };
        let text = if text.is_empty() { &self.other } else { text };
        text.replace("{count}", number)
    }
}

#[cfg(test)]
mod tests {
    use super::PluralTexts;

    #[test]
    fn a_category_without_a_text_of_its_own_has_that_of_all_others() {
        let texts = PluralTexts {
            one: "{count} person".to_owned(),
            other: "{count} people".to_owned(),
            ..PluralTexts::default()
        };
        let said = ["one", "few", "other", "two"].map(|category| texts.text(category, "1,200"));
        assert_eq!(said, ["1,200 person", "1,200 people", "1,200 people", "1,200 people"]);
    }
}
