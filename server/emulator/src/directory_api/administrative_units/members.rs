//! Members of an administrative unit ("List members", "Add a member", "Remove a member", Microsoft Graph). Where a rule decides, nobody is added
//! or removed by hand.

use axum::response::Response;
use http::StatusCode;
use uuid::Uuid;
use world::{policy::Policy, unit::UnitRefused};

use super::{may_change, may_read, named};
use crate::directory_api::{
    ask::{Ask, object_id},
    error::GraphError,
    groups::{list_members, member::MemberObject, view_of_member},
    reply::Reply,
    users::PEOPLE,
};

pub(super) async fn list(ask: Ask) -> Response {
    ask.reply(page(&ask))
}

fn page(ask: &Ask) -> Result<Reply, GraphError> {
    may_read(ask)?;
    ask.directory(|world, tenant| {
        let users = named(ask, tenant)?.members.iter().filter_map(|id| tenant.user(*id));
        let found = users
            .map(|user| MemberObject::user(world, user, view_of_member(world, &ask.caller, user)))
            .collect();
        list_members(ask, &PEOPLE, found)
    })
}

pub(super) async fn add(ask: Ask) -> Response {
    ask.reply(may_change(&ask).and_then(|()| ask.reference()).and_then(|id| change(&ask, id, true)))
}

pub(super) async fn remove(ask: Ask) -> Response {
    let id = may_change(&ask).and_then(|()| object_id(ask.segment(1)));
    ask.reply(id.and_then(|id| change(&ask, id, false)))
}

fn change(ask: &Ask, member: Uuid, add: bool) -> Result<Reply, GraphError> {
    let (unit, policy) = ask.directory(|_, tenant| Ok((named(ask, tenant)?.id, tenant.policy.clone())))?;
    let (meta, tenant) = (ask.meta(), ask.caller.tenant);
    ask.site
        .change(|world| world.change_unit_member(&meta, tenant, unit, member, add))
        .map(|()| Reply::NoContent)
        .map_err(|refused| explain(&refused, ask.segment(0), &policy))
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
