//! A session follows its account: every few minutes the directory is asked whether the person is still there, may still sign in, and is a member or a
//! guest. The answer is one row a person, for all of their sessions and all servers; it comes with the session, so that a request costs no statement
//! more for it. One request asks, the others of the person wait for it or go on.

use std::sync::Arc;
use std::time::Duration;

use graph::{GraphError, User};
use storage::account_checks::{self, AccountCheckRow, Claim};
use storage::{Storage, StorageError};

use super::logout::{SessionEnd, end_sessions_of};
use super::record::SessionUser;
use super::store::{CurrentSession, Sessions, StoredSession};
use crate::clock::SharedClock;
use crate::directory::Directory;
use crate::person_locks::PersonLocks;

/// An answer of the directory counts for this long: 5 minutes, in milliseconds.
const FRESH_MS: i64 = 300_000;
/// Without an answer a session goes on for this long after the last one: 15 minutes, in milliseconds. Then it is closed until there is one.
const TRUSTED_MS: i64 = 900_000;
/// How long the directory may take.
const TIMEOUT: Duration = Duration::from_secs(3);
/// A claim outlives the question: 5 seconds, in milliseconds.
const CLAIM_MS: i64 = 5_000;
/// After a failure nobody asks for 15 seconds, in milliseconds: pages do not wait for a directory that is down.
const RETRY_MS: i64 = 15_000;
/// How often, and how many times, a request reads the row to see whether another server has its answer: 5 seconds in all.
const POLL_INTERVAL: Duration = Duration::from_millis(100);
const MAX_POLLS: u32 = 50;

/// Asks the directory about those who are signed in.
#[derive(Clone)]
pub struct AccountChecks {
    storage: Storage,
    clock: SharedClock,
    directory: Arc<dyn Directory>,
    locks: PersonLocks<()>,
}

impl std::fmt::Debug for AccountChecks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AccountChecks")
    }
}

/// What a session is worth.
pub(super) enum Standing {
    /// The account is there, as far as is known.
    Current(CurrentSession),
    /// For too long nobody knows.
    Unchecked(CurrentSession),
    /// There is no session, or none any more.
    Ended,
}

impl AccountChecks {
    /// Checks by this directory.
    pub fn new(storage: Storage, clock: SharedClock, directory: Arc<dyn Directory>) -> Self {
        Self { storage, clock, directory, locks: PersonLocks::default() }
    }

    /// What a session is worth now. Nothing is asked, and nothing read, while the last answer is fresh.
    pub(super) async fn standing(
        &self,
        sessions: &Sessions,
        session: StoredSession,
    ) -> Result<Standing, StorageError> {
        if self.is_younger(session.check, FRESH_MS) {
            return Ok(current(session));
        }
        let lock = self.locks.of(&session.current.user.tenant, &session.current.user.user);
        let _one_at_a_time = lock.lock().await;
        for poll in 0..=MAX_POLLS {
            if poll > 0 {
                tokio::time::sleep(POLL_INTERVAL).await;
            }
            // Whoever had the lock may have the answer, or have ended the session.
            let Some(session) = sessions.load(session.current.id).await? else {
                return Ok(Standing::Ended);
            };
            if self.is_younger(session.check, FRESH_MS) {
                return Ok(current(session));
            }
            if self.claim(&session.current.user).await? {
                return self.ask(session).await;
            }
            // It was too soon after a failure; else another server is asking.
            let failed = session.check.and_then(|check| check.retry_at) > Some(self.clock.now_ms());
            if failed || self.is_younger(session.check, TRUSTED_MS) {
                return Ok(self.without_an_answer(session));
            }
        }
        Ok(self.without_an_answer(session))
    }

    /// Whether there is an answer younger than this. One from the future is of a clock that was set back.
    fn is_younger(&self, check: Option<AccountCheckRow>, ms: i64) -> bool {
        let now = self.clock.now_ms();
        check.is_some_and(|check| (0..ms).contains(&(now - check.checked_at)))
    }

    fn without_an_answer(&self, session: StoredSession) -> Standing {
        if self.is_younger(session.check, TRUSTED_MS) {
            current(session)
        } else {
            Standing::Unchecked(session.current)
        }
    }

    async fn claim(&self, person: &SessionUser) -> Result<bool, StorageError> {
        let now = self.clock.now_ms();
        let times = Claim { now, stale: now - FRESH_MS, until: now + CLAIM_MS };
        let mut tx = self.storage.begin().await?;
        let ours =
            account_checks::claim(&mut tx, person.tenant.as_str(), person.user.as_str(), times).await?;
        tx.commit().await?;
        Ok(ours)
    }

    async fn ask(&self, mut session: StoredSession) -> Result<Standing, StorageError> {
        let person = &session.current.user;
        let graph = self.directory.as_application();
        let answer = tokio::time::timeout(TIMEOUT, graph.user(person.user.as_str())).await;
        let (tenant, user, now) = (person.tenant.as_str(), person.user.as_str(), self.clock.now_ms());
        let mut tx = self.storage.begin().await?;
        let standing = match CheckOutcome::of(answer.map_err(|_| "no answer in time")) {
            CheckOutcome::Good { is_guest } => {
                account_checks::confirm(&mut tx, tenant, user, is_guest, now).await?;
                session.current.user.is_guest = is_guest;
                Standing::Current(session.current)
            }
            CheckOutcome::Over(why) => {
                end_sessions_of(&mut tx, now, (&person.tenant, &person.user), why).await?;
                Standing::Ended
            }
            CheckOutcome::None => {
                account_checks::fail(&mut tx, tenant, user, now + RETRY_MS).await?;
                self.without_an_answer(session)
            }
        };
        tx.commit().await?;
        Ok(standing)
    }
}

/// What came of a question.
enum CheckOutcome {
    Good { is_guest: bool },
    Over(SessionEnd),
    None,
}

impl CheckOutcome {
    fn of(answer: Result<Result<User, GraphError>, &'static str>) -> Self {
        match answer {
            Ok(Ok(user)) if user.account_enabled == Some(false) => Self::Over(SessionEnd::AccountDisabled),
            Ok(Ok(user)) => Self::Good { is_guest: user.is_guest() },
            Ok(Err(error)) if error.is_not_found() => Self::Over(SessionEnd::AccountDeleted),
            Ok(Err(error)) => {
                tracing::warn!(%error, "whether somebody still has their account could not be asked");
                Self::None
            }
            Err(error) => {
                tracing::warn!(error, "whether somebody still has their account could not be asked");
                Self::None
            }
        }
    }
}

/// A session of an account that is there. What the directory said of the person since the sign-in counts.
fn current(mut session: StoredSession) -> Standing {
    if let Some(check) = session.check {
        session.current.user.is_guest = check.is_guest;
    }
    Standing::Current(session.current)
}
