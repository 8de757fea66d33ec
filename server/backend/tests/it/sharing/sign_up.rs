//! Somebody new signs up by themselves, through the link in our mail: nobody gets access by a mail alone.

use backend::settings::FixedSettings;
use contract::{
    ArrivalTarget, ArrivalWay, Caller, EntraUserId, HistoryEvent, InvitationId, InvitationState, ItemId,
    Problem, ProblemCode, ShareForm, SignUpState, StepKind, StepState, ToastKind, ToldBy,
};
use reqwest::Method;
use serde_json::json;
use testing::names::{GRADY, user_id};
use time::Duration;

use super::app::{
    FALCON, ITEM, TestApp, adele, answer, every_step_of_sign_up, fixed, form, person, planned_steps,
};
use super::kills::{MOST_CALLS, access, at_every_point, at_most, effects, forget, steps, stride, waiting};

const ANA: &str = "ana@fabrikam.example";
const EVE: &str = "eve@fabrikam.example";

fn by_sign_up() -> FixedSettings {
    fixed([
        ("inviting", "mail_way", json!("inviter")),
        ("ways", "other_kinds", json!({ "reader": { "way": "sign-up" } })),
    ])
}

async fn open(app: TestApp) -> TestApp {
    app.show_new_guests_at_once().await;
    app.emulator.open_for_sign_up().await;
    app
}

async fn signing_up() -> TestApp {
    signing_up_on(TestApp::new().await).await
}

async fn signing_up_on(app: TestApp) -> TestApp {
    open(app.with_settings(by_sign_up())).await
}

/// Where people ask for access packages, as the emulator has it.
const PACKAGE: &str =
    "http://localhost:8400/myaccess/@contoso.example/access-packages/acce5500-0001-4a57-8c11-5c0e10f0c001";

/// With everything else in the plan, too.
async fn with_every_step() -> TestApp {
    with_every_step_on(TestApp::new().await).await
}

async fn with_every_step_on(app: TestApp) -> TestApp {
    open(app.with_settings(every_step_of_sign_up())).await
}

/// Adele has shared with Ana, who was written to: the invitation, and the secret of the link in the mail.
async fn shared(app: &TestApp) -> (InvitationId, String) {
    let id = app.accepted(&adele(), form(ANA)).await;
    app.settle().await;
    assert_eq!((app.state(&id).await, code(app, &id).await), (InvitationState::Sent, PENDING));
    (id.clone(), secret(app, &id))
}

/// The secret of the link in the only mail to Ana.
fn secret(app: &TestApp, id: &InvitationId) -> String {
    let mut secrets = secrets(app, id);
    assert_eq!(secrets.len(), 1);
    secrets.remove(0)
}

/// The secrets of the links in the mails to Ana, in order.
fn secrets(app: &TestApp, id: &InvitationId) -> Vec<String> {
    let links: Vec<_> = app.emulator.world(|world| {
        let mails = world.mail().iter().filter(|mail| mail.is_for(ANA));
        mails.map(emulator::world::mail::StoredMail::links).collect()
    });
    let is_it = |link: &&String| link.contains(&format!("/arrive/{id}?key="));
    let secret = |links: &Vec<String>| Some(links.iter().find(is_it)?.split("key=").nth(1)?.to_owned());
    links.iter().filter_map(secret).collect()
}

/// Somebody signs up at Microsoft, and so has signed in here.
async fn signs_up(app: &TestApp, address: &str) -> Caller {
    app.emulator.sign_up(address, "Somebody New").await;
    app.caller(address)
}

const PENDING: Option<ProblemCode> = Some(ProblemCode::SignUpPending);

async fn code(app: &TestApp, id: &InvitationId) -> Option<ProblemCode> {
    app.progress(id).await.problem.map(|problem: Problem| problem.code)
}

async fn sign_up_state(app: &TestApp, who: &Caller, (id, secret): (&InvitationId, &str)) -> SignUpState {
    app.sharing.arrivals().sign_up_state(who, id, secret).await.unwrap()
}

async fn says_it_is_for_them(app: &TestApp, who: &Caller, (id, secret): (&InvitationId, &str)) {
    app.sharing.arrivals().sign_up(who, id, secret).await.unwrap();
}

async fn history(app: &TestApp, id: &InvitationId) -> Vec<HistoryEvent> {
    let view = app.sharing.invitations().open(&adele(), id).await.unwrap();
    view.row.history.into_iter().map(|line| line.event).collect()
}

async fn toasts(app: &TestApp) -> Vec<ToastKind> {
    let list = app.sharing.toasts().undismissed(&adele()).await.unwrap();
    list.toasts.into_iter().map(|toast| toast.kind).collect()
}

fn readers(people: &[&Caller]) -> Vec<(String, String)> {
    people.iter().map(|person| (person.user.to_string(), "reader".to_owned())).collect()
}

on_sqlite! {
    whoever_signs_up_lands_on_the_item,
    a_stranger_who_claims_the_address_gets_nothing_and_the_inviter_is_asked,
    every_step_that_asks_the_directory_fails_waits_and_goes_on,
    a_process_that_dies_at_any_point_is_followed_by_another,
    a_process_that_dies_before_anybody_comes_is_followed_by_another,
    repeated_it_changes_nothing_more,
    every_step_is_undone_and_the_guest_keeps_their_account,
}

/// Those that are told on both databases.
pub mod stories {
    use super::*;

    pub async fn whoever_signs_up_lands_on_the_item(app: TestApp) {
        let app = signing_up_on(app).await;
        let (id, secret) = shared(&app).await;
        let (arrivals, link) = (app.sharing.arrivals(), (&id, secret.as_str()));
        assert!(app.posts().is_empty(), "nobody was invited");
        assert!(matches!(toasts(&app).await[..], [ToastKind::Invited { told_by: ToldBy::Mail, .. }]));
        let view = app.sharing.invitations().open(&adele(), &id).await.unwrap();
        assert!(!view.may_be_resent && !view.may_skip_mail && view.signed_up.is_none());
        assert!(view.may_send_mail_again);
        let said = arrivals.invited(&id, &secret).await.unwrap();
        assert!(said.is_open && said.leads_to == ArrivalWay::SignUp);
        let ArrivalTarget::SignIn(page) = arrivals.target(&id, &secret).await.unwrap() else {
            panic!("to our own sign-in")
        };
        assert_eq!(page.as_str(), format!("/arrive/{id}?key={secret}"));
        app.check().await;

        let ana = signs_up(&app, ANA).await;
        assert_eq!(sign_up_state(&app, &ana, link).await, SignUpState::Open);
        assert_eq!(app.state(&id).await, InvitationState::Sent, "looking changes nothing");
        assert!(access(&app).await.is_empty());
        says_it_is_for_them(&app, &ana, link).await;
        assert_eq!(sign_up_state(&app, &ana, link).await, SignUpState::Checking);
        app.settle().await;
        assert_eq!(app.state(&id).await, InvitationState::Shared);
        assert_eq!(sign_up_state(&app, &ana, link).await, SignUpState::Done);
        assert!(matches!(arrivals.target(&id, &secret).await.unwrap(), ArrivalTarget::Item(_)));
        assert_eq!(access(&app).await, readers(&[&ana]));
        let item = ItemId::parse(ITEM).unwrap();
        arrivals.arrive(&ana, &item).await.unwrap();
        app.sharing.items().open(&ana, &item).await.unwrap();
        assert!(toasts(&app).await.iter().any(|toast| matches!(toast, ToastKind::Accepted { .. })));
        let told = history(&app, &id).await;
        for event in [HistoryEvent::SignedUp, HistoryEvent::StepDone(StepKind::AwaitSignUp)] {
            assert!(told.contains(&event), "{told:?}");
        }
        says_it_is_for_them(&app, &ana, link).await;
        assert_eq!(app.state(&id).await, InvitationState::Shared, "once is enough");
        app.check().await;
    }

    pub async fn a_stranger_who_claims_the_address_gets_nothing_and_the_inviter_is_asked(app: TestApp) {
        let app = signing_up_on(app).await;
        let (id, secret) = shared(&app).await;
        let (port, link) = (app.sharing.invitations(), (&id, secret.as_str()));
        // What a token says is not what the directory says.
        let eve = Caller { address: Some(ANA.to_owned()), ..signs_up(&app, EVE).await };
        says_it_is_for_them(&app, &eve, link).await;
        app.settle().await;
        let asked = (InvitationState::Stopped, Some(ProblemCode::SignUpUnconfirmed));
        assert_eq!((app.state(&id).await, code(&app, &id).await), asked);
        assert_eq!(sign_up_state(&app, &eve, link).await, SignUpState::Asked);
        assert!(access(&app).await.is_empty());
        assert!(app.sharing.items().open(&eve, &ItemId::parse(ITEM).unwrap()).await.is_err());
        assert!(toasts(&app).await.iter().any(|toast| matches!(toast, ToastKind::Problem { .. })));
        let shown = port.open(&adele(), &id).await.unwrap().signed_up.unwrap();
        assert_eq!((&shown.id, shown.address.as_str(), shown.is_guest), (&eve.user, EVE, true));
        let megan = Caller { is_admin: true, ..person("megan", false) };
        let seen = port.open(&megan, &id).await.unwrap();
        assert!(seen.signed_up.is_none(), "an administrator is not asked what only the inviter can answer");
        app.check().await;

        let other = EntraUserId::parse(&user_id("grady")).unwrap();
        let diego = port.answer_sign_up(&person("diego", false), &id, &eve.user, true).await;
        assert_eq!(diego.unwrap_err().code, ProblemCode::NotFound);
        let guest = port.answer_sign_up(&eve, &id, &eve.user, true).await;
        assert_eq!(guest.unwrap_err().code, ProblemCode::NotAllowed);
        port.answer_sign_up(&adele(), &id, &other, true).await.unwrap();
        app.settle().await;
        assert_eq!((app.state(&id).await, code(&app, &id).await), asked, "that was about somebody else");

        port.answer_sign_up(&adele(), &id, &eve.user, false).await.unwrap();
        app.settle().await;
        assert_eq!((app.state(&id).await, code(&app, &id).await), (InvitationState::Sent, PENDING));
        assert_eq!(sign_up_state(&app, &eve, link).await, SignUpState::Denied);
        says_it_is_for_them(&app, &eve, link).await;
        app.settle().await;
        assert_eq!(code(&app, &id).await, PENDING, "no is no");
        assert!(history(&app, &id).await.contains(&HistoryEvent::SignUpDenied));
        app.check().await;

        let ana = signs_up(&app, ANA).await;
        says_it_is_for_them(&app, &ana, link).await;
        app.settle().await;
        assert_eq!(access(&app).await, readers(&[&ana]));
        assert_eq!(sign_up_state(&app, &eve, link).await, SignUpState::Denied);
        app.check().await;
    }

    /// The directory fails at the first call of the run, at the second, and so on until there is no call left.
    pub async fn every_step_that_asks_the_directory_fails_waits_and_goes_on(first: TestApp) {
        let (mut met, mut goes_through, stride) = (Vec::new(), false, stride(&first, 1, 3));
        for calls in (0..MOST_CALLS).step_by(stride) {
            let app = with_every_step_on(first.afresh().await).await;
            let (id, ana) = come(&app).await;
            app.fail_after(Some(calls));
            app.run_due().await;
            let failed = waiting(&app).await;
            app.fail_after(None);
            app.outlive_leases().await;
            app.settle().await;
            assert_eq!(app.state(&id).await, InvitationState::Shared, "after {calls} calls");
            assert_eq!(access(&app).await, readers(&[&ana]));
            app.check().await;
            let Some(step) = failed else {
                goes_through = true;
                break;
            };
            met.push(step);
        }
        assert!(goes_through, "there is always a call that fails");
        met.dedup();
        let asking = planned_steps().filter(|step| !step.permissions.is_empty()).map(|step| step.kind);
        let before = [StepKind::FindPerson, StepKind::SendInvitation, StepKind::SendMail];
        let expected: Vec<_> =
            [StepKind::AwaitSignUp].into_iter().chain(asking.filter(|kind| !before.contains(kind))).collect();
        if stride == 1 {
            assert_eq!(met, expected);
        } else {
            assert!(met.len() > 1 && met.iter().all(|kind| expected.contains(kind)), "{met:?}");
        }
    }

    pub async fn a_process_that_dies_at_any_point_is_followed_by_another(first: TestApp) {
        at_every_point(stride(&first, 3, 25), 10, async |polls| {
            let app = with_every_step_on(first.afresh().await).await;
            let (id, ana) = come(&app).await;
            let ended = at_most(polls, Box::pin(app.run_due())).await.is_some();
            app.outlive_leases().await;
            app.settle().await;
            assert_eq!(app.state(&id).await, InvitationState::Shared, "{polls}");
            assert_eq!(access(&app).await, readers(&[&ana]));
            app.check().await;
            ended
        })
        .await;
    }

    pub async fn a_process_that_dies_before_anybody_comes_is_followed_by_another(first: TestApp) {
        at_every_point(stride(&first, 1, 20), 5, async |polls| {
            let app = signing_up_on(first.afresh().await).await;
            let id = app.accepted(&adele(), form(ANA)).await;
            let ended = at_most(polls, Box::pin(app.run_due())).await.is_some();
            app.outlive_leases().await;
            app.settle().await;
            // Whether the mail of a process that died went out, nobody knows.
            let stands = (app.state(&id).await, code(&app, &id).await);
            let unknown = (InvitationState::Stopped, Some(ProblemCode::MailUnconfirmed));
            assert!(stands == (InvitationState::Sent, PENDING) || stands == unknown, "{polls}: {stands:?}");
            app.check().await;
            ended
        })
        .await;
    }

    /// As if the outcome of the step that sees who came had not been stored, nor what came after it.
    pub async fn repeated_it_changes_nothing_more(first: TestApp) {
        let app = with_every_step_on(first.afresh().await).await;
        let (id, _) = come(&app).await;
        app.settle().await;
        let before = effects(&app).await;
        forget(&app, StepKind::AwaitSignUp).await;
        app.settle().await;
        assert_eq!(app.state(&id).await, InvitationState::Shared);
        assert_eq!(effects(&app).await, before);
    }

    pub async fn every_step_is_undone_and_the_guest_keeps_their_account(first: TestApp) {
        let mut goes_through = false;
        for calls in (0..MOST_CALLS).step_by(stride(&first, 1, 3)) {
            let app = with_every_step_on(first.afresh().await).await;
            let (id, ana) = come(&app).await;
            app.settle().await;
            let preview = app.sharing.invitations().undo_preview(&adele(), &id).await.unwrap();
            assert!(preview.lines.iter().any(|line| line.step == StepKind::AwaitSignUp), "{preview:?}");
            assert!(app.sharing.undo(&id).await.unwrap());
            app.fail_after(Some(calls));
            app.run_due().await;
            let failed = app.state(&id).await == InvitationState::Undoing;
            app.fail_after(None);
            app.settle().await;
            assert_eq!(app.state(&id).await, InvitationState::Undone);
            assert!(steps(&app).await.iter().all(|step| step.state == StepState::Undone));
            assert!(access(&app).await.is_empty());
            let users = app.evidence().await.emulator.users;
            assert!(users.iter().any(|user| ana.user == user.id), "it is their own");
            let token = app.emulator.application_token("daemon").await;
            let members = format!("/groups/{FALCON}/members");
            let members = app.emulator.graph(Method::GET, &members, &token, None).await;
            assert!(!members.to_string().contains(ana.user.as_str()), "{members}");
            app.check().await;
            if !failed {
                assert!(calls > 1);
                goes_through = true;
                break;
            }
        }
        assert!(goes_through, "there is always a call that fails");
    }
}

#[tokio::test]
async fn whom_the_inviter_says_to_be_the_person_gets_access_under_their_own_id() {
    let app = signing_up().await;
    let (id, secret) = shared(&app).await;
    let eve = signs_up(&app, EVE).await;
    says_it_is_for_them(&app, &eve, (&id, &secret)).await;
    app.settle().await;
    app.sharing.invitations().answer_sign_up(&adele(), &id, &eve.user, true).await.unwrap();
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Shared);
    assert_eq!(access(&app).await, readers(&[&eve]));
    assert!(history(&app, &id).await.contains(&HistoryEvent::SignUpConfirmed));
    // A button that is pressed twice.
    app.sharing.invitations().answer_sign_up(&adele(), &id, &eve.user, false).await.unwrap();
    app.settle().await;
    assert_eq!(access(&app).await, readers(&[&eve]));
    app.check().await;
}

#[tokio::test]
async fn a_guest_from_before_the_mail_is_asked_about_and_a_member_has_nothing_to_sign_up_for() {
    let app = signing_up().await;
    let (id, secret) = shared(&app).await;
    let link = (&id, secret.as_str());
    let diego = person("diego", false);
    assert_eq!(sign_up_state(&app, &diego, link).await, SignUpState::OfMember);
    says_it_is_for_them(&app, &diego, link).await;
    app.settle().await;
    assert_eq!(code(&app, &id).await, PENDING);
    // The mail was passed on.
    let grady = app.caller(GRADY);
    says_it_is_for_them(&app, &grady, link).await;
    app.settle().await;
    assert_eq!(code(&app, &id).await, Some(ProblemCode::SignUpUnconfirmed));
    assert!(access(&app).await.is_empty());
    for wrong in ["", "x", &secret[1..]] {
        let state = app.sharing.arrivals().sign_up_state(&grady, &id, wrong).await;
        assert_eq!(state.unwrap_err().code, ProblemCode::NotFound);
        let said = app.sharing.arrivals().sign_up(&grady, &id, wrong).await;
        assert_eq!(said.unwrap_err().code, ProblemCode::NotFound);
    }
    app.check().await;
    // The person themselves need not wait for the answer.
    let ana = signs_up(&app, ANA).await;
    says_it_is_for_them(&app, &ana, link).await;
    app.settle().await;
    assert_eq!(access(&app).await, readers(&[&ana]));
    app.check().await;
}

#[tokio::test]
async fn whoever_asks_for_a_package_by_the_mail_comes_back_and_gets_access() {
    let way = json!({ "reader": { "way": "package-by-mail", "package_link": PACKAGE } });
    let settings = fixed([("inviting", "mail_way", json!("inviter")), ("ways", "other_kinds", way)]);
    let app = TestApp::new().await.with_settings(settings);
    app.show_new_guests_at_once().await;
    let (id, secret) = shared(&app).await;
    let (arrivals, link) = (app.sharing.arrivals(), (&id, secret.as_str()));
    assert_eq!(arrivals.invited(&id, &secret).await.unwrap().leads_to, ArrivalWay::Package);
    let ArrivalTarget::Package(package) = arrivals.target(&id, &secret).await.unwrap() else {
        panic!("to My Access")
    };
    assert_eq!(package.as_str(), PACKAGE);
    // The package makes them a guest, whoever asked for it.
    for address in [EVE, ANA] {
        app.add_guest(address, "Somebody New").await;
    }
    let (eve, ana) = (app.caller(EVE), app.caller(ANA));
    says_it_is_for_them(&app, &eve, link).await;
    app.settle().await;
    assert_eq!(code(&app, &id).await, Some(ProblemCode::SignUpUnconfirmed));
    assert!(access(&app).await.is_empty());
    says_it_is_for_them(&app, &ana, link).await;
    app.settle().await;
    assert_eq!((app.state(&id).await, access(&app).await), (InvitationState::Shared, readers(&[&ana])));
    assert_eq!(arrivals.invited(&id, &secret).await.unwrap().leads_to, ArrivalWay::SignUp);
    assert!(matches!(arrivals.target(&id, &secret).await.unwrap(), ArrivalTarget::Item(_)));
    app.check().await;
}

#[tokio::test]
async fn somebody_known_is_shared_with_as_ever() {
    let app = signing_up().await;
    let id = app.accepted(&adele(), ShareForm { person: user_id("grady"), ..form(GRADY) }).await;
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Shared);
    assert!(steps(&app).await.iter().all(|step| step.kind != StepKind::AwaitSignUp));
    app.check().await;
}

#[tokio::test]
async fn where_no_mail_goes_out_nobody_can_sign_up() {
    let app = signing_up().await;
    let send = json!({ "method": "POST", "path": "/v1.0/me/sendMail" });
    app.fail(&send, [answer(404, "MailboxNotEnabledForRESTAPI", "No mailbox.")]);
    let id = app.accepted(&adele(), form(ANA)).await;
    app.settle().await;
    let unsent = (InvitationState::Failed, Some(ProblemCode::SignUpUnsent));
    assert_eq!((app.state(&id).await, code(&app, &id).await), unsent);
    app.check().await;
    // With a mailbox it does, once the inviter tries again.
    app.try_again(&id).await;
    app.settle().await;
    assert_eq!((app.state(&id).await, code(&app, &id).await), (InvitationState::Sent, PENDING));
    let (secret, ana) = (secret(&app, &id), signs_up(&app, ANA).await);
    says_it_is_for_them(&app, &ana, (&id, &secret)).await;
    app.settle().await;
    assert_eq!(access(&app).await, readers(&[&ana]));
    app.check().await;
}

#[tokio::test]
async fn a_mail_by_which_nobody_came_is_sent_again_and_its_link_leads_on() {
    let app = signing_up().await;
    let (id, first) = shared(&app).await;
    let port = app.sharing.invitations();
    // She has signed up by the first mail, and waits for the second to go on.
    let ana = signs_up(&app, ANA).await;
    app.advance(Duration::hours(1));
    let tries = port.open(&adele(), &id).await.unwrap().row.tries;
    // A button that is pressed twice.
    for _ in 0..2 {
        port.retry(&adele(), &id, tries).await.unwrap();
        app.settle().await;
    }
    assert_eq!((app.state(&id).await, code(&app, &id).await), (InvitationState::Sent, PENDING));
    let sent = secrets(&app, &id);
    let [one, two] = &sent[..] else { panic!("two mails: {sent:?}") };
    assert!(*one == first && one != two);
    app.check().await;
    for secret in [one, two] {
        assert_eq!(sign_up_state(&app, &ana, (&id, secret)).await, SignUpState::Open);
    }
    says_it_is_for_them(&app, &ana, (&id, one)).await;
    app.settle().await;
    assert_eq!((app.state(&id).await, access(&app).await), (InvitationState::Shared, readers(&[&ana])));
    let view = port.open(&adele(), &id).await.unwrap();
    assert!(!view.may_send_mail_again);
    app.check().await;
}

#[tokio::test]
async fn whoever_comes_by_a_mail_of_unknown_outcome_has_got_it() {
    let app = signing_up().await;
    let send = json!({ "method": "POST", "path": "/v1.0/me/sendMail" });
    app.fail(&send, [json!({ "drop_after": true })]);
    let id = app.accepted(&adele(), form(ANA)).await;
    app.settle().await;
    assert_eq!(code(&app, &id).await, Some(ProblemCode::MailUnconfirmed));
    assert!(!app.sharing.invitations().open(&adele(), &id).await.unwrap().may_skip_mail);
    let (secret, ana) = (secret(&app, &id), signs_up(&app, ANA).await);
    says_it_is_for_them(&app, &ana, (&id, &secret)).await;
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Shared);
    assert_eq!(access(&app).await, readers(&[&ana]));
}

#[tokio::test]
async fn a_new_guest_whom_the_directory_does_not_show_yet_is_waited_for() {
    let app = signing_up().await;
    let (id, secret) = shared(&app).await;
    let ana = signs_up(&app, ANA).await;
    let look = json!({ "method": "GET", "path": format!("/v1.0/users/{}", ana.user) });
    app.fail(&look, [answer(404, "Request_ResourceNotFound", "")]);
    says_it_is_for_them(&app, &ana, (&id, &secret)).await;
    app.run_due().await;
    let waits = (InvitationState::Waiting, Some(ProblemCode::NotVisibleYet));
    assert_eq!((app.state(&id).await, code(&app, &id).await), waits);
    app.settle().await;
    assert_eq!(access(&app).await, readers(&[&ana]));
    app.check().await;
}

#[tokio::test]
async fn what_is_undone_before_anybody_signed_up_leads_nowhere() {
    let app = signing_up().await;
    let (id, secret) = shared(&app).await;
    assert!(app.sharing.undo(&id).await.unwrap());
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Undone);
    let told = history(&app, &id).await;
    assert!(told.contains(&HistoryEvent::StepRemains(StepKind::SendMail)), "the mail has gone: {told:?}");
    let ana = signs_up(&app, ANA).await;
    let said = app.sharing.arrivals().sign_up(&ana, &id, &secret).await;
    assert_eq!(said.unwrap_err().code, ProblemCode::NotFound);
    app.check().await;
}

/// Ana has signed up, and said that the link is for her: from here on the runner is at work.
async fn come(app: &TestApp) -> (InvitationId, Caller) {
    let (id, secret) = shared(app).await;
    let ana = signs_up(app, ANA).await;
    says_it_is_for_them(app, &ana, (&id, &secret)).await;
    (id, ana)
}

#[tokio::test]
async fn whoever_is_looked_at_for_long_is_told_so_and_stands_in_nobodys_way() {
    let app = signing_up().await;
    let (id, secret) = shared(&app).await;
    let link = (&id, secret.as_str());
    let (eve, ana) = (signs_up(&app, EVE).await, signs_up(&app, ANA).await);
    let look = json!({ "method": "GET", "path": format!("/v1.0/users/{}", eve.user) });
    let denied = answer(403, "Authorization_RequestDenied", "Insufficient privileges.");
    app.fail(&look, [answer(503, "serviceNotAvailable", ""), denied]);
    says_it_is_for_them(&app, &eve, link).await;
    assert_eq!(sign_up_state(&app, &ana, link).await, SignUpState::Delayed, "another one is looked at");
    app.run_due().await;
    assert_eq!(app.state(&id).await, InvitationState::Waiting);
    assert_eq!(sign_up_state(&app, &eve, link).await, SignUpState::Checking, "for a moment");
    assert_eq!(sign_up_state(&app, &ana, link).await, SignUpState::Delayed);
    app.advance(Duration::minutes(2));
    assert_eq!(sign_up_state(&app, &eve, link).await, SignUpState::Delayed);
    app.run_due().await;
    let stopped = (InvitationState::Stopped, Some(ProblemCode::PermissionMissing));
    assert_eq!((app.state(&id).await, code(&app, &id).await), stopped);
    assert_eq!(sign_up_state(&app, &eve, link).await, SignUpState::Delayed);
    assert_eq!(sign_up_state(&app, &ana, link).await, SignUpState::Open);
    says_it_is_for_them(&app, &ana, link).await;
    app.settle().await;
    assert_eq!((app.state(&id).await, access(&app).await), (InvitationState::Shared, readers(&[&ana])));
    app.check().await;
}

/// Gives a person a department of their own, as an administrator does.
async fn set_department(app: &TestApp, who: &Caller) {
    let token = app.emulator.application_token("daemon").await;
    let body = json!({ "department": "Their own" });
    app.emulator.graph(Method::PATCH, &format!("/users/{}", who.user), &token, Some(body)).await;
}

async fn department(app: &TestApp, who: &Caller) -> String {
    let token = app.emulator.application_token("daemon").await;
    let path = format!("/users/{}?$select=department", who.user);
    app.emulator.graph(Method::GET, &path, &token, None).await["department"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn whoever_has_just_signed_up_is_written_to_as_somebody_new() {
    let app = with_every_step().await;
    let (id, ana) = come(&app).await;
    set_department(&app, &ana).await;
    app.settle().await;
    assert_eq!(
        (app.state(&id).await, department(&app, &ana).await.as_str()),
        (InvitationState::Shared, "Partners")
    );
    app.check().await;

    // Whom the inviter knows may be a guest from before, and what stands there is theirs.
    let app = with_every_step().await;
    let (id, secret) = shared(&app).await;
    let grady = app.caller(GRADY);
    set_department(&app, &grady).await;
    says_it_is_for_them(&app, &grady, (&id, &secret)).await;
    app.settle().await;
    app.sharing.invitations().answer_sign_up(&adele(), &id, &grady.user, true).await.unwrap();
    app.settle().await;
    assert_eq!(
        (app.state(&id).await, department(&app, &grady).await.as_str()),
        (InvitationState::Shared, "Their own")
    );
    app.check().await;
}
