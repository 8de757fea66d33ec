//! Connections. hyper by hand, because `axum::serve` waits for the head of a request for ever, and takes as many connections as come.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// What one client may hold on to.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// How long a connection may go without a whole request head, the time between two requests included.
    pub head: Duration,
    /// How many connections there may be; more wait to be accepted.
    pub connections: usize,
}

impl Limits {
    /// For everybody.
    pub const USUAL: Self = Self { head: Duration::from_secs(75), connections: 4096 };
}

/// After this pause connections are accepted again, when the system has no file left for one.
const PAUSE: Duration = Duration::from_millis(500);

/// Serves until `stop`, then lets the requests under way finish.
pub async fn serve(listener: TcpListener, app: Router, limits: Limits, stop: CancellationToken) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(limits.head);
    let places = Arc::new(Semaphore::new(limits.connections));
    let open = TaskTracker::new();
    while let Some((stream, place)) = next(&listener, &places, &stop).await {
        let service = TowerToHyperService::new(app.clone());
        let (connection, stop) = (http.serve_connection(TokioIo::new(stream), service), stop.clone());
        open.spawn(async move {
            let mut connection = pin!(connection);
            let ended = tokio::select! {
                ended = connection.as_mut() => ended,
                () = stop.cancelled() => {
                    connection.as_mut().graceful_shutdown();
                    connection.await
                }
            };
            if let Err(error) = ended {
                tracing::debug!(%error, "a connection broke off");
            }
            drop(place);
        });
    }
    drop(listener);
    open.close();
    open.wait().await;
}

/// The next connection, with its place among those there may be; `None` when it is time to stop.
async fn next(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
    stop: &CancellationToken,
) -> Option<(TcpStream, OwnedSemaphorePermit)> {
    let accept = async {
        let place = Arc::clone(places).acquire_owned().await.ok()?;
        loop {
            match listener.accept().await {
                Ok((stream, _)) => return Some((at_once(stream), place)),
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
fn at_once(stream: TcpStream) -> TcpStream {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "a socket keeps Nagle's algorithm");
    }
    stream
}

#[cfg(test)]
mod tests;
