//! The active faults, and how to set them: `/_emulator/faults`.

use axum::{
    Form, Json, Router,
    body::Bytes,
    extract::{Query, State},
    response::{IntoResponse, Response},
    routing::get,
};
use http::{HeaderMap, StatusCode};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::Value;

use super::page::{QueryParams, refuse};
use crate::{
    app_state::AppState,
    faults::{fault::Fault, preset},
    pages,
    pages::{frame::Frame, see_other},
};

/// The address of the page.
pub(super) const PATH: &str = "/_emulator/faults";

/// The routes. A refused form is answered at the form's own address; a GET of that address redirects to the page.
pub(super) fn routes() -> Router<AppState> {
    let page = || get(async || see_other(PATH));
    Router::new()
        .route(PATH, get(read).post(set).delete(clear))
        .route("/_emulator/faults/preset", page().post(add_preset))
        .route("/_emulator/faults/own", page().post(add_own))
        .route("/_emulator/faults/remove", page().post(remove))
        .route("/_emulator/faults/clear", page().post(remove_all))
}

const SAMPLE: &str =
    r#"{"on": {"method": "POST", "path": "/v1.0/invitations"}, "effect": {"status": 503}, "times": 1}"#;

/// Why the form was refused.
enum FaultFormError<'a> {
    /// There is no preset of this name.
    Preset,
    /// This text is no fault, for this reason.
    Custom(&'a str, String),
}

/// The page.
fn page(state: &AppState, query: &QueryParams) -> Response {
    render(state, done(state, query), None)
}

/// The notice about what was just done, from the parameters of the address.
fn done(state: &AppState, query: &QueryParams) -> Option<String> {
    let added = || {
        let number = query.get("fault").and_then(|number| number.parse::<u64>().ok());
        let faults = state.faults.numbered();
        let fault = faults.iter().find(|(own, _)| Some(*own) == number).map(|(_, fault)| fault_title(fault));
        format!("Added: {}.", fault.unwrap_or_else(|| "a fault".to_owned()))
    };
    match query.get("done")?.as_str() {
        "added" => Some(added()),
        "removed" => Some("The fault was taken away.".to_owned()),
        "gone" => Some("It was gone already. Nothing was taken away.".to_owned()),
        "cleared" => Some("All faults were taken away.".to_owned()),
        _ => None,
    }
}

fn render(state: &AppState, notice: Option<String>, error: Option<&FaultFormError<'_>>) -> Response {
    let faults = state.faults.numbered();
    let count = match faults.len() {
        0 => "None is set".to_owned(),
        1 => "1 is set".to_owned(),
        more => format!("{more} are set"),
    };
    let body = html! {
        @if let Some(error) = error { (alert(error)) }
        p {
            "A fault meets calls of Graph and Entra ID, or what is said to the mail server (family " code { "smtp" } "). The emulator's own pages are spared."
        }
        p { (count) @if faults.is_empty() { "." } @else { ": " a href="#set" { "see below" } "." } }
        h2 { "Add" }
        (presets())
        h2 { "Add one of your own" }
        (custom_form(error))
        @if !faults.is_empty() {
            h2 #set { "Faults that are set" }
            @for (number, fault) in &faults { (one(*number, fault)) }
            form method="post" action="/_emulator/faults/clear" { button.quiet { "Take all away" } }
        }
    };
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Frame::admin("Faults", PATH).status(status).with_notice(notice).show(&body)
}

fn alert(error: &FaultFormError<'_>) -> Markup {
    html! {
        div role="alert" {
            p { strong { "Error: nothing was added." } }
            @match error {
                FaultFormError::Preset => p { "There is no such fault in the list." },
                FaultFormError::Custom(..) => p { a href="#fault" { "What you wrote is not a fault." } },
            }
        }
    }
}

fn presets() -> Markup {
    html! {
        form method="post" action="/_emulator/faults/preset" {
            fieldset {
                legend { "What should go wrong?" }
                @for (number, preset) in preset::ALL.iter().enumerate() {
                    label.check {
                        input type="radio" name="preset" value=(preset.name) checked[number == 0];
                        span { (preset.text) }
                    }
                }
            }
            div.actions { button { "Add" } }
        }
    }
}

fn custom_form(error: Option<&FaultFormError<'_>>) -> Markup {
    let (text, reason) = match error {
        Some(FaultFormError::Custom(text, reason)) => (*text, Some(reason)),
        _ => (SAMPLE, None),
    };
    html! {
        form method="post" action="/_emulator/faults/own" {
            label for="fault" { "JSON" }
            textarea #fault name="fault" rows="5" spellcheck="false" autofocus[reason.is_some()]
                aria-invalid=[reason.map(|_| "true")] aria-describedby=[reason.map(|_| "trouble")] { (text) }
            @if let Some(reason) = reason { p #trouble role="alert" { "Not added: " (reason) } }
            div.actions { button { "Add this" } }
        }
    }
}

fn fault_title(fault: &Fault) -> String {
    fault.name.clone().unwrap_or_else(|| "a fault".to_owned())
}

fn one(number: u64, fault: &Fault) -> Markup {
    let name = fault.name.as_deref().unwrap_or("A fault");
    let on = describe_matcher(serde_json::to_value(&fault.on).unwrap_or_default());
    let effect = serde_json::to_string(&fault.effect).unwrap_or_default();
    html! {
        article {
            h3 { (name) }
            dl {
                dt { "Meets" } dd { @match on { Some(on) => code { (on) }, None => "every call" } }
                dt { "Does" } dd { code { (effect) } }
                dt { "Struck" } dd { (fault.fired) " of " (fault.met) " calls that fit" }
                dt { "Left" } dd { @match fault.times { Some(0) => "it is over", Some(times) => (times), None => "for ever" } }
            }
            form.actions method="post" action="/_emulator/faults/remove" {
                button.quiet name="number" value=(number) aria-label=(format!("Take away: {name}")) { "Take away" }
            }
        }
    }
}

/// Which requests a fault matches, without empty conditions; none when it matches all.
fn describe_matcher(on: Value) -> Option<String> {
    let Value::Object(mut on) = on else { return None };
    on.retain(|name, value| !(value.is_null() || name == "path" && value == "**"));
    (!on.is_empty()).then(|| Value::Object(on).to_string())
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct PresetForm {
    preset: String,
}

async fn add_preset(State(state): State<AppState>, Form(form): Form<PresetForm>) -> Response {
    match preset::named(&form.preset) {
        Some(fault) => add(&state, fault),
        None => render(&state, None, Some(&FaultFormError::Preset)),
    }
}

fn add(state: &AppState, fault: Fault) -> Response {
    let number = state.faults.add(fault);
    see_other(&format!("{PATH}?done=added&fault={number}"))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct CustomFaultForm {
    fault: String,
}

async fn add_own(State(state): State<AppState>, Form(own): Form<CustomFaultForm>) -> Response {
    match serde_json::from_str::<Fault>(&own.fault) {
        Ok(fault) => add(&state, fault),
        Err(error) => render(
            &state,
            None,
            Some(&FaultFormError::Custom(&own.fault, explain_parse_error(&own.fault, &error))),
        ),
    }
}

/// Explains why a text is no fault.
fn explain_parse_error(text: &str, error: &serde_json::Error) -> String {
    if text.trim().is_empty() {
        return format!("write a fault as JSON, such as {SAMPLE}");
    }
    if !error.is_data() {
        return format!(
            "this is not JSON; the trouble is at line {}, column {}.",
            error.line(),
            error.column()
        );
    }
    let json: Value = serde_json::from_str(text).unwrap_or_default();
    if json.get("on").is_none() || json.get("effect").is_none() {
        return format!("a fault has \"on\" and \"effect\", such as {SAMPLE}");
    }
    if error.to_string().contains("untagged") {
        return "\"effect\" has none of the known forms, or a value of the wrong kind. It is one of: status (with code, message, body, headers, perform), aadsts, throttle, token, delay_ms, drop, drop_after, truncate, garble, reshape, phantom, late, withhold, certificate.".to_owned();
    }
    format!("{error}.")
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct RemoveFaultForm {
    number: String,
}

/// Removes a fault by its number, because the list may have changed since the page was rendered.
async fn remove(State(state): State<AppState>, Form(form): Form<RemoveFaultForm>) -> Response {
    let removed = form.number.parse().is_ok_and(|number| state.faults.remove(number));
    see_other(&format!("{PATH}?done={}", if removed { "removed" } else { "gone" }))
}

async fn remove_all(State(state): State<AppState>) -> Response {
    state.faults.set(Vec::new());
    see_other(&format!("{PATH}?done=cleared"))
}

async fn read(
    State(state): State<AppState>,
    headers: HeaderMap,
    Query(query): Query<QueryParams>,
) -> Response {
    if pages::wants_page(&headers) {
        return page(&state, &query);
    }
    Json(state.faults.list()).into_response()
}

/// An array replaces every fault; a single fault is added.
async fn set(State(state): State<AppState>, body: Bytes) -> Response {
    if let Ok(fault) = serde_json::from_slice::<Fault>(&body) {
        state.faults.add(fault);
        return Json(state.faults.list()).into_response();
    }
    match serde_json::from_slice::<Vec<Fault>>(&body) {
        Ok(faults) => {
            state.faults.set(faults);
            Json(state.faults.list()).into_response()
        }
        Err(error) => refuse(&format!("neither a fault nor an array of faults: {error}")),
    }
}

async fn clear(State(state): State<AppState>) -> Response {
    state.faults.set(Vec::new());
    StatusCode::NO_CONTENT.into_response()
}
