//! `$expand` of users: sponsors, manager, open extensions.

#[cfg(test)]
mod tests;

use serde_json::{Map, Value};
use world::{World, user::User};

use super::{extensions, property::PEOPLE, sponsors::sponsors};
use crate::graph_api::{
    caller::Caller,
    groups::{member::MemberObject, view_of_member},
    query::{Expand, MAX_EXPANDED},
};

/// Adds what hangs on a user to it.
pub(super) fn expand(
    world: &World,
    caller: &Caller,
    user: &User,
    criteria: &[Expand],
    body: &mut Map<String, Value>,
) {
    for expand in criteria {
        let value = match expand.link {
            "sponsors" => {
                let found = sponsors(world, caller, user);
                found.iter().take(MAX_EXPANDED).map(|sponsor| object(sponsor, expand)).collect()
            }
            "manager" => {
                let manager = user.manager.and_then(|id| world.tenant(caller.tenant)?.user(id));
                // Who has none, has no such property in the answer.
                let Some(manager) = manager else { continue };
                let view = view_of_member(world, caller, manager);
                object(&MemberObject::user(world, manager, view), expand)
            }
            "extensions" => {
                let kept = user.extensions.open.iter().take(MAX_EXPANDED);
                kept.map(|extension| Value::Object(extensions::shape(extension))).collect()
            }
            _ => continue,
        };
        body.insert(expand.link.to_owned(), value);
    }
}

fn object(linked: &MemberObject<'_>, expand: &Expand) -> Value {
    Value::Object(match &expand.select {
        Some(chosen) => linked.shape(chosen.iter()),
        None => linked.shape(PEOPLE.properties.iter().filter(|property| property.default)),
    })
}
