//! A subscription as Graph shows it. Its `clientState` is never shown again.

use serde_json::{Value, json};
use world::{change::Change, subscription::Subscription};

use crate::graph_api::{
    json_rows::{JsonRow, plain, time},
    query::{Catalogue, Property, ValueKind},
};

static PROPERTIES: [Property; 8] = [
    plain("id", ValueKind::Id),
    plain("resource", ValueKind::Text),
    plain("applicationId", ValueKind::Id),
    plain("changeType", ValueKind::Text),
    plain("clientState", ValueKind::Text),
    plain("notificationUrl", ValueKind::Text),
    plain("lifecycleNotificationUrl", ValueKind::Text),
    plain("expirationDateTime", ValueKind::Time),
];

/// Subscriptions.
pub(super) static SUBSCRIPTIONS: Catalogue = Catalogue {
    type_name: "microsoft.graph.subscription",
    set: "subscriptions",
    properties: &PROPERTIES,
    links: &[],
    extensible: false,
};

/// The names of changes.
pub(super) const CHANGES: [(Change, &str); 3] =
    [(Change::Created, "created"), (Change::Updated, "updated"), (Change::Deleted, "deleted")];

/// A subscription as a row.
pub(super) fn row(own: &Subscription) -> JsonRow {
    let names = CHANGES.iter().filter(|(change, _)| own.changes.contains(change)).map(|(_, name)| *name);
    JsonRow::new(json!({
        "id": own.id,
        "resource": own.resource,
        "applicationId": own.app,
        "changeType": names.collect::<Vec<_>>().join(","),
        "clientState": Value::Null,
        "notificationUrl": own.notification_url,
        "lifecycleNotificationUrl": own.lifecycle_url,
        "expirationDateTime": time(own.expires),
    }))
}
