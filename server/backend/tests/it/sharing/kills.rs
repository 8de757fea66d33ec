//! Every step fails, is repeated, is undone, and dies with the process at every point where it can: whatever the list of steps is.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use contract::{InvitationState, ProblemCode, ShareForm, StepKind, StepState};
use storage::invitations::{self, StepRow};
use testing::names::{JONI, user_id};
use time::Duration;

use super::app::{ITEM, SEEN_AFTER, TENANT, TestApp, adele, form, planned_steps};
use crate::invariants::facts;

const ANA: &str = "ana@fabrikam.example";

/// At how many points a process has to be cut off at least, …
const LEAST_POINTS: usize = 3;
/// … and more polls than any run takes.
const MOST_POLLS: usize = 5_000;
/// More calls of somebody outside than any run makes.
pub(super) const MOST_CALLS: u32 = 40;

/// Polls at most so many times; none if the future was not done by then, and it is dropped: nothing of it goes on.
pub(super) async fn at_most<F: Future>(polls: usize, future: F) -> Option<F::Output> {
    let (mut future, mut left) = (pin!(future), polls);
    poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        future.as_mut().poll(context).map(Some)
    })
    .await
}

/// Tells a story in which a process is cut off after so many polls, later by `step` each time, until it says that there was nothing left to be cut off: after
/// more than `least`. Where a run takes so few polls that these are hardly any points, they come closer.
pub(super) async fn at_every_point(mut step: usize, least: usize, mut story: impl AsyncFnMut(usize) -> bool) {
    loop {
        let (mut polls, mut points) = (0, 0);
        while !Box::pin(story(polls)).await {
            points += 1;
            polls += step;
            assert!(polls < MOST_POLLS, "there is always something left to be cut off");
        }
        if points >= LEAST_POINTS {
            assert!(polls > least, "only {polls} polls");
            return;
        }
        assert!(step > 1, "only {points} points");
        step = step.div_ceil(2);
    }
}

pub(super) async fn steps(app: &TestApp) -> Vec<StepRow> {
    let rows = app.rows().await;
    invitations::steps(&app.storage, &rows[0].id).await.unwrap()
}

async fn state_of(app: &TestApp, kind: StepKind) -> StepState {
    steps(app).await.into_iter().find(|step| step.kind == kind).unwrap().state
}

/// Whether the mail is noted as sent, and nobody knows yet what became of it.
async fn mail_is_in_flight(app: &TestApp) -> bool {
    let mail = steps(app).await.into_iter().find(|step| step.kind == StepKind::SendMail);
    mail.and_then(|step| step.facts).is_some_and(|facts| facts.contains("in-flight"))
}

/// Runs what is due until the step is done, and dies right there.
async fn die_after(app: &TestApp, kind: StepKind) {
    let mut running = pin!(app.run_due());
    while state_of(app, kind).await != StepState::Done {
        tokio::select! {
            biased;
            _ = &mut running => return,
            () = tokio::task::yield_now() => {}
        }
    }
}

async fn ends_well(app: &TestApp) {
    app.outlive_leases().await;
    app.settle().await;
    let row = app.rows().await.remove(0);
    let problem = row.problem.unwrap_or_default();
    // Whether the mail of a process that died went out, nobody knows.
    let unknown =
        row.state == InvitationState::Stopped && problem.contains(ProblemCode::MailUnconfirmed.as_str());
    assert!(row.state == InvitationState::Sent || unknown, "{} {problem}", row.state);
    // Without Microsoft's mail a post whose process died is sent again for its link, and makes nobody new.
    assert!((1..=3).contains(&app.posts().len()));
    app.check().await;
}

/// As if the outcome of the step, and all that came after it, had not been stored: the next worker begins it again. What the directory and
/// our own database have of it stays.
pub(super) async fn forget(app: &TestApp, kind: StepKind) {
    let row = app.rows().await.remove(0);
    let steps = steps(app).await;
    let from = steps.iter().find(|step| step.kind == kind).unwrap().position;
    let mut tx = app.storage.begin().await.unwrap();
    for step in steps.into_iter().filter(|step| step.position >= from) {
        // A post, or a mail, that may have had its effect is noted before it is sent: that note is what a process that dies leaves behind.
        let facts = match step.kind {
            StepKind::SendInvitation => {
                Some(r#"{"post":{"post":"unknown","since":1800000000000},"requests":[]}"#.to_owned())
            }
            StepKind::SendMail => Some(
                r#"{"status":{"mail":"in-flight","since":1800000000000,"tries":0},"key":null}"#.to_owned(),
            ),
            StepKind::RequestAccessPackage => Some(r#"{"begun":true,"asked_at":1800000000000}"#.to_owned()),
            _ => None,
        };
        let step = StepRow { state: StepState::Open, facts, ..step };
        invitations::update_step(&mut tx, &step).await.unwrap();
    }
    let again = invitations::InvitationRow { state: InvitationState::Working, ..row };
    invitations::update(&mut tx, &again).await.unwrap();
    tx.commit().await.unwrap();
    // The job of the run that died.
    app.advance(Duration::minutes(2));
    app.sharing.runner().clean_up().await;
}

/// What there is of a share outside and inside: posts, and access.
pub(super) async fn effects(app: &TestApp) -> (Vec<String>, Vec<(String, String)>) {
    let mut effects: Vec<_> =
        facts::of(&app.emulator).effects.into_iter().map(|effect| format!("{:?}", effect.what)).collect();
    // A post without Microsoft's mail that is sent again brings the link, and nothing new.
    let is_repeated = |at: usize| effects[at].contains("mail: false") && effects[..at].contains(&effects[at]);
    let repeated: Vec<_> = (0..effects.len()).filter(|at| is_repeated(*at)).collect();
    for at in repeated.into_iter().rev() {
        effects.remove(at);
    }
    (effects, access(app).await)
}

/// Who has access to the item, and as what.
pub(super) async fn access(app: &TestApp) -> Vec<(String, String)> {
    let rows = storage::access::of_item(&app.storage, TENANT, ITEM, None, 10).await.unwrap();
    rows.into_iter().map(|row| (row.user.to_string(), row.role.to_string())).collect()
}

/// The steps of the list that ask somebody outside.
fn outside() -> Vec<StepKind> {
    planned_steps().filter(|step| !step.permissions.is_empty()).map(|step| step.kind).collect()
}

/// The step that the failure has met.
pub(super) async fn waiting(app: &TestApp) -> Option<StepKind> {
    steps(app).await.into_iter().find(|step| step.state == StepState::Waiting).map(|step| step.kind)
}

/// How far apart the points are at which a process is cut off, or the calls that fail: on `PostgreSQL` fewer are tried, for each takes a database of
/// its own, and a statement takes more polls.
pub(super) const fn stride(app: &TestApp, on_sqlite: usize, on_postgres: usize) -> usize {
    if app.db.is_postgres() { on_postgres } else { on_sqlite }
}

on_sqlite! {
    after_every_step,
    every_step_repeated_changes_nothing_more,
    every_step_that_asks_somebody_outside_fails_waits_and_goes_on,
    every_step_that_asks_somebody_outside_fails_while_it_is_undone_and_goes_on,
    every_step_is_undone,
    a_process_that_dies_while_it_undoes_is_followed_by_another,
    at_every_point_where_it_can,
    twice_in_a_row,
    while_the_form_is_taken,
    with_a_person_chosen,
}

/// Those that are told on both databases.
pub mod stories {
    use super::*;

    pub async fn after_every_step(first: TestApp) {
        for step in planned_steps() {
            let app = first.afresh().await.planning_every_step().await;
            app.accepted(&adele(), form(ANA)).await;
            die_after(&app, step.kind).await;
            assert_eq!(state_of(&app, step.kind).await, StepState::Done);
            let died_sending = mail_is_in_flight(&app).await;
            ends_well(&app).await;
            // The post is noted as sent in the transaction that ends the step before it: from there on it may have gone out. The look at the step takes
            // its time too: on a busy machine the mail may be in flight by then.
            let state = app.rows().await[0].state;
            let unknown = step.kind == StepKind::FindPerson || died_sending;
            assert!(unknown || state == InvitationState::Sent, "{:?}: {state}", step.kind);
        }
    }

    pub async fn every_step_repeated_changes_nothing_more(first: TestApp) {
        for step in planned_steps() {
            let app = first.afresh().await.planning_every_step().await;
            let id = app.accepted(&adele(), form(ANA)).await;
            app.settle().await;
            let before = effects(&app).await;
            forget(&app, step.kind).await;
            app.settle().await;
            if app.state(&id).await == InvitationState::Stopped {
                // Whether the mail of a post that was not answered went out, nobody knows; the guest who comes was reached.
                let problem = app.progress(&id).await.problem.unwrap();
                let found = matches!(problem.code, ProblemCode::MailUnconfirmed | ProblemCode::ChoosePerson);
                assert!(found, "{:?}: {problem:?}", step.kind);
            } else {
                assert_eq!(app.state(&id).await, InvitationState::Sent, "{:?}", step.kind);
            }
            assert_eq!(effects(&app).await, before, "{:?}", step.kind);
        }
    }

    /// The directory fails at the first call of the run, at the second, and so on until there is no call left: so each step that asks it
    /// fails at each of its calls.
    pub async fn every_step_that_asks_somebody_outside_fails_waits_and_goes_on(first: TestApp) {
        let (mut met, mut goes_through, stride) = (Vec::new(), false, stride(&first, 1, 3));
        for calls in (0..MOST_CALLS).step_by(stride) {
            let app = first.afresh().await.planning_every_step().await;
            let id = app.accepted(&adele(), form(ANA)).await;
            // Older than what the form found out is trusted: every step asks by itself.
            app.advance(Duration::seconds(11));
            app.fail_after(Some(calls));
            app.run_due().await;
            let failed = waiting(&app).await;
            app.fail_after(None);
            let problem = app.progress(&id).await.problem.map(|problem| problem.code);
            if problem == Some(ProblemCode::MailUnconfirmed) {
                // A mail that was answered with a fault may have gone out: a person decides.
                app.check().await;
                met.push(StepKind::SendMail);
                continue;
            }
            let Some(step) = failed else {
                assert_eq!(app.state(&id).await, InvitationState::Sent, "no step waits after {calls} calls");
                goes_through = true;
                break;
            };
            assert_eq!(app.state(&id).await, InvitationState::Waiting, "{step:?}");
            ends_well(&app).await;
            met.push(step);
        }
        assert!(goes_through, "there is always a call that fails");
        met.dedup();
        if stride == 1 {
            assert_eq!(met, outside());
        } else {
            assert!(met.len() > 1 && met.iter().all(|kind| outside().contains(kind)), "{met:?}");
        }
    }

    /// As above, while it is undone.
    pub async fn every_step_that_asks_somebody_outside_fails_while_it_is_undone_and_goes_on(first: TestApp) {
        let mut goes_through = false;
        for calls in (0..MOST_CALLS).step_by(stride(&first, 1, 3)) {
            let app = first.afresh().await.planning_every_step().await;
            let id = app.accepted(&adele(), form(ANA)).await;
            app.settle().await;
            // The directory shows the guest.
            app.advance(SEEN_AFTER);
            assert!(app.sharing.undo(&id).await.unwrap());
            app.fail_after(Some(calls));
            app.run_due().await;
            let failed = app.state(&id).await == InvitationState::Undoing;
            app.fail_after(None);
            app.settle().await;
            assert_eq!(app.state(&id).await, InvitationState::Undone);
            assert!(access(&app).await.is_empty());
            app.check().await;
            if !failed {
                assert!(
                    calls >= 2,
                    "undoing looks the guest up and deletes them, but failed at {calls} calls only"
                );
                goes_through = true;
                break;
            }
        }
        assert!(goes_through, "there is always a call that fails");
    }

    pub async fn every_step_is_undone(first: TestApp) {
        let app = first.afresh().await.planning_every_step().await;
        let id = app.accepted(&adele(), form(ANA)).await;
        app.settle().await;
        assert_eq!(access(&app).await.len(), 1);
        assert!(app.sharing.undo(&id).await.unwrap());
        app.settle().await;
        assert_eq!(app.state(&id).await, InvitationState::Undone);
        for step in planned_steps() {
            assert_eq!(state_of(&app, step.kind).await, StepState::Undone, "{:?}", step.kind);
        }
        assert!(access(&app).await.is_empty());
        assert!(!app.sharing.undo(&id).await.unwrap(), "once is enough");
        app.check().await;
    }

    pub async fn a_process_that_dies_while_it_undoes_is_followed_by_another(first: TestApp) {
        at_every_point(stride(&first, 1, 25), 10, async |polls| {
            let app = first.afresh().await.planning_every_step().await;
            let id = app.accepted(&adele(), form(ANA)).await;
            app.settle().await;
            app.sharing.undo(&id).await.unwrap();
            let ended = at_most(polls, Box::pin(app.run_due())).await.is_some();
            app.outlive_leases().await;
            app.settle().await;
            assert_eq!(app.state(&id).await, InvitationState::Undone);
            assert!(access(&app).await.is_empty());
            app.check().await;
            ended
        })
        .await;
    }

    pub async fn at_every_point_where_it_can(first: TestApp) {
        at_every_point(stride(&first, 1, 25), 20, async |polls| {
            let app = first.afresh().await.planning_every_step().await;
            app.accepted(&adele(), form(ANA)).await;
            let ended = at_most(polls, Box::pin(app.run_due())).await.is_some();
            ends_well(&app).await;
            ended
        })
        .await;
    }

    pub async fn twice_in_a_row(first: TestApp) {
        for polls in (0..120).step_by(stride(&first, 7, 40)) {
            let app = first.afresh().await.planning_every_step().await;
            app.accepted(&adele(), form(ANA)).await;
            at_most(polls, Box::pin(app.run_due())).await;
            app.outlive_leases().await;
            at_most(polls / 2, Box::pin(app.run_due())).await;
            ends_well(&app).await;
        }
    }

    pub async fn while_the_form_is_taken(first: TestApp) {
        at_every_point(stride(&first, 1, 15), 2, async |polls| {
            let app = first.afresh().await.planning_every_step().await;
            let caller = adele();
            let ended = at_most(polls, app.share(&caller, form(ANA))).await.is_some();
            // Whatever the browser saw, it sends the same form again.
            let id = app.accepted(&caller, form(ANA)).await;
            ends_well(&app).await;
            assert_eq!(app.state(&id).await, InvitationState::Sent);
            ended
        })
        .await;
    }

    pub async fn with_a_person_chosen(first: TestApp) {
        for polls in (0..60).step_by(stride(&first, 3, 20)) {
            let app = first.afresh().await.planning_every_step().await;
            let chosen = ShareForm { person: user_id("joni"), ..form(JONI) };
            let id = app.accepted(&adele(), chosen).await;
            at_most(polls, Box::pin(app.run_due())).await;
            app.outlive_leases().await;
            app.settle().await;
            let problem = app.progress(&id).await.problem.map(|problem| problem.code);
            let is_unknown = problem == Some(ProblemCode::MailUnconfirmed);
            assert!(app.state(&id).await == InvitationState::Shared || is_unknown, "{polls}: {problem:?}");
            assert!(app.posts().is_empty());
            app.check().await;
        }
    }
}
