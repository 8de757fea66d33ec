//! Subscriptions to changes ("subscription resource type"): who wants to hear of which changes, and until when.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    World,
    change::{Change, Kind, Touched},
    effect::{Cause, Effect},
    ids::{AppId, TenantId},
};

/// A subscription.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Subscription {
    /// Its id.
    pub id: Uuid,
    /// The application that made it.
    pub app: AppId,
    /// `resource`, as it was given.
    pub resource: String,
    /// Which objects.
    pub kind: Kind,
    /// Only this one of them.
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
    /// Whether it is to hear of this.
    pub fn wants(&self, touched: &Touched, now: OffsetDateTime) -> bool {
        now < self.expires
            && self.kind == touched.kind
            && self.object.is_none_or(|object| object == touched.id)
            && self.changes.contains(&touched.told)
    }
}

impl World {
    /// Notes a subscription whose address has proved itself.
    pub fn subscribe(
        &mut self,
        cause: &Cause,
        tenant: TenantId,
        mut subscription: Subscription,
    ) -> Subscription {
        subscription.id = self.new_id();
        let kept = Box::new(subscription.clone());
        self.record(cause, Effect::Subscribed { tenant, subscription: kept });
        subscription
    }

    /// The subscription of this id that has not run out.
    pub fn subscription(&self, tenant: TenantId, id: Uuid, now: OffsetDateTime) -> Option<&Subscription> {
        self.tenant(tenant)?.subscriptions.get(&id).filter(|own| now < own.expires)
    }

    /// Prolongs a subscription.
    pub fn renew_subscription(
        &mut self,
        cause: &Cause,
        tenant: TenantId,
        subscription: Uuid,
        expires: OffsetDateTime,
    ) {
        self.record(cause, Effect::SubscriptionRenewed { tenant, subscription, expires });
    }

    /// Ends a subscription.
    pub fn end_subscription(&mut self, cause: &Cause, tenant: TenantId, subscription: Uuid) {
        self.record(cause, Effect::Unsubscribed { tenant, subscription });
    }
}
