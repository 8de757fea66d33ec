//! The throttling limits, and the switch: `/_emulator/throttling`.

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

use super::page::{QueryParams, refuse};
use crate::{
    app_state::AppState,
    pages,
    pages::{frame::Frame, see_other},
    patch::merged,
};

/// The address of the page.
pub(super) const PATH: &str = "/_emulator/throttling";

const SWITCH: &str = "/_emulator/throttling/switch";

/// The routes. A refused form is answered at the form's own address; a GET of that address redirects to the page.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route(PATH, get(read).patch(change))
        .route(SWITCH, post(switch).get(async || see_other(PATH)))
}

/// The page.
fn page(state: &AppState, query: &QueryParams) -> Response {
    let limits = state.throttle.limits();
    let all = serde_json::to_value(&limits).unwrap_or_default();
    let rows = all.as_object().into_iter().flatten().filter(|(_, value)| value.is_object());
    let (sentence, change, value, word) = if limits.enabled {
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
        p { (sentence) }
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
    let switched = query.contains_key("done").then(|| format!("Throttling is {word} now."));
    Frame::admin("Throttling", PATH).with_notice(switched).show(&body)
}

/// The unit that a budget counts.
fn unit(name: &str) -> &'static str {
    match name {
        "invitations" | "extensions" | "global" => "calls",
        "mailboxMessages" => "messages",
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
struct ThrottlingForm {
    enabled: String,
}

async fn switch(State(state): State<AppState>, Form(form): Form<ThrottlingForm>) -> Response {
    let mut limits = state.throttle.limits();
    limits.enabled = form.enabled == "on";
    state.throttle.set(limits);
    see_other(&format!("{PATH}?done=switched"))
}

async fn read(
    State(state): State<AppState>,
    headers: HeaderMap,
    Query(query): Query<QueryParams>,
) -> Response {
    if pages::wants_page(&headers) {
        return page(&state, &query);
    }
    Json(state.throttle.limits()).into_response()
}

/// Changes the limits that are named, and resets what was spent.
async fn change(State(state): State<AppState>, body: Bytes) -> Response {
    let Ok(input) = serde_json::from_slice::<Map<String, Value>>(&body) else {
        return refuse("the body is a JSON object of limits");
    };
    match merged(&state.throttle.limits(), input) {
        Ok(limits) => {
            state.throttle.set(limits);
            Json(state.throttle.limits()).into_response()
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
