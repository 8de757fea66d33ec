//! How far sharing reaches: not to oneself, not above one's own role, and never downwards.

use contract::{FieldPath, InvitationState, ItemId, ProblemCode, ShareAnswer, ShareForm, ToastKind};
use storage::access::{self, AccessRow};
use storage::audit;
use testing::names::{DIEGO, JONI, user_id};

use super::app::{ITEM, TENANT, TestApp, adele, form, person};

const ANA: &str = "ana@fabrikam.example";

/// A form for somebody known, under a key of its own.
fn known(name: &str, address: &str, role: &str, key: &str) -> ShareForm {
    ShareForm { person: user_id(name), role: role.to_owned(), key: key.to_owned(), ..form(address) }
}

fn of_role(role: &str, form: ShareForm) -> ShareForm {
    ShareForm { role: role.to_owned(), ..form }
}

async fn standing(app: &TestApp, id: &str) -> AccessRow {
    access::of_person(&app.storage, TENANT, id, ITEM).await.unwrap().unwrap()
}

#[tokio::test]
async fn nobody_shares_with_themselves() {
    let app = TestApp::new().await;
    app.accepted(&adele(), known("diego", DIEGO, "reader", "k1")).await;
    app.settle().await;
    let diego = person("diego", false);
    for typed in [
        known("diego", DIEGO, "contributor", "k2"),
        of_role("contributor", form("Diego.Siciliani@Contoso.example")),
    ] {
        let ShareAnswer::Refused { problem, .. } = app.share(&diego, typed).await else { panic!() };
        assert_eq!(problem.about(&FieldPath::ADDRESS), Some(ProblemCode::Yourself));
    }
    app.settle().await;
    let own = standing(&app, &user_id("diego")).await;
    assert_eq!((own.role.as_str(), own.given_by_user.as_str()), ("reader", user_id("adele").as_str()));
    app.check().await;
}

#[tokio::test]
async fn who_has_it_by_sharing_gives_no_more_than_their_own() {
    let app = TestApp::new().await;
    app.accepted(&adele(), known("diego", DIEGO, "reader", "k1")).await;
    app.settle().await;
    app.close_item().await;
    let (diego, item) = (person("diego", false), ItemId::parse(ITEM).unwrap());
    let view = app.sharing.items().open(&diego, &item).await.unwrap();
    assert_eq!(view.roles.iter().map(contract::RoleName::as_str).collect::<Vec<_>>(), ["reader"]);
    for typed in [of_role("contributor", form(ANA)), known("joni", JONI, "contributor", "k2")] {
        let ShareAnswer::Refused { problem, .. } = app.share(&diego, typed).await else { panic!() };
        assert_eq!(problem.about(&FieldPath::ROLE), Some(ProblemCode::RoleAboveOwn));
    }
    app.accepted(&diego, form(ANA)).await;
    app.settle().await;
    assert_eq!(app.rows().await.len(), 2);
    app.check().await;
}

#[tokio::test]
async fn what_was_lost_in_between_is_not_given() {
    let app = TestApp::new().await;
    let id = app.accepted(&adele(), known("joni", JONI, "reader", "k1")).await;
    app.close_item().await;
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Failed);
    assert_eq!(app.progress(&id).await.problem.unwrap().code, ProblemCode::RoleAboveOwn);
    assert!(access::of_person(&app.storage, TENANT, &user_id("joni"), ITEM).await.unwrap().is_none());
    app.check().await;
}

#[tokio::test]
async fn a_role_is_raised_and_never_lowered_nor_taken_over() {
    let app = TestApp::new().await;
    let (diego, alex) = (person("diego", false), person("alex", false));
    app.accepted(&adele(), known("joni", JONI, "reader", "k1")).await;
    app.settle().await;
    let first = standing(&app, &user_id("joni")).await;
    let ShareAnswer::Refused { problem, .. } = app.share(&diego, known("joni", JONI, "reader", "k2")).await
    else {
        panic!("the same role")
    };
    assert_eq!(problem.about(&FieldPath::ADDRESS), Some(ProblemCode::AlreadyShared));
    assert_eq!(problem.role.as_ref().unwrap().as_str(), "reader");
    assert_eq!(standing(&app, &user_id("joni")).await, first);

    app.advance(time::Duration::minutes(1));
    let raised = app.accepted(&diego, known("joni", JONI, "contributor", "k3")).await;
    app.settle().await;
    let now = standing(&app, &user_id("joni")).await;
    assert_eq!((now.role.as_str(), now.given_by_user.as_str()), ("contributor", diego.user.as_str()));
    assert!(now.since > first.since);
    let entries = audit::of_subject(&app.storage, raised.as_str()).await.unwrap();
    let entry = entries.iter().find(|entry| entry.action == "access-recorded").unwrap();
    let detail: serde_json::Value = serde_json::from_str(&entry.detail).unwrap();
    assert_eq!(detail["before"], serde_json::json!({ "role": "reader", "by": user_id("adele") }));

    let ShareAnswer::Refused { problem, .. } = app.share(&alex, known("joni", JONI, "reader", "k4")).await
    else {
        panic!("a lower role")
    };
    assert_eq!(problem.role.unwrap().as_str(), "contributor");
    assert_eq!(standing(&app, &user_id("joni")).await, now);
    let again = app.accepted(&diego, known("joni", JONI, "contributor", "k3")).await;
    assert_eq!(again, raised, "the same form still has the same answer");
    app.check().await;
}

#[tokio::test]
async fn who_is_found_on_the_way_keeps_what_reaches_further() {
    stories::who_is_found_on_the_way_keeps_what_reaches_further(TestApp::new().await).await;
}

#[tokio::test]
async fn who_is_found_on_the_way_is_raised() {
    stories::who_is_found_on_the_way_is_raised(TestApp::new().await).await;
}

/// Those that are told on both databases.
pub mod stories {
    use super::*;

    pub async fn who_is_found_on_the_way_keeps_what_reaches_further(app: TestApp) {
        app.hide_new_guests(time::Duration::minutes(1));
        let first = of_role("contributor", form(ANA));
        app.accepted(&adele(), first).await;
        app.run_due().await;
        let diego = person("diego", false);
        let second = app.accepted(&diego, form(ANA)).await;
        app.settle().await;
        let guest = app.posts()[0].guest.clone();
        let stands = standing(&app, &guest).await;
        assert_eq!(
            (stands.role.as_str(), stands.given_by_user.as_str()),
            ("contributor", user_id("adele").as_str())
        );
        let port = app.sharing.invitations();
        let progress = port.progress(&diego, &second, std::time::Duration::ZERO).await.unwrap();
        assert_eq!(progress.existing_role.unwrap().as_str(), "contributor");
        let toasts = app.sharing.toasts().undismissed(&diego).await.unwrap().toasts;
        assert!(matches!(&toasts[0].kind, ToastKind::Kept { role, .. } if role.as_str() == "contributor"));
        let entries = audit::of_subject(&app.storage, second.as_str()).await.unwrap();
        assert!(entries.iter().any(|entry| entry.action == "access-kept"));
        assert!(!entries.iter().any(|entry| entry.action == "access-recorded"));
        app.check().await;
    }

    pub async fn who_is_found_on_the_way_is_raised(app: TestApp) {
        app.hide_new_guests(time::Duration::minutes(1));
        app.accepted(&adele(), form(ANA)).await;
        app.run_due().await;
        app.accepted(&person("diego", false), of_role("contributor", form(ANA))).await;
        app.settle().await;
        let guest = app.posts()[0].guest.clone();
        let stands = standing(&app, &guest).await;
        assert_eq!(
            (stands.role.as_str(), stands.given_by_user.as_str()),
            ("contributor", user_id("diego").as_str())
        );
        app.check().await;
    }
}
