//! Looks for changes, and tells those who follow.

use std::sync::Arc;
use std::time::Duration;

use contract::{EntraUserId, TenantId};
use storage::{StorageError, changes};
use tokio_util::sync::CancellationToken;

use super::followers::{Follower, Followers, Person};
use crate::app_state::AppState;

/// What comes in this time is told at once: an invitation goes through several steps in a moment.
const BURST: Duration = Duration::from_millis(100);
/// How long after that the next look waits for a change of this process. Other servers change something without a word.
const LOOK_INTERVAL: Duration = Duration::from_millis(900);

/// The changes of all people who follow in this process. Cheap to clone; clones are the same.
#[derive(Clone)]
pub struct ChangeFeed {
    app: Arc<AppState>,
    followers: Followers,
}

impl std::fmt::Debug for ChangeFeed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ChangeFeed")
    }
}

impl ChangeFeed {
    pub(crate) const fn new(app: Arc<AppState>, followers: Followers) -> Self {
        Self { app, followers }
    }

    /// Follows the changes of a person for a session, of which any name will do. The number of now is known from the start. Nothing where this process
    /// has no place for one more.
    pub async fn follow(
        &self,
        tenant: &TenantId,
        user: &EntraUserId,
        session: &str,
    ) -> Result<Option<Follower>, StorageError> {
        let person = (tenant.clone(), user.clone());
        // First of all it follows: what changes after this read is seen by the next look.
        let Some(follower) = self.followers.add(person.clone(), session) else { return Ok(None) };
        self.look_at(&[person]).await?;
        Ok(Some(follower))
    }

    /// Tells those who follow what has changed since the last look, on whichever server. One statement, and none while nobody follows.
    pub async fn look(&self) -> Result<(), StorageError> {
        let people = self.followers.people();
        if people.is_empty() { Ok(()) } else { self.look_at(&people).await }
    }

    /// Looks about once a second, and sooner when this process has changed something, until `stop`; then all who follow are told that it is over.
    /// One in each process.
    pub async fn run(self, stop: CancellationToken) {
        let mut changes = self.app.subscribe();
        while !stop.is_cancelled() {
            if let Err(error) = self.look().await {
                tracing::warn!(%error, "pages are not told of changes now, and will be later");
            }
            let pause = async {
                tokio::time::sleep(BURST).await;
                let _ = tokio::time::timeout(LOOK_INTERVAL, changes.recv()).await;
                // The next look sees all that came until now.
                changes = changes.resubscribe();
            };
            tokio::select! {
                () = stop.cancelled() => {}
                () = pause => {}
            }
        }
        self.followers.close();
    }

    async fn look_at(&self, people: &[Person]) -> Result<(), StorageError> {
        for row in changes::of_people(&self.app.storage, people).await? {
            self.followers.tell(&(row.tenant, row.user), row.version);
        }
        Ok(())
    }
}
