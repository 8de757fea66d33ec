//! What one client may hold on to.

use std::time::Duration;

/// The limits of connections. Each ends another way of keeping a place and giving nothing for it.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// How long a new connection may take until its first request head is there, whole.
    pub first_head: Duration,
    /// How long a connection may go without another whole request head later, the time between two requests included.
    pub head: Duration,
    /// How long a client may take nothing of an answer that waits to be written.
    pub write: Duration,
    /// After this a connection takes no further request, however well it is used.
    pub life: Duration,
    /// How long the answer that is under way may still take then.
    pub grace: Duration,
    /// How many connections there may be; more wait to be accepted.
    pub connections: usize,
}

impl Limits {
    /// For everybody.
    pub const USUAL: Self = Self {
        first_head: Duration::from_secs(10),
        head: Duration::from_secs(75),
        write: Duration::from_secs(30),
        life: Duration::from_hours(1),
        grace: Duration::from_mins(1),
        connections: 4096,
    };
}
