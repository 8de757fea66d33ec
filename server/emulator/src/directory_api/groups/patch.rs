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
    references::{self, Wanted},
    refusal::explain,
    rights,
};
use crate::directory_api::{
    ask::{Ask, invalid, object_id, required, text, undeclared},
    error::GraphError,
    reply::Reply,
};

const MEMBERS: &str = "members@odata.bind";
/// What `visibility` can become: members are hidden from the beginning or never.
const CHANGEABLE: [&str; 2] = ["Public", "Private"];

pub(super) async fn patch(Path(id): Path<String>, ask: Ask) -> Response {
    ask.reply(update(&ask, &id))
}

/// Members and properties are changed by different rights; Graph takes them in different requests, too.
fn update(ask: &Ask, id: &str) -> Result<Reply, GraphError> {
    let body = ask.json()?;
    if body.contains_key(MEMBERS) {
        let group = references::permitted(ask, id)?;
        if body.len() > 1 {
            return Err(GraphError::request_bad_request(
                "Members and other properties cannot be changed in one request.",
            ));
        }
        return references::change(ask, group, &Wanted::Add(bound(&body, "members")?));
    }
    let group = permitted(ask, id)?;
    let changes = changes(&body, &group)?;
    let (meta, tenant) = (ask.meta(), ask.caller.tenant);
    ask.site.change(|world| world.change_group(&meta, tenant, group.id, changes));
    Ok(Reply::NoContent)
}

pub(super) async fn delete(Path(id): Path<String>, ask: Ask) -> Response {
    ask.reply(remove(&ask, &id))
}

fn remove(ask: &Ask, id: &str) -> Result<Reply, GraphError> {
    let group = permitted(ask, id)?;
    let (meta, tenant) = (ask.meta(), ask.caller.tenant);
    ask.site.change(|world| world.delete_group(&meta, tenant, group.id));
    Ok(Reply::NoContent)
}

/// The group, when the caller may change it, and Graph can.
fn permitted(ask: &Ask, id: &str) -> Result<Group, GraphError> {
    ask.directory(|world, tenant| {
        let group = id.parse().ok().and_then(|id: GroupId| tenant.groups.get(&id));
        rights::may_change(ask, world, tenant, group)?;
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

/// The rule of a group that has one, changed in text or state.
fn new_rule(body: &Map<String, Value>, group: &Group) -> Result<Rule, GraphError> {
    let old = group.rule.as_ref().ok_or_else(|| invalid("membershipRule"))?;
    let mut whole = body.clone();
    whole.entry("membershipRule").or_insert_with(|| old.text.clone().into());
    let state = if old.on { "On" } else { "Paused" };
    whole.entry("membershipRuleProcessingState").or_insert_with(|| state.into());
    rule(&whole)?.ok_or_else(|| invalid("membershipRule"))
}
