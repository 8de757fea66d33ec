use super::super::ShareStart;
use super::*;
use crate::responses::{FieldText, MatchResponse, MatchesResponse};

fn person(name: &str) -> MatchResponse {
    let address = [name, "@contoso.example"].concat();
    MatchResponse { id: name.to_owned(), name: name.to_owned(), address, ..MatchResponse::default() }
}

fn found(names: &[&str]) -> Search {
    matching(names.iter().map(|name| person(name)).collect())
}

fn matching(matches: Vec<MatchResponse>) -> Search {
    Search::Found(MatchesResponse { matches, ..MatchesResponse::default() })
}

/// Nobody is found for a text with this address, this name beside it, and this against it.
fn nobody(address: &str, name: &str, remark: &str) -> Search {
    let (address, name, remark) = (address.to_owned(), name.to_owned(), remark.to_owned());
    Search::Found(MatchesResponse { matches: Vec::new(), address, name, remark })
}

fn refusal(field: &str) -> ProblemBody {
    let text = "Not like this.".to_owned();
    let fields =
        if field.is_empty() { Vec::new() } else { vec![FieldText { field: field.to_owned(), text }] };
    ProblemBody { sentence: "No.".to_owned(), advice: "Else.".to_owned(), fields, ..ProblemBody::default() }
}

#[test]
fn the_first_field_that_is_wrong_gets_the_focus_whatever_the_form_asks_for() {
    let mut state = State::default();
    let mut problem = refusal("attributes[1]");
    problem.fields.push(FieldText { field: "name".to_owned(), text: "Nor this.".to_owned() });
    let answer = Outcome::Ok(ShareResponse::Refused { problem, key: String::new() });
    let focus = Some(Effect::Focus("share-attributes[1]".to_owned()));
    assert_eq!(apply(&mut state, Event::Answered(answer)), focus);
    assert_eq!(ids::field_of_error(&ids::field_error_id("attributes[1]")), ids::field_id("attributes[1]"));
}

fn progress(state: &str, settled: bool) -> Outcome<ProgressResponse> {
    Outcome::Ok(ProgressResponse { state: state.to_owned(), settled, ..ProgressResponse::default() })
}

/// A dialog whose list is open.
fn listing(names: &[&str]) -> State {
    let mut state = State::default();
    let search = apply(&mut state, Event::Typed(" di ".to_owned()));
    assert_eq!(search, Some(Effect::Search("di".to_owned())));
    assert_eq!(apply(&mut state, Event::Searched("di".to_owned(), found(names))), None);
    state
}

/// A dialog that follows an accepted invitation.
fn following() -> State {
    let start = ShareStart { unanswered: "Nobody answers.".to_owned(), ..ShareStart::default() };
    let mut state = State::new(start, "pat@northwind.example".to_owned());
    assert_eq!(apply(&mut state, Event::Submitted { name: " Pat ".to_owned() }), Some(Effect::Send));
    let accepted = Outcome::Ok(ShareResponse::Accepted {
        invitation: "n1".to_owned(),
        address: "pat@northwind.example".to_owned(),
    });
    assert_eq!(apply(&mut state, Event::Answered(accepted)), Some(Effect::Follow("n1".to_owned())));
    state
}

#[test]
fn the_list_opens_with_whoever_fits_and_the_keys_walk_it_round() {
    let mut state = listing(&["diego", "dina"]);
    assert!(state.picker.open);
    let mut walk = |down| {
        apply(&mut state, Event::ArrowKey { down });
        state.picker.active
    };
    assert_eq!([walk(true), walk(true), walk(true)], [Some(0), Some(1), Some(0)]);
    assert_eq!(walk(false), Some(1));
    apply(&mut state, Event::ListClosed);
    assert_eq!((state.picker.open, state.picker.active), (false, None));
    apply(&mut state, Event::ArrowKey { down: false });
    assert_eq!((state.picker.open, state.picker.active), (true, Some(1)), "opens again, from below");
}

#[test]
fn an_answer_for_an_older_text_is_dropped() {
    let mut state = listing(&[]);
    apply(&mut state, Event::Typed("dieg".to_owned()));
    apply(&mut state, Event::Searched("di".to_owned(), found(&["dina"])));
    assert!(state.picker.matches.is_empty());
    apply(&mut state, Event::Submitted { name: String::new() });
    apply(&mut state, Event::Searched("dieg".to_owned(), found(&["diego"])));
    assert!(!state.picker.open, "the form is out: no list lies in front of it");
}

#[test]
fn the_line_below_says_what_came_of_the_search() {
    for (text, search, hint) in [
        ("di", found(&["diego"]), Hint::Ready),
        ("di", found(&[]), Hint::Nobody),
        ("d@x", found(&[]), Hint::Nobody),
        ("d@x.y", nobody("d@x.y", "", ""), Hint::New),
        ("d@x.y; e@x.y", nobody("", "", "Several."), Hint::Remark),
        ("d@x.y", nobody("d@x.y", "", "Not this one."), Hint::Remark),
        ("d@x", Search::SignedOut, Hint::Ready),
        ("di", Search::Failed, Hint::Failed),
    ] {
        let mut state = State::default();
        apply(&mut state, Event::Typed(text.to_owned()));
        apply(&mut state, Event::Searched(text.to_owned(), search));
        assert_eq!(state.picker.hint, hint, "{text}");
        assert_eq!(
            state.picker.found,
            Some(state.picker.matches.len()),
            "counted aloud, also when it is nobody"
        );
    }
    let mut state = listing(&["diego"]);
    assert_eq!(apply(&mut state, Event::Typed("d".to_owned())), None, "too short to be looked up");
    assert!(!state.picker.open && state.picker.matches.is_empty());
}

#[test]
fn what_stood_beside_the_address_is_known_until_the_text_changes() {
    let mut state = State::default();
    let text = "Pat Lee <pat@Northwind.example>";
    apply(&mut state, Event::Typed(text.to_owned()));
    assert_eq!(state.picker.shown_address(), text);
    apply(&mut state, Event::Searched(text.to_owned(), nobody("pat@northwind.example", "Pat Lee", "")));
    assert_eq!(
        (state.picker.name.as_str(), state.picker.shown_address()),
        ("Pat Lee", "pat@northwind.example")
    );
    let mut sent = state.clone();
    apply(&mut sent, Event::Submitted { name: String::new() });
    assert_eq!(sent.person, "pat@northwind.example", "what is invited is what is named");
    // The form went out before the answer to the look-up came.
    let mut quick = State::default();
    apply(&mut quick, Event::Typed("pat@Northwind.example;".to_owned()));
    apply(&mut quick, Event::Submitted { name: String::new() });
    let (invitation, address) = ("n1".to_owned(), "pat@northwind.example".to_owned());
    apply(&mut quick, Event::Answered(Outcome::Ok(ShareResponse::Accepted { invitation, address })));
    assert_eq!(quick.follow.map(|follow| follow.person).as_deref(), Some("pat@northwind.example"));
    apply(&mut state, Event::Typed("pat".to_owned()));
    assert_eq!((state.picker.name.as_str(), state.picker.address.as_str()), ("", ""));
}

#[test]
fn one_character_is_looked_up_where_it_is_a_word() {
    let mut state = State::default();
    for (text, is_word) in [("王", true), ("김", true), ("あ", true), ("a", false), ("é", false), ("", false)]
    {
        assert_eq!(apply(&mut state, Event::Typed(text.to_owned())).is_some(), is_word, "{text}");
    }
}

#[test]
fn whoever_is_blocked_is_shown_and_not_taken() {
    let mut state = listing(&["diego"]);
    state.picker.matches[0].blocked = "Blocked.".to_owned();
    assert_eq!(apply(&mut state, Event::Picked(0)), None);
    assert_eq!((&state.picker.chosen, state.picker.open), (&None, true));
}

#[test]
fn a_match_is_taken_and_taken_out_again() {
    let mut state = listing(&["diego"]);
    state.errors = FormErrors::of(refusal("address"));
    assert_eq!(apply(&mut state, Event::Picked(7)), None);
    assert_eq!(apply(&mut state, Event::Picked(0)), Some(Effect::Focus(ids::ROLE.to_owned())));
    assert_eq!(state.picker.chosen, Some(person("diego")));
    assert_eq!((state.picker.text.as_str(), state.picker.hint), ("diego@contoso.example", Hint::Known));
    assert_eq!(state.errors, FormErrors::default());
    assert_eq!(apply(&mut state, Event::Removed), Some(Effect::Focus(ids::ADDRESS.to_owned())));
    assert_eq!((&state.picker.chosen, state.picker.hint), (&None, Hint::Ready));
}

#[test]
fn the_form_goes_out_once_at_a_time() {
    let mut state = State::default();
    let sent = || Event::Submitted { name: String::new() };
    assert_eq!(apply(&mut state, sent()), Some(Effect::Send));
    assert_eq!(apply(&mut state, sent()), None);
    apply(&mut state, Event::Answered(Outcome::Unreachable));
    assert_eq!(apply(&mut state, sent()), Some(Effect::Send));
    assert_eq!(apply(&mut state, Event::Answered(Outcome::SignedOut)), Some(Effect::SubmitNatively));
}

#[test]
fn trouble_stands_beside_the_first_field_it_is_about_or_in_the_notice() {
    let mut state = State::default();
    let refused = |problem, key: &str| {
        Event::Answered(Outcome::Ok(ShareResponse::Refused { problem, key: key.to_owned() }))
    };
    assert_eq!(
        apply(&mut state, refused(refusal("message"), "")),
        Some(Effect::Focus("share-message".to_owned()))
    );
    assert!(state.errors.sentence.is_empty() && state.key.is_empty());
    let to_address = Some(Effect::Focus(ids::ADDRESS.to_owned()));
    assert_eq!(apply(&mut state, refused(refusal(""), "k2")), to_address);
    assert_eq!((state.errors.sentence.as_str(), state.key.as_str()), ("No.", "k2"));
    assert_eq!(apply(&mut state, Event::Answered(Outcome::Problem(refusal("")))), to_address);
    assert_eq!(state.announcements, 3, "the same once more is said once more");
}

#[test]
fn who_is_meant_is_asked_and_forgotten_when_somebody_types() {
    let mut state = State::default();
    let choose = ShareResponse::Choose { matches: vec![person("alex")] };
    assert_eq!(apply(&mut state, Event::Answered(Outcome::Ok(choose))), Some(Effect::FocusCandidates));
    assert_eq!(state.candidates, [person("alex")]);
    apply(&mut state, Event::Typed("x".to_owned()));
    assert!(state.candidates.is_empty());
}

/// As after a session that lapsed: the server has drawn the chip, and what is sent is named.
#[test]
fn whoever_was_chosen_before_is_chosen_still() {
    let start = ShareStart { chosen: Some(person("grady")), ..ShareStart::default() };
    let mut state = State::new(start, "grady@contoso.example".to_owned());
    assert_eq!((state.picker.chosen.clone(), state.picker.hint), (Some(person("grady")), Hint::Known));
    assert_eq!(apply(&mut state, Event::Submitted { name: String::new() }), Some(Effect::Send));
    assert_eq!(state.person, "grady");
    state.busy = false;
    apply(&mut state, Event::Removed);
    assert_eq!((state.picker.chosen.clone(), state.picker.hint), (None, Hint::Ready));
}

/// What stands in the dialog stands there still: nothing was sent.
#[test]
fn a_dialog_of_somebody_else_says_so_and_stays() {
    let start = ShareStart { chosen: Some(person("grady")), ..ShareStart::default() };
    let mut state = State::new(start, String::new());
    apply(&mut state, Event::Submitted { name: String::new() });
    let refused = Outcome::Problem(ProblemBody { code: "somebody-else".to_owned(), ..refusal("") });
    apply(&mut state, Event::Answered(refused));
    assert_eq!((state.errors.sentence.as_str(), state.busy), ("No.", false));
    assert!(state.picker.chosen.is_some() && state.follow.is_none());
}

#[test]
fn our_own_silence_is_said_in_the_words_of_the_page_and_keeps_what_stands_beside_fields() {
    let start = ShareStart {
        unreachable: "Away.".to_owned(),
        problem: Some(refusal("name")),
        ..ShareStart::default()
    };
    let mut state = State::new(start, String::new());
    apply(&mut state, Event::Answered(Outcome::Unreachable));
    assert_eq!(state.errors.sentence, "Away.");
    assert_eq!(state.errors.fields.len(), 1);
}

#[test]
fn what_was_accepted_is_followed_until_it_settles() {
    let mut state = following();
    assert!(state.leads_away());
    assert_eq!(state.follow.as_ref().map(|follow| follow.person.as_str()), Some("Pat"));
    let mut pauses = Vec::new();
    for _ in 0..8 {
        let Some(Effect::PollAgain(_, pause)) = apply(&mut state, Event::Polled(progress("working", false)))
        else {
            unreachable!("it goes on")
        };
        pauses.push(pause);
    }
    assert_eq!(pauses[..3], [150, 450, 1_050]);
    assert_eq!(pauses.last(), Some(&5_000));
    assert_eq!(apply(&mut state, Event::Polled(progress("sent", true))), Some(Effect::NotifyPending));
    assert_eq!(apply(&mut state, Event::Closed), Some(Effect::OpenItem));
}

#[test]
fn what_failed_for_good_goes_back_into_the_form() {
    let mut state = following();
    let (state_name, key) = ("failed".to_owned(), "k2".to_owned());
    let problem = Some(refusal("address"));
    let failed = ProgressResponse { state: state_name, key, problem, ..ProgressResponse::default() };
    let (invitation, focus) = ("n1".to_owned(), ids::ADDRESS.to_owned());
    let effect = apply(&mut state, Event::Polled(Outcome::Ok(failed)));
    assert_eq!(effect, Some(Effect::ProblemShown { invitation, focus }));
    assert_eq!((state.follow.is_none(), state.key.as_str(), state.errors.fields.len()), (true, "k2", 1));
    assert_eq!(apply(&mut state, Event::Closed), None, "nothing is new behind the dialog");
}

#[test]
fn a_long_silence_is_said_once_and_taken_back() {
    let mut state = following();
    let no_response =
        |state: &State| state.follow.as_ref().map(|follow| follow.no_response.clone()).unwrap_or_default();
    for _ in 0..2 {
        apply(&mut state, Event::Polled(Outcome::Unreachable));
    }
    assert_eq!(no_response(&state), "");
    apply(&mut state, Event::Polled(Outcome::Unreachable));
    assert_eq!(no_response(&state), "Nobody answers.");
    apply(&mut state, Event::Polled(Outcome::Problem(refusal(""))));
    assert_eq!(no_response(&state), "Nobody answers.", "said once only");
    apply(&mut state, Event::Polled(progress("working", false)));
    assert_eq!(no_response(&state), "");
    for _ in 0..3 {
        apply(&mut state, Event::Polled(Outcome::Problem(refusal(""))));
    }
    assert_eq!(no_response(&state), "No.", "in the server's words where it gave some");
    let signed_out = apply(&mut state, Event::Polled(Outcome::SignedOut));
    assert_eq!(signed_out, Some(Effect::OpenInvitation("n1".to_owned())));
}

#[test]
fn who_was_invited_and_has_not_come_is_said_to_be_so_before_anything_is_sent() {
    let mut state = State::default();
    apply(&mut state, Event::Typed("joni".to_owned()));
    let joni = MatchResponse { standing: "pending".to_owned(), ..person("joni") };
    apply(&mut state, Event::Searched("joni".to_owned(), matching(vec![joni])));
    assert_eq!(state.audience(), "new", "nobody is chosen yet");
    apply(&mut state, Event::Picked(0));
    assert_eq!((state.picker.hint, state.audience()), (Hint::Pending, "pending"));
    apply(&mut state, Event::Removed);
    assert_eq!((state.picker.hint, state.audience()), (Hint::Ready, "new"));
}
