//! Following the clock of an emulator in another process.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use serde::Deserialize;
use tokio::task::JoinHandle;

/// How often the other clock is looked at.
const EVERY: Duration = Duration::from_millis(200);

/// What `/_emulator/clock` says.
#[derive(Deserialize)]
struct Told {
    ahead_ms: i64,
}

/// A clock's offset that follows an emulator's for as long as this is held.
#[derive(Debug)]
pub struct FollowedClock {
    ahead: Arc<AtomicI64>,
    task: JoinHandle<()>,
}

impl Drop for FollowedClock {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl FollowedClock {
    /// Follows the emulator at this origin, e.g. `http://localhost:8400`, which may still be about to start. When something else answers
    /// there, the clock stays the system's.
    pub async fn of(origin: &str) -> Self {
        let (ahead, address) = (Arc::new(AtomicI64::new(0)), format!("{origin}/_emulator/clock"));
        let client = reqwest::Client::new();
        // Once before anything is done by this clock.
        let goes_on = look(&client, &address, &ahead).await;
        let followed = Arc::clone(&ahead);
        let task = tokio::spawn(async move {
            let mut goes_on = goes_on;
            while goes_on {
                tokio::time::sleep(EVERY).await;
                goes_on = look(&client, &address, &followed).await;
            }
        });
        Self { ahead, task }
    }

    /// How far the emulator's clock is ahead of the system's, in milliseconds.
    pub fn offset(&self) -> Arc<AtomicI64> {
        Arc::clone(&self.ahead)
    }
}

/// Takes the offset over. False when no emulator is there, as far as can be told; one that does not answer may be starting.
async fn look(client: &reqwest::Client, address: &str, ahead: &AtomicI64) -> bool {
    let asked =
        client.get(address).header(http::header::ACCEPT, "application/json").timeout(EVERY * 10).send();
    let Ok(answer) = asked.await else { return true };
    match answer.json::<Told>().await {
        Ok(told) => {
            ahead.store(told.ahead_ms, Ordering::SeqCst);
            true
        }
        Err(error) if error.is_decode() => false,
        Err(_) => true,
    }
}
