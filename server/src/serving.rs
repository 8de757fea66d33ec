//! Connections of the main port. hyper by hand, because neither `axum::serve` nor axum-server caps how many there may be, and `axum::serve`
//! waits for the head of a request for ever.

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

/// After this pause connections are accepted again, when the system has no file left for one.
const PAUSE: Duration = Duration::from_millis(500);

/// Serves until `stop`, then lets the requests under way finish.
pub async fn serve(listener: TcpListener, app: Router, limits: Limits, stop: CancellationToken) {
    let places = Arc::new(Semaphore::new(limits.connections));
    let open = TaskTracker::new();
    while let Some((stream, place)) = accept(&listener, &places, &stop).await {
        let (app, stop) = (app.clone(), stop.clone());
        open.spawn(async move {
            if let Err(error) = connection::serve(stream, app, limits, stop).await {
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
async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
    stop: &CancellationToken,
) -> Option<(TcpStream, OwnedSemaphorePermit)> {
    let accept = async {
        let place = Arc::clone(places).acquire_owned().await.ok()?;
        loop {
            match listener.accept().await {
                Ok((stream, _)) => return Some((without_delay(stream), place)),
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
