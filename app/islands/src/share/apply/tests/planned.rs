use super::*;
use crate::responses::PlanResponse;

fn plan(line: &str) -> Outcome<PlanResponse> {
    Outcome::Ok(PlanResponse { lines: vec![line.to_owned()], ..PlanResponse::default() })
}

#[test]
fn the_plan_is_asked_for_while_somebody_looks() {
    let mut state = with(vec![chip("adele", "green")]);
    assert_eq!(apply(&mut state, Event::FormChanged), [Effect::Keep]);
    assert_eq!(apply(&mut state, Event::PlanToggled(true)), [Effect::Plan(1)]);
    assert_eq!(apply(&mut state, Event::PlanToggled(true)), []);
    assert_eq!(type_in(&mut state, "gr").last(), Some(&Effect::Keep), "not for each letter of a name");
    let id = ids_of(&state)[0];
    assert_eq!(apply(&mut state, Event::Removed(id)).last(), Some(&Effect::Plan(2)));
    apply(&mut state, Event::Planned(1, plan("Early.")));
    assert_eq!(state.plan.answer, None, "the form has changed since");
    apply(&mut state, Event::Planned(2, plan("Nobody is invited.")));
    assert!(state.plan.answer.is_some() && !state.plan.is_asking);
    apply(&mut state, Event::FormChanged);
    apply(&mut state, Event::Planned(3, Outcome::Unreachable));
    assert!(state.plan.answer.is_some(), "the last one stays");
    apply(&mut state, Event::PlanToggled(false));
    assert_eq!(apply(&mut state, Event::FormChanged), [Effect::Keep]);
}
