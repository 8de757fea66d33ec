//! 7 and 8: what was printed, and what pages said.

use contract::InvitationState;
use storage::access;

use super::{Evidence, Invariant, Seen, Violation, broken};

/// 7: no secret is in any text, neither as it is nor as it would be written in a URL or in JSON.
pub(super) fn secrets(evidence: &Evidence) -> Vec<Violation> {
    let mut found = Vec::new();
    for (at, secret) in evidence.secrets.iter().enumerate() {
        let escaped =
            percent_encoding::utf8_percent_encode(secret, percent_encoding::NON_ALPHANUMERIC).to_string();
        let quoted = secret.replace('/', "\\/");
        let html = secret.replace('&', "&amp;");
        for (place, text) in &evidence.texts {
            let text = String::from_utf8_lossy(text);
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
pub(super) async fn pages(seen: &Seen<'_>) -> Vec<Violation> {
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
        let Some(state) = InvitationState::from_text(&row.state) else { continue };
        if !matches!(state, InvitationState::Sent | InvitationState::Accepted | InvitationState::Shared) {
            continue;
        }
        let person = row.guest.as_ref().or(row.chosen.as_ref());
        let user = seen.evidence.emulator.users.iter().find(|user| Some(&user.id) == person);
        let has_access = match person {
            Some(id) => access::of_person(seen.storage, &row.tenant, id, &row.item).await.unwrap().is_some(),
            None => false,
        };
        let fits = user.is_some_and(|user| state != InvitationState::Accepted || user.has_accepted);
        if !(fits && has_access) {
            found.push(broken(
                Invariant::Pages,
                format!("{} is {}, access {has_access}, directory {user:?}", row.id, row.state),
            ));
        }
    }
    found
}
