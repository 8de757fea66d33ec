#![allow(clippy::unwrap_used)]

use contract::{EntraUserId, InvitationId, RoleName};
use time::OffsetDateTime;

use super::*;

fn person(name: &str) -> AccessRow {
    AccessRow {
        user: EntraUserId::parse("user").unwrap(),
        name: name.to_owned(),
        address: format!("{name}@b.example"),
        role: RoleName::parse("reader").unwrap(),
        standing: UserStatus::Guest,
        given_by: "Adele Vance".to_owned(),
        since: OffsetDateTime::UNIX_EPOCH,
        invitation: None,
    }
}

fn list(people: usize, count: u32) -> String {
    let people: Vec<_> = (0..people).map(|n| person(&format!("p{n}"))).collect();
    view! { <AccessList lang=Language::English people count few=3 /> }.to_html()
}

#[test]
fn a_long_list_is_folded_and_says_what_it_leaves_out() {
    for (people, count, fold, rest) in [
        (4, 4, None, None),
        (5, 5, Some("Show all 5 people"), None),
        (213, 213, Some("Show all 213 people"), None),
        (500, 620, Some("617 more people"), Some("120 more people")),
    ] {
        let html = list(people, count);
        assert_eq!(html.matches("<li").count(), people);
        let (shown, folded) = html.split_once("<details").unwrap_or((&html, ""));
        assert_eq!(shown.matches("<li").count(), if fold.is_some() { 3 } else { people });
        assert_eq!(fold.is_some(), folded.contains("<summary"), "{count}");
        assert!(fold.into_iter().chain(rest).all(|says| folded.contains(says)), "{count}");
        assert_eq!(rest.is_some(), folded.contains("class=\"quiet small\""), "{count}");
    }
}

#[test]
fn only_an_administrators_list_leads_to_the_invitations() {
    let people = vec![
        AccessRow { invitation: Some(InvitationId::parse("n1").unwrap()), ..person("pat") },
        person("lee"),
    ];
    let list = |to_invitations: bool| {
        let people = people.clone();
        view! { <AccessList lang=Language::English people count=2 few=3 to_invitations /> }.to_html()
    };
    let html = list(true);
    assert_eq!((html.matches("<a ").count(), html.contains("href=\"/invitations/n1\"")), (1, true), "{html}");
    assert!(!list(false).contains("<a "));
}

#[test]
fn those_who_do_not_fit_are_a_link_away_where_there_is_one() {
    let people: Vec<_> = (0..50).map(|n| person(&format!("p{n}"))).collect();
    let more = Some("/items/plan?after=p49".to_owned());
    let html = view! { <AccessList lang=Language::English people count=620 few=3 more /> }.to_html();
    assert!(html.contains("<a href=\"/items/plan?after=p49\">570 more people"), "{html}");
    assert!(!list(50, 620).contains("<a "), "in the dialog there is none");
}

#[test]
fn an_address_that_is_the_name_is_said_once() {
    let cell = |name: &str, more: &str| {
        view! { <PersonCell name=name.to_owned() more=more.to_owned() outside=true /> }.to_html()
    };
    assert_eq!(cell("pat@b.example", "pat@b.example").matches("@b.example").count(), 1);
    assert!(!cell("pat@b.example", "pat@b.example").contains("person-more"));
    assert!(cell("Pat", "pat@b.example").contains("person-more"));
    assert!(!cell("Pat", "pat@b.example").contains("<a "));
    let (name, more, href) = ("Pat".to_owned(), "pat@b.example".to_owned(), "/invitations/n1".to_owned());
    let leads = view! { <PersonCell name more outside=true href /> }.to_html();
    assert!(leads.contains("href=\"/invitations/n1\"") && leads.contains("row-link"), "{leads}");
}

#[test]
fn somebody_from_outside_has_initials_too() {
    let avatar = |outside, small| view! { <Avatar name="Grady Archie".to_owned() outside small /> }.to_html();
    for (outside, small, globe) in
        [(false, false, false), (true, false, true), (true, true, false), (false, true, false)]
    {
        let html = avatar(outside, small);
        assert!(html.contains("GA"), "{html}");
        assert_eq!(html.contains("avatar-corner"), globe, "{html}");
    }
    let written = r#"<span class="avatar avatar-2 avatar-small" aria-hidden="true">GA</span>"#;
    assert_eq!(avatar(true, true), written);
    let unnamed = view! { <Avatar name=String::new() /> }.to_html();
    assert!(unnamed.contains("#globe"), "{unnamed}");
}

#[test]
fn what_is_written_as_text_is_never_markup() {
    let written = r#"<span class="avatar avatar-2 avatar-small" aria-hidden="true">&lt;&amp;&gt;</span>"#;
    assert_eq!(write(2, " avatar-small", "<&>"), written);
    let name = r#"<b title="x">Pat</b> & "Lee""#;
    for (outside, small) in [(false, false), (true, false), (true, true), (false, true)] {
        let html = view! { <Avatar name=name.to_owned() outside small /> }.to_html();
        assert!(html.contains(">BL<") && !html.contains("<b") && !html.contains("Pat"), "{html}");
        assert_eq!(html.matches("aria-hidden").count(), html.matches("<svg").count() + 1, "{html}");
    }
    let cell = view! { <PersonCell name=name.to_owned() more=String::new() outside=false href="/a?b=\"c" /> };
    let html = cell.to_html();
    assert!(html.contains("&lt;b title=") && !html.contains("<b "), "{html}");
    assert!(!html.contains(r#"b="c"#), "{html}");
}

#[test]
fn initials_of_any_name() {
    for (name, expected) in [
        ("Adele Vance", "AV"),
        ("joni", "J"),
        ("José María Álvarez", "JÁ"),
        ("王小明", "王"),
        ("", ""),
        ("<&> \"", ""),
    ] {
        assert_eq!(initials(name), expected);
    }
}
