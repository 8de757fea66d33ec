//! Change notifications ("Receive change notifications through webhooks", Microsoft Graph): what subscribers hear of changes, sent in the background.
//! A call that changes something never waits for them.

mod message;
pub(crate) mod post;

use time::OffsetDateTime;
use tokio_util::task::AbortOnDropHandle;
use uuid::Uuid;
use world::{World, subscription::Subscription};

use crate::site::Site;

/// Sends until it is dropped.
#[derive(Debug)]
pub(crate) struct Sending(#[expect(dead_code, reason = "held to be dropped")] AbortOnDropHandle<()>);

impl Sending {
    /// Starts in a task of the current runtime.
    pub(crate) fn start(site: Site) -> Self {
        Self(AbortOnDropHandle::new(tokio::spawn(send_all(site))))
    }
}

async fn send_all(site: Site) {
    let mut seen = site.read(last);
    loop {
        site.changed().await;
        let now = site.clock.now();
        let (letters, until) = site.read(|world| (letters(world, seen, now), last(world)));
        seen = until;
        for letter in letters {
            // Each by itself: a slow subscriber delays nobody.
            let post = site.post.clone();
            tokio::spawn(async move { post.deliver(&letter.address, &letter.body).await });
        }
    }
}

/// Where the ledger ends, and which ledger it is: one that begins anew is another.
fn last(world: &World) -> (Option<Uuid>, u64) {
    let ledger = world.ledger();
    (ledger.first().map(|first| first.request_id), ledger.last().map_or(0, |last| last.seq))
}

/// Something to be sent.
struct Letter {
    address: String,
    body: serde_json::Value,
}

/// What subscribers are to hear of what came after `seen`: one letter each.
fn letters(world: &World, seen: (Option<Uuid>, u64), now: OffsetDateTime) -> Vec<Letter> {
    if last(world).0 != seen.0 {
        return Vec::new();
    }
    let ledger = world.ledger();
    let start = ledger.partition_point(|entry| entry.seq <= seen.1);
    let object_change: Vec<_> =
        ledger[start..].iter().filter_map(|entry| entry.effect.object_change()).collect();
    let mut letters = Vec::new();
    for tenant in world.tenants() {
        for subscription in tenant.subscriptions.values() {
            let wanted = object_change.iter().filter(|object_change| object_change.tenant == tenant.id);
            let news: Vec<_> = wanted
                .filter(|object_change| subscription.wants(object_change, now))
                .map(|object_change| message::notification(tenant.id, subscription, object_change))
                .collect();
            if !news.is_empty() {
                letters.push(letter(subscription, news));
            }
        }
    }
    letters
}

fn letter(subscription: &Subscription, news: Vec<serde_json::Value>) -> Letter {
    Letter { address: subscription.notification_url.clone(), body: serde_json::json!({ "value": news }) }
}
