//! Redeeming an invitation ("B2B collaboration invitation redemption").

mod link;
mod pages;

use axum::{
    Form, Router,
    extract::{Query, State},
    response::Response,
    routing::{get, post},
};
use http::HeaderMap;
use serde::Deserialize;

use link::Link;
pub use link::link;

use crate::{
    call::Call,
    home::sign_in_address,
    login::{PICKED, session::Session},
    pages::see_other,
    site::Site,
    world::{
        World,
        effect::Actor,
        ids::{AccountId, TenantId, UserId},
        invitation::Invitation,
        redeem::RedeemRefused,
    },
};

const CONSENT: &str = "/redeem/consent";
const JOIN: &str = "/redeem/join";

/// The routes.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/redeem", get(open))
        .route("/redeem/", get(open))
        .route(CONSENT, post(consent))
        .route(JOIN, post(join))
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

/// What the pages tell of an invitation.
struct Story {
    organization: String,
    inviter: Option<String>,
    address: String,
    app: String,
    redirect_url: String,
    pending: bool,
}

impl Story {
    fn of(world: &World, tenant: TenantId, invitation: &Invitation) -> Self {
        let directory = world.tenant(tenant);
        let user = |id: UserId| directory.and_then(|directory| directory.user(id));
        let host = url::Url::parse(&invitation.redirect_url).ok();
        Self {
            organization: directory.map(|tenant| tenant.display_name.clone()).unwrap_or_default(),
            inviter: invitation.inviter.and_then(user).map(|user| user.display_name.clone()),
            address: invitation.address.clone(),
            app: host
                .map_or_else(|| invitation.redirect_url.clone(), |url| url.origin().ascii_serialization()),
            redirect_url: invitation.redirect_url.clone(),
            pending: user(invitation.user).is_some_and(crate::world::user::User::is_pending),
        }
    }
}

fn look(site: &Site, link: &Link) -> Result<(Invitation, Story), RedeemRefused> {
    site.read(|world| {
        let invitation = world.open_invitation(link.tenant, link.invitation, &link.ticket)?;
        Ok((invitation.clone(), Story::of(world, link.tenant, invitation)))
    })
}

/// The account of this browser that may redeem; the one that was just picked first.
fn fitting(
    site: &Site,
    session: &Session,
    link: &Link,
    invitation: &Invitation,
    picked: &str,
) -> Option<AccountId> {
    let may = |account: AccountId| {
        site.read(|world| world.may_redeem(link.tenant, invitation.user, account, &invitation.address))
    };
    let first = picked.parse().ok().filter(|picked| session.signed_in(*picked).is_some());
    first.into_iter().chain(session.accounts.iter().rev().map(|signed| signed.account)).find(|id| may(*id))
}

async fn open(State(site): State<Site>, Query(fields): Query<Fields>, headers: HeaderMap) -> Response {
    let Some(link) = Link::read(&fields.rd) else { return pages::refused(RedeemRefused::Unknown) };
    let (invitation, story) = match look(&site, &link) {
        Ok(found) => found,
        Err(refused) => return pages::refused(refused),
    };
    let session = Session::of(&site, &headers);
    let account = fitting(&site, &session, &link, &invitation, &fields.picked);
    match account {
        Some(account) if story.pending => {
            let name = site.read(|world| world.account(account).map(|account| account.address.clone()));
            pages::consent(&story, &name.unwrap_or_default(), &fields.rd, account)
        }
        Some(_) => see_other(&story.redirect_url),
        None => {
            let back = serde_urlencoded::to_string([("rd", &fields.rd)]).unwrap_or_default();
            let sign_in = sign_in_address(&invitation.address, &format!("/redeem?{back}"));
            let others = !fields.picked.is_empty() && !session.accounts.is_empty();
            pages::invited(&story, &sign_in, others)
        }
    }
}

async fn consent(
    State(site): State<Site>,
    headers: HeaderMap,
    call: Call,
    Form(fields): Form<Fields>,
) -> Response {
    let Some(link) = Link::read(&fields.rd) else { return pages::refused(RedeemRefused::Unknown) };
    let (invitation, story) = match look(&site, &link) {
        Ok(found) => found,
        Err(refused) => return pages::refused(refused),
    };
    if fields.decision != "accept" {
        return pages::declined(&story.organization);
    }
    let session = Session::of(&site, &headers);
    let Some(account) = fitting(&site, &session, &link, &invitation, &fields.account) else {
        return pages::refused(RedeemRefused::WrongAccount);
    };
    let cause = call.cause.by(Actor { app: None, user: Some(invitation.user) });
    let done = site.change(|world| world.redeem(&cause, link.tenant, link.invitation, &link.ticket, account));
    match done {
        Ok(invitation) => arrive(&site, &session, account, &invitation.redirect_url),
        Err(refused) => pages::refused(refused),
    }
}

/// Goes on to the landing address. From now on this browser is the guest's alone, so that the application does not have to ask who it is.
fn arrive(site: &Site, session: &Session, account: AccountId, landing: &str) -> Response {
    session.only(account).keep(site, see_other(landing))
}

/// Asks a pending guest who signs in directly, without the link.
pub fn ask_to_join(site: &Site, tenant: TenantId, account: AccountId, back: &str) -> Response {
    let (organization, address) = site.read(|world| {
        let organization = world.tenant(tenant).map(|tenant| tenant.display_name.clone());
        let address = world.account(account).map(|account| account.address.clone());
        (organization.unwrap_or_default(), address.unwrap_or_default())
    });
    pages::join(&organization, &address, tenant, account, back)
}

async fn join(
    State(site): State<Site>,
    headers: HeaderMap,
    call: Call,
    Form(fields): Form<Fields>,
) -> Response {
    let session = Session::of(&site, &headers);
    let account = fields.account.parse().ok().filter(|account| session.signed_in(*account).is_some());
    let (Ok(tenant), Some(account)) = (fields.tenant.parse::<TenantId>(), account) else {
        return pages::refused(RedeemRefused::WrongAccount);
    };
    if fields.decision != "accept" {
        let name = site.read(|world| world.tenant(tenant).map(|tenant| tenant.display_name.clone()));
        return pages::declined(&name.unwrap_or_default());
    }
    let user = site.read(|world| world.pending_guest_for(tenant, account));
    let cause = call.cause.by(Actor { app: None, user });
    match site.change(|world| world.join(&cause, tenant, account)) {
        Ok(_) if fields.back.starts_with('/') && !fields.back.starts_with("//") => {
            see_other(&format!("{}&{PICKED}={account}", fields.back))
        }
        Ok(_) => see_other("/"),
        Err(refused) => pages::refused(refused),
    }
}
