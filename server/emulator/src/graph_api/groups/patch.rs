//! `PATCH /groups/{id}` and `DELETE /groups/{id}` ("Update group", "Delete group", Microsoft Graph).

use axum::{extract::Path, response::Response};
use serde_json::{Map, Value};
use world::{
    group::{Group, GroupChanges},
    ids::GroupId,
    rule::Rule,
};

use super::{
    create::{bound, nickname, rule, visibility},
    references::{self, MemberChange},
    refusal::explain,
    rights,
};
use crate::graph_api::{
    authorized_request::{AuthorizedRequest, invalid, object_id, required, text, undeclared},
    error::GraphError,
    reply::Reply,
};

const MEMBERS: &str = "members@odata.bind";
/// The values to which `visibility` can be changed. Hidden membership can be set at creation only.
const CHANGEABLE: [&str; 2] = ["Public", "Private"];

pub(super) async fn patch(Path(id): Path<String>, request: AuthorizedRequest) -> Response {
    request.reply(update(&request, &id))
}

/// Members and other properties need different permissions, and Graph takes them in different requests.
fn update(request: &AuthorizedRequest, id: &str) -> Result<Reply, GraphError> {
    let body = request.json()?;
    if body.contains_key(MEMBERS) {
        let group = references::permitted(request, id)?;
        if body.len() > 1 {
            return Err(GraphError::request_bad_request(
                "Members and other properties cannot be changed in one request.",
            ));
        }
        return references::change_members(request, group, &MemberChange::Add(bound(&body, "members")?));
    }
    let group = permitted(request, id)?;
    let changes = changes(&body, &group)?;
    let (meta, tenant) = (request.event_meta(), request.caller.tenant);
    request.state.change(|world| world.change_group(&meta, tenant, group.id, changes));
    Ok(Reply::NoContent)
}

pub(super) async fn delete(Path(id): Path<String>, request: AuthorizedRequest) -> Response {
    request.reply(remove(&request, &id))
}

fn remove(request: &AuthorizedRequest, id: &str) -> Result<Reply, GraphError> {
    let group = permitted(request, id)?;
    let (meta, tenant) = (request.event_meta(), request.caller.tenant);
    request.state.change(|world| world.delete_group(&meta, tenant, group.id));
    Ok(Reply::NoContent)
}

/// The group, if the caller may change it and it is writable through Graph.
fn permitted(request: &AuthorizedRequest, id: &str) -> Result<Group, GraphError> {
    request.read_directory(|world, tenant| {
        let group = id.parse().ok().and_then(|id: GroupId| tenant.groups.get(&id));
        rights::may_change(request, world, tenant, group)?;
        object_id(id)?;
        let group = group.ok_or_else(|| GraphError::not_found(id))?;
        group.is_writable().map_err(|refused| explain(&refused, id, &tenant.policy))?;
        Ok(group.clone())
    })
}

fn changes(body: &Map<String, Value>, group: &Group) -> Result<GroupChanges, GraphError> {
    let mut changes = GroupChanges::default();
    for name in body.keys() {
        match name.as_str() {
            "displayName" => changes.display_name = Some(required(body, name, 256)?),
            "mailNickname" => changes.mail_nickname = Some(nickname(body)?),
            "description" => {
                changes.description = Some(text(body, name)?.unwrap_or_default().to_owned());
            }
            "visibility" => changes.visibility = visibility(body, &CHANGEABLE)?,
            "membershipRule" | "membershipRuleProcessingState" => {
                changes.rule = Some(new_rule(body, group)?);
            }
            "groupTypes" | "isAssignableToRole" | "mailEnabled" | "securityEnabled" => {
                return Err(GraphError::request_bad_request(&format!(
                    "Property '{name}' is read-only and cannot be set."
                )));
            }
            _ => return Err(undeclared(name)),
        }
    }
    Ok(changes)
}

/// The rule of a dynamic group with a new text or processing state.
fn new_rule(body: &Map<String, Value>, group: &Group) -> Result<Rule, GraphError> {
    let old = group.rule.as_ref().ok_or_else(|| invalid("membershipRule"))?;
    let mut whole = body.clone();
    whole.entry("membershipRule").or_insert_with(|| old.text.clone().into());
    let processing_state = if old.on { "On" } else { "Paused" };
    whole.entry("membershipRuleProcessingState").or_insert_with(|| processing_state.into());
    rule(&whole)?.ok_or_else(|| invalid("membershipRule"))
}
