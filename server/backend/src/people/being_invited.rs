//! Whether an address is being invited, by our own ledger.

use contract::Problem;
use storage::invited_addresses::AddressStatus;

use crate::rules::joining::is_at_work;
use crate::settings::Settings;
use crate::stored::{CorruptRow, from_json};

/// Whether what is shared with the address at `now`, in unix milliseconds, joins the invitation in front of it: that is at work, or the directory does
/// not show its guest yet.
pub(crate) fn is_being_invited(
    status: &AddressStatus,
    now: i64,
    settings: &Settings,
) -> Result<bool, CorruptRow> {
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
            assert_eq!(is_being_invited(&status, 1_000, &settings), Ok(expected), "{status:?}");
        }
        let corrupt = AddressStatus {
            invited_at: None,
            state: InvitationState::Working,
            problem: Some("?".to_owned()),
        };
        assert!(is_being_invited(&corrupt, 0, &settings).is_err());
    }
}
