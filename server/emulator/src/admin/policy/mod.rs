//! What a tenant allows, as one form and as JSON: `/_emulator/policy`. Each property is a row of the policy's table, with a line of help and how
//! well the real behaviour is known.

mod field;
#[cfg(test)]
mod tests;
mod trouble;

use std::collections::HashMap;

use axum::{
    Form, Json, Router,
    body::Bytes,
    extract::{Query, State},
    response::{IntoResponse, Response},
    routing::{get, patch},
};
use http::StatusCode;
use maud::{Markup, html};
use serde_json::{Map, Value};
use world::{
    policy::{Policy, PolicyProperty, Section, Trust},
    tenant::Tenant,
};

use self::trouble::Trouble;
use super::{
    choice::{self, named},
    directory,
    page::{Asked, refuse},
};
use crate::{
    call::Call,
    pages::{frame::Frame, see_other},
    site::Site,
};

/// Where the page is.
const HERE: &str = "/_emulator/policy";

type Sent = HashMap<String, String>;

/// The parts of the page: their anchors and headings.
const SECTIONS: [(Section, &str, &str); 7] = [
    (Section::Inviting, "inviting", "Who may invite whom"),
    (Section::Guests, "guests", "Guests"),
    (Section::Others, "others", "Other organizations"),
    (Section::Redemption, "redemption", "Redemption and sign-up"),
    (Section::Delays, "delays", "Delays"),
    (Section::Unknown, "unknown", "What nobody knows"),
    (Section::More, "more", "More"),
];

/// The routes.
pub(super) fn routes() -> Router<Site> {
    Router::new().route(HERE, get(page).post(save)).route(directory::HERE, patch(change))
}

async fn page(State(site): State<Site>, Query(asked): Query<Asked>) -> Response {
    let tenant = asked.get("tenant").map(String::as_str);
    let saved = site.read(|world| choice::tenant(world, tenant).and_then(|tenant| saved(tenant, &asked)));
    show(&site, tenant, saved, None, &[])
}

/// What was just saved: the properties that the address names, as they are now.
fn saved(tenant: &Tenant, asked: &Asked) -> Option<String> {
    let changed = asked.get("saved")?;
    let now: Vec<_> = Policy::PROPERTIES
        .iter()
        .filter(|property| changed.split(',').any(|changed| changed == property.name))
        .map(|property| format!("{} is {}", property.name, said(property, &(property.get)(&tenant.policy))))
        .collect();
    Some(match now.as_slice() {
        [] => "The policy was saved. Nothing has changed.".to_owned(),
        changed => format!("The policy was saved: {} now.", changed.join(", ")),
    })
}

fn said(property: &PolicyProperty, value: &Value) -> String {
    match value {
        Value::Bool(true) => "on".to_owned(),
        Value::Bool(false) => "off".to_owned(),
        Value::Null => "empty".to_owned(),
        Value::Array(entries) if entries.is_empty() => "empty".to_owned(),
        other => field::text(property.kind, other).replace('\n', ", "),
    }
}

fn show(
    site: &Site,
    tenant: Option<&str>,
    notice: Option<String>,
    sent: Option<&Sent>,
    troubles: &[Trouble],
) -> Response {
    let status = if troubles.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let frame = Frame::console("Policy", HERE).status(status).saying(notice);
    choice::page(site, tenant, frame, |_, tenant| body(tenant, sent, troubles))
}

fn body(tenant: &Tenant, sent: Option<&Sent>, troubles: &[Trouble]) -> Markup {
    html! {
        @if !troubles.is_empty() { (trouble::alert(troubles)) }
        (choice::places(tenant, HERE))
        nav.places aria-label="Parts of the policy" {
            @for (_, id, title) in SECTIONS { a href=(format!("#{id}")) { (title) } }
        }
        form method="post" action=(HERE) {
            (choice::field(tenant))
            @for (section, id, title) in SECTIONS {
                h2 id=(id) { (title) }
                @for property in Policy::PROPERTIES.iter().filter(|property| property.section == section) {
                    (line(property, &(property.get)(&tenant.policy), sent, troubles))
                }
            }
            div.actions.always { button { "Save the policy" } }
        }
    }
}

fn line(property: &PolicyProperty, value: &Value, sent: Option<&Sent>, troubles: &[Trouble]) -> Markup {
    let name = property.name;
    let shown = match sent {
        Some(sent) => sent.get(name).cloned().unwrap_or_default(),
        None => field::text(property.kind, value),
    };
    let trouble = troubles.iter().find(|trouble| trouble.is_about(name));
    html! {
        div.field {
            (field::input(property.kind, name, &shown, trouble.is_some()))
            @if let Some(trouble) = trouble { p.wrong id=(format!("{name}-trouble")) { "Error: " (trouble.text) "." } }
            p id=(format!("{name}-help")) { (property.text) " " span.soft { (trusted(property.trust)) } }
        }
    }
}

/// How well the real behaviour is known, in words.
const fn trusted(trust: Trust) -> &'static str {
    match trust {
        Trust::Documented => "Documented.",
        Trust::Observed => "Observed by others, not documented.",
        Trust::Unknown => "Nobody knows: the careful reading is the default.",
    }
}

/// Takes the form over as a whole.
async fn save(State(site): State<Site>, call: Call, Form(sent): Form<Sent>) -> Response {
    let tenant = sent.get("tenant").map(String::as_str);
    let found =
        site.read(|world| choice::tenant(world, tenant).map(|tenant| (tenant.id, tenant.policy.clone())));
    let Some((id, policy)) = found else { return choice::missing(Frame::console("Policy", HERE)) };
    match read(&policy, &sent) {
        Ok(wanted) => {
            let names = changed(&policy, &wanted).join(",");
            if !names.is_empty() {
                site.change(|world| world.set_policy(&call.meta, id, wanted));
            }
            let saved = [("saved", if names.is_empty() { "nothing" } else { names.as_str() })];
            let back =
                site.read(|world| world.tenant(id).map(|tenant| choice::address(HERE, tenant, &saved)));
            see_other(&back.unwrap_or_default())
        }
        Err(troubles) => show(&site, tenant, None, Some(&sent), &troubles),
    }
}

/// Why a value does not fit, in words.
fn unfit(reason: String) -> String {
    if reason.starts_with("invalid value: integer") { "is too large a number".to_owned() } else { reason }
}

/// The names of what is different.
fn changed(before: &Policy, after: &Policy) -> Vec<&'static str> {
    Policy::PROPERTIES
        .iter()
        .filter(|property| (property.get)(before) != (property.get)(after))
        .map(|property| property.name)
        .collect()
}

/// The policy that a form asks for, or what is wrong with it.
fn read(policy: &Policy, sent: &Sent) -> Result<Policy, Vec<Trouble>> {
    let (mut wanted, mut troubles) = (policy.clone(), Vec::new());
    for property in Policy::PROPERTIES {
        let value =
            field::value(property.kind, &(property.get)(policy), sent.get(property.name).map(String::as_str));
        let outcome = value
            .and_then(|value| (property.set)(&mut wanted, value).map_err(|error| unfit(error.to_string())));
        if let Err(text) = outcome {
            troubles.push(Trouble::of(property.name, text));
        }
    }
    if !troubles.is_empty() {
        return Err(troubles);
    }
    match wanted.validation_error() {
        Some(flaw) => Err(vec![Trouble::whole(flaw)]),
        None => Ok(wanted),
    }
}

/// Changes the policy of a tenant: the properties given, of Contoso unless `tenant` (id or domain) names another.
async fn change(State(site): State<Site>, call: Call, body: Bytes) -> Response {
    let Ok(mut wanted) = serde_json::from_slice::<Map<String, Value>>(&body) else {
        return refuse("the body is a JSON object of policy properties");
    };
    let name = wanted.remove("tenant");
    let changed = site.change(|world| {
        let tenant = named(world, name.as_ref().and_then(Value::as_str));
        let tenant = tenant.ok_or_else(|| "there is no such tenant".to_owned())?;
        let id = tenant.id;
        let policy = tenant.policy.patched(wanted).map_err(|refused| refused.reason)?;
        if let Some(flaw) = policy.validation_error() {
            return Err(flaw.to_owned());
        }
        world.set_policy(&call.meta, id, policy.clone());
        Ok::<_, String>(policy)
    });
    match changed {
        Ok(policy) => Json(policy).into_response(),
        Err(message) => refuse(&message),
    }
}
