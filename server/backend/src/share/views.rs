//! Invitations as pages show them.

use std::collections::HashMap;

use contract::{
    EntraUserId, HistoryEntry, InvitationId, InvitationRow, InvitationState, Problem, Progress,
    SignedUpPerson, StateReport, StepKind, StepReport, StepState, UserStatus,
};
use storage::invitations::{HistoryRow, InvitationLine, StepRow};

use crate::clock::from_ms;
use crate::pipeline::{Invitation, add_sponsor, await_sign_up, existing_role, told_by};
use crate::stored::{CorruptRow, from_json};

/// An invitation, and what is shown of it besides.
pub(super) struct LoadedInvitation {
    pub(super) invitation: Invitation,
    awaits_guest: bool,
    has_link: bool,
}

impl TryFrom<InvitationLine> for LoadedInvitation {
    type Error = CorruptRow;

    fn try_from(line: InvitationLine) -> Result<Self, CorruptRow> {
        let has_link = line.row.link.is_some() || line.awaits_guest && line.has_earlier_link;
        let invitation: Invitation = line.row.try_into()?;
        // Whom our access package made a guest is pending in the directory, too, but there is no earlier invitation that they could accept.
        let awaits_guest = line.awaits_guest && !invitation.pipeline.made_since;
        Ok(Self { invitation, awaits_guest, has_link })
    }
}

impl LoadedInvitation {
    /// One line of the invitations page, for its inviter or an administrator. The redeem link is the inviter's.
    pub(super) fn row(self, reader: &EntraUserId, history: Vec<HistoryEntry>) -> InvitationRow {
        let invitation = self.invitation;
        let is_own = invitation.inviter == *reader;
        InvitationRow {
            person: invitation.person_name(),
            outside: invitation.is_outside(),
            id: invitation.id,
            address: invitation.address,
            item: invitation.item,
            item_title: invitation.item_title,
            role: invitation.role,
            state: invitation.state,
            problem: invitation.problem,
            created: from_ms(invitation.created_at),
            has_link: self.has_link && is_own,
            inviter: (!is_own).then_some(invitation.inviter_name),
            undone_by: invitation.pipeline.undone_by.map(|by| by.name),
            tries: invitation.pipeline.manual_retries,
            awaits_guest: self.awaits_guest,
            access_ended: invitation.pipeline.access_ended,
            history,
        }
    }

    /// The live view.
    pub(super) fn progress(self, step_rows: &[StepRow]) -> Result<Progress, CorruptRow> {
        let invitation = self.invitation;
        Ok(Progress {
            steps: steps(&invitation, step_rows)?,
            existing_role: existing_role(step_rows)?,
            person: invitation.person_name(),
            invitation: invitation.id,
            state: invitation.state,
            problem: invitation.problem,
            has_link: self.has_link,
            item_title: invitation.item_title,
            awaits_guest: self.awaits_guest,
            told_by: told_by(step_rows)?,
        })
    }

    /// Where it stands, for a page that follows it.
    pub(super) fn state(self) -> StateReport {
        StateReport {
            invitation: self.invitation.id,
            state: self.invitation.state,
            problem: self.invitation.problem,
            awaits_guest: self.awaits_guest,
            access_ended: self.invitation.pipeline.access_ended,
        }
    }
}

/// The steps in order. The first open step of an invitation at work is the one being done. A sponsor who was left out was not added, though the
/// invitation goes on; of somebody who has turned out to be a member nothing is said, for they have none.
pub(super) fn steps(invitation: &Invitation, rows: &[StepRow]) -> Result<Vec<StepReport>, CorruptRow> {
    let mut at_work = invitation.state == InvitationState::Working;
    let person = invitation.pipeline.person.as_ref();
    let is_member = person.is_some_and(|person| person.standing == UserStatus::Member);
    let has_none = |row: &&StepRow| is_member && row.kind == StepKind::AddSponsor && row.facts.is_none();
    let report = |row: &StepRow| -> Result<StepReport, CorruptRow> {
        let state = match row.state {
            StepState::Done if add_sponsor::is_left_out(row)? => StepState::Failed,
            ended @ (StepState::Done | StepState::Undone) => ended,
            _ if std::mem::take(&mut at_work) => StepState::Working,
            state => state,
        };
        Ok(StepReport { kind: row.kind, state })
    };
    rows.iter().filter(|row| !has_none(row)).map(report).collect()
}

/// About whom the inviter is asked.
pub(super) fn signed_up(shown: await_sign_up::Shown) -> SignedUpPerson {
    SignedUpPerson {
        id: shown.id,
        name: shown.name,
        address: shown.address,
        is_guest: shown.is_guest,
        since: shown.since.map(from_ms),
    }
}

/// Each invitation's timeline, oldest first.
pub(super) fn histories(rows: &[HistoryRow]) -> Result<HashMap<InvitationId, Vec<HistoryEntry>>, CorruptRow> {
    const ROW: &str = "history line";
    let mut all: HashMap<InvitationId, Vec<HistoryEntry>> = HashMap::new();
    for row in rows {
        let problem: Option<Problem> = row.problem.as_deref().map(|text| from_json(ROW, text)).transpose()?;
        let entry = HistoryEntry { at: from_ms(row.at), event: from_json(ROW, &row.event)?, problem };
        all.entry(row.invitation.clone()).or_default().push(entry);
    }
    Ok(all)
}
