//! Shutdown: no new requests are accepted, running requests and jobs end, then the process ends.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

/// The longest shutdown: process managers kill after ten seconds, and the emulator needs two of those.
const LONGEST: Duration = Duration::from_secs(7);

/// The result of `work`, or `None` if it takes too long after `stop`.
pub async fn in_time<T>(stop: &CancellationToken, work: impl Future<Output = T>) -> Option<T> {
    let out_of_time = async {
        stop.cancelled().await;
        tokio::time::sleep(LONGEST).await;
    };
    tokio::select! {
        ended = work => Some(ended),
        () = out_of_time => None,
    }
}

/// A token that is cancelled by the first SIGINT or SIGTERM.
#[expect(clippy::disallowed_methods, reason = "it waits for the process to be told to end, and ends with it")]
pub fn on_signal() -> CancellationToken {
    let token = CancellationToken::new();
    let cancelled = token.clone();
    tokio::spawn(async move {
        signal().await;
        tracing::info!("stopping");
        cancelled.cancel();
    });
    token
}

async fn signal() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut stream) => {
                stream.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        _ = interrupt => {}
        () = terminate => {}
    }
}
