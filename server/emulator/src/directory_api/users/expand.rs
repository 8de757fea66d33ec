//! `$expand` of users: sponsors, manager, open extensions.

#[cfg(test)]
mod tests;

use serde_json::{Map, Value};

use super::{PEOPLE, extensions, property::Entity, sponsors::sponsors};
use crate::{
    directory_api::query::{Expand, MOST_EXPANDED, shape},
    world::{World, ids::TenantId, user::User},
};

/// Adds what hangs on a user to it.
pub(super) fn expand(
    world: &World,
    tenant: TenantId,
    user: &User,
    wanted: &[Expand],
    body: &mut Map<String, Value>,
) {
    for expand in wanted {
        let value = match expand.link {
            "sponsors" => {
                let found = sponsors(world, tenant, &user.sponsors);
                found.iter().take(MOST_EXPANDED).map(|entity| object(entity, expand)).collect()
            }
            "manager" => {
                let manager = user.manager.and_then(|id| world.tenant(tenant)?.user(id));
                // Who has none, has no such property in the answer.
                let Some(manager) = manager else { continue };
                object(&Entity::of(world, manager), expand)
            }
            "extensions" => {
                let kept = user.extensions.open.iter().take(MOST_EXPANDED);
                kept.map(|extension| Value::Object(extensions::shape(extension))).collect()
            }
            _ => continue,
        };
        body.insert(expand.link.to_owned(), value);
    }
}

fn object(entity: &Entity<'_>, expand: &Expand) -> Value {
    let chosen: Vec<_> = match &expand.select {
        Some(names) => names.iter().filter_map(|name| PEOPLE.property(name)).collect(),
        None => PEOPLE.properties.iter().filter(|property| property.default).cloned().collect(),
    };
    let mut body = shape(entity, chosen.iter(), |_| true);
    body.insert("@odata.type".to_owned(), "#microsoft.graph.user".into());
    Value::Object(body)
}
