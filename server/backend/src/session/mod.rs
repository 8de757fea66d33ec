//! Sessions: one opaque cookie, one row. The row holds ids and claims, never a token. A session is of a person: nothing is stored for anybody else,
//! what a sign-in needs until it ends lies in a sealed cookie.

mod account_check;
mod begun_sign_in;
mod browser;
mod caller;
mod cookies;
mod id;
mod logout;
mod new_session;
mod record;
mod store;

pub use account_check::AccountChecks;
pub use begun_sign_in::SIGN_IN_COOKIES;
pub use caller::with_callers;
pub use cookies::{COOKIE, SIGNED_OUT_COOKIE};
pub use record::SessionUser;
pub use store::Sessions;

pub(crate) use begun_sign_in::{BegunSignIn, begin_sign_in, take_sign_in};
pub(crate) use caller::with_quiet_callers;
pub(crate) use cookies::forget_sign_out;
pub(crate) use id::session_key;
pub(crate) use logout::{LogoutInitiator, SessionEnd, end_session, end_sessions_of, purge_at};
pub(crate) use new_session::NewSession;
pub(crate) use record::session_user_in;
pub(crate) use store::CurrentSession;

use time::Duration;

/// A session ends after this long without a request.
pub const INACTIVITY: Duration = Duration::hours(8);
/// A session ends this long after the sign-in, whatever happens.
pub const ABSOLUTE: Duration = Duration::hours(24);

/// In milliseconds.
fn ms(life: Duration) -> i64 {
    i64::try_from(life.whole_milliseconds()).unwrap_or(i64::MAX)
}
