//! What the share would do, while somebody looks at it.

use crate::responses::PlanResponse;
use crate::share::state::{Effect, Outcome, State};

/// Asks again, because the form has changed.
pub(super) fn ask(state: &mut State) -> Option<Effect> {
    let plan = &mut state.plan;
    if !plan.is_open {
        return None;
    }
    (plan.round, plan.is_asking, plan.version) = (plan.round + 1, true, plan.version + 1);
    Some(Effect::Plan(plan.round))
}

/// The plan was opened or closed.
pub(super) fn toggled(state: &mut State, is_open: bool) -> Vec<Effect> {
    if std::mem::replace(&mut state.plan.is_open, is_open) == is_open {
        return Vec::new();
    }
    ask(state).into_iter().collect()
}

/// The answer; one to an earlier question is dropped. Without one, the last stays.
pub(super) fn planned(state: &mut State, round: u32, outcome: Outcome<PlanResponse>) -> Vec<Effect> {
    let plan = &mut state.plan;
    if plan.round == round {
        (plan.is_asking, plan.version) = (false, plan.version + 1);
        match outcome {
            Outcome::Ok(answer) => plan.answer = Some(answer),
            Outcome::Problem(problem) => {
                plan.answer = Some(PlanResponse { problem: Some(problem), ..PlanResponse::default() });
            }
            Outcome::Unreachable | Outcome::SignedOut => {}
        }
    }
    Vec::new()
}
