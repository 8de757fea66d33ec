//! The plan: which steps an invitation needs, before anything runs.

use super::planned_step::PlannedStep;
use super::step::PlanInput;
use super::steps::STEPS;

/// The steps in order. Pure, so that it can be shown before Send.
pub fn plan(input: &PlanInput<'_>) -> Vec<PlannedStep> {
    let planned = STEPS.iter().filter(|step| step.is_planned(input));
    planned.map(|step| PlannedStep { kind: step.kind(), intent: step.intent(input) }).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use contract::{KindName, RoleName, StepKind};

    use super::*;
    use crate::settings::Settings;

    fn of(settings: &Settings, invites: bool) -> Vec<StepKind> {
        let (kind, role) = (KindName::parse("document").unwrap(), RoleName::parse("reader").unwrap());
        let planned = plan(&PlanInput { settings, kind: &kind, role: &role, invites });
        planned.into_iter().map(|step| step.kind).collect()
    }

    #[test]
    fn a_chosen_person_is_not_invited() {
        use StepKind::{FindPerson, RecordAccess, SendInvitation, TellInviter};
        let settings = Settings::default();
        assert_eq!(of(&settings, true), [FindPerson, SendInvitation, RecordAccess, TellInviter]);
        assert_eq!(of(&settings, false), [FindPerson, RecordAccess, TellInviter]);
        let always = STEPS.iter().filter(|step| !step.is_optional()).map(|step| step.kind());
        assert_eq!(of(&settings, true), always.collect::<Vec<_>>());
    }
}
