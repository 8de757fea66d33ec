//! The list of steps: the one place that names them all.

use contract::StepKind;

use super::step::{OnArrival, Permission, Step};
use super::steps::{FindPerson, RecordAccess, SendInvitation, TellInviter};

/// Every step, in the order of a plan.
pub(crate) static STEPS: [&(dyn Step + Send); StepKind::ALL.len()] =
    [&FindPerson, &SendInvitation, &RecordAccess, &TellInviter];

/// The step of this kind.
pub(crate) fn step_of(kind: StepKind) -> &'static (dyn Step + Send) {
    match kind {
        StepKind::FindPerson => &FindPerson,
        StepKind::SendInvitation => &SendInvitation,
        StepKind::RecordAccess => &RecordAccess,
        StepKind::TellInviter => &TellInviter,
    }
}

/// What is known of a step without an invitation.
#[derive(Debug, Clone, Copy)]
pub struct StepInfo {
    /// Which step.
    pub kind: StepKind,
    /// What it needs of Microsoft Graph.
    pub permissions: &'static [Permission],
    /// What undoing it needs beyond that.
    pub undo_permissions: &'static [Permission],
    /// What a guest's arrival means for it.
    pub on_arrival: OnArrival,
}

/// Every step in the order of a plan: for the doctor, the table of permissions and the tests that hold for each step.
pub fn step_list() -> impl Iterator<Item = StepInfo> {
    STEPS.iter().map(|step| StepInfo {
        kind: step.kind(),
        permissions: step.permissions(),
        undo_permissions: step.undo_permissions(),
        on_arrival: step.on_arrival(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_in_the_order_of_the_kinds() {
        assert_eq!(STEPS.map(Step::kind), StepKind::ALL);
        assert!(StepKind::ALL.into_iter().all(|kind| step_of(kind).kind() == kind));
    }
}
