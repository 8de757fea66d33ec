//! The invariants of the design (section 6), as one checker over our storage and a plain description of the other side: the directory,
//! the ledger of its effects, what was printed, and what pages said.

mod audit;
mod directory;
pub mod facts;
mod said;
mod submissions;
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use contract::{EntraUserId, InvitationId, TenantId};
use storage::access::{self, AccessRow};
use storage::invitations::{self, InvitationPage, InvitationRow};
use storage::{Storage, items};

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
    /// Group membership and app roles are exactly what was asked and allowed.
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
}

/// An effect that our application had, as the ledger has it.
#[derive(Debug, Clone)]
pub struct EffectFact {
    /// `client-request-id`.
    pub request: String,
    pub what: Effect,
}

/// What an effect was.
#[derive(Debug, Clone)]
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
pub(crate) struct Seen<'a> {
    storage: &'a Storage,
    evidence: &'a Evidence,
    rows: Vec<InvitationRow>,
    /// All access that anybody of the directory has, and that anybody has to the items of the invitations.
    access: Vec<AccessRow>,
}

/// Every violation there is, once nothing is at work any more.
pub async fn check(storage: &Storage, evidence: &Evidence) -> Vec<Violation> {
    let mut rows = BTreeMap::new();
    for submission in &evidence.submissions {
        let (tenant, inviter) = (&submission.tenant, &submission.inviter);
        for row in of_inviter(storage, tenant, inviter).await {
            rows.insert(row.id.to_string(), row);
        }
        // No list has those that were put away.
        let id = InvitationId::parse(&submission.invitation).unwrap();
        if let Some(row) = invitations::load(storage, &id).await.unwrap() {
            rows.insert(row.id.to_string(), row);
        }
    }
    let rows: Vec<_> = rows.into_values().collect();
    let access = all_access(storage, evidence, &rows).await;
    let seen = Seen { storage, evidence, rows, access };
    let mut found = submissions::check(&seen).await;
    found.extend(directory::guests(&seen));
    found.extend(directory::mails(&seen).await);
    found.extend(directory::patches(&seen).await);
    found.extend(directory::memberships(&seen).await);
    found.extend(audit::check(&seen).await);
    found.extend(said::secrets(evidence));
    found.extend(said::pages(&seen));
    found.extend(said::counts(&seen).await);
    found
}

/// Every invitation of an inviter.
pub async fn of_inviter(storage: &Storage, tenant: &str, inviter: &str) -> Vec<InvitationRow> {
    let (tenant, inviter) = (TenantId::parse(tenant).unwrap(), EntraUserId::parse(inviter).unwrap());
    let page = InvitationPage { limit: 10_000, ..InvitationPage::default() };
    let lines = invitations::list(storage, &tenant, &inviter, page).await.unwrap();
    lines.into_iter().map(|line| line.row).collect()
}

async fn all_access(storage: &Storage, evidence: &Evidence, rows: &[InvitationRow]) -> Vec<AccessRow> {
    let tenants: BTreeSet<_> = evidence.submissions.iter().map(|one| one.tenant.as_str()).collect();
    let mut all = BTreeMap::new();
    for tenant in tenants {
        let mut items: BTreeSet<_> = rows.iter().map(|row| row.item.to_string()).collect();
        for user in &evidence.emulator.users {
            let own = items::list(
                storage,
                items::ItemQuery {
                    tenant,
                    user: &user.id,
                    is_guest: true,
                    limit: 10_000,
                    ..items::ItemQuery::default()
                },
            )
            .await
            .unwrap();
            items.extend(own.into_iter().map(|item| item.item.id.to_string()));
        }
        for item in items {
            for row in access::of_item(storage, tenant, &item, None, 10_000).await.unwrap() {
                all.insert((row.tenant.clone(), row.user.clone(), row.item.clone()), row);
            }
        }
    }
    all.into_values().collect()
}

fn broken(invariant: Invariant, what: impl Into<String>) -> Violation {
    Violation { invariant, what: what.into() }
}
