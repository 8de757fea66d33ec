//! Those behind a chip that comes, leaves or means something else: their turn is another then.

use super::*;
use crate::share::chips::FEW;

fn of_kind(kind: &str, name: &str, light: &str) -> ChipResponse {
    ChipResponse { kind: kind.to_owned(), ..chip(name, light) }
}

fn new(name: &str, light: &str) -> ChipResponse {
    of_kind("new", name, light)
}

fn pending() -> ChipResponse {
    ChipResponse { resend_line: "joni\tresend\t\tj".to_owned(), ..of_kind("pending", "joni", "amber") }
}

/// Who is asked about, by name: one list for each question.
fn asked(state: &State, effects: &[Effect]) -> Vec<Vec<String>> {
    let name = |(id, _): &(u32, String)| state.chips.get(*id).map(|chip| chip.shown.name.clone());
    let lines = effects.iter().filter_map(|effect| match effect {
        Effect::Judge { asked: JudgeRequest::Lines(lines), .. } => Some(lines),
        _ => None,
    });
    lines.map(|lines| lines.iter().filter_map(name).collect()).collect()
}

#[test]
fn those_behind_one_who_is_put_back_are_judged_again() {
    let mut state =
        with(vec![new("ana", "green"), chip("adele", "green"), new("kim", "green"), new("lee", "amber")]);
    let ana = ids_of(&state)[0];
    let effects = apply(&mut state, Event::Removed(ana));
    assert_eq!(asked(&state, &effects), [["lee"]], "nobody waits before");
    answer(&mut state, question(&effects), vec![new("lee", "green")]);
    let effects = apply(&mut state, Event::RemovalUndone);
    assert_eq!(asked(&state, &effects), [["ana", "kim", "lee"]], "lee waits again");
    answer(
        &mut state,
        question(&effects),
        vec![new("ana", "green"), new("kim", "green"), new("lee", "amber")],
    );
    assert!(state.chips.iter().all(|chip| !chip.is_judging));
    let adele = ids_of(&state)[1];
    apply(&mut state, Event::Removed(adele));
    let effects = apply(&mut state, Event::RemovalUndone);
    assert!(asked(&state, &effects).is_empty(), "whoever is known takes nobody's turn");
}

#[test]
fn whoever_goes_out_at_once_counts_for_those_who_wait_behind() {
    let mut state =
        with(vec![new("ana", "green"), new("eve", "red"), new("kim", "green"), new("lee", "amber")]);
    let ana = ids_of(&state)[0];
    let effects = apply(&mut state, Event::Removed(ana));
    assert_eq!(asked(&state, &effects), [["eve", "kim", "lee"]]);
}

#[test]
fn those_behind_one_who_is_edited_are_judged_again_once_it_is_gone_and_once_it_is_there() {
    let mut state = with(vec![new("ana", "green"), new("kim", "amber"), new("lee", "green")]);
    let ana = ids_of(&state)[0];
    let effects = apply(&mut state, Event::Edited(ana));
    assert_eq!(asked(&state, &effects), [["kim", "lee"]]);
    answer(&mut state, question(&effects), vec![new("kim", "green"), new("lee", "green")]);
    let effects = apply(&mut state, Event::Pasted("pat@x.example".to_owned()));
    assert!(asked(&state, &effects).is_empty(), "nobody knows yet who it is");
    let effects = answer(&mut state, question(&effects), vec![new("pat", "green")]);
    assert_eq!(names(&state), ["pat", "kim", "lee"]);
    assert_eq!(asked(&state, &effects), [["kim", "lee"]]);
}

#[test]
fn those_behind_one_who_is_picked_at_another_ones_place_are_judged_again() {
    let mut state = with(vec![chip("grady", "green"), new("kim", "green"), chip("adele", "green")]);
    let grady = ids_of(&state)[0];
    apply(&mut state, Event::Edited(grady));
    type_in(&mut state, "pa");
    let pat = MatchResponse { standing: "new".to_owned(), ..person("pat") };
    let search = Search::Found(MatchesResponse { matches: vec![pat], ..MatchesResponse::default() });
    apply(&mut state, Event::Searched("pa".to_owned(), search));
    let effects = press(&mut state, "Enter");
    assert_eq!(names(&state), ["pat", "kim", "adele"]);
    assert_eq!(asked(&state, &effects), [["pat"], ["kim"]]);
}

#[test]
fn those_behind_a_new_invitation_are_judged_again_and_again_when_it_is_taken_back() {
    let mut state = with(vec![new("ana", "green"), pending(), chip("adele", "green"), new("kim", "green")]);
    let joni = ids_of(&state)[1];
    for wish in [true, false] {
        let effects = apply(&mut state, Event::ResendToggled(joni));
        assert_eq!(state.chips.get(joni).map(|chip| chip.shown.resends), Some(wish));
        assert_eq!(asked(&state, &effects), [["joni"], ["kim"]]);
    }
}

#[test]
fn a_new_invitation_that_the_day_has_no_room_for_can_be_taken_back() {
    let refused = ChipResponse { resends: true, light: "red".to_owned(), ..pending() };
    let mut state = with(vec![refused]);
    assert_eq!(state.chips.lines(), ["joni\tresend\t\tj"], "the wish is not lost in silence");
    let joni = ids_of(&state)[0];
    let effects = apply(&mut state, Event::ResendToggled(joni));
    assert_eq!(state.chips.lines(), ["joni\t\t\tjoni@contoso.example"]);
    answer(&mut state, question(&effects), vec![pending()]);
    assert_eq!(state.reds(), 0);
}

#[test]
fn those_behind_one_who_was_chosen_are_judged_again_if_that_one_may_be_invited() {
    for (standing, expected) in [("guest", vec![vec!["joni"]]), ("pending", vec![vec!["joni"], vec!["kim"]])]
    {
        let joni = MatchResponse { standing: standing.to_owned(), ..person("joni") };
        let several =
            ChipResponse { candidates: vec![joni, person("jo")], ..of_kind("ambiguous", "j", "red") };
        let mut state = with(vec![several, new("kim", "green")]);
        let first = ids_of(&state)[0];
        let effects = apply(&mut state, Event::Chosen { chip: first, person: "joni".to_owned() });
        assert_eq!(asked(&state, &effects), expected);
    }
}

#[test]
fn those_behind_one_who_turns_out_red_are_judged_as_if_that_one_did_not_go_out() {
    let mut state = with(vec![pending(), new("kim", "green"), new("ana", "green")]);
    let (joni, kim) = (ids_of(&state)[0], ids_of(&state)[1]);
    let effects = apply(&mut state, Event::ResendToggled(joni));
    assert_eq!(asked(&state, &effects), [vec!["joni"], vec!["kim", "ana"]]);
    let [about_joni, behind] = questions(&effects).try_into().unwrap_or_else(|_| unreachable!("two"));
    // Behind a new invitation of Joni the day has no room.
    answer(&mut state, Some(behind), vec![new("kim", "red"), new("ana", "red")]);
    let refused = ChipResponse { resends: true, light: "red".to_owned(), ..pending() };
    let effects = answer(&mut state, Some(about_joni), vec![refused]);
    assert_eq!(asked(&state, &effects), [["kim", "ana"]]);
    answer(&mut state, question(&effects), vec![new("kim", "green"), new("ana", "red")]);
    // What is said of one alone does not ask about that one for ever.
    let effects = apply(&mut state, Event::Removed(kim));
    assert_eq!(asked(&state, &effects), [["ana"]]);
    let effects = answer(&mut state, question(&effects), vec![new("ana", "red")]);
    assert!(asked(&state, &effects).is_empty());
}

#[test]
fn of_many_nobody_behind_is_judged_again() {
    let many = (0..FEW).map(|at| new(&format!("kim{at}"), "amber"));
    let mut state = with(std::iter::once(pending()).chain(many).collect());
    let ids = ids_of(&state);
    let effects = apply(&mut state, Event::ResendToggled(ids[0]));
    assert_eq!(asked(&state, &effects), [["joni"]]);
    let mut state = with((0..=FEW).map(|at| new(&format!("kim{at}"), "green")).collect());
    let first = ids_of(&state)[0];
    apply(&mut state, Event::Removed(first));
    let effects = apply(&mut state, Event::RemovalUndone);
    assert!(asked(&state, &effects).is_empty());
}
