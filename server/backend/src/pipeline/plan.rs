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

    use contract::{KindName, Language, MailWay, RoleName, StepKind};

    use super::*;
    use crate::settings::Settings;

    fn of(settings: &Settings, invites: bool) -> Vec<StepKind> {
        let (kind, role) = (KindName::parse("document").unwrap(), RoleName::parse("reader").unwrap());
        let planned = plan(&PlanInput {
            settings,
            kind: &kind,
            role: &role,
            language: Language::English,
            reply_to: None,
            invites,
        });
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

    #[test]
    fn a_mail_of_ours_goes_to_known_people_too() {
        let mut settings = Settings::default();
        for (way, is_planned) in [
            (MailWay::Microsoft, false),
            (MailWay::Own, true),
            (MailWay::Inviter, true),
            (MailWay::Link, false),
        ] {
            settings.inviting.mail_way = way;
            for invites in [true, false] {
                assert_eq!(
                    of(&settings, invites).contains(&StepKind::SendMail),
                    is_planned,
                    "{way} {invites}"
                );
            }
        }
    }
}
