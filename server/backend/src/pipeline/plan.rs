//! The plan: which steps an invitation needs, before anything runs.

use contract::StepKind;

use super::planned_step::PlannedStep;
use super::step::PlanInput;
use super::steps::STEPS;

/// The steps in order. Pure, so that it can be shown before Send.
pub fn plan(input: &PlanInput<'_>) -> Vec<PlannedStep> {
    let planned = STEPS.iter().filter(|step| step.is_planned(input));
    let planned = planned.map(|step| PlannedStep { kind: step.kind(), intent: step.intent(input) }).collect();
    with_the_mail_before_who_signs_up(planned)
}

/// A mail tells of what was done, and so comes last; whoever is to sign up does so by it.
fn with_the_mail_before_who_signs_up(mut planned: Vec<PlannedStep>) -> Vec<PlannedStep> {
    let at = |planned: &[PlannedStep], kind| planned.iter().position(|step| step.kind == kind);
    let (mail, sign_up) = (at(&planned, StepKind::SendMail), at(&planned, StepKind::AwaitSignUp));
    if let (Some(mail), Some(sign_up)) = (mail, sign_up) {
        let step = planned.remove(mail);
        planned.insert(sign_up, step);
    }
    planned
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use contract::{KindName, Language, MailWay, RoleName, StepKind};
    use serde_json::json;
    use std::collections::BTreeMap;

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
            typed: &BTreeMap::new(),
            invites,
            is_new: invites,
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
    fn what_the_form_asks_for_is_written_where_something_was_typed() {
        let rules = serde_json::json!({ "rules": [{ "attribute": "city", "from": { "asked": { "required": false } } }] });
        let settings = Settings { attributes: serde_json::from_value(rules).unwrap(), ..Settings::default() };
        let (kind, role) = (KindName::parse("document").unwrap(), RoleName::parse("reader").unwrap());
        let city: graph::AttributeName = "city".parse().unwrap();
        let typed = BTreeMap::from([(city, "Vilnius".to_owned())]);
        for (typed, is_planned) in [(BTreeMap::new(), false), (typed, true)] {
            let planned = plan(&PlanInput {
                settings: &settings,
                kind: &kind,
                role: &role,
                language: Language::English,
                reply_to: None,
                typed: &typed,
                invites: true,
                is_new: true,
            });
            let intent =
                planned.into_iter().find(|step| step.kind == StepKind::SetAttributes).map(|step| step.intent);
            let expected = serde_json::json!({
                "attributes": { "city": { "text": "Vilnius" } }, "overwrite": false, "asked": { "city": null },
            });
            assert_eq!(intent, is_planned.then_some(Some(expected)));
        }
    }

    #[test]
    fn whoever_signs_up_is_written_to_before_anybody_knows_them() {
        use StepKind::{
            AwaitSignUp, FindPerson, JoinGroup, RecordAccess, SendInvitation, SendMail, TellInviter,
        };
        let ways = json!({ "other_kinds": { "reader": { "way": "sign-up" } } });
        let groups = json!({ "other_kinds": { "reader": { "groups": [{ "id": "g1", "name": "Falcon" }] } } });
        let mut settings = Settings {
            ways: serde_json::from_value(ways).unwrap(),
            grants: serde_json::from_value(groups).unwrap(),
            ..Settings::default()
        };
        settings.inviting.mail_way = MailWay::Own;
        let planned = [FindPerson, SendMail, AwaitSignUp, JoinGroup, RecordAccess, TellInviter];
        assert_eq!(of(&settings, true), planned);
        assert_eq!(of(&settings, false), [FindPerson, JoinGroup, RecordAccess, SendMail, TellInviter]);
        // Where nobody writes a mail of ours, nobody would hear of it.
        settings.inviting.mail_way = MailWay::Link;
        let planned = [FindPerson, SendInvitation, JoinGroup, RecordAccess, TellInviter];
        assert_eq!(of(&settings, true), planned);
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
