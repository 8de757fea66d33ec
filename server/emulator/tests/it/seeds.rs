//! The shipped seeds, whole: ids, people, groups, policies and registrations that others rely on do not change by accident.

use aws_lc_rs::digest::{Context, SHA256};
use emulator::{Client, Options, World};
use serde_json::{Value, json};

use crate::{harness::APP, snapshots::recorded_in};

async fn grown(seed: &str) -> emulator::Emulator {
    let app_origins = vec![APP.to_owned(), "http://localhost:5000/".to_owned()];
    emulator::start(Options { seed: seed.to_owned(), app_origins, ..Options::default() }).await.unwrap()
}

/// A registration with what `clients` does not tell.
fn registration(client: &Client) -> Value {
    let mut whole = serde_json::to_value(client).unwrap();
    whole["logoutUrl"] = json!(client.logout_url);
    whole["servicePrincipal"] = json!(client.service_principal);
    whole["optionalClaims"] = json!(client.optional_claims);
    whole["appRoles"] = json!(client.app_roles);
    whole
}

/// Everything that a seed decides. When something was deleted follows from when the world was made.
pub fn whole(world: &World) -> Value {
    let mut tenants = json!(world.tenants().collect::<Vec<_>>());
    for tenant in tenants.as_array_mut().unwrap() {
        for deleted in tenant["deleted"].as_object_mut().unwrap().values_mut() {
            assert!(deleted["at"].take().is_string());
        }
    }
    json!({
        "seed": world.seed(),
        "tenants": tenants,
        "accounts": world.accounts().collect::<Vec<_>>(),
        "clients": world.clients().iter().map(registration).collect::<Vec<_>>(),
    })
}

/// Holds what a seed brings against what is recorded of it.
fn hold(seed: &str, found: &Value) {
    recorded_in("seeds").bind(|| insta::assert_json_snapshot!(seed, found));
}

#[tokio::test]
async fn contoso_is_as_it_was() {
    hold("contoso", &grown("contoso").await.world(whole));
}

#[tokio::test]
async fn broken_is_as_it_was() {
    hold("broken", &grown("broken").await.world(whole));
}

/// Too large for a file: a digest of its people and their accounts, with the first of the crowd to show what it is about.
#[tokio::test]
async fn crowded_is_as_it_was() {
    let emulator = grown("crowded").await;
    let found = emulator.world(|world| {
        let contoso = world.tenants().find(|tenant| tenant.display_name == "Contoso").unwrap();
        let users = contoso.users.values();
        let first: Vec<_> = users.clone().skip(6).take(3).collect();
        json!({ "users": digest_of(users), "accounts": digest_of(world.accounts()), "first": first })
    });
    hold("crowded", &found);
}

/// SHA-256 of the objects' JSON, one after the other.
fn digest_of<T: serde::Serialize>(objects: impl Iterator<Item = T>) -> String {
    let mut context = Context::new(&SHA256);
    objects.for_each(|object| context.update(&serde_json::to_vec(&object).unwrap()));
    context.finish().as_ref().iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}
