#![allow(clippy::unwrap_used)]

use contract::{ItemId, RoleName};
use time::Duration;
use time::macros::datetime;

use super::*;

const NOW: OffsetDateTime = datetime!(2026-03-01 12:00 UTC);

fn row(state: InvitationState, retry_in: Option<Duration>) -> InvitationRow {
    let retry_at = retry_in.map(|time| NOW + time);
    InvitationRow {
        id: InvitationId::parse("n1").unwrap(),
        person: "Pat".to_owned(),
        address: "pat@northwind.example".to_owned(),
        outside: true,
        item: ItemId::parse("i1").unwrap(),
        item_title: "Plan".to_owned(),
        role: RoleName::parse("reader").unwrap(),
        state,
        problem: Some(Problem { retry_at, ..Problem::new(ProblemCode::DirectoryBusy) }),
        created: NOW,
        has_link: false,
        inviter: None,
        undone_by: None,
        tries: 0,
        awaits_guest: false,
        access_ended: false,
        history: Vec::new(),
    }
}

fn after(state: InvitationState, retry_in: Option<Duration>) -> Option<i64> {
    refresh_after(&row(state, retry_in), NOW)
}

#[test]
fn try_again_is_not_offered_before_the_time_that_is_waited_for() {
    let offered = |state, retry_in| may_try_again(&row(state, retry_in), NOW);
    assert!(!offered(InvitationState::Waiting, Some(Duration::seconds(1))));
    assert!(offered(InvitationState::Waiting, Some(Duration::ZERO)));
    assert!(offered(InvitationState::Stopped, None) && offered(InvitationState::Failed, None));
    assert!(!offered(InvitationState::Working, None) && !offered(InvitationState::Sent, None));
}

#[test]
fn a_page_without_scripts_asks_again_when_there_can_be_news() {
    assert_eq!(after(InvitationState::Working, None), Some(2));
    assert_eq!(after(InvitationState::Waiting, Some(Duration::minutes(25))), Some(1_500));
    assert_eq!(after(InvitationState::Waiting, Some(Duration::seconds(4))), Some(30));
    assert_eq!(after(InvitationState::Waiting, Some(Duration::minutes(-5))), Some(30));
    assert_eq!(after(InvitationState::Waiting, None), Some(30));
    assert_eq!(after(InvitationState::Stopped, None), None);
}

#[test]
fn a_line_goes_where_the_page_goes_and_what_is_foreign_in_it_stays_together() {
    let value = "דנה".to_owned();
    let given = vec![GivenAttribute { name: "companyName".to_owned(), label: None, value }];
    let html = view! { <Given lang=Language::English given /> }.to_html();
    assert!(!html.contains("dir=") && html.contains("\u{2068}דנה\u{2069}"), "{html}");
}
