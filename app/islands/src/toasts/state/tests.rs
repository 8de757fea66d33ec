use super::*;

fn toast(id: &str, trouble: bool) -> ToastText {
    let (id, href) = (id.to_owned(), invitation_page(id));
    ToastText { id, trouble, href, ..ToastText::default() }
}

fn shown(state: &State) -> Vec<&str> {
    state.toasts.iter().map(|toast| toast.text.id.as_str()).collect()
}

/// A list that has been announced to and is at its first question.
fn asking(toasts: Vec<ToastText>) -> State {
    let mut state = State::new(toasts);
    assert_eq!(apply(&mut state, Event::Pending), Some(Effect::Wait { round: 1, ms: 300 }));
    assert_eq!(apply(&mut state, Event::Due(1)), Some(Effect::Fetch { round: 1 }));
    state
}

fn seconds(state: &mut State, count: u32, held: &[&str]) -> Vec<Effect> {
    let held: Vec<_> = held.iter().map(|id| (*id).to_owned()).collect();
    (0..count).filter_map(|_| apply(state, Event::Tick(held.clone()))).collect()
}

#[test]
fn what_comes_goes_to_the_top_and_three_show() {
    let mut state = asking(vec![toast("old", false)]);
    let news = vec![toast("c", false), toast("b", false), toast("a", false), toast("old", false)];
    let next = apply(&mut state, Event::Answered(1, Some(news)));
    assert_eq!(next, Some(Effect::Wait { round: 1, ms: 450 }));
    assert_eq!(shown(&state), ["c", "b", "a"]);
    assert!(state.toasts.iter().all(|toast| toast.is_new));
}

#[test]
fn what_the_server_drew_is_not_new_and_is_not_shown_twice() {
    let mut state = asking(vec![toast("a", true)]);
    apply(&mut state, Event::Answered(1, Some(vec![toast("a", true)])));
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
fn a_later_sign_takes_over() {
    let mut state = asking(Vec::new());
    assert_eq!(apply(&mut state, Event::Pending), Some(Effect::Wait { round: 2, ms: 300 }));
    assert_eq!(apply(&mut state, Event::Due(1)), None);
    assert_eq!(apply(&mut state, Event::Answered(1, Some(vec![toast("a", false)]))), None);
    assert!(state.toasts.is_empty());
}

#[test]
fn a_good_message_leaves_after_six_seconds_and_trouble_stays() {
    let mut state = State::new(vec![toast("good", false), toast("bad", true)]);
    assert!(state.has_expiring());
    assert!(seconds(&mut state, 6, &[]).is_empty());
    assert_eq!(seconds(&mut state, 1, &[]), [Effect::Dismiss(vec!["good".to_owned()])]);
    assert!(seconds(&mut state, 600, &[]).is_empty());
    assert_eq!(shown(&state), ["bad"]);
    assert!(!state.has_expiring());
}

#[test]
fn nothing_leaves_while_somebody_points_at_it() {
    let mut state = State::new(vec![toast("a", false)]);
    assert!(seconds(&mut state, 60, &["a"]).is_empty());
    assert_eq!(seconds(&mut state, 1, &["another"]), [Effect::Dismiss(vec!["a".to_owned()])]);
}

#[test]
fn what_was_dismissed_does_not_come_back_with_an_answer_under_way() {
    let mut state = asking(vec![toast("a", true)]);
    let dismissed = || Event::Dismissed("a".to_owned());
    assert_eq!(apply(&mut state, dismissed()), Some(Effect::Dismiss(vec!["a".to_owned()])));
    assert_eq!(apply(&mut state, dismissed()), None, "twice is fine");
    apply(&mut state, Event::Answered(1, Some(vec![toast("a", true)])));
    assert!(state.toasts.is_empty());
}

#[test]
fn what_was_told_elsewhere_is_not_told_here() {
    let mut state = asking(vec![toast("a", true), toast("b", true)]);
    assert_eq!(apply(&mut state, Event::ShownElsewhere("a".to_owned())), None);
    assert_eq!(shown(&state), ["b"]);
    assert_eq!(apply(&mut state, Event::Answered(1, Some(vec![toast("a", true)]))), None);
    assert_eq!(shown(&state), ["b"]);
}
