//! The faults that are set, and the ways to set some.

use axum::{Form, extract::State, response::Response};
use http::StatusCode;
use maud::{Markup, html};
use serde::Deserialize;

use crate::{
    faults::{Fault, preset},
    pages::{self, see_other},
    site::Site,
};

const HERE: &str = "/_emulator/faults";
const SAMPLE: &str =
    r#"{"on": {"method": "POST", "path": "/v1.0/invitations"}, "effect": {"status": 503}, "times": 1}"#;

/// The page.
pub(crate) fn page(site: &Site) -> Response {
    show(site, SAMPLE, None)
}

fn show(site: &Site, own: &str, trouble: Option<&str>) -> Response {
    let faults = site.faults.list();
    let body = html! {
        p { "A fault meets calls of Graph and Entra ID. The emulator's own pages are spared." }
        @if faults.is_empty() { p { "None is set." } }
        @for (place, fault) in faults.iter().enumerate() { (one(place, fault)) }
        @if !faults.is_empty() {
            form method="post" action="/_emulator/faults/clear" { button.quiet { "Take all away" } }
        }
        h2 { "Add" }
        form method="post" action="/_emulator/faults/preset" {
            fieldset {
                legend { "What shall go wrong?" }
                @for (number, preset) in preset::ALL.iter().enumerate() {
                    label.check { input type="radio" name="preset" value=(preset.name) checked[number == 0]; " " (preset.text) }
                }
            }
            div.actions { button { "Add" } }
        }
        h2 { "Add one of your own" }
        form method="post" action="/_emulator/faults/own" {
            label for="fault" { "JSON" }
            textarea #fault name="fault" rows="5" spellcheck="false" aria-invalid=[trouble.map(|_| "true")] aria-describedby=[trouble.map(|_| "trouble")] { (own) }
            @if let Some(trouble) = trouble { p #trouble role="alert" { "Not added: " (trouble) } }
            div.actions { button { "Add this" } }
        }
    };
    let status = if trouble.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    pages::page_with(status, "Faults", &body)
}

fn one(place: usize, fault: &Fault) -> Markup {
    let on = serde_json::to_string(&fault.on).unwrap_or_default();
    let effect = serde_json::to_string(&fault.effect).unwrap_or_default();
    html! {
        article {
            h2 { (fault.name.as_deref().unwrap_or("A fault")) }
            dl {
                dt { "Meets" } dd { code { (on) } }
                dt { "Does" } dd { code { (effect) } }
                dt { "Struck" } dd { (fault.fired) " of " (fault.met) " calls that fit" }
                dt { "Left" } dd { @match fault.times { Some(0) => "it is over", Some(times) => (times), None => "for ever" } }
            }
            form method="post" action="/_emulator/faults/remove" {
                button.quiet name="place" value=(place) { "Take away" }
            }
        }
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Picked {
    preset: String,
}

pub(super) async fn add_preset(State(site): State<Site>, Form(picked): Form<Picked>) -> Response {
    match preset::named(&picked.preset) {
        Some(fault) => {
            site.faults.add(fault);
            see_other(HERE)
        }
        None => show(&site, SAMPLE, Some("there is no such fault")),
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Own {
    fault: String,
}

pub(super) async fn add_own(State(site): State<Site>, Form(own): Form<Own>) -> Response {
    match serde_json::from_str::<Fault>(&own.fault) {
        Ok(fault) => {
            site.faults.add(fault);
            see_other(HERE)
        }
        Err(error) => show(&site, &own.fault, Some(&error.to_string())),
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Place {
    place: usize,
}

pub(super) async fn remove(State(site): State<Site>, Form(which): Form<Place>) -> Response {
    site.faults.remove(which.place);
    see_other(HERE)
}

pub(super) async fn clear(State(site): State<Site>) -> Response {
    site.faults.set(Vec::new());
    see_other(HERE)
}
