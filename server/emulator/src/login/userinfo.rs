//! `/oidc/userinfo` ("`UserInfo` endpoint", Microsoft identity platform).

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use super::claims::{pairwise, sign_in_name};
use crate::{
    call::Call,
    directory_api::{Caller, GraphError},
    site::Site,
    world::attribute::Attribute,
};

pub(super) async fn userinfo(State(site): State<Site>, headers: HeaderMap, call: Call) -> Response {
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
