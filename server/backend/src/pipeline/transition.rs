//! The only writer of an invitation's state.

use contract::{Problem, StepState};
use storage::audit::NewEntry;
use storage::invitations::{self, HistoryRow, StepRow};
use storage::toasts::DismissTarget;
use storage::{Tx, toasts as stored_toasts};

use super::event::{Event, job_failed};
use super::planned_step::PlannedStep;
use super::{Invitation, job};
use crate::app_state::AppState;
use crate::audit::{self, Actor};
use crate::stored::{CorruptRow, StoredError, to_json};
use crate::toasts;

const HISTORY: &str = "history line";

/// Stores what happened to an invitation, with the transaction: its row, its timeline, what the inviter is told, the jobs that follow, and
/// the audit entries last, because from there to the commit nobody else can add one.
pub(crate) async fn apply(
    app: &AppState,
    tx: &mut Tx,
    invitation: &mut Invitation,
    events: &[Event],
) -> Result<(), StoredError> {
    apply_all(app, tx, &mut [(invitation, events)], &[]).await
}

/// As [`apply`], where `updated_at` stays: it says since when what was done is being undone.
pub(crate) async fn apply_wait(
    app: &AppState,
    tx: &mut Tx,
    invitation: &mut Invitation,
    events: &[Event],
) -> Result<(), StoredError> {
    for event in events {
        advance(invitation, event);
    }
    save_facts(tx, invitation).await?;
    record(app, tx, invitation, events).await
}

/// As [`apply`], for several invitations at once. Of `others` only what is theirs changed, which is stored already: neither their state nor the time
/// since when they have it.
pub(crate) async fn apply_all(
    app: &AppState,
    tx: &mut Tx,
    changes: &mut [(&mut Invitation, &[Event])],
    others: &[(Invitation, Event)],
) -> Result<(), StoredError> {
    let entries = apply_unaudited(app, tx, changes, others).await?;
    Ok(audit::append_all(tx, &entries).await?)
}

/// As [`apply_all`], but for the audit entries: whoever has more to lock before the commit appends them last.
pub(crate) async fn apply_unaudited(
    app: &AppState,
    tx: &mut Tx,
    changes: &mut [(&mut Invitation, &[Event])],
    others: &[(Invitation, Event)],
) -> Result<Vec<NewEntry>, StoredError> {
    for (invitation, events) in &mut *changes {
        for event in *events {
            advance(invitation, event);
        }
        store(app, tx, invitation).await?;
        record_news(app, tx, invitation, events).await?;
    }
    let mut entries: Vec<_> =
        changes.iter().flat_map(|(invitation, events)| audit_entries(app, invitation, events)).collect();
    for (invitation, event) in others {
        let events = std::slice::from_ref(event);
        // Whoever looks at it sees something else.
        save_facts(tx, invitation).await?;
        record_news(app, tx, invitation, events).await?;
        entries.extend(audit_entries(app, invitation, events));
    }
    Ok(entries)
}

/// As [`apply`], for the invitations of a share, none of which is stored yet, each with the steps of its plan and its job. `others` are audit entries that
/// follow theirs. A few statements, however many there are: being asked for tells nobody anything, and settles no address.
pub(crate) async fn create_all(
    app: &AppState,
    tx: &mut Tx,
    new: &mut [(Invitation, Vec<PlannedStep>)],
    others: Vec<NewEntry>,
) -> Result<(), StoredError> {
    let mut entries = create_unaudited(app, tx, new).await?;
    entries.extend(others);
    Ok(audit::append_all(tx, &entries).await?)
}

/// As [`create_all`], but for the audit entries: whoever has more to lock before the commit appends them last.
pub(crate) async fn create_unaudited(
    app: &AppState,
    tx: &mut Tx,
    new: &mut [(Invitation, Vec<PlannedStep>)],
) -> Result<Vec<NewEntry>, StoredError> {
    let (mut rows, mut steps, mut lines, mut entries) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (invitation, plan) in &mut *new {
        let event = Event::Submitted;
        advance(invitation, &event);
        rows.push(invitation.to_row()?);
        steps.extend((0..).zip(plan.iter()).map(|(position, step)| planned_row(invitation, position, step)));
        lines.extend(timeline_line(app, invitation, &event)?);
        entries.extend(audit_entries(app, invitation, &[event]));
    }
    invitations::insert_all(tx, &rows).await?;
    invitations::insert_steps(tx, &steps).await?;
    let ids: Vec<_> = new.iter().map(|(invitation, _)| &invitation.id).collect();
    job::enqueue_all(app, tx, &ids).await?;
    invitations::add_history(tx, &lines).await?;
    Ok(entries)
}

fn planned_row(invitation: &Invitation, position: i64, step: &PlannedStep) -> StepRow {
    StepRow {
        invitation: invitation.id.clone(),
        position,
        kind: step.kind,
        state: StepState::Open,
        attempts: 0,
        intent: step.intent.as_ref().map(ToString::to_string),
        facts: None,
    }
}

/// Ends an invitation whose row cannot be read: nothing else of it can be relied on, so all that there is of it is its state and the audit
/// entry. Nobody can be told.
pub(crate) async fn fail_unread(
    app: &AppState,
    tx: &mut Tx,
    id: &str,
    problem: &Problem,
) -> Result<(), StoredError> {
    let text = to_json("invitation", problem)?;
    let Some(tenant) = invitations::fail_unread(tx, id, &text, app.now()).await? else { return Ok(()) };
    let actor = Actor { tenant: &tenant, ..Actor::VESTIBULE };
    let (action, detail) = job_failed(problem);
    Ok(audit::append(tx, app.now(), actor, action, id, detail).await?)
}

/// Stores what was learned, where nothing happened that anybody is told of; `updated_at` moves on.
pub(crate) async fn store(
    app: &AppState,
    tx: &mut Tx,
    invitation: &mut Invitation,
) -> Result<(), StoredError> {
    invitation.updated_at = app.now();
    save_facts(tx, invitation).await
}

/// As [`store`], where `updated_at` stays: it says since when the state is what it is.
pub(crate) async fn save_facts(tx: &mut Tx, invitation: &Invitation) -> Result<(), StoredError> {
    Ok(invitations::update(tx, &invitation.to_row()?).await?)
}

/// Takes the event into state, problem and link.
fn advance(invitation: &mut Invitation, event: &Event) {
    if let Some(state) = event.next_state(invitation.state, invitation.pipeline.invited) {
        invitation.state = state;
        invitation.problem = event.problem().cloned();
    }
    if event.ends_link() {
        invitation.link = None;
    }
}

/// Stores the projections of the events: all that there is of an event that changes nothing of the invitation itself.
pub(crate) async fn record(
    app: &AppState,
    tx: &mut Tx,
    invitation: &Invitation,
    events: &[Event],
) -> Result<(), StoredError> {
    record_news(app, tx, invitation, events).await?;
    Ok(audit::append_all(tx, &audit_entries(app, invitation, events)).await?)
}

/// The projections but for the audit entries.
async fn record_news(
    app: &AppState,
    tx: &mut Tx,
    invitation: &Invitation,
    events: &[Event],
) -> Result<(), StoredError> {
    let lines: Result<Vec<_>, CorruptRow> =
        events.iter().filter_map(|event| timeline_line(app, invitation, event).transpose()).collect();
    invitations::add_history(tx, &lines?).await?;
    for event in events {
        if event.ends_news() {
            let (tenant, inviter) = (invitation.tenant.as_str(), invitation.inviter.as_str());
            let about = DismissTarget::Invitation(invitation.id.as_str());
            stored_toasts::dismiss(tx, tenant, inviter, about, app.now()).await?;
        }
        if let Some((outcome, kind)) = event.toast(invitation) {
            toasts::notify_inviter(app, tx, invitation, &outcome, &kind).await?;
        }
        if event.starts_acceptance_poll(invitation) {
            job::watch(app, tx, &invitation.id).await?;
        }
    }
    Ok(job::settle_address(app, tx, invitation, events).await?)
}

/// The audit entries. They are appended last, because from there to the commit nobody else can add one.
pub(crate) fn audit_entries(app: &AppState, invitation: &Invitation, events: &[Event]) -> Vec<NewEntry> {
    let entry = |event: &Event| {
        let (action, detail) = event.audit(invitation)?;
        let actor = event.actor(invitation);
        Some(audit::entry(app.now(), actor, action, invitation.id.as_str(), detail))
    };
    events.iter().filter_map(entry).collect()
}

/// The line of the timeline, if the event has one.
fn timeline_line(
    app: &AppState,
    invitation: &Invitation,
    event: &Event,
) -> Result<Option<HistoryRow>, CorruptRow> {
    let Some(line) = event.timeline() else { return Ok(None) };
    let problem = event.reason().map(|problem: &Problem| to_json(HISTORY, problem)).transpose()?;
    let event = to_json(HISTORY, &line)?;
    Ok(Some(HistoryRow { invitation: invitation.id.clone(), at: app.now(), event, problem }))
}
