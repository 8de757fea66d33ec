//! Invitations as pages show them.

use std::collections::HashMap;

use contract::{
    HistoryEntry, HistoryEvent, InvitationId, InvitationRow as Line, InvitationState, ItemId, Problem,
    Progress, RoleName, Standing, StepKind, StepReport, StepState,
};
use storage::invitations::{HistoryRow, InvitationRow, StepRow};

use super::facts::Facts;
use super::ground::Damaged;
use crate::clock::from_ms;

const DAMAGED: Damaged = Damaged("invitation");

/// Why it waits, stopped or failed.
pub(crate) fn problem(row: &InvitationRow) -> Result<Option<Problem>, Damaged> {
    row.problem.as_deref().map(serde_json::from_str).transpose().map_err(|_| DAMAGED)
}

fn state(row: &InvitationRow) -> Result<InvitationState, Damaged> {
    InvitationState::from_text(&row.state).ok_or(DAMAGED)
}

/// The guest who was given access without an invitation, when they had not accepted an earlier one by then.
pub(crate) fn guest_awaited(row: &InvitationRow) -> Result<Option<String>, Damaged> {
    if state(row)? != InvitationState::Shared {
        return Ok(None);
    }
    let person = Facts::read(row)?.person;
    Ok(person.filter(|person| person.standing == Standing::Pending).map(|person| person.id))
}

/// The steps in order. The first open step of an invitation at work is the one being done.
pub(crate) fn steps(row: &InvitationRow, steps: &[StepRow]) -> Result<Vec<StepReport>, Damaged> {
    let mut open = row.state == InvitationState::Working.as_str();
    let mut sorted: Vec<_> = steps.iter().collect();
    sorted.sort_by_key(|step| step.position);
    let report = |step: &StepRow| {
        let kind = StepKind::from_text(&step.kind).ok_or(DAMAGED)?;
        let state = match step.state.as_str() {
            "done" => StepState::Done,
            _ if std::mem::take(&mut open) => StepState::Working,
            "waiting" => StepState::Waiting,
            "stopped" => StepState::Stopped,
            "failed" => StepState::Failed,
            _ => StepState::Open,
        };
        Ok(StepReport { kind, state })
    };
    sorted.into_iter().map(report).collect()
}

/// The live view.
pub(crate) fn progress(
    row: &InvitationRow,
    step_rows: &[StepRow],
    item_title: String,
    awaits_guest: bool,
) -> Result<Progress, Damaged> {
    Ok(Progress {
        invitation: InvitationId::parse(&row.id).map_err(|_| DAMAGED)?,
        state: state(row)?,
        steps: steps(row, step_rows)?,
        problem: problem(row)?,
        has_link: row.link.is_some(),
        person: Facts::read(row)?.person_name(row),
        item_title,
        kept: kept(row)?,
        awaits_guest,
    })
}

fn kept(row: &InvitationRow) -> Result<Option<RoleName>, Damaged> {
    Facts::read(row)?.kept.as_deref().map(RoleName::parse).transpose().map_err(|_| DAMAGED)
}

/// One line of the invitations page.
pub(crate) fn line(
    row: &InvitationRow,
    history: Vec<HistoryEntry>,
    item_title: String,
    awaits_guest: bool,
) -> Result<Line, Damaged> {
    Ok(Line {
        id: InvitationId::parse(&row.id).map_err(|_| DAMAGED)?,
        person: Facts::read(row)?.person_name(row),
        address: row.address.clone(),
        item: ItemId::parse(&row.item).map_err(|_| DAMAGED)?,
        item_title,
        role: RoleName::parse(&row.role).map_err(|_| DAMAGED)?,
        state: state(row)?,
        problem: problem(row)?,
        created: from_ms(row.created_at),
        has_link: row.link.is_some(),
        tries: Facts::read(row)?.tries,
        awaits_guest,
        history,
    })
}

/// Each invitation's timeline, oldest first.
pub(crate) fn histories(rows: &[HistoryRow]) -> Result<HashMap<String, Vec<HistoryEntry>>, Damaged> {
    let mut all: HashMap<String, Vec<HistoryEntry>> = HashMap::new();
    for row in rows {
        let event: HistoryEvent = serde_json::from_str(&row.event).map_err(|_| DAMAGED)?;
        let problem = row.problem.as_deref().map(serde_json::from_str).transpose().map_err(|_| DAMAGED)?;
        let entry = HistoryEntry { at: from_ms(row.at), event, problem };
        all.entry(row.invitation.clone()).or_default().push(entry);
    }
    Ok(all)
}
