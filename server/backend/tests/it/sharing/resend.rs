//! Inviting a guest again who has not come: another mail goes out, and the links of earlier ones lead nowhere.

use std::time::Duration as Wait;

use contract::{
    Caller, HistoryEvent, InvitationFilter, InvitationId, InvitationState, Language, PeopleFound,
    ProblemCode, ShareAnswer, ShareForm, ToastKind,
};
use serde_json::{Value, json};
use testing::names::{DIEGO, JONI, user_id};
use time::Duration;

use super::app::{SEEN_AFTER, TENANT, TestApp, accepted, adele, answer, form, invites, the_item};

const ANA: &str = "ana@fabrikam.example";

const REFUSED: &str = "Guest invitations not allowed for your company.";

fn answer_403() -> Value {
    answer(403, "Forbidden", REFUSED)
}

/// Requests that read one person.
fn look_ups_of_one() -> Value {
    json!({ "method": "GET", "path": "/v1.0/users/*" })
}

/// The form in which somebody chose Ana, and asked that she is invited again.
fn again(app: &TestApp, item: &str, key: &str) -> ShareForm {
    ShareForm {
        item: item.to_owned(),
        person: app.emulator.user(ANA),
        resend: "1".to_owned(),
        key: key.to_owned(),
        ..form(ANA)
    }
}

/// Adele's invitation, which has gone out and is not accepted.
async fn invited(app: &TestApp) -> InvitationId {
    let id = app.accepted(&adele(), form(ANA)).await;
    app.settle().await;
    app.advance(Duration::minutes(10));
    id
}

async fn state(app: &TestApp, caller: &Caller, id: &InvitationId) -> InvitationState {
    app.sharing.invitations().progress(caller, id, Wait::ZERO).await.unwrap().state
}

#[tokio::test]
async fn a_colleague_invites_again_and_the_earlier_inviter_is_told() {
    stories::a_colleague_invites_again_and_the_earlier_inviter_is_told(TestApp::new().await).await;
}

#[tokio::test]
async fn of_two_who_invite_again_at_once_one_joins_the_other() {
    stories::of_two_who_invite_again_at_once_one_joins_the_other(TestApp::new().await).await;
}

#[tokio::test]
async fn if_the_one_who_invites_again_first_is_refused_the_next_goes_on() {
    stories::if_the_one_who_invites_again_first_is_refused_the_next_goes_on(TestApp::new().await).await;
}

/// The ids of the invitations that Adele's page lists.
async fn listed(app: &TestApp) -> Vec<InvitationId> {
    let list = app.sharing.invitations().list(&adele(), InvitationFilter::default()).await.unwrap();
    list.rows.into_iter().map(|row| row.id).collect()
}

/// Adele's toasts that tell of an invitation that was sent, or of its guest.
async fn told(app: &TestApp, kind: fn(&ToastKind) -> bool) -> usize {
    let toasts = app.sharing.toasts().undismissed(&adele()).await.unwrap().toasts;
    toasts.iter().filter(|toast| kind(&toast.kind)).count()
}

#[tokio::test]
async fn ones_own_is_sent_again_once_for_each_form() {
    let app = TestApp::new().await;
    let first = invited(&app).await;
    let port = app.sharing.invitations();
    let before = port.link(&adele(), &first).await.unwrap();
    let diego = app.caller(DIEGO);
    let refused = port.resend(&diego, &first, "k".to_owned(), Language::English).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::NotFound);
    let second = app.resend(&first, "once").await;
    assert_eq!(app.resend(&first, "once").await, second, "a double click");
    app.settle().await;
    assert_eq!(app.resend(&first, "once").await, second, "the same page, sent once more");
    app.settle().await;
    assert_eq!(app.state(&second).await, InvitationState::Sent);
    let posts = app.posts();
    assert_eq!(posts.len(), 2);
    assert!(posts.iter().all(|post| post.mail && post.guest == app.emulator.user(ANA)), "{posts:?}");
    assert_ne!(port.link(&adele(), &second).await.unwrap().expose(), before.expose(), "the living one");
    assert_eq!(port.link(&adele(), &first).await.unwrap_err().code, ProblemCode::NoLink);
    assert_eq!(told(&app, |kind| matches!(kind, ToastKind::LinkReplaced { .. })).await, 0, "she knows");
    assert_eq!(
        told(&app, |kind| matches!(kind, ToastKind::Invited { .. })).await,
        1,
        "the earlier is no news"
    );
    assert_eq!(listed(&app).await, std::slice::from_ref(&second), "one person and item are one row");
    assert!(
        !port.open(&adele(), &first).await.unwrap().may_be_resent,
        "the page before offers nothing any more"
    );

    app.arrive(&app.accept(ANA).await).await;
    let state = app.state(&second).await;
    assert_eq!(state, InvitationState::Accepted, "it is not somebody who had accepted before");
    assert_eq!(told(&app, |kind| matches!(kind, ToastKind::Accepted { .. })).await, 1);
    let again = port.resend(&adele(), &second, "later".to_owned(), Language::English).await.unwrap_err();
    assert_eq!(again.code, ProblemCode::NotFound, "whoever has come is not invited again");
    app.check().await;
}

#[tokio::test]
async fn the_dialog_sends_ones_own_again_with_what_was_typed() {
    let app = TestApp::new().await;
    let first = invited(&app).await;
    let form =
        |key: &str, role: &str| ShareForm { role: role.to_owned(), ..again(&app, &form(ANA).item, key) };
    let second = app.accepted(&adele(), form("second", "contributor")).await;
    app.settle().await;
    assert_ne!(second, first);
    assert_eq!((app.posts().len(), listed(&app).await), (2, vec![second.clone()]));
    let row = app.sharing.invitations().open(&adele(), &second).await.unwrap().row;
    assert_eq!(row.role.as_str(), "contributor");
    app.advance(Duration::seconds(1));
    let third = app.accepted(&adele(), form("third", "contributor")).await;
    app.settle().await;
    assert_eq!((app.posts().len(), listed(&app).await), (3, vec![third]));
    app.check().await;
}

#[tokio::test]
async fn a_resend_that_is_refused_leaves_the_earlier_invitation_as_it_was() {
    let app = TestApp::new().await;
    let first = invited(&app).await;
    let link = app.sharing.invitations().link(&adele(), &first).await.unwrap();
    app.fail(&invites(), [answer_403()]);
    let second = app.resend(&first, "again").await;
    app.settle().await;
    assert_eq!(app.state(&second).await, InvitationState::Failed);
    assert_eq!(app.state(&first).await, InvitationState::Sent);
    assert_eq!(app.sharing.invitations().link(&adele(), &first).await.unwrap().expose(), link.expose());
    app.arrive(&app.accept(ANA).await).await;
    assert_eq!(app.state(&first).await, InvitationState::Accepted);
    app.check().await;
}

#[tokio::test]
async fn who_comes_while_they_are_to_be_invited_again_is_not_written_to() {
    let app = TestApp::new().await;
    let first = invited(&app).await;
    let second = app.resend(&first, "again").await;
    app.arrive(&app.accept(ANA).await).await;
    app.settle().await;
    assert_eq!(app.posts().len(), 1, "nobody writes to somebody who is in");
    assert_eq!(app.state(&first).await, InvitationState::Accepted);
    assert_eq!(app.state(&second).await, InvitationState::Shared);
    app.check().await;
}

#[tokio::test]
async fn whether_another_mail_went_out_is_for_a_person_to_say() {
    let app = TestApp::new().await;
    let first = invited(&app).await;
    app.fail(&invites(), [answer(504, "", "")]);
    let second = app.resend(&first, "again").await;
    app.settle().await;
    let stopped = app.progress(&second).await;
    assert_eq!(stopped.problem.unwrap().code, ProblemCode::OutcomeUnknown);
    assert_eq!(app.posts().len(), 1, "no mail twice without a word");
    app.try_again(&second).await;
    app.settle().await;
    assert_eq!((app.state(&second).await, app.posts().len()), (InvitationState::Sent, 2));
    app.check().await;
}

#[tokio::test]
async fn nobody_joins_a_mail_of_which_nobody_knows_whether_it_went_out() {
    let app = TestApp::new().await;
    let first = invited(&app).await;
    app.fail(&invites(), [answer(504, "", "")]);
    let diego = app.caller(DIEGO);
    let unknown = app.accepted(&diego, again(&app, "depot-fire-plan", "again")).await;
    app.advance(Duration::milliseconds(1));
    let second = app.resend(&first, "again").await;
    app.settle().await;
    assert_eq!(state(&app, &diego, &unknown).await, InvitationState::Stopped);
    assert_eq!(app.state(&second).await, InvitationState::Sent);
    assert_eq!(app.posts().len(), 2, "who asked for a mail had one sent");
    app.check().await;
}

#[tokio::test]
async fn a_row_whose_link_a_colleague_has_replaced_is_one_row_with_the_next() {
    let app = TestApp::new().await;
    let first = invited(&app).await;
    app.accepted(&app.caller(DIEGO), again(&app, "depot-fire-plan", "again")).await;
    app.settle().await;
    app.advance(Duration::minutes(1));
    let second = app.resend(&first, "again").await;
    app.settle().await;
    assert_eq!(listed(&app).await, std::slice::from_ref(&second));
    // The page of the one before offers nothing any more.
    let port = app.sharing.invitations();
    assert!(!port.open(&adele(), &first).await.unwrap().may_be_resent);
    let old_page = port.resend(&adele(), &first, "once-more".to_owned(), Language::English).await.unwrap();
    assert_eq!(accepted(&old_page), second, "it leads to the one that stands for it");
    app.settle().await;
    assert_eq!(app.posts().len(), 3, "and sends nothing");
    app.check().await;
}

#[tokio::test]
async fn the_access_of_a_guest_who_was_invited_again_goes_with_them() {
    let app = TestApp::new().await;
    let first = invited(&app).await;
    let second = app.resend(&first, "again").await;
    app.settle().await;
    app.advance(Duration::minutes(1));
    app.run_due().await;
    app.delete(ANA).await;
    app.advance(Duration::minutes(6));
    app.run_due().await;
    assert_eq!(app.state(&second).await, InvitationState::Stopped);
    let access = storage::access::of_item(&app.storage, TENANT, &form(ANA).item, None, 10).await.unwrap();
    assert!(access.is_empty(), "access of nobody");
    app.check().await;
}

#[tokio::test]
async fn while_the_directory_does_not_answer_nobody_is_shared_with_in_silence() {
    let app = TestApp::new().await;
    invited(&app).await;
    app.fail(&look_ups_of_one(), [json!({ "hang": true })]);
    let form = again(&app, "depot-fire-plan", "again");
    let answer =
        app.impatient_process().invitations().share(&adele(), form, Language::English).await.unwrap();
    let ShareAnswer::Refused { problem, .. } = answer else { panic!("{answer:?}") };
    assert_eq!(problem.code, ProblemCode::DirectoryUnreachable);
}

#[tokio::test]
async fn nobody_else_is_invited_again() {
    let app = TestApp::new().await;
    let member =
        ShareForm { person: user_id("alex"), resend: "1".to_owned(), ..form("alex.wilber@contoso.example") };
    let id = app.accepted(&adele(), member).await;
    app.settle().await;
    assert_eq!((app.state(&id).await, app.posts().len()), (InvitationState::Shared, 0));
    // Somebody whom others invited long ago is.
    let joni = ShareForm { person: user_id("joni"), resend: "1".to_owned(), ..form(JONI) };
    let id = app.accepted(&adele(), joni).await;
    app.settle().await;
    assert_eq!((app.state(&id).await, app.posts().len()), (InvitationState::Sent, 1));
    app.check().await;
}

#[tokio::test]
async fn the_same_person_and_item_are_one_row() {
    let app = TestApp::new().await;
    let twin = |key: &str| ShareForm { key: key.to_owned(), ..form(ANA) };
    let first = app.accepted(&adele(), twin("one")).await;
    let answer = app.share(&adele(), twin("two")).await;
    let ShareAnswer::Refused { problem, .. } = answer else { panic!("{answer:?}") };
    assert_eq!(problem.code, ProblemCode::AlreadyUnderWay);
    app.fail(&invites(), [answer_403(), answer_403()]);
    app.settle().await;
    let third = app.accepted(&adele(), twin("three")).await;
    app.settle().await;
    assert_eq!((app.state(&third).await, listed(&app).await), (InvitationState::Failed, vec![third]));
    let fourth = app.accepted(&adele(), twin("four")).await;
    app.settle().await;
    assert_eq!(app.state(&fourth).await, InvitationState::Sent);
    assert_eq!(listed(&app).await, [fourth]);
    assert_eq!(told(&app, ToastKind::is_problem).await, 0, "what was put away is not told any more");
    assert_ne!(app.state(&first).await, InvitationState::Sent);
    app.check().await;
}

fn is_being_invited(found: &PeopleFound) -> bool {
    found.new.as_ref().is_some_and(|new| new.is_being_invited)
}

#[tokio::test]
async fn whoever_joins_reads_so_before_they_send() {
    let app = TestApp::new().await;
    let (people, diego) = (app.sharing.people(), app.caller(DIEGO));
    let found = async || people.find(&diego, &the_item(), ANA).await.unwrap();
    assert!(!is_being_invited(&found().await));
    app.hide_new_guests(Duration::seconds(30));
    let id = app.accepted(&adele(), form(ANA)).await;
    app.run_due().await;
    assert_eq!(app.state(&id).await, InvitationState::Sent);
    let joins = found().await;
    assert!(is_being_invited(&joins) && joins.matches.is_empty(), "{joins:?}");
    app.advance(Duration::seconds(31));
    let shown = found().await;
    assert!(!is_being_invited(&shown) && shown.matches.len() == 1, "the directory says who it is: {shown:?}");
}

#[tokio::test]
async fn nobody_joins_an_invitation_that_did_not_work() {
    let app = TestApp::new().await;
    app.fail(&invites(), [answer_403()]);
    app.accepted(&adele(), form(ANA)).await;
    app.run_due().await;
    let found = app.sharing.people().find(&adele(), &the_item(), ANA).await.unwrap();
    assert!(!is_being_invited(&found), "{found:?}");
}

/// Those that are told on both databases.
pub mod stories {
    use super::*;

    pub async fn a_colleague_invites_again_and_the_earlier_inviter_is_told(app: TestApp) {
        let first = invited(&app).await;
        let (port, diego) = (app.sharing.invitations(), app.caller(DIEGO));
        let dead = port.link(&adele(), &first).await.unwrap();
        let second = app.accepted(&diego, again(&app, "depot-fire-plan", "again")).await;
        app.settle().await;
        assert_eq!(state(&app, &diego, &second).await, InvitationState::Sent);
        let posts = app.posts();
        assert_eq!((posts.len(), posts[1].mail), (2, true));
        assert_eq!(posts[1].inviter.as_deref(), Some(user_id("diego").as_str()));
        assert_ne!(port.link(&diego, &second).await.unwrap().expose(), dead.expose());

        assert_eq!(port.link(&adele(), &first).await.unwrap_err().code, ProblemCode::NoLink);
        let row = port.open(&adele(), &first).await.unwrap().row;
        assert_eq!(row.state, InvitationState::Sent, "the guest may still accept");
        assert_eq!(row.history.last().unwrap().event, HistoryEvent::LinkReplaced);
        let told = app.sharing.toasts().undismissed(&adele()).await.unwrap().toasts;
        let by = told.iter().find_map(|toast| match &toast.kind {
            ToastKind::LinkReplaced { by, .. } => Some(by.as_str()),
            _ => None,
        });
        assert_eq!(by, Some("Diego Siciliani"), "{told:?}");

        app.arrive(&app.accept(ANA).await).await;
        assert_eq!(app.state(&first).await, InvitationState::Accepted);
        assert_eq!(state(&app, &diego, &second).await, InvitationState::Accepted);
        app.check().await;
    }

    pub async fn of_two_who_invite_again_at_once_one_joins_the_other(app: TestApp) {
        let first = invited(&app).await;
        let diego = app.caller(DIEGO);
        let second = app.accepted(&diego, again(&app, "depot-fire-plan", "again")).await;
        let third = app.resend(&first, "again").await;
        app.settle().await;
        app.advance(SEEN_AFTER);
        assert_eq!(app.state(&third).await, InvitationState::Sent);
        assert_eq!(state(&app, &diego, &second).await, InvitationState::Sent);
        assert_eq!(app.posts().len(), 2, "one mail more, not two");
        let links = [(diego, second), (adele(), third), (adele(), first)].map(|(caller, id)| {
            let port = app.sharing.invitations();
            async move { port.link(&caller, &id).await.is_ok() }
        });
        let alive = futures::future::join_all(links).await;
        assert_eq!(alive.iter().filter(|alive| **alive).count(), 1, "nobody is given a dead link: {alive:?}");
        assert_eq!(listed(&app).await.len(), 1, "one row, whoever posted");
        app.check().await;
    }

    pub async fn if_the_one_who_invites_again_first_is_refused_the_next_goes_on(app: TestApp) {
        let first = invited(&app).await;
        app.fail(&invites(), [answer_403()]);
        let diego = app.caller(DIEGO);
        let refused = app.accepted(&diego, again(&app, "depot-fire-plan", "again")).await;
        app.advance(Duration::milliseconds(1));
        let second = app.resend(&first, "again").await;
        app.settle().await;
        let of_diego = state(&app, &diego, &refused).await;
        let states = [of_diego, app.state(&second).await];
        assert!(states.contains(&InvitationState::Failed), "{states:?}");
        assert!(states.contains(&InvitationState::Sent), "the other posts in their own name: {states:?}");
        assert_eq!(app.posts().len(), 2);
        app.check().await;
    }
}
