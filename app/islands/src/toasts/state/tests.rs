use super::*;

fn toast(id: &str, trouble: bool) -> ToastText {
    let (id, href) = (id.to_owned(), invitation_page(id));
    ToastText { id, trouble, href, ..ToastText::default() }
}

fn listed(toasts: Vec<ToastText>) -> ToastsResponse {
    ToastsResponse { toasts, ..ToastsResponse::default() }
}

/// A list that is not all: so many more are waiting behind it.
fn some_of(toasts: Vec<ToastText>, more: &str) -> ToastsResponse {
    let more = more.to_owned();
    ToastsResponse { more: more.clone(), more_than_one: more, ..listed(toasts) }
}

fn shown(state: &State) -> Vec<&str> {
    state.toasts.iter().map(|toast| toast.text.id.as_str()).collect()
}

/// A list that has been announced to and is at its first question.
fn asking(toasts: Vec<ToastText>) -> State {
    let mut state = State::new(listed(toasts));
    assert_eq!(apply(&mut state, Event::Pending), Some(Effect::Wait { round: 1, ms: 300 }));
    assert_eq!(apply(&mut state, Event::Due(1)), Some(Effect::Fetch { round: 1 }));
    state
}

fn ids(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

/// So many seconds in which everything is on the screen.
fn seconds(state: &mut State, count: u32, held: &[&str]) -> Vec<Effect> {
    let readable = shown(state).into_iter().map(str::to_owned).collect();
    let tick = Event::Tick { readable, held: ids(held) };
    (0..count).filter_map(|_| apply(state, tick.clone())).collect()
}

#[test]
fn what_the_server_says_is_shown_with_what_is_behind_it() {
    let mut state = asking(vec![toast("old", false)]);
    let news = some_of(vec![toast("c", false), toast("b", false), toast("a", false)], "1 more");
    let next = apply(&mut state, Event::Answered(1, Some(news)));
    assert_eq!(next, Some(Effect::Wait { round: 1, ms: 450 }));
    assert_eq!(shown(&state), ["c", "b", "a"]);
    assert_eq!(state.rest.more, "1 more");
    assert!(state.toasts.iter().all(|toast| toast.is_new));
}

#[test]
fn what_the_server_drew_is_not_new_and_is_not_shown_twice() {
    let mut state = asking(vec![toast("a", true)]);
    apply(&mut state, Event::Answered(1, Some(listed(vec![toast("a", true)]))));
    assert_eq!(shown(&state), ["a"]);
    assert!(!state.toasts[0].is_new);
}

#[test]
fn questions_get_rarer_and_end() {
    let mut state = asking(Vec::new());
    let mut pauses = Vec::new();
    while let Some(Effect::Wait { ms, .. }) = apply(&mut state, Event::Answered(1, None)) {
        pauses.push(ms);
    }
    assert_eq!(pauses.len(), 39);
    assert!(pauses.is_sorted());
    assert_eq!(pauses.last(), Some(&15_000));
}

#[test]
fn while_guests_are_awaited_an_open_page_asks_slowly_and_not_for_ever() {
    let awaiting = || ToastsResponse { awaits_guests: true, ..ToastsResponse::default() };
    let mut state = State::new(awaiting());
    let mut questions = 0;
    let mut next = apply(&mut state, Event::Started);
    while let Some(Effect::Wait { round, ms }) = next {
        assert_eq!((round, ms), (0, 20_000));
        questions += 1;
        assert_eq!(apply(&mut state, Event::Due(0)), Some(Effect::Fetch { round: 0 }));
        next = apply(&mut state, Event::Answered(0, Some(awaiting())));
    }
    assert_eq!(questions, 360);

    let mut state = State::new(awaiting());
    apply(&mut state, Event::Started);
    let told = listed(vec![toast("accepted", false)]);
    assert_eq!(apply(&mut state, Event::Answered(0, Some(told))), None, "nobody is awaited any more");
    assert_eq!(shown(&state), ["accepted"]);
    assert_eq!(apply(&mut State::new(listed(Vec::new())), Event::Started), None);
}

#[test]
fn a_change_that_is_told_is_asked_about_at_once_and_otherwise_it_asks_rarely() {
    let mut state = asking(Vec::new());
    assert_eq!(apply(&mut state, Event::Changed), Some(Effect::Fetch { round: 2 }));
    assert_eq!(apply(&mut state, Event::Answered(1, Some(listed(vec![toast("a", false)])))), None);
    let next = apply(&mut state, Event::Answered(2, Some(listed(vec![toast("b", false)]))));
    assert_eq!(next, Some(Effect::Wait { round: 2, ms: 60_000 }));
    assert_eq!(shown(&state), ["b"]);
    assert_eq!(apply(&mut state, Event::Pending), Some(Effect::Wait { round: 3, ms: 300 }));
    assert_eq!(apply(&mut state, Event::Unfollowed), Some(Effect::Wait { round: 4, ms: 300 }));
    let next = apply(&mut state, Event::Answered(4, None));
    assert_eq!(next, Some(Effect::Wait { round: 4, ms: 450 }), "as it asks without being told");
}

#[test]
fn a_page_on_which_nothing_is_awaited_asks_about_what_begins_elsewhere_and_not_before() {
    let mut state = State::new(listed(Vec::new()));
    assert_eq!(apply(&mut state, Event::Started), None);
    assert_eq!(apply(&mut state, Event::Changed), None, "changes are told from now on");
    assert_eq!(apply(&mut state, Event::Changed), Some(Effect::Fetch { round: 2 }));
    assert_eq!(apply(&mut state, Event::Answered(2, Some(listed(Vec::new())))), None);
    assert_eq!(apply(&mut state, Event::Unfollowed), None);
    assert_eq!(
        apply(&mut state, Event::Changed),
        Some(Effect::Fetch { round: 4 }),
        "some may have been missed"
    );
}

#[test]
fn a_page_that_is_told_of_guests_asks_for_two_hours_too() {
    let awaiting = || ToastsResponse { awaits_guests: true, ..ToastsResponse::default() };
    let mut state = State::new(awaiting());
    apply(&mut state, Event::Changed);
    let mut passed = 0;
    while let Some(Effect::Wait { ms, .. }) = apply(&mut state, Event::Answered(1, Some(awaiting()))) {
        passed += ms;
    }
    assert_eq!(passed, 2 * 60 * 60 * 1000);
}

#[test]
fn a_later_sign_takes_over() {
    let mut state = asking(Vec::new());
    assert_eq!(apply(&mut state, Event::Pending), Some(Effect::Wait { round: 2, ms: 300 }));
    assert_eq!(apply(&mut state, Event::Due(1)), None);
    assert_eq!(apply(&mut state, Event::Answered(1, Some(listed(vec![toast("a", false)])))), None);
    assert!(state.toasts.is_empty());
}

#[test]
fn a_good_message_leaves_after_six_seconds_and_trouble_stays() {
    let mut state = State::new(listed(vec![toast("good", false), toast("bad", true)]));
    assert!(state.has_expiring());
    assert!(seconds(&mut state, 6, &[]).is_empty());
    assert_eq!(seconds(&mut state, 1, &[]), [Effect::Dismiss(ids(&["good"]))]);
    assert!(seconds(&mut state, 600, &[]).is_empty());
    assert_eq!(shown(&state), ["bad"]);
    assert!(!state.has_expiring());
}

#[test]
fn nothing_leaves_while_somebody_points_at_it() {
    let mut state = State::new(listed(vec![toast("a", false)]));
    assert!(seconds(&mut state, 60, &["a"]).is_empty());
    assert_eq!(seconds(&mut state, 1, &["another"]), [Effect::Dismiss(ids(&["a"]))]);
}

#[test]
fn what_has_no_room_on_a_small_screen_is_not_read_yet() {
    let mut state = State::new(listed(vec![toast("a", false), toast("b", false)]));
    let tick = || Event::Tick { readable: ids(&["a"]), held: Vec::new() };
    let left: Vec<_> = (0..7).filter_map(|_| apply(&mut state, tick())).collect();
    assert_eq!(left, [Effect::Dismiss(ids(&["a"]))]);
    assert_eq!(shown(&state), ["b"]);
    assert!(seconds(&mut state, 6, &[]).is_empty(), "its time begins now");
}

#[test]
fn what_waited_behind_takes_the_place_of_what_was_dismissed() {
    let three = vec![toast("c", true), toast("b", true), toast("a", true)];
    let mut state = State::new(some_of(three, "1 more"));
    assert_eq!(apply(&mut state, Event::Dismissed("b".to_owned())), Some(Effect::Dismiss(ids(&["b"]))));
    assert_eq!(apply(&mut state, Event::DismissStored), Some(Effect::Refresh));
    let now = listed(vec![toast("c", true), toast("a", true), toast("older", true)]);
    assert_eq!(apply(&mut state, Event::Refreshed(Some(now))), None);
    assert_eq!(shown(&state), ["c", "a", "older"]);
    assert!(state.rest.more.is_empty());
    apply(&mut state, Event::Dismissed("a".to_owned()));
    assert_eq!(apply(&mut state, Event::DismissStored), None, "nothing waits behind");
    assert_eq!(apply(&mut state, Event::Refreshed(None)), None);
    assert_eq!(shown(&state), ["c", "older"]);
}

#[test]
fn what_was_dismissed_does_not_come_back_with_an_answer_under_way() {
    let mut state = asking(vec![toast("a", true)]);
    let dismissed = || Event::Dismissed("a".to_owned());
    assert_eq!(apply(&mut state, dismissed()), Some(Effect::Dismiss(ids(&["a"]))));
    assert_eq!(apply(&mut state, dismissed()), None, "twice is fine");
    apply(&mut state, Event::Answered(1, Some(listed(vec![toast("a", true)]))));
    assert!(state.toasts.is_empty());
}

#[test]
fn what_was_told_elsewhere_is_not_told_here() {
    let mut state = asking(vec![toast("a", true), toast("b", true)]);
    assert_eq!(apply(&mut state, Event::ShownElsewhere("a".to_owned())), None);
    assert_eq!(shown(&state), ["b"]);
    assert_eq!(apply(&mut state, Event::Answered(1, Some(listed(vec![toast("a", true)])))), None);
    assert_eq!(shown(&state), ["b"]);
}
