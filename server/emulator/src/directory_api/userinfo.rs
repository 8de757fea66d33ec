//! `/oidc/userinfo` ("`UserInfo` endpoint", Microsoft identity platform).

use axum::{
    Json, Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::get,
};
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};
use world::attribute::Attribute;

use super::{caller::Caller, error::GraphError};
use crate::{
    call::Call,
    login::claims::{pairwise, sign_in_name},
    site::Site,
};

/// The routes. They are not below Graph's version, and no budget pays for them.
pub(crate) fn routes() -> Router<Site> {
    Router::new().route("/oidc/userinfo", get(userinfo).post(userinfo))
}

async fn userinfo(State(site): State<Site>, headers: HeaderMap, call: Call) -> Response {
    match claims(&site, &call, &headers) {
        Ok(claims) => Json(claims).into_response(),
        Err(error) => error.respond(&call),
    }
}

fn claims(site: &Site, call: &Call, headers: &HeaderMap) -> Result<Value, GraphError> {
    let caller = Caller::of(site, call, headers)?;
    let Some(user) = caller.user.as_ref().filter(|_| caller.scopes.iter().any(|scope| scope == "openid"))
    else {
        return Err(GraphError::new(
            StatusCode::FORBIDDEN,
            "Authorization_RequestDenied",
            "Insufficient privileges to complete the operation.",
        ));
    };
    let name = site.read(|world| sign_in_name(world, user));
    let email = user.mail.as_ref().filter(|_| caller.scopes.iter().any(|scope| scope == "email"));
    Ok(json!({
        "sub": pairwise(caller.app, caller.tenant, user.id),
        "name": user.display_name,
        "given_name": user.attributes.get(&Attribute::GivenName),
        "family_name": user.attributes.get(&Attribute::Surname),
        "preferred_username": name,
        "email": email,
        "picture": format!("{}/v1.0/me/photo/$value", call.origin),
    }))
}
