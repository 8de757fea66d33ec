//! `POST /groups/{id}/members/$ref` and `DELETE /groups/{id}/members/{member}/$ref` ("Add members", "Remove member", Microsoft Graph).

use axum::{extract::Path, response::Response};
use serde_json::Value;
use uuid::Uuid;
use world::{ids::GroupId, user::User, visibility_lag::Api};

use super::{refusal::explain, rights};
use crate::directory_api::{
    ask::{Ask, object_id, referred},
    error::GraphError,
    reply::Reply,
    unknown::method_not_allowed,
    users::target::may_delete,
};

/// What happens to members.
pub(super) enum Wanted {
    Add(Vec<Uuid>),
    Remove(Uuid),
}

pub(super) async fn add(Path(id): Path<String>, ask: Ask) -> Response {
    ask.reply(add_one(&ask, &id))
}

fn add_one(ask: &Ask, id: &str) -> Result<Reply, GraphError> {
    let group = permitted(ask, id)?;
    let body = ask.json()?;
    let member = referred(body.get("@odata.id").unwrap_or(&Value::Null))?;
    change(ask, group, &Wanted::Add(vec![member]))
}

pub(super) async fn remove(Path((id, member)): Path<(String, String)>, ask: Ask) -> Response {
    ask.reply(remove_one(&ask, &id, &member))
}

fn remove_one(ask: &Ask, id: &str, member: &str) -> Result<Reply, GraphError> {
    let group = permitted(ask, id)?;
    change(ask, group, &Wanted::Remove(object_id(member)?))
}

/// `DELETE /groups/{id}/members/{member}` without `/$ref` is about the user itself. Unverified: that it deletes whoever it names for a caller
/// who may delete users. A switch refuses it.
pub(super) async fn delete_member(ask: Ask) -> Response {
    ask.reply(delete_user(&ask))
}

fn delete_user(ask: &Ask) -> Result<Reply, GraphError> {
    let (meta, tenant) = (ask.meta(), ask.caller.tenant);
    let user = ask.directory(|world, tenant| {
        if !tenant.policy.member_address_deletes_user {
            return Err(method_not_allowed());
        }
        // Deleting asks the same.
        let seen = |user: &&User| user.is_visible_to(Api::Update, ask.call.now());
        let user = tenant.user_named(ask.segment(1)).filter(seen);
        may_delete(world, &ask.caller, user)?;
        let group = ask.segment(0).parse().ok().and_then(|id: GroupId| tenant.groups.get(&id));
        let group = group.ok_or_else(|| GraphError::not_found(ask.segment(0)))?;
        let member = user.filter(|user| group.members.contains(&user.id));
        member.map(|user| user.id).ok_or_else(|| GraphError::not_found(ask.segment(1)))
    })?;
    if ask.site.change(|world| world.delete_user(&meta, tenant, user)) {
        Ok(Reply::NoContent)
    } else {
        Err(GraphError::not_found(ask.segment(1)))
    }
}

/// The group, when the caller may change its members. Who may not is told nothing of it.
pub(super) fn permitted(ask: &Ask, id: &str) -> Result<GroupId, GraphError> {
    ask.directory(|world, tenant| {
        let group = id.parse().ok().and_then(|id: GroupId| tenant.groups.get(&id));
        rights::may_change_members(ask, world, tenant, group)?;
        object_id(id)?;
        group.map(|group| group.id).ok_or_else(|| GraphError::not_found(id))
    })
}

/// Changes members: all of them or none.
pub(super) fn change(ask: &Ask, group: GroupId, wanted: &Wanted) -> Result<Reply, GraphError> {
    let (meta, tenant) = (ask.meta(), ask.caller.tenant);
    let done = ask.site.change(|world| match wanted {
        Wanted::Add(members) => world.add_members(&meta, tenant, group, members),
        Wanted::Remove(member) => world.remove_member(&meta, tenant, group, *member),
    });
    match done {
        Ok(()) => Ok(Reply::NoContent),
        Err(refused) => ask.directory(|_, tenant| Err(explain(&refused, &group.to_string(), &tenant.policy))),
    }
}
