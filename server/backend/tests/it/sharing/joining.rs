//! One new address, many shares: one invitation is in front and posts, the others join it.

use std::time::Duration as Wait;

use contract::{Caller, InvitationState, ProblemCode, ShareAnswer, ShareForm, ToastKind};
use futures::future::join_all;
use reqwest::Method;
use serde_json::json;
use storage::{access, people};
use testing::names::{ADELE, ALEX, DIEGO, MEGAN, user_id};
use time::Duration;

use super::app::{ITEM, SEEN_AFTER, TestApp, adele, answer, form, guest_of, invites};
use crate::invariants;

const ANA: &str = "ana@fabrikam.example";

fn form_of(item: &str, key: &str) -> ShareForm {
    ShareForm { item: item.to_owned(), key: key.to_owned(), ..form(ANA) }
}

/// The states of all invitations of these people.
async fn states(app: &TestApp, inviters: &[&str]) -> Vec<InvitationState> {
    let mut states = Vec::new();
    for inviter in inviters {
        let rows = invariants::of_inviter(&app.storage, super::app::TENANT, &user_id(inviter)).await;
        states.extend(rows.into_iter().map(|row| row.state));
    }
    states
}

/// Runs what is due, in two processes, until nothing of these people's is under way.
async fn settle(app: &TestApp, inviters: &[&str]) {
    let other = app.another_process().runner();
    for _ in 0..200 {
        tokio::join!(app.run_due(), other.run_due());
        if states(app, inviters).await.iter().all(|state| state.is_settled()) {
            return;
        }
        app.wait_for_next().await;
    }
    panic!("nothing settles: {:?}", states(app, inviters).await);
}

#[tokio::test]
async fn sixty_four_shares_are_one_post_one_mail_and_all_get_access() {
    stories::sixty_four_shares_are_one_post_one_mail_and_all_get_access(TestApp::new().await).await;
}

#[tokio::test]
async fn if_the_one_in_front_is_refused_the_next_goes_on_in_its_own_name() {
    stories::if_the_one_in_front_is_refused_the_next_goes_on_in_its_own_name(TestApp::new().await).await;
}

#[tokio::test]
async fn a_sign_in_that_the_one_in_front_needs_holds_nobody_up() {
    let app = TestApp::new().await;
    app.lapsed.store(true, std::sync::atomic::Ordering::SeqCst);
    let first = app.accepted(&adele(), form(ANA)).await;
    app.run_due().await;
    assert_eq!(app.progress(&first).await.problem.unwrap().code, ProblemCode::SignInAgain);
    app.lapsed.store(false, std::sync::atomic::Ordering::SeqCst);
    let diego = app.caller(DIEGO);
    app.accepted(&diego, form_of("punctuality", "diego")).await;
    app.run_due().await;
    assert_eq!(app.posts().len(), 1);
    assert_eq!(app.posts()[0].inviter.as_deref(), Some(user_id("diego").as_str()));
    // Whoever was in front joins when they try again.
    app.try_again(&first).await;
    app.settle().await;
    assert_eq!(app.state(&first).await, InvitationState::Sent);
    assert_eq!(app.posts().len(), 1, "no second mail");
    app.check().await;
}

#[tokio::test]
async fn what_the_one_in_front_left_unknown_is_found_out_before_another_posts() {
    let app = TestApp::new().await;
    app.hide_new_guests(Duration::seconds(10));
    // It had its effect, and the gateway gave up; then the inviter's sign-in lapses.
    app.fail(&invites(), [json!({ "hang": true })]);
    let first = app.accepted(&adele(), form(ANA)).await;
    tokio::select! {
        _ = app.run_due() => panic!("the answer is held"),
        () = app.posted(1) => {}
    }
    let diego = app.caller(DIEGO);
    let second = app.accepted(&diego, form_of("punctuality", "diego")).await;
    app.run_due().await;
    let port = app.sharing.invitations();
    let waiting = port.progress(&diego, &second, Wait::ZERO).await.unwrap();
    assert_eq!(waiting.problem.unwrap().code, ProblemCode::BeingInvited);
    app.advance(Duration::seconds(16));
    app.settle().await;
    assert_eq!(app.posts().len(), 1, "one mail, whoever shares");
    assert_eq!(app.progress(&first).await.problem.unwrap().code, ProblemCode::OutcomeUnknown);
    assert_eq!(port.progress(&diego, &second, Wait::ZERO).await.unwrap().state, InvitationState::Sent);
    app.check().await;
}

#[tokio::test]
async fn a_fault_that_had_its_effect_after_all_sends_no_second_mail() {
    for status in [500, 503] {
        let app = TestApp::new().await;
        app.hide_new_guests(Duration::seconds(5));
        app.fail(&invites(), [json!({ "status": status, "code": "", "message": "", "perform": true })]);
        let id = app.accepted(&adele(), form(ANA)).await;
        app.settle().await;
        assert_eq!(app.posts().len(), 1, "{status}");
        assert_eq!(app.progress(&id).await.problem.unwrap().code, ProblemCode::OutcomeUnknown);
        app.check().await;
    }
}

#[tokio::test]
async fn a_guest_who_was_there_before_is_not_the_one_of_a_lost_post() {
    let app = TestApp::new().await;
    app.fail(&invites(), [answer(504, "", "")]);
    let id = app.accepted(&adele(), form(ANA)).await;
    app.run_due().await;
    // Meanwhile somebody appears who has the address and has accepted long ago.
    let token = app.emulator.application_token("daemon").await;
    let (path, body) = (format!("/users/{}", user_id("grady")), json!({ "otherMails": [ANA] }));
    app.emulator.graph(Method::PATCH, &path, &token, Some(body)).await;
    app.advance(SEEN_AFTER);
    app.settle().await;
    assert_eq!(app.progress(&id).await.problem.unwrap().code, ProblemCode::ChoosePerson);
    let guest = app.emulator.user(ANA);
    let own = access::of_person(&app.storage, super::app::TENANT, &guest, ITEM).await.unwrap();
    assert!(own.is_none(), "nobody gets access by an address alone");
    app.check().await;
}

#[tokio::test]
async fn what_an_inviter_typed_never_replaces_what_the_directory_says() {
    let app = TestApp::new().await;
    let grady = user_id("grady");
    app.give_on("punctuality", &grady, "reader", None).await;
    // An address of Grady's account that the directory does not have: Microsoft answers with Grady, who has accepted long ago.
    let alias = "grady@fabrikam.example";
    let typed = ShareForm { name: "Somebody Else".to_owned(), ..form(alias) };
    let id = app.accepted(&adele(), typed).await;
    app.settle().await;
    assert_eq!(app.posts().len(), 1);
    assert_eq!(app.state(&id).await, InvitationState::Shared, "there is nothing to accept");
    let known = people::load(&app.storage, super::app::TENANT, &grady).await.unwrap().unwrap();
    assert_eq!((known.name.as_str(), known.address.as_str()), ("Planted", "planted@fabrikam.example"));
}

#[tokio::test]
async fn who_had_accepted_before_has_not_accepted_this_invitation() {
    let app = TestApp::new().await;
    let id = app
        .accepted(&adele(), ShareForm { name: "Somebody Else".to_owned(), ..form("grady@fabrikam.example") })
        .await;
    app.settle().await;
    app.advance(Duration::minutes(2));
    app.run_due().await;
    assert_eq!(app.state(&id).await, InvitationState::Shared);
    let toasts = app.sharing.toasts().undismissed(&adele()).await.unwrap();
    assert!(
        !toasts.toasts.iter().any(|toast| matches!(toast.kind, ToastKind::Accepted { .. })),
        "{toasts:?}"
    );
    let known = people::load(&app.storage, super::app::TENANT, &user_id("grady")).await.unwrap().unwrap();
    assert_eq!(known.name, "Grady Archie");
    app.check().await;
}

/// Those that are told on both databases.
pub mod stories {
    use super::*;

    pub async fn sixty_four_shares_are_one_post_one_mail_and_all_get_access(app: TestApp) {
        let items = app.more_items(16).await;
        app.hide_new_guests(Duration::seconds(10));
        let callers: Vec<Caller> = [ADELE, DIEGO, ALEX, MEGAN].map(|address| app.caller(address)).into();
        let forms = callers.iter().flat_map(|caller| {
            items.iter().map(move |item| (caller, form_of(item.as_str(), &format!("{item}-{}", caller.user))))
        });
        let answers = join_all(forms.map(|(caller, form)| app.share(caller, form))).await;
        assert!(answers.iter().all(|answer| matches!(answer, ShareAnswer::Accepted { .. })), "{answers:?}");
        let inviters = ["adele", "diego", "alex", "megan"];
        settle(&app, &inviters).await;
        assert_eq!(app.posts().len(), 1, "one post");
        assert_eq!(app.posts().iter().filter(|post| post.mail).count(), 1, "one mail");
        let all = states(&app, &inviters).await;
        assert_eq!(all.len(), 64);
        assert!(all.iter().all(|state| *state == InvitationState::Sent), "{all:?}");
        let guest = app.accept(ANA).await;
        for item in &items {
            let own = access::of_person(&app.storage, super::super::app::TENANT, &guest, item.as_str()).await;
            assert!(own.unwrap().is_some(), "{item}");
        }
        app.sharing.arrivals().arrive(&guest_of(&guest), &items[0]).await.unwrap();
        let all = states(&app, &inviters).await;
        assert!(all.iter().all(|state| *state == InvitationState::Accepted), "{all:?}");
        for item in &items {
            app.sharing.items().open(&guest_of(&guest), item).await.unwrap();
        }
        app.check().await;
    }

    pub async fn if_the_one_in_front_is_refused_the_next_goes_on_in_its_own_name(app: TestApp) {
        let message = "Guest invitations not allowed for your company. Contact your company administrator for more details.";
        app.fail(&invites(), [answer(403, "Forbidden", message)]);
        let diego = app.caller(DIEGO);
        let refused = app.accepted(&diego, form_of("punctuality", "diego")).await;
        let joins = app.accepted(&adele(), form(ANA)).await;
        app.settle().await;
        let port = app.sharing.invitations();
        let first = port.progress(&diego, &refused, Wait::ZERO).await.unwrap();
        assert_eq!(first.problem.unwrap().code, ProblemCode::PolicyForbids);
        assert_eq!(app.state(&joins).await, InvitationState::Sent);
        let posts = app.posts();
        assert_eq!(posts.len(), 1);
        assert_eq!(posts[0].inviter.as_deref(), Some(user_id("adele").as_str()));
        app.check().await;
    }
}
