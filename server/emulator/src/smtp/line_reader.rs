//! Reads lines, and nothing but lines: CRLF alone ends one. A server that takes other line ends reads a message where its sender saw a part
//! of one ("SMTP smuggling").

use std::time::Duration;

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    time::timeout,
};

use super::{limits::Limits, reply::Reply};

/// How much is read at a time.
const CHUNK_BYTES: usize = 8 * 1024;

/// A line without its end.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    Whole(Vec<u8>),
    TooLong,
}

/// Why there is no line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ReadError {
    /// The client is gone.
    Closed,
    /// The client was silent for too long.
    Idle,
    /// CR or LF by itself (RFC 5321, section 2.3.8).
    BareLineEnd,
}

/// A message as it was sent, without the dots of transparency; or why it is not taken.
pub(super) type Message = Result<Vec<u8>, Reply>;

/// A connection, read by the line.
pub(super) struct LineReader<S> {
    stream: S,
    buffer: Vec<u8>,
    idle: Duration,
}

impl<S: AsyncRead + AsyncWrite + Unpin> LineReader<S> {
    pub(super) const fn new(stream: S, idle: Duration) -> Self {
        Self { stream, buffer: Vec::new(), idle }
    }

    /// Whether the client has sent more than was read.
    pub(super) const fn has_more(&self) -> bool {
        !self.buffer.is_empty()
    }

    /// The connection itself.
    pub(super) fn into_stream(self) -> S {
        self.stream
    }

    /// The next line. The rest of one that is too long is read and forgotten.
    pub(super) async fn line(&mut self, most: usize) -> Result<Line, ReadError> {
        let (mut line, mut long) = (Vec::new(), false);
        loop {
            let end = self.buffer.iter().position(|byte| *byte == b'\n');
            let taken = end.map_or(self.buffer.len(), |end| end + 1);
            line.extend(self.buffer.drain(..taken));
            if line.len() > most + 2 {
                long = true;
                // What tells the end of the line.
                line.drain(..line.len() - 2);
            }
            if end.is_some() {
                break;
            }
            self.fill().await?;
        }
        let Some(text) = line.strip_suffix(b"\r\n") else { return Err(ReadError::BareLineEnd) };
        if text.contains(&b'\r') {
            return Err(ReadError::BareLineEnd);
        }
        Ok(if long { Line::TooLong } else { Line::Whole(text.to_vec()) })
    }

    /// A message up to the line with a dot alone. What is too long is read to its end and refused.
    pub(super) async fn message(&mut self, limits: &Limits) -> Result<Message, ReadError> {
        let mut message = Ok(Vec::new());
        loop {
            let line = self.line(limits.text + 1).await?;
            let text = match &line {
                Line::Whole(line) if line == b"." => return Ok(message),
                Line::Whole(line) => Some(line.strip_prefix(b".").unwrap_or(line)),
                Line::TooLong => None,
            };
            let Ok(bytes) = &mut message else { continue };
            match text.filter(|text| text.len() <= limits.text) {
                None => message = Err(Reply::new(554, "5.6.0 A line of the message is too long")),
                Some(text) if bytes.len() + text.len() + 2 > limits.message => {
                    message = Err(Reply::new(552, "5.3.4 The message is too large"));
                }
                Some(text) => {
                    bytes.extend_from_slice(text);
                    bytes.extend_from_slice(b"\r\n");
                }
            }
        }
    }

    async fn fill(&mut self) -> Result<(), ReadError> {
        let mut chunk = [0; CHUNK_BYTES];
        match timeout(self.idle, self.stream.read(&mut chunk)).await {
            Ok(Ok(0) | Err(_)) => Err(ReadError::Closed),
            Ok(Ok(count)) => {
                self.buffer.extend_from_slice(&chunk[..count]);
                Ok(())
            }
            Err(_) => Err(ReadError::Idle),
        }
    }

    /// Sends a reply.
    pub(super) async fn send(&mut self, reply: &Reply) -> Result<(), ReadError> {
        let bytes = reply.to_bytes();
        let sent = async {
            self.stream.write_all(&bytes).await?;
            self.stream.flush().await
        };
        match timeout(self.idle, sent).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(ReadError::Closed),
            Err(_) => Err(ReadError::Idle),
        }
    }

    /// Reads until the client is gone, and says nothing.
    pub(super) async fn silence(&mut self) {
        while self.fill().await.is_ok() {
            self.buffer.clear();
        }
    }

    /// Ends the connection.
    pub(super) async fn close(&mut self) {
        // The client may be gone already.
        let _ = timeout(self.idle, self.stream.shutdown()).await;
    }
}
