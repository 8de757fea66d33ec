//! Change notifications ("Receive change notifications through webhooks", Microsoft Graph), sent in the background. A request that changes something
//! does not wait for them.

pub(crate) mod delivery;
mod notification;

use time::OffsetDateTime;
use tokio_util::task::AbortOnDropHandle;
use uuid::Uuid;
use world::{World, subscription::Subscription};

use crate::app_state::AppState;

/// The task that sends notifications; it ends when this is dropped.
#[derive(Debug)]
pub(crate) struct NotificationTask(#[expect(dead_code, reason = "held to be dropped")] AbortOnDropHandle<()>);

impl NotificationTask {
    /// Starts in a task of the current runtime.
    pub(crate) fn start(state: AppState) -> Self {
        Self(AbortOnDropHandle::new(tokio::spawn(send_all(state))))
    }
}

async fn send_all(state: AppState) {
    let mut seen = state.read(last);
    loop {
        state.wait_for_change().await;
        let now = state.clock.now();
        let (pending_notifications, until) =
            state.read(|world| (pending_notifications(world, seen, now), last(world)));
        seen = until;
        for outgoing in pending_notifications {
            // In a task each, so that a slow subscriber does not delay others.
            let post = state.notification_sender.clone();
            tokio::spawn(async move { post.deliver(&outgoing.address, &outgoing.body).await });
        }
    }
}

/// The end of the ledger: the id of its first entry, which a reset changes, and the last sequence number.
fn last(world: &World) -> (Option<Uuid>, u64) {
    let ledger = world.ledger();
    (ledger.first().map(|first| first.request_id), ledger.last().map_or(0, |last| last.seq))
}

/// A notification to send.
struct OutgoingNotification {
    address: String,
    body: serde_json::Value,
}

/// The notifications of the entries after `seen`, one for each subscription.
fn pending_notifications(
    world: &World,
    seen: (Option<Uuid>, u64),
    now: OffsetDateTime,
) -> Vec<OutgoingNotification> {
    if last(world).0 != seen.0 {
        return Vec::new();
    }
    let ledger = world.ledger();
    let start = ledger.partition_point(|entry| entry.seq <= seen.1);
    let object_change: Vec<_> =
        ledger[start..].iter().filter_map(|entry| entry.effect.object_change()).collect();
    let mut pending_notifications = Vec::new();
    for tenant in world.tenants() {
        for subscription in tenant.subscriptions.values() {
            let wanted = object_change.iter().filter(|object_change| object_change.tenant == tenant.id);
            let notifications: Vec<_> = wanted
                .filter(|object_change| subscription.wants(object_change, now))
                .map(|object_change| notification::notification(tenant.id, subscription, object_change))
                .collect();
            if !notifications.is_empty() {
                pending_notifications.push(outgoing(subscription, notifications));
            }
        }
    }
    pending_notifications
}

fn outgoing(subscription: &Subscription, notifications: Vec<serde_json::Value>) -> OutgoingNotification {
    OutgoingNotification {
        address: subscription.notification_url.clone(),
        body: serde_json::json!({ "value": notifications }),
    }
}
