//! The browser's single sign-on session: the accounts that signed in, and the applications they signed in to. It is stored in a sealed cookie.

use axum::response::Response;
use http::{
    HeaderMap, HeaderValue,
    header::{COOKIE, SET_COOKIE},
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;
use world::ids::{AccountId, AppId, TenantId};

use crate::app_state::AppState;

const COOKIE_NAME: &str = "emulator_session";

/// A signed-in account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedIn {
    /// The account.
    pub account: AccountId,
    /// When it signed in, in seconds since 1970.
    pub at: i64,
    /// Session id (`sid`).
    pub sid: Uuid,
    /// Whether a second factor was shown.
    #[serde(default)]
    pub mfa: bool,
}

/// An application that an account signed in to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitedApp {
    /// The session id (`sid`).
    pub sid: Uuid,
    /// The application.
    pub app: AppId,
    /// In this tenant.
    pub tenant: TenantId,
}

/// The sessions of one browser.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Accounts, latest last.
    pub accounts: Vec<SignedIn>,
    /// Applications that they signed in to; front-channel logout calls them.
    #[serde(default)]
    pub visited: Vec<VisitedApp>,
}

impl Session {
    /// The session that a browser sends, without accounts that no longer exist.
    pub fn of(state: &AppState, headers: &HeaderMap) -> Self {
        let mut session = headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .filter(|(name, _)| *name == COOKIE_NAME)
            .find_map(|(_, value)| state.keys.open::<Self>(value))
            .unwrap_or_default();
        state.read(|world| session.accounts.retain(|signed| world.account(signed.account).is_some()));
        session
    }

    /// The session of this account.
    pub fn signed_in(&self, account: AccountId) -> Option<SignedIn> {
        self.accounts.iter().copied().find(|signed| signed.account == account)
    }

    /// Whether an account is signed in, and the sign-in is still valid in a tenant.
    pub fn is_signed_in(
        &self,
        state: &AppState,
        tenant: TenantId,
        account: AccountId,
        now: OffsetDateTime,
    ) -> bool {
        let lasts =
            |signed: SignedIn| state.read(|world| world.sign_in_is_valid(tenant, account, signed.at, now));
        self.signed_in(account).is_some_and(lasts)
    }

    /// Adds an account, or renews its sign-in, which keeps the session id.
    pub fn sign_in(&mut self, account: AccountId, now: OffsetDateTime) {
        let sid = self.signed_in(account).map_or_else(Uuid::new_v4, |signed| signed.sid);
        self.accounts.retain(|signed| signed.account != account);
        self.accounts.push(SignedIn { account, at: now.unix_timestamp(), sid, mfa: false });
    }

    /// Records that an account completed multi-factor authentication.
    pub fn show_mfa(&mut self, account: AccountId) {
        for signed in self.accounts.iter_mut().filter(|signed| signed.account == account) {
            signed.mfa = true;
        }
    }

    /// Records that an application was signed in to.
    pub fn add_visited(&mut self, visited: VisitedApp) {
        if !self.visited.contains(&visited) {
            self.visited.push(visited);
        }
    }

    /// Ends the session of one account, or of all. Returns the applications they had signed in to.
    pub fn sign_out(&mut self, only: Option<AccountId>) -> Vec<VisitedApp> {
        self.accounts.retain(|signed| only.is_some_and(|only| signed.account != only));
        let stays = |visited: &VisitedApp| self.accounts.iter().any(|signed| signed.sid == visited.sid);
        let (staying, left) = self.visited.iter().copied().partition(stays);
        self.visited = staying;
        left
    }

    /// The session with only one account.
    #[must_use]
    pub fn only(&self, account: AccountId) -> Self {
        let accounts: Vec<_> = self.signed_in(account).into_iter().collect();
        let of_it = |visited: &&VisitedApp| accounts.iter().any(|signed| signed.sid == visited.sid);
        let visited = self.visited.iter().filter(of_it).copied().collect();
        Self { accounts, visited }
    }

    /// Sets the cookie of this session, or removes it when the session is empty.
    #[must_use]
    pub fn with_cookie(&self, state: &AppState, mut response: Response) -> Response {
        let cookie = if self.accounts.is_empty() {
            format!("{COOKIE_NAME}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0")
        } else {
            format!("{COOKIE_NAME}={}; Path=/; HttpOnly; SameSite=Lax", state.keys.seal(self))
        };
        if let Ok(cookie) = HeaderValue::try_from(cookie) {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
        response
    }
}
