//! The plan: which steps an invitation needs, before anything runs.

use contract::StepKind;

use super::step::PlanInput;
use super::steps::STEPS;

/// The steps in order. Pure, so that it can be shown before Send.
pub fn plan(input: &PlanInput<'_>) -> Vec<StepKind> {
    STEPS.iter().filter(|step| step.is_planned(input)).map(|step| step.kind()).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use contract::{KindName, RoleName};

    use super::*;
    use crate::settings::Settings;

    fn of(settings: &Settings, invites: bool) -> Vec<StepKind> {
        let (kind, role) = (KindName::parse("document").unwrap(), RoleName::parse("reader").unwrap());
        plan(&PlanInput { settings, kind: &kind, role: &role, invites })
    }

    #[test]
    fn a_chosen_person_is_not_invited() {
        use StepKind::{FindPerson, RecordAccess, SendInvitation, TellInviter};
        let settings = Settings::default();
        assert_eq!(of(&settings, true), [FindPerson, SendInvitation, RecordAccess, TellInviter]);
        assert_eq!(of(&settings, false), [FindPerson, RecordAccess, TellInviter]);
    }
}
