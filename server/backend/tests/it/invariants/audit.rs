//! 6: the audit chain verifies; each effect has an audit entry and the reverse.

use storage::{access, audit};

use super::directory::{causes, requests_of};
use super::{Effect, Invariant, Seen, Violation, broken};

pub(super) async fn check(seen: &Seen<'_>) -> Vec<Violation> {
    let mut found = Vec::new();
    let verdict = audit::verify(seen.storage).await.unwrap();
    if let Some(seq) = verdict.broken_at {
        found.push(broken(Invariant::Audit, format!("the chain breaks at {seq}")));
    }
    let mut known = Vec::new();
    for row in &seen.rows {
        known.extend(requests_of(seen, &row.id).await);
    }
    for effect in &seen.evidence.emulator.effects {
        if !known.contains(&effect.request) {
            found.push(broken(Invariant::Audit, format!("{:?} has no audit entry", effect.what)));
        }
    }
    for row in &seen.rows {
        found.extend(without_effect(seen, &row.id).await);
        found.extend(access_of(seen, row).await);
    }
    found
}

/// Entries that say "sent", and nothing was.
async fn without_effect(seen: &Seen<'_>, invitation: &str) -> Vec<Violation> {
    let mut found = Vec::new();
    for entry in audit::of_subject(seen.storage, invitation).await.unwrap() {
        if entry.action != "invitation-sent" {
            continue;
        }
        let detail: serde_json::Value = serde_json::from_str(&entry.detail).unwrap();
        let guest = detail["guest"].as_str().unwrap();
        let invited = |effect: &super::EffectFact| matches!(&effect.what, Effect::Invited { guest: of, .. } if of == guest);
        if !seen.evidence.emulator.effects.iter().any(invited) {
            found
                .push(broken(Invariant::Audit, format!("entry {} says that {guest} was invited", entry.seq)));
        }
    }
    found
}

/// Access that was given has its entry, and the entry its access.
async fn access_of(seen: &Seen<'_>, row: &storage::invitations::InvitationRow) -> Option<Violation> {
    let entries = audit::of_subject(seen.storage, &row.id).await.unwrap();
    let recorded = entries.iter().filter(|entry| entry.action == "access-recorded").count();
    let rows = access::of_item(seen.storage, &row.tenant, &row.item, 10_000).await.unwrap();
    let given = rows.iter().any(|access| access.invitation.as_deref() == Some(&row.id));
    // Somebody may have been given the same access anew by a later invitation.
    let fine = recorded <= causes(seen, &row.id).await && (recorded > 0 || !given);
    (!fine).then(|| broken(Invariant::Audit, format!("{} has {recorded} entries for its access", row.id)))
}
