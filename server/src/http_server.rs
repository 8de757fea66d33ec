//! The HTTP server of the main port. It uses hyper directly, because neither `axum::serve` nor axum-server limits the number of connections, and
//! `axum::serve` waits for the head of a request for ever.

mod connection;
mod limits;

pub use limits::Limits;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// The pause before the next accept, after the system had no file descriptor left.
const PAUSE: Duration = Duration::from_millis(500);

/// Serves until `stop`, then lets the requests in progress finish.
pub async fn serve(listener: TcpListener, app: Router, limits: Limits, stop: CancellationToken) {
    let permits = Arc::new(Semaphore::new(limits.connections));
    let open = TaskTracker::new();
    while let Some((stream, permit)) = accept(&listener, &permits, &stop).await {
        let (app, stop) = (app.clone(), stop.clone());
        open.spawn(async move {
            if let Err(error) = connection::serve(stream, app, limits, stop).await {
                tracing::debug!(%error, "a connection broke off");
            }
            drop(permit);
        });
    }
    drop(listener);
    open.close();
    open.wait().await;
}

/// The next connection, with its permit; `None` when the server stops.
async fn accept(
    listener: &TcpListener,
    permits: &Arc<Semaphore>,
    stop: &CancellationToken,
) -> Option<(TcpStream, OwnedSemaphorePermit)> {
    let accept = async {
        let permit = Arc::clone(permits).acquire_owned().await.ok()?;
        loop {
            match listener.accept().await {
                Ok((stream, _)) => return Some((without_delay(stream), permit)),
                Err(error) => {
                    tracing::warn!(%error, "no connection can be accepted");
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
    };
    tokio::select! {
        biased;
        () = stop.cancelled() => None,
        accepted = accept => accepted,
    }
}

/// Without `TCP_NODELAY` a page that is written in two pieces waits 40 ms for the peer's delayed acknowledgement.
fn without_delay(stream: TcpStream) -> TcpStream {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "a socket keeps Nagle's algorithm");
    }
    stream
}

#[cfg(test)]
mod tests;
