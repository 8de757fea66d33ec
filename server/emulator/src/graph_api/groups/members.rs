//! `GET /groups/{id}/members`, `GET /users/{id}/memberOf` and both through other groups, whole or cast to one type ("List group members", "List group
//! transitive members", "List a user's direct memberships", "List user transitive memberOf", Microsoft Graph).

use axum::{Router, extract::Path, response::Response, routing::get};
use http::StatusCode;
use serde_json::{Map, Value, json};
use world::{
    World, group::Group, ids::GroupId, membership::Member, tenant::Tenant, user::User, visibility_lag::Api,
};

use super::{
    member::{self, MemberObject},
    object::GROUPS,
    rights::{READ, READ_GROUPS, READ_MEMBERS, may_read},
};
use crate::{
    app_state::AppState,
    graph_api::{
        authorized_request::{AuthorizedRequest, object_id},
        error::GraphError,
        query,
        query::Catalogue,
        reply::Reply,
        unknown::not_allowed,
        users,
    },
};

/// The groups of a user or of a group.
static MEMBERSHIPS: Catalogue = Catalogue { set: "directoryObjects", ..GROUPS };
/// Members that are users.
static USERS: Catalogue = Catalogue { type_name: "microsoft.graph.user", set: "users", ..users::PEOPLE };

/// Whose members or memberships are listed.
#[derive(Debug, Clone, Copy)]
enum Listing {
    Members,
    MembershipsOfMe,
    MembershipsOfUser,
    MembershipsOfGroup,
}

/// A list of members or memberships.
#[derive(Debug, Clone, Copy)]
struct MemberList {
    listing: Listing,
    /// Whether it goes through other groups.
    transitive: bool,
    /// The type that the list is cast to.
    cast: Option<Cast>,
}

/// A type that a list is cast to. Unverified: that a cast of a transitive list does without an advanced query, as clients are seen to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cast {
    Users,
    Groups,
}

impl Cast {
    const fn keeps(self, object: &MemberObject<'_>) -> bool {
        matches!(
            (self, object),
            (Self::Users, MemberObject::User(..)) | (Self::Groups, MemberObject::Group(_))
        )
    }
}

impl MemberList {
    const fn catalogue(self) -> &'static Catalogue {
        match (self.cast, self.listing) {
            (Some(Cast::Users), _) => &USERS,
            (Some(Cast::Groups), _) => &GROUPS,
            (None, Listing::Members) => &users::PEOPLE,
            (None, _) => &MEMBERSHIPS,
        }
    }

    fn objects<'a>(
        self,
        request: &AuthorizedRequest,
        world: &'a World,
        tenant: &'a Tenant,
    ) -> Result<Vec<MemberObject<'a>>, GraphError> {
        let mut found = match self.listing {
            Listing::Members => {
                let group = readable(request, tenant, request.segment(0))?;
                members(request, world, tenant, group, self.transitive)
            }
            _ => memberships(tenant, self.holder(request, tenant)?, self.transitive),
        };
        found.retain(|object| self.cast.is_none_or(|cast| cast.keeps(object)));
        Ok(found)
    }

    /// Whose memberships are listed.
    fn holder(self, request: &AuthorizedRequest, tenant: &Tenant) -> Result<Member, GraphError> {
        match self.listing {
            Listing::MembershipsOfMe => of_me(request),
            Listing::MembershipsOfUser => of_user(request, tenant, self.transitive),
            Listing::Members | Listing::MembershipsOfGroup => {
                readable(request, tenant, request.segment(0)).map(|group| Member::Group(group.id))
            }
        }
    }
}

/// The addresses of the lists, with their casts and counts.
pub(super) fn routes() -> Router<AppState> {
    let lists = [
        ("/groups/{id}/members", Listing::Members, false),
        ("/groups/{id}/transitiveMembers", Listing::Members, true),
        ("/groups/{id}/memberOf", Listing::MembershipsOfGroup, false),
        ("/groups/{id}/transitiveMemberOf", Listing::MembershipsOfGroup, true),
        ("/users/{id}/memberOf", Listing::MembershipsOfUser, false),
        ("/users/{id}/transitiveMemberOf", Listing::MembershipsOfUser, true),
        ("/me/memberOf", Listing::MembershipsOfMe, false),
        ("/me/transitiveMemberOf", Listing::MembershipsOfMe, true),
    ];
    let casts = [
        ("", None),
        ("/microsoft.graph.user", Some(Cast::Users)),
        ("/microsoft.graph.group", Some(Cast::Groups)),
    ];
    let all = lists.into_iter().flat_map(|list| casts.map(|cast| (list, cast)));
    all.fold(Router::new(), |router, ((path, listing, transitive), (suffix, cast))| {
        let list = MemberList { listing, transitive, cast };
        let page = get(move |request: AuthorizedRequest| async move { request.reply(page(&request, list)) });
        let count =
            get(move |request: AuthorizedRequest| async move { request.reply(number(&request, list)) });
        router
            .route(&format!("{path}{suffix}"), page.fallback(not_allowed))
            .route(&format!("{path}{suffix}/$count"), count.fallback(not_allowed))
    })
}

fn page(request: &AuthorizedRequest, list: MemberList) -> Result<Reply, GraphError> {
    request.read_directory(|world, tenant| {
        let found = list.objects(request, world, tenant)?;
        if list.cast.is_none() {
            return member::list(request, list.catalogue(), found);
        }
        let options = request.options(list.catalogue())?;
        let shape = |object: &MemberObject<'_>| query::shape(object, options.shown(), |_| true);
        query::list(&request.context, &options, found.into_iter(), shape)
    })
}

fn number(request: &AuthorizedRequest, list: MemberList) -> Result<Reply, GraphError> {
    let options = request.options_of_count(list.catalogue())?;
    request.read_directory(|world, tenant| {
        let found = list.objects(request, world, tenant)?;
        Ok(Reply::Count(member::chosen(&options, found)?.len()))
    })
}

fn members<'a>(
    request: &AuthorizedRequest,
    world: &'a World,
    tenant: &'a Tenant,
    group: &Group,
    transitive: bool,
) -> Vec<MemberObject<'a>> {
    let direct = || {
        let users = group.members.iter().copied().map(Member::User);
        users.chain(group.nested.iter().copied().map(Member::Group)).collect()
    };
    let all: Vec<Member> =
        if transitive { tenant.transitive_members(group).into_iter().collect() } else { direct() };
    let view = |user: &User| member::view(world, &request.caller, user);
    all.into_iter().filter_map(|member| MemberObject::of(world, tenant, member, view)).collect()
}

/// The group, if the caller may read it.
fn readable<'a>(request: &AuthorizedRequest, tenant: &'a Tenant, id: &str) -> Result<&'a Group, GraphError> {
    let group = id.parse().ok().and_then(|id: GroupId| tenant.groups.get(&id));
    may_read(request, tenant, group, &READ_MEMBERS)?;
    object_id(id)?;
    group.ok_or_else(|| GraphError::not_found(id))
}

/// `GET /groups/{id}/members/{member}`: one direct member. On no page of the documentation; observed to answer 404 for who is none.
pub(super) async fn one(request: AuthorizedRequest) -> Response {
    request.reply(member_of(&request))
}

fn member_of(request: &AuthorizedRequest) -> Result<Reply, GraphError> {
    let options = request.options_of_one(&users::PEOPLE)?;
    request.read_directory(|world, tenant| {
        let group = readable(request, tenant, request.segment(0))?;
        let id = object_id(request.segment(1))?.to_string();
        let found = members(request, world, tenant, group, false);
        let found = found.into_iter().find(|member| member.id().as_str() == Some(&id));
        let member = found.ok_or_else(|| GraphError::not_found(&id))?;
        let mut body = Map::new();
        body.insert("@odata.context".to_owned(), request.odata_context("directoryObjects/$entity"));
        body.extend(member.shape(options.shown()));
        Ok(Reply::Json(StatusCode::OK, Value::Object(body)))
    })
}

pub(super) async fn references(Path(id): Path<String>, request: AuthorizedRequest) -> Response {
    request.reply(links(&request, &id))
}

/// The addresses of members, in the same pages as the members.
fn links(request: &AuthorizedRequest, id: &str) -> Result<Reply, GraphError> {
    let options = request.options(&users::PEOPLE)?;
    let page = request.read_directory(|world, tenant| {
        let found =
            member::chosen(&options, members(request, world, tenant, readable(request, tenant, id)?, false))?;
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

/// The permission to read users is enough for the transitive list only.
fn of_user(request: &AuthorizedRequest, tenant: &Tenant, transitive: bool) -> Result<Member, GraphError> {
    let id = request.segment(0);
    if !(transitive && request.require_permission(&["User.Read.All"]).is_ok()) {
        may_read_memberships(request)?;
    }
    let user = tenant.user_named(id).filter(|user| user.is_visible_to(Api::Read, request.context.now()));
    let user = user.ok_or_else(|| GraphError::not_found(id))?;
    if request.caller.is_guest() && !request.caller.is(user.id) {
        return Err(GraphError::denied());
    }
    Ok(Member::User(user.id))
}

fn of_me(request: &AuthorizedRequest) -> Result<Member, GraphError> {
    let user = request.signed_in_user()?;
    if !request.caller.holds(&["User.Read", "User.ReadWrite"], &[]) {
        may_read_memberships(request)?;
    }
    Ok(Member::User(user.id))
}

fn may_read_memberships(request: &AuthorizedRequest) -> Result<(), GraphError> {
    let basic = [READ_GROUPS, READ_MEMBERS].concat();
    request.require_permission(&READ).or_else(|_| request.require_permission(&basic))
}

/// The groups that an object is in.
fn memberships(tenant: &Tenant, holder: Member, transitive: bool) -> Vec<MemberObject<'_>> {
    if transitive {
        let ids = tenant.transitive_groups(holder);
        return ids.iter().filter_map(|id| tenant.groups.get(id)).map(MemberObject::group).collect();
    }
    tenant.groups.values().filter(|group| group.has(holder)).map(MemberObject::group).collect()
}
