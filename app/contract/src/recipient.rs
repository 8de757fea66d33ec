//! The recipients of a share: as the form has them, and as the directory, our ledger and the rules judge them.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::text_enum::text_enum;
use crate::{PersonMatch, Problem, RoleName};

/// The most recipients that one form takes.
pub const RECIPIENTS_LIMIT: usize = 500;

/// What separates the parts of a recipient's line.
const SEPARATOR: char = '\t';
/// What stands in a line where a guest is invited again.
const RESEND: &str = "resend";

/// One recipient as the form has it. In the form it is one line, so that 500 of them stay 500 fields.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedRecipient {
    /// The address as it was typed; beside a chosen person, as the directory shows it.
    pub text: String,
    /// The object id of the person chosen among matches; empty when none was.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub person: String,
    /// The name that stood beside the address; empty when none did.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// A guest who has not accepted yet is to get a new invitation; means nothing for anybody else.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub resend: bool,
}

impl TypedRecipient {
    /// Somebody of whom nothing but an address is typed.
    pub fn of_text(text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::default() }
    }

    /// Reads a line of the form. A line without separators is what somebody typed.
    pub fn parse(line: &str) -> Self {
        let mut parts = line.splitn(4, SEPARATOR);
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(person), Some(resend), Some(name), Some(text)) => Self {
                text: text.to_owned(),
                person: person.to_owned(),
                name: name.to_owned(),
                resend: resend == RESEND,
            },
            _ => Self::of_text(line),
        }
    }

    /// The line of the form: object id, whether to invite again, name and text.
    pub fn line(&self) -> String {
        let resend = if self.resend { RESEND } else { "" };
        let bare = |part: &str| part.replace(SEPARATOR, " ");
        [&bare(&self.person), resend, &bare(&self.name), &bare(&self.text)].join("\t")
    }
}

/// The new guests who stand in a form before those who are judged by themselves, by what was said of each: these come behind them in the pace.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GuestsAhead {
    /// Those who are invited: [`RecipientKind::New`].
    pub new: u32,
    /// Guests who have not accepted and get a new invitation: [`RecipientKind::Pending`], with `resend`.
    pub resent: u32,
    /// Those who count as new guests of the day and wait for no turn: [`RecipientKind::Invited`] and [`RecipientKind::Unanswered`].
    pub joining: u32,
}

text_enum! {
    /// Whether a recipient may be sent to.
    Light {
        /// They get what the form says, at once.
        Green = "green",
        /// They do, with something to know before: they wait, or gain less than it seems.
        Amber = "amber",
        /// Not as it is.
        Red = "red",
    }

    /// What is known of a recipient.
    RecipientKind {
        /// Nobody has the address: somebody new is invited.
        New = "new",
        /// Somebody is being invited at the address at this moment: the share joins that invitation.
        Invited = "invited",
        /// A member.
        Member = "member",
        /// A guest who has accepted.
        Guest = "guest",
        /// A guest who was invited and has not accepted yet.
        Pending = "pending",
        /// The directory gives no answer for now: it is asked again in the background.
        Unanswered = "unanswered",
        /// Several people may be meant, or one whom nobody has chosen yet.
        Ambiguous = "ambiguous",
        /// Nobody whom we could look up.
        Unreadable = "unreadable",
    }
}

/// One recipient, judged before anything is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JudgedRecipient {
    /// What the form is to have from now on: the address in its normal form, the name beside it, the person if one is chosen.
    pub typed: TypedRecipient,
    /// Equal for two entries that mean the same person: the object id, else the canonical address, else the text.
    pub key: String,
    /// What is known of them.
    pub kind: RecipientKind,
    /// Whether they may be sent to.
    pub light: Light,
    /// The person, if one is chosen or the only one who can be meant.
    #[serde(default)]
    pub person: Option<PersonMatch>,
    /// The people who may be meant, of whom the inviter chooses one.
    #[serde(default)]
    pub candidates: Vec<PersonMatch>,
    /// Why they may not be sent to, or what to know before. It names the fields of one recipient: `address` or `person`.
    #[serde(default)]
    pub problem: Option<Problem>,
    /// The place, from 0 on, of an earlier entry of the same form that means the same person.
    #[serde(default)]
    pub repeats: Option<usize>,
    /// Whether they come from outside the organisation, as far as that is known.
    #[serde(default)]
    pub outside: bool,
    /// Of somebody from outside: the company, else the domain. Empty where neither is known.
    #[serde(default)]
    pub company: String,
    /// The role that they have on the item already.
    #[serde(default)]
    pub existing_role: Option<RoleName>,
    /// Of somebody new beyond the pace of new guests: when their turn will come, about.
    #[serde(default, with = "time::serde::rfc3339::option")]
    pub starts_at: Option<OffsetDateTime>,
}

impl JudgedRecipient {
    /// The name to show: the person's, else the one that was typed; empty while no name is known.
    pub fn name(&self) -> &str {
        self.person.as_ref().map_or(&self.typed.name, |person| &person.name)
    }

    /// The address to show.
    pub fn address(&self) -> &str {
        let known = self.person.as_ref().map(|person| person.address.as_str());
        known.filter(|address| !address.is_empty()).unwrap_or(&self.typed.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_holds_what_is_typed_and_chosen() {
        let all = [
            TypedRecipient::of_text("pat@northwind.example"),
            TypedRecipient::of_text(""),
            TypedRecipient {
                text: "joni@northwind.example".to_owned(),
                person: "4f0c8c4e-6f1c-4a57-9d4c-3f3a4c1f9a11".to_owned(),
                name: "Joni, \"the\" <Sherman>".to_owned(),
                resend: true,
            },
        ];
        for typed in all {
            assert_eq!(TypedRecipient::parse(&typed.line()), typed);
        }
    }

    #[test]
    fn a_line_without_parts_is_what_somebody_typed() {
        for text in ["pat@northwind.example", "Pat <pat@northwind.example>", "", "a\tb", "\u{e9}"] {
            assert_eq!(TypedRecipient::parse(text), TypedRecipient::of_text(text));
        }
    }

    #[test]
    fn a_separator_in_a_part_is_a_space() {
        let typed = TypedRecipient { name: "Lee\tKim".to_owned(), ..TypedRecipient::of_text("a\tb") };
        let read = TypedRecipient::parse(&typed.line());
        assert_eq!((read.name.as_str(), read.text.as_str()), ("Lee Kim", "a b"));
    }
}
