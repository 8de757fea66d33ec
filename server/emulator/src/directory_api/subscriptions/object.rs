//! A subscription as Graph shows it. Its `clientState` is never shown again.

use serde_json::{Value, json};
use world::{change::Change, subscription::Subscription};

use crate::directory_api::{
    query::{Catalogue, Kind, Property},
    rows::{Row, plain, time},
};

static PROPERTIES: [Property; 8] = [
    plain("id", Kind::Id),
    plain("resource", Kind::Text),
    plain("applicationId", Kind::Id),
    plain("changeType", Kind::Text),
    plain("clientState", Kind::Text),
    plain("notificationUrl", Kind::Text),
    plain("lifecycleNotificationUrl", Kind::Text),
    plain("expirationDateTime", Kind::Time),
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
pub(super) fn row(own: &Subscription) -> Row {
    let names = CHANGES.iter().filter(|(change, _)| own.changes.contains(change)).map(|(_, name)| *name);
    Row::new(json!({
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
