//! The steps. Each file says what one does, how it is undone, and what makes it safe to repeat.

mod find_person;
mod record_access;
mod send_invitation;
mod tell_inviter;

pub(crate) use find_person::FindPerson;
pub(crate) use record_access::{RecordAccess, existing_role, outcome_of};
pub(crate) use send_invitation::SendInvitation;
pub(crate) use tell_inviter::TellInviter;

use contract::PersonMatch;
use storage::invitations::StepRow;

use crate::stored::CorruptRow;

/// Whom the directory showed last for the address, when the inviter has to say who is meant.
pub(crate) fn candidates(steps: &[StepRow]) -> Result<Vec<PersonMatch>, CorruptRow> {
    let later = send_invitation::candidates(steps)?;
    if later.is_empty() { find_person::candidates(steps) } else { Ok(later) }
}
