//! What one changes of people that Graph's callers cannot: roles, synchronization, mail contacts, accounts at home.

use axum::{
    Json,
    body::Bytes,
    extract::State,
    response::{IntoResponse, Response},
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

use super::{
    entra::{named, user_in},
    refuse,
};
use crate::{call::Call, site::Site};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct UserChange {
    user: String,
    tenant: Option<String>,
    /// Template ids of all directory roles that the user holds from now on.
    directory_roles: Option<Vec<Uuid>>,
    on_premises_user_principal_name: Option<String>,
}

/// Changes what a directory role assignment or a synchronization would.
pub(super) async fn change_user(State(site): State<Site>, call: Call, body: Bytes) -> Response {
    let wanted = match serde_json::from_slice::<UserChange>(&body) {
        Ok(wanted) => wanted,
        Err(error) => return refuse(&format!("the body is {{\"user\": \"an id or address\", ..}}: {error}")),
    };
    let changed = site.change(|world| {
        let tenant = named(world, wanted.tenant.as_deref())?;
        let (tenant, user) = (tenant.id, user_in(tenant, &wanted.user)?.id);
        if let Some(roles) = wanted.directory_roles {
            world.set_roles(&call.cause, tenant, user, roles);
        }
        if let Some(name) = wanted.on_premises_user_principal_name {
            world.synchronize(&call.cause, tenant, user, Some(name));
        }
        Some(())
    });
    match changed {
        Some(()) => StatusCode::NO_CONTENT.into_response(),
        None => refuse("there is no such user"),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewContact {
    address: String,
    tenant: Option<String>,
}

/// Makes a mail contact.
pub(super) async fn add_contact(State(site): State<Site>, call: Call, body: Bytes) -> Response {
    let wanted = match serde_json::from_slice::<NewContact>(&body) {
        Ok(wanted) if address::well_formed(&wanted.address, true) => wanted,
        _ => return refuse("the body is {\"address\": \"somebody@elsewhere.example\"}"),
    };
    let made = site.change(|world| {
        let tenant = named(world, wanted.tenant.as_deref())?.id;
        world.add_contact(&call.cause, tenant, &wanted.address);
        Some(())
    });
    match made {
        Some(()) => StatusCode::CREATED.into_response(),
        None => refuse("there is no such tenant"),
    }
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
pub(super) async fn add_account(State(site): State<Site>, call: Call, body: Bytes) -> Response {
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
        Some(world.add_account(&call.cause, account))
    });
    match made {
        Some(id) => (StatusCode::CREATED, Json(json!({ "id": id }))).into_response(),
        None => refuse("there is no such realm, or no such tenant"),
    }
}
