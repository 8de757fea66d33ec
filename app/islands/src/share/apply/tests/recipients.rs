use super::*;
use crate::share::chips::FEW;

#[test]
fn a_text_stands_as_a_chip_until_it_is_read_and_its_chips_come_in_its_place() {
    let mut state = with(vec![chip("adele", "green")]);
    let effects = apply(&mut state, Event::Pasted("a@x.example;b@x.example".to_owned()));
    assert_eq!(effects.first(), Some(&Effect::SetField(String::new())));
    assert_eq!(names(&state), ["adele", "a@x.example;b@x.example"]);
    assert_eq!(state.chips.lines().len(), 1, "what is not read is not sent");
    type_in(&mut state, "gr");
    apply(&mut state, Event::Searched("gr".to_owned(), found(&["grady"])));
    press(&mut state, "Enter");
    answer(&mut state, question(&effects), vec![chip("a", "green"), chip("b", "red")]);
    assert_eq!(names(&state), ["adele", "a", "b", "grady"], "the order is kept");
    assert_eq!(state.said, Announcement::Count(4));
}

#[test]
fn what_could_not_be_read_stands_in_the_field_again() {
    for outcome in [Outcome::Unreachable, Outcome::SignedOut, Outcome::Problem(refusal(""))] {
        let is_silent = outcome == Outcome::SignedOut;
        let mut state = with(Vec::new());
        let effects = apply(&mut state, Event::Pasted("a@x.example, b@x.example".to_owned()));
        type_in(&mut state, "gr");
        let Some((round, asked)) = question(&effects) else { unreachable!("it is read") };
        let effects = apply(&mut state, Event::Judged { round, asked, outcome });
        let text = "a@x.example, b@x.example; gr".to_owned();
        assert_eq!(effects.first(), Some(&Effect::SetField(text)));
        assert!(state.chips.is_empty());
        assert_eq!(state.served.errors.sentence.is_empty(), is_silent);
    }
}

#[test]
fn an_answer_to_a_chip_that_is_gone_or_has_changed_is_dropped() {
    let mut state = listing("gr", &["grady"]);
    let first = question(&press(&mut state, "Enter"));
    let again = question(&apply(&mut state, Event::RoleChanged));
    answer(&mut state, first, vec![chip("grady", "red")]);
    assert_eq!(state.reds(), 0, "it was about another role");
    assert!(state.chips.iter().all(|chip| chip.is_judging));
    answer(&mut state, again, vec![chip("grady", "amber")]);
    assert!(state.chips.iter().all(|chip| chip.is_amber() && !chip.is_judging));
    let about_gone = question(&apply(&mut state, Event::RoleChanged));
    let id = ids_of(&state)[0];
    apply(&mut state, Event::Removed(id));
    answer(&mut state, about_gone, vec![chip("grady", "red")]);
    assert!(state.chips.is_empty());
}

#[test]
fn whoever_is_there_already_is_shown_and_not_added() {
    let mut state = with(vec![chip("grady", "green")]);
    type_in(&mut state, "gr");
    apply(&mut state, Event::Searched("gr".to_owned(), found(&["grady"])));
    let effects = press(&mut state, "Enter");
    let id = ids_of(&state)[0];
    assert!(effects.contains(&Effect::Flash(id)));
    assert_eq!((names(&state), &state.said), (vec!["grady"], &Announcement::There("grady".to_owned())));
    assert!(state.chips.iter().all(|chip| chip.flashes));
    apply(&mut state, Event::FlashOver(id));
    assert!(!state.chips.iter().any(|chip| chip.flashes));
    // Another address of the same person, as it turns out.
    let effects = apply(&mut state, Event::Pasted("g@x.example;".to_owned()));
    answer(&mut state, question(&effects), vec![chip("grady", "green")]);
    assert_eq!(names(&state), ["grady"]);
}

#[test]
fn what_repeats_another_entry_of_the_same_list_is_named() {
    let mut state = with(Vec::new());
    let Some((round, asked)) =
        question(&apply(&mut state, Event::Pasted("a@x.example;A@x.example".to_owned())))
    else {
        unreachable!("it is read")
    };
    let repeated = "One stood there twice.".to_owned();
    let outcome = Outcome::Ok(JudgedResponse { chips: vec![chip("a", "green")], repeated: repeated.clone() });
    apply(&mut state, Event::Judged { round, asked, outcome });
    assert_eq!(
        (&state.notice, &state.said),
        (&Notice::Repeated(repeated.clone()), &Announcement::Text(repeated))
    );
    type_in(&mut state, "b@x.example,");
    assert_eq!(state.notice, Notice::None);
}

#[test]
fn beyond_the_limit_nothing_is_lost() {
    let many: Vec<_> = (0..499).map(|at| chip(&["p", &at.to_string()].concat(), "green")).collect();
    let mut state = with(many);
    let effects = apply(&mut state, Event::Pasted("a@x.example\nb@x.example".to_owned()));
    assert_eq!(effects.first(), Some(&Effect::SetField("b@x.example".to_owned())));
    assert_eq!((state.chips.len(), &state.notice), (500, &Notice::TooMany));
    press(&mut state, "Enter");
    assert_eq!((state.chips.len(), state.picker.text.as_str()), (500, "b@x.example"));
    // More in it than could be seen.
    answer(&mut state, question(&effects), vec![chip("a", "green"), chip("c", "green")]);
    assert_eq!(state.chips.len(), 500);
    assert_eq!(state.picker.text, "c@contoso.example; b@x.example");
    assert_eq!(state.chips.drawn(), 20);
    let first_hidden = ids_of(&state)[20];
    assert_eq!(apply(&mut state, Event::Unfolded), [Effect::Unfold, focus(&ids::chip_id(first_hidden))]);
    // A few at a time, each once the ones before are drawn.
    let mut frames = 1;
    while apply(&mut state, Event::UnfoldedMore) == [Effect::Unfold] {
        frames += 1;
        assert_eq!(state.chips.drawn(), 20 + 20 * frames);
    }
    assert_eq!((state.chips.drawn(), frames), (500, 23));
    // Whoever comes later is drawn, too.
    let removed = ids_of(&state)[3];
    apply(&mut state, Event::Removed(removed));
    apply(&mut state, Event::RemovalUndone);
    assert_eq!(state.chips.drawn(), 500);
}

#[test]
fn backspace_in_the_empty_field_selects_and_then_removes_and_that_can_be_undone() {
    let mut state = with(vec![chip("adele", "green"), chip("grady", "green")]);
    press(&mut state, "Backspace");
    assert_eq!(state.said, Announcement::Removes("grady".to_owned()));
    type_in(&mut state, "x");
    press(&mut state, "Backspace");
    type_in(&mut state, "");
    press(&mut state, "Backspace");
    assert_eq!(names(&state), ["adele", "grady"], "typing gives the selection up");
    let effects = press(&mut state, "Backspace");
    assert_eq!(effects, [focus(ids::ADDRESS), Effect::Keep]);
    assert_eq!((names(&state), &state.said), (vec!["adele"], &Announcement::Removed("grady".to_owned())));
    apply(&mut state, Event::RemovalUndone);
    assert_eq!(names(&state), ["adele", "grady"]);
    let first = ids_of(&state)[0];
    apply(&mut state, Event::Removed(first));
    apply(&mut state, Event::RemovalUndone);
    assert_eq!(names(&state), ["adele", "grady"], "at its place");
}

#[test]
fn a_chip_is_edited_at_its_place() {
    let mut state = with(vec![chip("adele", "green"), chip("grady", "red"), chip("joni", "green")]);
    type_in(&mut state, "pat@x.example");
    let id = ids_of(&state)[1];
    let effects = apply(&mut state, Event::Edited(id));
    assert!(question(&effects).is_some(), "what stood in the field is taken first");
    assert_eq!(state.picker.text, "grady@contoso.example");
    assert_eq!(names(&state), ["adele", "joni", "pat@x.example"]);
    let effects = apply(&mut state, Event::Pasted("grade@x.example".to_owned()));
    answer(&mut state, question(&effects), vec![chip("grade", "green")]);
    assert_eq!(names(&state), ["adele", "grade", "joni", "pat@x.example"]);
}

#[test]
fn who_is_meant_is_chosen_into_the_place_of_the_chip() {
    let ambiguous = ChipResponse { candidates: vec![person("alex"), person("alexa")], ..chip("al", "red") };
    let mut state = with(vec![ambiguous, chip("adele", "red")]);
    let ids = ids_of(&state);
    let effects = apply(&mut state, Event::Chosen { chip: ids[0], person: "alexa".to_owned() });
    assert_eq!(names(&state), ["alexa", "adele"]);
    assert!(effects.contains(&focus(&ids::chip_trouble_id(ids[1]))), "what is wrong next gets the focus");
    answer(&mut state, question(&effects), vec![chip("alexa", "green")]);
    assert_eq!(state.reds(), 1);
    assert_eq!(apply(&mut state, Event::Chosen { chip: ids[0], person: "alexa".to_owned() }), []);
}

#[test]
fn a_new_invitation_is_asked_for_and_not_again() {
    let pending = ChipResponse { resend_line: "joni\tresend\t\tj".to_owned(), ..chip("joni", "amber") };
    let mut state = with(vec![pending, chip("adele", "green")]);
    let ids = ids_of(&state);
    assert!(question(&apply(&mut state, Event::ResendToggled(ids[0]))).is_some());
    assert_eq!(state.chips.lines()[0], "joni\tresend\t\tj");
    apply(&mut state, Event::ResendToggled(ids[0]));
    assert_eq!(state.chips.lines()[0], "joni\t\t\tjoni@contoso.example");
    apply(&mut state, Event::ResendToggled(ids[1]));
    assert_eq!(state.chips.lines()[1], "adele\t\t\tadele@contoso.example", "whoever has come is not invited");
}

#[test]
fn what_was_kept_is_there_again_and_judged() {
    let mut state = with(Vec::new());
    let lines = vec!["joni\tresend\tJoni\tj@x.example".to_owned(), "\t\t\tp@x.example".to_owned()];
    let effects = apply(&mut state, Event::Restored { lines: lines.clone(), text: "gr".to_owned() });
    assert_eq!(effects.first(), Some(&Effect::SetField("gr".to_owned())));
    assert_eq!((names(&state), &state.said), (vec!["Joni", "p@x.example"], &Announcement::Restored));
    assert_eq!(state.chips.lines(), lines);
    let asked: Vec<_> = ids_of(&state).into_iter().zip(lines).collect();
    assert_eq!(question(&effects).map(|(_, asked)| asked), Some(JudgeRequest::Lines(asked)));
    // What was typed before the module came is newer.
    let mut late = State::new(&ShareStart::default(), "meg".to_owned());
    apply(&mut late, Event::Restored { lines: Vec::new(), text: "gr".to_owned() });
    assert_eq!(late.picker.text, "meg");
}

#[test]
fn whoever_came_back_without_a_light_is_judged() {
    let mut state = with(vec![chip("adele", "green"), chip("grady", "")]);
    let effects = apply(&mut state, Event::Begun);
    let Some((_, JudgeRequest::Lines(lines))) = question(&effects) else {
        unreachable!("one is asked about")
    };
    assert_eq!(lines.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [ids_of(&state)[1]]);
    assert_eq!(effects.len(), 1, "nothing has changed that is to be kept");
    assert_eq!(apply(&mut with(vec![chip("adele", "green")]), Event::Begun), []);
}

#[test]
fn chips_are_drawn_again_only_when_they_look_different() {
    let mut state = with(vec![chip("adele", "green")]);
    let version = state.chips.version();
    type_in(&mut state, "gr");
    apply(&mut state, Event::Searched("gr".to_owned(), found(&["grady"])));
    press(&mut state, "ArrowDown");
    assert_eq!(state.chips.version(), version);
    press(&mut state, "Enter");
    assert_ne!(state.chips.version(), version);
}

#[test]
fn whoever_waits_for_a_turn_is_judged_again_when_somebody_leaves() {
    let waits = ChipResponse { kind: "new".to_owned(), ..chip("kim", "amber") };
    let mut state = with(vec![chip("pat", "green"), waits, chip("lee", "amber")]);
    let (pat, kim) = (ids_of(&state)[0], ids_of(&state)[1]);
    let asked = question(&apply(&mut state, Event::Removed(pat)));
    let Some((_, JudgeRequest::Lines(lines))) = asked else { unreachable!("{asked:?}") };
    assert_eq!(
        lines.iter().map(|(id, _)| *id).collect::<Vec<_>>(),
        [kim],
        "whoever is known waits for nobody"
    );
}

#[test]
fn of_many_nobody_is_judged_again_when_somebody_leaves() {
    let waits = |at: usize| ChipResponse { kind: "new".to_owned(), ..chip(&format!("kim{at}"), "amber") };
    let mut state = with((0..FEW + 2).map(waits).collect());
    let first = ids_of(&state)[0];
    assert_eq!(question(&apply(&mut state, Event::Removed(first))), None);
    let next = ids_of(&state)[0];
    assert!(question(&apply(&mut state, Event::Removed(next))).is_some(), "there are few by now");
}
