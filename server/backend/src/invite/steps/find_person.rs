//! Finds the person in the directory.
//!
//! Undone by: nothing, it only reads. Safe to repeat because it only reads.

use contract::{Field, Problem, ProblemCode};

use crate::invite::work::{StepError, When, Work};
use crate::people::{Known, person_match, ranked};

/// A chosen person is read again, for the browser's word is not enough. Else nobody may have the address by now: nothing is bound by an
/// address alone, so the inviter says who is meant.
pub(crate) async fn perform(work: &mut Work<'_>) -> Result<(), StepError> {
    match work.row.chosen.clone() {
        Some(chosen) => read(work, &chosen).await,
        None => expect_nobody(work).await,
    }
}

async fn read(work: &mut Work<'_>, chosen: &str) -> Result<(), StepError> {
    let user = match work.app.directory.as_application().user(chosen).await {
        Ok(user) => user,
        Err(error) if error.is_not_found() => return Err(gone(work)),
        Err(error) => return Err(StepError::of_lookup(work.app, &error)),
    };
    if user.account_enabled == Some(false) {
        return Err(StepError::fail(Problem::of_field(Field::Address, ProblemCode::PersonBlocked)));
    }
    let found = person_match(&user, Some(&work.row.address));
    work.facts.person = Some(Known::from(found.ok_or_else(|| work.damaged("person"))?));
    Ok(())
}

/// A guest made a moment ago is not visible everywhere at once.
fn gone(work: &Work<'_>) -> StepError {
    let end = work.row.created_at + budget(work);
    if work.app.now() < end {
        let problem = Problem::new(ProblemCode::NotVisibleYet);
        return StepError::Retry { when: When::By(end), problem };
    }
    StepError::fail(Problem::of_field(Field::Person, ProblemCode::PersonGone))
}

async fn expect_nobody(work: &mut Work<'_>) -> Result<(), StepError> {
    let found = work.app.directory.as_application().find_by_address(&work.row.address).await;
    let users = found.map_err(|error| StepError::of_lookup(work.app, &error))?;
    work.facts.matches = ranked(&users, Some(&work.row.address));
    if users.is_empty() {
        return Ok(());
    }
    Err(StepError::stop(Problem::of_field(Field::Address, ProblemCode::ChoosePerson)))
}

/// The visibility budget in milliseconds.
pub(crate) fn budget(work: &Work<'_>) -> i64 {
    i64::try_from(work.settings.visibility_budget().whole_milliseconds()).unwrap_or(i64::MAX)
}
