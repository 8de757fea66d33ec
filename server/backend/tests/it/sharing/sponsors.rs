//! The sponsor of a guest who is known: added where the application may, left out with a word where not, and removed with the last share that names
//! them.

use backend::clock::Clock as _;
use backend::rules::limits::{LimitKind, RateLimits};
use backend::rules::rate_limit::RateLimit;
use backend::settings::FixedSettings;
use contract::{
    DroppedOption, HistoryEntry, HistoryEvent, InvitationId, InvitationState, Language, ProblemCode,
    ShareForm, SharePlan, StepKind, StepState, ToastKind, UndoEffect,
};
use emulator::world::effect::Effect;
use reqwest::Method;
use serde_json::{Value, json};
use storage::{access, audit};
use testing::names::{ADELE, ALEX, DIEGO, GRADY, JONI, MEGAN, user_id};
use time::Duration;

use super::access_changes::{end, listed};
use super::app::{ITEM, TENANT, TestApp, adele, answer, answer_after, by_package, fixed, form};
use super::directory_steps::chosen;
use super::kills::{MOST_CALLS, at_every_point, at_most, effects, forget, stride};
use super::options::sponsors;

const ANA: &str = "ana@fabrikam.example";
const KIM: &str = "kim@woodgrove.example";

on_sqlite! {
    who_was_named_is_added_to_a_known_guest_and_removed_again,
    of_several_shares_that_name_the_same_the_last_one_removes_them,
    a_guest_who_is_not_shown_yet_is_waited_for,
    what_fails_waits_and_goes_on_and_a_lost_answer_adds_nobody_twice,
    what_does_not_pass_leaves_the_sponsor_out_and_the_share_ends_well,
    who_joins_at_their_turn_has_the_guest_get_the_sponsor_too,
    a_process_that_dies_at_any_point_is_followed_by_another,
    a_process_that_dies_while_it_removes_them_is_followed_by_another,
}

fn offered() -> FixedSettings {
    fixed([("inviting", "sponsors", json!(true))])
}

/// A form that names Megan as the sponsor.
fn named(form: ShareForm) -> ShareForm {
    ShareForm { sponsor: MEGAN.to_owned(), ..form }
}

/// With Grady, whose sponsor the seed has: Adele.
fn with_grady() -> ShareForm {
    named(chosen("grady", GRADY))
}

/// The same about another item.
fn about_another_item() -> ShareForm {
    ShareForm { item: "punctuality".to_owned(), key: "another-item".to_owned(), ..with_grady() }
}

/// Adele, and Megan after her.
fn both() -> [String; 2] {
    [user_id("adele"), user_id("megan")]
}

/// The calls that add a sponsor, as faults name them.
fn adds() -> Value {
    json!({ "method": "POST", "path": "/v1.0/users/*/sponsors/$ref" })
}

/// Those that look who they are.
fn looks() -> Value {
    json!({ "method": "GET", "path": "/v1.0/users/*/sponsors" })
}

/// Those that remove one.
fn removes() -> Value {
    json!({ "method": "DELETE", "path": "/v1.0/users/*/sponsors/*/$ref" })
}

fn denied() -> Value {
    answer(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")
}

/// As Microsoft says that somebody is not there.
fn not_found(name: &str) -> Value {
    let id = user_id(name);
    let message = format!(
        "Resource '{id}' does not exist or one of its queried reference-property objects are not present."
    );
    answer(404, "Request_ResourceNotFound", &message)
}

/// How often anybody's sponsors were changed by the application.
fn changes(app: &TestApp) -> usize {
    let own = app.emulator.app("vestibule").client_id;
    app.emulator.world(|world| {
        let ours = world.ledger().iter().filter(|entry| entry.by.app == Some(own));
        ours.filter(|entry| matches!(entry.effect, Effect::SponsorsChanged { .. })).count()
    })
}

/// As [`adds`], by the application alone.
fn own_adds() -> Value {
    json!({ "method": "POST", "path": "/v1.0/users/*/sponsors/$ref", "app": "vestibule" })
}

/// Counts the calls of the application that add a sponsor from now on, by a fault that never strikes.
fn count_adds(app: &TestApp) {
    let counting = json!({ "on": own_adds(), "effect": answer(500, "", ""), "probability": 0.0 });
    app.emulator.add_fault(serde_json::from_value(counting).unwrap());
}

/// How many there were.
fn counted_adds(app: &TestApp) -> u32 {
    app.emulator.faults_on(&own_adds()).map(|fault| fault.met).sum()
}

/// What an administrator does with Grady's sponsors.
async fn by_hand(app: &TestApp, method: Method, path: &str, body: Option<Value>) {
    let token = app.emulator.application_token("daemon").await;
    let path = format!("/users/{}/sponsors/{path}$ref", user_id("grady"));
    app.emulator.graph(method, &path, &token, body).await;
}

async fn add_by_hand(app: &TestApp, address: &str) {
    let sponsor = format!("https://graph.microsoft.com/v1.0/users/{}", app.emulator.user(address));
    by_hand(app, Method::POST, "", Some(json!({ "@odata.id": sponsor }))).await;
}

async fn remove_by_hand(app: &TestApp, sponsor: &str) {
    by_hand(app, Method::DELETE, &format!("{}/", user_id(sponsor)), None).await;
}

async fn history(app: &TestApp, id: &InvitationId) -> Vec<HistoryEntry> {
    app.sharing.invitations().open(&adele(), id).await.unwrap().row.history
}

/// Why the sponsor was left out, as the timeline says it; and whether it says that the step is done.
async fn told(app: &TestApp, id: &InvitationId) -> (Option<ProblemCode>, bool) {
    let history = history(app, id).await;
    let left_out = history.iter().find(|line| line.event == HistoryEvent::SponsorLeftOut);
    let reason = left_out.map(|line| line.problem.as_ref().expect("a reason").code);
    let is_done = history.iter().any(|line| line.event == HistoryEvent::StepDone(StepKind::AddSponsor));
    (reason, is_done)
}

/// The details of the entries of this action.
async fn entries(app: &TestApp, id: &InvitationId, action: &str) -> Vec<Value> {
    let all = audit::of_subject(&app.storage, id.as_str()).await.unwrap().into_iter();
    let of_it = all.filter(|entry| entry.action == action);
    of_it.map(|entry| serde_json::from_str(&entry.detail).unwrap()).collect()
}

async fn plan(app: &TestApp, form: ShareForm) -> SharePlan {
    app.sharing.invitations().plan(&adele(), form, Language::English).await.unwrap()
}

/// Who is added to those whom the directory knows, as a plan says it.
fn planned(plan: &SharePlan) -> Option<Vec<String>> {
    let steps = &plan.for_known.as_ref().expect("somebody known").steps;
    steps.iter().find(|(step, _)| *step == StepKind::AddSponsor).map(|(_, names)| names.clone())
}

/// How far the step is, as the dialog shows it; none where it is not planned.
async fn step(app: &TestApp, id: &InvitationId) -> Option<StepState> {
    let steps = app.progress(id).await.steps;
    steps.iter().find(|step| step.kind == StepKind::AddSponsor).map(|step| step.state)
}

/// Shares with Grady, which ends well whatever becomes of the sponsor.
async fn shared(app: &TestApp) -> InvitationId {
    let id = app.accepted(&adele(), with_grady()).await;
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Shared);
    id
}

async fn undo(app: &TestApp, id: &InvitationId) {
    assert!(app.sharing.undo(id).await.unwrap());
    app.settle().await;
    assert_eq!(app.state(id).await, InvitationState::Undone);
}

/// Those that are told on both databases.
pub mod stories {
    use super::*;

    pub async fn who_was_named_is_added_to_a_known_guest_and_removed_again(app: TestApp) {
        let app = app.with_settings(offered());
        let id = shared(&app).await;
        assert_eq!(sponsors(&app, GRADY), both());
        assert_eq!(told(&app, &id).await, (None, true));
        assert_eq!(step(&app, &id).await, Some(StepState::Done));
        let added = entries(&app, &id, "sponsor-added").await;
        let [entry] = added.as_slice() else { panic!("{added:?}") };
        assert_eq!(
            (&entry["person"], &entry["sponsor"]),
            (&json!(user_id("grady")), &json!(user_id("megan")))
        );
        let preview = app.sharing.invitations().undo_preview(&adele(), &id).await.unwrap();
        let line = preview.lines.iter().find(|line| line.step == StepKind::AddSponsor).unwrap();
        assert_eq!(line.effect, UndoEffect::IfUnneeded);
        app.check().await;
        undo(&app, &id).await;
        assert_eq!(sponsors(&app, GRADY), [user_id("adele")]);
        assert_eq!(entries(&app, &id, "sponsor-removed").await.len(), 1);
        assert_eq!(changes(&app), 2);
        app.check().await;
    }

    pub async fn of_several_shares_that_name_the_same_the_last_one_removes_them(first: TestApp) {
        for later_first in [false, true] {
            let app = first.afresh().await.with_settings(offered());
            let one = shared(&app).await;
            let other = app.accepted(&adele(), about_another_item()).await;
            app.settle().await;
            assert_eq!((changes(&app), sponsors(&app, GRADY)), (1, both().to_vec()));
            assert_eq!(told(&app, &other).await, (None, false), "they were there before");
            let order = if later_first { [&other, &one] } else { [&one, &other] };
            undo(&app, order[0]).await;
            assert_eq!(sponsors(&app, GRADY), both(), "the other one names them, too");
            app.check().await;
            undo(&app, order[1]).await;
            assert_eq!(sponsors(&app, GRADY), [user_id("adele")], "{later_first}");
            assert_eq!(entries(&app, order[1], "sponsor-removed").await.len(), 1);
            app.check().await;
        }
    }

    pub async fn what_fails_waits_and_goes_on_and_a_lost_answer_adds_nobody_twice(first: TestApp) {
        for (fault, calls) in [
            (json!({ "drop": true }), 2),
            (json!({ "drop_after": true }), 1),
            (answer(503, "serviceNotAvailable", ""), 2),
        ] {
            let app = first.afresh().await.with_settings(offered());
            count_adds(&app);
            app.emulator.fault_times(adds(), fault.clone(), Some(1));
            let id = app.accepted(&adele(), with_grady()).await;
            app.run_due().await;
            assert_eq!(app.state(&id).await, InvitationState::Waiting, "{fault}");
            app.settle().await;
            assert_eq!(app.state(&id).await, InvitationState::Shared, "{fault}");
            assert_eq!((changes(&app), sponsors(&app, GRADY)), (1, both().to_vec()), "{fault}");
            assert_eq!(counted_adds(&app), calls, "{fault}");
            assert_eq!(told(&app, &id).await, (None, true), "{fault}");
            app.check().await;
            undo(&app, &id).await;
            assert_eq!(sponsors(&app, GRADY), [user_id("adele")], "{fault}");
            app.check().await;
        }
    }

    pub async fn what_does_not_pass_leaves_the_sponsor_out_and_the_share_ends_well(first: TestApp) {
        let down = || answer(503, "serviceNotAvailable", "");
        let nothing = answer(404, "Request_ResourceNotFound", "");
        for (on, fault, reason, may_have_gone) in [
            (adds(), down(), ProblemCode::DirectoryTrouble, true),
            (looks(), down(), ProblemCode::DirectoryTrouble, false),
            (adds(), answer_after(429, "1"), ProblemCode::DirectoryBusy, false),
            (adds(), answer_after(429, "3600"), ProblemCode::DirectoryBusy, false),
            (looks(), not_found("grady"), ProblemCode::PersonGone, false),
            (adds(), not_found("grady"), ProblemCode::PersonGone, false),
            (adds(), nothing, ProblemCode::NotVisibleYet, false),
        ] {
            let app = first.afresh().await.with_settings(offered());
            app.emulator.fault(on.clone(), fault.clone());
            let began = app.clock.now_ms();
            let id = shared(&app).await;
            let minutes = (app.clock.now_ms() - began) / 60_000;
            assert!(minutes < 6, "{minutes} minutes for {fault}");
            assert_eq!(step(&app, &id).await, Some(StepState::Failed), "{fault}");
            assert_eq!(told(&app, &id).await, (Some(reason), false), "{fault}");
            let toasts = app.sharing.toasts().undismissed(&adele()).await.unwrap().toasts;
            let kinds: Vec<_> = toasts.into_iter().map(|toast| toast.kind).collect();
            assert!(matches!(kinds.as_slice(), [ToastKind::Shared { .. }]), "{fault}: {kinds:?}");
            let met: u32 = app.emulator.faults_on(&on).map(|fault| fault.met).sum();
            let left_out = entries(&app, &id, "sponsor-left-out").await;
            let [entry] = left_out.as_slice() else { panic!("{left_out:?}") };
            let requests = entry["requests"].as_array().map_or(0, Vec::len);
            assert_eq!(requests, if may_have_gone { usize::try_from(met).unwrap() } else { 0 }, "{fault}");
            app.check().await;
            app.emulator.clear_faults(&on);
            undo(&app, &id).await;
            assert_eq!((changes(&app), sponsors(&app, GRADY)), (0, vec![user_id("adele")]), "{fault}");
            app.check().await;
        }
    }

    pub async fn a_guest_who_is_not_shown_yet_is_waited_for(first: TestApp) {
        let invalid = "Not a valid reference update.";
        for (on, fault) in [
            (looks(), not_found("grady")),
            (adds(), not_found("grady")),
            (adds(), answer(404, "Request_ResourceNotFound", "")),
            (adds(), answer(400, "Request_BadRequest", invalid)),
        ] {
            let app = first.afresh().await.with_settings(offered());
            app.emulator.fault_times(on, fault.clone(), Some(1));
            let id = app.accepted(&adele(), with_grady()).await;
            app.run_due().await;
            let progress = app.progress(&id).await;
            assert_eq!(progress.state, InvitationState::Waiting, "{fault}");
            assert_eq!(progress.problem.unwrap().code, ProblemCode::NotVisibleYet, "{fault}");
            app.settle().await;
            assert_eq!(app.state(&id).await, InvitationState::Shared, "{fault}");
            assert_eq!(
                (told(&app, &id).await, sponsors(&app, GRADY)),
                ((None, true), both().to_vec()),
                "{fault}"
            );
            app.check().await;
        }
    }

    pub async fn who_joins_at_their_turn_has_the_guest_get_the_sponsor_too(app: TestApp) {
        let one = RateLimit { burst: 1, interval: 60_000 };
        let app = app.with_settings(offered()).with_limits(RateLimits::OFF.with(LimitKind::Guests, one));
        app.accepted(&adele(), form(KIM)).await;
        app.run_due().await;
        let id = app.accepted(&adele(), named(form(ANA))).await;
        app.run_due().await;
        let problem = app.progress(&id).await.problem.expect("it waits");
        assert_eq!(problem.code, ProblemCode::WaitsForTurn);
        let (item, key) = ("punctuality".to_owned(), "of-diego".to_owned());
        app.accepted(&app.caller(DIEGO), ShareForm { item, key, ..form(ANA) }).await;
        app.run_due().await;
        assert_eq!(app.posts().len(), 2, "a colleague was faster");
        assert!(!sponsors(&app, ANA).contains(&user_id("megan")));
        app.settle().await;
        assert_eq!((app.state(&id).await, app.posts().len()), (InvitationState::Sent, 2));
        assert_eq!(told(&app, &id).await, (None, true));
        assert!(sponsors(&app, ANA).contains(&user_id("megan")));
        app.check().await;
        undo(&app, &id).await;
        assert!(!sponsors(&app, ANA).contains(&user_id("megan")));
        app.check().await;
    }

    pub async fn a_process_that_dies_at_any_point_is_followed_by_another(first: TestApp) {
        at_every_point(stride(&first, 1, 25), 10, async |polls| {
            let app = first.afresh().await.with_settings(offered());
            let id = app.accepted(&adele(), with_grady()).await;
            let ended = at_most(polls, Box::pin(app.run_due())).await.is_some();
            app.outlive_leases().await;
            app.settle().await;
            assert_eq!(app.state(&id).await, InvitationState::Shared, "{polls}");
            assert_eq!((changes(&app), sponsors(&app, GRADY)), (1, both().to_vec()), "{polls}");
            app.check().await;
            undo(&app, &id).await;
            assert_eq!(sponsors(&app, GRADY), [user_id("adele")], "{polls}");
            app.check().await;
            ended
        })
        .await;
    }

    pub async fn a_process_that_dies_while_it_removes_them_is_followed_by_another(first: TestApp) {
        at_every_point(stride(&first, 1, 25), 5, async |polls| {
            let app = first.afresh().await.with_settings(offered());
            let id = shared(&app).await;
            assert!(app.sharing.undo(&id).await.unwrap());
            let ended = at_most(polls, Box::pin(app.run_due())).await.is_some();
            app.outlive_leases().await;
            app.settle().await;
            assert_eq!(app.state(&id).await, InvitationState::Undone, "{polls}");
            assert_eq!((changes(&app), sponsors(&app, GRADY)), (2, vec![user_id("adele")]), "{polls}");
            app.check().await;
            ended
        })
        .await;
    }
}

#[tokio::test]
async fn whom_the_guest_has_already_is_neither_added_nor_removed() {
    let app = TestApp::new().await.with_settings(offered());
    let named = ShareForm { sponsor: ADELE.to_owned(), ..with_grady() };
    let id = app.accepted(&adele(), named).await;
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Shared);
    assert_eq!(told(&app, &id).await, (None, false), "nothing is new");
    undo(&app, &id).await;
    assert_eq!((changes(&app), sponsors(&app, GRADY)), (0, vec![user_id("adele")]));
    app.check().await;
}

/// Somebody else was faster than the answer of the look before.
#[tokio::test]
async fn whom_somebody_else_adds_at_that_moment_is_not_ours_to_remove() {
    let app = TestApp::new().await.with_settings(offered());
    let already = "One or more added object references already exist for the following modified properties: 'sponsors'.";
    app.emulator.fault_times(adds(), answer(400, "Request_BadRequest", already), Some(1));
    let id = shared(&app).await;
    add_by_hand(&app, MEGAN).await;
    assert_eq!(told(&app, &id).await, (None, false));
    undo(&app, &id).await;
    assert_eq!((changes(&app), sponsors(&app, GRADY)), (0, both().to_vec()));
    assert!(entries(&app, &id, "sponsor-added").await.is_empty());
    app.check().await;
}

#[tokio::test]
async fn a_guest_who_has_as_many_as_there_may_be_keeps_them_and_the_share_goes_on() {
    let app = TestApp::new().await.with_settings(offered());
    for address in [ALEX, DIEGO, JONI, GRADY] {
        add_by_hand(&app, address).await;
    }
    let before = sponsors(&app, GRADY);
    assert_eq!(before.len(), graph::MAX_SPONSORS);
    let id = shared(&app).await;
    assert_eq!(told(&app, &id).await, (Some(ProblemCode::SponsorsFull), false));
    assert_eq!(step(&app, &id).await, Some(StepState::Failed));
    let left_out = entries(&app, &id, "sponsor-left-out").await;
    let [entry] = left_out.as_slice() else { panic!("{left_out:?}") };
    assert_eq!((&entry["sponsor"], &entry["problem"]), (&json!(user_id("megan")), &json!("sponsors-full")));
    assert_eq!((changes(&app), sponsors(&app, GRADY)), (0, before.clone()));
    app.check().await;
    undo(&app, &id).await;
    assert_eq!((changes(&app), sponsors(&app, GRADY)), (0, before));
}

#[tokio::test]
async fn without_the_permission_guests_keep_theirs_and_that_is_said_before_and_after() {
    let app = TestApp::new().await.with_settings(offered());
    for (granted, adds) in [
        (&["User.Read.All"][..], false),
        (&["User.Read.All", "User.ReadWrite.All"][..], true),
        (&["Directory.ReadWrite.All"][..], true),
    ] {
        app.tell_permissions(granted);
        let plan = plan(&app, with_grady()).await;
        assert_eq!(plan.dropped.contains(&DroppedOption::SponsorOfKnown), !adds, "{granted:?}");
        assert_eq!(planned(&plan), adds.then(|| vec!["Megan Bowen".to_owned()]), "{granted:?}");
    }
    // Whoever sends without having seen the plan reads it after that.
    app.tell_permissions(&["User.Read.All"]);
    app.emulator.fault(adds(), denied());
    let id = shared(&app).await;
    assert_eq!(step(&app, &id).await, Some(StepState::Failed));
    assert_eq!(told(&app, &id).await, (Some(ProblemCode::PermissionMissing), false));
    assert_eq!(entries(&app, &id, "sponsor-left-out").await.len(), 1);
    assert_eq!((changes(&app), sponsors(&app, GRADY)), (0, vec![user_id("adele")]));
    app.check().await;
}

/// A share that is sent once more has the id in its field.
#[tokio::test]
async fn a_plan_has_the_name_of_who_was_named_by_their_id() {
    let app = TestApp::new().await.with_settings(offered());
    let by_id = ShareForm { sponsor: user_id("megan"), ..with_grady() };
    assert_eq!(planned(&plan(&app, by_id).await), Some(vec!["Megan Bowen".to_owned()]));
}

/// The token does not tell whether it is granted.
#[tokio::test]
async fn where_microsoft_refuses_it_the_share_goes_on_and_the_reason_is_said() {
    for (refusal, reason) in [
        (denied(), ProblemCode::PermissionMissing),
        (not_found("megan"), ProblemCode::SponsorUnknown),
        (answer(400, "Request_BadRequest", "Something else."), ProblemCode::DirectoryRefused),
    ] {
        let app = TestApp::new().await.with_settings(offered());
        assert_eq!(planned(&plan(&app, with_grady()).await), Some(vec!["Megan Bowen".to_owned()]));
        app.emulator.fault(adds(), refusal);
        let id = shared(&app).await;
        assert_eq!(told(&app, &id).await, (Some(reason), false));
        assert_eq!(step(&app, &id).await, Some(StepState::Failed), "{reason:?}");
        assert_eq!((changes(&app), sponsors(&app, GRADY)), (0, vec![user_id("adele")]));
        app.emulator.clear_faults(&adds());
        // Who is one later was added by somebody else.
        add_by_hand(&app, MEGAN).await;
        undo(&app, &id).await;
        assert_eq!((changes(&app), sponsors(&app, GRADY)), (0, both().to_vec()), "{reason:?}");
        app.check().await;
    }
}

/// It was added for all that, and nobody can say so any more.
#[tokio::test]
async fn a_call_whose_answer_was_lost_is_told_of_where_the_sponsor_is_left_out() {
    let app = TestApp::new().await.with_settings(offered());
    app.emulator.fault_times(adds(), json!({ "drop_after": true }), Some(1));
    let id = app.accepted(&adele(), with_grady()).await;
    app.run_due().await;
    assert_eq!(app.state(&id).await, InvitationState::Waiting);
    app.emulator.fault(looks(), denied());
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Shared);
    assert_eq!(told(&app, &id).await, (Some(ProblemCode::PermissionMissing), false));
    let left_out = entries(&app, &id, "sponsor-left-out").await;
    let [entry] = left_out.as_slice() else { panic!("{left_out:?}") };
    assert_eq!(entry["requests"].as_array().unwrap().len(), 1);
    app.check().await;
    app.emulator.clear_faults(&looks());
    undo(&app, &id).await;
    assert_eq!((changes(&app), sponsors(&app, GRADY)), (2, vec![user_id("adele")]));
    app.check().await;
}

/// A call of ours got lost on its way, and all that came after it was refused.
#[tokio::test]
async fn whom_somebody_else_adds_after_a_lost_call_is_not_ours_to_remove() {
    for is_full in [false, true] {
        let app = TestApp::new().await.with_settings(offered());
        app.emulator.fault_times(adds(), json!({ "drop": true }), Some(1));
        let id = app.accepted(&adele(), with_grady()).await;
        app.run_due().await;
        assert_eq!(app.state(&id).await, InvitationState::Waiting);
        let others = [(ALEX, "alex"), (DIEGO, "diego"), (JONI, "joni"), (GRADY, "grady")];
        if is_full {
            for (address, _) in others {
                add_by_hand(&app, address).await;
            }
        } else {
            app.emulator.fault(adds(), denied());
        }
        app.settle().await;
        let reason = if is_full { ProblemCode::SponsorsFull } else { ProblemCode::PermissionMissing };
        assert_eq!(told(&app, &id).await, (Some(reason), false));
        app.emulator.clear_faults(&adds());
        if is_full {
            for (_, name) in others {
                remove_by_hand(&app, name).await;
            }
        }
        add_by_hand(&app, MEGAN).await;
        undo(&app, &id).await;
        assert_eq!((changes(&app), sponsors(&app, GRADY)), (0, both().to_vec()), "{reason:?}");
        assert!(entries(&app, &id, "sponsor-added").await.is_empty(), "{reason:?}");
        app.check().await;
    }
}

#[tokio::test]
async fn neither_access_nor_the_mail_waits_for_the_sponsor() {
    let app = TestApp::new().await.with_settings(offered());
    app.emulator.fault_times(adds(), answer(503, "serviceNotAvailable", ""), Some(1));
    let id = app.accepted(&adele(), with_grady()).await;
    app.run_due().await;
    let progress = app.progress(&id).await;
    assert_eq!(progress.state, InvitationState::Waiting);
    let undone: Vec<_> = progress.steps.iter().filter(|step| step.state != StepState::Done).collect();
    let kinds: Vec<_> = undone.iter().map(|step| step.kind).collect();
    assert_eq!(kinds, [StepKind::AddSponsor, StepKind::TellInviter]);
    assert!(listed(&app).await.iter().any(|row| row.user.as_str() == user_id("grady")), "they have access");
    app.settle().await;
    assert_eq!((app.state(&id).await, sponsors(&app, GRADY)), (InvitationState::Shared, both().to_vec()));
    app.check().await;
}

#[tokio::test]
async fn access_ends_before_the_sponsor_is_removed() {
    let app = TestApp::new().await.with_settings(offered());
    let id = shared(&app).await;
    app.emulator.fault_times(removes(), answer(503, "serviceNotAvailable", ""), Some(1));
    assert!(app.sharing.undo(&id).await.unwrap());
    app.run_due().await;
    assert_eq!((app.state(&id).await, sponsors(&app, GRADY)), (InvitationState::Undoing, both().to_vec()));
    let grady = user_id("grady");
    assert!(access::of_person(&app.storage, TENANT, &grady, ITEM).await.unwrap().is_none());
    app.settle().await;
    let after = (InvitationState::Undone, vec![user_id("adele")]);
    assert_eq!((app.state(&id).await, sponsors(&app, GRADY)), after);
    app.check().await;
}

#[tokio::test]
async fn whom_an_administrator_has_removed_is_not_said_to_be_removed_by_us() {
    let app = TestApp::new().await.with_settings(offered());
    let id = shared(&app).await;
    remove_by_hand(&app, "megan").await;
    undo(&app, &id).await;
    assert_eq!((changes(&app), sponsors(&app, GRADY)), (1, vec![user_id("adele")]));
    assert!(entries(&app, &id, "sponsor-removed").await.is_empty());
    app.check().await;
}

#[tokio::test]
async fn what_may_not_be_removed_any_more_is_said_to_stay() {
    let app = TestApp::new().await.with_settings(offered());
    let id = shared(&app).await;
    app.emulator.fault(removes(), denied());
    undo(&app, &id).await;
    assert_eq!(sponsors(&app, GRADY), both());
    let history = history(&app, &id).await;
    let stays = HistoryEvent::StepRemains(StepKind::AddSponsor);
    let line = history.iter().find(|line| line.event == stays).expect("it stays");
    assert_eq!(line.problem.as_ref().unwrap().code, ProblemCode::PermissionMissing);
    app.check().await;
}

#[tokio::test]
async fn where_only_access_ends_the_sponsor_stays() {
    let app = TestApp::new().await.with_settings(offered());
    let id = shared(&app).await;
    let other = app.accepted(&adele(), about_another_item()).await;
    app.settle().await;
    end(&app, &adele(), &user_id("grady")).await.unwrap();
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Undone);
    assert_eq!((changes(&app), sponsors(&app, GRADY)), (1, both().to_vec()));
    app.check().await;
    // Nor does it leave them to the other one, which found them there.
    undo(&app, &other).await;
    assert_eq!((changes(&app), sponsors(&app, GRADY)), (1, both().to_vec()));
    app.check().await;
}

#[tokio::test]
async fn members_have_none_and_new_guests_have_theirs_by_the_invitation() {
    let app = TestApp::new().await.with_settings(offered());
    app.show_new_guests_at_once().await;
    let member = || named(chosen("alex", ALEX));
    let plan = plan(&app, member()).await;
    assert!(plan.dropped.contains(&DroppedOption::SponsorOfMembers), "{:?}", plan.dropped);
    assert_eq!(planned(&plan), None);
    for (form, expected) in [(member(), None), (named(form(ANA)), Some(StepState::Done))] {
        let id = app.accepted(&adele(), form).await;
        app.settle().await;
        assert_eq!((step(&app, &id).await, told(&app, &id).await), (expected, (None, false)));
    }
    assert_eq!((changes(&app), sponsors(&app, ANA)), (0, vec![user_id("megan")]));
    assert!(sponsors(&app, ALEX).is_empty());
    app.check().await;
}

/// Their guest comes by a post that names somebody else.
#[tokio::test]
async fn who_joins_an_invitation_has_the_guest_get_the_sponsor_too() {
    let app = TestApp::new().await.with_settings(offered());
    app.hide_new_guests(Duration::seconds(30));
    let first = app.accepted(&adele(), form(ANA)).await;
    app.run_due().await;
    assert_eq!(app.state(&first).await, InvitationState::Sent);
    let another = (about_another_item().item, about_another_item().key);
    let joins = || ShareForm { item: another.0.clone(), key: another.1.clone(), ..named(form(ANA)) };
    let plan = plan(&app, joins()).await;
    let steps = &plan.for_new.as_ref().expect("somebody who is being invited").steps;
    assert!(steps.iter().any(|(step, _)| *step == StepKind::AddSponsor), "{steps:?}");
    let id = app.accepted(&adele(), joins()).await;
    app.settle().await;
    assert_eq!((app.state(&id).await, app.posts().len()), (InvitationState::Sent, 1));
    assert_eq!(told(&app, &id).await, (None, true));
    assert!(sponsors(&app, ANA).contains(&user_id("megan")));
    app.check().await;
}

/// An access package makes the guest, and nothing is posted that could name the sponsor.
#[tokio::test]
async fn a_guest_whom_no_invitation_makes_gets_the_sponsor_too() {
    let ways = ("ways", "other_kinds", json!({ "reader": by_package() }));
    let app = TestApp::new().await.with_settings(fixed([("inviting", "sponsors", json!(true)), ways]));
    app.show_new_guests_at_once().await;
    let plan = plan(&app, named(form(ANA))).await;
    let steps = &plan.for_new.as_ref().expect("somebody new").steps;
    let names = steps.iter().find(|(step, _)| *step == StepKind::AddSponsor).map(|(_, names)| names.clone());
    assert_eq!(names, Some(vec!["Megan Bowen".to_owned()]));
    let id = app.accepted(&adele(), named(form(ANA))).await;
    app.settle().await;
    assert_eq!((app.state(&id).await, app.posts().len()), (InvitationState::Shared, 0));
    assert_eq!(told(&app, &id).await, (None, true));
    assert!(sponsors(&app, ANA).contains(&user_id("megan")));
    app.check().await;
}

/// Microsoft answers the post with whoever has the address, also where the directory does not show it, and leaves their sponsors as they are.
#[tokio::test]
async fn a_guest_whom_microsoft_answers_with_gets_the_sponsor_too() {
    let app = TestApp::new().await.with_settings(offered());
    app.give_on("punctuality", &user_id("grady"), "reader", None).await;
    let id = app.accepted(&adele(), named(form("grady@fabrikam.example"))).await;
    app.settle().await;
    assert_eq!((app.state(&id).await, app.posts().len()), (InvitationState::Shared, 1));
    assert_eq!((told(&app, &id).await, sponsors(&app, GRADY)), ((None, true), both().to_vec()));
    undo(&app, &id).await;
    assert_eq!(sponsors(&app, GRADY), [user_id("adele")]);
}

/// The directory did not say who was chosen when the form was sent, for the inviter had to sign in again.
#[tokio::test]
async fn of_who_turns_out_to_be_a_member_no_sponsor_is_said_to_be_added() {
    let look_ups = ("permissions", "look_ups", json!("person"));
    let app = TestApp::new().await.with_settings(fixed([("inviting", "sponsors", json!(true)), look_ups]));
    let reads = json!({ "method": "GET", "path": format!("/v1.0/users/{}", user_id("alex")) });
    app.emulator.fault(reads.clone(), answer(401, "InvalidAuthenticationToken", ""));
    let by_id = ShareForm { sponsor: user_id("megan"), ..chosen("alex", ALEX) };
    let id = app.accepted(&adele(), by_id).await;
    assert!(step(&app, &id).await.is_some(), "they may be a guest");
    app.emulator.clear_faults(&reads);
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Shared);
    assert_eq!((step(&app, &id).await, told(&app, &id).await), (None, (None, false)));
    app.check().await;
}

/// A post that is repeated need not add a sponsor.
#[tokio::test]
async fn a_guest_who_is_invited_again_gets_the_sponsor_too() {
    let app = TestApp::new().await.with_settings(offered());
    app.show_new_guests_at_once().await;
    let before = sponsors(&app, JONI);
    let again = ShareForm { resend: "1".to_owned(), ..named(chosen("joni", JONI)) };
    let id = app.accepted(&adele(), again).await;
    app.settle().await;
    assert_eq!((app.state(&id).await, app.posts().len()), (InvitationState::Sent, 1));
    let expected: Vec<_> = before.iter().cloned().chain([user_id("megan")]).collect();
    assert_eq!(sponsors(&app, JONI), expected);
    app.check().await;
    undo(&app, &id).await;
    assert_eq!(sponsors(&app, JONI), before);
    app.check().await;
}

#[tokio::test]
async fn the_step_repeated_changes_nothing_more() {
    let app = TestApp::new().await.with_settings(offered());
    count_adds(&app);
    let id = shared(&app).await;
    let before = effects(&app).await;
    forget(&app, StepKind::AddSponsor).await;
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Shared);
    assert_eq!((effects(&app).await, counted_adds(&app)), (before, 1));
}

/// The directory fails at the first call of the run, at the second, and so on, and again while it is undone.
#[tokio::test]
async fn whichever_call_fails_it_goes_on() {
    for is_undone in [false, true] {
        let mut goes_through = false;
        for calls in 0..MOST_CALLS {
            let app = TestApp::new().await.with_settings(offered());
            let id = app.accepted(&adele(), with_grady()).await;
            if is_undone {
                app.settle().await;
                assert!(app.sharing.undo(&id).await.unwrap());
            }
            // Older than what the form found out is trusted.
            app.advance(Duration::seconds(11));
            app.fail_after(Some(calls));
            app.run_due().await;
            let failed = !app.state(&id).await.is_settled();
            app.fail_after(None);
            app.settle().await;
            let (state, expected) = if is_undone {
                (InvitationState::Undone, vec![user_id("adele")])
            } else {
                (InvitationState::Shared, both().to_vec())
            };
            assert_eq!((app.state(&id).await, sponsors(&app, GRADY)), (state, expected), "{calls}");
            app.check().await;
            if !failed {
                assert!(calls >= 2, "it looks, and changes, but failed at {calls} calls only");
                goes_through = true;
                break;
            }
        }
        assert!(goes_through, "there is always a call that fails");
    }
}
