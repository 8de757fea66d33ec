//! How a step ends when it is not done.

use contract::{Problem, ProblemCode, Retried};
use graph::GraphError;
use storage::StorageError;
use time::Duration;

use crate::app_state::AppState;
use crate::directory::graph_errors;
use crate::directory::reader::Reader;
use crate::stored::{CorruptRow, StoredError};

/// How a step ends when it is not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum StepError {
    /// Time heals it.
    Transient {
        /// When to try again.
        retry: Retry,
        /// What is shown meanwhile.
        problem: Problem,
    },
    /// A person must decide.
    AwaitUser {
        /// What they must know.
        problem: Problem,
    },
    /// Nothing is wrong: it goes on when the guest does something.
    AwaitGuest {
        /// What is shown meanwhile.
        problem: Problem,
    },
    /// It will not get better.
    Permanent {
        /// Why.
        problem: Problem,
    },
}

/// When to try again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Retry {
    /// As the back-off says; the hint is the server's own.
    Backoff {
        /// `Retry-After`.
        hint: Option<Duration>,
    },
    /// As the back-off says, but not later than this moment, in unix milliseconds.
    Until(i64),
    /// At this moment, in unix milliseconds: nothing has failed.
    At(i64),
}

impl StepError {
    pub(crate) const fn await_user(problem: Problem) -> Self {
        Self::AwaitUser { problem }
    }

    pub(crate) const fn await_guest(problem: Problem) -> Self {
        Self::AwaitGuest { problem }
    }

    pub(crate) const fn permanent(problem: Problem) -> Self {
        Self::Permanent { problem }
    }

    pub(crate) const fn backoff(hint: Option<Duration>, problem: Problem) -> Self {
        Self::Transient { retry: Retry::Backoff { hint }, problem }
    }

    /// Whether nothing has failed: it waits for a time of its own, or for what takes its time.
    pub(crate) const fn is_calm(&self) -> bool {
        matches!(self, Self::Transient { retry: Retry::At(_), .. })
    }

    /// Our database failed while nothing had happened outside yet; logs it.
    pub(crate) fn of_storage(app: &AppState, error: StorageError) -> Self {
        Self::backoff(None, app.internal(error))
    }

    /// The same, or what is stored makes no sense, which is not tried again; logs it.
    pub(crate) fn of_stored(app: &AppState, error: StoredError) -> Self {
        let is_transient = error.is_transient();
        let problem = app.internal(error);
        if is_transient { Self::backoff(None, problem) } else { Self::permanent(problem) }
    }

    /// What is stored makes no sense: logged, and not tried again.
    pub(crate) fn corrupt(app: &AppState, row: &'static str) -> Self {
        Self::permanent(app.internal(CorruptRow(row)))
    }

    /// What follows from an error of "Create invitation"; logs it.
    pub(crate) fn of_invitation(app: &AppState, error: &GraphError) -> Self {
        Self::of_graph(error, graph_errors::invitation_problem(app, error))
    }

    /// What follows from an error of a look-up; logs it.
    pub(crate) fn of_lookup(app: &AppState, error: &GraphError) -> Self {
        Self::of_graph(error, graph_errors::lookup_problem(app, error))
    }

    /// The same of a look-up of whoever looks people up for a share; logs it.
    pub(crate) fn of_reader(app: &AppState, reader: &Reader, error: &GraphError) -> Self {
        Self::of_graph(error, reader.problem(app, error))
    }

    /// What follows from an error of a change as the application; logs it.
    pub(crate) fn of_change(app: &AppState, error: &GraphError) -> Self {
        Self::of_graph(error, graph_errors::lookup_problem(app, error))
    }

    /// What follows from an error of `sendMail` that has no meaning of its own; logs it.
    pub(crate) fn of_mail(app: &AppState, error: &GraphError) -> Self {
        Self::of_graph(error, graph_errors::mail_problem(app, error))
    }

    fn of_graph(error: &GraphError, problem: Problem) -> Self {
        match problem.code.retried() {
            // Nothing went out: somebody else may have the job by now, or this process has it again.
            _ if matches!(error, GraphError::Withdrawn) => Self::backoff(None, problem),
            // The call could not even be made.
            _ if problem.code == ProblemCode::Internal => Self::permanent(problem),
            Retried::Yes => {
                let hint = error.retry_after().and_then(|hint| Duration::try_from(hint).ok());
                Self::backoff(hint, problem)
            }
            Retried::ByPerson => Self::await_user(problem),
            Retried::No => Self::permanent(problem),
        }
    }
}

/// Why a step's own part of a transaction was not done.
#[derive(Debug)]
pub(crate) enum CommitError {
    /// The step has an answer of its own. It has written nothing.
    Step(StepError),
    /// The transaction is lost.
    Stored(StoredError),
}

impl From<StorageError> for CommitError {
    fn from(error: StorageError) -> Self {
        Self::Stored(error.into())
    }
}

impl From<StoredError> for CommitError {
    fn from(error: StoredError) -> Self {
        Self::Stored(error)
    }
}

/// The step's own answer, unless the transaction is lost.
pub(crate) fn answer<T>(result: Result<T, CommitError>) -> Result<Result<T, StepError>, StoredError> {
    match result {
        Ok(value) => Ok(Ok(value)),
        Err(CommitError::Step(error)) => Ok(Err(error)),
        Err(CommitError::Stored(error)) => Err(error),
    }
}

#[cfg(test)]
mod tests;
