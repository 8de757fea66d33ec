//! Faults below HTTP, from a server that writes bytes.

use std::collections::VecDeque;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use graph::{Graph, GraphError, Outcome, fresh_http_client};

use crate::caller::{ADELE, Tokens, client};
use crate::inviting::new;

/// Answers each request with the next text and closes after an unfinished one; notes which connection asked.
#[derive(Clone)]
struct Wire {
    script: Arc<Mutex<VecDeque<&'static str>>>,
    asked: Arc<Mutex<Vec<usize>>>,
}

impl Wire {
    fn start(script: &[&'static str]) -> (Self, String) {
        let wire =
            Self { script: Arc::new(Mutex::new(script.iter().copied().collect())), asked: Arc::default() };
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let accepting = wire.clone();
        std::thread::spawn(move || {
            for (number, stream) in listener.incoming().enumerate() {
                let wire = accepting.clone();
                std::thread::spawn(move || wire.talk(number, stream.unwrap()));
            }
        });
        (wire, base)
    }

    fn talk(&self, number: usize, mut stream: TcpStream) {
        while read_request(&mut stream) {
            self.asked.lock().unwrap().push(number);
            let Some(answer) = self.script.lock().unwrap().pop_front() else { return };
            stream.write_all(answer.as_bytes()).unwrap();
            if !answer.ends_with('\n') {
                return;
            }
        }
    }

    fn asked(&self) -> Vec<usize> {
        self.asked.lock().unwrap().clone()
    }
}

/// Head and body; false at the end of the connection.
fn read_request(stream: &mut TcpStream) -> bool {
    let mut seen = Vec::new();
    let mut byte = [0];
    while !seen.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte).unwrap_or(0) == 0 {
            return false;
        }
        seen.push(byte[0]);
    }
    let head = String::from_utf8(seen).unwrap().to_ascii_lowercase();
    let length =
        head.split("content-length: ").nth(1).map_or(0, |rest| rest.lines().next().unwrap().parse().unwrap());
    stream.read_exact(&mut vec![0; length]).is_ok()
}

fn caller(base: &str) -> Graph {
    client(base).as_caller(Arc::new(Tokens::default()))
}

// Complete texts end in a line feed; the others break off there.
const FINE: &str =
    "HTTP/1.1 200 OK\r\ncontent-length: 46\r\n\r\n{\"id\":\"0b9b8f6a-4f0e-4d3b-9a57-0f4b1f1f8d11\"}\n";
const BUSY: &str = "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 3\r\n\r\n{}\n";
const SILENCE: &str = "";
const HALF_A_HEAD: &str = "HTTP/1.1 20";
const HALF_A_BODY: &str = "HTTP/1.1 201 Created\r\ncontent-length: 50\r\n\r\n{\"id\"";
const HALF_A_REFUSAL: &str = "HTTP/1.1 403 Forbidden\r\ncontent-length: 50\r\n\r\n{\"err";

#[tokio::test]
async fn reads_outlast_broken_connections() {
    let (wire, base) = Wire::start(&[SILENCE, HALF_A_HEAD, HALF_A_BODY, FINE]);
    assert_eq!(caller(&base).me().await.unwrap().id, ADELE);
    assert_eq!(wire.asked(), [0, 1, 2, 3]);
}

#[tokio::test]
async fn a_write_whose_answer_is_lost_is_not_repeated() {
    for answer in [SILENCE, HALF_A_HEAD, HALF_A_BODY] {
        let (wire, base) = Wire::start(&[answer, FINE]);
        let error = caller(&base).invite(&new()).await.unwrap_err();
        assert!(matches!(error, GraphError::Network { outcome: Outcome::Unknown, .. }), "{answer}: {error}");
        assert_eq!(wire.asked(), [0], "{answer}");
    }
}

#[tokio::test]
async fn a_write_on_a_kept_connection_is_not_repeated_either() {
    let (wire, base) = Wire::start(&[FINE, SILENCE, FINE]);
    let graph = caller(&base);
    graph.me().await.unwrap();
    assert!(graph.invite(&new()).await.unwrap_err().outcome_unknown());
    assert_eq!(wire.asked(), [0, 0]);
}

#[tokio::test]
async fn a_refusal_that_breaks_off_is_a_refusal() {
    let (wire, base) = Wire::start(&[HALF_A_REFUSAL]);
    let error = caller(&base).invite(&new()).await.unwrap_err();
    assert_eq!((error.status(), error.outcome_unknown()), (Some(403), false));
    assert_eq!(wire.asked(), [0]);
}

#[tokio::test]
async fn after_503_a_read_takes_a_new_connection() {
    let (wire, base) = Wire::start(&[FINE, BUSY, BUSY, FINE]);
    let graph = client(&base)
        .with_fresh_connections(fresh_http_client(&[]).unwrap())
        .as_caller(Arc::new(Tokens::default()));
    graph.me().await.unwrap();
    graph.me().await.unwrap();
    assert_eq!(wire.asked(), [0, 0, 1, 2]);
}

#[tokio::test]
async fn roots_must_be_certificates() {
    let broken: &[u8] = b"-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n";
    assert!(graph::http_client(&[broken]).is_err());
}
