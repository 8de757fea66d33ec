//! Redeeming an invitation ("B2B collaboration invitation redemption").

mod join;
mod link;
mod my_apps;
mod pages;
mod story;
pub mod terms;
mod unsubscribe;

use axum::{
    Form, Router,
    extract::{Query, State},
    response::Response,
    routing::{get, post},
};
use http::HeaderMap;
pub use join::ask_to_join;
use link::Link;
pub use link::link;
use serde::Deserialize;
use story::{Story, look};
use world::{
    effect::Actor,
    ids::{AccountId, TenantId, UserId},
    invitation::Invitation,
    redeem::RedeemRefused,
};

use crate::{
    admin::mail,
    browser::{error::EntraError, resume::PICKED, session::Session},
    call::Call,
    home::sign_in_address,
    pages::see_other,
    site::Site,
};

const CONSENT: &str = "/redeem/consent";
const JOIN: &str = "/redeem/join";

/// The routes.
pub fn routes() -> Router<Site> {
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
    Link::read(rd).map(|link| link.tenant)
}

/// What the link and the forms carry.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Fields {
    rd: String,
    decision: String,
    tenant: String,
    account: String,
    #[serde(rename = "continue")]
    back: String,
    #[serde(rename = "emulator_account")]
    picked: String,
}

/// A link that was opened in a browser.
struct Visit<'a> {
    site: &'a Site,
    call: &'a Call,
    session: Session,
    link: Link,
    rd: &'a str,
    invitation: Invitation,
    story: Story,
}

async fn open(
    State(site): State<Site>,
    Query(fields): Query<Fields>,
    headers: HeaderMap,
    call: Call,
) -> Response {
    let visit = match Visit::read(&site, &call, &headers, &fields.rd) {
        Ok(visit) => visit,
        Err(refused) => return no_visit(&site, &fields.rd, refused),
    };
    match visit.fitting(&fields.picked) {
        Some(account) if !visit.story.pending => visit.land(account),
        Some(account) if site.read(|world| world.skips_consent(visit.link.tenant, account)) => {
            visit.accept(account)
        }
        Some(account) => {
            let name = site.read(|world| world.account(account).map(|account| account.address.clone()));
            pages::consent(&visit.story, &name.unwrap_or_default(), &fields.rd, account)
        }
        None => visit.ask_to_sign_in(!fields.picked.is_empty()),
    }
}

async fn consent(
    State(site): State<Site>,
    headers: HeaderMap,
    call: Call,
    Form(fields): Form<Fields>,
) -> Response {
    let visit = match Visit::read(&site, &call, &headers, &fields.rd) {
        Ok(visit) => visit,
        Err(refused) => return no_visit(&site, &fields.rd, refused),
    };
    if fields.decision != "accept" {
        return pages::declined(&visit.story.organization, &visit.address());
    }
    // The session may have ended meanwhile: then it is the way to sign in that helps.
    match visit.fitting(&fields.account) {
        Some(account) => visit.accept(account),
        None => visit.ask_to_sign_in(true),
    }
}

/// The link cannot be used; where a newer one is, or may be.
fn no_visit(site: &Site, rd: &str, refused: RedeemRefused) -> Response {
    let way = match refused {
        RedeemRefused::Superseded => {
            unsubscribe::about(site, rd).map(|(_, _, address)| mail::address_of(&address))
        }
        RedeemRefused::Unknown => Some(mail::HERE.to_owned()),
        _ => None,
    };
    match way {
        Some(way) => pages::refused_with(refused, &pages::to_mailbox(&way)),
        None => pages::refused(refused),
    }
}

impl<'a> Visit<'a> {
    fn read(site: &'a Site, call: &'a Call, headers: &HeaderMap, rd: &'a str) -> Result<Self, RedeemRefused> {
        let link = Link::read(rd).ok_or(RedeemRefused::Unknown)?;
        let (invitation, story) = look(site, &link, call.now())?;
        Ok(Self { site, call, session: Session::of(site, headers), link, rd, invitation, story })
    }

    /// The account of this browser that may redeem; the one that was just picked first.
    fn fitting(&self, picked: &str) -> Option<AccountId> {
        let (tenant, invitation) = (self.link.tenant, &self.invitation);
        let live = |account: AccountId| self.session.live(self.site, tenant, account, self.call.now());
        let may = |account: AccountId| {
            self.site.read(|world| world.may_redeem(tenant, invitation.user, account, &invitation.address))
        };
        let first = picked.parse().ok();
        let others = self.session.accounts.iter().rev().map(|signed| signed.account);
        first.into_iter().chain(others).find(|id| live(*id) && may(*id))
    }

    fn accept(&self, account: AccountId) -> Response {
        let meta = self.call.meta.by(Actor { app: None, user: Some(self.invitation.user) });
        let link = &self.link;
        let redeem = |world: &mut world::World| {
            world.redeem(&meta, link.tenant, link.invitation, &link.ticket, account)
        };
        match self.site.change(redeem) {
            Ok(_) => self.land(account),
            Err(refused) => pages::refused(refused),
        }
    }

    /// Terms of use first, then on to the landing address. From now on this browser is the guest's alone, so that the application does not
    /// have to ask who it is.
    fn land(&self, account: AccountId) -> Response {
        let (tenant, user): (TenantId, UserId) = (self.link.tenant, self.invitation.user);
        let terms = self.site.read(|world| world.terms_for(tenant, user).map(str::to_owned));
        let response = if let Some(terms) = terms {
            let back = serde_urlencoded::to_string([("rd", self.rd), (PICKED, &account.to_string())]);
            let back = format!("/redeem?{}", back.unwrap_or_default());
            terms::page(&self.story.organization, &terms, tenant, account, &back)
        } else if self.story.redirect_url.is_empty() {
            see_other(&my_apps::address(tenant))
        } else {
            see_other(&self.story.redirect_url)
        };
        self.session.only(account).keep(self.site, response)
    }

    /// The link, on this emulator.
    fn address(&self) -> String {
        format!("/redeem?{}", serde_urlencoded::to_string([("rd", self.rd)]).unwrap_or_default())
    }

    /// Nobody who is signed in here may redeem.
    fn ask_to_sign_in(&self, picked: bool) -> Response {
        let sign_in = sign_in_address(&self.invitation.address, &self.address());
        let tenant = self.link.tenant;
        let live = |account: &AccountId| self.session.live(self.site, tenant, *account, self.call.now());
        let other = self.session.accounts.iter().rev().map(|signed| signed.account).find(live);
        let ends = self.site.read(|world| {
            world.tenant(tenant).is_some_and(|tenant| tenant.policy.other_session_ends_redemption)
        });
        match other.filter(|_| ends || picked) {
            Some(account) => self.wrong_account(account, &sign_in),
            None => pages::invited(&self.story, &sign_in),
        }
    }

    fn wrong_account(&self, account: AccountId, sign_in: &str) -> Response {
        let sentence = self.site.read(|world| {
            let account = world.account(account);
            format!(
                "User account '{}' from identity provider '{}' does not exist in tenant '{}' and cannot redeem this invitation. The account needs to be added as an external user in the tenant first. Sign out and sign in again with a different Microsoft Entra user account.",
                account.map(|account| account.address.as_str()).unwrap_or_default(),
                account.map(|account| account.realm.idp()).unwrap_or_default(),
                self.story.organization,
            )
        });
        EntraError::new("access_denied", 50_020, &sentence)
            .with_status(http::StatusCode::FORBIDDEN)
            .page(self.call, &pages::other_way(&self.story, sign_in))
    }
}
