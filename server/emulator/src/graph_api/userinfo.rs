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
    app_state::AppState,
    entra::login::claims::{pairwise, sign_in_name},
    request_context::RequestContext,
};

/// The routes. They are not below Graph's version and are not throttled.
pub(crate) fn routes() -> Router<AppState> {
    Router::new().route("/oidc/userinfo", get(userinfo).post(userinfo))
}

async fn userinfo(State(state): State<AppState>, headers: HeaderMap, context: RequestContext) -> Response {
    match claims(&state, &context, &headers) {
        Ok(claims) => Json(claims).into_response(),
        Err(error) => error.respond(&context),
    }
}

fn claims(state: &AppState, context: &RequestContext, headers: &HeaderMap) -> Result<Value, GraphError> {
    let caller = Caller::of(state, context, headers)?;
    let Some(user) = caller.user.as_ref().filter(|_| caller.scopes.iter().any(|scope| scope == "openid"))
    else {
        return Err(GraphError::new(
            StatusCode::FORBIDDEN,
            "Authorization_RequestDenied",
            "Insufficient privileges to complete the operation.",
        ));
    };
    let name = state.read(|world| sign_in_name(world, user));
    let email = user.mail.as_ref().filter(|_| caller.scopes.iter().any(|scope| scope == "email"));
    Ok(json!({
        "sub": pairwise(caller.app, caller.tenant, user.id),
        "name": user.display_name,
        "given_name": user.attributes.get(&Attribute::GivenName),
        "family_name": user.attributes.get(&Attribute::Surname),
        "preferred_username": name,
        "email": email,
        "picture": format!("{}/v1.0/me/photo/$value", context.origin),
    }))
}
