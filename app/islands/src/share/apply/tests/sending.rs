use super::*;

fn submitted() -> Event {
    Event::Submitted { leaves_out: false }
}

fn refused(problem: ProblemBody, chips: Vec<ChipResponse>, key: &str) -> Event {
    Event::Answered(Outcome::Ok(ShareResponse::Refused { problem, chips, key: key.to_owned() }))
}

#[test]
fn the_form_goes_out_once_at_a_time() {
    let mut state = with(vec![chip("adele", "green")]);
    assert_eq!(apply(&mut state, submitted()), [Effect::Send]);
    assert!(state.served.is_busy);
    assert_eq!(apply(&mut state, submitted()), []);
    apply(&mut state, Event::Answered(Outcome::Unreachable));
    assert_eq!(state.served.errors.sentence, "Away.");
    assert_eq!(apply(&mut state, Event::Submitted { leaves_out: true }), [Effect::Send]);
    assert!(state.leaves_out);
    assert_eq!(apply(&mut state, Event::Answered(Outcome::SignedOut)), [Effect::SubmitNatively]);
}

#[test]
fn what_stands_in_the_field_is_read_before_the_form_goes_out() {
    let mut state = with(vec![chip("adele", "green")]);
    type_in(&mut state, "pat@x.example");
    let effects = apply(&mut state, submitted());
    assert!(!effects.contains(&Effect::Send) && state.served.is_busy);
    let new = ChipResponse { kind: "new".to_owned(), ..chip("pat", "green") };
    let effects = answer(&mut state, question(&effects), vec![new]);
    assert!(effects.contains(&Effect::Send));
    assert_eq!(state.chips.lines().len(), 2);
}

#[test]
fn whose_address_it_is_is_seen_before_the_form_goes_out() {
    for kind in ["member", "guest", "pending"] {
        let mut state = with(vec![chip("adele", "green")]);
        type_in(&mut state, "pat@x.example");
        let effects = apply(&mut state, submitted());
        let known = ChipResponse { kind: kind.to_owned(), ..chip("pat", "green") };
        let effects = answer(&mut state, question(&effects), vec![known]);
        assert!(!effects.contains(&Effect::Send) && effects.contains(&focus(ids::SEND)), "{kind}");
        assert!(!state.served.is_busy);
        assert_eq!(apply(&mut state, submitted()), [Effect::Send], "{kind}");
    }
}

#[test]
fn a_form_whose_text_could_not_be_read_stays() {
    let sent = |outcome| {
        let mut state = with(Vec::new());
        type_in(&mut state, "pat@x.example");
        let Some((round, asked)) = question(&apply(&mut state, submitted())) else {
            unreachable!("it is read")
        };
        let effects = apply(&mut state, Event::Judged { round, asked, outcome });
        assert_eq!((state.picker.text.as_str(), state.served.is_busy), ("pat@x.example", false));
        effects
    };
    assert!(!sent(Outcome::Unreachable).contains(&Effect::Send));
    assert!(sent(Outcome::SignedOut).contains(&Effect::SubmitNatively));
}

#[test]
fn whoever_takes_the_unread_text_out_has_the_rest_sent() {
    let mut state = with(vec![chip("adele", "green")]);
    type_in(&mut state, "pat@x.example");
    apply(&mut state, submitted());
    let id = ids_of(&state)[1];
    assert!(apply(&mut state, Event::Removed(id)).contains(&Effect::Send));
}

#[test]
fn whoever_edits_the_unread_text_has_nothing_sent_and_can_send_again() {
    let mut state = with(vec![chip("adele", "green")]);
    type_in(&mut state, "pat@x.example");
    let reading = question(&apply(&mut state, submitted()));
    let id = ids_of(&state)[1];
    apply(&mut state, Event::Edited(id));
    assert_eq!((state.picker.text.as_str(), state.served.is_busy), ("pat@x.example", false));
    assert_eq!(answer(&mut state, reading, vec![chip("pat", "green")]), []);
    assert!(question(&apply(&mut state, submitted())).is_some());
}

#[test]
fn trouble_stands_beside_the_first_field_it_is_about_or_in_the_notice() {
    let mut state = with(vec![chip("adele", "green")]);
    let message = focus(&ids::field_id("message"));
    assert_eq!(apply(&mut state, refused(refusal("message"), Vec::new(), "")), [message]);
    assert!(state.served.errors.sentence.is_empty() && state.served.key.is_empty());
    assert_eq!(apply(&mut state, refused(refusal(""), Vec::new(), "k2")), [focus(ids::ADDRESS)]);
    assert_eq!((state.served.errors.sentence.as_str(), state.served.key.as_str()), ("No.", "k2"));
    apply(&mut state, Event::Answered(Outcome::Problem(refusal(""))));
    assert_eq!(state.served.announcements, 3, "the same once more is said once more");
}

#[test]
fn the_first_field_that_is_wrong_gets_the_focus_whatever_the_form_asks_for() {
    let mut state = with(vec![chip("adele", "green")]);
    let mut problem = refusal("attributes[1]");
    problem.fields.push(FieldText { field: "name".to_owned(), text: "Nor this.".to_owned() });
    assert_eq!(apply(&mut state, refused(problem, Vec::new(), "")), [focus("share-attributes[1]")]);
    assert_eq!(ids::field_of_error(&ids::field_error_id("attributes[1]")), ids::field_id("attributes[1]"));
}

#[test]
fn the_recipients_come_back_as_they_were_judged_and_say_themselves_what_is_wrong() {
    let mut state = with(vec![chip("adele", "green"), chip("grady", "green")]);
    let judged = vec![chip("adele", "green"), chip("grady", "red")];
    let effects = apply(&mut state, refused(refusal("recipients[1].address"), judged, ""));
    let red = ids_of(&state)[1];
    assert!(effects.contains(&focus(&ids::chip_trouble_id(red))));
    assert_eq!(state.served.errors.fields, [], "not said twice");
    assert_eq!((state.served.errors.sentence.as_str(), state.reds()), ("No.", 1));
    let ambiguous = ChipResponse { candidates: vec![person("alex")], ..chip("al", "red") };
    let effects = apply(&mut state, refused(refusal("person"), vec![ambiguous], ""));
    let first = ids_of(&state)[0];
    assert!(effects.contains(&focus(&ids::candidate_id(first, 0))));
}

#[test]
fn an_empty_form_says_so_beside_its_field() {
    let mut state = with(Vec::new());
    assert_eq!(apply(&mut state, submitted()), [Effect::Send]);
    assert_eq!(apply(&mut state, refused(refusal("address"), Vec::new(), "")), [focus("share-address")]);
    assert_eq!(state.served.errors.fields.len(), 1);
}

/// What stands in the dialog stands there still: nothing was sent.
#[test]
fn a_dialog_of_somebody_else_says_so_and_stays() {
    let mut state = with(vec![chip("grady", "green")]);
    apply(&mut state, submitted());
    let problem = ProblemBody { code: "somebody-else".to_owned(), ..refusal("") };
    apply(&mut state, Event::Answered(Outcome::Problem(problem)));
    assert_eq!((state.served.errors.sentence.as_str(), state.served.is_busy), ("No.", false));
    assert!(!state.chips.is_empty() && state.follow.is_none());
}

#[test]
fn our_own_silence_keeps_what_stands_beside_fields() {
    let mut state = with(Vec::new());
    state.served.errors = FormErrors::of(refusal("name"));
    apply(&mut state, Event::Answered(Outcome::Unreachable));
    assert_eq!(state.served.errors.sentence, "Away.");
    assert_eq!(state.served.errors.fields.len(), 1);
}

/// As after a session that lapsed: the server has drawn what the form had.
#[test]
fn a_form_that_came_back_has_its_recipients() {
    let start = ShareStart {
        open: true,
        problem: Some(refusal("address")),
        chips: vec![chip("grady", "red")],
        ..ShareStart::default()
    };
    let state = State::new(&start, "pat".to_owned());
    assert_eq!((names(&state), state.picker.text.as_str()), (vec!["grady"], "pat"));
    assert_eq!(state.served.errors.fields, []);
    assert!(state.leads_away);
}
