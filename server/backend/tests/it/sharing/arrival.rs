//! The guest arrives, or has accepted elsewhere.

use contract::{Caller, InvitationState, ItemId, Problem, ProblemCode, ToastKind, UserStatus};
use serde_json::json;
use time::Duration;

use super::app::{ITEM, TENANT, TestApp, adele, form, guest_of, invites, person};

const ANA: &str = "ana@fabrikam.example";

fn item() -> ItemId {
    ItemId::parse(ITEM).unwrap()
}

#[tokio::test]
async fn arriving_is_accepting_once() {
    stories::arriving_is_accepting_once(TestApp::new().await).await;
}

#[tokio::test]
async fn acceptance_is_of_the_tenant_so_of_every_invitation() {
    stories::acceptance_is_of_the_tenant_so_of_every_invitation(TestApp::new().await).await;
}

#[tokio::test]
async fn the_directory_is_asked_about_those_who_do_not_come() {
    let app = TestApp::new().await;
    let id = app.accepted(&adele(), form(ANA)).await;
    app.settle().await;
    app.advance(Duration::seconds(61));
    assert_eq!(app.run_due().await, 1);
    assert_eq!(app.state(&id).await, InvitationState::Sent);
    app.accept(ANA).await;
    app.advance(Duration::minutes(5));
    assert_eq!(app.run_due().await, 1);
    assert_eq!(app.state(&id).await, InvitationState::Accepted);
    assert_eq!(storage::jobs::next_run_at(&app.storage).await.unwrap(), None, "nothing is left to do");
    app.check().await;
}

#[tokio::test]
async fn nobody_is_waited_for_longer_than_ninety_days() {
    let app = TestApp::new().await;
    let id = app.accepted(&adele(), form(ANA)).await;
    app.settle().await;
    let mut looks = 0;
    while let Some(next) = storage::jobs::next_run_at(&app.storage).await.unwrap() {
        app.advance(Duration::milliseconds(next - backend::clock::Clock::now_ms(&app.clock)));
        looks += app.run_due().await;
        assert!(looks < 200);
    }
    assert!((85..100).contains(&looks), "{looks}");
    assert_eq!(app.state(&id).await, InvitationState::Sent);
}

#[tokio::test]
async fn who_was_not_invited_does_not_arrive() {
    let app = TestApp::new().await;
    app.accepted(&adele(), form(ANA)).await;
    app.settle().await;
    let refused = app.sharing.arrivals().arrive(&person("grady", true), &item()).await;
    assert_eq!(refused.unwrap_err(), Problem::new(ProblemCode::NotFound));
    app.sharing.arrivals().arrive(&adele(), &item()).await.unwrap();
    app.check().await;
}

#[tokio::test]
async fn a_guest_who_never_appears_is_no_success() {
    stories::a_guest_who_never_appears_is_no_success(TestApp::new().await).await;
}

#[tokio::test]
async fn a_guest_whom_somebody_deleted_is_gone() {
    let app = TestApp::new().await;
    let id = app.accepted(&adele(), form(ANA)).await;
    app.settle().await;
    app.advance(Duration::minutes(1));
    app.run_due().await;
    app.delete(ANA).await;
    app.advance(Duration::minutes(6));
    app.run_due().await;
    let progress = app.progress(&id).await;
    assert_eq!((progress.state, progress.has_link), (InvitationState::Stopped, false));
    assert_eq!(progress.problem.unwrap().code, ProblemCode::PersonGone);
    let access = storage::access::of_item(&app.storage, TENANT, ITEM, None, 10).await.unwrap();
    assert!(access.is_empty(), "access of nobody");
    app.check().await;
}

/// Those that are told on both databases.
pub mod stories {
    use super::*;

    pub async fn a_guest_who_never_appears_is_no_success(app: TestApp) {
        app.fail(&invites(), [json!({ "phantom": true })]);
        let id = app.accepted(&adele(), form(ANA)).await;
        app.settle().await;
        assert_eq!(app.state(&id).await, InvitationState::Sent);
        for minutes in [1, 5] {
            app.advance(Duration::minutes(minutes));
            app.run_due().await;
        }
        assert_eq!(app.state(&id).await, InvitationState::Sent, "guests have been shown that late");
        app.advance(Duration::minutes(30));
        app.run_due().await;
        let progress = app.progress(&id).await;
        assert_eq!(progress.state, InvitationState::Stopped);
        assert_eq!(progress.problem.unwrap().code, ProblemCode::NotVisibleYet);
        assert!(app.sharing.toasts().undismissed(&adele()).await.unwrap().toasts[0].kind.is_problem());
        app.check().await;
        app.try_again(&id).await;
        app.settle().await;
        assert_eq!(app.state(&id).await, InvitationState::Sent);
        let guest = app.accept(ANA).await;
        app.arrive(&guest).await;
        assert_eq!(app.state(&id).await, InvitationState::Accepted);
        app.check().await;
    }

    pub async fn acceptance_is_of_the_tenant_so_of_every_invitation(app: TestApp) {
        app.hide_new_guests(Duration::minutes(1));
        let one = app.accepted(&adele(), form(ANA)).await;
        let other =
            contract::ShareForm { item: "punctuality".to_owned(), key: "other".to_owned(), ..form(ANA) };
        let two = app.accepted(&adele(), other).await;
        app.settle().await;
        let guest = app.accept(ANA).await;
        app.arrive(&guest).await;
        assert_eq!(app.state(&one).await, InvitationState::Accepted);
        assert_eq!(app.state(&two).await, InvitationState::Accepted);
        app.check().await;
    }

    pub async fn arriving_is_accepting_once(app: TestApp) {
        let id = app.accepted(&adele(), form(ANA)).await;
        app.settle().await;
        let guest = app.accept(ANA).await;
        app.arrive(&guest).await;
        app.arrive(&guest).await;
        let progress = app.progress(&id).await;
        assert_eq!(progress.state, InvitationState::Accepted);
        assert!(!progress.has_link, "the link has done its service");
        let port = app.sharing.invitations();
        assert_eq!(port.link(&adele(), &id).await.unwrap_err(), Problem::new(ProblemCode::NoLink));
        let toasts = app.sharing.toasts().undismissed(&adele()).await.unwrap().toasts;
        assert!(matches!(toasts[0].kind, ToastKind::Accepted { .. }));
        assert_eq!(toasts.len(), 2, "invited and accepted, each once");
        let view = app.sharing.items().open(&adele(), &item()).await.unwrap();
        assert_eq!(view.people[0].standing, UserStatus::Guest);
        let own = app.sharing.items().open(&guest_of(&guest), &item()).await.unwrap();
        assert!(own.people.is_empty() && !own.may_share);
        assert_eq!(own.own.unwrap().role.as_str(), "reader");
        app.check().await;
    }
}

/// Many tokens of guests name no address, or the sign-in name that the guest has in this tenant.
#[tokio::test]
async fn what_a_token_lacks_never_replaces_a_good_address() {
    for claimed in
        [None, Some("ana_fabrikam.example#EXT#@contoso.example"), Some("someone.else@fabrikam.example")]
    {
        let app = TestApp::new().await;
        app.accepted(&adele(), form("ana@fabrikam.example")).await;
        app.settle().await;
        let guest = app.accept("ana@fabrikam.example").await;
        let caller = Caller { address: claimed.map(str::to_owned), ..guest_of(&guest) };
        let item = ItemId::parse(ITEM).unwrap();
        app.sharing.arrivals().arrive(&caller, &item).await.unwrap();
        let known = storage::people::load(&app.storage, TENANT, &guest).await.unwrap().unwrap();
        assert_eq!(known.address, "ana@fabrikam.example", "{claimed:?}");
    }
}
