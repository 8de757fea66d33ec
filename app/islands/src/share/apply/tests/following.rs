use super::*;
use crate::responses::{Ack, RowResponse, ShareProgressResponse};

fn progress(heading: &str, settled: bool) -> Outcome<ShareProgressResponse> {
    let row = RowResponse {
        invitation: "n1".to_owned(),
        may_retry: true,
        tries: "2".to_owned(),
        ..RowResponse::default()
    };
    Outcome::Ok(ShareProgressResponse {
        heading: heading.to_owned(),
        rows: vec![row],
        settled,
        key: "k2".to_owned(),
        ..ShareProgressResponse::default()
    })
}

/// A dialog that follows an accepted share.
fn following() -> State {
    let mut state = with(vec![chip("pat", "green")]);
    apply(&mut state, Event::Submitted { leaves_out: false });
    let share = "s1".to_owned();
    let accepted = Outcome::Ok(ShareResponse::Accepted { share: share.clone() });
    assert_eq!(
        apply(&mut state, Event::Answered(accepted)),
        [
            Effect::Forget,
            Effect::NotifyPending,
            focus(ids::PROGRESS),
            Effect::Poll { share, round: 0, pause_ms: 0 }
        ]
    );
    state
}

#[test]
fn what_was_accepted_is_followed_until_it_settles() {
    let mut state = following();
    assert!(state.leads_away && state.served.is_accepted);
    let mut pauses = Vec::new();
    for _ in 0..8 {
        let effects = apply(&mut state, Event::Polled(0, progress("On its way.", false)));
        let [Effect::Poll { pause_ms, round: 0, .. }] = effects.as_slice() else {
            unreachable!("it goes on: {effects:?}")
        };
        pauses.push(*pause_ms);
    }
    assert_eq!(pauses[..3], [150, 450, 1_050]);
    assert_eq!(pauses.last(), Some(&5_000));
    assert_eq!(apply(&mut state, Event::Polled(0, progress("Sent.", true))), [Effect::NotifyPending]);
    assert_eq!(apply(&mut state, Event::Polled(0, progress("Sent.", true))), [], "told once");
    assert_eq!(state.served.key, "k2");
    assert_eq!(apply(&mut state, Event::FormChanged), [], "nothing is kept of what was sent");
    assert_eq!(apply(&mut state, Event::Closed), [Effect::OpenItem]);
}

#[test]
fn a_change_is_asked_about_at_once_and_ends_the_poll_before() {
    let mut state = following();
    apply(&mut state, Event::Polled(0, progress("On its way.", false)));
    let at_once = |round| Effect::Poll { share: "s1".to_owned(), round, pause_ms: 0 };
    assert_eq!(apply(&mut state, Event::Woken), [at_once(1)]);
    assert_eq!(apply(&mut state, Event::Polled(0, progress("Late.", false))), []);
    let heading = |state: &State| {
        let progress = state.follow.as_ref().and_then(|follow| follow.progress.as_ref());
        progress.map(|progress| progress.heading.clone()).unwrap_or_default()
    };
    assert_eq!(heading(&state), "On its way.");
    // However fast changes follow each other, each answer is shown.
    assert_eq!(apply(&mut state, Event::Woken), []);
    assert_eq!(apply(&mut state, Event::Woken), []);
    assert_eq!(apply(&mut state, Event::Polled(1, progress("Half.", false))), [at_once(2)]);
    assert_eq!(heading(&state), "Half.");
    assert_eq!(apply(&mut state, Event::Woken), []);
    let settled = apply(&mut state, Event::Polled(2, progress("Sent.", true)));
    assert_eq!(settled, [Effect::NotifyPending, at_once(3)]);
    assert_eq!(apply(&mut state, Event::Polled(3, progress("Sent.", true))), []);
    assert_eq!(apply(&mut state, Event::Woken), [at_once(4)], "a guest may have come");
    assert_eq!(apply(&mut State::default(), Event::Woken), []);
}

#[test]
fn another_try_is_asked_for_once_and_followed() {
    let mut state = following();
    apply(&mut state, Event::Polled(0, progress("One waits.", true)));
    let retried = || Event::Retried("n1".to_owned());
    let retry = Effect::Retry { invitation: "n1".to_owned(), tries: "2".to_owned() };
    assert_eq!(apply(&mut state, retried()), [retry, focus(ids::PROGRESS)]);
    assert_eq!(apply(&mut state, retried()), []);
    let effects = apply(&mut state, Event::RetryAnswered(Outcome::Ok(Ack { done: true })));
    assert_eq!(effects, [Effect::Poll { share: "s1".to_owned(), round: 1, pause_ms: 0 }]);
    apply(&mut state, Event::RetryAnswered(Outcome::Problem(refusal(""))));
    assert_eq!(state.follow.map(|follow| follow.no_response).as_deref(), Some("No."));
}

#[test]
fn a_long_silence_is_said_once_and_taken_back() {
    let mut state = following();
    let no_response =
        |state: &State| state.follow.as_ref().map(|follow| follow.no_response.clone()).unwrap_or_default();
    for _ in 0..2 {
        apply(&mut state, Event::Polled(0, Outcome::Unreachable));
    }
    assert_eq!(no_response(&state), "");
    apply(&mut state, Event::Polled(0, Outcome::Unreachable));
    assert_eq!(no_response(&state), "Nobody answers.");
    apply(&mut state, Event::Polled(0, Outcome::Problem(refusal(""))));
    assert_eq!(no_response(&state), "Nobody answers.", "said once only");
    apply(&mut state, Event::Polled(0, progress("On its way.", false)));
    assert_eq!(no_response(&state), "");
    for _ in 0..3 {
        apply(&mut state, Event::Polled(0, Outcome::Problem(refusal(""))));
    }
    assert_eq!(no_response(&state), "No.", "in the server's words where it gave some");
    let page = Effect::Open("/invitations/n1".to_owned());
    assert_eq!(apply(&mut state, Event::Polled(0, Outcome::SignedOut)), [page]);
}

#[test]
fn a_dialog_that_sent_nothing_just_closes() {
    assert_eq!(apply(&mut with(vec![chip("adele", "green")]), Event::Closed), []);
}

#[test]
fn whose_address_was_wrong_stands_in_the_field_again() {
    let mut state = following();
    let Outcome::Ok(mut answer) = progress("One needs you.", true) else { unreachable!() };
    answer.rows[0].correctable = "Pat <pat@group.example>".to_owned();
    apply(&mut state, Event::Polled(0, Outcome::Ok(answer)));
    assert_eq!(apply(&mut state, Event::Corrected("n2".to_owned())), [], "nobody of this share");
    let text = "Pat <pat@group.example>".to_owned();
    let effects = apply(&mut state, Event::Corrected("n1".to_owned()));
    assert_eq!(effects, [Effect::SetField(text.clone()), focus(ids::ADDRESS), Effect::Keep]);
    assert!(!state.served.is_accepted && state.follow.is_none() && state.chips.is_empty());
    assert_eq!(
        (state.picker.text.as_str(), state.served.key.as_str()),
        (text.as_str(), "k2"),
        "a form of its own"
    );
    // A poll of before that answers only now is about another share.
    apply(&mut state, Event::Submitted { leaves_out: false });
    let next = Outcome::Ok(ShareResponse::Accepted { share: "s2".to_owned() });
    assert!(
        apply(&mut state, Event::Answered(next))
            .iter()
            .any(|effect| matches!(effect, Effect::Poll { round: 1, .. }))
    );
    assert_eq!(apply(&mut state, Event::Polled(0, progress("Of the first.", true))), []);
    assert!(state.follow.as_ref().is_some_and(|follow| follow.progress.is_none()));
    // The page behind the dialog does not show yet what was shared.
    assert_eq!(apply(&mut state, Event::Closed), [Effect::OpenItem]);
}

#[test]
fn who_needs_no_other_address_is_not_corrected() {
    let mut state = following();
    apply(&mut state, Event::Polled(0, progress("Sent.", true)));
    assert_eq!(apply(&mut state, Event::Corrected("n1".to_owned())), []);
    assert!(state.served.is_accepted);
}
