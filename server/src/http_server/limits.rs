//! The limits of connections.

use std::time::Duration;

/// The limits of connections. Each ends one way to occupy a connection without using it.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// How long a new connection may take until its first request head has arrived completely.
    pub first_head: Duration,
    /// How long a connection may take for each later request head, the idle time before it included.
    pub head: Duration,
    /// How long a client may read nothing of a response that waits to be written.
    pub write: Duration,
    /// After this time a connection accepts no further request.
    pub life: Duration,
    /// How long the response in progress may still take then.
    pub grace: Duration,
    /// The maximum number of connections; more wait to be accepted.
    pub connections: usize,
    /// How many of them one peer may have, or one /64 of IPv6; more are closed at once. Trusted proxies may have any number.
    pub per_peer: usize,
}

impl Limits {
    /// The limits in production.
    pub const DEFAULT: Self = Self {
        first_head: Duration::from_secs(10),
        head: Duration::from_secs(75),
        write: Duration::from_secs(30),
        life: Duration::from_hours(1),
        grace: Duration::from_mins(1),
        connections: 4096,
        per_peer: 1024,
    };
}
