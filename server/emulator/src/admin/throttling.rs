//! Throttling: what each budget holds, and the switch: `/_emulator/throttling`.

use axum::{
    Form, Json, Router,
    body::Bytes,
    extract::{Query, State},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use http::HeaderMap;
use maud::html;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::page::{Asked, refuse};
use crate::{
    pages,
    pages::{frame::Frame, see_other},
    patch::merged,
    site::Site,
};

/// Where the page is.
pub(super) const HERE: &str = "/_emulator/throttling";

const SWITCH: &str = "/_emulator/throttling/switch";

/// The routes. A page that answers a form stays at the address of the form: who opens it anew gets the page itself.
pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route(HERE, get(read).patch(change))
        .route(SWITCH, post(switch).get(async || see_other(HERE)))
}

/// The page.
fn page(site: &Site, asked: &Asked) -> Response {
    let limits = site.throttle.limits();
    let all = serde_json::to_value(&limits).unwrap_or_default();
    let rows = all.as_object().into_iter().flatten().filter(|(_, value)| value.is_object());
    let (state, change, value, word) = if limits.enabled {
        (
            "Calls are throttled with the documented numbers, or those that were set.",
            "Switch it off",
            "off",
            "on",
        )
    } else {
        ("Calls are not throttled.", "Switch it on", "on", "off")
    };
    let body = html! {
        p { (state) }
        form method="post" action=(SWITCH) {
            button name="enabled" value=(value) { (change) }
        }
        h2 { "Budgets" }
        dl {
            @for (name, limit) in rows {
                dt { code { (name) } }
                dd { (grouped(&limit["most"])) " " (unit(name)) " in " (grouped(&limit["seconds"])) " seconds" }
            }
        }
        p.soft {
            "Other numbers: " code { "PATCH /_emulator/throttling" } " with JSON such as "
            code { "{\"invitations\": {\"most\": 3, \"seconds\": 60}}" } "."
        }
    };
    let switched = asked.contains_key("done").then(|| format!("Throttling is {word} now."));
    Frame::console("Throttling", HERE).saying(switched).show(&body)
}

/// What a budget counts.
fn unit(name: &str) -> &'static str {
    match name {
        "invitations" | "extensions" | "global" => "calls",
        name if name.ends_with("Writes") => "writes",
        _ => "resource units",
    }
}

/// `150000` as "150,000".
fn grouped(number: &Value) -> String {
    let digits = number.as_u64().unwrap_or_default().to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Switch {
    enabled: String,
}

async fn switch(State(site): State<Site>, Form(wanted): Form<Switch>) -> Response {
    let mut limits = site.throttle.limits();
    limits.enabled = wanted.enabled == "on";
    site.throttle.set(limits);
    see_other(&format!("{HERE}?done=switched"))
}

async fn read(State(site): State<Site>, headers: HeaderMap, Query(asked): Query<Asked>) -> Response {
    if pages::wants_page(&headers) {
        return page(&site, &asked);
    }
    Json(site.throttle.limits()).into_response()
}

/// Changes the limits that are named, and forgets what was spent.
async fn change(State(site): State<Site>, body: Bytes) -> Response {
    let Ok(wanted) = serde_json::from_slice::<Map<String, Value>>(&body) else {
        return refuse("the body is a JSON object of limits");
    };
    match merged(&site.throttle.limits(), wanted) {
        Ok(limits) => {
            site.throttle.set(limits);
            Json(site.throttle.limits()).into_response()
        }
        Err(error) => refuse(&error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::grouped;

    #[test]
    fn long_numbers_are_grouped() {
        for (number, text) in [(5, "5"), (455, "455"), (3500, "3,500"), (1_150_000, "1,150,000")] {
            assert_eq!(grouped(&json!(number)), text);
        }
    }
}
