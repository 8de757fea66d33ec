//! Home accounts: `POST /_emulator/accounts`.

use axum::{
    Json, Router,
    body::Bytes,
    extract::State,
    response::{IntoResponse, Response},
    routing::post,
};
use http::StatusCode;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;
use world::{
    account::{Account, Realm},
    address,
    ids::AccountId,
};

use super::page::refuse;
use crate::{app_state::AppState, request_context::RequestContext};

/// The routes.
pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/_emulator/accounts", post(add))
}

/// The body. `realm` is the identity provider; `tenant` is the Entra tenant, by its id or domain.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewAccount {
    realm: String,
    address: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    display_name: String,
    tenant: Option<String>,
}

/// Creates a home account, e.g. a Microsoft account for an address that is also a work account.
async fn add(State(state): State<AppState>, context: RequestContext, body: Bytes) -> Response {
    let input = match serde_json::from_slice::<NewAccount>(&body) {
        Ok(input) if address::well_formed(&input.address, true) => input,
        Ok(_) => return refuse("the address is not one"),
        Err(error) => return refuse(&format!("the body is {{\"realm\": .., \"address\": ..}}: {error}")),
    };
    let made = state.change(|world| {
        let realm = match input.realm.as_str() {
            "entra" => Realm::Entra(world.tenant_named(input.tenant.as_deref()?)?.id),
            "saml" => Realm::Saml,
            "google" => Realm::Google,
            "facebook" => Realm::Facebook,
            "microsoftAccount" => Realm::MicrosoftAccount,
            "passcode" => Realm::Passcode,
            _ => return None,
        };
        let name = input.display_name.trim();
        let account = Account {
            id: AccountId(Uuid::new_v4()),
            realm,
            address: address::canonical(&input.address),
            aliases: input.aliases,
            display_name: if name.is_empty() { input.address.clone() } else { name.to_owned() },
            given_name: None,
            surname: None,
        };
        Some(world.add_account(&context.meta, account))
    });
    match made {
        Some(id) => (StatusCode::CREATED, Json(json!({ "id": id }))).into_response(),
        None => refuse("there is no such realm, or no such tenant"),
    }
}
