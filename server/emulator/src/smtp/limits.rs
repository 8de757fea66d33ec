//! How much the mail server takes.

use std::time::Duration;

/// The limits of the mail server. Sizes without their line end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Octets of a command ("Command Line", RFC 5321, section 4.5.3.1.4, with room for the parameters of extensions).
    pub(super) command: usize,
    /// Octets of what a client says for `AUTH` (RFC 4954, section 4).
    pub(super) auth: usize,
    /// Octets of a line of a message ("Text Line", RFC 5321, section 4.5.3.1.6).
    pub(super) text: usize,
    /// Octets of a message, as `SIZE` tells.
    pub(super) message: usize,
    /// Recipients of a message ("Recipients Buffer", RFC 5321, section 4.5.3.1.8).
    pub(super) recipients: usize,
    /// Connections at a time.
    pub(super) connections: usize,
    /// Wrong commands of a connection.
    pub(super) mistakes: u32,
    /// How long a client may be silent ("Server Timeout", RFC 5321, section 4.5.3.2.7).
    pub(super) idle: Duration,
    /// How long a connection may last.
    pub(super) whole: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            command: 2_046,
            auth: 12_286,
            text: 998,
            message: 1024 * 1024,
            recipients: 100,
            connections: 50,
            mistakes: 20,
            idle: Duration::from_mins(5),
            whole: Duration::from_hours(1),
        }
    }
}
