//! One connection: HTTP/1.1 on one socket, within the limits.

use std::future::pending;
use std::net::IpAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use backend::http::PeerAddress;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use thiserror::Error;
use tokio::net::TcpStream;
use tokio::sync::Notify;
use tokio::time::{sleep, timeout};
use tokio_io_timeout::TimeoutWriter;
use tokio_util::sync::CancellationToken;

use super::Limits;

/// The largest request head, and the most that is buffered of a body, in bytes. Larger heads are answered with 431.
const LARGEST_BUFFER: usize = 64 * 1024;

/// Why the server ended a connection.
#[derive(Debug, Error)]
pub(super) enum ConnectionError {
    /// hyper's own limits, the socket, or the limit on writing.
    #[error(transparent)]
    Http(#[from] hyper::Error),
    /// `Limits::first_head`.
    #[error("no request came")]
    NoRequest,
    /// `Limits::life` and `Limits::grace`.
    #[error("the last answer took too long")]
    NoEnd,
}

/// Serves one connection until the client closes it, a limit is reached, or `stop` and the response in progress has been written.
pub(super) async fn serve(
    stream: TcpStream,
    peer: IpAddr,
    app: Router,
    limits: Limits,
    stop: CancellationToken,
) -> Result<(), ConnectionError> {
    let asked = Arc::new(Notify::new());
    let (routes, first) = (TowerToHyperService::new(app), Arc::clone(&asked));
    let service = service_fn(move |mut request: Request<Incoming>| {
        first.notify_one();
        request.extensions_mut().insert(PeerAddress(peer));
        routes.call(request)
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(limits.head).max_buf_size(LARGEST_BUFFER);
    let stream = limit_writes(stream, limits.write);
    let mut connection = pin!(http.serve_connection(TokioIo::new(stream), service));
    let no_request = async {
        if timeout(limits.first_head, asked.notified()).await.is_ok() {
            pending::<()>().await;
        }
    };
    tokio::select! {
        // A request that has arrived counts, even if the limit has passed meanwhile.
        biased;
        ended = connection.as_mut() => return Ok(ended?),
        () = no_request => return Err(ConnectionError::NoRequest),
        () = sleep(limits.life) => {}
        () = stop.cancelled() => {}
    }
    connection.as_mut().graceful_shutdown();
    Ok(timeout(limits.grace, connection).await.map_err(|_| ConnectionError::NoEnd)??)
}

/// The socket with a limit on writing. The limit runs only while the socket does not accept bytes that are to be written, and restarts with
/// each byte that it accepts: hyper has no such limit, and one on whole responses would cut event streams and slow connections. An event stream that
/// has no events writes nothing, so no limit runs; one whose client has stopped reading ends like any other response.
fn limit_writes(stream: TcpStream, limit: Duration) -> Pin<Box<TimeoutWriter<TcpStream>>> {
    let mut stream = TimeoutWriter::new(stream);
    stream.set_timeout(Some(limit));
    Box::pin(stream)
}
