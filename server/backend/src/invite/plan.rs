//! The plan: which steps an invitation needs, before anything runs.

use contract::StepKind;

use crate::settings::Settings;

/// What the plan depends on besides the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wish {
    /// The inviter has said which known person is meant: nobody is invited.
    pub chosen: bool,
}

/// The steps in order. Pure, so that it can be shown before Send. No setting adds a step yet.
pub fn plan(_settings: &Settings, wish: Wish) -> Vec<StepKind> {
    let mut steps = vec![StepKind::FindPerson];
    if !wish.chosen {
        steps.push(StepKind::SendInvitation);
    }
    steps.extend([StepKind::RecordAccess, StepKind::TellInviter]);
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chosen_person_is_not_invited() {
        let of = |chosen| plan(&Settings::default(), Wish { chosen });
        assert_eq!(of(false), StepKind::ALL);
        assert_eq!(of(true), [StepKind::FindPerson, StepKind::RecordAccess, StepKind::TellInviter]);
    }
}
