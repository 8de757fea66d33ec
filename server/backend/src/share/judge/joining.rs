//! Our own ledger: whoever is being invited is joined, and never invited twice.

use contract::{EmailAddress, Problem, TenantId};
use storage::invited_addresses::{self, AddressStatus};

use crate::app_state::AppState;
use crate::rules::joining::is_at_work;
use crate::settings::Settings;
use crate::share::judgement::{Judgement, Verdict};
use crate::stored::{CorruptRow, from_json};

/// Marks those of whom nobody knows whom somebody invites at this moment, or has just invited. One statement, and none where nobody is new.
pub(super) async fn mark(
    app: &AppState,
    settings: &Settings,
    tenant: &TenantId,
    judgements: &mut [Judgement],
) -> Result<(), Problem> {
    let new: Vec<_> = judgements.iter().filter_map(canonical_of_new).collect();
    let asked: Vec<&str> = new.iter().map(String::as_str).collect();
    let known = invited_addresses::of_addresses(&app.storage, tenant, &asked).await;
    let known = known.map_err(|error| app.internal(error))?;
    for judgement in judgements {
        let Some(status) = canonical_of_new(judgement).and_then(|canonical| known.get(&canonical)) else {
            continue;
        };
        if is_joined(status, app.now(), settings).map_err(|error| app.internal(error))? {
            judgement.verdict = Verdict::Joins;
        }
    }
    Ok(())
}

fn canonical_of_new(judgement: &Judgement) -> Option<String> {
    let address = judgement.address.as_ref().filter(|_| judgement.verdict == Verdict::New);
    address.map(EmailAddress::canonical)
}

/// Whether what is shared with the address now joins the invitation in front of it: that is at work, or the directory does not show its guest yet.
fn is_joined(status: &AddressStatus, now: i64, settings: &Settings) -> Result<bool, CorruptRow> {
    if let Some(at) = status.invited_at {
        return Ok(now < at.saturating_add(settings.visibility_budget_ms()));
    }
    let problem = status.problem.as_deref();
    let problem = problem.map(|text| from_json::<Problem>("invitation", text)).transpose()?;
    Ok(is_at_work(status.state, problem.map(|problem| problem.code)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use contract::{InvitationState, ProblemCode};

    use super::*;

    #[test]
    fn whoever_is_at_work_is_joined_and_nobody_else() {
        let settings = Settings::default();
        let budget = settings.visibility_budget_ms();
        let problem = |code| Some(serde_json::to_string(&Problem::new(code)).unwrap());
        for (state, problem, invited_at, expected) in [
            (InvitationState::Working, None, None, true),
            (InvitationState::Waiting, problem(ProblemCode::DirectoryBusy), None, true),
            (InvitationState::Waiting, problem(ProblemCode::WaitsForTurn), None, false),
            (InvitationState::Failed, problem(ProblemCode::DomainBlocked), None, false),
            (InvitationState::Sent, None, Some(1_000), true),
            (InvitationState::Sent, None, Some(1_000 - budget), false),
        ] {
            let status = AddressStatus { invited_at, state, problem };
            assert_eq!(is_joined(&status, 1_000, &settings), Ok(expected), "{status:?}");
        }
        let corrupt = AddressStatus {
            invited_at: None,
            state: InvitationState::Working,
            problem: Some("?".to_owned()),
        };
        assert!(is_joined(&corrupt, 0, &settings).is_err());
    }
}
