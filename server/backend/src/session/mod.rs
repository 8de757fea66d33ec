//! Sessions: one opaque cookie, one row. The row holds ids and claims, never a token.

mod begun;
mod caller;
mod cookie;
mod ending;
mod person;
mod store;

pub use begun::Begun;
pub use caller::with_callers;
pub use cookie::{COOKIE, layer};
pub use person::SignedIn;
pub use store::Sessions;

pub(crate) use begun::{put_begun, take_begun};
pub(crate) use ending::{EndedBy, end, leave_at};
pub(crate) use person::{key_for, person_in, sign_in};
pub(crate) use store::Together;

use time::Duration;

/// A session ends after this long without a request.
pub const INACTIVITY: Duration = Duration::hours(8);
/// A session ends this long after the sign-in, whatever happens.
pub const ABSOLUTE: Duration = Duration::hours(24);
/// How long a sign-in may take, from leaving for the authority to coming back.
pub const BEGUN_LIFE: Duration = Duration::minutes(10);
