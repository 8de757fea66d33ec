//! An administrative unit as Graph shows it.

use serde_json::json;
use world::unit::Unit;

use crate::graph_api::{
    json_rows::{JsonRow, choice, plain, text},
    query::{Catalogue, Property, SearchMode, ValueKind},
};

static PROPERTIES: [Property; 8] = [
    choice("id", ValueKind::Id),
    plain("deletedDateTime", ValueKind::Time),
    text("displayName").searched(SearchMode::Words).sortable(),
    text("description").searched(SearchMode::Words),
    plain("membershipRule", ValueKind::Text),
    plain("membershipType", ValueKind::Text),
    plain("membershipRuleProcessingState", ValueKind::Text),
    plain("visibility", ValueKind::Text),
];

/// Administrative units.
pub(super) static UNITS: Catalogue = Catalogue {
    type_name: "microsoft.graph.administrativeUnit",
    set: "directory/administrativeUnits",
    properties: &PROPERTIES,
    links: &[],
    extensible: false,
};

/// A unit as a row.
pub(super) fn row(unit: &Unit) -> JsonRow {
    let rule = unit.rule.as_ref();
    JsonRow::new(json!({
        "id": unit.id,
        "displayName": unit.display_name,
        "description": unit.description,
        "membershipRule": rule.map(|rule| &rule.text),
        "membershipType": rule.map(|_| "Dynamic"),
        "membershipRuleProcessingState": rule.map(|rule| if rule.on { "On" } else { "Paused" }),
        "visibility": unit.visibility,
    }))
}
