//! The listener: without `TCP_NODELAY` on accepted sockets a page that is written in two pieces waits 40 ms for the peer's delayed
//! acknowledgement.

use std::net::SocketAddr;

use axum::serve::{Listener, ListenerExt as _};
use tokio::net::TcpListener;

/// Binds, and sends small writes at once.
pub async fn bind(
    addr: SocketAddr,
) -> std::io::Result<impl Listener<Io = tokio::net::TcpStream, Addr = SocketAddr>> {
    let listener = TcpListener::bind(addr).await?;
    Ok(listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a socket keeps Nagle's algorithm");
        }
    }))
}
