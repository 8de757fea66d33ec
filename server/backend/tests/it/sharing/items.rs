//! The items that people see.

use backend::items::{self, RegisterError, RegisteredItem};
use contract::{
    EntraUserId, ItemFilter, ItemId, KindName, ProblemCode, RoleName, SafeUrl, ShareForm, UserStatus,
};
use testing::names::APP;

use super::app::{ITEM, TestApp, adele, form, guest_of, person};

#[tokio::test]
async fn members_see_what_is_open_and_guests_what_was_shared() {
    let app = TestApp::new().await;
    let port = app.sharing.items();
    let all = port.list(&adele(), &ItemFilter::default()).await.unwrap();
    assert!(!all.has_more);
    assert_eq!(all.rows.len(), 12, "two are for those they were shared with");
    let filter =
        ItemFilter { text: " STREET ".to_owned(), kind: KindName::parse("project").ok(), after: None };
    let found = port.list(&adele(), &filter).await.unwrap().rows;
    assert_eq!(found.iter().map(|row| row.item.id.as_str()).collect::<Vec<_>>(), ["elm-street-renewal"]);
    assert_eq!(port.kinds(&adele()).await.unwrap().len(), 4);
    app.accepted(&adele(), form("ana@fabrikam.example")).await;
    app.settle().await;
    let guest = guest_of(&app.accept("ana@fabrikam.example").await);
    let own = port.list(&guest, &ItemFilter::default()).await.unwrap().rows;
    assert_eq!(own.iter().map(|row| row.item.id.as_str()).collect::<Vec<_>>(), [ITEM]);
    assert!(own[0].people.is_empty());
    assert_eq!(own[0].shared_by.as_deref(), Some("Name of adele"));
    assert!(own[0].last_shared.is_some());
    let view = port.open(&guest, &ItemId::parse(ITEM).unwrap()).await.unwrap();
    assert_eq!(view.message.as_deref(), Some("Please look at annex C."));
    assert_eq!((view.people.len(), view.people_count), (0, 0), "who else has access is nothing for a guest");
    let view = port.open(&adele(), &ItemId::parse(ITEM).unwrap()).await.unwrap();
    assert_eq!((view.people.len(), view.people_count, view.message), (1, 1, None));
    assert_eq!(port.kinds(&guest).await.unwrap(), [KindName::parse("document").unwrap()]);
    let line = port.list(&adele(), &ItemFilter::default()).await.unwrap().rows;
    let line = line.iter().find(|row| row.item.id.as_str() == ITEM).unwrap();
    assert_eq!((line.people_count, line.people[0].outside), (1, true));
    assert!(line.last_shared.is_some() && line.shared_by.is_none());
}

#[tokio::test]
async fn a_list_that_is_cut_says_so_and_goes_on() {
    let app = TestApp::new().await;
    let url = SafeUrl::parse("http://localhost:3000").unwrap();
    let one = items::sample(&url).into_iter().find(|item| item.id.as_str() == ITEM).unwrap();
    let copy = |number| RegisteredItem {
        id: ItemId::parse(&format!("plan-{number}")).unwrap(),
        title: format!("Fire plan {number}"),
        ..one.clone()
    };
    let copies: Vec<_> = (0..501).map(copy).collect();
    assert_eq!(app.sharing.register(&copies).await.unwrap(), 501);
    let port = app.sharing.items();
    let filter = |text: &str| ItemFilter { text: text.to_owned(), ..ItemFilter::default() };
    let whole = port.list(&adele(), &filter("fire plan 50")).await.unwrap();
    assert_eq!((whole.rows.len(), whole.has_more), (2, false), "50 and 500");
    let (mut after, mut titles) = (None, Vec::new());
    for page in 1..=6 {
        let list = port.list(&adele(), &ItemFilter { after, ..filter("fire plan") }).await.unwrap();
        assert_eq!((list.rows.len(), list.has_more), if page == 6 { (1, false) } else { (100, true) });
        after = list.rows.last().map(|row| row.item.id.clone());
        titles.extend(list.rows.into_iter().map(|row| row.item.title));
    }
    let mut expected: Vec<_> = copies.into_iter().map(|item| item.title).collect();
    expected.sort();
    assert_eq!(titles, expected);
}

#[tokio::test]
async fn people_with_access_come_page_by_page() {
    let app = TestApp::new().await;
    let mut tx = app.storage.begin().await.unwrap();
    for number in 100..220_i64 {
        let user = EntraUserId::parse(&format!("guest-{number}")).unwrap();
        let person = storage::people::PersonRow {
            tenant: adele().tenant,
            user: user.clone(),
            name: user.to_string(),
            address: format!("{user}@fabrikam.example"),
            standing: UserStatus::Guest,
            company: None,
            seen_at: 1,
        };
        storage::people::upsert(&mut tx, &person).await.unwrap();
        let access = storage::access::NewAccess {
            tenant: person.tenant,
            user,
            item: ItemId::parse(ITEM).unwrap(),
            role: RoleName::parse("reader").unwrap(),
            given_by_user: adele().user,
            given_by_name: "Adele".to_owned(),
            since: number,
            until: None,
            invitation: None,
        };
        assert!(storage::access::grant(&mut tx, &access, &[]).await.unwrap());
    }
    tx.commit().await.unwrap();
    let (port, item) = (app.sharing.items(), ItemId::parse(ITEM).unwrap());
    let view = port.open(&adele(), &item).await.unwrap();
    assert_eq!((view.people.len(), view.people_count), (16, 120));
    assert_eq!(view.people[0].name, "guest-219");
    let second = port.people(&adele(), &item, &view.people[15].user).await.unwrap();
    assert_eq!((second.people.len(), second.has_more), (16, true));
    assert_eq!(second.people[0].name, "guest-203");
    let (mut last, mut seen) = (second, 32);
    while last.has_more {
        last = port.people(&adele(), &item, &last.people[15].user).await.unwrap();
        seen += last.people.len();
    }
    assert_eq!((last.people.len(), seen), (8, 120));
    let guest = person("guest-100", true);
    let refused = port.people(&guest, &item, &view.people[15].user).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::NotAllowed);
    let hidden = ItemId::parse("merger-review").unwrap();
    let refused = port.people(&adele(), &hidden, &view.people[15].user).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::NotFound);
}

#[tokio::test]
async fn what_is_hidden_looks_like_what_is_not_there() {
    let app = TestApp::new().await;
    let port = app.sharing.items();
    for (caller, item) in
        [(adele(), "merger-review"), (adele(), "no-such-item"), (person("grady", true), ITEM)]
    {
        let problem = port.open(&caller, &ItemId::parse(item).unwrap()).await.unwrap_err();
        assert_eq!(problem.code, ProblemCode::NotFound, "{item}");
    }
    let view = port.open(&adele(), &ItemId::parse(ITEM).unwrap()).await.unwrap();
    assert!(view.may_share && view.own.is_none());
    assert_eq!(view.roles.len(), 2);
}

#[tokio::test]
async fn registering_again_changes_only_what_differs() {
    let app = TestApp::new().await;
    let url = SafeUrl::parse("http://localhost:3000").unwrap();
    let mut all = items::sample(&url);
    assert_eq!(app.sharing.register(&all).await.unwrap(), 0);
    all[0].title = "Another title".to_owned();
    assert_eq!(app.sharing.register(&all).await.unwrap(), 1);
    app.check().await;
}

#[tokio::test]
async fn nobody_lands_where_nobody_allowed() {
    let app = TestApp::new().await;
    let elsewhere = SafeUrl::parse("https://app.example").unwrap();
    let item: RegisteredItem = items::sample(&elsewhere).remove(0);
    let refused = app.sharing.register(std::slice::from_ref(&item)).await;
    assert!(matches!(refused, Err(RegisterError::Landing(_))));
    let allowed = app.another_process().with_redirect_origins(["https://app.example".to_owned()]);
    assert_eq!(allowed.register(std::slice::from_ref(&item)).await.unwrap(), 1);
    let twice = allowed.register(&[item.clone(), item.clone()]).await;
    assert!(matches!(twice, Err(RegisterError::Twice(_))));
    let untitled = RegisteredItem { title: " ".to_owned(), ..item };
    assert!(matches!(allowed.register(&[untitled]).await, Err(RegisterError::Text(..))));
}

/// An origin that was taken off the list after the item was registered.
#[tokio::test]
async fn nobody_is_sent_where_nobody_may_land_any_more() {
    let app = TestApp::new().await;
    let elsewhere = SafeUrl::parse("https://app.example").unwrap();
    let item: RegisteredItem = items::sample(&elsewhere).remove(0);
    let before = app.another_process().with_redirect_origins(["https://app.example".to_owned()]);
    before.register(std::slice::from_ref(&item)).await.unwrap();
    assert_eq!(before.items().open(&adele(), &item.id).await.unwrap().item.landing, item.landing);
    let shown = app.sharing.items().open(&adele(), &item.id).await.unwrap().item;
    assert_eq!(shown.landing.as_str(), format!("{APP}/items/{}", item.id), "its page here");
    let typed = ShareForm { item: item.id.to_string(), ..form("ana@fabrikam.example") };
    let id = app.accepted(&adele(), typed).await;
    app.settle().await;
    let progress = app.progress(&id).await;
    assert_eq!(progress.state, contract::InvitationState::Failed);
    assert_eq!(progress.problem.map(|problem| problem.code), Some(contract::ProblemCode::ItemRefused));
    assert!(app.posts().is_empty());
    app.check().await;
}
