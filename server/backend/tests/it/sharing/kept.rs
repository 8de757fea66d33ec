//! Access that two shares of an item with one person need: one gave it, the other found it there. It is taken back with the last of them, and what
//! the other one asked for stands until then.

use contract::{
    Caller, HistoryEvent, InvitationId, InvitationState, ItemId, ShareForm, StepKind, ToastKind, UndoEffect,
};
use serde_json::{Value, json};
use storage::access::{self, AccessRow};
use storage::{audit, invitations};
use testing::names::{GRADY, user_id};
use time::Duration;

use super::app::{ITEM, TENANT, TestApp, adele, answer, form, person};

const ANA: &str = "ana@fabrikam.example";

on_sqlite! {
    what_one_gave_and_another_kept_goes_with_the_last_of_them,
    the_lower_role_that_was_asked_for_stands,
    a_lower_role_that_was_given_before_stands_again,
    of_several_the_furthest_role_stands,
    of_two_that_are_undone_at_once_nothing_is_left,
    what_is_sent_again_leaves_it_to_a_colleague,
    what_is_sent_again_leaves_nothing_to_what_it_stands_for,
    what_the_next_share_has_replaced_gives_nothing,
}

/// A share of the item with Grady.
fn with_grady(role: &str, key: &str) -> ShareForm {
    ShareForm { person: user_id("grady"), role: role.to_owned(), key: key.to_owned(), ..form(GRADY) }
}

fn diego() -> Caller {
    person("diego", false)
}

/// Adele's and Diego's share, in these roles; hers comes first to giving access.
async fn both(app: &TestApp, [hers, his]: [&str; 2]) -> [InvitationId; 2] {
    let first = app.accepted(&adele(), with_grady(hers, "hers")).await;
    app.advance(Duration::seconds(1));
    let second = app.accepted(&diego(), with_grady(his, "his")).await;
    app.settle().await;
    [first, second]
}

async fn state(app: &TestApp, id: &InvitationId) -> InvitationState {
    invitations::load(&app.storage, id).await.unwrap().unwrap().state
}

/// Undoes it, and all that follows by itself.
async fn undo(app: &TestApp, id: &InvitationId) {
    assert!(app.sharing.undo(id).await.unwrap());
    app.settle().await;
    assert_eq!(state(app, id).await, InvitationState::Undone);
}

async fn given(app: &TestApp, user: &str) -> Option<AccessRow> {
    access::of_person(&app.storage, TENANT, user, ITEM).await.unwrap()
}

/// The role that Grady has, by whom, and by which invitation.
async fn grady_has(app: &TestApp) -> Option<(String, String, InvitationId)> {
    let given = given(app, &user_id("grady")).await?;
    Some((given.role.to_string(), given.given_by_user.to_string(), given.invitation.unwrap()))
}

fn has(role: &str, by: &Caller, id: &InvitationId) -> (String, String, InvitationId) {
    (role.to_owned(), by.user.to_string(), id.clone())
}

/// Whether Grady's next request for the item is answered.
async fn opens(app: &TestApp) -> bool {
    app.sharing.items().open(&person("grady", true), &ItemId::parse(ITEM).unwrap()).await.is_ok()
}

/// What undoing it would come to for the access.
async fn said(app: &TestApp, caller: &Caller, id: &InvitationId) -> Option<UndoEffect> {
    let preview = app.sharing.invitations().undo_preview(caller, id).await.unwrap();
    let line = preview.lines.into_iter().find(|line| line.step == StepKind::RecordAccess);
    line.map(|line| line.effect)
}

async fn history(app: &TestApp, caller: &Caller, id: &InvitationId) -> Vec<HistoryEvent> {
    let view = app.sharing.invitations().open(caller, id).await.unwrap();
    view.row.history.into_iter().map(|line| line.event).collect()
}

/// The entries of an invitation for an action: who did it, and the details.
async fn entries(app: &TestApp, id: &InvitationId, action: &str) -> Vec<(String, Value)> {
    let all = audit::of_subject(&app.storage, id.as_str()).await.unwrap().into_iter();
    let of_it = all.filter(|entry| entry.action == action);
    of_it.map(|entry| (entry.actor_name, serde_json::from_str(&entry.detail).unwrap())).collect()
}

/// Those that are told on both databases.
pub mod stories {
    use super::*;

    pub async fn what_one_gave_and_another_kept_goes_with_the_last_of_them(first: TestApp) {
        let callers = [adele(), diego()];
        for [sooner, later] in [[0, 1], [1, 0]] {
            let app = first.afresh().await;
            let ids = both(&app, ["reader", "reader"]).await;
            assert_eq!(grady_has(&app).await, Some(has("reader", &adele(), &ids[0])));
            assert_eq!(said(&app, &adele(), &ids[0]).await, Some(UndoEffect::Remains));
            assert_eq!(said(&app, &diego(), &ids[1]).await, None, "he gave none");

            undo(&app, &ids[sooner]).await;
            assert!(opens(&app).await, "the other one needs it");
            assert_eq!(grady_has(&app).await, Some(has("reader", &callers[later], &ids[later])));
            assert_eq!(state(&app, &ids[later]).await, InvitationState::Shared);
            assert_eq!(said(&app, &callers[later], &ids[later]).await, Some(UndoEffect::TakenBack));
            app.check().await;

            undo(&app, &ids[later]).await;
            assert!(!opens(&app).await, "nobody needs it");
            assert_eq!(grady_has(&app).await, None);
            app.check().await;
        }
    }

    pub async fn the_lower_role_that_was_asked_for_stands(app: TestApp) {
        let [hers, his] = both(&app, ["contributor", "reader"]).await;
        let before = given(&app, &user_id("grady")).await.unwrap();
        assert_eq!(before.role.as_str(), "contributor");
        let port = app.sharing.invitations();
        let progress = port.progress(&diego(), &his, std::time::Duration::ZERO).await.unwrap();
        assert_eq!(progress.existing_role.unwrap().as_str(), "contributor");
        let row = async || invitations::load(&app.storage, &his).await.unwrap().unwrap();
        let his_before = row().await;

        app.advance(Duration::minutes(5));
        let megan = Caller { is_admin: true, name: "Megan Bowen".to_owned(), ..person("megan", false) };
        port.undo(&megan, &hers).await.unwrap();
        app.settle().await;
        let after = given(&app, &user_id("grady")).await.unwrap();
        assert_eq!(
            (after.role.as_str(), after.given_by_user.as_str()),
            ("reader", user_id("diego").as_str())
        );
        assert_eq!((after.given_by_name, after.since), (diego().name, before.since));
        assert!(opens(&app).await);

        // Its page says now what it gives, and since when it is as it is.
        let progress = port.progress(&diego(), &his, std::time::Duration::ZERO).await.unwrap();
        assert_eq!(progress.existing_role, None);
        assert_eq!(row().await, his_before);
        assert_eq!(history(&app, &diego(), &his).await.last(), Some(&HistoryEvent::AccessTakenOver));
        let told = history(&app, &adele(), &hers).await;
        assert!(told.contains(&HistoryEvent::StepRemains(StepKind::RecordAccess)), "{told:?}");
        let toasts = app.sharing.toasts().undismissed(&diego()).await.unwrap().toasts;
        assert!(toasts.iter().all(|toast| !matches!(toast.kind, ToastKind::Undone { .. })), "{toasts:?}");

        let grady = user_id("grady");
        let handed_over = json!({ "person": grady, "item": ITEM, "role": "contributor", "to": his });
        assert_eq!(
            entries(&app, &hers, "access-handed-over").await,
            [("Megan Bowen".to_owned(), handed_over)]
        );
        let was = json!({ "role": "contributor", "by": user_id("adele") });
        let taken_over =
            json!({ "person": grady, "item": ITEM, "role": "reader", "before": was, "from": hers });
        assert_eq!(entries(&app, &his, "access-taken-over").await, [("Megan Bowen".to_owned(), taken_over)]);
        assert!(entries(&app, &hers, "access-taken-back").await.is_empty());
        app.check().await;

        undo(&app, &his).await;
        assert!(!opens(&app).await);
        app.check().await;
    }

    pub async fn a_lower_role_that_was_given_before_stands_again(first: TestApp) {
        for his_first in [false, true] {
            let app = first.afresh().await;
            let his = app.accepted(&diego(), with_grady("reader", "his")).await;
            app.settle().await;
            app.advance(Duration::minutes(1));
            let hers = app.accepted(&adele(), with_grady("contributor", "hers")).await;
            app.settle().await;
            assert_eq!(grady_has(&app).await, Some(has("contributor", &adele(), &hers)));
            if his_first {
                undo(&app, &his).await;
                assert_eq!(grady_has(&app).await, Some(has("contributor", &adele(), &hers)));
                assert_eq!(said(&app, &adele(), &hers).await, Some(UndoEffect::TakenBack));
                undo(&app, &hers).await;
            } else {
                undo(&app, &hers).await;
                assert_eq!(grady_has(&app).await, Some(has("reader", &diego(), &his)));
                assert!(opens(&app).await);
                app.check().await;
                undo(&app, &his).await;
            }
            assert!(!opens(&app).await, "{his_first}");
            app.check().await;
        }
    }

    pub async fn of_several_the_furthest_role_stands(app: TestApp) {
        let low = app.accepted(&diego(), with_grady("reader", "low")).await;
        app.settle().await;
        app.advance(Duration::minutes(1));
        let high = app.accepted(&adele(), with_grady("contributor", "high")).await;
        // As long as nothing is given both are asked for.
        app.advance(Duration::seconds(1));
        let kept = app.accepted(&diego(), with_grady("contributor", "kept")).await;
        app.settle().await;
        assert_eq!(grady_has(&app).await, Some(has("contributor", &adele(), &high)));
        undo(&app, &high).await;
        assert_eq!(grady_has(&app).await, Some(has("contributor", &diego(), &kept)));
        app.check().await;
        undo(&app, &kept).await;
        assert_eq!(grady_has(&app).await, Some(has("reader", &diego(), &low)));
        app.check().await;
        undo(&app, &low).await;
        assert_eq!(grady_has(&app).await, None);
        app.check().await;
    }

    /// Asked for one after the other before anything is undone, and both at once while it is.
    pub async fn of_two_that_are_undone_at_once_nothing_is_left(first: TestApp) {
        for order in [[0, 1], [1, 0]] {
            let app = first.afresh().await;
            let ids = both(&app, ["contributor", "reader"]).await;
            for at in order {
                assert!(app.sharing.undo(&ids[at]).await.unwrap());
            }
            tokio::join!(app.run_due(), app.run_due());
            app.settle().await;
            assert_eq!(grady_has(&app).await, None, "{order:?}");
            app.check().await;

            let app = first.afresh().await;
            let ids = both(&app, ["contributor", "reader"]).await;
            let one = async |at: usize| {
                assert!(app.sharing.undo(&ids[at]).await.unwrap());
                app.run_due().await
            };
            tokio::join!(one(order[0]), one(order[1]));
            app.settle().await;
            for id in &ids {
                assert_eq!(state(&app, id).await, InvitationState::Undone, "{order:?}");
            }
            assert!(!opens(&app).await, "{order:?}");
            assert_eq!(grady_has(&app).await, None, "{order:?}");
            app.check().await;
        }
    }

    pub async fn what_is_sent_again_leaves_it_to_a_colleague(app: TestApp) {
        app.hide_new_guests(Duration::minutes(1));
        let hers = app.accepted(&adele(), form(ANA)).await;
        app.run_due().await;
        let his = app.accepted(&diego(), form(ANA)).await;
        app.settle().await;
        app.advance(Duration::minutes(10));
        let again = app.resend(&hers, "again").await;
        app.settle().await;
        let ana = app.posts()[0].guest.clone();
        assert_eq!(given(&app, &ana).await.unwrap().invitation, Some(again.clone()));
        undo(&app, &again).await;
        assert_eq!(state(&app, &hers).await, InvitationState::Undone);
        assert_eq!(given(&app, &ana).await.unwrap().invitation, Some(his));
        app.check().await;
    }

    pub async fn what_is_sent_again_leaves_nothing_to_what_it_stands_for(app: TestApp) {
        let first = app.accepted(&adele(), form(ANA)).await;
        app.settle().await;
        app.advance(Duration::minutes(10));
        let again = app.resend(&first, "again").await;
        app.settle().await;
        assert_eq!(said(&app, &adele(), &again).await, Some(UndoEffect::TakenBack));
        undo(&app, &again).await;
        for id in [&first, &again] {
            assert!(entries(&app, id, "access-taken-over").await.is_empty());
        }
        assert_eq!(entries(&app, &again, "access-taken-back").await.len(), 1);
        app.check().await;
    }

    /// It failed after it had given access, and the next share put it away: no list has it, so nobody would undo it.
    pub async fn what_the_next_share_has_replaced_gives_nothing(app: TestApp) {
        let app = app.planning_every_step().await;
        let sends = json!({ "method": "POST", "path": "/v1.0/me/sendMail" });
        app.fail(&sends, [answer(400, "ErrorInvalidRequest", "The request is not valid.")]);
        let failed = app.accepted(&adele(), with_grady("reader", "failed")).await;
        app.settle().await;
        assert_eq!(state(&app, &failed).await, InvitationState::Failed);
        assert_eq!(grady_has(&app).await, Some(has("reader", &adele(), &failed)));
        app.advance(Duration::minutes(1));
        let next = app.accepted(&adele(), with_grady("contributor", "next")).await;
        app.settle().await;
        assert_eq!(grady_has(&app).await, Some(has("contributor", &adele(), &next)));
        assert_eq!(said(&app, &adele(), &next).await, Some(UndoEffect::TakenBack));
        undo(&app, &next).await;
        assert!(!opens(&app).await);
        app.check().await;
    }
}
