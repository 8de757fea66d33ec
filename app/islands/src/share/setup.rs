//! What the server hands to the dialog.

use serde::{Deserialize, Serialize};

use crate::browser::Answer;
use crate::browser::plural::Counted;

/// One entry of a select.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What the person reads.
    pub label: String,
}

/// Somebody in the directory, in words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Match {
    /// The person in the tenant.
    pub id: String,
    /// The name.
    pub name: String,
    /// The address.
    pub address: String,
    /// The company, or nothing.
    pub company: String,
    /// `member`, `guest` or `pending`.
    pub standing: String,
    /// The badge's word.
    pub badge: String,
}

impl Match {
    /// Reads one out of an answer.
    pub fn read(answer: &Answer) -> Self {
        Self {
            id: answer.text("id"),
            name: answer.text("name"),
            address: answer.text("address"),
            company: answer.text("company"),
            standing: answer.text("standing"),
            badge: answer.text("badge"),
        }
    }

    /// Address and company, as one line.
    pub fn more(&self) -> String {
        if self.company.is_empty() {
            self.address.clone()
        } else {
            format!("{} · {}", self.address, self.company)
        }
    }
}

/// A problem in words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    /// What happened; empty when there is no trouble.
    pub sentence: String,
    /// What to do now; empty when there is nothing to say.
    pub advice: String,
    /// Field and what stands beside it.
    pub fields: Vec<(String, String)>,
    /// Joins this to the log; empty when nothing was logged.
    pub reference: String,
}

impl Trouble {
    /// Reads one out of an answer.
    pub fn read(answer: &Answer) -> Self {
        let fields = answer.get("fields");
        let about =
            |name: &str| Some((name.to_owned(), fields.text(name))).filter(|(_, text)| !text.is_empty());
        Self {
            sentence: answer.text("sentence"),
            advice: answer.text("advice"),
            fields: ["address", "person", "role", "name", "message", "language"]
                .into_iter()
                .filter_map(about)
                .collect(),
            reference: answer.text("reference"),
        }
    }

    /// What stands beside a field; empty when nothing does.
    pub fn about(&self, field: &str) -> String {
        self.fields.iter().find(|(name, _)| name == field).map(|(_, text)| text.clone()).unwrap_or_default()
    }
}

/// What was typed before.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typed {
    /// The address.
    pub address: String,
    /// The chosen person's id.
    pub person: String,
    /// The role.
    pub role: String,
    /// The guest's name.
    pub name: String,
    /// The message.
    pub message: String,
    /// The message's language.
    pub language: String,
}

/// Everything the dialog needs to be drawn.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ShareSetup {
    /// Where the sprite lies.
    pub icons: String,
    /// The item's id.
    pub item: String,
    /// The item's page: where closing leads.
    pub item_href: String,
    /// The item's own address, for "Copy link".
    pub item_link: String,
    /// Drawn open, as the share page does.
    pub open: bool,
    /// The form's idempotency key.
    pub key: String,
    /// The roles of the item's kind.
    pub roles: Vec<Choice>,
    /// The languages of a message.
    pub languages: Vec<Choice>,
    /// What was typed before.
    pub typed: Typed,
    /// Who may be meant.
    pub matches: Vec<Match>,
    /// Why the form came back.
    pub trouble: Trouble,
    /// The most characters of a name and of a message.
    pub limits: (usize, usize),
    /// The words.
    pub texts: ShareTexts,
}

/// The dialog's words, in the page's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShareTexts {
    /// The button that opens the dialog.
    pub share: String,
    /// "Share *item*".
    pub title: String,
    /// Names the close button.
    pub close: String,
    /// The address field's label.
    pub who: String,
    /// What the address field takes.
    pub who_hint: String,
    /// What it takes without scripts.
    pub who_hint_plain: String,
    /// Names the list of matches.
    pub matches: String,
    /// The offer below the matches, with `{address}`.
    pub invite_new: String,
    /// How many were found, for screen readers.
    pub found: Counted,
    /// Names the button that takes a chosen person out again, with `{name}`.
    pub remove: String,
    /// The question above the choice of who is meant.
    pub which: String,
    /// The role's label.
    pub role: String,
    /// The fold with the optional fields.
    pub more: String,
    /// The name's label.
    pub name: String,
    /// What becomes of the name.
    pub name_hint: String,
    /// The message's label.
    pub message: String,
    /// Where the message goes.
    pub message_hint: String,
    /// The language's label.
    pub language: String,
    /// The send button.
    pub send: String,
    /// The send button while it works.
    pub sending: String,
    /// The title while steps run.
    pub steps_title: String,
    /// It may be closed.
    pub may_close: String,
    /// Copies the item's link: before, after, after trouble.
    pub copy: (String, String, String),
    /// Copies the redeem link: before, after, after trouble.
    pub copy_invitation: (String, String, String),
    /// Another person.
    pub another: String,
    /// Closes when done.
    pub done: String,
    /// Opens the invitation's page.
    pub details: String,
    /// "Reference".
    pub reference: String,
    /// Our own server cannot be reached.
    pub unreachable: String,
}
