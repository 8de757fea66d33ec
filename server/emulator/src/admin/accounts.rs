//! Accounts at home: `POST /_emulator/accounts`.

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
use crate::{call::Call, site::Site};

/// The routes.
pub(super) fn routes() -> Router<Site> {
    Router::new().route("/_emulator/accounts", post(add))
}

/// Who vouches for the account; `tenant` is an Entra tenant, by its id or domain.
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

/// Makes an account at home, e.g. a Microsoft account for an address that is a work account too.
async fn add(State(site): State<Site>, call: Call, body: Bytes) -> Response {
    let wanted = match serde_json::from_slice::<NewAccount>(&body) {
        Ok(wanted) if address::well_formed(&wanted.address, true) => wanted,
        Ok(_) => return refuse("the address is not one"),
        Err(error) => return refuse(&format!("the body is {{\"realm\": .., \"address\": ..}}: {error}")),
    };
    let made = site.change(|world| {
        let realm = match wanted.realm.as_str() {
            "entra" => Realm::Entra(world.tenant_named(wanted.tenant.as_deref()?)?.id),
            "saml" => Realm::Saml,
            "google" => Realm::Google,
            "facebook" => Realm::Facebook,
            "microsoftAccount" => Realm::MicrosoftAccount,
            "passcode" => Realm::Passcode,
            _ => return None,
        };
        let name = wanted.display_name.trim();
        let account = Account {
            id: AccountId(Uuid::new_v4()),
            realm,
            address: address::canonical(&wanted.address),
            aliases: wanted.aliases,
            display_name: if name.is_empty() { wanted.address.clone() } else { name.to_owned() },
            given_name: None,
            surname: None,
        };
        Some(world.add_account(&call.meta, account))
    });
    match made {
        Some(id) => (StatusCode::CREATED, Json(json!({ "id": id }))).into_response(),
        None => refuse("there is no such realm, or no such tenant"),
    }
}
