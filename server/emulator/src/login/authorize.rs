//! `/{tenant}/oauth2/v2.0/authorize` ("OAuth 2.0 authorization code flow", Microsoft identity platform).

use axum::{
    Form,
    extract::{OriginalUri, Path, State},
    response::Response,
};
use http::HeaderMap;
use world::{
    World,
    attribute::Attribute,
    ids::{AccountId, UserId},
    sign_in::SignInOutcome,
    user::User,
};

use super::{
    gate,
    gate::Hold,
    grant::Principal,
    interrupt,
    params::{Params, given},
    picker,
    request::{Asked, Asker, no_way_out},
};
use crate::{
    browser::{
        error::EntraError,
        resume,
        session::{Session, SignedIn, Visited},
    },
    call::Call,
    login::visit::Visit,
    redeem, sign_up,
    site::Site,
};

/// GET and POST: the parameters come as a query or as a form.
pub(super) async fn authorize(
    State(site): State<Site>,
    Path(segment): Path<String>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    call: Call,
    Form(params): Form<Params>,
) -> Response {
    let sender = match site.read(|world| Asker::read(world, &segment, &params)) {
        Ok(sender) => sender,
        Err(error) => return error.page(&call, &no_way_out()),
    };
    let asked = match Asked::read(&call, &sender, &params) {
        Ok(asked) => asked,
        Err(error) => return sender.answer.error(&call, &error),
    };
    let session = Session::of(&site, &headers);
    let visit = Visit { site: &site, call: &call, path: uri.path(), asker: sender, asked, params, session };
    match visit.choose() {
        Choice::Account(signed) => visit.at_home(signed),
        Choice::Ask => picker::page(visit.site, &visit.asker, &visit.session, visit.path, &visit.params),
        Choice::Silent(error) => visit.asker.answer.error(visit.call, &error),
    }
}

/// Who shall sign in.
enum Choice {
    Account(SignedIn),
    Ask,
    Silent(EntraError),
}

impl Visit<'_> {
    fn choose(&self) -> Choice {
        // The picker's own answer: an account that has just signed in.
        let picked = given(&self.params, resume::PICKED)
            .and_then(|id| id.parse::<AccountId>().ok())
            .and_then(|id| self.session.signed_in(id));
        if let Some(signed) = picked.filter(|signed| self.still_holds(signed)) {
            return Choice::Account(signed);
        }
        let hinted =
            given(&self.params, "login_hint").map(|hint| picker::hinted(self.site, self.asker.tenant, hint));
        let holding = self.session.accounts.iter().filter(|signed| self.still_holds(signed));
        let candidates: Vec<_> = holding
            .clone()
            .filter(|signed| hinted.is_none_or(|hinted| hinted == Some(signed.account)))
            .copied()
            .collect();
        match (self.asked.prompt.as_str(), candidates.as_slice()) {
            ("none", [signed]) => Choice::Account(*signed),
            ("none", []) if holding.count() == 0 => Choice::Silent(EntraError::known(50_058)),
            ("none", []) => Choice::Silent(EntraError::known(16_002)),
            ("none", _) => Choice::Silent(EntraError::known(16_000)),
            ("login" | "select_account", _) => Choice::Ask,
            (_, [signed]) => Choice::Account(*signed),
            _ => Choice::Ask,
        }
    }

    /// Whether the session began after the user's sessions were last ended.
    fn still_holds(&self, signed: &SignedIn) -> bool {
        self.site.read(|world| {
            let directory = world.tenant(self.asker.tenant);
            let user = directory.and_then(|directory| directory.user_of_account(signed.account));
            user.is_none_or(|user| world.session_is_valid(self.asker.tenant, user, signed.at))
                && world.sign_in_is_valid(self.asker.tenant, signed.account, signed.at, self.call.now())
        })
    }

    /// Where several tenants were asked at once, the account decides which it is.
    fn at_home(mut self, signed: SignedIn) -> Response {
        match self.site.read(|world| self.asker.at_home_of(world, signed.account)) {
            Ok(()) => self.go_on(signed),
            Err(_) if self.asked.is_silent() => {
                self.asker.answer.error(self.call, &EntraError::known(16_000))
            }
            Err(error) => self.refuse(error),
        }
    }

    /// The account is known: which user is it here, and what is still in the way?
    fn go_on(&self, signed: SignedIn) -> Response {
        let user = match self.site.read(|world| user_of(world, &self.asker, signed.account)) {
            Ok(user) => user,
            Err(entry) => return self.no_entry(entry, signed),
        };
        let principal = Principal {
            user,
            account: signed.account,
            sid: signed.sid,
            auth_time: signed.at,
            mfa: signed.mfa,
        };
        let outcome = self.site.read(|world| {
            let user = world.tenant(self.asker.tenant).and_then(|directory| directory.user(user));
            let user = user.ok_or_else(|| Hold::Refused(EntraError::known(50_034)))?;
            let asked = &self.asked;
            gate::check(world, &self.asker, user, &principal, &asked.claimed, &asked.scopes)?;
            match asked.prompt.as_str() {
                "consent" | "admin_consent" => Err(Hold::Consent(Vec::new())),
                _ => Ok(user.clone()),
            }
        });
        match outcome {
            Ok(user) => self.finish(&user, principal),
            Err(hold) if self.asked.is_silent() => {
                let silent = match hold {
                    Hold::SecondFactor { registered: false, told } => EntraError::known(50_072).telling(told),
                    hold => hold.refusal(&self.asked.claimed.contexts),
                };
                self.asker.answer.error(self.call, &silent)
            }
            Err(hold) => interrupt::page(self, hold, signed.account, user),
        }
    }

    fn no_entry(&self, entry: NoEntry, signed: SignedIn) -> Response {
        match entry {
            NoEntry::MustRedeem if self.asked.is_silent() => {
                let error = EntraError::known(50_014).called("interaction_required");
                self.asker.answer.error(self.call, &error)
            }
            NoEntry::Refused(_) | NoEntry::MaySignUp(_) if self.asked.is_silent() => {
                self.asker.answer.error(self.call, &EntraError::known(16_000))
            }
            NoEntry::MustRedeem => {
                let back = resume::address(self.path, &self.params, None);
                redeem::ask_to_join(self.site, self.call, self.asker.tenant, signed.account, &back)
            }
            NoEntry::Refused(error) => self.refuse(error),
            NoEntry::MaySignUp(wanted) => {
                let back = resume::address(self.path, &self.params, None);
                let (tenant, app) = (self.asker.tenant, &self.asker.client);
                sign_up::ask(self.site, tenant, app, signed.account, &wanted, &back)
            }
        }
    }

    fn finish(&self, user: &User, principal: Principal) -> Response {
        let mut session = self.session.clone();
        let (app, tenant) = (self.asker.client.client_id, self.asker.tenant);
        session.visit(Visited { sid: principal.sid, app, tenant });
        session.keep(self.site, self.asker.answer.send(self.answer(user, principal)))
    }
}

/// Why an account is nobody here.
enum NoEntry {
    MustRedeem,
    MaySignUp(Vec<Attribute>),
    Refused(EntraError),
}

/// The user that the account is in the tenant.
fn user_of(world: &World, asker: &Asker, account: AccountId) -> Result<UserId, NoEntry> {
    match world.sign_in(asker.tenant, account) {
        SignInOutcome::Allowed(user) => Ok(user.id),
        SignInOutcome::MustRedeem(_) => Err(NoEntry::MustRedeem),
        SignInOutcome::Blocked(_) => Err(NoEntry::Refused(EntraError::known(50_057))),
        SignInOutcome::Unknown => {
            if let Some(wanted) = world.sign_up_of(asker.tenant, asker.client.client_id, account) {
                return Err(NoEntry::MaySignUp(wanted));
            }
            let tenant = world.tenant(asker.tenant).map(|tenant| tenant.display_name.as_str());
            let account = world.account(account);
            let sentence = format!(
                "User account '{}' from identity provider '{}' does not exist in tenant '{}' and cannot access the application '{}'({}) in that tenant. The account needs to be added as an external user in the tenant first. Sign out and sign in again with a different Microsoft Entra user account.",
                account.map(|account| account.address.as_str()).unwrap_or_default(),
                account.map(|account| account.realm.idp()).unwrap_or_default(),
                tenant.unwrap_or_default(),
                asker.client.client_id,
                asker.client.name,
            );
            Err(NoEntry::Refused(EntraError::new("access_denied", 50_020, &sentence)))
        }
    }
}
