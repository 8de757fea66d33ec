//! `GET /groups/{id}/members` and `GET /users/{id}/memberOf` ("List members", "List a user's direct memberships", Microsoft Graph).

use axum::{extract::Path, response::Response};
use serde_json::{Map, json};
use world::{
    World, group::Group, ids::GroupId, membership::Member, tenant::Tenant, user::User, visibility_lag::Api,
};

use super::{
    member::{self, MemberObject},
    object::GROUPS,
    rights::{READ, READ_GROUPS, READ_MEMBERS, may_read},
};
use crate::graph_api::{
    authorized_request::{AuthorizedRequest, object_id},
    error::GraphError,
    query,
    query::Catalogue,
    reply::Reply,
    users,
};

/// The groups of a user.
static MEMBERSHIPS: Catalogue = Catalogue { set: "directoryObjects", ..GROUPS };

fn members<'a>(
    request: &AuthorizedRequest,
    world: &'a World,
    tenant: &'a Tenant,
    id: &str,
) -> Result<Vec<MemberObject<'a>>, GraphError> {
    let group = readable(request, tenant, id)?;
    let users = group.members.iter().copied().map(Member::User);
    let all = users.chain(group.nested.iter().copied().map(Member::Group));
    let view = |user: &User| member::view(world, &request.caller, user);
    Ok(all.filter_map(|member| MemberObject::of(world, tenant, member, view)).collect())
}

/// The group, if the caller may read it.
fn readable<'a>(request: &AuthorizedRequest, tenant: &'a Tenant, id: &str) -> Result<&'a Group, GraphError> {
    let group = id.parse().ok().and_then(|id: GroupId| tenant.groups.get(&id));
    may_read(request, tenant, group, &READ_MEMBERS)?;
    object_id(id)?;
    group.ok_or_else(|| GraphError::not_found(id))
}

pub(super) async fn list(Path(id): Path<String>, request: AuthorizedRequest) -> Response {
    request.reply(page(&request, &id))
}

fn page(request: &AuthorizedRequest, id: &str) -> Result<Reply, GraphError> {
    request.read_directory(|world, tenant| {
        member::list(request, &users::PEOPLE, members(request, world, tenant, id)?)
    })
}

pub(super) async fn count(Path(id): Path<String>, request: AuthorizedRequest) -> Response {
    request.reply(number(&request, &id))
}

fn number(request: &AuthorizedRequest, id: &str) -> Result<Reply, GraphError> {
    let options = request.options_of_count(&users::PEOPLE)?;
    request.read_directory(|world, tenant| {
        let found = members(request, world, tenant, id)?;
        Ok(Reply::Count(member::chosen(&options, found)?.len()))
    })
}

pub(super) async fn references(Path(id): Path<String>, request: AuthorizedRequest) -> Response {
    request.reply(links(&request, &id))
}

/// The addresses of members, in the same pages as the members.
fn links(request: &AuthorizedRequest, id: &str) -> Result<Reply, GraphError> {
    let options = request.options(&users::PEOPLE)?;
    let page = request.read_directory(|world, tenant| {
        let found = member::chosen(&options, members(request, world, tenant, id)?)?;
        let base = format!("{}/v2/{}/directoryObjects", request.context.origin, tenant.id);
        let link = |member: &MemberObject<'_>| {
            let id = member.id().as_str().unwrap_or_default().to_owned();
            Map::from_iter([("@odata.id".to_owned(), json!(format!("{base}/{id}")))])
        };
        Ok(query::page(&request.context, &options, &found, link))
    })?;
    let Reply::Json(status, mut body) = page else { return Ok(page) };
    body["@odata.context"] = request.odata_context("Collection($ref)");
    Ok(Reply::Json(status, body))
}

pub(super) async fn of_user(Path(id): Path<String>, request: AuthorizedRequest) -> Response {
    request.reply(request.read_directory(|_, tenant| {
        may_read_memberships(&request)?;
        let user = tenant.user_named(&id).filter(|user| user.is_visible_to(Api::Read, request.context.now()));
        let user = user.ok_or_else(|| GraphError::not_found(&id))?;
        if request.caller.is_guest() && !request.caller.is(user.id) {
            return Err(GraphError::denied());
        }
        memberships(&request, tenant, user)
    }))
}

pub(super) async fn of_me(request: AuthorizedRequest) -> Response {
    request.reply(request.read_directory(|_, tenant| {
        let user = request.caller.user.as_ref().ok_or_else(|| {
            GraphError::bad_request("/me request is only valid with delegated authentication flow.")
        })?;
        if !request.caller.holds(&["User.Read", "User.ReadWrite"], &[]) {
            may_read_memberships(&request)?;
        }
        memberships(&request, tenant, user)
    }))
}

fn may_read_memberships(request: &AuthorizedRequest) -> Result<(), GraphError> {
    let basic = [READ_GROUPS, READ_MEMBERS].concat();
    request.require_permission(&READ).or_else(|_| request.require_permission(&basic))
}

fn memberships(request: &AuthorizedRequest, tenant: &Tenant, user: &User) -> Result<Reply, GraphError> {
    let groups = tenant.groups.values().filter(|group| group.members.contains(&user.id));
    member::list(request, &MEMBERSHIPS, groups.map(MemberObject::group).collect())
}
