//! Sessions: one opaque cookie, one row. The row holds ids and claims, never a token.

mod browser;
mod caller;
mod cookie;
mod login_attempts;
mod logout;
mod new_session;
mod record;
mod session_user;
mod store;

pub use caller::with_callers;
pub use cookie::{COOKIE, layer};
pub use login_attempts::LoginAttempt;
pub use record::SessionUser;
pub use store::Sessions;

pub(crate) use browser::{anonymous_draft_id, created_in_this_browser};
pub(crate) use login_attempts::{save_login_attempt, take_login_attempt};
pub(crate) use logout::{LogoutInitiator, end_session, purge_at};
pub(crate) use new_session::NewSession;
pub(crate) use record::session_user_in;
pub(crate) use session_user::{session_key, session_user};

use time::Duration;

/// A session ends after this long without a request.
pub const INACTIVITY: Duration = Duration::hours(8);
/// A session ends this long after the sign-in, whatever happens.
pub const ABSOLUTE: Duration = Duration::hours(24);
/// How long a sign-in may take, from leaving for the authority to coming back.
pub const LOGIN_TTL: Duration = Duration::minutes(10);
/// A form of somebody whose session has lapsed is kept for this long, and so is the session with the key of its browser.
pub(crate) const DRAFT_TTL: Duration = Duration::hours(24);
