#![allow(clippy::unwrap_used)]
use contract::ProblemCode;
use time::Duration;

use super::*;

const HOUR: i64 = 3_600_000;

fn retry(hint: Option<Duration>) -> Result<(), StepError> {
    Err(StepError::backoff(hint, Problem::new(ProblemCode::DirectoryBusy)))
}

fn decided(pipeline: &mut PipelineState, now: i64, outcome: Result<(), StepError>) -> Decision {
    decide(pipeline, &Settings::default(), now, "seed", outcome)
}

#[test]
fn a_row_of_failures_waits_longer_each_time_and_stops_after_hours() {
    let mut pipeline = PipelineState::default();
    let (mut now, mut last, mut waits) = (0, 0, 0);
    loop {
        match decided(&mut pipeline, now, retry(None)) {
            Decision::RetryAt { at, problem } => {
                assert!(at - now >= last, "{at} {now}");
                assert_eq!(problem.retry_at, Some(crate::clock::from_ms(at)));
                (last, now, waits) = ((at - now) * 4 / 5, at, waits + 1);
            }
            Decision::AwaitUser(problem) => {
                assert_eq!(problem.code, ProblemCode::DirectoryBusy);
                break;
            }
            other => panic!("{other:?}"),
        }
    }
    assert!((6 * HOUR..7 * HOUR).contains(&now), "{now}");
    assert!((15..40).contains(&waits), "{waits}");
}

#[test]
fn success_ends_the_row() {
    let mut pipeline = PipelineState::default();
    decided(&mut pipeline, 0, retry(None));
    assert!(pipeline.failing.is_some());
    assert_eq!(decided(&mut pipeline, 1, Ok(())), Decision::Done);
    assert_eq!(pipeline.failing, None);
}

#[test]
fn the_servers_hint_is_followed_as_far_as_the_budget_goes() {
    for (hint, least) in [(1, 1_000), (60, 60_000), (3_600, HOUR), (6 * 3_600, 6 * HOUR)] {
        let decision = decided(&mut PipelineState::default(), 0, retry(Some(Duration::seconds(hint))));
        let Decision::RetryAt { at, .. } = decision else { panic!("{decision:?}") };
        assert!((least..=least + least / 5).contains(&at), "{hint}: {at}");
    }
}

#[test]
fn a_hint_beyond_the_budget_is_for_a_person() {
    let mut pipeline = PipelineState::default();
    let hint = Some(Duration::seconds(5 * 3_600));
    assert!(matches!(decided(&mut pipeline, 0, retry(hint)), Decision::RetryAt { .. }));
    assert!(matches!(decided(&mut pipeline, 2 * HOUR, retry(hint)), Decision::AwaitUser(_)));
    let day = Some(Duration::hours(24));
    assert!(matches!(decided(&mut PipelineState::default(), 0, retry(day)), Decision::AwaitUser(_)));
}

#[test]
fn a_short_hint_makes_nobody_busy() {
    let mut pipeline = PipelineState {
        failing: Some(crate::pipeline::facts::FailureStreak { since: 0, times: 13 }),
        ..PipelineState::default()
    };
    let decision = decided(&mut pipeline, HOUR, retry(Some(Duration::seconds(1))));
    let Decision::RetryAt { at, .. } = decision else { panic!("{decision:?}") };
    assert!(at >= HOUR + HOUR / 2, "{at}");
}

#[test]
fn a_budget_ends_no_later_than_it_says() {
    let mut pipeline = PipelineState {
        failing: Some(crate::pipeline::facts::FailureStreak { since: 0, times: 9 }),
        ..PipelineState::default()
    };
    let problem = Problem::new(ProblemCode::NotVisibleYet);
    let outcome = Err(StepError::Transient { retry: Retry::Until(1_500), problem });
    let decision = decided(&mut pipeline, 1_000, outcome);
    assert!(matches!(decision, Decision::RetryAt { at: 1_500, .. }), "{decision:?}");
}
