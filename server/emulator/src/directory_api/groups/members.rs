//! `GET /groups/{id}/members` and `GET /users/{id}/memberOf` ("List members", "List a user's direct memberships", Microsoft Graph).

use axum::{extract::Path, response::Response};
use serde_json::{Map, Value as Json, json};

use super::{
    object::{GROUPS, row},
    rights::{READ, may_read},
};
use crate::{
    directory_api::{
        GraphError,
        ask::{Ask, object_id},
        query::{self, Catalogue, Object, Options, Property, Value},
        reply::Reply,
        rows::{self, Row},
        users,
    },
    world::{World, group::Group, ids::GroupId, tenant::Tenant, user::User},
};

/// Groups that somebody is in.
static MEMBERSHIPS: Catalogue = Catalogue { set: "directoryObjects", ..GROUPS };

/// A member of a group.
enum MemberObject<'a> {
    User(users::Entity<'a>),
    Group(Row),
}

impl Object for MemberObject<'_> {
    fn value(&self, property: &Property) -> Value<'_> {
        match self {
            Self::User(user) => user.value(property),
            Self::Group(group) => group.value(property),
        }
    }
}

impl MemberObject<'_> {
    /// The member, with its type. Who may not read users learns ids only.
    fn shape(&self, options: &Options, readable: bool) -> Map<String, Json> {
        let (kind, readable) = match self {
            Self::User(_) => ("#microsoft.graph.user", readable),
            Self::Group(_) => ("#microsoft.graph.group", true),
        };
        let mut body = Map::new();
        body.insert("@odata.type".to_owned(), json!(kind));
        body.extend(query::shape(self, options.shown(), |property| readable || property.name == "id"));
        body
    }
}

fn members<'a>(world: &'a World, tenant: &'a Tenant, group: &'a Group) -> Vec<MemberObject<'a>> {
    let users = group.members.iter().filter_map(|id| tenant.user(*id));
    let users = users.map(|user| MemberObject::User(users::Entity::of(world, user)));
    let nested = group.nested.iter().filter_map(|id| tenant.groups.get(id));
    users.chain(nested.map(|group| MemberObject::Group(row(group)))).collect()
}

/// The group, when the caller may read it.
fn readable<'a>(ask: &Ask, tenant: &'a Tenant, id: &str) -> Result<&'a Group, GraphError> {
    let group = id.parse().ok().and_then(|id: GroupId| tenant.groups.get(&id));
    may_read(ask, tenant, group)?;
    object_id(id)?;
    group.ok_or_else(|| GraphError::not_found(id))
}

pub(super) async fn list(Path(id): Path<String>, ask: Ask) -> Response {
    ask.reply(page(&ask, &id))
}

fn page(ask: &Ask, id: &str) -> Result<Reply, GraphError> {
    let options = ask.options(&users::PEOPLE)?;
    options.check_list()?;
    let wanted = options.wanted()?;
    let may_read_users = ask.caller.holds(&users::READ_ALL, &users::READ_ALL);
    ask.directory(|world, tenant| {
        let group = readable(ask, tenant, id)?;
        let mut found = members(world, tenant, group);
        found.retain(|member| wanted.finds(member));
        options.sort(&mut found);
        Ok(query::page(&ask.call, &options, &found, |member| member.shape(&options, may_read_users)))
    })
}

pub(super) async fn count(Path(id): Path<String>, ask: Ask) -> Response {
    ask.reply(number(&ask, &id))
}

fn number(ask: &Ask, id: &str) -> Result<Reply, GraphError> {
    let options = ask.options(&users::PEOPLE)?;
    if !options.eventual {
        return Err(GraphError::request_bad_request("$count is not currently supported."));
    }
    ask.directory(|world, tenant| {
        let group = readable(ask, tenant, id)?;
        Ok(Reply::Count(members(world, tenant, group).len()))
    })
}

pub(super) async fn references(Path(id): Path<String>, ask: Ask) -> Response {
    let links = ask.directory(|_, tenant| {
        let group = readable(&ask, tenant, &id)?;
        let link = |id: uuid::Uuid| {
            json!({ "@odata.id": format!("{}/v2/{}/directoryObjects/{id}", ask.call.origin, tenant.id) })
        };
        let users = group.members.iter().filter(|id| tenant.user(**id).is_some()).map(|id| link(id.0));
        let value: Json = users.chain(group.nested.iter().map(|id| link(id.0))).collect();
        let context = ask.context("Collection($ref)");
        Ok(Reply::Json(http::StatusCode::OK, json!({ "@odata.context": context, "value": value })))
    });
    ask.reply(links)
}

pub(super) async fn of_user(Path(id): Path<String>, ask: Ask) -> Response {
    ask.reply(ask.directory(|_, tenant| {
        ask.needs(&READ)?;
        let user = tenant.user_named(&id).filter(|user| user.is_visible(ask.call.now()));
        let user = user.ok_or_else(|| GraphError::not_found(&id))?;
        if ask.caller.is_guest() && !ask.caller.is(user.id) {
            return Err(GraphError::denied());
        }
        memberships(&ask, tenant, user)
    }))
}

pub(super) async fn of_me(ask: Ask) -> Response {
    ask.reply(ask.directory(|_, tenant| match &ask.caller.user {
        Some(user) => memberships(&ask, tenant, user),
        None => Err(GraphError::bad_request("/me request is only valid with delegated authentication flow.")),
    }))
}

fn memberships(ask: &Ask, tenant: &Tenant, user: &User) -> Result<Reply, GraphError> {
    let groups = tenant.groups.values().filter(|group| group.members.contains(&user.id));
    rows::list(ask, &MEMBERSHIPS, groups.map(row))
}
