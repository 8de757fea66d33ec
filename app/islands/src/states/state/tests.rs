use super::*;

fn reply(id: &str, state: &str) -> StateResponse {
    StateResponse { id: id.to_owned(), state: state.to_owned(), sentence: ["It is ", state].concat() }
}

fn page(whole_page: bool, states: Vec<StateResponse>) -> State {
    State::new(StatesStart { states, whole_page, is_told: true, ..StatesStart::default() })
}

fn response(open: bool, states: Vec<StateResponse>) -> Event {
    Event::Answered(0, StatesResponse { states, open })
}

fn wait(round: u32, ms: u32) -> Effect {
    Effect::Wait { round, ms }
}

fn fetch(round: u32, ids: &[&str]) -> Effect {
    Effect::Fetch { round, ids: ids.iter().map(|id| (*id).to_owned()).collect() }
}

#[test]
fn it_asks_for_what_stands_on_the_page() {
    let mut state = page(false, vec![reply("a", "working"), reply("b", "sent")]);
    assert_eq!(apply(&mut state, Event::Started), Some(wait(0, 1_000)));
    assert_eq!(apply(&mut state, Event::Due(0)), Some(fetch(0, &["a", "b"])));
    assert_eq!(apply(&mut page(false, Vec::new()), Event::Started), None);
}

#[test]
fn news_is_taken_and_asked_after_quickly() {
    let mut state = page(false, vec![reply("a", "working"), reply("b", "sent")]);
    assert_eq!(apply(&mut state, response(true, vec![reply("a", "working")])), Some(wait(0, 1_500)));
    let next = apply(&mut state, response(true, vec![reply("b", "accepted"), reply("stranger", "sent")]));
    assert_eq!(next, Some(wait(0, 1_000)));
    assert_eq!(state.rows, [reply("a", "working"), reply("b", "accepted")]);
    assert_eq!(state.row("b").sentence, "It is accepted");
}

#[test]
fn a_new_sentence_for_the_same_state_is_shown_and_is_no_news() {
    let mut state = page(true, vec![reply("a", "waiting")]);
    let sooner = StateResponse { sentence: "Next try in 10 seconds.".to_owned(), ..reply("a", "waiting") };
    assert_eq!(apply(&mut state, response(true, vec![sooner.clone()])), Some(wait(0, 1_500)));
    assert_eq!(state.rows, [sooner]);
}

#[test]
fn the_page_of_one_is_drawn_anew_when_it_changes() {
    let mut state = page(true, vec![reply("a", "working")]);
    assert_eq!(apply(&mut state, response(false, vec![reply("a", "sent")])), Some(Effect::Reload));
}

#[test]
fn it_ends_when_nothing_can_change_any_more() {
    let mut state = page(false, vec![reply("a", "sent")]);
    assert_eq!(apply(&mut state, response(false, vec![reply("a", "accepted")])), None);
    assert_eq!(state.row("a").state, "accepted");
}

#[test]
fn without_an_answer_it_asks_rarely_and_after_the_session_the_page_is_loaded() {
    let mut state = page(false, vec![reply("a", "sent")]);
    assert_eq!(apply(&mut state, Event::Unanswered(0)), Some(wait(0, 15_000)));
    assert_eq!(apply(&mut state, response(true, Vec::new())), Some(wait(0, 15_000)));
    assert_eq!(apply(&mut state, Event::SignedOut), Some(Effect::Reload));
}

#[test]
fn a_change_that_is_told_is_asked_about_at_once_and_otherwise_it_asks_rarely() {
    let mut state = page(false, vec![reply("a", "working")]);
    apply(&mut state, Event::Started);
    assert_eq!(apply(&mut state, Event::Changed), Some(fetch(1, &["a"])));
    assert_eq!(apply(&mut state, Event::Due(0)), None, "the pause before it counts no more");
    assert_eq!(apply(&mut state, response(true, vec![reply("a", "failed")])), None, "nor does its answer");
    assert_eq!(state.row("a").state, "working");
    let answer =
        |round, open, word| Event::Answered(round, StatesResponse { states: vec![reply("a", word)], open });
    assert_eq!(apply(&mut state, answer(1, true, "sent")), Some(wait(1, 30_000)));
    // Where nothing can change by itself somebody may still do something elsewhere.
    assert!(apply(&mut state, Event::Changed).is_some());
    assert_eq!(apply(&mut state, answer(2, false, "accepted")), None);
    assert_eq!(apply(&mut state, Event::Changed), Some(fetch(3, &["a"])));
    assert_eq!(apply(&mut page(false, Vec::new()), Event::Changed), None);
}

#[test]
fn where_others_changes_are_not_told_it_asks_as_if_none_were() {
    let states = vec![reply("a", "working")];
    let mut state = State::new(StatesStart { states, ..StatesStart::default() });
    apply(&mut state, Event::Started);
    assert_eq!(apply(&mut state, Event::Changed), Some(fetch(1, &["a"])), "it may be one of one's own");
    let answer = |word| Event::Answered(1, StatesResponse { states: vec![reply("a", word)], open: true });
    assert_eq!(apply(&mut state, answer("working")), Some(wait(1, 1_500)));
    assert_eq!(apply(&mut state, answer("sent")), Some(wait(1, 1_000)));
}

#[test]
fn when_changes_are_told_no_more_it_asks_as_before() {
    let mut state = page(false, vec![reply("a", "working")]);
    apply(&mut state, Event::Changed);
    assert_eq!(apply(&mut state, Event::Unfollowed), Some(wait(2, 1_000)));
    assert_eq!(apply(&mut state, Event::Due(2)), Some(fetch(2, &["a"])));
    apply(&mut state, Event::Answered(2, StatesResponse { states: Vec::new(), open: false }));
    assert_eq!(apply(&mut state, Event::Unfollowed), None, "nothing can change any more");
}

#[test]
fn every_state_but_the_good_ends_has_a_symbol_of_its_own() {
    let symbols = ["working", "waiting", "stopped", "sent", "failed", "accepted"].map(super::super::symbol);
    assert_eq!(symbols.iter().collect::<std::collections::BTreeSet<_>>().len(), symbols.len());
    assert_eq!(super::super::symbol("shared"), super::super::symbol("accepted"));
}
