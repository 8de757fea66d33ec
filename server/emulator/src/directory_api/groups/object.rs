//! A group as Graph shows it.

use serde_json::json;
use world::group::{Group, GroupKind};

use crate::directory_api::{
    query::{Catalogue, Kind, Property, Search},
    rows::{Row, choice, plain, text, time},
};

static PROPERTIES: [Property; 20] = [
    choice("id", Kind::Id),
    choice("createdDateTime", Kind::Time),
    text("description").searched(Search::Words),
    text("displayName").searched(Search::Words).sortable(),
    choice("groupTypes", Kind::Texts),
    choice("isAssignableToRole", Kind::Flag),
    text("mail"),
    choice("mailEnabled", Kind::Flag),
    text("mailNickname"),
    text("membershipRule"),
    choice("membershipRuleProcessingState", Kind::Text),
    choice("onPremisesSyncEnabled", Kind::Flag),
    plain("onPremisesLastSyncDateTime", Kind::Time),
    plain("preferredDataLocation", Kind::Text),
    plain("preferredLanguage", Kind::Text),
    choice("proxyAddresses", Kind::Texts),
    plain("renewedDateTime", Kind::Time),
    choice("securityEnabled", Kind::Flag),
    plain("theme", Kind::Text),
    plain("visibility", Kind::Text),
];

/// Groups.
pub(in crate::directory_api) static GROUPS: Catalogue = Catalogue {
    type_name: "microsoft.graph.group",
    set: "groups",
    properties: &PROPERTIES,
    links: &[],
    extensible: false,
};

/// A group as a row.
pub(in crate::directory_api) fn row(group: &Group) -> Row {
    let mut types = Vec::new();
    if group.kind == GroupKind::Unified {
        types.push("Unified");
    }
    if group.rule.is_some() {
        types.push("DynamicMembership");
    }
    let rule = group.rule.as_ref();
    let proxies: Vec<_> = group.mail.iter().map(|mail| format!("SMTP:{mail}")).collect();
    Row::new(json!({
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
