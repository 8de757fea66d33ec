//! Waiting for a change that somebody follows.

use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use crate::app_state::Change;

/// Returns when there was such a change, or may have been.
pub(super) async fn wait_for_change(changes: &mut Receiver<Change>, is_awaited: impl Fn(&Change) -> bool) {
    loop {
        match changes.recv().await {
            Ok(change) if !is_awaited(&change) => {}
            Ok(_) | Err(RecvError::Lagged(_)) => return,
            // No change can be published any more: only the time limit ends this.
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}

#[cfg(test)]
mod tests;
