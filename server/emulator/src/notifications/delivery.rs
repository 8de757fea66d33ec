//! Delivery of notifications, to this machine only, with a few retries.

use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

use serde_json::Value;
use url::{Host, Url};

/// The timeout of a request.
const TIMEOUT: Duration = Duration::from_secs(10);
/// Delays before the retries.
const RETRY_DELAYS: [Duration; 3] =
    [Duration::from_millis(100), Duration::from_millis(400), Duration::from_millis(1600)];
/// The maximum size of a validation response, in bytes.
const MAX_RESPONSE_BYTES: usize = 4096;

/// The HTTP client for notifications. It follows no redirects and uses no proxy.
#[derive(Debug, Clone, Default)]
pub(crate) struct NotificationSender(Arc<OnceLock<Option<reqwest::Client>>>);

impl NotificationSender {
    /// Created at first use, because most emulators have no subscribers.
    fn client(&self) -> Option<&reqwest::Client> {
        let made = self.0.get_or_init(|| {
            let client = reqwest::Client::builder()
                .no_proxy()
                .redirect(reqwest::redirect::Policy::none())
                .timeout(TIMEOUT)
                .build();
            client.inspect_err(|error| tracing::warn!(%error, "notifications cannot be sent")).ok()
        });
        made.as_ref()
    }

    /// Sends a notification, with retries. After the last retry it is given up.
    pub(super) async fn deliver(&self, address: &str, body: &Value) {
        let Some(client) = self.client() else { return };
        for pause in RETRY_DELAYS.into_iter().map(Some).chain([None]) {
            let request = client.post(address).header("content-type", "application/json");
            let taken = request.body(body.to_string()).send().await;
            if taken.is_ok_and(|answer| answer.status().is_success()) {
                return;
            }
            if let Some(pause) = pause {
                tokio::time::sleep(pause).await;
            } else {
                tracing::debug!(address, "a notification was given up");
            }
        }
    }

    /// Validates a notification URL: it must return a token as plain text.
    pub(crate) async fn validate_endpoint(&self, address: &str, token: &str) -> bool {
        let (Some(client), Ok(mut url)) = (self.client(), Url::parse(address)) else { return false };
        url.query_pairs_mut().append_pair("validationToken", token);
        let Ok(answer) = client.post(url).header("content-type", "text/plain; charset=utf-8").send().await
        else {
            return false;
        };
        let kind = answer.headers().get("content-type").and_then(|kind| kind.to_str().ok());
        let plain = kind.is_some_and(|kind| kind.to_ascii_lowercase().starts_with("text/plain"));
        let short = answer.content_length().is_none_or(|length| length <= MAX_RESPONSE_BYTES as u64);
        let good = answer.status() == http::StatusCode::OK && plain && short;
        good && answer.text().await.is_ok_and(|text| text == token)
    }
}

/// Parses a notification URL, which must be on this machine.
pub(crate) fn parse_local_url(address: &str) -> Option<Url> {
    let url = Url::parse(address).ok()?;
    let here = match url.host()? {
        Host::Domain(name) => name == "localhost" || name.ends_with(".localhost"),
        Host::Ipv4(ip) => ip.is_loopback(),
        Host::Ipv6(ip) => ip.is_loopback(),
    };
    (here && matches!(url.scheme(), "http" | "https")).then_some(url)
}
