//! Users and groups in one list: members, sponsors, memberships. Each has its type, and the properties that the caller may read.

use serde_json::{Map, Value as Json, json};
use world::{World, group::Group, membership::Member, tenant::Tenant, user::User};

use super::object::{GROUPS, row};
use crate::graph_api::{
    authorized_request::AuthorizedRequest,
    caller::Caller,
    error::GraphError,
    json_rows::JsonRow,
    query,
    query::{Catalogue, Object, Property, QueryOptions, Value},
    reply::Reply,
    users,
    users::{permission, view::UserView},
};

/// A user or a group.
pub(in crate::graph_api) enum MemberObject<'a> {
    /// A user, and the properties that the caller may read. A caller who may not read users gets ids only.
    User(users::UserEntity<'a>, Option<UserView>),
    /// A group.
    Group(JsonRow),
}

impl Object for MemberObject<'_> {
    /// Properties that the caller may not read are null, to a filter as well.
    fn value(&self, property: &Property) -> Value<'_> {
        match self {
            Self::User(user, view) => {
                let seen = property.name == "id" || view.is_some_and(|view| view.covers(property));
                if seen { user.value(property) } else { Value::Null }
            }
            Self::Group(group) => group.value(property),
        }
    }
}

impl<'a> MemberObject<'a> {
    /// A user with the properties that the caller may read.
    pub(in crate::graph_api) fn user(world: &'a World, user: &'a User, view: Option<UserView>) -> Self {
        Self::User(users::UserEntity::of(world, user), view)
    }

    /// A group.
    pub(in crate::graph_api) fn group(group: &Group) -> Self {
        Self::Group(row(group))
    }

    /// The object of a reference, if it exists. `view` tells which properties of a user the caller may read.
    pub(in crate::graph_api) fn of(
        world: &'a World,
        tenant: &'a Tenant,
        member: Member,
        view: impl FnOnce(&User) -> Option<UserView>,
    ) -> Option<Self> {
        match member {
            Member::User(id) => tenant.user(id).map(|user| Self::user(world, user, view(user))),
            Member::Group(id) => tenant.groups.get(&id).map(Self::group),
        }
    }

    /// These properties as JSON, with the type.
    pub(in crate::graph_api) fn shape<'p>(
        &self,
        properties: impl Iterator<Item = &'p Property>,
    ) -> Map<String, Json> {
        let kind = match self {
            Self::User(..) => "#microsoft.graph.user",
            Self::Group(_) => "#microsoft.graph.group",
        };
        let mut body = Map::new();
        body.insert("@odata.type".to_owned(), json!(kind));
        body.extend(query::shape(self, properties, |_| true));
        body
    }

    /// Its object id.
    pub(super) fn id(&self) -> Json {
        match self {
            Self::User(user, _) => json!(user.user.id),
            Self::Group(group) => GROUPS.property("id").map_or(Json::Null, |id| group.value(&id).json()),
        }
    }
}

/// The properties of a member that the caller may read; none when only the id.
pub(in crate::graph_api) fn view(world: &World, caller: &Caller, user: &User) -> Option<UserView> {
    let own = caller.is(user.id) && caller.holds(&["User.Read", "User.ReadWrite"], &[]);
    let reads = own || caller.holds(&permission::READ, &permission::READ);
    reads.then(|| UserView::of(world, caller, Some(user)).ok()).flatten()
}

/// The objects that match the options, in the order of `$orderby`.
pub(super) fn chosen<'a>(
    options: &QueryOptions,
    mut found: Vec<MemberObject<'a>>,
) -> Result<Vec<MemberObject<'a>>, GraphError> {
    let change = options.criteria()?;
    found.retain(|member| change.finds(member));
    options.sort(&mut found);
    Ok(found)
}

/// A page of these objects.
pub(in crate::graph_api) fn list(
    request: &AuthorizedRequest,
    catalogue: &'static Catalogue,
    found: Vec<MemberObject<'_>>,
) -> Result<Reply, GraphError> {
    let options = request.options(catalogue)?;
    query::list(&request.context, &options, found.into_iter(), |member| member.shape(options.shown()))
}
