//! What the steps that change somebody in the directory have in common: whom they change, the calls that they note before they make them, what follows
//! from an error of one, and what other invitations need.

use contract::{EntraUserId, InvitationState, Problem, ProblemCode, StepKind};
use graph::{Graph, GraphError};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use storage::invitations;
use uuid::Uuid;

use super::context::StepContext;
use super::step_error::{Retry, StepError};
use crate::stored::from_json;

const HOUR: i64 = 3_600_000;

/// How something is waited for.
#[derive(Debug, Clone, Copy)]
struct Patience {
    /// For how long, in milliseconds.
    total: i64,
    /// The longest wait between two looks, in milliseconds.
    longest_wait: i64,
}

/// What Microsoft does by itself: rules of groups and of administrative units take up to a day.
const OF_MICROSOFT: Patience = Patience { total: 24 * HOUR, longest_wait: HOUR / 2 };
/// What somebody has to approve. Microsoft denies by itself after the days that the policy names for each stage ("accessPackageApprovalStage resource
/// type", `durationBeforeAutomaticDenial`); three stages of two weeks are within this.
const OF_APPROVERS: Patience = Patience { total: 42 * 24 * HOUR, longest_wait: HOUR };

/// The first wait, in milliseconds.
const FIRST_WAIT: i64 = 60_000;

/// The calls of a step to the directory.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Calls {
    /// Whom they are about: a guest who went missing is invited again with another object id.
    pub(crate) person: Option<EntraUserId>,
    /// The `client-request-id` of every call that had an effect or may have had one; stored before it is sent.
    pub(crate) requests: Vec<String>,
    /// The same of calls that undo it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) undo_requests: Vec<String>,
    /// What is waited for: what Microsoft does by itself, or somebody has to approve.
    #[serde(skip_serializing_if = "Option::is_none")]
    waiting: Option<Waiting>,
}

/// Since when something is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Waiting {
    /// In unix milliseconds.
    since: i64,
    /// How often a person had asked to try again: each time it is waited for anew.
    tries: u32,
    /// Somebody has to approve it. What Microsoft does after that is waited for anew.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    on_approval: bool,
    /// The invitation is being undone. What it waits for is waited for anew, however long it was waited for before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    undoing: bool,
}

impl Calls {
    /// Of nobody yet, about this person.
    pub(crate) fn about(person: EntraUserId) -> Self {
        Self { person: Some(person), ..Self::default() }
    }

    /// Whether they are about this person.
    pub(crate) fn are_about(&self, person: &EntraUserId) -> bool {
        self.person.as_ref() == Some(person)
    }

    /// Notes a further call, under an id of its own. To be learned before [`application_for`] it.
    pub(crate) fn note(&mut self, context: &StepContext<'_>) -> Result<Uuid, StepError> {
        let request = new_request(context)?;
        self.requests.push(request.to_string());
        Ok(request)
    }

    /// The same of a call that undoes the step. What was waited for before is over.
    pub(crate) fn note_undo(&mut self, context: &StepContext<'_>) -> Result<Uuid, StepError> {
        let request = self.begin_undo(context)?;
        self.undo_requests.push(request.to_string());
        Ok(request)
    }

    /// The same where the step keeps the id by itself, with what the call is about.
    pub(crate) fn begin_undo(&mut self, context: &StepContext<'_>) -> Result<Uuid, StepError> {
        self.waiting = None;
        new_request(context)
    }

    /// Waits for what Microsoft does by itself: seldom, for a day, then a person must decide. Nothing has failed.
    pub(crate) fn wait(&mut self, context: &StepContext<'_>, problem: Problem) -> StepError {
        self.wait_on(context, problem, false)
    }

    /// Waits for somebody's approval: every hour, for six weeks, then a person must decide. Nothing has failed.
    pub(crate) fn wait_for_approval(&mut self, context: &StepContext<'_>, problem: Problem) -> StepError {
        self.wait_on(context, problem, true)
    }

    fn wait_on(&mut self, context: &StepContext<'_>, problem: Problem, on_approval: bool) -> StepError {
        let (now, tries) = (context.app.now(), context.invitation.pipeline.manual_retries);
        let undoing = context.invitation.state == InvitationState::Undoing;
        let is_same =
            |before: &Waiting| *before == Waiting { since: before.since, tries, on_approval, undoing };
        let since = self.waiting.filter(is_same).map_or(now, |before| before.since);
        self.waiting = Some(Waiting { since, tries, on_approval, undoing });
        match next_look(since, now, if on_approval { OF_APPROVERS } else { OF_MICROSOFT }) {
            Some(at) => StepError::Transient { retry: Retry::At(at), problem },
            None => StepError::await_user(problem),
        }
    }
}

/// What follows from an error of a change; logs it. Right after an invitation Microsoft may not know the guest everywhere. A missing right is missing:
/// what a role reaches on a group, an application or a catalog does not depend on how long the guest has been there.
pub(crate) fn after_change(context: &StepContext<'_>, error: &GraphError) -> StepError {
    if error.is_not_visible_yet() {
        StepError::backoff(None, Problem::new(ProblemCode::NotVisibleYet))
    } else {
        StepError::of_change(context.app, error)
    }
}

fn new_request(context: &StepContext<'_>) -> Result<Uuid, StepError> {
    Uuid::parse_str(&context.app.ids.new_id()).map_err(|_| context.corrupt("request"))
}

/// The application, to make a call that was noted and learned: that is stored first. Nothing goes out once somebody else has the job.
pub(crate) async fn application_for(
    context: &mut StepContext<'_>,
    request: Uuid,
) -> Result<Graph, StepError> {
    context.checkpoint().await?;
    let application = context.app.directory.as_application().with_request_id(request);
    Ok(application.with_guard(context.send_guard()))
}

/// What the step at work has learned.
pub(crate) fn facts<T: DeserializeOwned + Default>(context: &StepContext<'_>) -> Result<T, StepError> {
    context.facts().map_err(|_| context.corrupt("step"))
}

/// What the step at work is to do.
pub(crate) fn intent<T: DeserializeOwned + Default>(context: &StepContext<'_>) -> Result<T, StepError> {
    context.intent().map_err(|_| context.corrupt("step"))
}

/// Has the step at work wait for what Microsoft does by itself, as [`Calls::wait`] says, and keeps since when.
pub(crate) fn wait<T>(context: &mut StepContext<'_>, problem: Problem) -> Result<StepError, StepError>
where
    T: AsMut<Calls> + Serialize + DeserializeOwned + Default,
{
    let mut facts: T = facts(context)?;
    let follows = facts.as_mut().wait(context, problem);
    context.learn(&facts)?;
    Ok(follows)
}

/// The same for somebody's approval, as [`Calls::wait_for_approval`] says.
pub(crate) fn wait_for_approval<T>(
    context: &mut StepContext<'_>,
    problem: Problem,
) -> Result<StepError, StepError>
where
    T: AsMut<Calls> + Serialize + DeserializeOwned + Default,
{
    let mut facts: T = facts(context)?;
    let follows = facts.as_mut().wait_for_approval(context, problem);
    context.learn(&facts)?;
    Ok(follows)
}

/// Whom the invitation is for.
pub(crate) fn person_of(context: &StepContext<'_>) -> Result<EntraUserId, StepError> {
    let person = context.invitation.pipeline.person.as_ref().map(|person| person.id.clone());
    person.ok_or_else(|| context.corrupt("person"))
}

/// What the steps of this kind of the person's other live invitations are to do: they found it done, and would not do it again.
pub(crate) async fn intents_of_others<T: DeserializeOwned>(
    context: &StepContext<'_>,
    kind: StepKind,
    person: &EntraUserId,
) -> Result<Vec<T>, StepError> {
    let invitation = &context.invitation;
    let whose = (&invitation.tenant, person);
    let steps = invitations::steps_of_person(&context.app.storage, whose, kind, &invitation.id).await;
    let steps = steps.map_err(|error| StepError::of_storage(context.app, error))?;
    let intents = steps.iter().filter_map(|step| step.intent.as_deref());
    intents.map(|intent| from_json("step", intent).map_err(|_| context.corrupt("step"))).collect()
}

/// When to look again at what has been waited for since; none if that is over. In unix milliseconds.
fn next_look(since: i64, now: i64, patience: Patience) -> Option<i64> {
    let waited = now.saturating_sub(since);
    (waited < patience.total).then(|| now + (waited / 2).clamp(FIRST_WAIT, patience.longest_wait))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    /// How long it is until each look, and when they are over.
    fn looks(patience: Patience) -> (Vec<i64>, i64) {
        let (mut now, mut looks) = (0, Vec::new());
        while let Some(at) = next_look(0, now, patience) {
            looks.push(at - now);
            now = at;
        }
        (looks, now)
    }

    #[test]
    fn looks_get_rarer_and_end_after_a_day_or_six_weeks() {
        for (patience, most) in [(OF_MICROSOFT, 70), (OF_APPROVERS, 1_050)] {
            let (looks, end) = looks(patience);
            assert_eq!(looks[..3], [FIRST_WAIT, FIRST_WAIT, FIRST_WAIT]);
            assert!(looks.is_sorted() && looks.last() == Some(&patience.longest_wait), "{looks:?}");
            let expected = patience.total..patience.total + patience.longest_wait;
            assert!(expected.contains(&end) && looks.len() < most, "{end} {}", looks.len());
        }
    }

    #[test]
    fn what_is_stored_stays_readable() {
        let stored =
            r#"{"person":"joni","requests":["r1"],"undo_requests":["r2"],"waiting":{"since":5,"tries":1}}"#;
        let on_approval =
            r#"{"person":null,"requests":["r1"],"waiting":{"since":5,"tries":0,"on_approval":true}}"#;
        let undoing = r#"{"person":null,"requests":["r1"],"waiting":{"since":5,"tries":0,"undoing":true}}"#;
        for stored in [stored, on_approval, undoing] {
            let calls: Calls = serde_json::from_str(stored).unwrap();
            assert_eq!(serde_json::to_string(&calls).unwrap(), stored);
        }
        assert_eq!(serde_json::from_str::<Calls>("{}").unwrap(), Calls::default());
    }
}
