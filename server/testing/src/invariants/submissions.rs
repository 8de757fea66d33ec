//! 1: every accepted submission exists exactly once and ends in a final or a named waiting state.

use std::collections::{BTreeMap, BTreeSet};

use contract::{InvitationState, StepState};
use storage::invitations::{self, InvitationRow};
use storage::shares;

use super::evidence::{Invariant, Seen, Violation, broken};

pub(super) async fn check(seen: &Seen<'_>) -> Vec<Violation> {
    let mut found = Vec::new();
    let mut keys: BTreeMap<_, BTreeSet<&str>> = BTreeMap::new();
    for one in &seen.evidence.submissions {
        let row = seen.rows.iter().find(|row| row.id == one.invitation);
        // One share may have many invitations.
        let share = row.map_or(one.invitation.as_str(), |row| row.share.as_str());
        keys.entry((&one.tenant, &one.inviter, &one.key)).or_default().insert(share);
        let share = match row {
            Some(row) => shares::load(seen.storage, &row.share).await.unwrap(),
            None => None,
        };
        if share.is_none_or(|share| share.key != one.key) {
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
        if !seen.evidence.submissions.iter().any(|one| row.id == one.invitation) {
            found.push(broken(Invariant::Submissions, format!("{} was never accepted", row.id)));
        }
        found.extend(unfinished(seen, row).await);
    }
    found
}

async fn unfinished(seen: &Seen<'_>, row: &InvitationRow) -> Option<Violation> {
    let steps = invitations::steps(seen.storage, &row.id).await.unwrap();
    let all_done = !steps.is_empty() && steps.iter().all(|step| step.state == StepState::Done);
    let named = row.problem.is_some();
    let fine = match row.state {
        // Whoever was written to and has not signed up yet.
        InvitationState::Sent if named => !all_done,
        InvitationState::Sent | InvitationState::Accepted | InvitationState::Shared => all_done,
        InvitationState::Waiting | InvitationState::Stopped | InvitationState::Failed => named && !all_done,
        InvitationState::Undone => steps.iter().all(|step| step.state == StepState::Undone),
        InvitationState::Working | InvitationState::Undoing => false,
    };
    (!fine).then(|| broken(Invariant::Submissions, format!("{} ended as {} {steps:?}", row.id, row.state)))
}
