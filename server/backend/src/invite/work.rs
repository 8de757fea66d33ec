//! One step at work: what it may read, what it may learn, and how it may end.

use contract::{EntraUserId, Problem, ProblemCode, RoleName, TenantId};
use serde_json::Value;
use storage::StorageError;
use storage::invitations::{self, InvitationRow};
use time::Duration;

use super::facts::Facts;
use crate::app_state::AppState;
use crate::stored::CorruptRow;
use graph::GraphError;

use crate::audit::Action;
use crate::directory::graph_errors;
use crate::jobs::Lease;
use crate::settings::Settings;

/// How a step ends when it is not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum StepError {
    /// Time heals it.
    Retry {
        /// When to try again.
        when: When,
        /// What is shown meanwhile.
        problem: Problem,
    },
    /// A person must decide.
    Stop {
        /// What they must know.
        problem: Problem,
    },
    /// It will not get better.
    Fail {
        /// Why.
        problem: Problem,
    },
}

/// When to try again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    /// As the back-off says; the hint is the server's own.
    Soon {
        /// `Retry-After`.
        hint: Option<Duration>,
    },
    /// As the back-off says, but not later than this moment, in unix milliseconds.
    By(i64),
}

/// Whether Microsoft takes invitations of a tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TenantWord {
    /// It blocks them: every further one makes it worse.
    Blocked,
    /// It has just taken one.
    Free,
}

impl StepError {
    pub(crate) const fn stop(problem: Problem) -> Self {
        Self::Stop { problem }
    }

    pub(crate) const fn fail(problem: Problem) -> Self {
        Self::Fail { problem }
    }

    pub(crate) const fn soon(hint: Option<Duration>, problem: Problem) -> Self {
        Self::Retry { when: When::Soon { hint }, problem }
    }

    /// What follows from an error of "Create invitation"; logs it.
    pub(crate) fn of_invitation(app: &AppState, error: &GraphError) -> Self {
        Self::of_graph(error, graph_errors::invitation_problem(app, error))
    }

    /// What follows from an error of a look-up; logs it.
    pub(crate) fn of_lookup(app: &AppState, error: &GraphError) -> Self {
        Self::of_graph(error, graph_errors::lookup_problem(app, error))
    }

    fn of_graph(error: &GraphError, problem: Problem) -> Self {
        match problem.code {
            code if graph_errors::is_transient(code) => {
                let hint = error.retry_after().and_then(|hint| time::Duration::try_from(hint).ok());
                Self::soon(hint, problem)
            }
            ProblemCode::SuspiciousActivity
            | ProblemCode::QuotaExceeded
            | ProblemCode::PermissionMissing
            | ProblemCode::SignInAgain => Self::stop(problem),
            _ => Self::fail(problem),
        }
    }
}

/// The step's view of its invitation. What it changes here is stored with its outcome.
pub(crate) struct Work<'a> {
    pub(crate) app: &'a AppState,
    pub(crate) settings: &'a Settings,
    pub(crate) lease: &'a Lease,
    pub(crate) row: InvitationRow,
    /// The item's title.
    pub(crate) item_title: String,
    /// The roles of the item's kind, weakest first.
    pub(crate) roles: Vec<RoleName>,
    /// Where the guest lands; absent if the item is gone.
    pub(crate) landing: Option<String>,
    pub(crate) facts: Facts,
    /// What Microsoft said about the invitations of the whole tenant.
    pub(crate) tenant_word: Option<TenantWord>,
    /// What happened outside, for the audit chain.
    pub(crate) effects: Vec<(Action, Value)>,
}

impl Work<'_> {
    /// The inviter, as Graph is to be called.
    pub(crate) fn inviter(&self) -> Result<(TenantId, EntraUserId), StepError> {
        let tenant = TenantId::parse(&self.row.tenant);
        let user = EntraUserId::parse(&self.row.inviter);
        tenant.ok().zip(user.ok()).ok_or_else(|| self.damaged("inviter"))
    }

    /// What is stored makes no sense: logged, and not tried again.
    pub(crate) fn damaged(&self, what: &'static str) -> StepError {
        StepError::fail(self.app.internal(CorruptRow(what)))
    }

    /// Stores the facts now, before the step goes on, unless the lease is lost.
    pub(crate) async fn remember(&mut self) -> Result<(), StepError> {
        let kept = self.store_facts().await;
        let kept = kept.map_err(|error| StepError::soon(None, self.app.internal(error)))?;
        // Somebody else has the job now: what this run decides will not be stored.
        if kept { Ok(()) } else { Err(StepError::soon(None, Problem::new(ProblemCode::Internal))) }
    }

    async fn store_facts(&mut self) -> Result<bool, StorageError> {
        let mut tx = self.app.storage.begin().await?;
        if !self.lease.hold(self.app, &mut tx).await? {
            return Ok(false);
        }
        self.row.facts = self.facts.text();
        self.row.updated_at = self.app.now();
        invitations::update(&mut tx, &self.row).await?;
        tx.commit().await?;
        self.lease.take_again(self.app).await
    }

    /// The person's name, or the address while no name is known.
    pub(crate) fn person(&self) -> String {
        self.facts.person_name(&self.row)
    }
}

#[cfg(test)]
mod tests;
