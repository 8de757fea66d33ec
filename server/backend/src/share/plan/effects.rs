//! What happens to those who are invited, and to those whom the directory knows.

use contract::{Caller, KindName, MailWay, PlannedEffects, StepKind};
use serde_json::Value;

use super::super::form::ValidatedShare;
use super::super::judgement::{Judgement, Verdict};
use crate::pipeline::{PlanInput, PlannedStep, plan, subjects};
use crate::settings::Settings;
use crate::settings::sections::WayIn;

/// Some of the recipients, to whom the same happens.
pub(super) struct Audience<'a> {
    /// Whether they are invited.
    pub(super) is_new: bool,
    /// Whether guests are among them whose sponsor no invitation of theirs names: those who are known, and who come in without one.
    pub(super) has_known_guests: bool,
    /// The address of the first of them, for the mail as it would read.
    pub(super) address: String,
    /// The name of the sponsor, where they were looked up.
    sponsor: Option<&'a str>,
    count: u32,
    steps: Vec<PlannedStep>,
    input: PlanInput<'a>,
}

/// Those who may be sent to.
pub(super) struct Audiences<'a> {
    pub(super) new: Option<Audience<'a>>,
    pub(super) known: Option<Audience<'a>>,
}

impl<'a> Audiences<'a> {
    /// Plans for those who may be sent to. `adds_sponsors` says whether guests who are known can get the sponsor that was named; beside it is the name.
    pub(super) fn of(
        caller: &'a Caller,
        settings: &'a Settings,
        (kind, share): (&'a KindName, &'a ValidatedShare),
        judgements: &[Judgement],
        (adds_sponsors, sponsor): (bool, Option<&'a str>),
    ) -> Self {
        let audience = |invites: bool| {
            let is_of = |judgement: &&Judgement| judgement.may_go() && judgement.invites() == invites;
            let all: Vec<&Judgement> = judgements.iter().filter(is_of).collect();
            let first = all.first()?;
            // Of guests who are invited again alone, the way in is as ever.
            let is_unknown = |judgement: &&Judgement| !matches!(judgement.verdict, Verdict::Selected(_));
            let input = PlanInput {
                settings,
                kind,
                role: &share.role,
                language: share.language,
                reply_to: caller.address.as_deref().filter(|_| caller.has_mail),
                typed: &share.attributes,
                options: &share.options,
                invites,
                is_new: invites && all.iter().any(is_unknown),
                takes_sponsor: false,
            };
            let has_known_guests = input.way_in().way != WayIn::Invitation
                || all.iter().any(|judgement| judgement.may_be_known_guest());
            let input = PlanInput { takes_sponsor: adds_sponsors && has_known_guests, ..input };
            let (address, count) = (first.view().address().to_owned(), count(all.len()));
            let steps = plan(&input);
            Some(Audience { is_new: invites, has_known_guests, address, sponsor, count, steps, input })
        };
        Self { new: audience(true), known: audience(false) }
    }
}

impl Audience<'_> {
    /// What happens to them.
    pub(super) fn effects(&self) -> PlannedEffects {
        let names = |kind: StepKind| match (kind, self.sponsor) {
            // What was typed, or filled in from an earlier share, may be an object id.
            (StepKind::AddSponsor, Some(name)) => vec![name.to_owned()],
            _ => subjects(kind, &self.input),
        };
        let steps = self.steps.iter().map(|step| (step.kind, names(step.kind)));
        PlannedEffects { count: self.count, steps: steps.collect(), mail_way: self.mail_way() }
    }

    /// Who writes to them; `None` if nobody does.
    pub(super) fn mail_way(&self) -> Option<MailWay> {
        if let Some(intent) = self.intent(StepKind::SendMail) {
            return intent.get("way").and_then(Value::as_str).and_then(MailWay::from_text);
        }
        let invitation = self.steps.iter().find(|step| step.kind == StepKind::SendInvitation)?;
        let intent = invitation.intent.as_ref();
        let is_suppressed = intent.and_then(|intent| intent.get("suppressed")).and_then(Value::as_bool);
        (!is_suppressed.unwrap_or_default()).then_some(MailWay::Microsoft)
    }

    /// What the plan has for a step.
    pub(super) fn intent(&self, kind: StepKind) -> Option<&Value> {
        self.steps.iter().find(|step| step.kind == kind)?.intent.as_ref()
    }
}

/// How many there are, as plans say it.
pub(super) fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
