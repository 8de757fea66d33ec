//! An administrator narrows where invited people may land, and never widens it.

use backend::items::{self, RegisteredItem};
use contract::{
    Caller, DraftId, FormEdit, InvitationState, ItemFilter, LandingStanding, ProblemCode, RestoreForm,
    SafeUrl, SectionName, SectionPage, SettingsAnswer, SettingsForm, SettingsStep, ShareForm,
};
use testing::names::APP;

use super::app::{TestApp, adele, form, person};

const LANDING: &str = "https://app.example";

fn megan() -> Caller {
    Caller { is_admin: true, ..person("megan", false) }
}

/// An app whose configuration allows one more origin, and an item that lands there.
async fn with_item_elsewhere() -> (TestApp, RegisteredItem) {
    let mut app = TestApp::new().await;
    app.sharing = app.another_process().with_redirect_origins([LANDING.to_owned()]);
    let item: RegisteredItem = items::sample(&SafeUrl::parse(LANDING).unwrap()).remove(0);
    app.sharing.register(std::slice::from_ref(&item)).await.unwrap();
    (app, item)
}

async fn page(app: &TestApp, draft: Option<&DraftId>) -> SectionPage {
    let section = SectionName::parse("landing").unwrap();
    app.sharing.settings().section(&megan(), &section, draft).await.unwrap()
}

/// Sends the form with these addresses and nothing else.
async fn send(app: &TestApp, addresses: &[&str]) -> SettingsAnswer {
    let version = page(app, None).await.version;
    let fields = addresses.iter().enumerate();
    let fields = fields.map(|(at, typed)| (format!("addresses.{at}"), (*typed).to_owned())).collect();
    let form = SettingsForm { section: "landing".to_owned(), version, fields, ..SettingsForm::default() };
    app.sharing.settings().edit(&megan(), form, FormEdit::Review).await.unwrap()
}

async fn change(app: &TestApp, addresses: &[&str]) {
    let SettingsAnswer::Review(draft) = send(app, addresses).await else { panic!("{addresses:?}") };
    let settings = app.sharing.settings();
    let stored = settings.confirm(&megan(), &draft, String::new(), SettingsStep::Confirm).await.unwrap();
    assert!(matches!(stored, SettingsAnswer::Stored(_)), "{stored:?}");
}

/// Where the item opens, on its page and in the list.
async fn opens_at(app: &TestApp, item: &RegisteredItem) -> String {
    let opened = app.sharing.items().open(&adele(), &item.id).await.unwrap().item.landing;
    let list = app.sharing.items().list(&adele(), &ItemFilter::default()).await.unwrap().rows;
    let listed = list.into_iter().find(|row| row.item.id == item.id).unwrap().item.landing;
    assert_eq!(opened, listed);
    opened.as_str().to_owned()
}

/// Where those who were invited will be redirected.
fn redirects(app: &TestApp) -> Vec<String> {
    app.posts().into_iter().map(|post| post.redirect).collect()
}

#[tokio::test]
async fn an_item_whose_address_is_switched_off_opens_and_is_shared_on_its_page_here() {
    let (app, item) = with_item_elsewhere().await;
    let here = format!("{APP}/items/{}", item.id);
    assert_eq!(opens_at(&app, &item).await, item.landing.as_str());
    change(&app, &["https://app.example/elsewhere"]).await;
    assert_eq!(opens_at(&app, &item).await, here, "its page here");
    assert_eq!(app.sharing.register(std::slice::from_ref(&item)).await.unwrap(), 0, "it may stay registered");
    let typed = ShareForm { item: item.id.to_string(), ..form("ana@fabrikam.example") };
    let id = app.accepted(&adele(), typed).await;
    app.settle().await;
    assert_eq!(app.progress(&id).await.state, InvitationState::Sent, "nobody's share fails by that");
    assert_eq!(redirects(&app), [here.as_str()]);

    let path = item.landing.as_str().trim_end_matches('/');
    change(&app, &[path]).await;
    assert_eq!(opens_at(&app, &item).await, item.landing.as_str(), "below a path that is left");
    let typed = ShareForm { item: item.id.to_string(), ..form("ben@fabrikam.example") };
    app.accepted(&adele(), typed).await;
    app.settle().await;
    assert_eq!(redirects(&app), [here.as_str(), item.landing.as_str()]);
    change(&app, &[]).await;
    assert_eq!(opens_at(&app, &item).await, item.landing.as_str());
    app.check().await;
}

#[tokio::test]
async fn an_address_that_the_configuration_lacks_is_refused_beside_its_field() {
    let (app, _) = with_item_elsewhere().await;
    for (addresses, wrong, code) in [
        (&["https://app.example", "https://evil.example"][..], "addresses[1]", ProblemCode::LandingUnknown),
        (&["https://app.example.evil.example"], "addresses[0]", ProblemCode::LandingUnknown),
        (&["http://app.example"], "addresses[0]", ProblemCode::LandingMalformed),
        (&["https://app.example/?next=x"], "addresses[0]", ProblemCode::LandingMalformed),
        (&["https://app.example", "https://app.example/"], "addresses[1]", ProblemCode::ValueRepeated),
    ] {
        let SettingsAnswer::Edit(draft) = send(&app, addresses).await else { panic!("{addresses:?}") };
        let refused = page(&app, Some(&draft)).await.problem.unwrap();
        let fields: Vec<_> =
            refused.fields.iter().map(|wrong| (wrong.field.to_string(), wrong.code)).collect();
        assert_eq!(fields, [(wrong.to_owned(), code)], "{addresses:?}");
    }
    assert_eq!(page(&app, None).await.version, 0);
}

#[tokio::test]
async fn what_is_not_in_the_configuration_any_more_is_said_and_counts_for_nothing() {
    let (mut app, item) = with_item_elsewhere().await;
    change(&app, &["https://app.example"]).await;
    change(&app, &["https://app.example", "https://app.example/shared"]).await;
    app.sharing = app.another_process().with_redirect_origins(["https://other.example".to_owned()]);
    let standings: Vec<_> =
        page(&app, None).await.landing.unwrap().into_iter().map(|line| line.standing).collect();
    assert_eq!(standings.iter().filter(|standing| **standing == LandingStanding::NotConfigured).count(), 2);
    assert!(standings.contains(&LandingStanding::Off) && standings.contains(&LandingStanding::Own));
    assert_eq!(opens_at(&app, &item).await, format!("{APP}/items/{}", item.id));
    // It is in nobody's way: not of another change, nor of going back to what held before.
    change(&app, &["https://app.example", "https://app.example/shared", "https://other.example/plans"]).await;
    let restore = RestoreForm { version: 1, current: 3, ..RestoreForm::default() };
    let restored = app.sharing.settings().restore(&megan(), restore).await.unwrap();
    assert_eq!(restored, SettingsAnswer::Stored(4));
}
