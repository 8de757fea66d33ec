//! Undo shown whole: the directory is as it was, but for the mail; and what a registration without a permission leaves is said.

use contract::{HistoryEvent, InvitationId, InvitationState, ProblemCode, ShareForm, StepKind};
use serde_json::{Value, json};
use testing::names::{GRADY, user_id};

use super::app::{SEEN_AFTER, TestApp, adele, by_package, fixed, form};
use super::directory_steps::chosen;

const ANA: &str = "ana@fabrikam.example";

/// Everything of the tenant that a share may change, as the emulator keeps it; and who was deleted.
fn directory(app: &TestApp) -> (Value, Vec<String>) {
    app.emulator.world(|world| {
        let tenant = world.resource_tenant().unwrap();
        // A rule fills the others, in its own time.
        let groups: Vec<_> = tenant.groups.values().filter(|group| group.rule.is_none()).collect();
        let directory = json!({
            "users": tenant.users,
            "groups": groups,
            "roles": tenant.app_role_assignments,
            "packages": tenant.entitlement,
        });
        (directory, tenant.deleted.keys().map(ToString::to_string).collect())
    })
}

async fn undo(app: &TestApp, id: &InvitationId) {
    assert!(app.sharing.undo(id).await.unwrap());
    app.settle().await;
    assert_eq!(app.state(id).await, InvitationState::Undone);
}

/// Why what a step did stands, as the timeline says it.
async fn why_it_stands(app: &TestApp, id: &InvitationId, step: StepKind) -> Option<ProblemCode> {
    let view = app.sharing.invitations().open(&adele(), id).await.unwrap();
    let mut lines = view.row.history.into_iter();
    let line = lines.find(|line| line.event == HistoryEvent::StepRemains(step)).unwrap();
    line.problem.map(|problem| problem.code)
}

#[tokio::test]
async fn the_directory_is_as_it_was_but_for_the_mail() {
    for (is_new, form) in [(true, form(ANA)), (false, chosen("grady", GRADY))] {
        let app = TestApp::with_every_step().await;
        let (before, deleted) = directory(&app);
        assert!(deleted.is_empty());
        let id = app.accepted(&adele(), form).await;
        app.settle().await;
        assert_ne!(directory(&app).0, before);
        let guest = if is_new { app.emulator.user(ANA) } else { user_id("grady") };
        app.advance(SEEN_AFTER);
        undo(&app, &id).await;
        let (after, deleted) = directory(&app);
        assert_eq!(after, before, "new: {is_new}");
        assert_eq!(deleted.contains(&guest), is_new, "a deleted guest can be restored for 30 days");
        let address = if is_new { ANA } else { GRADY };
        let mails =
            app.emulator.world(|world| world.mail().iter().filter(|mail| mail.is_for(address)).count());
        assert_eq!(mails, 1, "it has gone");
        app.check().await;
    }
}

#[tokio::test]
async fn without_the_permission_to_delete_the_account_stays_and_that_is_said() {
    let app = TestApp::new().await.seeded("without-deletion").await;
    let one = app.accepted(&adele(), form(ANA)).await;
    let other = ShareForm { item: "punctuality".to_owned(), key: "other".to_owned(), ..form(ANA) };
    let two = app.accepted(&adele(), other).await;
    app.settle().await;
    app.advance(SEEN_AFTER);
    undo(&app, &one).await;
    assert_eq!(why_it_stands(&app, &one, StepKind::SendInvitation).await, None, "the other one needs it");
    undo(&app, &two).await;
    let why = why_it_stands(&app, &two, StepKind::SendInvitation).await;
    assert_eq!(why, Some(ProblemCode::PermissionMissing));
    let (directory, deleted) = directory(&app);
    assert!(directory["users"].to_string().contains(ANA) && deleted.is_empty());
    let access =
        storage::access::of_item(&app.storage, super::app::TENANT, super::ITEM, None, 10).await.unwrap();
    assert!(access.is_empty(), "what is ours to take back is taken back");
    app.check().await;
}

#[tokio::test]
async fn without_the_permission_to_assign_a_package_nobody_is_made_and_there_is_nothing_to_take_back() {
    let by_package = fixed([("ways", "other_kinds", json!({ "reader": by_package() }))]);
    let app = TestApp::new().await.seeded("without-deletion").await.with_settings(by_package);
    let (before, _) = directory(&app);
    let id = app.accepted(&adele(), form(ANA)).await;
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Stopped);
    assert_eq!(app.progress(&id).await.problem.unwrap().code, ProblemCode::PermissionMissing);
    undo(&app, &id).await;
    assert_eq!(directory(&app).0, before);
    app.check().await;
}
