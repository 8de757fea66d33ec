#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods)]

use std::convert::Infallible;
use std::io::Write as _;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::routing::get;
use futures::StreamExt as _;
use futures::future::ready;
use futures::stream::once;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpSocket;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use super::*;

/// More than any socket takes that nobody reads from.
const LARGE: usize = 8 * 1024 * 1024;
/// What nobody waits for.
const SHORT: Duration = Duration::from_millis(100);
/// Longer than any of this takes; only a failing test waits for it.
const LONG: Duration = Duration::from_secs(20);

/// No limit that a test would reach.
const WIDE: Limits = Limits {
    first_head: UNREACHED,
    head: UNREACHED,
    write: UNREACHED,
    life: UNREACHED,
    grace: UNREACHED,
    connections: 9,
    per_peer: 9,
};
const UNREACHED: Duration = Duration::from_mins(1);

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
    site_behind("", limits).await
}

/// Behind proxies that are trusted.
async fn site_behind(proxies: &str, limits: Limits) -> Site {
    let proxies = TrustedProxies::parse(proxies).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (at, stop) = (listener.local_addr().unwrap(), CancellationToken::new());
    let (answered, begun, go_on) = (Arc::default(), Arc::<Notify>::default(), Arc::<Notify>::default());
    let (log, started, gate) = (Arc::clone(&answered), Arc::clone(&begun), Arc::clone(&go_on));
    let second = Arc::clone(&gate);
    let slow = || async move {
        started.notify_one();
        gate.notified().await;
        "slow"
    };
    let events = || async move {
        let later = async move {
            second.notified().await;
            Ok("data: two\n\n")
        };
        let events = once(ready(Ok::<_, Infallible>("data: one\n\n"))).chain(once(later));
        ([("content-type", "text/event-stream")], Body::from_stream(events))
    };
    let log: Arc<Mutex<Vec<String>>> = log;
    let any = |uri: http::Uri| async move {
        log.lock().unwrap().push(uri.path().to_owned());
        "answer"
    };
    let app = Router::new()
        .route("/slow", get(slow))
        .route("/events", get(events))
        .route("/large", get(|| async { vec![b'x'; LARGE] }))
        .fallback(any);
    let served = tokio::spawn(serve(listener, app, limits, proxies, stop.clone()));
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
    let site = site(Limits { head: Duration::from_millis(50), ..WIDE }).await;
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
    let site = site(Limits { connections: 1, ..WIDE }).await;
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
async fn a_peer_has_so_many_places_and_no_more() {
    let site = site(Limits { connections: 3, per_peer: 2, ..WIDE }).await;
    let mut held = Vec::new();
    for path in ["/one", "/two"] {
        let mut stream = TcpStream::connect(site.at).await.unwrap();
        ask(&mut stream, path).await;
        assert!(answer(&mut stream).await.ends_with("answer"));
        held.push(stream);
    }
    for _ in 0..9 {
        let mut refused = TcpStream::connect(site.at).await.unwrap();
        assert_eq!(all(&mut refused).await, "", "closed at once, and takes no place of others");
    }
    ask(&mut held[0], "/three").await;
    assert!(answer(&mut held[0]).await.ends_with("answer"), "whoever has a place keeps it");
    drop(held);
    // The places are free once the server has seen that.
    loop {
        let mut next = TcpStream::connect(site.at).await.unwrap();
        ask(&mut next, "/next").await;
        if all_or_first(&mut next).await.ends_with("answer") {
            break;
        }
    }
}

/// What comes first; nothing where the connection is closed.
async fn all_or_first(stream: &mut TcpStream) -> String {
    let mut text = vec![0; 4096];
    let count = tokio::time::timeout(LONG, stream.read(&mut text)).await.unwrap().unwrap_or_default();
    String::from_utf8_lossy(&text[..count]).into_owned()
}

#[tokio::test]
async fn a_trusted_proxy_has_all_there_are() {
    let site = site_behind("127.0.0.0/8", Limits { connections: 3, per_peer: 1, ..WIDE }).await;
    let mut held = Vec::new();
    for path in ["/one", "/two", "/three"] {
        let mut stream = TcpStream::connect(site.at).await.unwrap();
        ask(&mut stream, path).await;
        assert!(answer(&mut stream).await.ends_with("answer"), "{path}");
        held.push(stream);
    }
}

#[tokio::test]
async fn what_is_under_way_is_finished() {
    let site = site(WIDE).await;
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

/// A client that asks for the large answer, and never reads.
async fn never_reads(at: SocketAddr) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    let mut stream = socket.connect(at).await.unwrap();
    let request = b"GET /large HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    stream.write_all(request).await.unwrap();
    stream
}

#[tokio::test]
async fn an_answer_that_nobody_reads_gives_its_place_away() {
    let site = site(Limits { write: SHORT, connections: 1, ..WIDE }).await;
    let _unread = never_reads(site.at).await;
    let mut second = TcpStream::connect(site.at).await.unwrap();
    ask(&mut second, "/").await;
    assert!(answer(&mut second).await.ends_with("answer"));
}

#[tokio::test]
async fn a_large_answer_that_is_read_comes_whole() {
    // Longer than TCP itself waits at a window that was closed for a moment.
    let site = site(Limits { write: Duration::from_secs(5), ..WIDE }).await;
    let mut reader = TcpStream::connect(site.at).await.unwrap();
    reader.write_all(b"GET /large HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").await.unwrap();
    assert!(all(&mut reader).await.len() > LARGE);
}

#[tokio::test]
async fn an_event_stream_may_be_silent_for_longer_than_a_write_may_take() {
    let site = site(Limits { write: SHORT, connections: 2, ..WIDE }).await;
    let mut events = TcpStream::connect(site.at).await.unwrap();
    ask(&mut events, "/events").await;
    let mut heard = answer(&mut events).await;
    while !heard.contains("data: one") {
        heard += &answer(&mut events).await;
    }
    let _unread = never_reads(site.at).await;
    let mut third = TcpStream::connect(site.at).await.unwrap();
    ask(&mut third, "/").await;
    assert!(answer(&mut third).await.ends_with("answer"), "the limit on writing has passed");
    site.go_on.notify_one();
    assert!(answer(&mut events).await.contains("data: two"));
}

#[tokio::test]
async fn the_first_request_has_to_come_sooner_than_the_next() {
    let site = site(Limits { first_head: SHORT, ..WIDE }).await;
    // Sent before the connection is accepted, however slow this machine is.
    let mut quick = std::net::TcpStream::connect(site.at).unwrap();
    quick.write_all(b"GET /first HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    quick.set_nonblocking(true).unwrap();
    let mut quick = TcpStream::from_std(quick).unwrap();
    assert!(answer(&mut quick).await.ends_with("answer"));
    let mut silent = TcpStream::connect(site.at).await.unwrap();
    let mut half = TcpStream::connect(site.at).await.unwrap();
    half.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n").await.unwrap();
    assert_eq!(all(&mut silent).await, "");
    assert_eq!(all(&mut half).await, "");
    ask(&mut quick, "/second").await;
    assert!(
        answer(&mut quick).await.ends_with("answer"),
        "a connection that has been used may be idle for longer"
    );
    assert_eq!(*site.answered.lock().unwrap(), ["/first", "/second"]);
}

#[tokio::test]
async fn no_connection_lives_for_ever() {
    let site = site(Limits { life: SHORT, ..WIDE }).await;
    let mut busy = TcpStream::connect(site.at).await.unwrap();
    ask(&mut busy, "/slow").await;
    site.begun.notified().await;
    let mut idle = TcpStream::connect(site.at).await.unwrap();
    assert_eq!(all(&mut idle).await, "", "closed, and so the other one's life is over too");
    site.go_on.notify_one();
    let last = all(&mut busy).await;
    assert!(last.ends_with("slow") && last.contains("connection: close"), "{last}");
}

#[tokio::test]
async fn nor_does_its_last_answer() {
    let site = site(Limits { life: SHORT, grace: SHORT, connections: 1, ..WIDE }).await;
    let mut busy = TcpStream::connect(site.at).await.unwrap();
    ask(&mut busy, "/slow").await;
    assert_eq!(all(&mut busy).await, "");
}

#[tokio::test]
async fn a_head_may_be_large_but_not_huge() {
    let site = site(WIDE).await;
    let start = "GET / HTTP/1.1\r\nHost: localhost\r\nCookie: ";
    let head = |length: usize| format!("{start}{}", "x".repeat(length - start.len()));
    let mut large = TcpStream::connect(site.at).await.unwrap();
    large.write_all(format!("{}\r\n\r\n", head(60 * 1024)).as_bytes()).await.unwrap();
    assert!(answer(&mut large).await.ends_with("answer"));
    let mut huge = TcpStream::connect(site.at).await.unwrap();
    // Not a byte more: what is left unread when the server closes would take the answer along.
    huge.write_all(head(64 * 1024).as_bytes()).await.unwrap();
    assert!(all(&mut huge).await.starts_with("HTTP/1.1 431 "));
}

#[tokio::test]
async fn small_writes_are_sent_at_once() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let _client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
    let (places, stop) = (Places::new(WIDE, TrustedProxies::default()), CancellationToken::new());
    let (accepted, _, _place) = accept(&listener, &places, &stop).await.unwrap();
    assert!(accepted.nodelay().unwrap());
}
