//! 6: the audit chain verifies; each effect has an audit entry and the reverse.

use std::collections::BTreeSet;

use contract::InvitationId;
use serde_json::Value;
use storage::invitations::InvitationRow;
use storage::{access, audit};

use super::directory::{causes, requests_in, requests_of};
use super::evidence::{Effect, EffectFact, Invariant, Seen, Violation, broken};

/// An invitation gives from now on what one that was undone gave.
const TAKEN_OVER: &str = "access-taken-over";

pub(super) async fn check(seen: &Seen<'_>) -> Vec<Violation> {
    let mut found = Vec::new();
    let verdict = audit::verify(seen.storage).await.unwrap();
    if let Some(seq) = verdict.broken.map(|(seq, _)| seq) {
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
    found.extend(without_effect(seen).await);
    for row in &seen.rows {
        let all = all_entries(seen, row.id.as_str()).await;
        found.extend(told_twice(&all));
        found.extend(taken_back_without_effect(seen, &all));
        found.extend(packages_without_effect(seen, row).await);
        found.extend(access_of(seen, row).await);
    }
    found.extend(without_entry(seen).await);
    found
}

/// Entries that say "sent": each stands for an effect of its own.
async fn without_effect(seen: &Seen<'_>) -> Vec<Violation> {
    let mut found = Vec::new();
    for row in &seen.rows {
        for entry in entries(seen, row.id.as_str(), "mail-sent").await {
            let requests = requests_in(&entry.detail);
            let mailed = |effect: &EffectFact| {
                matches!(&effect.what, Effect::Mailed { to } if to.len() == 1)
                    && requests.contains(&effect.request)
            };
            if !seen.evidence.emulator.effects.iter().any(mailed) {
                found
                    .push(broken(Invariant::Audit, format!("entry {} says that a mail was sent", entry.seq)));
            }
        }
        for entry in entries(seen, row.id.as_str(), "invitation-sent").await {
            let (guest, requests) = (text(&entry.detail["guest"]), requests_in(&entry.detail));
            // After a lost answer the guest may come from somebody else's post.
            let unconfirmed = entry.detail["mail"] == "unconfirmed";
            let invited = |effect: &EffectFact| {
                matches!(&effect.what, Effect::Invited { guest: of, .. } if *of == guest)
                    && (unconfirmed || requests.contains(&effect.request))
            };
            if !seen.evidence.emulator.effects.iter().any(invited) {
                let what = format!("entry {} says that {guest} was invited", entry.seq);
                found.push(broken(Invariant::Audit, what));
            }
        }
    }
    found
}

/// What steps do in the directory, as the entries call it.
const DONE: [&str; 6] = [
    "invitation-sent",
    "attributes-set",
    "sponsor-added",
    "group-joined",
    "app-role-granted",
    "package-requested",
];

/// What undoing them does there.
const TAKEN_BACK: [&str; 7] = [
    "attributes-restored",
    "sponsor-removed",
    "group-left",
    "app-role-taken-back",
    "guest-deleted",
    "package-request-canceled",
    "package-ended",
];

/// An entry tells of a call that another one of the same action tells of (one call may be about several groups), or that a step is undone, of a call that
/// the entry of its own tells of.
fn told_twice(all: &[(String, Entry)]) -> Vec<Violation> {
    let (mut found, mut told, mut taken_back) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
    for (action, entry) in all {
        let is_taken_back = TAKEN_BACK.contains(&action.as_str());
        // The entry of a step that is undone comes after those of what that did.
        let is_undone = matches!(action.as_str(), "step-undone" | "invitation-undone");
        if !is_taken_back && !is_undone && !DONE.contains(&action.as_str()) {
            continue;
        }
        let group = entry.detail["group"].as_str().unwrap_or_default();
        for request in requests_in(&entry.detail) {
            let is_told = if is_undone {
                taken_back.contains(&request)
            } else {
                !told.insert((action, group, request.clone()))
            };
            if is_told {
                let what = format!("entry {} tells of {request} once more", entry.seq);
                found.push(broken(Invariant::Audit, what));
            }
            if is_taken_back {
                taken_back.insert(request);
            }
        }
    }
    found
}

/// Entries that say that somebody was taken out of a group, lost a role, or was deleted: each stands for an effect of its own, not of somebody else's.
fn taken_back_without_effect(seen: &Seen<'_>, all: &[(String, Entry)]) -> Vec<Violation> {
    let mut found = Vec::new();
    for (action, entry) in all {
        if !matches!(action.as_str(), "group-left" | "app-role-taken-back" | "guest-deleted") {
            continue;
        }
        let requests = requests_in(&entry.detail);
        let had = |effect: &EffectFact| {
            let told = match &effect.what {
                Effect::Left { user, group } => vec![("person", user), ("group", group)],
                Effect::TakenBack { user, role } => vec![("person", user), ("role", role)],
                Effect::Deleted { guest } => vec![("guest", guest)],
                _ => return false,
            };
            told.iter().all(|(name, id)| entry.detail[*name] == id.as_str())
                && requests.contains(&effect.request)
        };
        if !seen.evidence.emulator.effects.iter().any(had) {
            let what = format!("entry {} says {action} of nobody", entry.seq);
            found.push(broken(Invariant::Audit, what));
        }
    }
    found
}

/// Entries that say that Microsoft has taken the request for an access package, or for the end of its assignment.
async fn packages_without_effect(seen: &Seen<'_>, row: &InvitationRow) -> Vec<Violation> {
    let mut found = Vec::new();
    for (action, is_end) in [("package-requested", false), ("package-ended", true)] {
        for entry in entries(seen, row.id.as_str(), action).await {
            // After a lost answer it may have been somebody else's.
            if entry.detail["request"].is_null() {
                continue;
            }
            let requests = requests_in(&entry.detail);
            let had = |effect: &EffectFact| {
                let package = match &effect.what {
                    Effect::PackageRequested { package } if !is_end => package,
                    Effect::PackageEnded { package } if is_end => package,
                    _ => return false,
                };
                entry.detail["package"] == package.as_str() && requests.contains(&effect.request)
            };
            if !seen.evidence.emulator.effects.iter().any(had) {
                let what = format!("entry {} says {action} of a package", entry.seq);
                found.push(broken(Invariant::Audit, what));
            }
        }
    }
    found
}

/// Whether the access is by another invitation since, whose own entry is looked at.
async fn is_handed_over(seen: &Seen<'_>, row: &InvitationRow, entry: &Entry) -> bool {
    for other in seen.rows.iter().filter(|other| other.id != row.id) {
        let mut later = entries(seen, other.id.as_str(), "access-recorded").await;
        later.extend(entries(seen, other.id.as_str(), TAKEN_OVER).await);
        let is_same = |later: &Entry| {
            later.seq > entry.seq
                && later.detail["person"] == entry.detail["person"]
                && later.detail["item"] == entry.detail["item"]
        };
        if later.iter().any(is_same) {
            return true;
        }
    }
    false
}

/// What one invitation has taken over, the undone one has handed over to it.
async fn without_counterpart(seen: &Seen<'_>, row: &InvitationRow, entry: &Entry) -> Option<Violation> {
    let from = entries(seen, entry.detail["from"].as_str().unwrap_or_default(), "access-handed-over").await;
    let is_it = |handed: &Entry| {
        handed.detail["to"] == row.id.as_str()
            && handed.detail["person"] == entry.detail["person"]
            && handed.detail["item"] == entry.detail["item"]
    };
    let what = || format!("entry {} takes over access that nothing has handed over", entry.seq);
    (!from.iter().any(is_it)).then(|| broken(Invariant::Audit, what()))
}

/// Access is recorded once for each time that somebody asked, and what is recorded is there.
async fn access_of(seen: &Seen<'_>, row: &InvitationRow) -> Vec<Violation> {
    let recorded = entries(seen, row.id.as_str(), "access-recorded").await;
    let mut found = Vec::new();
    if recorded.len() > causes(seen, &row.id).await {
        let what = format!("{} has {} entries for its access", row.id, recorded.len());
        found.push(broken(Invariant::Audit, what));
    }
    let taken_back = entries(seen, row.id.as_str(), "access-taken-back").await;
    let taken_over = entries(seen, row.id.as_str(), TAKEN_OVER).await;
    for entry in &taken_over {
        found.extend(without_counterpart(seen, row, entry).await);
    }
    for entry in recorded.into_iter().chain(taken_over) {
        let is_taken_back =
            |later: &Entry| later.seq > entry.seq && later.detail["person"] == entry.detail["person"];
        if taken_back.iter().any(is_taken_back) {
            continue;
        }
        let (person, item) = (text(&entry.detail["person"]), text(&entry.detail["item"]));
        if is_handed_over(seen, row, &entry).await {
            continue;
        }
        // Of access whose invitation was being undone already, the item has the entry.
        if entries(seen, &item, "access-ended").await.iter().any(is_taken_back) {
            continue;
        }
        if access::of_person(seen.storage, row.tenant.as_str(), &person, &item).await.unwrap().is_none() {
            let what = format!("entry {} gave {person} access, who has none", entry.seq);
            found.push(broken(Invariant::Audit, what));
        }
    }
    found
}

/// All access there is has the entry that gave it.
async fn without_entry(seen: &Seen<'_>) -> Vec<Violation> {
    let mut found = Vec::new();
    for given in &seen.access {
        let invitation = given.invitation.as_ref().map_or("", InvitationId::as_str);
        let mut recorded = entries(seen, invitation, "access-recorded").await;
        recorded.extend(entries(seen, invitation, TAKEN_OVER).await);
        let gave = |entry: &Entry| {
            let told = (&entry.detail["person"], &entry.detail["item"], &entry.detail["role"]);
            told.0 == given.user.as_str() && told.1 == given.item.as_str() && told.2 == given.role.as_str()
        };
        if !recorded.iter().any(gave) {
            let what = format!("{} is {} of {} without an entry", given.user, given.role, given.item);
            found.push(broken(Invariant::Audit, what));
        }
    }
    found
}

struct Entry {
    seq: i64,
    detail: Value,
}

async fn entries(seen: &Seen<'_>, subject: &str, action: &str) -> Vec<Entry> {
    let all = all_entries(seen, subject).await.into_iter();
    all.filter(|(of, _)| of == action).map(|(_, entry)| entry).collect()
}

/// All entries of an invitation, with their actions, oldest first.
async fn all_entries(seen: &Seen<'_>, subject: &str) -> Vec<(String, Entry)> {
    let all = audit::of_subject(seen.storage, subject).await.unwrap().into_iter();
    let entry = |row: audit::AuditRow| {
        (row.action, Entry { seq: row.seq, detail: serde_json::from_str(&row.detail).unwrap() })
    };
    all.map(entry).collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}
