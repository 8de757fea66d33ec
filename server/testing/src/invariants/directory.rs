//! 2 to 5: what may be found in the directory.

use std::collections::BTreeMap;

use contract::{EntraUserId, HistoryEvent, InvitationId};
use storage::invitations::InvitationRow;
use storage::{audit, invitations};

use super::evidence::{Effect, EffectFact, Invariant, Seen, Violation, broken};

/// 2: at most one guest object per canonical address.
pub(super) fn guests(seen: &Seen<'_>) -> Vec<Violation> {
    let mut by_address: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for user in seen.evidence.emulator.users.iter().filter(|user| user.is_guest) {
        let mut addresses: Vec<_> = user.addresses.iter().map(|address| address.to_lowercase()).collect();
        addresses.sort();
        addresses.dedup();
        for address in addresses {
            by_address.entry(address).or_default().push(&user.id);
        }
    }
    let twice = by_address.into_iter().filter(|(_, ids)| ids.len() > 1);
    twice.map(|(address, ids)| broken(Invariant::Guests, format!("{address} is {ids:?}"))).collect()
}

/// 3: one mail for each time that a person asked: the submission, and every "try again".
pub(super) async fn mails(seen: &Seen<'_>) -> Vec<Violation> {
    let mut found = Vec::new();
    for row in &seen.rows {
        let requests = requests_of(seen, &row.id).await;
        let mailed = |effect: &&EffectFact| {
            matches!(effect.what, Effect::Invited { mail: true, .. } | Effect::Mailed { .. })
                && requests.contains(&effect.request)
        };
        let mails = seen.evidence.emulator.effects.iter().filter(mailed).count();
        let causes = causes(seen, &row.id).await;
        if mails > causes {
            found
                .push(broken(Invariant::Mails, format!("{} sent {mails} mails for {causes} causes", row.id)));
        }
    }
    found
}

/// How often a person asked for it.
pub(super) async fn causes(seen: &Seen<'_>, invitation: &InvitationId) -> usize {
    let history = invitations::history_of(seen.storage, std::slice::from_ref(invitation)).await.unwrap();
    let again = serde_json::to_string(&HistoryEvent::TriedAgain).unwrap();
    1 + history.iter().filter(|line| line.event == again).count()
}

/// Every `client-request-id` that the audit chain has for an invitation.
pub(super) async fn requests_of(seen: &Seen<'_>, invitation: &InvitationId) -> Vec<String> {
    let mut requests = Vec::new();
    for entry in audit::of_subject(seen.storage, invitation.as_str()).await.unwrap() {
        requests.extend(requests_in(&serde_json::from_str(&entry.detail).unwrap()));
    }
    requests
}

/// Every `client-request-id` that an entry names.
pub(super) fn requests_in(detail: &serde_json::Value) -> Vec<String> {
    let requests = detail["requests"].as_array().into_iter().flatten();
    requests.map(|request| request.as_str().unwrap().to_owned()).collect()
}

/// 4: a PATCH or a deletion only ever meets the guest of the very invitation that it was made for.
pub(super) async fn patches(seen: &Seen<'_>) -> Vec<Violation> {
    let mut found = Vec::new();
    for effect in &seen.evidence.emulator.effects {
        let (user, was_guest) = match &effect.what {
            Effect::Patched { user, was_guest } => (user, *was_guest),
            Effect::Deleted { guest } => (guest, true),
            Effect::Invited { .. }
            | Effect::Joined { .. }
            | Effect::Left { .. }
            | Effect::Granted { .. }
            | Effect::TakenBack { .. }
            | Effect::PackageRequested { .. }
            | Effect::PackageEnded { .. }
            | Effect::Mailed { .. } => continue,
        };
        if !was_guest {
            found.push(broken(Invariant::Patches, format!("the member {user} was changed")));
        }
        let mut belongs = false;
        for row in &seen.rows {
            let persons =
                [row.guest.as_ref(), row.chosen.as_ref()].map(|person| person.map(EntraUserId::as_str));
            belongs |= persons.contains(&Some(user.as_str()))
                && requests_of(seen, &row.id).await.contains(&effect.request);
        }
        if !belongs {
            let what = format!("{user} was changed for an invitation that is not theirs");
            found.push(broken(Invariant::Patches, what));
        }
    }
    found
}

/// 5: an access package is assigned once for each time that a person asked.
pub(super) async fn packages(seen: &Seen<'_>) -> Vec<Violation> {
    let mut found = Vec::new();
    for row in &seen.rows {
        let requests = requests_of(seen, &row.id).await;
        let asked = |effect: &&EffectFact| {
            matches!(effect.what, Effect::PackageRequested { .. }) && requests.contains(&effect.request)
        };
        let asked = seen.evidence.emulator.effects.iter().filter(asked).count();
        let causes = causes(seen, &row.id).await;
        if asked > causes {
            let what = format!("{} asked for its package {asked} times for {causes} causes", row.id);
            found.push(broken(Invariant::Memberships, what));
        }
    }
    found
}

/// 5: nobody joins or leaves a group, and nobody gets or loses an app role, but for an invitation of theirs that says so.
pub(super) async fn memberships(seen: &Seen<'_>) -> Vec<Violation> {
    let mut found = Vec::new();
    for effect in &seen.evidence.emulator.effects {
        let (what, is_asked) = match &effect.what {
            Effect::Joined { user, group } => (
                format!("{user} was put into {group}"),
                says(seen, effect, "group-joined", user, ("group", group)).await,
            ),
            Effect::Left { user, group } => (
                format!("{user} was taken out of {group}"),
                says(seen, effect, "group-left", user, ("group", group)).await
                    || says(seen, effect, "step-undone", user, ("step", "join-group")).await,
            ),
            Effect::Granted { user, role } => (
                format!("{user} was given {role}"),
                says(seen, effect, "app-role-granted", user, ("role", role)).await,
            ),
            Effect::TakenBack { user, role } => (
                format!("{role} was taken from {user}"),
                says(seen, effect, "app-role-taken-back", user, ("role", role)).await
                    || says(seen, effect, "step-undone", user, ("step", "grant-app-role")).await,
            ),
            Effect::Invited { .. }
            | Effect::Patched { .. }
            | Effect::Deleted { .. }
            | Effect::PackageRequested { .. }
            | Effect::PackageEnded { .. }
            | Effect::Mailed { .. } => continue,
        };
        if !is_asked {
            found.push(broken(Invariant::Memberships, what));
        }
    }
    found
}

/// Whether an invitation of the user says that this call did it, with this group or role.
async fn says(
    seen: &Seen<'_>,
    effect: &EffectFact,
    action: &str,
    user: &str,
    (what, id): (&str, &str),
) -> bool {
    let of_user = |row: &&InvitationRow| row.person.as_ref().is_some_and(|person| *person == user);
    for row in seen.rows.iter().filter(of_user) {
        for entry in audit::of_subject(seen.storage, row.id.as_str()).await.unwrap() {
            let detail: serde_json::Value = serde_json::from_str(&entry.detail).unwrap();
            // A step that was given up after a lost answer names its calls, and does not know whether they did anything.
            let is_theirs = detail["person"] == user || action == "step-undone";
            let is_it = entry.action == action && is_theirs && detail[what] == id;
            if is_it && requests_in(&detail).contains(&effect.request) {
                return true;
            }
        }
    }
    false
}
