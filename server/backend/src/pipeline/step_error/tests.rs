#![allow(clippy::unwrap_used)]
use super::*;
use crate::directory::graph_errors::tests::refused;
use contract::FieldPath;

#[test]
fn what_time_heals_is_tried_again_what_a_person_heals_stops() {
    let outcome = |status, message| {
        let error = refused(status, "", message);
        StepError::of_graph(&error, graph_errors::meaning(&error))
    };
    assert!(matches!(outcome(429, ""), StepError::Transient { .. }));
    assert!(matches!(outcome(502, ""), StepError::Transient { .. }));
    assert!(matches!(outcome(403, "suspicious activity"), StepError::AwaitUser { .. }));
    let StepError::Permanent { problem } = outcome(400, "Group email address is not supported.") else {
        panic!()
    };
    assert_eq!(problem.about(&FieldPath::ADDRESS), Some(ProblemCode::AddressOfGroup));
}

#[test]
fn what_was_withheld_is_tried_again() {
    let error = GraphError::Withdrawn;
    let follows = StepError::of_graph(&error, graph_errors::meaning(&error));
    assert_eq!(follows, StepError::backoff(None, Problem::new(ProblemCode::Internal)));
}

#[test]
fn the_servers_hint_is_handed_on() {
    let GraphError::Refused(mut refusal) = refused(429, "", "") else { unreachable!() };
    refusal.retry_after = Some(std::time::Duration::from_millis(2_128));
    let error = GraphError::Refused(refusal);
    let StepError::Transient { retry, .. } = StepError::of_graph(&error, graph_errors::meaning(&error))
    else {
        panic!()
    };
    assert_eq!(retry, Retry::Backoff { hint: Some(time::Duration::milliseconds(2_128)) });
}

#[test]
fn the_catalogue_says_what_follows() {
    let error = refused(400, "", "");
    for &code in ProblemCode::ALL {
        let follows = match StepError::of_graph(&error, Problem::new(code)) {
            StepError::Transient { .. } => Retried::Yes,
            StepError::AwaitUser { .. } => Retried::ByPerson,
            StepError::Permanent { .. } => Retried::No,
            StepError::AwaitGuest { .. } => panic!("{code:?}: no refusal waits for a guest"),
        };
        // A call that could not even be made is not made again.
        let expected = if code == ProblemCode::Internal { Retried::No } else { code.retried() };
        assert_eq!(follows, expected, "{code:?}");
        assert!(!graph_errors::is_transient(code) || code.retried() == Retried::Yes, "{code:?}");
    }
}
