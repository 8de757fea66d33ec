//! What an invitation has learned so far.

use contract::PersonMatch;
use serde::{Deserialize, Serialize};
use storage::invitations::InvitationRow;

use crate::people::Known;
use crate::stored::CorruptRow;

/// One document in the invitation's row. Nothing in it is secret: the redeem link has its own, sealed column.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Facts {
    /// Who gets access.
    pub(crate) person: Option<Known>,
    /// Whom the directory showed for the address when nobody had been chosen.
    pub(crate) matches: Vec<PersonMatch>,
    /// What is known of our posts to the directory.
    pub(crate) post: Post,
    /// The `client-request-id` of every post that is not yet in the audit chain.
    pub(crate) requests: Vec<String>,
    /// The directory has shown the guest since.
    pub(crate) seen: bool,
    /// The guest came from our invitation; else they were known before.
    pub(crate) invited: bool,
    /// The step at hand has failed so far.
    pub(crate) failing: Option<Failing>,
    /// The role that the person had already and keeps.
    pub(crate) kept: Option<String>,
    /// How often a person has asked to try again.
    pub(crate) tries: u32,
}

/// What is known of our posts to `/invitations`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "post")]
pub(crate) enum Post {
    /// None is out: the next may go.
    #[default]
    None,
    /// The service answered with a fault: it is not likely that it acted, so one look is enough.
    Doubtful,
    /// One may have had its effect; stored before it is sent. `since` is in unix milliseconds.
    Unknown {
        /// When it was sent.
        since: i64,
    },
    /// The guest was found after an unknown outcome: whether the mail went out, nobody knows.
    Unconfirmed,
}

/// A row of failures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Failing {
    /// When the first was, in unix milliseconds.
    pub(crate) since: i64,
    /// How many there were.
    pub(crate) times: u32,
}

impl Facts {
    /// The facts of a row.
    pub(crate) fn read(row: &InvitationRow) -> Result<Self, CorruptRow> {
        serde_json::from_str(&row.facts).map_err(|_| CorruptRow("invitation"))
    }

    /// As they are stored.
    pub(crate) fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The person's name, or the address while no name is known.
    pub(crate) fn person_name(&self, row: &InvitationRow) -> String {
        let known = self.person.as_ref().map(|person| person.name.clone());
        known.or_else(|| row.name.clone()).unwrap_or_else(|| row.address.clone())
    }

    /// Counts a failure at `now`.
    pub(crate) fn fail(&mut self, now: i64) -> Failing {
        let before = self.failing.unwrap_or(Failing { since: now, times: 0 });
        let failing = Failing { times: before.times.saturating_add(1), ..before };
        self.failing = Some(failing);
        failing
    }
}
