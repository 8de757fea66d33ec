//! Throttling: what each budget holds, and the switch.

use axum::{Form, extract::State, response::Response};
use maud::html;
use serde::Deserialize;
use serde_json::Value;

use super::Asked;
use crate::{
    pages::{frame::Frame, see_other},
    site::Site,
};

/// Where the page is.
pub(super) const HERE: &str = "/_emulator/throttling";

/// The page.
pub(crate) fn page(site: &Site, asked: &Asked) -> Response {
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
        form method="post" action="/_emulator/throttling/switch" {
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
pub(super) struct Switch {
    enabled: String,
}

pub(super) async fn switch(State(site): State<Site>, Form(wanted): Form<Switch>) -> Response {
    let mut limits = site.throttle.limits();
    limits.enabled = wanted.enabled == "on";
    site.throttle.set(limits);
    see_other(&format!("{HERE}?done=switched"))
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
