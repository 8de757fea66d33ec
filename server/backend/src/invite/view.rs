//! Invitations as pages show them.

use std::collections::HashMap;

use contract::{
    HistoryEntry, HistoryEvent, InvitationId, InvitationRow as Line, InvitationState, ItemId, Problem,
    Progress, RoleName, Standing, StateReport, StepKind, StepReport, StepState,
};
use storage::invitations::{HistoryRow, InvitationRow, StepRow};

use super::facts::Facts;
use crate::clock::from_ms;
use crate::stored::CorruptRow;

const CORRUPT: CorruptRow = CorruptRow("invitation");

/// Why it waits, stopped or failed.
pub(crate) fn problem(row: &InvitationRow) -> Result<Option<Problem>, CorruptRow> {
    row.problem.as_deref().map(serde_json::from_str).transpose().map_err(|_| CORRUPT)
}

fn state(row: &InvitationRow) -> Result<InvitationState, CorruptRow> {
    InvitationState::from_text(&row.state).ok_or(CORRUPT)
}

/// The guest who was given access without an invitation, when they had not accepted an earlier one by then.
pub(crate) fn guest_awaited(row: &InvitationRow) -> Result<Option<String>, CorruptRow> {
    if state(row)? != InvitationState::Shared {
        return Ok(None);
    }
    let person = Facts::read(row)?.person;
    Ok(person.filter(|person| person.standing == Standing::Pending).map(|person| person.id))
}

/// The steps in order. The first open step of an invitation at work is the one being done.
pub(crate) fn steps(row: &InvitationRow, steps: &[StepRow]) -> Result<Vec<StepReport>, CorruptRow> {
    let mut open = row.state == InvitationState::Working.as_str();
    let mut sorted: Vec<_> = steps.iter().collect();
    sorted.sort_by_key(|step| step.position);
    let report = |step: &StepRow| {
        let kind = StepKind::from_text(&step.kind).ok_or(CORRUPT)?;
        let state = match StepState::from_text(&step.state).ok_or(CORRUPT)? {
            done @ (StepState::Done | StepState::Undone) => done,
            _ if std::mem::take(&mut open) => StepState::Working,
            state => state,
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
) -> Result<Progress, CorruptRow> {
    Ok(Progress {
        invitation: InvitationId::parse(&row.id).map_err(|_| CORRUPT)?,
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

fn kept(row: &InvitationRow) -> Result<Option<RoleName>, CorruptRow> {
    Facts::read(row)?.kept.as_deref().map(RoleName::parse).transpose().map_err(|_| CORRUPT)
}

/// Where it stands, for a page that follows it.
pub(crate) fn report(row: &InvitationRow, awaits_guest: bool) -> Result<StateReport, CorruptRow> {
    Ok(StateReport {
        invitation: InvitationId::parse(&row.id).map_err(|_| CORRUPT)?,
        state: state(row)?,
        problem: problem(row)?,
        awaits_guest,
    })
}

/// One line of the invitations page.
pub(crate) fn line(
    row: &InvitationRow,
    history: Vec<HistoryEntry>,
    item_title: String,
    awaits_guest: bool,
) -> Result<Line, CorruptRow> {
    Ok(Line {
        id: InvitationId::parse(&row.id).map_err(|_| CORRUPT)?,
        person: Facts::read(row)?.person_name(row),
        address: row.address.clone(),
        item: ItemId::parse(&row.item).map_err(|_| CORRUPT)?,
        item_title,
        role: RoleName::parse(&row.role).map_err(|_| CORRUPT)?,
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
pub(crate) fn histories(rows: &[HistoryRow]) -> Result<HashMap<String, Vec<HistoryEntry>>, CorruptRow> {
    let mut all: HashMap<String, Vec<HistoryEntry>> = HashMap::new();
    for row in rows {
        let event: HistoryEvent = serde_json::from_str(&row.event).map_err(|_| CORRUPT)?;
        let problem = row.problem.as_deref().map(serde_json::from_str).transpose().map_err(|_| CORRUPT)?;
        let entry = HistoryEntry { at: from_ms(row.at), event, problem };
        all.entry(row.invitation.clone()).or_default().push(entry);
    }
    Ok(all)
}
