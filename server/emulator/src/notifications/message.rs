//! A notification ("changeNotification resource type", Microsoft Graph).

use serde_json::{Value, json};
use time::format_description::well_known::Rfc3339;
use world::{
    change::{Kind, Touched},
    ids::TenantId,
    subscription::Subscription,
};

/// What a subscriber hears of one change. It has to read the object for itself.
pub(super) fn notification(tenant: TenantId, subscription: &Subscription, touched: &Touched) -> Value {
    let (set, kind) = match touched.kind {
        Kind::User => ("Users", "#Microsoft.Graph.User"),
        Kind::Group => ("Groups", "#Microsoft.Graph.Group"),
    };
    let resource = format!("{set}/{}", touched.id);
    json!({
        "changeType": touched.told,
        "clientState": subscription.client_state,
        "resource": resource,
        "resourceData": {
            "@odata.type": kind,
            "@odata.id": resource,
            "id": touched.id,
            "organizationId": tenant,
        },
        "subscriptionExpirationDateTime": subscription.expires.format(&Rfc3339).unwrap_or_default(),
        "subscriptionId": subscription.id,
        "tenantId": tenant,
    })
}
