//! Gives access in our own directory, under tenant id and object id, never under an address.
//!
//! Undone by: taking the access away. Safe to repeat because what this invitation gave is not given again, in the transaction that stores
//! the outcome.

use storage::{StorageError, Tx};

use crate::invite::grant;
use crate::invite::work::{StepError, Work};

/// Nothing happens outside.
pub(crate) async fn perform(work: &Work<'_>) -> Result<(), StepError> {
    let Some(person) = &work.facts.person else { return Err(work.damaged("person")) };
    match grant::objection(work.app, &work.row, person, &work.roles).await {
        Ok(None) => Ok(()),
        Ok(Some(problem)) => Err(StepError::fail(problem)),
        Err(error) => Err(StepError::soon(None, work.app.internal(error))),
    }
}

pub(crate) async fn keep(work: &mut Work<'_>, tx: &mut Tx) -> Result<(), StorageError> {
    let Some(person) = &work.facts.person else { return Ok(()) };
    work.facts.kept = grant::give(work.app, tx, &work.row, person, &work.roles).await?;
    Ok(())
}
