//! The guest arrives, or has accepted elsewhere.

use contract::{InvitationState, ItemId, Problem, ProblemCode, Standing, ToastKind};
use time::Duration;

use super::graph::Fault;
use super::town::{ITEM, Town, adele, form, guest_of, person};

const ANA: &str = "ana@fabrikam.example";

fn item() -> ItemId {
    ItemId::parse(ITEM).unwrap()
}

#[tokio::test]
async fn arriving_is_accepting_once() {
    stories::arriving_is_accepting_once(Town::new().await).await;
}

#[tokio::test]
async fn acceptance_is_of_the_tenant_so_of_every_invitation() {
    stories::acceptance_is_of_the_tenant_so_of_every_invitation(Town::new().await).await;
}

#[tokio::test]
async fn the_directory_is_asked_about_those_who_do_not_come() {
    let town = Town::new().await;
    let id = town.accepted(&adele(), form(ANA)).await;
    town.settle().await;
    town.advance(Duration::seconds(61));
    assert_eq!(town.run_due().await, 1);
    assert_eq!(town.state(&id).await, InvitationState::Sent);
    town.graph.accept(ANA);
    town.advance(Duration::minutes(5));
    assert_eq!(town.run_due().await, 1);
    assert_eq!(town.state(&id).await, InvitationState::Accepted);
    assert_eq!(storage::jobs::next_run_at(&town.storage).await.unwrap(), None, "nothing is left to do");
    town.check().await;
}

#[tokio::test]
async fn nobody_is_waited_for_longer_than_ninety_days() {
    let town = Town::new().await;
    let id = town.accepted(&adele(), form(ANA)).await;
    town.settle().await;
    let mut looks = 0;
    while let Some(next) = storage::jobs::next_run_at(&town.storage).await.unwrap() {
        town.advance(Duration::milliseconds(next - backend::clock::Clock::now_ms(&town.clock)));
        looks += town.run_due().await;
        assert!(looks < 200);
    }
    assert!((85..100).contains(&looks), "{looks}");
    assert_eq!(town.state(&id).await, InvitationState::Sent);
}

#[tokio::test]
async fn who_was_not_invited_does_not_arrive() {
    let town = Town::new().await;
    town.accepted(&adele(), form(ANA)).await;
    town.settle().await;
    let refused = town.sharing.arrivals().arrive(&person("grady", true), &item()).await;
    assert_eq!(refused.unwrap_err(), Problem::new(ProblemCode::NotFound));
    town.sharing.arrivals().arrive(&adele(), &item()).await.unwrap();
    town.check().await;
}

#[tokio::test]
async fn a_guest_who_never_appears_is_no_success() {
    stories::a_guest_who_never_appears_is_no_success(Town::new().await).await;
}

#[tokio::test]
async fn a_guest_whom_somebody_deleted_is_gone() {
    let town = Town::new().await;
    let id = town.accepted(&adele(), form(ANA)).await;
    town.settle().await;
    town.advance(Duration::minutes(1));
    town.run_due().await;
    town.graph.world().people.pop();
    town.advance(Duration::minutes(6));
    town.run_due().await;
    let progress = town.progress(&id).await;
    assert_eq!((progress.state, progress.has_link), (InvitationState::Stopped, false));
    assert_eq!(progress.problem.unwrap().code, ProblemCode::PersonGone);
}

/// Those that are told on both databases.
pub mod stories {
    use super::*;

    pub async fn a_guest_who_never_appears_is_no_success(town: Town) {
        town.graph.fail_invite([Fault::Phantom]);
        let id = town.accepted(&adele(), form(ANA)).await;
        town.settle().await;
        assert_eq!(town.state(&id).await, InvitationState::Sent);
        for minutes in [1, 6] {
            town.advance(Duration::minutes(minutes));
            town.run_due().await;
        }
        let progress = town.progress(&id).await;
        assert_eq!(progress.state, InvitationState::Stopped);
        assert_eq!(progress.problem.unwrap().code, ProblemCode::NotVisibleYet);
        assert!(town.sharing.toasts().unseen(&adele()).await.unwrap()[0].kind.is_trouble());
        town.check().await;
        town.try_again(&id).await;
        town.settle().await;
        assert_eq!(town.state(&id).await, InvitationState::Sent);
        let guest = town.graph.accept(ANA);
        town.arrive(&guest).await;
        assert_eq!(town.state(&id).await, InvitationState::Accepted);
        town.check().await;
    }

    pub async fn acceptance_is_of_the_tenant_so_of_every_invitation(town: Town) {
        town.graph.world().lag = 10;
        let one = town.accepted(&adele(), form(ANA)).await;
        let other =
            contract::ShareForm { item: "punctuality".to_owned(), key: "other".to_owned(), ..form(ANA) };
        let two = town.accepted(&adele(), other).await;
        town.settle().await;
        let guest = town.graph.accept(ANA);
        town.arrive(&guest).await;
        assert_eq!(town.state(&one).await, InvitationState::Accepted);
        assert_eq!(town.state(&two).await, InvitationState::Accepted);
        town.check().await;
    }

    pub async fn arriving_is_accepting_once(town: Town) {
        let id = town.accepted(&adele(), form(ANA)).await;
        town.settle().await;
        let guest = town.graph.accept(ANA);
        town.arrive(&guest).await;
        town.arrive(&guest).await;
        let progress = town.progress(&id).await;
        assert_eq!(progress.state, InvitationState::Accepted);
        assert!(!progress.has_link, "the link has done its service");
        let port = town.sharing.invitations();
        assert_eq!(port.link(&adele(), &id).await.unwrap_err(), Problem::new(ProblemCode::NoLink));
        let toasts = town.sharing.toasts().unseen(&adele()).await.unwrap();
        assert!(matches!(toasts[0].kind, ToastKind::Accepted { .. }));
        assert_eq!(toasts.len(), 2, "invited and accepted, each once");
        let view = town.sharing.items().open(&adele(), &item()).await.unwrap();
        assert_eq!(view.people[0].standing, Standing::Guest);
        let own = town.sharing.items().open(&guest_of(&guest), &item()).await.unwrap();
        assert!(own.people.is_empty() && !own.may_share);
        assert_eq!(own.own.unwrap().role.as_str(), "reader");
        town.check().await;
    }
}
