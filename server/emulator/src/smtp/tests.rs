//! What takes longer than a test over the network may.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

use super::{
    address,
    auth::{Exchange, Next},
    limits::Limits,
    line_reader::{Line, LineReader, ReadError},
};

const IDLE: Duration = Duration::from_millis(50);

#[tokio::test]
async fn a_client_that_is_silent_is_not_waited_for() {
    let (mut client, server) = duplex(64);
    let mut reader = LineReader::new(server, IDLE);
    client.write_all(b"NOOP\r\nhalf a li").await.unwrap();
    assert_eq!(reader.line(100).await, Ok(Line::Whole(b"NOOP".to_vec())));
    assert_eq!(reader.line(100).await, Err(ReadError::Idle));
    drop(client);
    assert_eq!(reader.line(100).await, Err(ReadError::Closed));
}

#[tokio::test]
async fn a_client_that_does_not_read_is_not_waited_for() {
    let (client, server) = duplex(16);
    let mut reader = LineReader::new(server, IDLE);
    let long = super::reply::Reply::new(250, "x".repeat(100));
    assert_eq!(reader.send(&long).await, Err(ReadError::Idle));
    drop(client);
}

#[tokio::test]
async fn a_line_of_any_length_is_read_to_its_end() {
    for length in [9, 10, 11, 12, 13, 8_190, 8_191, 8_192, 20_000] {
        let (mut client, server) = duplex(100_000);
        let mut reader = LineReader::new(server, IDLE);
        client.write_all(&[&vec![b'x'; length][..], b"\r\nNOOP\r\n"].concat()).await.unwrap();
        let first = reader.line(10).await.unwrap();
        assert_eq!(first == Line::TooLong, length > 10, "{length}");
        assert_eq!(reader.line(10).await, Ok(Line::Whole(b"NOOP".to_vec())), "{length}");
    }
}

#[tokio::test]
async fn a_message_ends_with_its_dot_wherever_a_packet_ends() {
    let whole = b"..one\r\n.two\r\n\r\n...\r\n.\r\nQUIT\r\n";
    for cut in 1..whole.len() {
        let (mut client, server) = duplex(64);
        let mut reader = LineReader::new(server, Duration::from_secs(20));
        let send = async {
            client.write_all(&whole[..cut]).await.unwrap();
            tokio::task::yield_now().await;
            client.write_all(&whole[cut..]).await.unwrap();
        };
        let read = async {
            let message = reader.message(&Limits::default()).await.unwrap().unwrap();
            (message, reader.line(10).await)
        };
        let ((), (message, next)) = tokio::join!(send, read);
        assert_eq!(message, b".one\r\ntwo\r\n\r\n..\r\n", "{cut}");
        assert_eq!(next, Ok(Line::Whole(b"QUIT".to_vec())), "{cut}");
    }
}

#[tokio::test]
async fn a_reply_is_one_whatever_it_says() {
    let (mut client, server) = duplex(256);
    let mut reader = LineReader::new(server, IDLE);
    let lines = vec!["one\r\n250 two".into(), "three".into()];
    reader.send(&super::reply::Reply::of_lines(250, lines)).await.unwrap();
    drop(reader);
    let mut sent = String::new();
    client.read_to_string(&mut sent).await.unwrap();
    assert_eq!(sent, "250-one  250 two\r\n250 three\r\n");
}

#[test]
fn addresses_are_those_of_rfc_5321() {
    for good in
        ["a@b", "a.b+c@d-e.example", "\"a b\"@c.example", "a@[127.0.0.1]", "a@[IPv6:::1]", "\u{17e}@b"]
    {
        assert_eq!(address::recipient(good), Some(good), "{good}");
    }
    for bad in [
        "", "a", "@b", "a@", ".a@b", "a.@b", "a..b@c", "a b@c", "a@b..c", "a@b-", "a@b_c", "a@[b]",
        "a@b\u{7}",
    ] {
        assert_eq!(address::recipient(bad), None, "{bad:?}");
    }
    assert_eq!(address::sender(""), Some(""));
    assert_eq!(address::recipient("PostMaster"), Some("PostMaster"));
    assert_eq!(address::end("\"a>\\\">\"@b> SIZE=1"), Some(9));
    assert_eq!(address::end("\"a>@b"), None);
}

#[test]
fn responses_of_an_exchange_are_read_whole() {
    let plain = |response: &str| Exchange::new("PLAIN").unwrap().take(response);
    let known = Next::Credentials { user: "u".to_owned(), password: "p".to_owned() };
    assert_eq!(plain("AHUAcA=="), Ok(known));
    for wrong in ["*", "=", "AHU=", "AHUAcABx", "no base64", "/w=="] {
        assert!(plain(wrong).is_err(), "{wrong}");
    }
    assert_eq!(Exchange::new("CRAM-MD5"), None);
}
