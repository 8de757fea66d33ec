//! The two listeners, plain and TLS.

pub(crate) mod connection;
pub(crate) mod tls;

use std::{
    io,
    net::{SocketAddr, TcpListener},
    time::Duration,
};

use axum::Router;
use axum_server::{Handle, accept::NoDelayAcceptor, tls_rustls::RustlsAcceptor};
use tokio::task::JoinHandle;
use tower::make::Shared;

use connection::ConnectionService;
use tls::Tls;

/// A listener that serves in the background.
#[derive(Debug)]
pub struct Listener {
    /// Where it listens.
    pub addr: SocketAddr,
    handle: Handle<SocketAddr>,
    task: JoinHandle<()>,
}

impl Listener {
    /// Serves the router in plain HTTP at `addr`, or over TLS when there is a configuration for it.
    pub fn start(addr: SocketAddr, router: Router, tls: Option<&Tls>) -> io::Result<Self> {
        let listener = TcpListener::bind(addr)?;
        listener.set_nonblocking(true)?;
        let addr = listener.local_addr()?;
        let handle = Handle::new();
        let server = axum_server::from_tcp(listener)?.handle(handle.clone());
        let service = Shared::new(ConnectionService::new(router, tls.is_some()));
        let task = if let Some(tls) = tls {
            let acceptor = RustlsAcceptor::new(tls.config.clone()).acceptor(NoDelayAcceptor::new());
            let serving = server.acceptor(acceptor).serve(service);
            tokio::spawn(async move { report(serving.await) })
        } else {
            let serving = server.acceptor(NoDelayAcceptor::new()).serve(service);
            tokio::spawn(async move { report(serving.await) })
        };
        Ok(Self { addr, handle, task })
    }

    /// The origin, with `localhost` as the host when that reaches it.
    pub fn origin(&self, scheme: &str) -> String {
        origin(self.addr, scheme)
    }

    /// Stops accepting connections, and closes those that are still open after a second.
    pub async fn stop(mut self) {
        self.handle.graceful_shutdown(Some(Duration::from_secs(1)));
        if let Err(error) = (&mut self.task).await {
            tracing::warn!(%error, "a listener of the emulator ended badly");
        }
    }
}

/// Whoever lets go of a listener has no use for what it serves: tests start hundreds.
impl Drop for Listener {
    fn drop(&mut self) {
        self.handle.shutdown();
    }
}

/// The origin of an address, with `localhost` as the host when that reaches it.
pub(crate) fn origin(addr: SocketAddr, scheme: &str) -> String {
    if addr.ip().is_loopback() || addr.ip().is_unspecified() {
        format!("{scheme}://localhost:{}", addr.port())
    } else {
        format!("{scheme}://{addr}")
    }
}

fn report(ended: io::Result<()>) {
    if let Err(error) = ended {
        tracing::error!(%error, "a listener of the emulator failed");
    }
}
