//! The faults that are set, and the ways to set some: `/_emulator/faults`.

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

use super::page::{Asked, refuse};
use crate::{
    faults::{fault::Fault, preset},
    pages,
    pages::{frame::Frame, see_other},
    site::Site,
};

/// Where the page is.
pub(super) const HERE: &str = "/_emulator/faults";

/// The routes. A page that answers a form stays at the address of the form: who opens it anew gets the page itself.
pub(super) fn routes() -> Router<Site> {
    let page = || get(async || see_other(HERE));
    Router::new()
        .route(HERE, get(read).post(set).delete(clear))
        .route("/_emulator/faults/preset", page().post(add_preset))
        .route("/_emulator/faults/own", page().post(add_own))
        .route("/_emulator/faults/remove", page().post(remove))
        .route("/_emulator/faults/clear", page().post(take_all_away))
}

const SAMPLE: &str =
    r#"{"on": {"method": "POST", "path": "/v1.0/invitations"}, "effect": {"status": 503}, "times": 1}"#;

/// What was sent and could not be added.
enum Trouble<'a> {
    /// A name that no fault has.
    Preset,
    /// This text, for this reason.
    Own(&'a str, String),
}

/// The page.
fn page(site: &Site, asked: &Asked) -> Response {
    show(site, done(site, asked), None)
}

/// What was just done, as the address says.
fn done(site: &Site, asked: &Asked) -> Option<String> {
    let added = || {
        let number = asked.get("fault").and_then(|number| number.parse::<u64>().ok());
        let faults = site.faults.numbered();
        let fault = faults.iter().find(|(own, _)| Some(*own) == number).map(|(_, fault)| called(fault));
        format!("Added: {}.", fault.unwrap_or_else(|| "a fault".to_owned()))
    };
    match asked.get("done")?.as_str() {
        "added" => Some(added()),
        "removed" => Some("The fault was taken away.".to_owned()),
        "gone" => Some("It was gone already. Nothing was taken away.".to_owned()),
        "cleared" => Some("All faults were taken away.".to_owned()),
        _ => None,
    }
}

fn show(site: &Site, notice: Option<String>, trouble: Option<&Trouble<'_>>) -> Response {
    let faults = site.faults.numbered();
    let count = match faults.len() {
        0 => "None is set".to_owned(),
        1 => "1 is set".to_owned(),
        more => format!("{more} are set"),
    };
    let body = html! {
        @if let Some(trouble) = trouble { (alert(trouble)) }
        p { "A fault meets calls of Graph and Entra ID. The emulator's own pages are spared." }
        p { (count) @if faults.is_empty() { "." } @else { ": " a href="#set" { "see below" } "." } }
        h2 { "Add" }
        (presets())
        h2 { "Add one of your own" }
        (own(trouble))
        @if !faults.is_empty() {
            h2 #set { "Faults that are set" }
            @for (number, fault) in &faults { (one(*number, fault)) }
            form method="post" action="/_emulator/faults/clear" { button.quiet { "Take all away" } }
        }
    };
    let status = if trouble.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Frame::console("Faults", HERE).status(status).saying(notice).show(&body)
}

fn alert(trouble: &Trouble<'_>) -> Markup {
    html! {
        div role="alert" {
            p { strong { "Error: nothing was added." } }
            @match trouble {
                Trouble::Preset => p { "There is no such fault in the list." },
                Trouble::Own(..) => p { a href="#fault" { "What you wrote is not a fault." } },
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

fn own(trouble: Option<&Trouble<'_>>) -> Markup {
    let (text, why) = match trouble {
        Some(Trouble::Own(text, why)) => (*text, Some(why)),
        _ => (SAMPLE, None),
    };
    html! {
        form method="post" action="/_emulator/faults/own" {
            label for="fault" { "JSON" }
            textarea #fault name="fault" rows="5" spellcheck="false" autofocus[why.is_some()]
                aria-invalid=[why.map(|_| "true")] aria-describedby=[why.map(|_| "trouble")] { (text) }
            @if let Some(why) = why { p #trouble role="alert" { "Not added: " (why) } }
            div.actions { button { "Add this" } }
        }
    }
}

fn called(fault: &Fault) -> String {
    fault.name.clone().unwrap_or_else(|| "a fault".to_owned())
}

fn one(number: u64, fault: &Fault) -> Markup {
    let name = fault.name.as_deref().unwrap_or("A fault");
    let on = met(serde_json::to_value(&fault.on).unwrap_or_default());
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

/// Which calls a fault meets, without what says nothing; none when it meets all.
fn met(on: Value) -> Option<String> {
    let Value::Object(mut on) = on else { return None };
    on.retain(|name, value| !(value.is_null() || name == "path" && value == "**"));
    (!on.is_empty()).then(|| Value::Object(on).to_string())
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Picked {
    preset: String,
}

async fn add_preset(State(site): State<Site>, Form(picked): Form<Picked>) -> Response {
    match preset::named(&picked.preset) {
        Some(fault) => add(&site, fault),
        None => show(&site, None, Some(&Trouble::Preset)),
    }
}

fn add(site: &Site, fault: Fault) -> Response {
    let number = site.faults.add(fault);
    see_other(&format!("{HERE}?done=added&fault={number}"))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Own {
    fault: String,
}

async fn add_own(State(site): State<Site>, Form(own): Form<Own>) -> Response {
    match serde_json::from_str::<Fault>(&own.fault) {
        Ok(fault) => add(&site, fault),
        Err(error) => show(&site, None, Some(&Trouble::Own(&own.fault, why(&own.fault, &error)))),
    }
}

/// Why a text is no fault, in words that help.
fn why(text: &str, error: &serde_json::Error) -> String {
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
        return "\"effect\" has none of the known forms, or a value of the wrong kind. It is one of: status (with code, message, body, headers, perform), aadsts, throttle, token, delay_ms, drop, drop_after, truncate, garble, reshape, phantom, late.".to_owned();
    }
    format!("{error}.")
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Which {
    number: String,
}

/// Takes one away by its number: the list may have changed since the page was drawn.
async fn remove(State(site): State<Site>, Form(which): Form<Which>) -> Response {
    let removed = which.number.parse().is_ok_and(|number| site.faults.remove(number));
    see_other(&format!("{HERE}?done={}", if removed { "removed" } else { "gone" }))
}

async fn take_all_away(State(site): State<Site>) -> Response {
    site.faults.set(Vec::new());
    see_other(&format!("{HERE}?done=cleared"))
}

async fn read(State(site): State<Site>, headers: HeaderMap, Query(asked): Query<Asked>) -> Response {
    if pages::wants_page(&headers) {
        return page(&site, &asked);
    }
    Json(site.faults.list()).into_response()
}

/// An array replaces every fault, a single one is added.
async fn set(State(site): State<Site>, body: Bytes) -> Response {
    if let Ok(fault) = serde_json::from_slice::<Fault>(&body) {
        site.faults.add(fault);
        return Json(site.faults.list()).into_response();
    }
    match serde_json::from_slice::<Vec<Fault>>(&body) {
        Ok(faults) => {
            site.faults.set(faults);
            Json(site.faults.list()).into_response()
        }
        Err(error) => refuse(&format!("neither a fault nor an array of faults: {error}")),
    }
}

async fn clear(State(site): State<Site>) -> Response {
    site.faults.set(Vec::new());
    StatusCode::NO_CONTENT.into_response()
}
