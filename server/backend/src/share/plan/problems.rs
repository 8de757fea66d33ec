//! What is wrong with a form but for its recipients, before it is sent.

use contract::{Caller, FieldPath, Problem, ProblemCode, ShareForm};
use storage::tenant_blocks;

use super::super::attributes::{self, AskedAttributes};
use super::super::form::ValidatedShare;
use super::super::judge::Question;
use super::super::judgement::{Judgement, Verdict};
use super::super::options::sponsor;
use crate::access::VisibleItem;
use crate::app_state::AppState;
use crate::directory::extensions::ExtensionTypes;
use crate::rules::sharing;
use crate::settings::Settings;
use crate::share_quota;

/// What the form is asked with.
pub(super) struct Questions<'a> {
    pub(super) app: &'a AppState,
    pub(super) caller: &'a Caller,
    pub(super) settings: &'a Settings,
    pub(super) form: &'a ShareForm,
    pub(super) asked: &'a AskedAttributes<'a>,
}

/// The first thing that is wrong, in the order in which sending finds it. `parsed` says what is wrong by the form alone.
pub(super) async fn of(
    questions: &Questions<'_>,
    (seen, question): (&VisibleItem, &Question<'_>),
    parsed: &Result<ValidatedShare, Problem>,
    judgements: &[Judgement],
) -> Result<Option<Problem>, Problem> {
    let &Questions { app, caller, settings, form, asked } = questions;
    if let Some(problem) = parsed.as_ref().err().and_then(but_for_recipients) {
        return Ok(Some(problem));
    }
    let begins = sharing::may_begin(&seen.sharer(caller), question.roles, question.role.as_str());
    if let Some(problem) = begins.denial() {
        return Ok(Some(problem));
    }
    if let Some(problem) = share_quota::has_share_quota(app, settings, caller).await?.denial() {
        return Ok(Some(problem));
    }
    if let Ok(share) = parsed
        && let Err(problem) = sponsor::check(app, caller, settings, &share.options).await
    {
        return Ok(Some(problem));
    }
    let new: Vec<_> = judgements.iter().filter(|judgement| is_new(judgement)).collect();
    if new.is_empty() {
        return Ok(None);
    }
    let types = if new.iter().any(|judgement| was_looked_up(judgement)) {
        attributes::types(app, form, asked).await
    } else {
        // A directory that gives no answer is not asked once more.
        ExtensionTypes::new()
    };
    if let Some((_, problem)) = attributes::wanting(form, asked, &types) {
        return Ok(Some(problem));
    }
    // An administrator's share finds out whether that is over.
    if caller.is_administrator() {
        return Ok(None);
    }
    let blocked = tenant_blocks::is_blocked(&app.storage, caller.tenant.as_str(), "").await;
    let blocked = blocked.map_err(|error| app.internal(error))?;
    Ok(blocked.then(|| Problem::new(ProblemCode::SuspiciousActivity)))
}

/// Whether nobody has the address, as far as that is known.
fn is_new(judgement: &Judgement) -> bool {
    judgement.may_go()
        && matches!(judgement.verdict, Verdict::New | Verdict::Joins | Verdict::Unanswered(None))
}

fn was_looked_up(judgement: &Judgement) -> bool {
    !matches!(judgement.verdict, Verdict::Unanswered(_))
}

/// The problem without what it says of recipients, each of whom has their own; `None` if nothing is left.
fn but_for_recipients(problem: &Problem) -> Option<Problem> {
    let is_other = |field: &FieldPath| {
        *field != FieldPath::ADDRESS
            && *field != FieldPath::PERSON
            && !field.as_str().starts_with(FieldPath::RECIPIENTS.as_str())
    };
    let mut problem = problem.clone();
    if problem.fields.is_empty() {
        return Some(problem);
    }
    problem.fields.retain(|about| is_other(&about.field));
    problem.code = problem.fields.first()?.code;
    Some(problem)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use contract::FieldProblem;

    use super::*;

    #[test]
    fn what_is_said_of_recipients_is_theirs() {
        let about = |field: &str, code| FieldProblem { field: FieldPath::parse(field).unwrap(), code };
        let missing = about("address", ProblemCode::AddressMissing);
        let long = about("message", ProblemCode::MessageTooLong);
        let of = |fields: Vec<FieldProblem>| Problem { fields, ..Problem::new(ProblemCode::AddressMissing) };
        assert_eq!(but_for_recipients(&of(vec![missing.clone()])), None);
        assert_eq!(
            but_for_recipients(&of(vec![about("recipients[3].person", ProblemCode::ChoosePerson)])),
            None
        );
        let left = but_for_recipients(&of(vec![missing, long.clone()])).unwrap();
        assert_eq!((left.code, left.fields), (ProblemCode::MessageTooLong, vec![long]));
        let whole = Problem::new(ProblemCode::BadForm);
        assert_eq!(but_for_recipients(&whole), Some(whole));
    }
}
