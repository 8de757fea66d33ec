//! `POST /groups/{id}/members/$ref` and `DELETE /groups/{id}/members/{member}/$ref` ("Add members", "Remove member", Microsoft Graph).

use axum::{extract::Path, response::Response};
use serde_json::Value;
use uuid::Uuid;
use world::{ids::GroupId, user::User, visibility_lag::Api};

use super::{refusal::explain, rights};
use crate::graph_api::{
    authorized_request::{AuthorizedRequest, object_id, referenced_id},
    error::GraphError,
    reply::Reply,
    unknown::method_not_allowed,
    users::target::may_delete,
};

/// A change of members.
pub(super) enum MemberChange {
    Add(Vec<Uuid>),
    Remove(Uuid),
}

pub(super) async fn add(Path(id): Path<String>, request: AuthorizedRequest) -> Response {
    request.reply(add_one(&request, &id))
}

fn add_one(request: &AuthorizedRequest, id: &str) -> Result<Reply, GraphError> {
    let group = permitted(request, id)?;
    let body = request.json()?;
    let member = referenced_id(body.get("@odata.id").unwrap_or(&Value::Null))?;
    change_members(request, group, &MemberChange::Add(vec![member]))
}

pub(super) async fn remove(
    Path((id, member)): Path<(String, String)>,
    request: AuthorizedRequest,
) -> Response {
    request.reply(remove_one(&request, &id, &member))
}

fn remove_one(request: &AuthorizedRequest, id: &str, member: &str) -> Result<Reply, GraphError> {
    let group = permitted(request, id)?;
    change_members(request, group, &MemberChange::Remove(object_id(member)?))
}

/// `DELETE /groups/{id}/members/{member}` without `/$ref` addresses the user itself. Unverified: that it deletes the user, if the caller may delete
/// users. A switch refuses it.
pub(super) async fn delete_member(request: AuthorizedRequest) -> Response {
    request.reply(delete_user(&request))
}

fn delete_user(request: &AuthorizedRequest) -> Result<Reply, GraphError> {
    let (meta, tenant) = (request.event_meta(), request.caller.tenant);
    let user = request.read_directory(|world, tenant| {
        if !tenant.policy.member_address_deletes_user {
            return Err(method_not_allowed());
        }
        // Deleting checks the same.
        let seen = |user: &&User| user.is_visible_to(Api::Update, request.context.now());
        let user = tenant.user_named(request.segment(1)).filter(seen);
        may_delete(world, &request.caller, user)?;
        let group = request.segment(0).parse().ok().and_then(|id: GroupId| tenant.groups.get(&id));
        let group = group.ok_or_else(|| GraphError::not_found(request.segment(0)))?;
        let member = user.filter(|user| group.members.contains(&user.id));
        member.map(|user| user.id).ok_or_else(|| GraphError::not_found(request.segment(1)))
    })?;
    if request.state.change(|world| world.delete_user(&meta, tenant, user)) {
        Ok(Reply::NoContent)
    } else {
        Err(GraphError::not_found(request.segment(1)))
    }
}

/// The group, if the caller may change its members. Other callers do not learn whether it exists.
pub(super) fn permitted(request: &AuthorizedRequest, id: &str) -> Result<GroupId, GraphError> {
    request.read_directory(|world, tenant| {
        let group = id.parse().ok().and_then(|id: GroupId| tenant.groups.get(&id));
        rights::may_change_members(request, world, tenant, group)?;
        object_id(id)?;
        group.map(|group| group.id).ok_or_else(|| GraphError::not_found(id))
    })
}

/// Changes members: all of them or none.
pub(super) fn change_members(
    request: &AuthorizedRequest,
    group: GroupId,
    change: &MemberChange,
) -> Result<Reply, GraphError> {
    let (meta, tenant) = (request.event_meta(), request.caller.tenant);
    let done = request.state.change(|world| match change {
        MemberChange::Add(members) => world.add_members(&meta, tenant, group, members),
        MemberChange::Remove(member) => world.remove_member(&meta, tenant, group, *member),
    });
    match done {
        Ok(()) => Ok(Reply::NoContent),
        Err(refused) => {
            request.read_directory(|_, tenant| Err(explain(&refused, &group.to_string(), &tenant.policy)))
        }
    }
}
