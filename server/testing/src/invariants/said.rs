//! 7 and 8: what was printed, and what pages said.

use contract::{EntraUserId, InvitationState};
use storage::access::AccessRow;
use storage::invitations::InvitationRow;

use super::evidence::{Evidence, Invariant, Seen, Violation, broken};

/// 7: no secret is in any text, neither as it is nor as it would be written in a URL or in JSON.
pub(super) fn secrets(evidence: &Evidence) -> Vec<Violation> {
    let texts = evidence.texts.iter().map(|(place, text)| (place, String::from_utf8_lossy(text)));
    let texts: Vec<_> = texts.collect();
    let mut found = Vec::new();
    for (at, secret) in evidence.secrets.iter().enumerate() {
        let escaped =
            percent_encoding::utf8_percent_encode(secret, percent_encoding::NON_ALPHANUMERIC).to_string();
        let quoted = secret.replace('/', "\\/");
        let html = secret.replace('&', "&amp;");
        for (place, text) in &texts {
            let is_there =
                [secret, &escaped, &quoted, &html].into_iter().any(|form| text.contains(form.as_str()));
            if is_there {
                found.push(broken(Invariant::Secrets, format!("secret number {at} is in {place}")));
            }
        }
    }
    found
}

/// 8: what was said is what is stored, and what is stored is what the directory has.
pub(super) fn pages(seen: &Seen<'_>) -> Vec<Violation> {
    let mut found = Vec::new();
    for said in &seen.evidence.statements {
        let stored = seen.rows.iter().find(|row| row.id == said.invitation).map(|row| row.state.as_str());
        if stored != Some(&said.state) {
            found.push(broken(
                Invariant::Pages,
                format!("{} was said to be {}, and is {stored:?}", said.invitation, said.state),
            ));
        }
    }
    for row in &seen.rows {
        found.extend(as_promised(seen, row));
    }
    found.extend(seen.access.iter().filter(|access| !is_asked_for(seen, access)).map(|access| {
        let what = format!("nobody asked to make {} {} of {}", access.user, access.role, access.item);
        broken(Invariant::Pages, what)
    }));
    found
}

/// 8: what pages show of counts is what there is.
pub(super) async fn counts(seen: &Seen<'_>) -> Option<Violation> {
    let wrong = storage::counts::recount(seen.storage).await.unwrap();
    (wrong > 0).then(|| broken(Invariant::Pages, format!("{wrong} kept counts are wrong")))
}

/// Who was said to have access has it, as at least what was said, and the directory knows them.
fn as_promised(seen: &Seen<'_>, row: &InvitationRow) -> Option<Violation> {
    let state = row.state;
    // No page has one for which another stands; that one is looked at.
    let is_superseded =
        serde_json::from_str::<serde_json::Value>(&row.facts).unwrap()["superseded_by"].is_string();
    // Nobody is known yet, so nothing was promised.
    let has_to_sign_up = state == InvitationState::Sent && row.problem.is_some();
    if is_superseded
        || has_to_sign_up
        || !matches!(state, InvitationState::Sent | InvitationState::Accepted | InvitationState::Shared)
    {
        return None;
    }
    let person = row.guest.as_ref().or(row.chosen.as_ref()).map(EntraUserId::as_str);
    let user = seen.evidence.emulator.users.iter().find(|user| Some(user.id.as_str()) == person);
    let access =
        seen.access.iter().find(|access| Some(access.user.as_str()) == person && row.item == access.item);
    let reaches = access.is_some_and(|access| rank(access.role.as_str()) >= rank(row.role.as_str()));
    let fits = user.is_some_and(|user| state != InvitationState::Accepted || user.has_accepted);
    let role = access.map(|access| &access.role);
    let what = || format!("{} is {} as {}, has {role:?}, directory {user:?}", row.id, row.state, row.role);
    (!(fits && reaches)).then(|| broken(Invariant::Pages, what()))
}

/// Whether the access is what its invitation asked for, for whom, and by whom, and that one is not undone.
fn is_asked_for(seen: &Seen<'_>, access: &AccessRow) -> bool {
    seen.rows.iter().any(|row| {
        access.invitation.as_ref() == Some(&row.id)
            && row.state != InvitationState::Undone
            && row.guest.as_ref().or(row.chosen.as_ref()).is_some_and(|person| *person == access.user)
            && row.item == access.item
            && row.role == access.role
            && row.inviter == access.given_by_user
    })
}

/// Roles by how far they reach, as the settings of the tests have them.
fn rank(role: &str) -> Option<usize> {
    ["reader", "contributor"].iter().position(|known| *known == role)
}
