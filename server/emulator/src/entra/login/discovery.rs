//! "`OpenID` Connect on the Microsoft identity platform": the discovery document and the keys. All addresses follow the origin of the request.

use axum::{
    Json,
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use super::authority::Authority;
use crate::{
    app_state::AppState, browser::error::EntraError, entra::login::authority::issuer,
    request_context::RequestContext,
};

/// `GET /{tenant}/v2.0/.well-known/openid-configuration`
pub(super) async fn document(
    State(state): State<AppState>,
    Path(segment): Path<String>,
    context: RequestContext,
) -> Response {
    match state.read(|world| Authority::named(world, &segment)) {
        Ok(authority) => Json(describe(&context, &segment, authority)).into_response(),
        Err(error) => error.respond(&context),
    }
}

fn describe(context: &RequestContext, segment: &str, authority: Authority) -> Value {
    let origin = &context.origin;
    let name = match authority {
        Authority::Tenant(tenant) => tenant.to_string(),
        Authority::Any(_) => segment.to_ascii_lowercase(),
    };
    let endpoint = |path: &str| format!("{origin}/{name}/{path}");
    let mut document = json!({
        "token_endpoint": endpoint("oauth2/v2.0/token"),
        "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt", "client_secret_basic"],
        "jwks_uri": endpoint("discovery/v2.0/keys"),
        "response_modes_supported": ["query", "fragment", "form_post"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "response_types_supported": ["code", "id_token", "code id_token", "id_token token"],
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
        "issuer": issuer(origin, &authority.in_issuer()),
        "request_uri_parameter_supported": false,
        "userinfo_endpoint": format!("{origin}/oidc/userinfo"),
        "authorization_endpoint": endpoint("oauth2/v2.0/authorize"),
        "device_authorization_endpoint": endpoint("oauth2/v2.0/devicecode"),
        "http_logout_supported": true,
        "frontchannel_logout_supported": true,
        "end_session_endpoint": endpoint("oauth2/v2.0/logout"),
        "claims_supported": [
            "sub", "iss", "cloud_instance_name", "cloud_instance_host_name", "cloud_graph_host_name",
            "msgraph_host", "aud", "exp", "iat", "auth_time", "acr", "nonce", "preferred_username",
            "name", "tid", "ver", "at_hash", "c_hash", "email"
        ],
        "tenant_region_scope": null,
        "cloud_instance_name": context.host(),
        "cloud_graph_host_name": context.host(),
        "msgraph_host": context.host(),
        "rbac_url": origin,
    });
    if matches!(authority, Authority::Tenant(_)) {
        document["tenant_region_scope"] = "EU".into();
        document["kerberos_endpoint"] = endpoint("kerberos").into();
    }
    document
}

/// `GET /{tenant}/discovery/v2.0/keys`
pub(super) async fn keys(
    State(state): State<AppState>,
    Path(segment): Path<String>,
    context: RequestContext,
) -> Response {
    match state.read(|world| Authority::named(world, &segment)) {
        Ok(authority) => {
            let mut keys = state.keys.public();
            for key in &mut keys {
                key["issuer"] = issuer(&context.origin, &authority.in_issuer()).into();
            }
            Json(json!({ "keys": keys })).into_response()
        }
        Err(error) => error.respond(&context),
    }
}

/// The device code flow is in the discovery document, but no registration has it enabled.
/// Unverified: the error number, therefore a switch.
pub(super) async fn device_code(
    State(state): State<AppState>,
    Path(segment): Path<String>,
    context: RequestContext,
) -> Response {
    let number = state.read(|world| {
        let tenant = world.tenant_named(&segment).or_else(|| world.resource_tenant());
        tenant.map_or(70_002, |tenant| tenant.policy.device_code_refusal)
    });
    if number != 70_002 {
        return EntraError::from_number(number).respond(&context);
    }
    let sentence = "The provided client is not supported for this feature. The client application must be marked as 'mobile'.";
    EntraError::new("invalid_client", number, sentence).respond(&context)
}

/// The Kerberos endpoint of the discovery document, which the emulator does not support.
pub(super) async fn kerberos(context: RequestContext) -> Response {
    EntraError::new("invalid_request", 9_002_313, "Invalid request. Request is malformed or invalid.")
        .respond(&context)
}
