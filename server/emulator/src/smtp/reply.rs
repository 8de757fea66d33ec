//! Replies of the mail server, with enhanced status codes (RFC 3463).

use std::borrow::Cow;

/// A reply: its code, and what it says, a line each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reply {
    pub(super) code: u16,
    lines: Vec<Cow<'static, str>>,
}

impl Reply {
    /// A reply of one line.
    pub(super) fn new(code: u16, text: impl Into<Cow<'static, str>>) -> Self {
        Self { code, lines: vec![text.into()] }
    }

    /// A reply of several lines.
    pub(super) fn of_lines(code: u16, lines: Vec<Cow<'static, str>>) -> Self {
        Self { code, lines }
    }

    /// Whether the server ends the connection after this reply: 421, and 521 for a client that cannot be understood.
    pub(super) const fn ends(&self) -> bool {
        matches!(self.code, 221 | 421 | 521)
    }

    /// Whether it tells that the client did not keep to the protocol.
    pub(super) const fn tells_mistake(&self) -> bool {
        matches!(self.code, 500..=504 | 555)
    }

    /// As it is sent. A line end within a line would begin another reply, so there is none.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut text = String::new();
        for (number, line) in self.lines.iter().enumerate() {
            let mark = if number + 1 < self.lines.len() { '-' } else { ' ' };
            let line = line.replace(['\r', '\n'], " ");
            text.extend([&self.code.to_string(), mark.encode_utf8(&mut [0; 4]) as &str, &line, "\r\n"]);
        }
        text.into_bytes()
    }
}
