//! 1: every accepted submission exists exactly once and ends in a final or a named waiting state.

use std::collections::{BTreeMap, BTreeSet};

use contract::InvitationState;
use storage::invitations::{self, InvitationRow};

use super::{Invariant, Seen, Violation, broken};

pub(super) async fn check(seen: &Seen<'_>) -> Vec<Violation> {
    let mut found = Vec::new();
    let mut keys: BTreeMap<_, BTreeSet<&str>> = BTreeMap::new();
    for one in &seen.evidence.submissions {
        keys.entry((&one.tenant, &one.inviter, &one.key)).or_default().insert(&one.invitation);
        if !seen.rows.iter().any(|row| row.id == one.invitation && row.key == one.key) {
            found.push(broken(
                Invariant::Submissions,
                format!("{} was accepted and is not there", one.invitation),
            ));
        }
    }
    for ((.., key), ids) in keys.iter().filter(|(_, ids)| ids.len() > 1) {
        found.push(broken(Invariant::Submissions, format!("{key} was accepted as {ids:?}")));
    }
    for row in &seen.rows {
        if !seen.evidence.submissions.iter().any(|one| one.invitation == row.id) {
            found.push(broken(Invariant::Submissions, format!("{} was never accepted", row.id)));
        }
        found.extend(unfinished(seen, row).await);
    }
    found
}

async fn unfinished(seen: &Seen<'_>, row: &InvitationRow) -> Option<Violation> {
    let steps = invitations::steps(seen.storage, &row.id).await.unwrap();
    let all_done = !steps.is_empty() && steps.iter().all(|step| step.state == "done");
    let named = row.problem.is_some();
    let fine = match InvitationState::from_text(&row.state) {
        Some(InvitationState::Sent | InvitationState::Accepted | InvitationState::Shared) => all_done,
        Some(InvitationState::Waiting | InvitationState::Stopped | InvitationState::Failed) => {
            named && !all_done
        }
        Some(InvitationState::Undone) => steps.iter().all(|step| step.state == "undone"),
        Some(InvitationState::Working | InvitationState::Undoing) | None => false,
    };
    (!fine).then(|| broken(Invariant::Submissions, format!("{} ended as {} {steps:?}", row.id, row.state)))
}
