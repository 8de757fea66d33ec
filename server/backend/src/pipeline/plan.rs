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
    use super::*;
    use crate::settings::Settings;

    #[test]
    fn a_chosen_person_is_not_invited() {
        let settings = Settings::default();
        let of = |is_chosen| plan(&PlanInput { settings: &settings, is_chosen });
        assert_eq!(of(false), StepKind::ALL);
        assert_eq!(of(true), [StepKind::FindPerson, StepKind::RecordAccess, StepKind::TellInviter]);
    }
}
