//! The same as seen from the directory: permissions, policy, mail, redemption, and what a cut connection leaves.

use contract::{
    HistoryEvent, InvitationId, InvitationState, ItemId, Language, ProblemCode, ShareAnswer, ShareForm,
    StepKind, StepState, ToastKind,
};
use reqwest::Method;
use serde_json::json;
use testing::names::{ADELE, JONI};

use super::app::{ITEM, TestApp, choose, form, invites, people_of, the_item};
use crate::invariants::Effect;

const NEW: &str = "newperson@fabrikam.example";

/// Shares with somebody, on pages in Lithuanian: an answer of any kind.
async fn share(app: &TestApp, form: ShareForm) -> ShareAnswer {
    app.share_in(Language::Lithuanian, &app.caller(ADELE), form).await
}

async fn accepted(app: &TestApp, address: &str) -> InvitationId {
    super::app::accepted(&share(app, form(address)).await)
}

/// How many guests have this address.
async fn guests_with(app: &TestApp, address: &str) -> usize {
    let users = app.evidence().await.emulator.users;
    users.iter().filter(|user| user.is_guest && user.addresses.contains(&address.to_owned())).count()
}

#[tokio::test]
async fn from_the_form_to_the_guest_on_the_item() {
    let app = TestApp::new().await;
    let id = accepted(&app, NEW).await;
    app.settle().await;
    let (adele, port) = (app.caller(ADELE), app.sharing.invitations());
    assert_eq!(port.open(&adele, &id).await.unwrap().row.state, InvitationState::Sent);
    let (mails, language, body) = app.emulator.world(|world| {
        let mails: Vec<_> = world.mail().iter().filter(|mail| mail.is_for(NEW)).collect();
        (mails.len(), mails[0].mail.language.clone(), mails[0].mail.text.clone())
    });
    assert_eq!((mails, language.as_deref()), (1, Some("lt")));
    assert!(body.contains("Please look at annex C."), "the message of the inviter goes along");
    app.check().await;

    app.accept(NEW).await;
    let item = ItemId::parse(ITEM).unwrap();
    let guest = app.caller(NEW);
    assert!(guest.is_guest);
    app.sharing.arrivals().arrive(&guest, &item).await.unwrap();
    let seen = app.sharing.items().open(&guest, &item).await.unwrap();
    assert_eq!(seen.own.unwrap().role.as_str(), "reader");
    assert_eq!(port.open(&adele, &id).await.unwrap().row.state, InvitationState::Accepted);
    let toasts = app.sharing.toasts().undismissed(&adele).await.unwrap().toasts;
    assert!(matches!(toasts[0].kind, ToastKind::Accepted { .. }));
    app.check().await;
}

#[tokio::test]
async fn what_is_undone_before_it_was_accepted_leaves_no_guest() {
    let app = TestApp::new().await;
    let id = accepted(&app, NEW).await;
    app.settle().await;
    assert_eq!(guests_with(&app, NEW).await, 1);
    assert!(app.sharing.undo(&id).await.unwrap());
    app.settle().await;
    let view = app.sharing.invitations().open(&app.caller(ADELE), &id).await.unwrap();
    assert_eq!(view.row.state, InvitationState::Undone);
    assert!(view.steps.iter().all(|step| step.state == StepState::Undone));
    assert!(!view.row.has_link, "its link leads nowhere");
    assert!(
        view.row.history.iter().any(|line| line.event == HistoryEvent::StepUndone(StepKind::SendInvitation))
    );
    assert_eq!(guests_with(&app, NEW).await, 0);
    let deleted = app.evidence().await.emulator.effects;
    assert_eq!(deleted.iter().filter(|effect| matches!(effect.what, Effect::Deleted { .. })).count(), 1);
    app.check().await;
}

#[tokio::test]
async fn what_is_undone_after_it_was_accepted_leaves_the_guest_without_access() {
    let app = TestApp::new().await;
    let id = accepted(&app, NEW).await;
    app.settle().await;
    app.accept(NEW).await;
    let (guest, item) = (app.caller(NEW), ItemId::parse(ITEM).unwrap());
    app.sharing.arrivals().arrive(&guest, &item).await.unwrap();
    assert!(app.sharing.undo(&id).await.unwrap());
    app.settle().await;
    let view = app.sharing.invitations().open(&app.caller(ADELE), &id).await.unwrap();
    assert_eq!(view.row.state, InvitationState::Undone);
    assert!(
        view.row.history.iter().any(|line| line.event == HistoryEvent::StepRemains(StepKind::SendInvitation))
    );
    assert!(app.sharing.items().open(&guest, &item).await.is_err(), "what was given is taken back");
    assert_eq!(guests_with(&app, NEW).await, 1, "somebody who has accepted is nobody's to delete");
    let effects = app.evidence().await.emulator.effects;
    assert!(!effects.iter().any(|effect| matches!(effect.what, Effect::Deleted { .. })));
    app.check().await;
}

#[tokio::test]
async fn who_accepts_and_does_not_come_is_seen_in_the_directory() {
    let app = TestApp::new().await;
    let id = accepted(&app, NEW).await;
    app.settle().await;
    app.accept(NEW).await;
    app.wait_for_next().await;
    app.sharing.runner().run_due().await;
    let view = app.sharing.invitations().open(&app.caller(ADELE), &id).await.unwrap();
    assert_eq!(view.row.state, InvitationState::Accepted);
    app.check().await;
}

#[tokio::test]
async fn a_connection_cut_behind_the_post_sends_no_second_mail() {
    let app = TestApp::new().await;
    app.fail(&invites(), [json!({ "drop_after": true })]);
    let id = accepted(&app, NEW).await;
    app.settle().await;
    let (adele, port) = (app.caller(ADELE), app.sharing.invitations());
    let row = port.open(&adele, &id).await.unwrap().row;
    assert_eq!(
        (row.state, row.problem.unwrap().code),
        (InvitationState::Stopped, ProblemCode::OutcomeUnknown)
    );
    app.check().await;
    port.retry(&adele, &id, 0).await.unwrap();
    app.settle().await;
    assert_eq!(port.open(&adele, &id).await.unwrap().row.state, InvitationState::Sent);
    app.check().await;
}

#[tokio::test]
async fn who_accepts_after_a_cut_connection_lands_on_the_item() {
    let app = TestApp::new().await;
    app.fail(&invites(), [json!({ "drop_after": true })]);
    let id = accepted(&app, NEW).await;
    app.settle().await;
    let (adele, port) = (app.caller(ADELE), app.sharing.invitations());
    assert_eq!(port.open(&adele, &id).await.unwrap().row.state, InvitationState::Stopped);
    app.accept(NEW).await;
    let (guest, item) = (app.caller(NEW), ItemId::parse(ITEM).unwrap());
    app.sharing.arrivals().arrive(&guest, &item).await.unwrap();
    let seen = app.sharing.items().open(&guest, &item).await.unwrap();
    assert_eq!(seen.own.unwrap().role.as_str(), "reader");
    assert_eq!(port.open(&adele, &id).await.unwrap().row.state, InvitationState::Accepted);
    app.check().await;
}

#[tokio::test]
async fn a_connection_cut_before_the_post_is_posted_once_in_the_end() {
    let app = TestApp::new().await;
    app.fail(&invites(), [json!({ "drop": true })]);
    let id = accepted(&app, NEW).await;
    app.settle().await;
    let row = app.sharing.invitations().open(&app.caller(ADELE), &id).await.unwrap().row;
    assert_eq!(row.state, InvitationState::Sent);
    app.check().await;
}

#[tokio::test]
async fn the_tenants_refusals_come_back_as_problems() {
    for (policy, address, code) in [
        (json!({ "allowInvitesFrom": "none" }), NEW, ProblemCode::PolicyForbids),
        (json!({ "blockedDomains": ["fabrikam.example"] }), NEW, ProblemCode::DomainBlocked),
        (json!({ "suspiciousActivity": true }), NEW, ProblemCode::SuspiciousActivity),
        (json!({}), "somebody@contoso.example", ProblemCode::OwnDomain),
        (json!({}), "plus+sign@fabrikam.example", ProblemCode::AddressRefused),
    ] {
        let app = TestApp::new().await;
        app.emulator.control(Method::PATCH, "directory", Some(policy)).await;
        let id = accepted(&app, address).await;
        app.settle().await;
        let row = app.sharing.invitations().open(&app.caller(ADELE), &id).await.unwrap().row;
        assert_eq!(row.problem.unwrap().code, code, "{address}");
        app.check().await;
    }
}

#[tokio::test]
async fn every_address_of_somebody_known_asks_who_is_meant() {
    let app = TestApp::new().await;
    for address in [JONI, "ALEX.Wilber@contoso.example"] {
        let (_, matches) = choose(&share(&app, form(address)).await).unwrap();
        assert_eq!(matches.len(), 1, "{address}");
    }
    let found = people_of(app.sharing.people().find(&app.caller(ADELE), &the_item(), "al").await.unwrap());
    assert!(found.iter().any(|found| found.name == "Alex Wilber"), "{found:?}");
    for surname in ["archie", "Arch"] {
        let found =
            people_of(app.sharing.people().find(&app.caller(ADELE), &the_item(), surname).await.unwrap());
        assert_eq!(found.iter().map(|found| found.name.as_str()).collect::<Vec<_>>(), ["Grady Archie"]);
    }
}
