//! Actions that tell what a user or a group is in, through other groups as well ("directoryObject: checkMemberGroups", "directoryObject:
//! checkMemberObjects", "directoryObject: getMemberGroups", "directoryObject: getMemberObjects", Microsoft Graph).

use std::collections::BTreeSet;

use axum::{Router, response::Response, routing::post};
use http::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;
use world::{
    group::Group, ids::GroupId, membership::Member, tenant::Tenant, user::User, visibility_lag::Api,
};

use super::rights::READ;
use crate::{
    app_state::AppState,
    graph_api::{
        authorized_request::{AuthorizedRequest, flag, invalid, object_id, only},
        caller::Caller,
        error::GraphError,
        reply::Reply,
        unknown::not_allowed,
    },
};

/// The maximum number of ids that one request may ask about.
const MAX_IDS: usize = 20;
/// Permissions that are enough for every object.
const DIRECTORY: [&str; 2] = ["Directory.Read.All", "Directory.ReadWrite.All"];
/// Permissions to read a user, of which the groups of a user take one besides one to read members.
const READ_USER: [&str; 2] = ["User.Read.All", "User.ReadWrite.All"];
/// The same, for a person who calls.
const READ_USER_DELEGATED: [&str; 3] = ["User.ReadBasic.All", READ_USER[0], READ_USER[1]];
/// Permissions of a person to read themselves.
const READ_ONESELF: [&str; 2] = ["User.Read", "User.ReadWrite"];

/// An action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Action {
    CheckGroups,
    CheckObjects,
    GetGroups,
    GetObjects,
}

impl Action {
    const ALL: [(&'static str, Self); 4] = [
        ("checkMemberGroups", Self::CheckGroups),
        ("checkMemberObjects", Self::CheckObjects),
        ("getMemberGroups", Self::GetGroups),
        ("getMemberObjects", Self::GetObjects),
    ];

    /// Whether it is about groups only, not about roles and units as well.
    const fn of_groups(self) -> bool {
        matches!(self, Self::CheckGroups | Self::GetGroups)
    }
}

/// The kind of object that an address names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Set {
    Me,
    Users,
    Groups,
    DirectoryObjects,
}

/// The addresses of the actions.
pub(super) fn routes() -> Router<AppState> {
    let sets = [
        ("/me", Set::Me),
        ("/users/{id}", Set::Users),
        ("/groups/{id}", Set::Groups),
        ("/directoryObjects/{id}", Set::DirectoryObjects),
    ];
    let both = sets.into_iter().flat_map(|set| Action::ALL.map(|action| (set, action)));
    both.fold(Router::new(), |router, ((start, set), (name, action))| {
        let handler = post(move |request: AuthorizedRequest| async move { perform(&request, set, action) });
        router.route(&format!("{start}/{name}"), handler.fallback(not_allowed))
    })
}

fn perform(request: &AuthorizedRequest, set: Set, action: Action) -> Response {
    request.reply(request.read_directory(|_, tenant| answer(request, tenant, set, action)))
}

fn answer(
    request: &AuthorizedRequest,
    tenant: &Tenant,
    set: Set,
    action: Action,
) -> Result<Reply, GraphError> {
    let member = find(request, tenant, set)?;
    may_ask(&request.caller, member, set, action)?;
    let member = member.ok_or_else(|| GraphError::not_found(request.segment(0)))?;
    let found = match action {
        Action::CheckGroups => checked(request, "groupIds", &held(request, tenant, member, action))?,
        Action::CheckObjects => checked(request, "ids", &held(request, tenant, member, action))?,
        Action::GetGroups | Action::GetObjects => {
            let only_security = only_security(request, member)?;
            let counts = |id: &Uuid| {
                let group = tenant.groups.get(&GroupId(*id));
                !only_security || group.is_some_and(Group::security_enabled)
            };
            held(request, tenant, member, action).into_iter().filter(counts).collect()
        }
    };
    let context = request.odata_context("Collection(Edm.String)");
    Ok(Reply::Json(StatusCode::OK, json!({ "@odata.context": context, "value": found })))
}

/// The object of the address, if there is one that reads see.
fn find(request: &AuthorizedRequest, tenant: &Tenant, set: Set) -> Result<Option<Member>, GraphError> {
    let name = request.segment(0);
    let visible = |user: &&User| user.is_visible_to(Api::Read, request.context.now());
    let user = || tenant.user_named(name).filter(visible).map(|user| Member::User(user.id));
    let group = || {
        let id = name.parse().ok().filter(|id: &GroupId| tenant.groups.contains_key(id));
        id.map(Member::Group)
    };
    Ok(match set {
        Set::Me => Some(Member::User(request.signed_in_user()?.id)),
        Set::Users => user(),
        Set::Groups => group(),
        Set::DirectoryObjects => group().or_else(|| user().filter(|_| Uuid::try_parse(name).is_ok())),
    })
}

/// Checks the permissions. A guest asks of themselves only. Unverified: that the permissions to change what one reads are enough, as elsewhere.
fn may_ask(caller: &Caller, member: Option<Member>, set: Set, action: Action) -> Result<(), GraphError> {
    let own = matches!(member, Some(Member::User(id)) if caller.is(id));
    let of_oneself = own && caller.holds(&READ_ONESELF, &[]);
    let reads_members = caller.holds(&READ, &READ);
    let permitted = match (set, action.of_groups()) {
        (Set::Groups, _) => reads_members,
        (Set::DirectoryObjects, false) => false,
        (_, true) => reads_members && (of_oneself || caller.holds(&READ_USER_DELEGATED, &READ_USER)),
        (_, false) => of_oneself || caller.holds(&READ_USER, &READ_USER),
    };
    let permitted = permitted || caller.holds(&DIRECTORY, &DIRECTORY);
    if permitted && (own || !caller.is_guest()) { Ok(()) } else { Err(GraphError::denied()) }
}

/// The ids of what the object is in: groups, and for the actions that are about more also units and the templates of directory roles.
fn held(request: &AuthorizedRequest, tenant: &Tenant, member: Member, action: Action) -> BTreeSet<Uuid> {
    let mut held: BTreeSet<_> = tenant.transitive_groups(member).into_iter().map(|group| group.0).collect();
    if let (false, Member::User(id)) = (action.of_groups(), member) {
        let units = tenant.units.values().filter(|unit| unit.members.contains(&id));
        held.extend(units.map(|unit| unit.id.0));
        let user = tenant.user(id).cloned().map(|user| user.with_roles_at(request.context.now()));
        held.extend(user.into_iter().flat_map(|user| user.directory_roles));
    }
    held
}

/// The ids in this list of the body that the object is in, in the order of the list.
fn checked(request: &AuthorizedRequest, name: &str, held: &BTreeSet<Uuid>) -> Result<Vec<Uuid>, GraphError> {
    let body = request.json()?;
    only(&body, &[name])?;
    let list = body.get(name).and_then(Value::as_array).ok_or_else(|| invalid(name))?;
    if list.len() > MAX_IDS {
        // Unverified wording.
        return Err(GraphError::request_bad_request(&format!(
            "The number of ids in '{name}' exceeds the limit of {MAX_IDS}."
        )));
    }
    let ids = list.iter().map(|id| id.as_str().map(object_id).ok_or_else(|| invalid(name))?);
    let ids: Vec<_> = ids.collect::<Result<_, _>>()?;
    Ok(ids.into_iter().filter(|id| held.contains(id)).collect())
}

/// `securityEnabledOnly`, which is true for users only.
fn only_security(request: &AuthorizedRequest, member: Member) -> Result<bool, GraphError> {
    let name = "securityEnabledOnly";
    let body = request.json()?;
    only(&body, &[name])?;
    let wanted = flag(&body, name)?.ok_or_else(|| invalid(name))?;
    if wanted && matches!(member, Member::Group(_)) { Err(invalid(name)) } else { Ok(wanted) }
}
