//! The invariants of the design (section 6), as one checker over our storage and a plain description of the other side: the directory,
//! the ledger of its effects, what was printed, and what pages said. `server/backend/tests/it/invariants` breaks each on purpose.

mod audit;
mod directory;
mod evidence;
pub mod facts;
mod said;
mod sponsors;
mod standing;
mod submissions;

use std::collections::{BTreeMap, BTreeSet};

use contract::{EntraUserId, IdempotencyKey, InvitationId, TenantId};
use storage::access::{self, AccessRow};
use storage::invitations::{self, InvitationPage, InvitationRow};
use storage::{Storage, items, shares};

use evidence::Seen;
pub use evidence::{
    Effect, EffectFact, EmulatorFacts, Evidence, Invariant, Statement, Submission, UserFact, Violation,
};

/// Every violation there is, once nothing is at work any more.
pub async fn check(storage: &Storage, evidence: &Evidence) -> Vec<Violation> {
    let mut rows = BTreeMap::new();
    let inviters: BTreeSet<_> = evidence.submissions.iter().map(|one| (&one.tenant, &one.inviter)).collect();
    for (tenant, inviter) in inviters {
        for row in of_inviter(storage, tenant, inviter).await {
            rows.insert(row.id.to_string(), row);
        }
    }
    for submission in &evidence.submissions {
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
    found.extend(directory::packages(&seen).await);
    found.extend(directory::memberships(&seen).await);
    found.extend(standing::check(&seen).await);
    found.extend(audit::check(&seen).await);
    found.extend(sponsors::without_effect(&seen).await);
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

/// The first invitation of what an inviter sent with this key, if it is stored.
pub async fn invitation_of(storage: &Storage, tenant: &str, inviter: &str, key: &str) -> Option<String> {
    let (tenant, inviter) = (TenantId::parse(tenant).unwrap(), EntraUserId::parse(inviter).unwrap());
    let key = IdempotencyKey::parse(key).unwrap();
    let share = shares::by_key(storage, &tenant, &inviter, &key).await.unwrap();
    share.and_then(|share| share.invitations.first().map(ToString::to_string))
}

/// How many invitations of an inviter found the guest of a post whose answer was lost.
pub async fn adopted(storage: &Storage, tenant: &str, inviter: &str) -> usize {
    let mut adopted = 0;
    for row in of_inviter(storage, tenant, inviter).await {
        let entries = storage::audit::of_subject(storage, row.id.as_str()).await.unwrap();
        let mut sent = entries.iter().filter(|entry| entry.action == "invitation-sent");
        let is_unconfirmed = |detail: &str| {
            serde_json::from_str::<serde_json::Value>(detail).unwrap()["mail"] == "unconfirmed"
        };
        adopted += usize::from(sent.any(|entry| is_unconfirmed(&entry.detail)));
    }
    adopted
}
