//! The plan: which steps an invitation needs, before anything runs.

use contract::StepKind;

use super::planned_step::PlannedStep;
use super::step::PlanInput;
use super::steps::{STEPS, step_of};

/// The steps in order. Pure, so that it can be shown before Send.
pub fn plan(input: &PlanInput<'_>) -> Vec<PlannedStep> {
    let planned = STEPS.iter().filter(|step| step.is_planned(input));
    let planned = planned.map(|step| PlannedStep { kind: step.kind(), intent: step.intent(input) }).collect();
    with_the_mail_before_who_signs_up(planned)
}

/// The names of what a step changes, as the settings have them. Pure.
pub(crate) fn subjects(kind: StepKind, input: &PlanInput<'_>) -> Vec<String> {
    step_of(kind).subjects(input)
}

/// A mail tells of what was done, and so comes after it; whoever is to sign up does so by it.
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
    use crate::share::options::ShareOptions;

    fn of(settings: &Settings, invites: bool) -> Vec<StepKind> {
        with_options(settings, &ShareOptions::default(), invites).into_iter().map(|step| step.kind).collect()
    }

    fn with_options(settings: &Settings, options: &ShareOptions, invites: bool) -> Vec<PlannedStep> {
        let (kind, role) = (KindName::parse("document").unwrap(), RoleName::parse("reader").unwrap());
        plan(&PlanInput {
            settings,
            kind: &kind,
            role: &role,
            language: Language::English,
            reply_to: None,
            typed: &BTreeMap::new(),
            options,
            invites,
            is_new: invites,
            takes_sponsor: !invites,
        })
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
                options: &ShareOptions::default(),
                invites: true,
                is_new: true,
                takes_sponsor: false,
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

    /// What the plan has for a step.
    fn intent(planned: &[PlannedStep], kind: StepKind) -> serde_json::Value {
        planned.iter().find(|step| step.kind == kind).and_then(|step| step.intent.clone()).unwrap_or_default()
    }

    #[test]
    fn the_way_that_was_chosen_counts_where_the_settings_allow_it() {
        let chosen = |way| ShareOptions { mail_way: Some(way), ..ShareOptions::default() };
        let mut settings = Settings::default();
        (settings.inviting.choose_inviter, settings.inviting.choose_link) = (true, true);
        let planned = with_options(&settings, &chosen(MailWay::Inviter), true);
        assert_eq!(intent(&planned, StepKind::SendInvitation), json!({ "suppressed": true }));
        assert_eq!(intent(&planned, StepKind::SendMail)["way"], "inviter");
        let planned = with_options(&settings, &chosen(MailWay::Link), true);
        assert_eq!(intent(&planned, StepKind::SendInvitation), json!({ "suppressed": true }));
        assert!(planned.iter().all(|step| step.kind != StepKind::SendMail));
        for way in [MailWay::Microsoft, MailWay::Own] {
            let planned = with_options(&settings, &chosen(way), true);
            assert_eq!(intent(&planned, StepKind::SendInvitation), json!(null), "as the settings say: {way}");
        }
    }

    #[test]
    fn whoever_signs_up_by_a_mail_of_ours_gets_one_whatever_was_chosen() {
        let ways = json!({ "other_kinds": { "reader": { "way": "sign-up" } } });
        let mut settings = Settings { ways: serde_json::from_value(ways).unwrap(), ..Settings::default() };
        settings.inviting.mail_way = MailWay::Own;
        settings.inviting.choose_link = true;
        let link = ShareOptions { mail_way: Some(MailWay::Link), ..ShareOptions::default() };
        let writes = |invites| {
            let planned = with_options(&settings, &link, invites);
            planned.iter().any(|step| step.kind == StepKind::SendMail)
        };
        assert!(writes(true) && !writes(false));
    }

    #[test]
    fn a_copy_goes_with_whoevers_mail_and_a_sponsor_with_the_invitation_or_after_it() {
        let options: ShareOptions = serde_json::from_value(json!({
            "copy": "office@contoso.example", "sponsor": { "member": "megan" },
        }))
        .unwrap();
        let mut settings = Settings::default();
        let planned = with_options(&settings, &options, true);
        let expected = json!({ "cc": "office@contoso.example", "sponsor": "megan" });
        assert_eq!(intent(&planned, StepKind::SendInvitation), expected);
        settings.inviting.mail_way = MailWay::Own;
        let planned = with_options(&settings, &options, true);
        let expected = json!({ "suppressed": true, "sponsor": "megan" });
        assert_eq!(intent(&planned, StepKind::SendInvitation), expected);
        assert_eq!(intent(&planned, StepKind::SendMail)["cc"], "office@contoso.example");
        let known = with_options(&settings, &options, false);
        assert!(known.iter().all(|step| step.kind != StepKind::SendInvitation));
        assert_eq!(intent(&known, StepKind::AddSponsor), json!({ "sponsor": "megan" }));
        assert!(planned.iter().all(|step| step.kind != StepKind::AddSponsor), "a new guest has them already");
        assert_eq!(intent(&known, StepKind::SendMail)["cc"], "office@contoso.example");
        let kinds: Vec<_> = known.iter().map(|step| step.kind).collect();
        let last = [StepKind::SendMail, StepKind::AddSponsor, StepKind::TellInviter];
        assert!(kinds.ends_with(&last), "neither access nor the mail waits for the sponsor: {kinds:?}");
        settings.inviting.cc = Some("desk@contoso.example".to_owned());
        let planned = with_options(&settings, &options, true);
        assert_eq!(intent(&planned, StepKind::SendMail)["cc"], "desk@contoso.example", "the settings' own");
        let (kind, role) = (KindName::parse("document").unwrap(), RoleName::parse("reader").unwrap());
        let again = plan(&PlanInput {
            settings: &settings,
            kind: &kind,
            role: &role,
            language: Language::English,
            reply_to: None,
            typed: &BTreeMap::new(),
            options: &options,
            invites: true,
            is_new: false,
            takes_sponsor: true,
        });
        let of_again = intent(&again, StepKind::SendInvitation);
        assert_eq!(of_again, json!({ "suppressed": true }), "who is invited again has a sponsor");
        assert_eq!(intent(&again, StepKind::AddSponsor), json!({ "sponsor": "megan" }), "and gets one more");
        let whoever = with_options(&settings, &ShareOptions::default(), false);
        assert!(whoever.iter().all(|step| step.kind != StepKind::AddSponsor), "nobody was named");
    }
}
