//! The mail server: takes mail as RFC 5321 says, and sends none on. What it takes stands in the mailbox, with `STARTTLS` (RFC 3207), `AUTH`
//! (RFC 4954), `SIZE` (RFC 1870), `8BITMIME` (RFC 6152), `PIPELINING` (RFC 2920) and `SMTPUTF8` (RFC 6531).

mod address;
mod auth;
mod command;
mod connection;
mod limits;
mod line_reader;
mod message;
mod reply;
mod session;
mod struck;
#[cfg(test)]
mod tests;

use std::{
    io,
    net::{SocketAddr, TcpListener},
    sync::Arc,
    time::Duration,
};

use tokio::{
    sync::Semaphore,
    task::{JoinHandle, JoinSet},
    time::timeout,
};
use tokio_util::sync::CancellationToken;

use self::{connection::MailServer, limits::Limits};
use crate::{
    app_state::AppState,
    listen::tls::{Tls, TlsError},
    options::SmtpLogin,
};

/// How long connections may go on after the server was stopped.
const LAST_CONNECTIONS: Duration = Duration::from_secs(1);
/// The pause after a connection could not be accepted, e.g. for want of file descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// A mail server that listens in the background, until it is dropped.
#[derive(Debug)]
pub(crate) struct SmtpListener {
    /// Where it listens.
    pub(crate) addr: SocketAddr,
    stop: CancellationToken,
    task: JoinHandle<()>,
}

/// Why the mail server cannot start.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SmtpError {
    /// The address cannot be bound.
    #[error(transparent)]
    Listen(#[from] io::Error),
    /// There is no certificate.
    #[error(transparent)]
    Tls(#[from] TlsError),
}

impl SmtpListener {
    /// Listens at `addr`.
    pub(crate) fn start(
        addr: SocketAddr,
        state: AppState,
        tls: Arc<Tls>,
        login: Option<SmtpLogin>,
    ) -> Result<Self, SmtpError> {
        let config = Arc::new(tls.other_protocol()?);
        let listener = TcpListener::bind(addr)?;
        listener.set_nonblocking(true)?;
        let addr = listener.local_addr()?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let stop = CancellationToken::new();
        let limits = Limits::default();
        let server = MailServer { state, tls, config, login, limits, stop: stop.clone() };
        let task = tokio::spawn(accept(listener, Arc::new(server)));
        Ok(Self { addr, stop, task })
    }

    /// Stops accepting connections, and closes those that are still open after a second.
    pub(crate) async fn stop(mut self) {
        self.stop.cancel();
        if let Err(error) = (&mut self.task).await {
            tracing::warn!(%error, "the mail server ended badly");
        }
    }
}

impl Drop for SmtpListener {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn accept(listener: tokio::net::TcpListener, server: Arc<MailServer>) {
    let free = Arc::new(Semaphore::new(server.limits.connections));
    let mut connections = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            Some(_) = connections.join_next() => continue,
            () = server.stop.cancelled() => break,
        };
        let stream = match accepted {
            Ok((stream, _)) => stream,
            Err(error) => {
                tracing::warn!(%error, "a connection to the mail server was lost");
                tokio::time::sleep(ACCEPT_PAUSE).await;
                continue;
            }
        };
        // Only a matter of speed.
        let _ = stream.set_nodelay(true);
        let (server, free) = (Arc::clone(&server), Arc::clone(&free));
        connections.spawn(async move {
            match free.try_acquire() {
                Ok(_held) => connection::serve(&server, stream).await,
                Err(_) => connection::refuse(&server, stream).await,
            }
        });
    }
    drop(listener);
    let rest = async { while connections.join_next().await.is_some() {} };
    // Whoever is left then is cut off with the set.
    let _ = timeout(LAST_CONNECTIONS, rest).await;
}
