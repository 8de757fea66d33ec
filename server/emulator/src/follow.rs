//! Follows the clock of an emulator in another process.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use serde::Deserialize;
use tokio::task::JoinHandle;

/// How often the other clock is read.
const POLL_INTERVAL: Duration = Duration::from_millis(200);

/// The answer of `/_emulator/clock`.
#[derive(Deserialize)]
struct ClockResponse {
    ahead_ms: i64,
}

/// A clock offset that follows an emulator's until this is dropped.
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
    /// Follows the emulator at this origin, e.g. `http://localhost:8400`, which may still be starting. When something else answers there, the offset
    /// stays 0.
    pub async fn of(origin: &str) -> Self {
        let (ahead, address) = (Arc::new(AtomicI64::new(0)), format!("{origin}/_emulator/clock"));
        let client = reqwest::Client::new();
        // Once before anybody uses the clock.
        let goes_on = poll(&client, &address, &ahead).await;
        let followed = Arc::clone(&ahead);
        let task = tokio::spawn(async move {
            let mut goes_on = goes_on;
            while goes_on {
                tokio::time::sleep(POLL_INTERVAL).await;
                goes_on = poll(&client, &address, &followed).await;
            }
        });
        Self { ahead, task }
    }

    /// How far the emulator's clock is ahead of the system's, in milliseconds.
    pub fn offset(&self) -> Arc<AtomicI64> {
        Arc::clone(&self.ahead)
    }
}

/// Reads the offset. False when something else than an emulator answers. Without an answer it is true, because the emulator may be starting.
async fn poll(client: &reqwest::Client, address: &str, ahead: &AtomicI64) -> bool {
    let sent = client
        .get(address)
        .header(http::header::ACCEPT, "application/json")
        .timeout(POLL_INTERVAL * 10)
        .send();
    let Ok(response) = sent.await else { return true };
    match response.json::<ClockResponse>().await {
        Ok(clock) => {
            ahead.store(clock.ahead_ms, Ordering::SeqCst);
            true
        }
        Err(error) if error.is_decode() => false,
        Err(_) => true,
    }
}
