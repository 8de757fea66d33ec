//! An administrative unit as Graph shows it.

use serde_json::json;
use world::unit::Unit;

use crate::directory_api::{
    query::{Catalogue, Kind, Property, Search},
    rows::{Row, choice, plain, text},
};

static PROPERTIES: [Property; 8] = [
    choice("id", Kind::Id),
    plain("deletedDateTime", Kind::Time),
    text("displayName").searched(Search::Words).sortable(),
    text("description").searched(Search::Words),
    plain("membershipRule", Kind::Text),
    plain("membershipType", Kind::Text),
    plain("membershipRuleProcessingState", Kind::Text),
    plain("visibility", Kind::Text),
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
pub(super) fn row(unit: &Unit) -> Row {
    let rule = unit.rule.as_ref();
    Row::new(json!({
        "id": unit.id,
        "displayName": unit.display_name,
        "description": unit.description,
        "membershipRule": rule.map(|rule| &rule.text),
        "membershipType": rule.map(|_| "Dynamic"),
        "membershipRuleProcessingState": rule.map(|rule| if rule.on { "On" } else { "Paused" }),
        "visibility": unit.visibility,
    }))
}
