//! A notification ("changeNotification resource type", Microsoft Graph).

use serde_json::{Value, json};
use time::format_description::well_known::Rfc3339;
use world::{
    change::{ObjectChange, ObjectKind},
    ids::TenantId,
    subscription::Subscription,
};

/// The notification of one change, without the object's properties.
pub(super) fn notification(
    tenant: TenantId,
    subscription: &Subscription,
    object_change: &ObjectChange,
) -> Value {
    let (set, kind) = match object_change.kind {
        ObjectKind::User => ("Users", "#Microsoft.Graph.User"),
        ObjectKind::Group => ("Groups", "#Microsoft.Graph.Group"),
    };
    let resource = format!("{set}/{}", object_change.id);
    json!({
        "changeType": object_change.notified_as,
        "clientState": subscription.client_state,
        "resource": resource,
        "resourceData": {
            "@odata.type": kind,
            "@odata.id": resource,
            "id": object_change.id,
            "organizationId": tenant,
        },
        "subscriptionExpirationDateTime": subscription.expires.format(&Rfc3339).unwrap_or_default(),
        "subscriptionId": subscription.id,
        "tenantId": tenant,
    })
}
