use islands::responses::MatchResponse;

use super::*;

const ENGLISH: Language = Language::English;

fn chip(light: &str) -> ChipResponse {
    ChipResponse {
        key: "pat@northwind.example".to_owned(),
        line: "\t\t\tpat@northwind.example".to_owned(),
        text: "pat@northwind.example".to_owned(),
        name: "pat@northwind.example".to_owned(),
        outside: true,
        light: light.to_owned(),
        sentence: "What is said.".to_owned(),
        ..ChipResponse::default()
    }
}

fn candidate(id: &str, blocked: &str) -> MatchResponse {
    MatchResponse {
        id: id.to_owned(),
        line: format!("{id}\t\t\tpat@northwind.example"),
        name: format!("Pat {id}"),
        standing: "guest".to_owned(),
        blocked: blocked.to_owned(),
        ..MatchResponse::default()
    }
}

fn note(chip: ChipResponse) -> String {
    view! { <Note lang=ENGLISH at=3 chip hint="A hint." /> }.to_html()
}

#[test]
fn a_recipient_is_a_ticked_box_that_names_what_is_said_of_it() {
    let html = view! { <Recipient at=3 chip=chip(RED) /> }.to_html();
    assert!(html.contains("name=\"form[recipients][3]\""), "{html}");
    assert!(html.contains("type=\"checkbox\"") && html.contains(" checked"), "{html}");
    assert!(html.contains("aria-describedby=\"share-recipient-3-note\""), "{html}");
    assert!(note(chip(RED)).contains("id=\"share-recipient-3-note\""));
}

#[test]
fn a_light_is_an_icon_as_well_on_the_chip_and_beneath_the_field() {
    for (light, on_chip, beneath) in [
        (RED, Some("error-circle"), "error-circle"),
        (AMBER, Some("warning"), "warning"),
        (GREEN, None, "info"),
        ("", None, "info"),
    ] {
        let of = |name: &str| format!("#{name}\"");
        let html = view! { <Recipient at=0 chip=chip(light) /> }.to_html();
        for name in ["error-circle", "warning"] {
            assert_eq!(html.contains(&of(name)), on_chip == Some(name), "{light}: {html}");
        }
        assert!(note(chip(light)).contains(&of(beneath)), "{light}");
    }
}

#[test]
fn names_have_a_direction_of_their_own_and_sentences_that_of_the_page() {
    let several = ChipResponse {
        company: "Northwind".to_owned(),
        trouble: "Choose who".to_owned(),
        candidates: vec![candidate("one", "")],
        ..chip(RED)
    };
    let own = |html: &str| html.matches("dir=\"auto\"").count();
    let html = view! { <Recipient at=3 chip=several.clone() /> }.to_html();
    assert_eq!(own(&html), 2, "the name and the company: {html}");
    let html = note(several);
    assert_eq!(own(&html), 2, "the name, and that of whoever may be meant: {html}");
}

#[test]
fn of_whoever_is_all_right_nothing_is_said() {
    assert!(!has_note(&chip(GREEN)));
    assert!(!has_note(&chip("")));
    assert!(has_note(&chip("amber")));
    let html = view! { <Recipient at=0 chip=chip(GREEN) /> }.to_html();
    assert!(!html.contains("aria-describedby"), "{html}");
}

#[test]
fn who_is_meant_is_chosen_beside_the_box_whose_line_stays() {
    let several =
        ChipResponse { candidates: vec![candidate("one", ""), candidate("two", "Blocked.")], ..chip(RED) };
    let box_of_it = view! { <Recipient at=3 chip=several.clone() /> }.to_html();
    assert!(box_of_it.contains("name=\"form[recipients][3]\""), "{box_of_it}");
    let html = note(several);
    let name = field_name(Choice::Person.place(3));
    assert_eq!(html.matches(&format!("name=\"{name}\"")).count(), 2, "{html}");
    assert_eq!(html.matches(" checked").count(), 0, "{html}");
    assert_eq!(html.matches(" disabled").count(), 1, "{html}");
    let value = of_line("\t\t\tpat@northwind.example", "one\t\t\tpat@northwind.example");
    assert!(html.contains(&format!("value=\"{value}\"")), "{html}");
}

#[test]
fn the_only_one_who_can_be_meant_is_chosen() {
    let html = note(ChipResponse { candidates: vec![candidate("one", "")], ..chip(RED) });
    assert_eq!(html.matches("type=\"radio\"").count(), 1, "{html}");
    assert_eq!(html.matches(" checked").count(), 1, "{html}");
}

#[test]
fn a_guest_who_has_not_accepted_may_be_invited_again() {
    let pending = ChipResponse {
        line: "joni\t\t\tjoni@northwind.example".to_owned(),
        resend_line: "joni\tresend\t\tjoni@northwind.example".to_owned(),
        ..chip(GREEN)
    };
    let asks = |html: &str| html.contains(&of_line("joni\t\t\tjoni@northwind.example", RESEND));
    let html = note(pending.clone());
    assert!(asks(&html) && html.contains("A hint.") && !html.contains(" checked"), "{html}");
    // The box has the same line, whether or not that is ticked.
    let again = ChipResponse { line: pending.resend_line.clone(), resends: true, ..pending };
    let html = note(again.clone());
    assert!(asks(&html) && html.contains(" checked"), "{html}");
    let html = view! { <Recipient at=0 chip=again /> }.to_html();
    assert!(html.contains("value=\"joni\t\t\tjoni@northwind.example\""), "{html}");
}

#[test]
fn somebody_who_may_be_a_guest_who_has_not_accepted_may_be_invited_again() {
    let joni = MatchResponse { standing: "pending".to_owned(), ..candidate("joni", "") };
    assert!(may_resend(&ChipResponse { candidates: vec![joni], ..chip(RED) }));
    assert!(!may_resend(&ChipResponse { candidates: vec![candidate("one", "")], ..chip(RED) }));
}

#[test]
fn names_are_text() {
    let hostile = ChipResponse { name: "<b>x</b>".to_owned(), ..chip(RED) };
    let html = view! { <Recipient at=0 chip=hostile.clone() /> }.to_html();
    assert!(!html.contains("<b>"), "{html}");
    assert!(!note(hostile).contains("<b>"));
}
