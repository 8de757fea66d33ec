//! My Access (`https://myaccess.microsoft.com/@<directory_hint>#/access-packages/<id>`): people see the packages that they may ask for, ask, and see
//! what became of it. A fragment never reaches a server, so a package has an address of its own here, too.

mod pages;

use axum::{
    Form, Router,
    extract::{Path, Query, State},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use time::OffsetDateTime;
use uuid::Uuid;
use world::{
    World,
    effect::Actor,
    entitlement::ADMINISTRATORS,
    ids::{AccountId, TenantId},
    sign_in::SignInOutcome,
    tenant::Tenant,
    user::User,
};

use crate::{
    app_state::AppState,
    browser::{resume::ACCOUNT_PARAM, session::Session},
    entra::home_idp::MY_ACCESS,
    pages::see_other,
    request_context::RequestContext,
};

/// The routes.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/myaccess/{hint}", get(list))
        .route("/myaccess/{hint}/access-packages/{id}", get(package).post(request))
        .route("/myaccess/{hint}/decisions", post(decide))
}

/// The tenant of a segment `@<directory_hint>`: a domain or an id.
fn tenant_of<'a>(world: &'a World, segment: &str) -> Option<&'a Tenant> {
    world.tenant_named(segment.strip_prefix('@')?)
}

/// The fields of the forms, and the account that was just chosen.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct MyAccessForm {
    #[serde(rename = "emulator_account")]
    account: String,
    request: String,
    decision: String,
    /// Whether somebody else is to sign in.
    other: String,
}

/// A request to My Access, of somebody who may be signed in.
struct MyAccessRequest {
    state: AppState,
    context: RequestContext,
    tenant: TenantId,
    hint: String,
    account: Option<AccountId>,
}

impl MyAccessRequest {
    fn read(
        state: AppState,
        context: RequestContext,
        headers: &HeaderMap,
        hint: String,
        picked: &str,
    ) -> Result<Self, StatusCode> {
        let tenant = state.read(|world| tenant_of(world, &hint).map(|tenant| tenant.id));
        let tenant = tenant.ok_or(StatusCode::NOT_FOUND)?;
        let session = Session::of(&state, headers);
        let live = |account: &AccountId| session.is_signed_in(&state, tenant, *account, context.now());
        let others = session.accounts.iter().rev().map(|signed| signed.account);
        let account = picked.parse().ok().into_iter().chain(others).find(live);
        Ok(Self { state, context, tenant, hint, account })
    }

    /// Whom the page of a form showed, while they are signed in: the session may have ended in between, or be another's.
    fn shown(&self, fields: &MyAccessForm) -> Option<AccountId> {
        self.account.filter(|own| own.to_string() == fields.account)
    }

    /// The address of the list, or of a package.
    fn address(&self, package: Option<Uuid>) -> String {
        match package {
            Some(package) => format!("/{MY_ACCESS}/{}/access-packages/{package}", self.hint),
            None => format!("/{MY_ACCESS}/{}", self.hint),
        }
    }

    /// The same for this account.
    fn address_for(&self, package: Option<Uuid>, account: AccountId) -> String {
        format!("{}?{ACCOUNT_PARAM}={account}", self.address(package))
    }
}

async fn list(
    State(state): State<AppState>,
    Path(hint): Path<String>,
    Query(fields): Query<MyAccessForm>,
    headers: HeaderMap,
    context: RequestContext,
) -> Response {
    let my_access = match MyAccessRequest::read(state, context, &headers, hint, &fields.account) {
        Ok(my_access) => my_access,
        Err(status) => return status.into_response(),
    };
    match my_access.account {
        Some(account) if fields.other.is_empty() => pages::list(&my_access, account),
        _ => pages::sign_in(&my_access, None),
    }
}

async fn package(
    State(state): State<AppState>,
    Path((hint, id)): Path<(String, String)>,
    Query(fields): Query<MyAccessForm>,
    headers: HeaderMap,
    context: RequestContext,
) -> Response {
    let Ok(id) = id.parse() else { return StatusCode::NOT_FOUND.into_response() };
    match MyAccessRequest::read(state, context, &headers, hint, &fields.account) {
        Ok(my_access) => match my_access.account {
            Some(account) => pages::package(&my_access, account, id),
            None => pages::sign_in(&my_access, Some(id)),
        },
        Err(status) => status.into_response(),
    }
}

async fn request(
    State(state): State<AppState>,
    Path((hint, id)): Path<(String, String)>,
    headers: HeaderMap,
    context: RequestContext,
    Form(fields): Form<MyAccessForm>,
) -> Response {
    let Ok(id) = id.parse() else { return StatusCode::NOT_FOUND.into_response() };
    let my_access = match MyAccessRequest::read(state, context, &headers, hint, &fields.account) {
        Ok(my_access) => my_access,
        Err(status) => return status.into_response(),
    };
    let Some(account) = my_access.shown(&fields) else {
        return pages::sign_in(&my_access, Some(id));
    };
    let asked = my_access.state.change(|world| {
        let tenant = world.tenant(my_access.tenant);
        let policy = tenant.and_then(|tenant| {
            tenant.requestable_packages().find(|(package, _)| package.id == id).map(|(_, policy)| policy.id)
        });
        policy.map(|policy| {
            world.request_own_access(&my_access.context.meta, my_access.tenant, (id, policy), account)
        })
    });
    match asked {
        Some(Ok(_)) => see_other(&my_access.address_for(Some(id), account)),
        Some(Err(refused)) => pages::refused(&my_access, &refused),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn decide(
    State(state): State<AppState>,
    Path(hint): Path<String>,
    headers: HeaderMap,
    context: RequestContext,
    Form(fields): Form<MyAccessForm>,
) -> Response {
    let my_access = match MyAccessRequest::read(state, context, &headers, hint, &fields.account) {
        Ok(my_access) => my_access,
        Err(status) => return status.into_response(),
    };
    let Some(account) = my_access.shown(&fields) else { return pages::sign_in(&my_access, None) };
    let Ok(request) = fields.request.parse::<Uuid>() else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let now = my_access.context.now();
    let decider =
        my_access.state.read(|world| approver(world, my_access.tenant, account, now).map(|user| user.id));
    let Some(decider) = decider else { return StatusCode::FORBIDDEN.into_response() };
    let meta = my_access.context.meta.by(Actor { app: None, user: Some(decider) });
    let approved = match fields.decision.as_str() {
        "approve" => true,
        "deny" => false,
        _ => return StatusCode::BAD_REQUEST.into_response(),
    };
    // Somebody else may have decided in between: the page then no longer asks.
    my_access.state.change(|world| world.decide_access(&meta, my_access.tenant, request, approved));
    see_other(&my_access.address_for(None, account))
}

/// The user of an account who decides about requests. Approvers of their own are not known here: administrators of access packages decide.
fn approver(world: &World, tenant: TenantId, account: AccountId, now: OffsetDateTime) -> Option<&User> {
    let SignInOutcome::Allowed(user) = world.sign_in(tenant, account) else { return None };
    Some(user).filter(|user| user.roles_at(now).iter().any(|held| ADMINISTRATORS.contains(held)))
}
