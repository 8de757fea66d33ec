//! The emulator's own sign-on session: which accounts this browser has signed in with, and to which applications. All of it is in a sealed
//! cookie.

use axum::response::Response;
use http::{
    HeaderMap, HeaderValue,
    header::{COOKIE, SET_COOKIE},
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;
use world::ids::{AccountId, AppId, TenantId};

use crate::site::Site;

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
    /// Whether a second factor was shown.
    #[serde(default)]
    pub mfa: bool,
}

/// An application that was signed in to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visited {
    /// In this session.
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
    /// Applications that they signed in to: sign-out tells them.
    #[serde(default)]
    pub visited: Vec<Visited>,
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

    /// Whether an account is signed in, in a way that counts in a tenant.
    pub fn live(&self, site: &Site, tenant: TenantId, account: AccountId, now: OffsetDateTime) -> bool {
        let lasts =
            |signed: SignedIn| site.read(|world| world.sign_in_is_valid(tenant, account, signed.at, now));
        self.signed_in(account).is_some_and(lasts)
    }

    /// Adds an account, or renews it: its session keeps its id.
    pub fn sign_in(&mut self, account: AccountId, now: OffsetDateTime) {
        let sid = self.signed_in(account).map_or_else(Uuid::new_v4, |signed| signed.sid);
        self.accounts.retain(|signed| signed.account != account);
        self.accounts.push(SignedIn { account, at: now.unix_timestamp(), sid, mfa: false });
    }

    /// Notes that an account showed a second factor.
    pub fn show_mfa(&mut self, account: AccountId) {
        for signed in self.accounts.iter_mut().filter(|signed| signed.account == account) {
            signed.mfa = true;
        }
    }

    /// Notes that an application was signed in to.
    pub fn visit(&mut self, visited: Visited) {
        if !self.visited.contains(&visited) {
            self.visited.push(visited);
        }
    }

    /// Ends the session of one account, or of all; the applications they had signed in to.
    pub fn sign_out(&mut self, only: Option<AccountId>) -> Vec<Visited> {
        self.accounts.retain(|signed| only.is_some_and(|only| signed.account != only));
        let stays = |visited: &Visited| self.accounts.iter().any(|signed| signed.sid == visited.sid);
        let (staying, left) = self.visited.iter().copied().partition(stays);
        self.visited = staying;
        left
    }

    /// The session of one account alone.
    #[must_use]
    pub fn only(&self, account: AccountId) -> Self {
        let accounts: Vec<_> = self.signed_in(account).into_iter().collect();
        let of_it = |visited: &&Visited| accounts.iter().any(|signed| signed.sid == visited.sid);
        let visited = self.visited.iter().filter(of_it).copied().collect();
        Self { accounts, visited }
    }

    /// Adds the cookie that keeps this session, or removes it when empty.
    #[must_use]
    pub fn keep(&self, site: &Site, mut response: Response) -> Response {
        let cookie = if self.accounts.is_empty() {
            format!("{COOKIE_NAME}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0")
        } else {
            format!("{COOKIE_NAME}={}; Path=/; HttpOnly; SameSite=Lax", site.keys.seal(self))
        };
        if let Ok(cookie) = HeaderValue::try_from(cookie) {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
        response
    }
}
