//! `POST /groups` ("Create group", Microsoft Graph).

use std::collections::BTreeSet;

use axum::response::Response;
use serde_json::{Map, Value};
use uuid::Uuid;
use world::{
    group::{Group, GroupKind},
    ids::UserId,
    membership::{MAX_MEMBERS_PER_REQUEST, Member},
    rule::Rule,
    tenant::Tenant,
};

use super::{
    object::{GROUPS, row},
    rights,
};
use crate::graph_api::{
    authorized_request::{AuthorizedRequest, flag, invalid, only, referenced_id, required, text},
    error::GraphError,
    json_rows,
    reply::Reply,
};

/// The properties that a body may have.
const KNOWN: [&str; 12] = [
    "description",
    "displayName",
    "groupTypes",
    "isAssignableToRole",
    "mailEnabled",
    "mailNickname",
    "members@odata.bind",
    "membershipRule",
    "membershipRuleProcessingState",
    "owners@odata.bind",
    "securityEnabled",
    "visibility",
];

pub(super) async fn post(request: AuthorizedRequest) -> Response {
    request.reply(create(&request))
}

fn create(request: &AuthorizedRequest) -> Result<Reply, GraphError> {
    let body = request.json()?;
    let assignable = flag(&body, "isAssignableToRole")?.unwrap_or_default();
    rights::may_create(request, assignable)?;
    only(&body, &KNOWN)?;
    let members = bound(&body, "members")?;
    let owners = bound(&body, "owners")?;
    let (meta, id) = (request.event_meta(), request.caller.tenant);
    let mut group = read(&body, meta.now)?;
    group.assignable_to_role = assignable;
    if assignable && (!group.security_enabled() || group.rule.is_some()) {
        return Err(invalid("isAssignableToRole"));
    }
    if group.rule.is_some() && !members.is_empty() {
        return Err(invalid("members"));
    }
    group.owners.extend(request.caller.user.as_ref().map(|user| user.id));
    // Checked and created under one lock, so that two requests cannot get the same address.
    let made = request.state.change(|world| {
        let tenant = world.tenant(id).ok_or_else(GraphError::denied)?;
        if group.kind.mail_enabled() {
            group.mail = Some(new_address(tenant, &group.mail_nickname)?);
        }
        join(tenant, &mut group, &members, &owners, meta.now)?;
        group.id = world.new_group_id();
        world.add_group(&meta, id, group.clone());
        Ok::<_, GraphError>(group)
    })?;
    Ok(json_rows::created(request, &GROUPS, &row(&made)))
}

/// The group of a body.
fn read(body: &Map<String, Value>, now: time::OffsetDateTime) -> Result<Group, GraphError> {
    let name = required(body, "displayName", 256)?;
    let types = types(body)?;
    let has = |change: &str| types.iter().any(|own| own == change);
    let mail = flag(body, "mailEnabled")?.ok_or_else(|| invalid("mailEnabled"))?;
    let security = flag(body, "securityEnabled")?.ok_or_else(|| invalid("securityEnabled"))?;
    let kind = match (has("Unified"), mail, security) {
        (true, true, _) => GroupKind::Unified,
        (false, false, true) => GroupKind::Security,
        // Exchange creates these, not Graph.
        (false, true, _) => {
            return Err(GraphError::request_bad_request(
                "The service does not currently support writes of mail-enabled groups. Please ensure that the mail-enablement property is unset and the security-enablement property is set.",
            ));
        }
        _ => return Err(invalid("groupTypes")),
    };
    let mut group = Group::new(world::ids::GroupId(Uuid::nil()), &name, now);
    group.kind = kind;
    group.also_security = kind == GroupKind::Unified && security;
    group.mail_nickname = nickname(body)?;
    group.description = text(body, "description")?.map(str::to_owned);
    let hidden: &[&str] = if kind == GroupKind::Unified { &["HiddenMembership"] } else { &[] };
    group.visibility = visibility(body, &[&["Public", "Private"][..], hidden].concat())?;
    group.rule = rule(body)?;
    if group.rule.is_some() != has("DynamicMembership") {
        return Err(invalid("membershipRule"));
    }
    Ok(group)
}

/// `mailNickname` of a body.
pub(super) fn nickname(body: &Map<String, Value>) -> Result<String, GraphError> {
    let nickname = required(body, "mailNickname", 64)?;
    if nickname.contains(['@', '(', ')', '\\', '[', ']', '"', ';', ':', '<', '>', ',', ' ']) {
        return Err(invalid("mailNickname"));
    }
    Ok(nickname)
}

/// `visibility` of a body: one of these.
pub(super) fn visibility(body: &Map<String, Value>, known: &[&str]) -> Result<Option<String>, GraphError> {
    let Some(visibility) = text(body, "visibility")? else { return Ok(None) };
    if known.contains(&visibility) { Ok(Some(visibility.to_owned())) } else { Err(invalid("visibility")) }
}

/// The mail address of a new group, which no other object of the directory may have.
fn new_address(tenant: &Tenant, nickname: &str) -> Result<String, GraphError> {
    let address = format!("{nickname}@{}", tenant.primary_domain());
    let taken = tenant.has_group_address(&address)
        || tenant.has_contact(&address)
        || tenant.user_with_address(&address).is_some();
    if taken {
        let message = "Another object with the same value for property mailNickname already exists.";
        return Err(GraphError::request_bad_request(message).with_detail(
            "ObjectConflict",
            "mailNickname",
            message,
        ));
    }
    Ok(address)
}

fn types(body: &Map<String, Value>) -> Result<Vec<String>, GraphError> {
    let Some(list) = body.get("groupTypes") else { return Ok(Vec::new()) };
    let list = list.as_array().ok_or_else(|| invalid("groupTypes"))?;
    let known = |value: &Value| {
        let name = value.as_str().filter(|name| ["Unified", "DynamicMembership"].contains(name));
        name.map(str::to_owned).ok_or_else(|| invalid("groupTypes"))
    };
    list.iter().map(known).collect()
}

/// The membership rule of a body, if any.
pub(in crate::graph_api) fn rule(body: &Map<String, Value>) -> Result<Option<Rule>, GraphError> {
    let Some(rule) = text(body, "membershipRule")? else { return Ok(None) };
    let on = match text(body, "membershipRuleProcessingState")? {
        Some("On") | None => true,
        Some("Paused") => false,
        Some(_) => return Err(invalid("membershipRuleProcessingState")),
    };
    Rule::new(rule, on).map(Some).ok_or_else(|| {
        GraphError::request_bad_request("Dynamic membership rule validation error: Wrong property applied.")
            .with_detail("InvalidValue", "membershipRule", "The rule cannot be read.")
    })
}

/// The references of `members@odata.bind` and similar properties.
pub(super) fn bound(body: &Map<String, Value>, name: &str) -> Result<Vec<Uuid>, GraphError> {
    let Some(list) = body.get(&format!("{name}@odata.bind")) else { return Ok(Vec::new()) };
    let list = list.as_array().ok_or_else(|| invalid(name))?;
    if list.len() > MAX_MEMBERS_PER_REQUEST {
        return Err(GraphError::request_bad_request(&format!(
            "The number of references in the request exceeds the limit of {MAX_MEMBERS_PER_REQUEST} for '{name}'."
        )));
    }
    list.iter().map(referenced_id).collect()
}

fn join(
    tenant: &Tenant,
    group: &mut Group,
    members: &[Uuid],
    owners: &[Uuid],
    now: time::OffsetDateTime,
) -> Result<(), GraphError> {
    for &id in members {
        match tenant.member_object(id, now).ok_or_else(|| GraphError::not_found(&id.to_string()))? {
            Member::User(user) => group.members.insert(user),
            Member::Group(nested) => group.nested.insert(nested),
        };
    }
    let owner = |&id: &Uuid| match tenant.member_object(id, now) {
        Some(Member::User(user)) => Ok(user),
        _ => Err(GraphError::not_found(&id.to_string())),
    };
    let owners: BTreeSet<UserId> = owners.iter().map(owner).collect::<Result<_, _>>()?;
    group.owners.extend(owners);
    Ok(())
}
