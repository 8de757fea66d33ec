//! Sessions: one opaque cookie, one row. The row holds ids and claims, never a token.

mod begun;
mod caller;
mod cookie;
mod ending;
mod kept;
mod person;
mod store;

pub use begun::Begun;
pub use caller::with_callers;
pub use cookie::{COOKIE, layer};
pub use person::SignedIn;
pub use store::Sessions;

pub(crate) use begun::{put_begun, take_begun};
pub(crate) use ending::{EndedBy, end, leave_at};
pub(crate) use kept::{is_ours, remember};
pub(crate) use person::{key_for, person_in, sign_in, signed_in};
pub(crate) use store::Together;

use time::Duration;

/// A session ends after this long without a request.
pub const INACTIVITY: Duration = Duration::hours(8);
/// A session ends this long after the sign-in, whatever happens.
pub const ABSOLUTE: Duration = Duration::hours(24);
/// How long a sign-in may take, from leaving for the authority to coming back.
pub const BEGUN_LIFE: Duration = Duration::minutes(10);
/// A form of somebody whose session has lapsed is kept for this long, and so is the session that says whose it is.
pub(crate) const FORM_STAYS: Duration = Duration::hours(24);
