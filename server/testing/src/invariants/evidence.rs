//! What the checker is given, and what it answers: a plain description of the other side, of what was accepted, printed and said.

use std::collections::{BTreeMap, BTreeSet};

use storage::Storage;
use storage::access::AccessRow;
use storage::invitations::InvitationRow;

/// Which invariant is broken, by its number in the design.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Invariant {
    /// Every accepted submission exists exactly once and ends in a final or a named waiting state.
    Submissions = 1,
    /// At most one guest object per canonical address and tenant.
    Guests = 2,
    /// At most one mail per invitation, kind and cause.
    Mails = 3,
    /// Every PATCH went to a guest that belongs to that invitation; none to a member.
    Patches = 4,
    /// Group membership, app roles and what was written of guests are exactly what was asked and allowed.
    Memberships = 5,
    /// The audit chain verifies; each effect has an audit entry and the reverse.
    Audit = 6,
    /// No token, secret or redeem link outside its place.
    Secrets = 7,
    /// What the page said = database = directory.
    Pages = 8,
}

/// A broken invariant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    pub invariant: Invariant,
    pub what: String,
}

/// A user of the directory.
#[derive(Debug, Clone)]
pub struct UserFact {
    pub id: String,
    pub is_guest: bool,
    pub addresses: Vec<String>,
    pub has_accepted: bool,
    /// The plain texts among the attributes, by Microsoft's names.
    pub attributes: BTreeMap<String, String>,
}

/// An effect that our application had, as the ledger has it.
#[derive(Debug, Clone)]
pub struct EffectFact {
    /// `client-request-id`.
    pub request: String,
    pub what: Effect,
}

/// What an effect was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    Invited {
        guest: String,
        mail: bool,
    },
    Patched {
        user: String,
        was_guest: bool,
    },
    Joined {
        user: String,
        group: String,
    },
    Left {
        user: String,
        group: String,
    },
    Granted {
        user: String,
        role: String,
    },
    TakenBack {
        user: String,
        role: String,
    },
    Deleted {
        guest: String,
    },
    /// An access package was assigned: when it is delivered is Microsoft's own affair.
    PackageRequested {
        package: String,
    },
    /// An assignment of an access package was to end.
    PackageEnded {
        package: String,
    },
    /// A mail of ours: from the inviter's mailbox, or by the mail server, then `request` is its key.
    Mailed {
        to: Vec<String>,
    },
}

/// The other side: the emulator, as a test saw it.
#[derive(Debug, Clone, Default)]
pub struct EmulatorFacts {
    pub users: Vec<UserFact>,
    pub effects: Vec<EffectFact>,
    /// What somebody else did to people: an administrator, or Microsoft by itself.
    pub by_others: Vec<Effect>,
    /// Who is in which group, where no rule fills it: user and group.
    pub memberships: BTreeSet<(String, String)>,
    /// Who has which role of an application by an assignment of their own: user and role.
    pub roles: BTreeSet<(String, String)>,
    /// Who answers for whom, where it is a user: user and sponsor.
    pub sponsors: BTreeSet<(String, String)>,
    /// Whose sponsors somebody else has changed.
    pub sponsored_by_others: BTreeSet<String>,
}

/// A submission that was answered with "accepted".
#[derive(Debug, Clone)]
pub struct Submission {
    pub tenant: String,
    pub inviter: String,
    pub key: String,
    pub invitation: String,
}

/// What a page or an answer said of an invitation.
#[derive(Debug, Clone)]
pub struct Statement {
    pub invitation: String,
    pub state: String,
}

/// All that was seen.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    pub emulator: EmulatorFacts,
    pub submissions: Vec<Submission>,
    /// Tokens, links and keys that must be nowhere.
    pub secrets: Vec<String>,
    /// Logs, pages, database files: the place, and what was in it.
    pub texts: Vec<(String, Vec<u8>)>,
    pub statements: Vec<Statement>,
}

/// What the checks share: every invitation of everybody who submitted.
pub(super) struct Seen<'a> {
    pub(super) storage: &'a Storage,
    pub(super) evidence: &'a Evidence,
    pub(super) rows: Vec<InvitationRow>,
    /// All access that anybody of the directory has, and that anybody has to the items of the invitations.
    pub(super) access: Vec<AccessRow>,
}

pub(super) fn broken(invariant: Invariant, what: impl Into<String>) -> Violation {
    Violation { invariant, what: what.into() }
}
