//! Members of an administrative unit ("List members", "Add a member", "Remove a member", Microsoft Graph). Where a rule decides, nobody is added
//! or removed by hand.

use axum::response::Response;
use http::StatusCode;
use uuid::Uuid;
use world::{policy::Policy, unit::UnitRefused};

use super::{may_change, may_read, named};
use crate::graph_api::{
    authorized_request::{AuthorizedRequest, object_id},
    error::GraphError,
    groups::{list_members, member::MemberObject, view_of_member},
    reply::Reply,
    users::PEOPLE,
};

pub(super) async fn list(request: AuthorizedRequest) -> Response {
    request.reply(page(&request))
}

fn page(request: &AuthorizedRequest) -> Result<Reply, GraphError> {
    may_read(request)?;
    request.read_directory(|world, tenant| {
        let users = named(request, tenant)?.members.iter().filter_map(|id| tenant.user(*id));
        let found = users
            .map(|user| MemberObject::user(world, user, view_of_member(world, &request.caller, user)))
            .collect();
        list_members(request, &PEOPLE, found)
    })
}

pub(super) async fn add(request: AuthorizedRequest) -> Response {
    request.reply(
        may_change(&request).and_then(|()| request.reference()).and_then(|id| change(&request, id, true)),
    )
}

pub(super) async fn remove(request: AuthorizedRequest) -> Response {
    let id = may_change(&request).and_then(|()| object_id(request.segment(1)));
    request.reply(id.and_then(|id| change(&request, id, false)))
}

fn change(request: &AuthorizedRequest, member: Uuid, add: bool) -> Result<Reply, GraphError> {
    let (unit, policy) =
        request.read_directory(|_, tenant| Ok((named(request, tenant)?.id, tenant.policy.clone())))?;
    let (meta, tenant) = (request.event_meta(), request.caller.tenant);
    request
        .state
        .change(|world| world.change_unit_member(&meta, tenant, unit, member, add))
        .map(|()| Reply::NoContent)
        .map_err(|refused| explain(&refused, request.segment(0), &policy))
}

fn explain(refused: &UnitRefused, unit: &str, policy: &Policy) -> GraphError {
    match refused {
        UnitRefused::NoUnit => GraphError::not_found(unit),
        UnitRefused::NoObject(id) | UnitRefused::NotMember(id) => GraphError::not_found(&id.to_string()),
        UnitRefused::AlreadyMember => GraphError::request_bad_request(
            "One or more added object references already exist for the following modified properties: 'members'.",
        ),
        // Unverified: the body of this refusal; the same switch as for groups.
        UnitRefused::FollowsRule if policy.dynamic_group_status == 403 => GraphError::denied(),
        UnitRefused::FollowsRule => GraphError::new(
            StatusCode::from_u16(policy.dynamic_group_status).unwrap_or(StatusCode::FORBIDDEN),
            "Request_BadRequest",
            "Members of an administrative unit with dynamic membership cannot be added or removed.",
        ),
    }
}
