//! Roles that settings no longer name: who has one keeps it and its rank, and nobody gets more by it.

use backend::audit::Actor;
use backend::settings::sections::{KindRoles, Roles};
use backend::settings::{self, FixedSettings, SettingsCache};
use contract::{FieldPath, InvitationState, ItemId, ProblemCode, RoleName, ShareAnswer, ShareForm};
use storage::access;
use testing::names::{JONI, user_id};

use super::app::{ITEM, TENANT, TestApp, adele, form, person};

const ANA: &str = "ana@fabrikam.example";

/// From now on documents have these roles only.
async fn offer(app: &TestApp, roles: &[&str]) {
    let cache = SettingsCache::new(app.storage.clone(), FixedSettings::default());
    let before = cache.current().await.unwrap();
    let roles = roles.iter().map(|role| RoleName::parse(role).unwrap()).collect();
    let new = Roles { other_kinds: KindRoles::of(roles), ..before.settings.roles.clone() };
    settings::change(&cache, Actor::VESTIBULE, 1, before.version, &new).await.unwrap();
}

fn of_role(role: &str, form: ShareForm) -> ShareForm {
    ShareForm { role: role.to_owned(), ..form }
}

#[tokio::test]
async fn who_has_such_a_role_is_shown_with_it_and_shares_what_is_below() {
    let app = TestApp::new().await;
    let diego = person("diego", false);
    app.give(diego.user.as_str(), "contributor", None).await;
    app.close_item().await;
    offer(&app, &["reader", "owner"]).await;
    let view = app.sharing.items().open(&diego, &ItemId::parse(ITEM).unwrap()).await.unwrap();
    assert_eq!(view.own.unwrap().role.as_str(), "contributor");
    assert_eq!(view.people[0].role.as_str(), "contributor");
    assert_eq!(view.roles.iter().map(RoleName::as_str).collect::<Vec<_>>(), ["reader"]);
    assert!(view.may_share);
}

#[tokio::test]
async fn nobody_is_offered_it() {
    let app = TestApp::new().await;
    offer(&app, &["reader"]).await;
    let ShareAnswer::Refused { problem, .. } = app.share(&adele(), of_role("contributor", form(ANA))).await
    else {
        panic!("it is not offered")
    };
    assert_eq!(problem.about(&FieldPath::ROLE), Some(ProblemCode::RoleUnknown));
}

#[tokio::test]
async fn a_share_of_it_that_is_under_way_does_not_reach_above_the_sharers_own_role() {
    let app = TestApp::new().await;
    let joni = JONI;
    let typed = ShareForm { person: user_id("joni"), ..of_role("contributor", form(joni)) };
    let id = app.accepted(&adele(), typed).await;
    app.give(adele().user.as_str(), "reader", None).await;
    app.close_item().await;
    offer(&app, &["reader"]).await;
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Failed);
    assert_eq!(app.progress(&id).await.problem.unwrap().code, ProblemCode::RoleAboveOwn);
    assert!(access::of_person(&app.storage, TENANT, &user_id("joni"), ITEM).await.unwrap().is_none());
}

#[tokio::test]
async fn a_share_of_it_that_was_accepted_is_done_where_the_item_is_everybodys() {
    let app = TestApp::new().await;
    let joni = JONI;
    let typed = ShareForm { person: user_id("joni"), ..of_role("contributor", form(joni)) };
    let id = app.accepted(&adele(), typed).await;
    offer(&app, &["reader"]).await;
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Shared);
    let given = access::of_person(&app.storage, TENANT, &user_id("joni"), ITEM).await.unwrap();
    assert_eq!(given.unwrap().role, "contributor");
    app.check().await;
}

#[tokio::test]
async fn it_gives_way_to_higher_roles_only() {
    let app = TestApp::new().await;
    let joni = JONI;
    app.give(&user_id("joni"), "contributor", None).await;
    offer(&app, &["reader", "owner"]).await;
    let typed = |role, key: &str| ShareForm {
        person: user_id("joni"),
        key: key.to_owned(),
        ..of_role(role, form(joni))
    };
    let ShareAnswer::Refused { problem, .. } = app.share(&adele(), typed("reader", "k1")).await else {
        panic!("it reaches further")
    };
    assert_eq!(problem.about(&FieldPath::ADDRESS), Some(ProblemCode::AlreadyShared));
    assert_eq!(problem.role.unwrap().as_str(), "contributor");
    app.accepted(&adele(), typed("owner", "k2")).await;
    app.settle().await;
    let given = access::of_person(&app.storage, TENANT, &user_id("joni"), ITEM).await.unwrap();
    assert_eq!(given.unwrap().role, "owner");
}
