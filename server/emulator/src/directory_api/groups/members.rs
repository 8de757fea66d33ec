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
use crate::directory_api::{
    ask::{Ask, object_id},
    error::GraphError,
    query,
    query::Catalogue,
    reply::Reply,
    users,
};

/// Groups that somebody is in.
static MEMBERSHIPS: Catalogue = Catalogue { set: "directoryObjects", ..GROUPS };

fn members<'a>(
    ask: &Ask,
    world: &'a World,
    tenant: &'a Tenant,
    id: &str,
) -> Result<Vec<MemberObject<'a>>, GraphError> {
    let group = readable(ask, tenant, id)?;
    let users = group.members.iter().copied().map(Member::User);
    let all = users.chain(group.nested.iter().copied().map(Member::Group));
    let view = |user: &User| member::view(world, &ask.caller, user);
    Ok(all.filter_map(|member| MemberObject::of(world, tenant, member, view)).collect())
}

/// The group, when the caller may read it.
fn readable<'a>(ask: &Ask, tenant: &'a Tenant, id: &str) -> Result<&'a Group, GraphError> {
    let group = id.parse().ok().and_then(|id: GroupId| tenant.groups.get(&id));
    may_read(ask, tenant, group, &READ_MEMBERS)?;
    object_id(id)?;
    group.ok_or_else(|| GraphError::not_found(id))
}

pub(super) async fn list(Path(id): Path<String>, ask: Ask) -> Response {
    ask.reply(page(&ask, &id))
}

fn page(ask: &Ask, id: &str) -> Result<Reply, GraphError> {
    ask.directory(|world, tenant| member::list(ask, &users::PEOPLE, members(ask, world, tenant, id)?))
}

pub(super) async fn count(Path(id): Path<String>, ask: Ask) -> Response {
    ask.reply(number(&ask, &id))
}

fn number(ask: &Ask, id: &str) -> Result<Reply, GraphError> {
    let options = ask.options_of_count(&users::PEOPLE)?;
    ask.directory(|world, tenant| {
        let found = members(ask, world, tenant, id)?;
        Ok(Reply::Count(member::chosen(&options, found)?.len()))
    })
}

pub(super) async fn references(Path(id): Path<String>, ask: Ask) -> Response {
    ask.reply(links(&ask, &id))
}

/// The addresses of members, in pages as the members themselves.
fn links(ask: &Ask, id: &str) -> Result<Reply, GraphError> {
    let options = ask.options(&users::PEOPLE)?;
    let page = ask.directory(|world, tenant| {
        let found = member::chosen(&options, members(ask, world, tenant, id)?)?;
        let base = format!("{}/v2/{}/directoryObjects", ask.call.origin, tenant.id);
        let link = |member: &MemberObject<'_>| {
            let id = member.id().as_str().unwrap_or_default().to_owned();
            Map::from_iter([("@odata.id".to_owned(), json!(format!("{base}/{id}")))])
        };
        Ok(query::page(&ask.call, &options, &found, link))
    })?;
    let Reply::Json(status, mut body) = page else { return Ok(page) };
    body["@odata.context"] = ask.context("Collection($ref)");
    Ok(Reply::Json(status, body))
}

pub(super) async fn of_user(Path(id): Path<String>, ask: Ask) -> Response {
    ask.reply(ask.directory(|_, tenant| {
        may_read_memberships(&ask)?;
        let user = tenant.user_named(&id).filter(|user| user.is_visible_to(Api::Read, ask.call.now()));
        let user = user.ok_or_else(|| GraphError::not_found(&id))?;
        if ask.caller.is_guest() && !ask.caller.is(user.id) {
            return Err(GraphError::denied());
        }
        memberships(&ask, tenant, user)
    }))
}

pub(super) async fn of_me(ask: Ask) -> Response {
    ask.reply(ask.directory(|_, tenant| {
        let user = ask.caller.user.as_ref().ok_or_else(|| {
            GraphError::bad_request("/me request is only valid with delegated authentication flow.")
        })?;
        if !ask.caller.holds(&["User.Read", "User.ReadWrite"], &[]) {
            may_read_memberships(&ask)?;
        }
        memberships(&ask, tenant, user)
    }))
}

fn may_read_memberships(ask: &Ask) -> Result<(), GraphError> {
    let basic = [READ_GROUPS, READ_MEMBERS].concat();
    ask.needs(&READ).or_else(|_| ask.needs(&basic))
}

fn memberships(ask: &Ask, tenant: &Tenant, user: &User) -> Result<Reply, GraphError> {
    let groups = tenant.groups.values().filter(|group| group.members.contains(&user.id));
    member::list(ask, &MEMBERSHIPS, groups.map(MemberObject::group).collect())
}
