//! Redeeming an invitation ("B2B collaboration invitation redemption").

mod invitation_summary;
mod join;
mod link;
mod my_apps;
mod pages;
pub mod terms;
mod unsubscribe;

use axum::{
    Form, Router,
    extract::{Query, State},
    response::Response,
    routing::{get, post},
};
use http::HeaderMap;
use invitation_summary::{InvitationSummary, load_invitation};
pub use join::ask_to_join;
use link::RedeemLink;
pub use link::link;
use serde::Deserialize;
use world::{
    effect::Actor,
    ids::{AccountId, TenantId, UserId},
    invitation::Invitation,
    redeem::RedeemRefused,
};

use crate::{
    admin::mail,
    app_state::AppState,
    browser::{error::EntraError, resume::ACCOUNT_PARAM, session::Session},
    entra::home_idp::sign_in_address,
    pages::see_other,
    request_context::RequestContext,
};

const CONSENT: &str = "/redeem/consent";
const JOIN: &str = "/redeem/join";

/// The routes.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/redeem", get(open))
        .route("/redeem/", get(open))
        .route(CONSENT, post(consent))
        .route(JOIN, post(join::join))
        .route(terms::TERMS, post(terms::decide))
        .route(my_apps::MY_APPS, get(my_apps::page))
        .route(unsubscribe::MANAGE, get(unsubscribe::ask).post(unsubscribe::block))
}

/// The tenant that a redeem link leads into.
pub fn tenant_of(rd: &str) -> Option<TenantId> {
    RedeemLink::read(rd).map(|link| link.tenant)
}

/// The parameters of the link and the fields of the forms.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct RedeemForm {
    rd: String,
    decision: String,
    tenant: String,
    account: String,
    #[serde(rename = "continue")]
    back: String,
    #[serde(rename = "emulator_account")]
    picked: String,
}

/// A redemption in progress: a redeem link that was opened in a browser.
struct Redemption<'a> {
    state: &'a AppState,
    context: &'a RequestContext,
    session: Session,
    link: RedeemLink,
    rd: &'a str,
    invitation: Invitation,
    summary: InvitationSummary,
}

async fn open(
    State(state): State<AppState>,
    Query(fields): Query<RedeemForm>,
    headers: HeaderMap,
    context: RequestContext,
) -> Response {
    let redemption = match Redemption::read(&state, &context, &headers, &fields.rd) {
        Ok(redemption) => redemption,
        Err(refused) => return refuse_link(&state, &fields.rd, refused),
    };
    match redemption.matching_account(&fields.picked) {
        Some(account) if !redemption.summary.pending => redemption.finish(account),
        Some(account) if state.read(|world| world.skips_consent(redemption.link.tenant, account)) => {
            redemption.accept(account)
        }
        Some(account) => {
            let name = state.read(|world| world.account(account).map(|account| account.address.clone()));
            pages::consent(&redemption.summary, &name.unwrap_or_default(), &fields.rd, account)
        }
        None => redemption.ask_to_sign_in(!fields.picked.is_empty()),
    }
}

async fn consent(
    State(state): State<AppState>,
    headers: HeaderMap,
    context: RequestContext,
    Form(fields): Form<RedeemForm>,
) -> Response {
    let redemption = match Redemption::read(&state, &context, &headers, &fields.rd) {
        Ok(redemption) => redemption,
        Err(refused) => return refuse_link(&state, &fields.rd, refused),
    };
    if fields.decision != "accept" {
        return pages::declined(&redemption.summary.organization, &redemption.address());
    }
    // The session may have ended in between; then the person has to sign in.
    match redemption.matching_account(&fields.account) {
        Some(account) => redemption.accept(account),
        None => redemption.ask_to_sign_in(true),
    }
}

/// The page for a link that cannot be used, with a link to the mailbox if a newer one may be there.
fn refuse_link(state: &AppState, rd: &str, refused: RedeemRefused) -> Response {
    let way = match refused {
        RedeemRefused::Superseded => {
            unsubscribe::about(state, rd).map(|(_, _, address)| mail::address_of(&address))
        }
        RedeemRefused::Unknown => Some(mail::PATH.to_owned()),
        _ => None,
    };
    match way {
        Some(way) => pages::refused_with(refused, &pages::to_mailbox(&way)),
        None => pages::refused(refused),
    }
}

impl<'a> Redemption<'a> {
    fn read(
        state: &'a AppState,
        context: &'a RequestContext,
        headers: &HeaderMap,
        rd: &'a str,
    ) -> Result<Self, RedeemRefused> {
        let link = RedeemLink::read(rd).ok_or(RedeemRefused::Unknown)?;
        let (invitation, summary) = load_invitation(state, &link, context.now())?;
        Ok(Self { state, context, session: Session::of(state, headers), link, rd, invitation, summary })
    }

    /// The account of this browser that may redeem; the one that was just chosen comes first.
    fn matching_account(&self, picked: &str) -> Option<AccountId> {
        let (tenant, invitation) = (self.link.tenant, &self.invitation);
        let live =
            |account: AccountId| self.session.is_signed_in(self.state, tenant, account, self.context.now());
        let may = |account: AccountId| {
            self.state.read(|world| world.may_redeem(tenant, invitation.user, account, &invitation.address))
        };
        let first = picked.parse().ok();
        let others = self.session.accounts.iter().rev().map(|signed| signed.account);
        first.into_iter().chain(others).find(|id| live(*id) && may(*id))
    }

    fn accept(&self, account: AccountId) -> Response {
        let meta = self.context.meta.by(Actor { app: None, user: Some(self.invitation.user) });
        let link = &self.link;
        let redeem = |world: &mut world::World| {
            world.redeem(&meta, link.tenant, link.invitation, &link.ticket, account)
        };
        match self.state.change(redeem) {
            Ok(_) => self.finish(account),
            Err(refused) => pages::refused(refused),
        }
    }

    /// Shows the terms of use, if any, then redirects to the landing address. The browser's session keeps only this account, so that the application
    /// need not show the account picker.
    fn finish(&self, account: AccountId) -> Response {
        let (tenant, user): (TenantId, UserId) = (self.link.tenant, self.invitation.user);
        let terms = self.state.read(|world| world.terms_for(tenant, user).map(str::to_owned));
        let response = if let Some(terms) = terms {
            let back = serde_urlencoded::to_string([("rd", self.rd), (ACCOUNT_PARAM, &account.to_string())]);
            let back = format!("/redeem?{}", back.unwrap_or_default());
            terms::page(&self.summary.organization, &terms, tenant, account, &back)
        } else if self.summary.redirect_url.is_empty() {
            see_other(&my_apps::address(tenant))
        } else {
            see_other(&self.summary.redirect_url)
        };
        self.session.only(account).with_cookie(self.state, response)
    }

    /// The address of the link on this emulator.
    fn address(&self) -> String {
        format!("/redeem?{}", serde_urlencoded::to_string([("rd", self.rd)]).unwrap_or_default())
    }

    /// No signed-in account may redeem: asks to sign in.
    fn ask_to_sign_in(&self, picked: bool) -> Response {
        let sign_in = sign_in_address(&self.invitation.address, &self.address());
        let tenant = self.link.tenant;
        let live =
            |account: &AccountId| self.session.is_signed_in(self.state, tenant, *account, self.context.now());
        let other = self.session.accounts.iter().rev().map(|signed| signed.account).find(live);
        let ends = self.state.read(|world| {
            world.tenant(tenant).is_some_and(|tenant| tenant.policy.other_session_ends_redemption)
        });
        match other.filter(|_| ends || picked) {
            Some(account) => self.wrong_account(account, &sign_in),
            None => pages::invited(&self.summary, &sign_in),
        }
    }

    fn wrong_account(&self, account: AccountId, sign_in: &str) -> Response {
        let sentence = self.state.read(|world| {
            let account = world.account(account);
            format!(
                "User account '{}' from identity provider '{}' does not exist in tenant '{}' and cannot redeem this invitation. The account needs to be added as an external user in the tenant first. Sign out and sign in again with a different Microsoft Entra user account.",
                account.map(|account| account.address.as_str()).unwrap_or_default(),
                account.map(|account| account.realm.idp()).unwrap_or_default(),
                self.summary.organization,
            )
        });
        EntraError::new("access_denied", 50_020, &sentence)
            .with_status(http::StatusCode::FORBIDDEN)
            .page(self.context, &pages::other_way(&self.summary, sign_in))
    }
}
