mod behind;
mod following;
mod picker;
mod planned;
mod recipients;
mod sending;

use super::super::keys::{Key, keyed};
use super::super::state::{
    Announcement, Effect, Event, FormErrors, JudgeRequest, LookUp, Notice, Outcome, Search, State,
};
use super::super::{ShareStart, ShareTexts, apply};
use crate::ids;
use crate::responses::{
    ChipResponse, FieldText, JudgedResponse, MatchResponse, MatchesResponse, ProblemBody, ShareResponse,
};

fn person(name: &str) -> MatchResponse {
    MatchResponse {
        id: name.to_owned(),
        key: name.to_owned(),
        line: [name, "\t\t\t", name, "@contoso.example"].concat(),
        name: name.to_owned(),
        address: [name, "@contoso.example"].concat(),
        standing: "guest".to_owned(),
        outside: true,
        outcome: "Gets access at once.".to_owned(),
        ..MatchResponse::default()
    }
}

/// Somebody as the server judges them.
fn chip(name: &str, light: &str) -> ChipResponse {
    let of = super::super::chip::of_match(&person(name));
    let sentence = if light == "red" { "Not like this." } else { "Gets access at once." };
    ChipResponse { light: light.to_owned(), sentence: sentence.to_owned(), ..of }
}

fn found(names: &[&str]) -> Search {
    let matches = names.iter().map(|name| person(name)).collect();
    Search::Found(MatchesResponse {
        matches,
        announcement: "So many.".to_owned(),
        ..MatchesResponse::default()
    })
}

fn type_in(state: &mut State, text: &str) -> Vec<Effect> {
    apply(state, Event::Typed { text: text.to_owned(), is_composing: false })
}

/// A match that was pointed at.
fn picked(person: &str, text: &str) -> Event {
    Event::Picked { person: person.to_owned(), text: text.to_owned() }
}

fn press(state: &mut State, name: &str) -> Vec<Effect> {
    let event = keyed(state, Key { name, is_composing: false, is_modified: false });
    event.map(|event| apply(state, event)).unwrap_or_default()
}

/// A dialog whose list is open for a text.
fn listing(text: &str, names: &[&str]) -> State {
    let mut state = State::default();
    type_in(&mut state, text);
    assert_eq!(apply(&mut state, Event::Searched(text.to_owned(), found(names))), []);
    state
}

/// A dialog with these recipients, as the server judged them.
fn with(chips: Vec<ChipResponse>) -> State {
    let texts = ShareTexts {
        unreachable: "Away.".to_owned(),
        unanswered: "Nobody answers.".to_owned(),
        ..ShareTexts::default()
    };
    State::new(&ShareStart { chips, texts, ..ShareStart::default() }, String::new())
}

fn names(state: &State) -> Vec<&str> {
    state.chips.iter().map(|chip| chip.shown.name.as_str()).collect()
}

fn ids_of(state: &State) -> Vec<u32> {
    state.chips.iter().map(|chip| chip.id).collect()
}

/// The questions about recipients among effects.
fn questions(effects: &[Effect]) -> Vec<(u32, JudgeRequest)> {
    let asked = effects.iter().filter_map(|effect| match effect {
        Effect::Judge { round, asked } => Some((*round, asked.clone())),
        _ => None,
    });
    asked.collect()
}

/// The first of them.
fn question(effects: &[Effect]) -> Option<(u32, JudgeRequest)> {
    questions(effects).into_iter().next()
}

fn answer(state: &mut State, question: Option<(u32, JudgeRequest)>, chips: Vec<ChipResponse>) -> Vec<Effect> {
    let Some((round, asked)) = question else { unreachable!("nobody was asked about") };
    let outcome = Outcome::Ok(JudgedResponse { chips, repeated: String::new() });
    apply(state, Event::Judged { round, asked, outcome })
}

fn refusal(field: &str) -> ProblemBody {
    let text = "Not like this.".to_owned();
    let fields =
        if field.is_empty() { Vec::new() } else { vec![FieldText { field: field.to_owned(), text }] };
    ProblemBody { sentence: "No.".to_owned(), advice: "Else.".to_owned(), fields, ..ProblemBody::default() }
}

fn focus(id: &str) -> Effect {
    Effect::Focus(id.to_owned())
}
