#![allow(clippy::unwrap_used)]

use contract::{EntraUserId, FieldPath, InvitationId, ItemId, Problem, ProblemCode, RoleName};
use time::OffsetDateTime;
use time::macros::datetime;

use super::*;
use crate::calls::access::RefusedDay;

fn person(name: &str) -> AccessRow {
    AccessRow {
        user: EntraUserId::parse("user").unwrap(),
        name: name.to_owned(),
        address: format!("{name}@b.example"),
        role: RoleName::parse("reader").unwrap(),
        standing: UserStatus::Guest,
        given_by: "Adele Vance".to_owned(),
        since: OffsetDateTime::UNIX_EPOCH,
        until: None,
        invitation: None,
        state: AccessState::Active,
        may_change: false,
        may_move_last_day: false,
        offered_roles: Vec::new(),
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

fn changeable(people: Vec<AccessRow>, forms: Option<AccessForms>) -> String {
    let count = u32::try_from(people.len()).unwrap();
    view! { <AccessList lang=Language::English people count few=3 forms /> }.to_html()
}

fn forms() -> AccessForms {
    AccessForms {
        item: ItemId::parse("plan").unwrap(),
        item_title: "The plan".to_owned(),
        back: "/items/plan/share".to_owned(),
        place: "dialog",
        sender: "adele".to_owned(),
        longest_days: 0,
        refused: None,
    }
}

#[test]
fn only_what_the_reader_may_change_has_forms() {
    let roles = vec![RoleName::parse("contributor").unwrap()];
    let may = AccessRow { may_change: true, offered_roles: roles, ..person("pat") };
    let ends = AccessRow { may_change: true, ..person("kim") };
    let html = changeable(vec![may.clone(), ends.clone(), person("lee")], Some(forms()));
    assert_eq!(html.matches("<form").count(), 3, "{html}");
    assert_eq!(html.matches("action=\"/api/access/end\"").count(), 2, "{html}");
    assert_eq!(html.matches("action=\"/api/access/change-role\"").count(), 1, "{html}");
    assert!(html.contains("value=\"/items/plan/share\"") && html.contains("value=\"contributor\""), "{html}");
    assert!(!changeable(vec![may, ends], None).contains("<form"), "a list to be read");
}

#[test]
fn the_end_says_that_a_guest_stays_and_of_a_member_nothing() {
    let of = |standing| AccessRow { may_change: true, standing, ..person("pat") };
    for (standing, stays) in
        [(UserStatus::Guest, true), (UserStatus::Pending, true), (UserStatus::Member, false)]
    {
        let html = changeable(vec![of(standing)], Some(forms()));
        assert!(html.contains("This ends pat’s access to"), "{html}");
        assert_eq!(html.contains("The guest account of pat stays"), stays, "{html}");
    }
}

#[test]
fn since_when_through_whom_until_when_and_how_far_it_is_said() {
    let until = OffsetDateTime::UNIX_EPOCH + time::Duration::days(3);
    let row = AccessRow { until: Some(until), state: AccessState::UnderWay, ..person("pat") };
    let html = changeable(vec![row], None);
    for says in ["Shared by Adele Vance", "Last day: ", "Being set up"] {
        assert!(html.contains(says), "{says} in {html}");
    }
    assert!(!changeable(vec![person("lee")], None).contains("Last day"));
}

/// Somebody whose access ends with the year 2026, and may be moved.
fn movable(name: &str) -> AccessRow {
    let until = Some(datetime!(2027-01-01 00:00 UTC));
    let user = EntraUserId::parse(name).unwrap();
    AccessRow { user, may_change: true, may_move_last_day: true, until, ..person(name) }
}

#[test]
fn the_last_day_stands_in_its_field_and_the_settings_say_whether_it_may_be_left_empty() {
    let good = AccessRow { until: None, ..movable("lee") };
    let html = changeable(vec![movable("pat"), good], Some(forms()));
    assert_eq!(html.matches("action=\"/api/access/change-last-day\"").count(), 2, "{html}");
    assert_eq!(html.matches("value=\"2026-12-31\"").count(), 1, "{html}");
    assert!(html.contains("access doesn’t end by itself.") && !html.contains(" required"), "{html}");
    assert!(!html.contains(" max=") && !html.contains("day-trouble"), "{html}");
    let limited = AccessForms { longest_days: 30, ..forms() };
    let html = changeable(vec![movable("pat")], Some(limited));
    assert!(html.contains("At most 30 days from today.") && html.contains(" required"), "{html}");
    assert!(html.contains("max=\"1970-01-31\""), "{html}");
    let ends = AccessRow { may_move_last_day: false, ..movable("pat") };
    assert!(!changeable(vec![ends], Some(forms())).contains("change-last-day"));
}

#[test]
fn a_last_day_that_came_back_is_in_sight_with_what_was_typed_and_what_is_wrong() {
    let refused = RefusedDay {
        user: EntraUserId::parse("p5").unwrap(),
        typed: "soon\"<b>".to_owned(),
        problem: Some(Problem::of_field(FieldPath::UNTIL, ProblemCode::DayMalformed)),
    };
    let people: Vec<_> = (0..7).map(|n| movable(&format!("p{n}"))).collect();
    let html = changeable(people.clone(), Some(AccessForms { refused: Some(refused), ..forms() }));
    assert_eq!(html.matches("id=\"day-trouble\"").count(), 1, "{html}");
    let said =
        words::localize(Language::English, &Problem::of_field(FieldPath::UNTIL, ProblemCode::DayMalformed));
    assert!(html.contains(&said.fields[0].1) && html.contains("aria-invalid=\"true\""), "{html}");
    assert!(html.contains("aria-describedby=\"dialog-day-p5 day-trouble\""), "{html}");
    assert!(html.contains("value=\"soon&quot;") && !html.contains("<b>"), "{html}");
    // The fold of the list, and that of the person.
    let opened = |html: &str| {
        let tags = html.split("<details").skip(1).filter_map(|rest| rest.split('>').next());
        tags.filter(|tag| tag.contains(" open")).count()
    };
    assert_eq!(opened(&html), 2, "{html}");
    assert_eq!(opened(&changeable(people, Some(forms()))), 0);
}

#[test]
fn a_last_day_that_is_right_comes_back_with_why_it_was_not_taken() {
    // A test of one widget has no clock, and begins with 1970.
    let retry_at = Some(OffsetDateTime::UNIX_EPOCH + time::Duration::seconds(40));
    let too_fast = Problem { retry_at, ..Problem::new(ProblemCode::TooFast) };
    for (problem, says) in [
        (None, "Your change isn’t saved yet. Send it again."),
        (Some(too_fast), "That was a lot in a short time. You can try again in about 40 seconds."),
    ] {
        let user = EntraUserId::parse("pat").unwrap();
        let refused = RefusedDay { user, typed: "2030-12-31".to_owned(), problem };
        let html = changeable(vec![movable("pat")], Some(AccessForms { refused: Some(refused), ..forms() }));
        assert!(html.contains(says) && html.contains("value=\"2030-12-31\""), "{html}");
        assert!(html.contains("aria-describedby=\"dialog-day-pat day-trouble\""), "{html}");
        assert!(html.contains("id=\"day-field\"") && !html.contains("aria-invalid"), "{html}");
        assert!(html.contains("name=\"sender\"") && html.contains("value=\"adele\""), "{html}");
    }
}
