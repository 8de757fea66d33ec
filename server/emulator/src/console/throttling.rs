//! Throttling: what each budget holds, and the switch.

use axum::{Form, extract::State, response::Response};
use maud::html;
use serde::Deserialize;
use serde_json::Value;

use crate::{
    pages::{self, see_other},
    site::Site,
};

/// The page.
pub(crate) fn page(site: &Site) -> Response {
    let limits = site.throttle.limits();
    let all = serde_json::to_value(&limits).unwrap_or_default();
    let rows = all.as_object().into_iter().flatten().filter(|(_, value)| value.is_object());
    let (state, change, value) = if limits.enabled {
        ("Calls are throttled with the documented numbers, or those that were set.", "Switch it off", "off")
    } else {
        ("Calls are not throttled.", "Switch it on", "on")
    };
    let number = |value: &Value| value.as_u64().unwrap_or_default();
    let body = html! {
        p { (state) }
        form method="post" action="/_emulator/throttling/switch" {
            button name="enabled" value=(value) { (change) }
        }
        h2 { "Budgets" }
        dl {
            @for (name, limit) in rows {
                dt { code { (name) } }
                dd { (number(&limit["most"])) " in " (number(&limit["seconds"])) " seconds" }
            }
        }
        p.soft {
            "Other numbers: " code { "PATCH /_emulator/throttling" } " with JSON such as "
            code { "{\"invitations\": {\"most\": 3, \"seconds\": 60}}" } "."
        }
    };
    pages::page("Throttling", &body)
}

#[derive(Debug, Deserialize)]
pub(super) struct Switch {
    enabled: String,
}

pub(super) async fn switch(State(site): State<Site>, Form(wanted): Form<Switch>) -> Response {
    let mut limits = site.throttle.limits();
    limits.enabled = wanted.enabled == "on";
    site.throttle.set(limits);
    see_other("/_emulator/throttling")
}
