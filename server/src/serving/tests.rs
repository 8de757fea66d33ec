#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::net::SocketAddr;
use std::sync::Mutex;

use axum::routing::get;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use super::*;

/// Longer than any of this takes; only a failing test waits for it.
const LONG: Duration = Duration::from_secs(20);

struct Site {
    at: SocketAddr,
    stop: CancellationToken,
    served: JoinHandle<()>,
    /// The paths, in the order in which they were answered.
    answered: Arc<Mutex<Vec<String>>>,
    begun: Arc<Notify>,
    go_on: Arc<Notify>,
}

async fn site(limits: Limits) -> Site {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (at, stop) = (listener.local_addr().unwrap(), CancellationToken::new());
    let (answered, begun, go_on) = (Arc::default(), Arc::<Notify>::default(), Arc::<Notify>::default());
    let (log, started, gate) = (Arc::clone(&answered), Arc::clone(&begun), Arc::clone(&go_on));
    let slow = || async move {
        started.notify_one();
        gate.notified().await;
        "slow"
    };
    let log: Arc<Mutex<Vec<String>>> = log;
    let any = |uri: http::Uri| async move {
        log.lock().unwrap().push(uri.path().to_owned());
        "answer"
    };
    let app = Router::new().route("/slow", get(slow)).fallback(any);
    let served = tokio::spawn(serve(listener, app, limits, stop.clone()));
    Site { at, stop, served, answered, begun, go_on }
}

/// What comes back until the other side closes.
async fn all(stream: &mut TcpStream) -> String {
    let mut text = Vec::new();
    // A connection that is cut may end with a reset.
    let _ = tokio::time::timeout(LONG, stream.read_to_end(&mut text)).await.expect("it is never cut");
    String::from_utf8(text).unwrap()
}

async fn ask(stream: &mut TcpStream, path: &str) {
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
}

async fn answer(stream: &mut TcpStream) -> String {
    let mut text = vec![0; 4096];
    let count = tokio::time::timeout(LONG, stream.read(&mut text)).await.unwrap().unwrap();
    String::from_utf8_lossy(&text[..count]).into_owned()
}

#[tokio::test]
async fn slow_and_idle_connections_are_cut() {
    let site = site(Limits { head: Duration::from_millis(50), connections: 9 }).await;
    let mut silent = TcpStream::connect(site.at).await.unwrap();
    let mut half = TcpStream::connect(site.at).await.unwrap();
    half.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n").await.unwrap();
    let mut idle = TcpStream::connect(site.at).await.unwrap();
    ask(&mut idle, "/").await;
    assert!(!all(&mut silent).await.contains("200 OK"));
    assert!(!all(&mut half).await.contains("200 OK"));
    assert!(all(&mut idle).await.ends_with("answer"), "answered first, and cut afterwards");
}

#[tokio::test]
async fn one_too_many_waits_for_a_place() {
    let site = site(Limits { head: LONG * 3, connections: 1 }).await;
    let mut first = TcpStream::connect(site.at).await.unwrap();
    ask(&mut first, "/first").await;
    assert!(answer(&mut first).await.ends_with("answer"));
    let mut second = TcpStream::connect(site.at).await.unwrap();
    ask(&mut second, "/waits").await;
    ask(&mut first, "/first-again").await;
    assert!(answer(&mut first).await.ends_with("answer"));
    drop(first);
    assert!(answer(&mut second).await.ends_with("answer"));
    assert_eq!(*site.answered.lock().unwrap(), ["/first", "/first-again", "/waits"]);
}

#[tokio::test]
async fn what_is_under_way_is_finished() {
    let site = site(Limits { head: LONG * 3, connections: 9 }).await;
    let mut idle = TcpStream::connect(site.at).await.unwrap();
    ask(&mut idle, "/").await;
    answer(&mut idle).await;
    let mut busy = TcpStream::connect(site.at).await.unwrap();
    ask(&mut busy, "/slow").await;
    site.begun.notified().await;
    site.stop.cancel();
    assert_eq!(all(&mut idle).await, "", "closed at once");
    site.go_on.notify_one();
    assert!(all(&mut busy).await.ends_with("slow"));
    tokio::time::timeout(LONG, site.served).await.unwrap().unwrap();
    assert!(TcpStream::connect(site.at).await.is_err());
}
