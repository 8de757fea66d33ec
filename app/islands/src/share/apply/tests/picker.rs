use super::*;

#[test]
fn the_list_opens_with_whoever_fits_and_the_keys_walk_it_round() {
    let mut state = listing("di", &["diego", "dina"]);
    assert!(state.picker.is_shown());
    let mut walk = |key| {
        press(&mut state, key);
        state.picker.active
    };
    assert_eq!([walk("ArrowDown"), walk("ArrowDown"), walk("ArrowDown")], [Some(0), Some(1), Some(0)]);
    assert_eq!([walk("ArrowUp"), walk("Home"), walk("End")], [Some(1), Some(0), Some(1)]);
    press(&mut state, "Escape");
    assert_eq!((state.picker.is_shown(), state.picker.active), (false, None));
    assert_eq!(keyed(&state, Key { name: "Escape", is_composing: false, is_modified: false }), None);
    press(&mut state, "ArrowUp");
    assert_eq!((state.picker.is_shown(), state.picker.active), (true, Some(1)), "opens again, from below");
}

#[test]
fn every_text_is_looked_up_from_the_first_letter() {
    let mut state = State::default();
    for text in ["a", "王", "é"] {
        let search = Effect::Search { text: text.to_owned(), is_debounced: true };
        assert_eq!(type_in(&mut state, text), [search, Effect::Keep]);
        assert_eq!(state.picker.look_up, LookUp::UnderWay);
    }
    assert_eq!(type_in(&mut state, "é "), [Effect::Keep], "the same is under way");
    assert_eq!(type_in(&mut state, "a@x.example b@x.example"), [Effect::Keep], "a list fits nobody");
}

#[test]
fn an_answer_for_an_older_text_is_dropped() {
    let mut state = listing("di", &[]);
    type_in(&mut state, "dieg");
    apply(&mut state, Event::Searched("di".to_owned(), found(&["dina"])));
    assert!(state.picker.matches.is_empty());
    apply(&mut state, Event::Searched("dieg".to_owned(), found(&["diego"])));
    assert_eq!(state.picker.matches.len(), 1);
}

#[test]
fn nothing_can_be_picked_that_does_not_fit_any_more() {
    let mut state = listing("gra", &["grady", "gracia"]);
    press(&mut state, "ArrowDown");
    type_in(&mut state, "grad");
    assert_eq!(state.picker.matches.len(), 1, "who still fits stays while the rest is looked up");
    assert_eq!(state.picker.active, None);
    type_in(&mut state, "megan.bowen@contoso.example");
    assert!(state.picker.matches.is_empty());
    let effects = press(&mut state, "Enter");
    let Some((_, JudgeRequest::Text { text, .. })) = question(&effects) else { unreachable!("it is read") };
    assert_eq!(text, "megan.bowen@contoso.example");
    // A click on an entry while the field says something else.
    let mut state = listing("gra", &["grady"]);
    assert_eq!(apply(&mut state, picked("grady", "gran")), []);
    assert!(state.chips.is_empty());
    // Or on whoever was listed before the answer came.
    assert_eq!(apply(&mut state, picked("gracia", "gra")), []);
    apply(&mut state, picked("grady", " gra "));
    assert_eq!(names(&state), ["grady"]);
    // Where somebody stands before them now, it is still whoever was pointed at.
    let mut state = listing("gra", &["gracia", "grady"]);
    apply(&mut state, picked("grady", "gra"));
    assert_eq!(names(&state), ["grady"]);
}

#[test]
fn enter_and_tab_take_the_best_match() {
    for key in ["Enter", "Tab"] {
        let mut state = listing("gr", &["blocked", "grady", "gracia"]);
        state.picker.matches[0].blocked = "Blocked.".to_owned();
        let effects = press(&mut state, key);
        assert_eq!(names(&state), ["grady"], "{key}: the first who can be picked");
        assert_eq!(effects.first(), Some(&Effect::SetField(String::new())));
        assert!(question(&effects).is_some(), "{key}: whoever is added is judged");
        let outcome = "Gets access at once.".to_owned();
        assert_eq!(state.said, Announcement::Added { person: "grady".to_owned(), outcome });
        assert_eq!(keyed(&state, Key { name: "Tab", is_composing: false, is_modified: false }), None);
    }
    let mut state = listing("gr", &["grady", "gracia"]);
    press(&mut state, "ArrowUp");
    press(&mut state, "Enter");
    assert_eq!(names(&state), ["gracia"], "the active one counts more");
}

#[test]
fn a_name_that_is_entered_too_early_is_taken_when_the_answer_comes() {
    let mut state = State::default();
    type_in(&mut state, "grady");
    let at_once = Effect::Search { text: "grady".to_owned(), is_debounced: false };
    assert_eq!(press(&mut state, "Enter"), [at_once]);
    apply(&mut state, Event::Searched("grady".to_owned(), found(&["grady"])));
    assert_eq!(names(&state), ["grady"]);
    type_in(&mut state, "grady");
    press(&mut state, "Enter");
    type_in(&mut state, "gradya");
    apply(&mut state, Event::Searched("gradya".to_owned(), found(&["gradya"])));
    assert_eq!(names(&state), ["grady"], "who goes on typing has not chosen");
}

#[test]
fn a_separator_behind_an_address_takes_it_but_not_from_under_an_input_method() {
    let mut state = State::default();
    let typed = |is_composing| Event::Typed { text: "pat@x.example,".to_owned(), is_composing };
    apply(&mut state, typed(true));
    assert!(state.chips.is_empty());
    let effects = apply(&mut state, typed(false));
    assert!(question(&effects).is_some());
    assert_eq!((state.chips.len(), state.picker.text.as_str()), (1, ""));
    type_in(&mut state, "Lee,");
    assert_eq!(state.picker.text, "Lee,");
}

#[test]
fn the_keys_of_an_input_method_are_its_own() {
    let state = listing("gr", &["grady"]);
    for name in ["Enter", "ArrowDown", "ArrowUp", "Escape", "Tab", "Backspace"] {
        assert_eq!(keyed(&state, Key { name, is_composing: true, is_modified: false }), None, "{name}");
    }
    assert_eq!(keyed(&state, Key { name: "Tab", is_composing: false, is_modified: true }), None, "goes back");
}

#[test]
fn recent_people_are_offered_in_an_empty_form_and_taken_only_on_wish() {
    let mut state = State::default();
    let search = Effect::Search { text: String::new(), is_debounced: false };
    assert_eq!(apply(&mut state, Event::Focused), std::slice::from_ref(&search));
    apply(&mut state, Event::Searched(String::new(), found(&["joni"])));
    assert!(state.picker.is_shown());
    assert_eq!(press(&mut state, "Enter"), []);
    press(&mut state, "ArrowDown");
    press(&mut state, "Enter");
    assert_eq!(names(&state), ["joni"]);
    assert_eq!(apply(&mut state, Event::Focused), [], "no list over what was just chosen");
    assert_eq!(press(&mut state, "ArrowDown"), [search]);
    let only = ids_of(&state)[0];
    apply(&mut state, Event::Removed(only));
    assert_eq!(apply(&mut state, Event::Focused), [], "no list over the button that takes it back");
}

#[test]
fn recent_people_keep_their_heading_until_the_answer_takes_their_place() {
    let mut fits = State::default();
    apply(&mut fits, Event::Focused);
    let Search::Found(recent) = found(&["joni", "dina"]) else { unreachable!("they are found") };
    let recent = MatchesResponse { heading: "Of late".to_owned(), ..recent };
    apply(&mut fits, Event::Searched(String::new(), Search::Found(recent)));
    let mut nobody = fits.clone();
    type_in(&mut fits, "jo");
    assert_eq!((fits.picker.matches.len(), fits.picker.heading.as_str()), (1, "Of late"));
    apply(&mut fits, Event::Searched("jo".to_owned(), found(&["joni", "jonas"])));
    assert_eq!((fits.picker.matches.len(), fits.picker.heading.as_str()), (2, ""));
    type_in(&mut nobody, "pat");
    assert_eq!((nobody.picker.matches.len(), nobody.picker.heading.as_str()), (0, ""));
}

#[test]
fn a_field_that_was_left_stays_without_a_list() {
    let mut state = State::default();
    type_in(&mut state, "gr");
    apply(&mut state, Event::ListClosed);
    apply(&mut state, Event::Searched("gr".to_owned(), found(&["grady"])));
    assert!(!state.picker.is_shown());
    apply(&mut state, Event::ListWanted);
    assert!(state.picker.is_shown());
}

#[test]
fn whoever_is_blocked_is_shown_and_not_taken() {
    let mut state = listing("diego", &["diego"]);
    state.picker.matches[0].blocked = "Blocked.".to_owned();
    for take in [picked("diego", "diego"), Event::Entered] {
        assert_eq!(apply(&mut state, take), []);
        assert_eq!(state.said, Announcement::Text("Blocked.".to_owned()));
    }
    assert!(state.chips.is_empty() && state.picker.is_shown());
}

#[test]
fn a_directory_that_does_not_answer_is_said_and_asked_again() {
    let mut state = State::default();
    type_in(&mut state, "gr");
    apply(&mut state, Event::Searched("gr".to_owned(), Search::Failed));
    assert_eq!((state.picker.look_up, &state.said), (LookUp::Failed, &Announcement::SearchFailed));
    assert!(matches!(press(&mut state, "Enter").as_slice(), [Effect::Search { .. }]));
    // An address needs nobody who looks people up.
    type_in(&mut state, "pat@x.example");
    apply(&mut state, Event::Searched("pat@x.example".to_owned(), Search::Failed));
    assert!(question(&press(&mut state, "Enter")).is_some());
    let mut quiet = State::default();
    apply(&mut quiet, Event::Focused);
    apply(&mut quiet, Event::Searched(String::new(), Search::Failed));
    assert_eq!(quiet.said, Announcement::Nothing, "nobody has asked for recent people");
}

#[test]
fn tab_waits_for_the_answer_once_and_never_holds_anybody() {
    let is_taken =
        |state: &State| keyed(state, Key { name: "Tab", is_composing: false, is_modified: false }).is_some();
    let mut state = State::default();
    type_in(&mut state, "grady");
    press(&mut state, "Tab");
    assert!(!is_taken(&state), "whoever presses it again goes on");
    apply(&mut state, Event::Searched("grady".to_owned(), found(&["grady"])));
    assert_eq!(names(&state), ["grady"]);
    // What was left in the field, or put back into it, is not taken in passing.
    let mut state = listing("gr", &["grady"]);
    apply(&mut state, Event::ListClosed);
    assert!(!is_taken(&state));
    let mut state = State::default();
    type_in(&mut state, "pat@x.example");
    let Some((round, asked)) = question(&press(&mut state, "Tab")) else { unreachable!("it is read") };
    apply(&mut state, Event::Judged { round, asked, outcome: Outcome::Unreachable });
    assert_eq!(state.picker.text, "pat@x.example");
    assert!(!is_taken(&state));
}

#[test]
fn what_was_said_of_an_earlier_text_is_not_left_standing() {
    let mut state = listing("kim", &["kim"]);
    assert_eq!(state.said, Announcement::Text("So many.".to_owned()));
    type_in(&mut state, "kimb");
    assert_eq!(state.said, Announcement::Nothing);
}
