#![allow(clippy::unwrap_used)]
use contract::ProblemCode;
use time::Duration;

use super::*;

const HOUR: i64 = 3_600_000;

fn retry(hint: Option<Duration>) -> Result<(), StepError> {
    Err(StepError::soon(hint, Problem::new(ProblemCode::DirectoryBusy)))
}

fn judged(facts: &mut Facts, now: i64, outcome: Result<(), StepError>) -> Verdict {
    judge(facts, &Settings::default(), now, "seed", outcome)
}

#[test]
fn a_row_of_failures_waits_longer_each_time_and_stops_after_hours() {
    let mut facts = Facts::default();
    let (mut now, mut last, mut waits) = (0, 0, 0);
    loop {
        match judged(&mut facts, now, retry(None)) {
            Verdict::Wait { at, problem } => {
                assert!(at - now >= last, "{at} {now}");
                assert_eq!(problem.retry_at, Some(crate::clock::from_ms(at)));
                (last, now, waits) = ((at - now) * 4 / 5, at, waits + 1);
            }
            Verdict::Stop(problem) => {
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
    let mut facts = Facts::default();
    judged(&mut facts, 0, retry(None));
    assert!(facts.failing.is_some());
    assert_eq!(judged(&mut facts, 1, Ok(())), Verdict::Done);
    assert_eq!(facts.failing, None);
}

#[test]
fn the_servers_hint_is_followed_as_far_as_the_budget_goes() {
    for (hint, least) in [(1, 1_000), (60, 60_000), (3_600, HOUR), (6 * 3_600, 6 * HOUR)] {
        let verdict = judged(&mut Facts::default(), 0, retry(Some(Duration::seconds(hint))));
        let Verdict::Wait { at, .. } = verdict else { panic!("{verdict:?}") };
        assert!((least..=least + least / 5).contains(&at), "{hint}: {at}");
    }
}

#[test]
fn a_hint_beyond_the_budget_is_for_a_person() {
    let mut facts = Facts::default();
    let hint = Some(Duration::seconds(5 * 3_600));
    assert!(matches!(judged(&mut facts, 0, retry(hint)), Verdict::Wait { .. }));
    assert!(matches!(judged(&mut facts, 2 * HOUR, retry(hint)), Verdict::Stop(_)));
    let day = Some(Duration::hours(24));
    assert!(matches!(judged(&mut Facts::default(), 0, retry(day)), Verdict::Stop(_)));
}

#[test]
fn a_short_hint_makes_nobody_busy() {
    let mut facts =
        Facts { failing: Some(super::super::facts::Failing { since: 0, times: 13 }), ..Facts::default() };
    let verdict = judged(&mut facts, HOUR, retry(Some(Duration::seconds(1))));
    let Verdict::Wait { at, .. } = verdict else { panic!("{verdict:?}") };
    assert!(at >= HOUR + HOUR / 2, "{at}");
}

#[test]
fn a_budget_ends_no_later_than_it_says() {
    let mut facts =
        Facts { failing: Some(super::super::facts::Failing { since: 0, times: 9 }), ..Facts::default() };
    let problem = Problem::new(ProblemCode::NotVisibleYet);
    let outcome = Err(StepError::Retry { when: When::By(1_500), problem });
    let verdict = judged(&mut facts, 1_000, outcome);
    assert!(matches!(verdict, Verdict::Wait { at: 1_500, .. }), "{verdict:?}");
}
