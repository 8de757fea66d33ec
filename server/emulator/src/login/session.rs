//! The emulator's own sign-on session: which accounts this browser has signed in with. All of it is in a sealed cookie.

use http::{HeaderMap, HeaderValue, header::COOKIE};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{site::Site, world::ids::AccountId};

const COOKIE_NAME: &str = "emulator_session";

/// An account with a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedIn {
    /// The account.
    pub account: AccountId,
    /// When it signed in, in seconds since 1970.
    pub at: i64,
    /// Session id (`sid`).
    pub sid: Uuid,
}

/// The sessions of one browser.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Accounts, latest last.
    pub accounts: Vec<SignedIn>,
}

impl Session {
    /// The session a browser sends; accounts that the world no longer knows are left out.
    pub fn of(site: &Site, headers: &HeaderMap) -> Self {
        let mut session = headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .filter(|(name, _)| *name == COOKIE_NAME)
            .find_map(|(_, value)| site.keys.open::<Self>(value))
            .unwrap_or_default();
        site.read(|world| session.accounts.retain(|signed| world.account(signed.account).is_some()));
        session
    }

    /// The session of this account.
    pub fn signed_in(&self, account: AccountId) -> Option<SignedIn> {
        self.accounts.iter().copied().find(|signed| signed.account == account)
    }

    /// Adds an account, or renews it.
    pub fn sign_in(&mut self, account: AccountId, now: OffsetDateTime) {
        self.accounts.retain(|signed| signed.account != account);
        self.accounts.push(SignedIn { account, at: now.unix_timestamp(), sid: Uuid::new_v4() });
    }

    /// The cookie that keeps this session, or removes it when empty.
    pub fn cookie(&self, site: &Site) -> Option<HeaderValue> {
        let cookie = if self.accounts.is_empty() {
            format!("{COOKIE_NAME}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0")
        } else {
            format!("{COOKIE_NAME}={}; Path=/; HttpOnly; SameSite=Lax", site.keys.seal(self))
        };
        HeaderValue::try_from(cookie).ok()
    }
}
