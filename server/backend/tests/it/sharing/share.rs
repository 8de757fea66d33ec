//! What the form is answered with.

use contract::{Draft, FieldPath, Problem, ProblemCode, ShareAnswer, ShareForm};
use testing::names::{JONI, user_id};

use super::app::{
    SEEN_AFTER, TestApp, accepted, adele, answer, answer_after, choose, form, look_ups, person, shown,
};

fn kept_form(draft: &Draft) -> ShareForm {
    draft.form.read().unwrap()
}

async fn refused(app: &TestApp, form: ShareForm) -> Problem {
    let ShareAnswer::Refused { draft, problem, .. } = app.share(&adele(), form.clone()).await else {
        panic!()
    };
    let kept = app.sharing.invitations().draft(&adele(), &draft).await.unwrap();
    assert_eq!(kept.problem.as_ref(), Some(&problem));
    assert_eq!(kept_form(&kept).address, form.address, "what was typed is still there");
    problem
}

#[tokio::test]
async fn everything_wrong_is_said_at_once_and_kept() {
    let app = TestApp::new().await;
    let typed = ShareForm { role: "owner".to_owned(), ..form("nobody") };
    let problem = refused(&app, typed).await;
    assert_eq!(problem.about(&FieldPath::ADDRESS), Some(ProblemCode::AddressMalformed));
    assert_eq!(problem.about(&FieldPath::ROLE), Some(ProblemCode::RoleUnknown));
    assert!(app.rows().await.is_empty());
}

#[tokio::test]
async fn a_known_address_asks_who_is_meant_and_a_choice_needs_no_invitation() {
    let app = TestApp::new().await;
    let typed = form("Joni.Sherman@northwind.example");
    let (draft, matches) = choose(&app.share(&adele(), typed.clone()).await).unwrap();
    assert_eq!(matches.len(), 1);
    let kept = app.sharing.invitations().draft(&adele(), &draft).await.unwrap();
    assert_eq!((kept.form.read(), shown(&kept.recipients)), (Some(typed.clone()), matches.clone()));
    let chosen = ShareForm { person: matches[0].id.to_string(), ..typed };
    let id = app.accepted(&adele(), chosen).await;
    app.settle().await;
    let progress = app.progress(&id).await;
    assert_eq!(progress.state, contract::InvitationState::Shared);
    assert_eq!(progress.person, "Joni Sherman");
    assert!(progress.awaits_guest, "she has not accepted what somebody sent her before");
    let toasts = app.sharing.toasts().undismissed(&adele()).await.unwrap().toasts;
    assert!(matches!(toasts[0].kind, contract::ToastKind::Shared { awaits_guest: true, .. }));
    let lines = app.sharing.invitations().list(&adele(), contract::InvitationFilter::default()).await;
    assert!(lines.unwrap().rows[0].awaits_guest);
    app.arrive(&user_id("joni")).await;
    assert!(!app.progress(&id).await.awaits_guest, "she has come");
    assert!(app.posts().is_empty(), "nothing is posted for somebody known");
    app.check().await;
}

#[tokio::test]
async fn who_has_not_come_yet_can_be_sent_the_link_of_the_first_invitation() {
    let app = TestApp::new().await;
    let first = app.accepted(&adele(), form("ana@fabrikam.example")).await;
    app.settle().await;
    app.advance(SEEN_AFTER);
    let again = ShareForm {
        item: "depot-fire-plan".to_owned(),
        key: "another".to_owned(),
        ..form("ana@fabrikam.example")
    };
    let share = async |caller: &contract::Caller, role: &str| {
        let again = ShareForm { role: role.to_owned(), ..again.clone() };
        let answer = app.share(caller, again.clone()).await;
        let (_, matches) = choose(&answer).unwrap();
        let person = matches[0].id.to_string();
        let id = app.accepted(caller, ShareForm { person, ..again.clone() }).await;
        app.settle().await;
        id
    };
    let port = app.sharing.invitations();
    let second = share(&adele(), "reader").await;
    let progress = app.progress(&second).await;
    assert!(progress.awaits_guest && progress.has_link, "{progress:?}");
    let links = [port.link(&adele(), &first).await.unwrap(), port.link(&adele(), &second).await.unwrap()];
    assert_eq!(links[0].expose(), links[1].expose());
    // Another inviter's link is not one's own to give.
    let diego = person("diego", false);
    let theirs = share(&diego, "contributor").await;
    let row = port.open(&diego, &theirs).await.unwrap().row;
    assert!(row.awaits_guest && !row.has_link);
    assert_eq!(port.link(&diego, &theirs).await.unwrap_err().code, ProblemCode::NoLink);
    // Once they have come, it has done its service.
    app.arrive(&app.accept("ana@fabrikam.example").await).await;
    let row = port.open(&adele(), &second).await.unwrap().row;
    assert!(!row.awaits_guest && !row.has_link);
    assert_eq!(port.link(&adele(), &second).await.unwrap_err().code, ProblemCode::NoLink);
    app.check().await;
}

/// The form is stored whoever is meant, and the directory is asked behind it.
#[tokio::test]
async fn a_directory_that_hangs_costs_nobody_a_form() {
    let app = TestApp::new().await;
    let impatient = app.impatient_process().invitations();
    let hang = || [serde_json::json!({ "hang": true })];
    let share = async |form: ShareForm| {
        let key = form.key.clone();
        let answer = impatient.share(&adele(), form, contract::Language::English).await.unwrap();
        let invitation = accepted(&answer);
        app.note_submission(&adele(), key, &invitation);
        app.settle().await;
        app.progress(&invitation).await
    };
    app.fail(&look_ups(), hang());
    let new = share(form("ana@fabrikam.example")).await;
    assert_eq!(
        new.state,
        contract::InvitationState::Sent,
        "nobody has the address, and so somebody is invited"
    );
    app.fail(&serde_json::json!({ "method": "GET", "path": "/v1.0/users/*" }), hang());
    let chosen = share(ShareForm { person: user_id("joni"), ..form(JONI) }).await;
    assert_eq!(chosen.state, contract::InvitationState::Shared);
    app.fail(&look_ups(), hang());
    let known = share(form("grady.archie@fabrikam.example")).await;
    assert_eq!(known.state, contract::InvitationState::Stopped, "an address binds nobody");
    assert_eq!(known.problem.map(|problem| problem.code), Some(ProblemCode::ChoosePerson));
    app.fail(&look_ups(), hang());
    let own = share(form("adele.vance@contoso.example")).await;
    assert_eq!(own.state, contract::InvitationState::Failed);
    assert_eq!(own.problem.map(|problem| problem.code), Some(ProblemCode::Yourself));
    assert_eq!(app.posts().len(), 1);
    app.check().await;
}

#[tokio::test]
async fn somebody_blocked_is_not_given_access() {
    let app = TestApp::new().await;
    app.enable("joni", false).await;
    let typed = ShareForm { person: user_id("joni"), ..form(JONI) };
    assert_eq!(refused(&app, typed).await.about(&FieldPath::ADDRESS), Some(ProblemCode::PersonBlocked));
}

#[tokio::test]
async fn a_directory_that_does_not_answer_refuses_with_a_reference() {
    for (fault, code) in [
        (answer(500, "InternalServerError", ""), ProblemCode::DirectoryTrouble),
        (answer_after(429, "30"), ProblemCode::DirectoryBusy),
        (
            answer(403, "Authorization_RequestDenied", "Insufficient privileges"),
            ProblemCode::PermissionMissing,
        ),
    ] {
        let app = TestApp::new().await;
        app.fail(&look_ups(), [fault]);
        let problem = refused(&app, form("ana@fabrikam.example")).await;
        assert_eq!(problem.code, code);
        assert!(problem.reference.is_some());
    }
}

#[tokio::test]
async fn one_key_has_its_effect_once() {
    let app = TestApp::new().await;
    let first = app.accepted(&adele(), form("ana@fabrikam.example")).await;
    let second = app.accepted(&adele(), form("ana@fabrikam.example")).await;
    assert_eq!(first, second);
    let other = ShareForm { message: "Something else.".to_owned(), ..form("ana@fabrikam.example") };
    let ShareAnswer::Refused { draft, problem, .. } = app.share(&adele(), other.clone()).await else {
        panic!()
    };
    assert_eq!(problem.code, ProblemCode::KeyReused);
    let kept = app.sharing.invitations().draft(&adele(), &draft).await.unwrap();
    assert_ne!(kept_form(&kept).key, other.key, "the kept form can be sent");
    app.settle().await;
    assert_eq!(app.posts().len(), 1);
    app.check().await;
}

#[tokio::test]
async fn whoever_shares_too_fast_has_to_wait() {
    stories::whoever_shares_too_fast_has_to_wait(TestApp::new().await).await;
}

#[tokio::test]
async fn many_at_once_with_one_key_are_one_invitation() {
    stories::many_at_once_with_one_key_are_one_invitation(TestApp::new().await).await;
}

async fn futures_of<F: Future>(all: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut all: Vec<_> = all.map(|one| (Box::pin(one), None)).collect();
    std::future::poll_fn(|context| {
        let mut pending = false;
        for (future, output) in &mut all {
            if output.is_none() {
                match future.as_mut().poll(context) {
                    std::task::Poll::Ready(value) => *output = Some(value),
                    std::task::Poll::Pending => pending = true,
                }
            }
        }
        if pending { std::task::Poll::Pending } else { std::task::Poll::Ready(()) }
    })
    .await;
    all.into_iter().filter_map(|(_, output)| output).collect()
}

#[tokio::test]
async fn guests_share_nothing_and_hidden_items_are_not_there() {
    let app = TestApp::new().await;
    let port = app.sharing.invitations();
    let english = contract::Language::English;
    let guest = port.share(&person("grady", true), form("ana@fabrikam.example"), english).await;
    assert_eq!(guest.unwrap_err().code, ProblemCode::NotAllowed);
    for item in ["merger-review", "no-such-item", "<b>", ""] {
        let typed = ShareForm { item: item.to_owned(), ..form("ana@fabrikam.example") };
        let refused = port.share(&adele(), typed, english).await;
        assert_eq!(refused.unwrap_err(), Problem::new(ProblemCode::NotFound), "{item}");
    }
}

#[tokio::test]
async fn another_persons_draft_and_invitation_are_not_there() {
    let app = TestApp::new().await;
    let id = app.accepted(&adele(), form("ana@fabrikam.example")).await;
    let ShareAnswer::Refused { draft, .. } = app.share(&adele(), form("nobody")).await else { panic!() };
    let (port, diego) = (app.sharing.invitations(), person("diego", false));
    let hidden = Problem::new(ProblemCode::NotFound);
    assert_eq!(port.draft(&diego, &draft).await.unwrap_err(), hidden);
    assert_eq!(port.open(&diego, &id).await.unwrap_err(), hidden);
    assert_eq!(port.link(&diego, &id).await.unwrap_err(), hidden);
    assert_eq!(port.retry(&diego, &id, 0).await.unwrap_err(), hidden);
    assert_eq!(port.reopen_as_draft(&diego, &id).await.unwrap_err(), hidden);
    assert!(port.list(&diego, contract::InvitationFilter::default()).await.unwrap().rows.is_empty());
}

/// Those that are told on both databases.
pub mod stories {
    use super::*;

    pub async fn whoever_shares_too_fast_has_to_wait(app: TestApp) {
        let typed = form(JONI);
        for _ in 0..120 {
            assert!(choose(&app.share(&adele(), typed.clone()).await).is_some());
        }
        let problem = refused(&app, typed.clone()).await;
        let next = backend::clock::Clock::now(&app.clock) + time::Duration::seconds(1);
        assert_eq!((problem.code, problem.retry_at), (ProblemCode::TooFast, Some(next)));
        let diego = person("diego", false);
        assert!(choose(&app.share(&diego, typed.clone()).await).is_some());
        app.advance(time::Duration::seconds(1));
        assert!(choose(&app.share(&adele(), typed.clone()).await).is_some());
        assert_eq!(refused(&app, typed).await.code, ProblemCode::TooFast);
    }

    pub async fn many_at_once_with_one_key_are_one_invitation(app: TestApp) {
        let caller = adele();
        let all = (0..16).map(|_| app.accepted(&caller, form("ana@fabrikam.example")));
        let ids: std::collections::HashSet<_> =
            futures_of(all).await.into_iter().map(|id| id.to_string()).collect();
        assert_eq!(ids.len(), 1);
        app.settle().await;
        app.check().await;
    }
}
