//! Adds the sponsor that the share names to a guest, as the application ("Add sponsor"). Who was made by the invitation's own post has them by that.
//! Where the application may not, or cannot for some minutes, or the guest has as many as there may be, they keep theirs: that is said, and the share
//! goes on. It comes behind the mail, for neither access nor the mail has to wait for it.
//!
//! Undone by: removing the sponsor that this invitation added, or that an undone one left to it, unless another invitation of the guest names the
//! same. Safe to repeat because who is a sponsor is asked first, and who is about to be added is stored before it is.

mod reason;
mod undo;

use async_trait::async_trait;
use contract::{EntraUserId, Problem, ProblemCode, StepKind, UndoEffect, UserStatus};
use graph::{Effect, MAX_SPONSORS};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use storage::Tx;
use storage::invitations::StepRow;

use crate::audit::Action;
use crate::pipeline::context::StepContext;
use crate::pipeline::directory_change::{Calls, application_for, facts, intent};
use crate::pipeline::event::{Event, Undo};
use crate::pipeline::other_steps::subject;
use crate::pipeline::pending_guest;
use crate::pipeline::step::{Permission, PlanInput, Step};
use crate::pipeline::step_error::{CommitError, StepError};
use crate::pipeline::step_facts::facts_in;
use crate::settings::Settings;
use crate::stored::{CorruptRow, StoredError};
use reason::reason;

/// Adds a sponsor to a guest.
pub(crate) struct AddSponsor;

/// Whom.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Intent {
    sponsor: Option<EntraUserId>,
}

/// What the step has learned.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Facts {
    calls: Calls,
    /// This invitation adds the sponsor: whether it has done so need not be known. Not where Microsoft said that it has not.
    begun: bool,
    /// Whom this invitation has added, or an undone one left to it.
    added: Option<EntraUserId>,
    /// Whom undoing left to others. Nobody, where only the access has ended: then who answers for the guest stays.
    #[serde(skip_serializing_if = "Option::is_none")]
    left: Option<EntraUserId>,
    /// Nobody was added, for a reason that the timeline has.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    left_out: bool,
}

/// Whether the step is done without the sponsor.
pub(crate) fn is_left_out(row: &StepRow) -> Result<bool, CorruptRow> {
    Ok(row.kind == StepKind::AddSponsor && facts_in::<Facts>(row)?.left_out)
}

impl AsRef<Calls> for Facts {
    fn as_ref(&self) -> &Calls {
        &self.calls
    }
}

#[async_trait]
impl Step for AddSponsor {
    fn kind(&self) -> StepKind {
        StepKind::AddSponsor
    }

    fn is_planned(&self, input: &PlanInput<'_>) -> bool {
        input.takes_sponsor && input.options.sponsor.is_some()
    }

    fn is_optional(&self) -> bool {
        true
    }

    fn intent(&self, input: &PlanInput<'_>) -> Option<Value> {
        Some(json!(Intent { sponsor: input.options.sponsor().cloned() }))
    }

    fn subjects(&self, input: &PlanInput<'_>) -> Vec<String> {
        input.options.sponsor_text().into_iter().collect()
    }

    fn optional_permissions(&self) -> &'static [Permission] {
        &[Permission::Application("User.ReadWrite.All")]
    }

    fn optional_permissions_with(&self, settings: &Settings) -> &'static [Permission] {
        if settings.inviting.sponsors { self.optional_permissions() } else { &[] }
    }

    fn acts_outside(&self, context: &StepContext<'_>) -> bool {
        guest_of(context).is_some()
    }

    async fn perform(&self, context: &mut StepContext<'_>) -> Result<(), StepError> {
        let Intent { sponsor: Some(sponsor) } = intent(context)? else { return Ok(()) };
        let Some(guest) = guest_of(context) else { return Ok(()) };
        if !facts::<Facts>(context)?.calls.are_about(&guest) {
            context.learn(&Facts { calls: Calls::about(guest.clone()), ..Facts::default() })?;
        }
        let application = context.app.directory.as_application();
        let sponsors = match application.sponsors_of_user(guest.as_str()).await {
            Ok(sponsors) => sponsors,
            Err(error) => {
                let problem = reason(context, (&guest, &sponsor), &error)?;
                return left_out(context, &sponsor, problem);
            }
        };
        let before: Facts = facts(context)?;
        if is_among(&sponsors, &sponsor) {
            // By a call whose answer was lost, or by somebody else.
            let is_ours = before.begun && before.added.is_none();
            return if is_ours { added(context, &sponsor) } else { Ok(()) };
        }
        if sponsors.len() >= MAX_SPONSORS {
            not_begun(context)?;
            return left_out(context, &sponsor, Problem::new(ProblemCode::SponsorsFull));
        }
        add(context, &guest, &sponsor).await
    }

    /// That nobody was added is said where there is a reason for it; who had the sponsor before has nothing new.
    fn is_quiet(&self, context: &StepContext<'_>) -> bool {
        facts::<Facts>(context).is_ok_and(|facts| facts.added.is_none())
    }

    fn unreported_requests(&self, context: &StepContext<'_>) -> Vec<String> {
        let Facts { calls, .. } = facts(context).unwrap_or_default();
        // Nobody may ever learn whether the latter have removed anybody.
        calls.requests.into_iter().chain(calls.undo_requests).collect()
    }

    fn is_undone_after_access(&self) -> bool {
        true
    }

    fn undo_effect(&self, context: &StepContext<'_>) -> Option<UndoEffect> {
        facts::<Facts>(context).ok()?.begun.then_some(UndoEffect::IfUnneeded)
    }

    async fn is_left(&self, context: &StepContext<'_>) -> Result<bool, StoredError> {
        let Intent { sponsor: Some(sponsor) } = context.intent()? else { return Ok(false) };
        let Some(guest) = subject(context, &context.facts::<Facts>()?.calls) else { return Ok(false) };
        undo::is_left_by_others(context, &guest, &sponsor).await
    }

    async fn undo(&self, context: &mut StepContext<'_>) -> Result<Undo, StepError> {
        undo::take_back(context).await
    }

    async fn revert(
        &self,
        context: &mut StepContext<'_>,
        tx: &mut Tx,
        outside: Undo,
    ) -> Result<Undo, CommitError> {
        undo::settle(context, tx).await?;
        Ok(outside)
    }
}

/// The guest who gets the sponsor; none for a member, nor where the guest was made by a post of this invitation, which has named the sponsor.
fn guest_of(context: &StepContext<'_>) -> Option<EntraUserId> {
    let invitation = &context.invitation;
    let person = invitation.pipeline.person.as_ref().filter(|_| !pending_guest::is_made_by(invitation));
    person.filter(|person| person.standing != UserStatus::Member).map(|person| person.id.clone())
}

/// Whether this person is among these sponsors.
fn is_among(sponsors: &[String], sponsor: &EntraUserId) -> bool {
    sponsors.iter().any(|own| own.eq_ignore_ascii_case(sponsor.as_str()))
}

async fn add(
    context: &mut StepContext<'_>,
    guest: &EntraUserId,
    sponsor: &EntraUserId,
) -> Result<(), StepError> {
    let mut noted: Facts = facts(context)?;
    let request = noted.calls.note(context)?;
    let had_begun = std::mem::replace(&mut noted.begun, true);
    context.learn(&noted)?;
    let application = application_for(context, request).await?;
    match application.add_sponsor(guest.as_str(), sponsor.as_str()).await {
        Ok(Effect::Made) => added(context, sponsor),
        // By a call whose answer was lost, or by somebody else.
        Ok(Effect::AlreadySo) if had_begun => added(context, sponsor),
        Ok(Effect::AlreadySo) => had_no_effect(context, had_begun),
        Err(error) => {
            let is_refused = !error.outcome_unknown();
            if is_refused {
                had_no_effect(context, had_begun)?;
            }
            let problem = reason(context, (guest, sponsor), &error)?;
            if is_refused {
                not_begun(context)?;
            }
            left_out(context, sponsor, problem)
        }
    }
}

fn added(context: &mut StepContext<'_>, sponsor: &EntraUserId) -> Result<(), StepError> {
    let mut facts: Facts = facts(context)?;
    (facts.added, facts.left_out) = (Some(sponsor.clone()), false);
    context.learn(&facts)?;
    let detail = json!({ "person": facts.calls.person, "sponsor": sponsor });
    let requests = facts.calls.requests;
    context.events.push(Event::DirectoryChanged { action: Action::SponsorAdded, detail, requests });
    Ok(())
}

/// The last call that was noted has added nobody. `had_begun` is whether an earlier one may have.
fn had_no_effect(context: &mut StepContext<'_>, had_begun: bool) -> Result<(), StepError> {
    let mut facts: Facts = facts(context)?;
    facts.calls.requests.pop();
    context.learn(&Facts { begun: had_begun, ..facts })
}

/// Nor has an earlier call, as the look right before says: whoever is a sponsor later was added by somebody else.
fn not_begun(context: &mut StepContext<'_>) -> Result<(), StepError> {
    let facts: Facts = facts(context)?;
    context.learn(&Facts { begun: false, ..facts })
}

/// The share goes on without the sponsor, for this reason.
fn left_out(context: &mut StepContext<'_>, sponsor: &EntraUserId, problem: Problem) -> Result<(), StepError> {
    let mut facts: Facts = facts(context)?;
    facts.left_out = true;
    context.learn(&facts)?;
    let Calls { person: Some(person), requests, .. } = facts.calls else { return Ok(()) };
    context.events.push(Event::SponsorLeftOut { person, sponsor: sponsor.clone(), problem, requests });
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn what_is_stored_stays_readable() {
        for stored in [r#"{"sponsor":"megan"}"#, r#"{"sponsor":null}"#] {
            let intent: Intent = serde_json::from_str(stored).unwrap();
            assert_eq!(serde_json::to_string(&intent).unwrap(), stored);
        }
        for stored in [
            r#"{"calls":{"person":"grady","requests":["r1"]},"begun":true,"added":"megan"}"#,
            r#"{"calls":{"person":"grady","requests":["r1"],"undo_requests":["r2"]},"begun":true,"added":null}"#,
            r#"{"calls":{"person":"grady","requests":["r1"]},"begun":true,"added":"megan","left":"megan"}"#,
            r#"{"calls":{"person":"grady","requests":[]},"begun":false,"added":null,"left_out":true}"#,
        ] {
            let facts: Facts = serde_json::from_str(stored).unwrap();
            assert_eq!(serde_json::to_string(&facts).unwrap(), stored);
        }
        assert!(serde_json::from_str::<Facts>("{}").unwrap().added.is_none());
    }

    #[test]
    fn ids_are_compared_as_microsoft_does() {
        let megan = EntraUserId::parse("3e9a0000-0004-4a57-8c11-5c0e10f0c004").unwrap();
        let sponsors = ["3E9A0000-0004-4A57-8C11-5C0E10F0C004".to_owned()];
        assert!(is_among(&sponsors, &megan) && !is_among(&[], &megan));
    }
}
