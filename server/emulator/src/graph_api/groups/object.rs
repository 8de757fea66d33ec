//! A group as Graph shows it.

use serde_json::json;
use world::group::{Group, GroupKind};

use crate::graph_api::{
    json_rows::{JsonRow, choice, plain, text, time},
    query::{Catalogue, Property, SearchMode, ValueKind},
};

static PROPERTIES: [Property; 20] = [
    choice("id", ValueKind::Id),
    choice("createdDateTime", ValueKind::Time),
    text("description").searched(SearchMode::Words),
    text("displayName").searched(SearchMode::Words).sortable(),
    choice("groupTypes", ValueKind::Texts),
    choice("isAssignableToRole", ValueKind::Flag),
    text("mail"),
    choice("mailEnabled", ValueKind::Flag),
    text("mailNickname"),
    text("membershipRule"),
    choice("membershipRuleProcessingState", ValueKind::Text),
    choice("onPremisesSyncEnabled", ValueKind::Flag),
    plain("onPremisesLastSyncDateTime", ValueKind::Time),
    plain("preferredDataLocation", ValueKind::Text),
    plain("preferredLanguage", ValueKind::Text),
    choice("proxyAddresses", ValueKind::Texts),
    plain("renewedDateTime", ValueKind::Time),
    choice("securityEnabled", ValueKind::Flag),
    plain("theme", ValueKind::Text),
    plain("visibility", ValueKind::Text),
];

/// Groups.
pub(in crate::graph_api) static GROUPS: Catalogue = Catalogue {
    type_name: "microsoft.graph.group",
    set: "groups",
    properties: &PROPERTIES,
    links: &[],
    extensible: false,
};

/// A group as a row.
pub(in crate::graph_api) fn row(group: &Group) -> JsonRow {
    let mut types = Vec::new();
    if group.kind == GroupKind::Unified {
        types.push("Unified");
    }
    if group.rule.is_some() {
        types.push("DynamicMembership");
    }
    let rule = group.rule.as_ref();
    let proxies: Vec<_> = group.mail.iter().map(|mail| format!("SMTP:{mail}")).collect();
    JsonRow::new(json!({
        "id": group.id,
        "createdDateTime": time(group.created),
        "description": group.description,
        "displayName": group.display_name,
        "groupTypes": types,
        "isAssignableToRole": group.assignable_to_role.then_some(true),
        "mail": group.mail,
        "mailEnabled": group.kind.mail_enabled(),
        "mailNickname": group.mail_nickname,
        "membershipRule": rule.map(|rule| &rule.text),
        "membershipRuleProcessingState": rule.map(|rule| if rule.on { "On" } else { "Paused" }),
        "onPremisesSyncEnabled": group.on_premises.then_some(true),
        "onPremisesLastSyncDateTime": group.on_premises.then(|| time(group.created)),
        "proxyAddresses": proxies,
        "renewedDateTime": time(group.created),
        "securityEnabled": group.security_enabled(),
        "visibility": group.visibility,
    }))
}
