//! What the steps that change somebody in the directory have in common: the calls that they note before they make them, and what follows from an
//! error of one.

use contract::{EntraUserId, Problem, ProblemCode};
use graph::GraphError;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::context::StepContext;
use super::step_error::{Retry, StepError};

/// How long what Microsoft does by itself is waited for, in milliseconds: rules of groups and of administrative units take up to a day.
const PATIENCE: i64 = 24 * 3_600_000;
/// The first wait for it, in milliseconds.
const FIRST_WAIT: i64 = 60_000;
/// The longest wait for it, in milliseconds.
const LONGEST_WAIT: i64 = 30 * 60_000;

/// The calls of a step to the directory.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Calls {
    /// Whom they are about: a guest who went missing is invited again with another object id.
    pub(crate) person: Option<EntraUserId>,
    /// The `client-request-id` of every call that had an effect or may have had one; stored before it is sent.
    pub(crate) requests: Vec<String>,
    /// What Microsoft does by itself and has not done yet.
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
}

impl Calls {
    /// Of nobody yet, about this person.
    pub(crate) fn about(person: EntraUserId) -> Self {
        Self { person: Some(person), ..Self::default() }
    }

    /// Notes a further call, under an id of its own. To be stored before the call is made.
    pub(crate) fn note(&mut self, context: &StepContext<'_>) -> Result<Uuid, StepError> {
        let request = Uuid::parse_str(&context.app.ids.new_id()).map_err(|_| context.corrupt("request"))?;
        self.requests.push(request.to_string());
        Ok(request)
    }

    /// Waits for what Microsoft does by itself: seldom, for a day, then a person must decide. Nothing has failed.
    pub(crate) fn wait(&mut self, context: &StepContext<'_>, problem: Problem) -> StepError {
        let (now, tries) = (context.app.now(), context.invitation.pipeline.manual_retries);
        let waiting = self.waiting.filter(|waiting| waiting.tries == tries);
        let since = waiting.map_or(now, |waiting| waiting.since);
        self.waiting = Some(Waiting { since, tries });
        match next_look(since, now) {
            Some(at) => StepError::Transient { retry: Retry::At(at), problem },
            None => StepError::await_user(problem),
        }
    }

    /// What follows from an error of a change; logs it. Right after an invitation Microsoft may not know the guest everywhere, nor have put them
    /// where a role with a scope reaches.
    pub(crate) fn error(&mut self, context: &StepContext<'_>, error: &GraphError) -> StepError {
        if error.is_not_visible_yet() {
            return StepError::backoff(None, Problem::new(ProblemCode::NotVisibleYet));
        }
        let refused = StepError::of_change(context.app, error);
        match refused {
            StepError::AwaitUser { problem }
                if problem.code == ProblemCode::PermissionMissing
                    && context.settings.permissions.is_scoped() =>
            {
                self.wait(context, Problem { code: ProblemCode::OutOfScope, ..problem })
            }
            refused => refused,
        }
    }
}

/// When to look again at what has been waited for since; none if that is over. In unix milliseconds.
fn next_look(since: i64, now: i64) -> Option<i64> {
    let waited = now.saturating_sub(since);
    (waited < PATIENCE).then(|| now + (waited / 2).clamp(FIRST_WAIT, LONGEST_WAIT))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn looks_get_rarer_and_end_after_a_day() {
        let (mut now, mut looks) = (0, Vec::new());
        while let Some(at) = next_look(0, now) {
            looks.push(at - now);
            now = at;
        }
        assert_eq!(looks[..3], [FIRST_WAIT, FIRST_WAIT, FIRST_WAIT]);
        assert!(looks.is_sorted() && looks.last() == Some(&LONGEST_WAIT), "{looks:?}");
        assert!((PATIENCE..PATIENCE + LONGEST_WAIT).contains(&now) && looks.len() < 70, "{}", looks.len());
    }

    #[test]
    fn what_is_stored_stays_readable() {
        let stored = r#"{"person":"joni","requests":["r1"],"waiting":{"since":5,"tries":1}}"#;
        let calls: Calls = serde_json::from_str(stored).unwrap();
        assert_eq!(serde_json::to_string(&calls).unwrap(), stored);
        assert_eq!(serde_json::from_str::<Calls>("{}").unwrap(), Calls::default());
    }
}
