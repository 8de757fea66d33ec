//! One new address, many shares: one invitation is in front and posts, the others join it.

use std::time::Duration as Wait;

use contract::{Caller, InvitationState, ProblemCode, ShareAnswer, ShareForm, ToastKind};
use futures::future::join_all;
use reqwest::Method;
use serde_json::json;
use storage::{access, people};
use testing::names::{ADELE, ALEX, APP, DIEGO, MEGAN, user_id};
use time::Duration;

use super::app::{ITEM, SEEN_AFTER, TestApp, adele, answer, form, guest_of, invites};
use crate::invariants;

const ANA: &str = "ana@fabrikam.example";

fn form_of(item: &str, key: &str) -> ShareForm {
    ShareForm { item: item.to_owned(), key: key.to_owned(), ..form(ANA) }
}

/// The states of all invitations of these people.
async fn states(app: &TestApp, inviters: &[Caller]) -> Vec<InvitationState> {
    let mut states = Vec::new();
    for inviter in inviters {
        let rows = invariants::of_inviter(&app.storage, super::app::TENANT, inviter.user.as_str()).await;
        states.extend(rows.into_iter().map(|row| row.state));
    }
    states
}

/// Runs what is due, in two processes, until nothing of these people's is under way.
async fn settle(app: &TestApp, inviters: &[Caller]) {
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
async fn of_sixty_four_shares_two_are_refused_in_front_and_the_others_go_on() {
    stories::of_sixty_four_shares_two_are_refused_in_front_and_the_others_go_on(TestApp::new().await).await;
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

#[tokio::test]
async fn who_joined_a_guest_that_is_gone_posts_when_they_try_again() {
    let app = TestApp::new().await;
    let diego = app.caller(DIEGO);
    let front = app.accepted(&diego, form_of("punctuality", "diego")).await;
    let joined = app.accepted(&adele(), form(ANA)).await;
    app.settle().await;
    settle(&app, std::slice::from_ref(&diego)).await;
    assert_eq!(app.posts().len(), 1);
    app.advance(Duration::minutes(1));
    app.run_due().await;
    app.delete(ANA).await;
    app.advance(Duration::minutes(6));
    app.run_due().await;
    assert_eq!(app.state(&joined).await, InvitationState::Stopped);
    app.try_again(&joined).await;
    app.settle().await;
    assert_eq!((app.state(&joined).await, app.posts().len()), (InvitationState::Sent, 2), "a mail went out");
    let port = app.sharing.invitations();
    assert_eq!(port.progress(&diego, &front, Wait::ZERO).await.unwrap().state, InvitationState::Stopped);
    let guest = app.accept(ANA).await;
    app.arrive(&guest).await;
    assert_eq!(app.state(&joined).await, InvitationState::Accepted);
    app.check().await;
}

/// Those that are told on both databases.
pub mod stories {
    use super::*;

    /// Eight people who may share.
    const INVITERS: [&str; 8] = [
        ADELE,
        DIEGO,
        ALEX,
        MEGAN,
        "isaiah.langer@contoso.example",
        "lidia.holloway@contoso.example",
        "patti.fernandez@contoso.example",
        "pradeep.gupta@contoso.example",
    ];

    /// Eight people share eight items each with Ana, at the same time, while the directory is ten seconds behind. In the end each has her invited,
    /// with one post and one mail, and she gets to each item. Those whose first post is refused for a reason of their own: `refused`.
    async fn sixty_four_shares(app: TestApp, refused: usize) {
        let app = app.seeded("eight-members").await;
        let items = app.more_items(8).await;
        app.hide_new_guests(Duration::seconds(10));
        let message = "Guest invitations not allowed for your company. Contact your company administrator for more details.";
        app.fail(&invites(), (0..refused).map(|_| answer(403, "Forbidden", message)));
        let callers = INVITERS.map(|address| app.caller(address));
        let forms = callers.iter().flat_map(|caller| {
            items.iter().map(move |item| (caller, form_of(item.as_str(), &format!("{item}-{}", caller.user))))
        });
        let answers = join_all(forms.map(|(caller, form)| app.share(caller, form))).await;
        assert!(answers.iter().all(|answer| matches!(answer, ShareAnswer::Accepted { .. })), "{answers:?}");
        settle(&app, &callers).await;
        assert_eq!(app.posts().len(), 1, "one post");
        assert_eq!(app.posts().iter().filter(|post| post.mail).count(), 1, "one mail");
        let all = states(&app, &callers).await;
        let of = |wanted: InvitationState| all.iter().filter(|state| **state == wanted).count();
        assert_eq!((all.len(), of(InvitationState::Failed)), (64, refused), "{all:?}");
        assert_eq!(of(InvitationState::Sent), 64 - refused, "{all:?}");
        let guest = app.accept(ANA).await;
        for item in &items {
            let own = access::of_person(&app.storage, super::super::app::TENANT, &guest, item.as_str()).await;
            assert!(own.unwrap().is_some(), "{item}");
        }
        app.sharing.arrivals().arrive(&guest_of(&guest), &items[0]).await.unwrap();
        let all = states(&app, &callers).await;
        let accepted = all.iter().filter(|state| **state == InvitationState::Accepted).count();
        assert_eq!(accepted, 64 - refused, "{all:?}");
        for item in &items {
            // What Copy link gives each of them.
            let page = app.sharing.items().open(&guest_of(&guest), item).await.unwrap().item.page;
            assert_eq!(page.as_str(), format!("{APP}/items/{item}"));
        }
        app.check().await;
    }

    pub async fn sixty_four_shares_are_one_post_one_mail_and_all_get_access(app: TestApp) {
        sixty_four_shares(app, 0).await;
    }

    pub async fn of_sixty_four_shares_two_are_refused_in_front_and_the_others_go_on(app: TestApp) {
        sixty_four_shares(app, 2).await;
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
