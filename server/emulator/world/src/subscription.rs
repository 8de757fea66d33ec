//! Subscriptions to change notifications ("subscription resource type").

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    World,
    change::{Change, ObjectChange, ObjectKind},
    effect::{Effect, EventMeta},
    ids::{AppId, TenantId},
};

/// A subscription.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Subscription {
    /// Its id.
    pub id: Uuid,
    /// The application that created it.
    pub app: AppId,
    /// `resource`, as the caller wrote it.
    pub resource: String,
    /// The kind of objects.
    pub kind: ObjectKind,
    /// A single object; none for all objects of the kind.
    pub object: Option<Uuid>,
    /// `changeType`.
    pub changes: Vec<Change>,
    /// `notificationUrl`.
    pub notification_url: String,
    /// `lifecycleNotificationUrl`.
    pub lifecycle_url: Option<String>,
    /// `clientState`.
    pub client_state: Option<String>,
    /// `expirationDateTime`.
    #[serde(with = "time::serde::rfc3339")]
    pub expires: OffsetDateTime,
}

impl Subscription {
    /// Whether its subscriber is notified of this change.
    pub fn wants(&self, object_change: &ObjectChange, now: OffsetDateTime) -> bool {
        now < self.expires
            && self.kind == object_change.kind
            && self.object.is_none_or(|object| object == object_change.id)
            && self.changes.contains(&object_change.notified_as)
    }
}

impl World {
    /// Records a subscription whose notification URL was validated.
    pub fn subscribe(
        &mut self,
        meta: &EventMeta,
        tenant: TenantId,
        mut subscription: Subscription,
    ) -> Subscription {
        subscription.id = self.new_id();
        let kept = Box::new(subscription.clone());
        self.append(meta, Effect::Subscribed { tenant, subscription: kept });
        subscription
    }

    /// The subscription with this id, if it has not expired.
    pub fn subscription(&self, tenant: TenantId, id: Uuid, now: OffsetDateTime) -> Option<&Subscription> {
        self.tenant(tenant)?.subscriptions.get(&id).filter(|own| now < own.expires)
    }

    /// Renews a subscription.
    pub fn renew_subscription(
        &mut self,
        meta: &EventMeta,
        tenant: TenantId,
        subscription: Uuid,
        expires: OffsetDateTime,
    ) {
        self.append(meta, Effect::SubscriptionRenewed { tenant, subscription, expires });
    }

    /// Deletes a subscription.
    pub fn end_subscription(&mut self, meta: &EventMeta, tenant: TenantId, subscription: Uuid) {
        self.append(meta, Effect::Unsubscribed { tenant, subscription });
    }
}
