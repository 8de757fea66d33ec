//! The steps. Each file says what one does, how it would be undone, and what makes it safe to repeat.

mod find_person;
mod record_access;
mod send_invitation;
mod tell_inviter;

use contract::StepKind;
use storage::{StorageError, Tx};

use super::work::{StepError, Work};

/// What the step does outside of our database. May be repeated at any time.
pub(crate) async fn perform(kind: StepKind, work: &mut Work<'_>) -> Result<(), StepError> {
    match kind {
        StepKind::FindPerson => find_person::perform(work).await,
        StepKind::SendInvitation => send_invitation::perform(work).await,
        StepKind::RecordAccess => record_access::perform(work).await,
        StepKind::TellInviter => Ok(()),
    }
}

/// What the step does in our database, in the transaction that stores that it is done.
pub(crate) async fn keep(kind: StepKind, work: &mut Work<'_>, tx: &mut Tx) -> Result<(), StorageError> {
    match kind {
        StepKind::FindPerson | StepKind::SendInvitation => Ok(()),
        StepKind::RecordAccess => record_access::keep(work, tx).await,
        StepKind::TellInviter => tell_inviter::keep(work, tx).await,
    }
}
