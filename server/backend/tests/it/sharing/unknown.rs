//! Posts whose outcome nobody knows.

use contract::{
    Caller, EntraUserId, InvitationId, InvitationState, ItemId, ProblemCode, StepKind, TenantId, ToastKind,
};
use time::Duration;

use super::graph::Fault;
use super::town::{ITEM, Town, adele, form, guest_of, person};

const ANA: &str = "ana@fabrikam.example";

/// The post has its effect, and the process dies before the answer.
async fn killed_after_the_post(town: &Town) -> InvitationId {
    town.graph.fail_invite([Fault::Held]);
    let id = town.accepted(&adele(), form(ANA)).await;
    tokio::select! {
        _ = town.run_due() => panic!("the answer is held"),
        () = town.graph.acted.notified() => {}
    }
    town.advance(Duration::seconds(16));
    id
}

#[tokio::test]
async fn the_guest_is_found_and_adopted_and_no_second_mail_goes_out() {
    stories::the_guest_is_found_and_adopted_and_no_second_mail_goes_out(Town::new().await).await;
}

#[tokio::test]
async fn a_person_may_have_it_posted_again() {
    let town = Town::new().await;
    let id = killed_after_the_post(&town).await;
    town.settle().await;
    town.try_again(&id).await;
    town.settle().await;
    assert_eq!(town.state(&id).await, InvitationState::Sent);
    let sent = town.graph.world().sent.clone();
    assert_eq!(sent.len(), 2);
    assert_eq!(sent[0].guest, sent[1].guest);
    town.check().await;
}

#[tokio::test]
async fn a_guest_who_shows_late_is_still_found() {
    let town = Town::new().await;
    town.graph.world().lag = 5;
    let id = killed_after_the_post(&town).await;
    town.settle().await;
    assert_eq!(town.progress(&id).await.problem.unwrap().code, ProblemCode::OutcomeUnknown);
    assert_eq!(town.graph.world().sent.len(), 1);
    town.check().await;
}

#[tokio::test]
async fn what_never_went_out_is_posted_after_the_visibility_budget() {
    let town = Town::new().await;
    let id = town.accepted(&adele(), form(ANA)).await;
    // A gateway that gave up: whether the service acted, nobody knows.
    town.graph.fail_invite([Fault::Answer(504, "", "")]);
    let start = backend::clock::Clock::now(&town.clock);
    town.run_due().await;
    let waiting = town.progress(&id).await;
    assert_eq!(waiting.state, InvitationState::Waiting);
    town.advance(Duration::seconds(1));
    town.run_due().await;
    assert_eq!(town.progress(&id).await.problem.unwrap().code, ProblemCode::NotVisibleYet);
    town.settle().await;
    assert_eq!(town.state(&id).await, InvitationState::Sent);
    let waited = backend::clock::Clock::now(&town.clock) - start;
    assert!((Duration::seconds(120)..Duration::seconds(150)).contains(&waited), "{waited}");
    assert_eq!(town.graph.world().sent.len(), 1);
    town.check().await;
}

#[tokio::test]
async fn an_unreadable_success_is_no_success_and_no_failure() {
    let town = Town::new().await;
    town.graph.fail_invite([Fault::Garbled]);
    let id = town.accepted(&adele(), form(ANA)).await;
    town.settle().await;
    assert_eq!(town.progress(&id).await.problem.unwrap().code, ProblemCode::OutcomeUnknown);
    assert_eq!(town.graph.world().sent.len(), 1);
    town.check().await;
}

#[tokio::test]
async fn whoever_accepts_was_reached_so_it_goes_on_by_itself() {
    stories::whoever_accepts_was_reached_so_it_goes_on_by_itself(Town::new().await).await;
}

#[tokio::test]
async fn at_the_door_what_was_promised_is_given() {
    stories::at_the_door_what_was_promised_is_given(Town::new().await).await;
}

#[tokio::test]
async fn many_arrivals_at_once_are_one() {
    stories::many_arrivals_at_once_are_one(Town::new().await).await;
}

#[tokio::test]
async fn at_the_door_of_another_item_or_as_another_guest_nothing_is_given() {
    let town = Town::new().await;
    let id = killed_after_the_post(&town).await;
    town.settle().await;
    let guest = guest_of(&town.graph.accept(ANA));
    let (items, here) = (town.sharing.items(), ItemId::parse(ITEM).unwrap());
    let elsewhere = ItemId::parse("punctuality").unwrap();
    let elsewhere_tenant = Caller { tenant: TenantId::parse("fabrikam").unwrap(), ..guest.clone() };
    for (caller, item) in [(guest, &elsewhere), (person("grady", true), &here), (elsewhere_tenant, &here)] {
        assert_eq!(items.open(&caller, item).await.unwrap_err().code, ProblemCode::NotFound);
        let arrivals = town.sharing.arrivals();
        assert_eq!(arrivals.arrive(&caller, item).await.unwrap_err().code, ProblemCode::NotFound);
    }
    assert_eq!(town.state(&id).await, InvitationState::Stopped);
    town.check().await;
}

/// Those that are told on both databases.
pub mod stories {
    use super::*;

    pub async fn the_guest_is_found_and_adopted_and_no_second_mail_goes_out(town: Town) {
        let id = killed_after_the_post(&town).await;
        town.settle().await;
        let progress = town.progress(&id).await;
        assert_eq!(progress.state, InvitationState::Stopped);
        assert_eq!(progress.problem.unwrap().code, ProblemCode::OutcomeUnknown);
        assert_eq!(town.graph.world().sent.len(), 1);
        assert_eq!(
            town.rows().await[0].guest.as_ref().map(EntraUserId::as_str),
            Some(town.graph.world().sent[0].guest.as_str())
        );
        town.check().await;
    }

    pub async fn at_the_door_what_was_promised_is_given(town: Town) {
        let id = killed_after_the_post(&town).await;
        town.settle().await;
        assert_eq!(town.state(&id).await, InvitationState::Stopped);
        let guest = town.graph.accept(ANA);
        let item = ItemId::parse(ITEM).unwrap();
        let items = town.sharing.items();
        let refused = items.open(&guest_of(&guest), &item).await.unwrap_err();
        assert_eq!(refused.code, ProblemCode::NotFound, "opening gives nothing");
        assert_eq!(town.state(&id).await, InvitationState::Stopped, "and changes nothing");
        town.arrive(&guest).await;
        let own = items.open(&guest_of(&guest), &item).await.unwrap().own.unwrap();
        assert_eq!((own.role.as_str(), own.invitation.as_ref()), ("reader", Some(&id)));
        let progress = town.progress(&id).await;
        assert_eq!((progress.state, progress.problem), (InvitationState::Accepted, None));
        let toasts = town.sharing.toasts().unseen(&adele()).await.unwrap();
        assert!(matches!(toasts[0].kind, ToastKind::Accepted { .. }));
        town.check().await;
        town.advance(Duration::hours(1));
        town.run_due().await;
        assert_eq!(storage::jobs::next_run_at(&town.storage).await.unwrap(), None, "nothing is left to do");
        assert_eq!(town.graph.world().sent.len(), 1);
        town.check().await;
    }

    pub async fn many_arrivals_at_once_are_one(town: Town) {
        let id = killed_after_the_post(&town).await;
        town.settle().await;
        let guest = town.graph.accept(ANA);
        tokio::join!(town.arrive(&guest), town.arrive(&guest), town.arrive(&guest), town.arrive(&guest));
        assert_eq!(town.state(&id).await, InvitationState::Accepted);
        let entries = storage::audit::of_subject(&town.storage, id.as_str()).await.unwrap();
        for action in ["access-recorded", "invitation-confirmed", "invitation-accepted"] {
            assert_eq!(entries.iter().filter(|entry| entry.action == action).count(), 1, "{action}");
        }
        town.check().await;
    }

    pub async fn whoever_accepts_was_reached_so_it_goes_on_by_itself(town: Town) {
        let id = killed_after_the_post(&town).await;
        town.settle().await;
        let guest = town.graph.accept(ANA);
        town.advance(Duration::minutes(2));
        town.run_due().await;
        town.advance(Duration::minutes(6));
        town.run_due().await;
        assert_eq!(town.state(&id).await, InvitationState::Accepted);
        assert!(town.progress(&id).await.steps.iter().any(|step| step.kind == StepKind::RecordAccess));
        town.arrive(&guest).await;
        assert_eq!(town.graph.world().sent.len(), 1);
        town.check().await;
    }
}
