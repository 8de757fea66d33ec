//! The line of steps, when all goes well and when the directory says no.

use contract::{
    Caller, FieldPath, HistoryEvent, InvitationFilter, InvitationId, InvitationState, ProblemCode, ShareForm,
    StepKind, StepState, ToastKind,
};
use serde_json::{Value, json};
use testing::names::user_id;
use time::Duration;

use super::app::{ITEM, TENANT, TestApp, adele, answer, answer_after, form, invites, person, shown};

const ANA: &str = "ana@fabrikam.example";

#[tokio::test]
async fn somebody_new_is_invited_as_the_inviter() {
    stories::somebody_new_is_invited_as_the_inviter(TestApp::new().await).await;
}

#[tokio::test]
async fn the_list_shows_what_happened() {
    let app = TestApp::new().await;
    let id = app.accepted(&adele(), form(ANA)).await;
    app.settle().await;
    let port = app.sharing.invitations();
    port.link(&adele(), &id).await.unwrap();
    let lines = port.list(&adele(), InvitationFilter::default()).await.unwrap().rows;
    let events: Vec<_> = lines[0].history.iter().map(|entry| entry.event).collect();
    assert_eq!(events.first(), Some(&HistoryEvent::Asked));
    assert_eq!(events.last(), Some(&HistoryEvent::LinkCopied));
    assert_eq!(events.len(), 2 + app.progress(&id).await.steps.len());
    let accepted = InvitationFilter { state: Some(InvitationState::Accepted), ..InvitationFilter::default() };
    assert!(port.list(&adele(), accepted).await.unwrap().rows.is_empty());
    assert_eq!(port.counts(&adele()).await.unwrap(), [(InvitationState::Sent, 1)]);
    assert_eq!(port.open(&adele(), &id).await.unwrap().item.id.as_str(), ITEM);
}

#[tokio::test]
async fn a_long_list_goes_on_from_page_to_page() {
    let app = TestApp::new().await;
    for n in 0..103 {
        // Several in one moment: their order is still one order.
        if n % 5 == 0 {
            app.advance(Duration::seconds(1));
        }
        app.accepted(&adele(), form(&format!("person{n}@fabrikam.example"))).await;
    }
    let port = app.sharing.invitations();
    let mut seen = std::collections::HashSet::new();
    let (mut before, mut pages) = (None, Vec::new());
    loop {
        let filter = InvitationFilter { before: before.clone(), ..InvitationFilter::default() };
        let page = port.list(&adele(), filter).await.unwrap();
        assert!(page.rows.is_sorted_by(|one, next| one.created >= next.created));
        assert!(page.rows.iter().all(|row| seen.insert(row.id.clone())), "nothing twice");
        pages.push(page.rows.len());
        before = page.rows.last().map(|row| row.id.clone());
        if !page.has_older {
            break;
        }
    }
    assert_eq!(pages, [25, 25, 25, 25, 3]);
    assert_eq!(port.counts(&adele()).await.unwrap(), [(InvitationState::Working, 103)]);
    let oldest = [before.unwrap()];
    let states = port.states(&adele(), &oldest).await.unwrap();
    assert!(matches!(&states[..], [one] if one.invitation == oldest[0]), "however old it is: {states:?}");
    let none = port.states(&person("diego", false), &oldest).await.unwrap();
    assert!(none.is_empty(), "another's looks like none");
    let none = port.counts(&person("diego", false)).await.unwrap();
    assert!(none.is_empty(), "another's are not counted");
    let guest = port.counts(&person("grady", true)).await;
    assert_eq!(guest.unwrap_err().code, ProblemCode::NotAllowed);
}

#[tokio::test]
async fn a_refusal_of_policy_is_final_and_keeps_what_was_typed() {
    for (status, message, code, field) in [
        (403, "Guest invitations not allowed for your company.", ProblemCode::PolicyForbids, None),
        (400, "Group email address is not supported.", ProblemCode::AddressOfGroup, Some(FieldPath::ADDRESS)),
        (
            400,
            "... is a verified domain of this directory.",
            ProblemCode::OwnDomain,
            Some(FieldPath::ADDRESS),
        ),
    ] {
        let app = TestApp::new().await;
        app.fail(&invites(), [answer(status, "BadRequest", message)]);
        let id = app.accepted(&adele(), form(ANA)).await;
        app.settle().await;
        let progress = app.progress(&id).await;
        assert_eq!(progress.state, InvitationState::Failed);
        let problem = progress.problem.unwrap();
        assert!(problem.reference.is_some());
        assert_eq!((problem.code, problem.fields.first().map(|one| one.field.clone())), (code, field));
        let toasts = app.sharing.toasts().undismissed(&adele()).await.unwrap().toasts;
        assert!(toasts[0].kind.is_problem());
        let draft = app.sharing.invitations().reopen_as_draft(&adele(), &id).await.unwrap();
        let draft = app.sharing.invitations().draft(&adele(), &draft).await.unwrap();
        let typed: ShareForm = draft.form.read().unwrap();
        assert_eq!((typed.address.as_str(), typed.name.as_str()), (ANA, "Ana Novak"));
        assert_eq!(typed.message, "Please look at annex C.");
        assert_eq!(draft.problem.unwrap().code, code);
        assert_ne!(typed.key, form(ANA).key);
        app.check().await;
    }
}

#[tokio::test]
async fn throttling_waits_as_long_as_the_server_says() {
    let app = TestApp::new().await;
    app.fail(&invites(), [answer_after(429, "60")]);
    let id = app.accepted(&adele(), form(ANA)).await;
    app.run_due().await;
    let progress = app.progress(&id).await;
    assert_eq!(progress.state, InvitationState::Waiting);
    let problem = progress.problem.unwrap();
    assert_eq!(problem.code, ProblemCode::DirectoryBusy);
    let wait = problem.retry_at.unwrap() - backend::clock::Clock::now(&app.clock);
    assert!((Duration::seconds(60)..=Duration::seconds(72)).contains(&wait), "{wait}");
    app.advance(Duration::seconds(59));
    assert_eq!(app.run_due().await, 0);
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Sent);
    app.check().await;
}

#[tokio::test]
async fn after_a_server_error_nobody_is_written_to_twice() {
    let app = TestApp::new().await;
    app.fail(&invites(), [answer(500, "InternalServerError", ""), answer(503, "", "")]);
    let id = app.accepted(&adele(), form(ANA)).await;
    let start = backend::clock::Clock::now(&app.clock);
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Sent);
    // Either may have had its effect: only after the visibility budget is it known that it had none.
    let waited = backend::clock::Clock::now(&app.clock) - start;
    assert!((Duration::seconds(240)..Duration::seconds(320)).contains(&waited), "{waited}");
    assert_eq!(app.posts().len(), 1);
    app.check().await;
}

#[tokio::test]
async fn hours_of_trouble_end_with_a_person() {
    let app = TestApp::new().await;
    app.fail(&invites(), std::iter::repeat_n(answer(503, "", ""), 100));
    let id = app.accepted(&adele(), form(ANA)).await;
    app.settle().await;
    let progress = app.progress(&id).await;
    assert_eq!(progress.state, InvitationState::Stopped);
    assert_eq!(progress.problem.unwrap().code, ProblemCode::DirectoryTrouble);
    app.emulator.clear_faults(&invites());
    app.try_again(&id).await;
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Sent);
    app.check().await;
}

#[tokio::test]
async fn a_long_wait_is_waited_and_one_beyond_the_budget_is_for_a_person() {
    let app = TestApp::new().await;
    app.fail(&invites(), [answer_after(429, "3600"), answer_after(503, "86400")]);
    let id = app.accepted(&adele(), form(ANA)).await;
    app.run_due().await;
    app.advance(Duration::minutes(59));
    assert_eq!(app.run_due().await, 0, "not before the server's own time");
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Stopped);
    assert_eq!(app.progress(&id).await.problem.unwrap().code, ProblemCode::DirectoryBusy);
    assert!(app.posts().is_empty());
    app.check().await;
}

#[tokio::test]
async fn suspicious_activity_stops_the_whole_tenant_at_once() {
    stories::suspicious_activity_stops_the_whole_tenant_at_once(TestApp::new().await).await;
}

#[tokio::test]
async fn a_lapsed_sign_in_waits_for_the_person() {
    let app = TestApp::new().await;
    app.lapsed.store(true, std::sync::atomic::Ordering::SeqCst);
    let id = app.accepted(&adele(), form(ANA)).await;
    app.settle().await;
    assert_eq!(app.progress(&id).await.problem.unwrap().code, ProblemCode::SignInAgain);
    assert_eq!(app.state(&id).await, InvitationState::Stopped);
    app.lapsed.store(false, std::sync::atomic::Ordering::SeqCst);
    app.try_again(&id).await;
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Sent);
    app.check().await;
}

#[tokio::test]
async fn a_sign_in_between_the_loss_of_the_token_and_the_note_of_it_is_enough() {
    stories::a_sign_in_between_the_loss_of_the_token_and_the_note_of_it_is_enough(TestApp::new().await).await;
}

/// Whoever signs in and has no token all the same has to do something else: nothing is tried for ever.
#[tokio::test]
async fn a_sign_in_that_brings_no_token_is_tried_once() {
    let app = TestApp::new().await;
    app.lapsed.store(true, std::sync::atomic::Ordering::SeqCst);
    *app.returns.lock().unwrap() = Some(false);
    let id = app.accepted(&adele(), form(ANA)).await;
    app.settle().await;
    assert_eq!(*app.returns.lock().unwrap(), None, "they have signed in");
    assert_eq!(app.state(&id).await, InvitationState::Stopped);
    assert_eq!(app.progress(&id).await.problem.unwrap().code, ProblemCode::SignInAgain);
    app.check().await;
}

/// The job that a sign-in leaves.
#[tokio::test]
async fn what_waited_for_its_inviter_goes_on_by_itself_once_they_have_signed_in() {
    let app = TestApp::new().await;
    app.fail(&invites(), [answer(403, "Forbidden", "Guest invitations not allowed for your company.")]);
    let refused = app.accepted(&adele(), form("refused@fabrikam.example")).await;
    app.settle().await;
    app.lapsed.store(true, std::sync::atomic::Ordering::SeqCst);
    let id = app.accepted(&adele(), form(ANA)).await;
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Stopped);
    app.lapsed.store(false, std::sync::atomic::Ordering::SeqCst);
    let row = storage::jobs::JobRow {
        id: "resume".to_owned(),
        kind: "resume-invitations".to_owned(),
        subject: format!("{TENANT}/{}", user_id("adele")),
        run_at: 0,
        attempts: 0,
        failures: 0,
        lease_token: None,
        lease_until: None,
        dedupe: None,
    };
    let mut tx = app.storage.begin().await.unwrap();
    storage::jobs::enqueue(&mut tx, &row).await.unwrap();
    tx.commit().await.unwrap();
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Sent);
    let view = app.sharing.invitations().open(&adele(), &id).await.unwrap();
    assert!(view.row.history.iter().any(|line| line.event == HistoryEvent::InviterReturned));
    assert_eq!(app.state(&refused).await, InvitationState::Failed, "that waited for nobody");
    app.check().await;
}

#[tokio::test]
async fn somebody_who_appears_before_the_post_is_not_bound_by_address() {
    let app = TestApp::new().await;
    let id = app.accepted(&adele(), form(ANA)).await;
    let ana = app.add_guest(ANA, "Ana N").await;
    // What the form found out is trusted for ten seconds.
    app.advance(Duration::seconds(11));
    app.settle().await;
    let progress = app.progress(&id).await;
    assert_eq!(progress.state, InvitationState::Stopped);
    assert_eq!(progress.problem.unwrap().code, ProblemCode::ChoosePerson);
    let draft = app.sharing.invitations().reopen_as_draft(&adele(), &id).await.unwrap();
    let draft = app.sharing.invitations().draft(&adele(), &draft).await.unwrap();
    assert_eq!(shown(&draft.recipients)[0].id.as_str(), ana);
    assert!(app.posts().is_empty());
    app.check().await;
}

#[tokio::test]
async fn two_inviters_for_one_address_make_one_guest() {
    stories::two_inviters_for_one_address_make_one_guest(TestApp::new().await).await;
}

/// Those that are told on both databases.
pub mod stories {
    use super::*;

    /// The bodies of the posts that were recorded, as they came.
    fn recorded_posts(app: &TestApp) -> Vec<Value> {
        let recorded = app.emulator.faults_on(&invites()).flat_map(|fault| fault.recorded);
        recorded.map(|request| serde_json::from_str(&request.body).unwrap()).collect()
    }

    fn post_for_ana() -> Value {
        json!({
            "invitedUserEmailAddress": ANA,
            "invitedUserDisplayName": "Ana Novak",
            "invitedUserType": "Guest",
            "inviteRedirectUrl": format!("http://localhost:3000/items/{ITEM}"),
            "sendInvitationMessage": true,
            "invitedUserMessageInfo": {
                "customizedMessageBody": "Name of adele shared “Harbour Line tender 2027” (Document) with you. \
                    Your role: Reader.\n\nPlease look at annex C.",
                "messageLanguage": "en",
            },
        })
    }

    pub async fn somebody_new_is_invited_as_the_inviter(app: TestApp) {
        app.emulator.fault(invites(), json!({ "record": true }));
        let id = app.accepted(&adele(), form(ANA)).await;
        assert_eq!(app.progress(&id).await.steps[0].state, StepState::Working);
        app.run_due().await;
        let progress = app.progress(&id).await;
        assert_eq!(progress.state, InvitationState::Sent);
        assert!(progress.steps.iter().all(|step| step.state == StepState::Done));
        let steps = progress.steps.iter().map(|step| step.kind).collect::<Vec<_>>();
        assert_eq!(
            steps,
            [StepKind::FindPerson, StepKind::SendInvitation, StepKind::RecordAccess, StepKind::TellInviter]
        );
        assert_eq!(recorded_posts(&app), [post_for_ana()]);
        let sent = app.posts()[0].clone();
        assert_eq!((sent.inviter, sent.mail), (Some(user_id("adele")), true));
        assert_eq!(sent.redirect, format!("http://localhost:3000/items/{ITEM}"));
        let guest = app.emulator.world(|world| {
            let user = world.resource_tenant().unwrap().user(sent.guest.parse().unwrap()).unwrap();
            (user.is_guest(), user.display_name.clone())
        });
        assert_eq!(guest, (true, "Ana Novak".to_owned()));
        let (language, text) = app.emulator.world(|world| {
            let mail = world.mail().iter().find(|mail| mail.is_for(ANA)).unwrap();
            (mail.mail.language.clone(), mail.mail.text.clone())
        });
        assert_eq!(language.as_deref(), Some("en"));
        assert!(text.contains("Please look at annex C."), "{text}");
        let view = app.sharing.items().open(&adele(), &contract::ItemId::parse(ITEM).unwrap()).await.unwrap();
        let access = &view.people[0];
        assert_eq!((access.user.as_str(), access.role.as_str()), (sent.guest.as_str(), "reader"));
        assert_eq!((access.name.as_str(), access.standing), ("Ana Novak", contract::UserStatus::Pending));
        assert_eq!(access.invitation.as_ref(), Some(&id));
        let toasts = app.sharing.toasts().undismissed(&adele()).await.unwrap().toasts;
        assert!(matches!(&toasts[0].kind, ToastKind::Invited { person, .. } if person == "Ana Novak"));
        let link = app.sharing.invitations().link(&adele(), &id).await.unwrap();
        assert_eq!(link.expose(), app.emulator.link_for(ANA));
        app.check().await;
    }

    /// No job comes back for it: the sign-in saw nothing that had stopped.
    pub async fn a_sign_in_between_the_loss_of_the_token_and_the_note_of_it_is_enough(app: TestApp) {
        app.lapsed.store(true, std::sync::atomic::Ordering::SeqCst);
        *app.returns.lock().unwrap() = Some(true);
        let id = app.accepted(&adele(), form(ANA)).await;
        app.settle().await;
        assert_eq!(*app.returns.lock().unwrap(), None, "they have signed in");
        assert_eq!(app.state(&id).await, InvitationState::Sent);
        assert_eq!(app.posts().len(), 1);
        app.check().await;
    }

    pub async fn suspicious_activity_stops_the_whole_tenant_at_once(app: TestApp) {
        let well = app.accepted(&adele(), form("well@fabrikam.example")).await;
        app.settle().await;
        let blocked = "Invitations are blocked for this directory due to suspicious activity.";
        app.fail(&invites(), std::iter::repeat_n(answer(403, "Forbidden", blocked), 10));
        let left = || app.emulator.faults_left(&invites());
        let mut ids = Vec::new();
        for n in 0..5 {
            ids.push(app.accepted(&adele(), form(&format!("person{n}@fabrikam.example"))).await);
        }
        app.settle().await;
        for id in &ids {
            let progress = app.progress(id).await;
            assert_eq!(progress.state, InvitationState::Stopped);
            assert_eq!(progress.problem.unwrap().code, ProblemCode::SuspiciousActivity);
        }
        assert_eq!(left(), 9, "one post, no storm");

        // Another process, or the same after a restart, knows it too; a form that has no effect lifts nothing.
        app.try_again(&well).await;
        app.accepted(&person("diego", false), form("other@fabrikam.example")).await;
        app.another_process().runner().run_due().await;
        assert_eq!(left(), 9, "known to every process");

        only_an_administrator_finds_out(&app, &ids).await;

        app.advance(Duration::hours(1));
        app.emulator.clear_faults(&invites());
        app.accepted(&admin(), form("probe@fabrikam.example")).await;
        app.settle().await;
        let free = app.accepted(&adele(), form("free@fabrikam.example")).await;
        app.try_again(&ids[4]).await;
        app.settle().await;
        assert_eq!(
            app.state(&free).await,
            InvitationState::Sent,
            "what an administrator sent lifts it for all"
        );
        assert_eq!(app.state(&ids[4]).await, InvitationState::Sent);
        app.check().await;
    }

    /// Adele as an administrator.
    fn admin() -> Caller {
        Caller { is_admin: true, ..adele() }
    }

    /// Each post while Microsoft blocks the tenant makes it worse: nine are left to find that out with.
    async fn only_an_administrator_finds_out(app: &TestApp, ids: &[InvitationId]) {
        let left = || app.emulator.faults_left(&invites());
        let try_again = async |caller: &Caller, id: &InvitationId| {
            let port = app.sharing.invitations();
            let tries = port.open(caller, id).await.unwrap().row.tries;
            let outcome = port.retry(caller, id, tries).await;
            app.settle().await;
            outcome.map_err(|problem| (problem.code, problem.retry_at))
        };
        assert_eq!(try_again(&adele(), &ids[3]).await, Err((ProblemCode::NotAllowed, None)));
        assert_eq!(left(), 9, "no member");
        assert_eq!(try_again(&admin(), &ids[3]).await, Ok(()));
        assert_eq!(left(), 8, "one finds out for all");
        let in_an_hour = backend::clock::Clock::now(&app.clock) + Duration::hours(1);
        let (code, retry_at) = try_again(&admin(), &ids[4]).await.unwrap_err();
        assert_eq!(code, ProblemCode::SuspiciousActivity);
        assert!(retry_at.unwrap() <= in_an_hour && retry_at.unwrap() > in_an_hour - Duration::minutes(1));
        app.accepted(&admin(), form("early@fabrikam.example")).await;
        app.accepted(&adele(), form("late@fabrikam.example")).await;
        app.settle().await;
        assert_eq!(left(), 8, "once in an hour");
        app.advance(Duration::hours(1));
        assert_eq!(try_again(&admin(), &ids[4]).await, Ok(()));
        assert_eq!(left(), 7);
    }

    pub async fn two_inviters_for_one_address_make_one_guest(app: TestApp) {
        app.hide_new_guests(Duration::minutes(1));
        let one = app.accepted(&adele(), form(ANA)).await;
        app.accepted(&person("diego", false), form(ANA)).await;
        app.settle().await;
        assert_eq!(app.state(&one).await, InvitationState::Sent);
        let guests: std::collections::HashSet<_> =
            app.rows().await.into_iter().map(|row| row.guest).collect();
        assert_eq!(guests.len(), 1);
        app.check().await;
    }
}
