//! Sessions: one opaque cookie, one row. The row holds ids and claims, never a token.

mod begun;
mod browser;
mod caller;
mod cookie;
mod ending;
mod new_session;
mod person;
mod record;
mod store;

pub use begun::Begun;
pub use caller::with_callers;
pub use cookie::{COOKIE, layer};
pub use record::SignedIn;
pub use store::Sessions;

pub(crate) use begun::{put_begun, take_begun};
pub(crate) use browser::{form_id, has_left};
pub(crate) use ending::{EndedBy, end, purge_at};
pub(crate) use new_session::NewSession;
pub(crate) use person::{key_for, signed_in};
pub(crate) use record::person_in;

use time::Duration;

/// A session ends after this long without a request.
pub const INACTIVITY: Duration = Duration::hours(8);
/// A session ends this long after the sign-in, whatever happens.
pub const ABSOLUTE: Duration = Duration::hours(24);
/// How long a sign-in may take, from leaving for the authority to coming back.
pub const BEGUN_LIFE: Duration = Duration::minutes(10);
/// A form of somebody whose session has lapsed is kept for this long, and so is the session with the key of its browser.
pub(crate) const FORM_STAYS: Duration = Duration::hours(24);
