//! The HTTP server of the main port. It uses hyper directly, because neither `axum::serve` nor axum-server limits the number of connections, and
//! `axum::serve` waits for the head of a request for ever.

mod connection;
mod limits;
mod places;

pub use limits::Limits;

use std::net::IpAddr;
use std::time::Duration;

use axum::Router;
use backend::config::TrustedProxies;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use places::{Place, Places};

/// The pause before the next accept, after the system had no file descriptor left.
const PAUSE: Duration = Duration::from_millis(500);

/// Serves until `stop`, then lets the requests in progress finish.
pub async fn serve(
    listener: TcpListener,
    app: Router,
    limits: Limits,
    proxies: TrustedProxies,
    stop: CancellationToken,
) {
    let places = Places::new(limits, proxies);
    let open = TaskTracker::new();
    while let Some((stream, peer, place)) = accept(&listener, &places, &stop).await {
        let (app, stop) = (app.clone(), stop.clone());
        open.spawn(async move {
            if let Err(error) = connection::serve(stream, peer, app, limits, stop).await {
                tracing::debug!(%error, "a connection broke off");
            }
            drop(place);
        });
    }
    drop(listener);
    open.close();
    open.wait().await;
}

/// The next connection, with its peer and place; `None` when the server stops. A peer that has all its places is turned away.
async fn accept(
    listener: &TcpListener,
    places: &Places,
    stop: &CancellationToken,
) -> Option<(TcpStream, IpAddr, Place)> {
    let accept = async {
        let mut free = places.free().await?;
        loop {
            match listener.accept().await {
                Ok((stream, peer)) => match places.take(peer.ip(), free) {
                    Ok(place) => return Some((without_delay(stream), peer.ip(), place)),
                    Err(place) => free = place,
                },
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
