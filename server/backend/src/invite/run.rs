//! Takes the next open step, performs it, and stores what came of it.

use contract::{InvitationState, KindName, StepKind, StepState};
use storage::invitations::{self, InvitationRow, StepRow};
use storage::items;

use super::facts::Facts;
use super::verdict::judge;
use super::work::Work;
use super::{record, steps};
use crate::app_state::AppState;
use crate::jobs::{JobError, Lease};
use crate::settings;
use crate::stored::CorruptRow;

/// The job's kind.
pub(crate) const KIND: &str = "run-invitation";

/// One step of the job's invitation. Afterwards the job is due again, later, or gone.
pub(crate) async fn advance(app: &AppState, lease: &Lease) -> Result<(), JobError> {
    let id = lease.subject();
    let Some(row) = invitations::load(&app.storage, id).await? else {
        return lease.give_up(app).await;
    };
    let steps = invitations::steps(&app.storage, id).await?;
    let runs = matches!(
        InvitationState::from_text(&row.state),
        Some(InvitationState::Working | InvitationState::Waiting)
    );
    match next(&steps).filter(|_| runs) {
        Some(step) => take(app, lease, row, &steps, step).await,
        None => lease.give_up(app).await,
    }
}

/// The first step that is not done.
pub(crate) fn next(steps: &[StepRow]) -> Option<&StepRow> {
    steps.iter().filter(|step| step.state != StepState::Done.as_str()).min_by_key(|step| step.position)
}

async fn take(
    app: &AppState,
    lease: &Lease,
    row: InvitationRow,
    steps: &[StepRow],
    step: &StepRow,
) -> Result<(), JobError> {
    let kind = StepKind::from_text(&step.kind).ok_or(CorruptRow("step"))?;
    let (_, settings) = settings::current(&app.storage).await?;
    let item = items::load(&app.storage, &row.item).await?;
    let kind_of_item = item.as_ref().and_then(|item| KindName::parse(&item.kind).ok());
    let (item_title, landing) = item.map(|item| (item.title, item.landing)).unzip();
    let mut work = Work {
        app,
        settings: &settings,
        lease,
        facts: Facts::read(&row)?,
        row,
        item_title: item_title.unwrap_or_default(),
        roles: kind_of_item.map(|kind| settings.roles_of(&kind).to_vec()).unwrap_or_default(),
        landing,
        tenant_word: None,
        effects: Vec::new(),
    };
    let outcome = steps::perform(kind, &mut work).await;
    let is_last = steps.iter().all(|other| other.position <= step.position);
    let verdict = judge(&mut work.facts, &settings, app.now(), lease.subject(), outcome);
    record::outcome(work, step, kind, is_last, verdict).await
}
