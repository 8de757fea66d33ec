//! The queue: the kinds of jobs, their handlers, and what happens when a run fails.

use std::sync::Arc;

use async_trait::async_trait;
use contract::Problem;
use storage::jobs::{self, JobRow};
use storage::{StorageError, Tx};

use super::Lease;
use crate::app_state::AppState;
use crate::clock::IdSource;
use crate::stored::StoredError;

/// What a job does. The texts are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum JobKind {
    /// Works on the steps of an invitation, or undoes them.
    RunInvitation,
    /// Asks the directory whether a guest has accepted.
    PollAcceptance,
    /// Goes on with the invitations that have waited for their inviter, who has signed in.
    ResumeInvitations,
    /// Goes on with the invitations that Microsoft's block of the tenant had stopped, which is over.
    ResumeBlocked,
    /// Ends somebody's access on its last day.
    EndAccess,
}

impl JobKind {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::RunInvitation => "run-invitation",
            Self::PollAcceptance => "check-acceptance",
            Self::ResumeInvitations => "resume-invitations",
            Self::ResumeBlocked => "resume-blocked",
            Self::EndAccess => "end-access",
        }
    }

    pub(crate) fn from_text(text: &str) -> Option<Self> {
        let all = [
            Self::RunInvitation,
            Self::PollAcceptance,
            Self::ResumeInvitations,
            Self::ResumeBlocked,
            Self::EndAccess,
        ];
        all.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// Works on the jobs of one kind. Whether an error is tried again is the error's own: [`StoredError::is_transient`].
#[async_trait]
pub(crate) trait JobHandler: Send + Sync {
    /// Runs the job once. Afterwards it is due again, due later, or finished.
    async fn run(&self, app: &AppState, lease: &Lease) -> Result<(), StoredError>;

    /// Called when the job will not be tried again and is deleted with this transaction: notifies the person who waits for it.
    async fn give_up(
        &self,
        app: &AppState,
        tx: &mut Tx,
        subject: &str,
        problem: Problem,
    ) -> Result<(), StoredError>;
}

/// The handler of each kind. The runner gets them as an argument, so that `jobs` does not depend on what the jobs do.
#[derive(Clone)]
pub(crate) struct JobHandlers {
    pub(crate) run_invitation: Arc<dyn JobHandler>,
    pub(crate) poll_acceptance: Arc<dyn JobHandler>,
    pub(crate) resume_invitations: Arc<dyn JobHandler>,
    pub(crate) resume_blocked: Arc<dyn JobHandler>,
    pub(crate) end_access: Arc<dyn JobHandler>,
}

impl JobHandlers {
    pub(crate) fn of(&self, kind: JobKind) -> &dyn JobHandler {
        match kind {
            JobKind::RunInvitation => &*self.run_invitation,
            JobKind::PollAcceptance => &*self.poll_acceptance,
            JobKind::ResumeInvitations => &*self.resume_invitations,
            JobKind::ResumeBlocked => &*self.resume_blocked,
            JobKind::EndAccess => &*self.end_access,
        }
    }
}

/// Puts a job in the queue, unless the same is there already: one of a kind and subject lives at a time. `run_at` is in unix milliseconds.
/// Wake the runner after the commit.
pub(crate) async fn enqueue(
    ids: &dyn IdSource,
    tx: &mut Tx,
    kind: JobKind,
    subject: &str,
    run_at: i64,
) -> Result<bool, StorageError> {
    jobs::enqueue(tx, &row(ids, kind, (subject, run_at))).await
}

/// Puts jobs in the queue as [`enqueue`], each with its subject and the time before which it is not run. One statement.
pub(crate) async fn enqueue_all(
    ids: &dyn IdSource,
    tx: &mut Tx,
    kind: JobKind,
    due: &[(&str, i64)],
) -> Result<(), StorageError> {
    let rows: Vec<_> = due.iter().map(|due| row(ids, kind, *due)).collect();
    jobs::enqueue_all(tx, &rows).await.map(drop)
}

fn row(ids: &dyn IdSource, kind: JobKind, (subject, run_at): (&str, i64)) -> JobRow {
    let kind = kind.as_str();
    JobRow {
        id: ids.new_id(),
        kind: kind.to_owned(),
        subject: subject.to_owned(),
        run_at,
        attempts: 0,
        failures: 0,
        lease_token: None,
        lease_until: None,
        dedupe: Some(format!("{kind}:{subject}")),
    }
}
