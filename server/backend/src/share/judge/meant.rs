//! Whether a chosen person counts.

use contract::{EmailAddress, PersonMatch};
use graph::User;

use super::entry::Entry;
use crate::people::{has_address, person_match};

/// Whether a chosen person counts beside what stands in the address field: if that is an address, it is theirs. A browser may bring the id of somebody
/// back who was chosen before, and then the address is meant.
fn is_meant(user: &User, typed: Option<&EmailAddress>) -> bool {
    typed.is_none_or(|typed| has_address(user, typed.as_str()))
}

/// The chosen person of what the directory said about the id: bound by that, whatever their address is.
pub(super) fn chosen(users: &[User], entry: &Entry) -> Option<PersonMatch> {
    let user = users.first().filter(|user| is_meant(user, entry.address.as_ref()))?;
    let typed = entry.address.as_ref().map(EmailAddress::as_str);
    person_match(user, typed).filter(|found| entry.person.as_ref() == Some(&found.id))
}
