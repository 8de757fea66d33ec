#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::Arc;

use serde_json::{Map, json};
use uuid::Uuid;
use world::{World, extension::OpenExtension, ids::AppId};

use super::{Expand, MAX_EXPANDED, expand};
use crate::{graph_api::caller::Caller, seed, seed::contoso};

#[test]
fn twenty_linked_objects_come_and_no_link_to_more() {
    let seeds = seed::shipped(&[]);
    let seed = seeds.load(contoso::NAME).unwrap();
    let world = World::empty(seeds, Arc::new(Uuid::new_v4));
    let mut user = seed.tenants[0].users.values().next().unwrap().clone();
    for number in 0..=MAX_EXPANDED {
        let app = AppId::of(number as u128);
        user.extensions.open.push(OpenExtension {
            name: format!("example.n{number}"),
            app,
            values: Map::new(),
        });
    }
    let criteria = [Expand { link: "extensions", select: None, hidden: Vec::new() }];
    let mut body = Map::new();
    let caller = Caller {
        tenant: contoso::CONTOSO,
        app: AppId::of(1),
        user: None,
        scopes: Vec::new(),
        roles: Vec::new(),
        at: user.created,
    };
    expand(&world, &caller, &user, &criteria, &mut body);
    assert_eq!(body.keys().collect::<Vec<_>>(), ["extensions"]);
    let come = body["extensions"].as_array().unwrap();
    assert_eq!((come.len(), &come[19]["id"]), (20, &json!("example.n19")));
}
