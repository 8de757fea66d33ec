//! Users and groups in one list: members, sponsors, what somebody is in. Each comes with its type, and with what the caller may see of it.

use serde_json::{Map, Value as Json, json};
use world::{World, group::Group, membership::Member, tenant::Tenant, user::User};

use super::object::{GROUPS, row};
use crate::directory_api::{
    ask::Ask,
    caller::Caller,
    error::GraphError,
    query,
    query::{Catalogue, Object, Options, Property, Value},
    reply::Reply,
    rows::Row,
    users,
    users::{permission, view::View},
};

/// A user or a group.
pub(in crate::directory_api) enum MemberObject<'a> {
    /// A user, and what the caller may see of it. Who may not read users learns ids only.
    User(users::Entity<'a>, Option<View>),
    /// A group.
    Group(Row),
}

impl Object for MemberObject<'_> {
    /// What the caller may not see is null, to a filter as well.
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
    /// A user, of whom so much is seen.
    pub(in crate::directory_api) fn user(world: &'a World, user: &'a User, view: Option<View>) -> Self {
        Self::User(users::Entity::of(world, user), view)
    }

    /// A group.
    pub(in crate::directory_api) fn group(group: &Group) -> Self {
        Self::Group(row(group))
    }

    /// The object that a reference means, if it is there. `view` tells what is seen of a user.
    pub(in crate::directory_api) fn of(
        world: &'a World,
        tenant: &'a Tenant,
        member: Member,
        view: impl FnOnce(&User) -> Option<View>,
    ) -> Option<Self> {
        match member {
            Member::User(id) => tenant.user(id).map(|user| Self::user(world, user, view(user))),
            Member::Group(id) => tenant.groups.get(&id).map(Self::group),
        }
    }

    /// These properties of it, with its type.
    pub(in crate::directory_api) fn shape<'p>(
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

/// What a caller sees of a user that is a member of something: what it may read of users, else the id only.
pub(in crate::directory_api) fn view(world: &World, caller: &Caller, user: &User) -> Option<View> {
    let own = caller.is(user.id) && caller.holds(&["User.Read", "User.ReadWrite"], &[]);
    let reads = own || caller.holds(&permission::READ, &permission::READ);
    reads.then(|| View::of(world, caller, Some(user)).ok()).flatten()
}

/// Those that the options want, in the order asked.
pub(super) fn chosen<'a>(
    options: &Options,
    mut found: Vec<MemberObject<'a>>,
) -> Result<Vec<MemberObject<'a>>, GraphError> {
    let wanted = options.wanted()?;
    found.retain(|member| wanted.finds(member));
    options.sort(&mut found);
    Ok(found)
}

/// A page of them.
pub(in crate::directory_api) fn list(
    ask: &Ask,
    catalogue: &'static Catalogue,
    found: Vec<MemberObject<'_>>,
) -> Result<Reply, GraphError> {
    let options = ask.options(catalogue)?;
    query::list(&ask.call, &options, found.into_iter(), |member| member.shape(options.shown()))
}
