//! What a tenant allows, as one form: a line of help for each switch, and how well the real behaviour is known.

mod field;
mod help;
mod section;
#[cfg(test)]
mod tests;
mod trouble;

use std::collections::HashMap;

use axum::{
    Form,
    extract::{Query, State},
    response::Response,
};
use field::Kind;
use http::StatusCode;
use maud::{Markup, html};
use serde_json::{Map, Value};
use trouble::Trouble;
use world::{policy::Policy, tenant::Tenant};

use super::{Asked, choice};
use crate::{
    call::Call,
    pages::{frame::Frame, see_other},
    patch::merged,
    site::Site,
};

/// Where the page is.
const HERE: &str = "/_emulator/policy";

type Sent = HashMap<String, String>;

pub(super) async fn page(State(site): State<Site>, Query(asked): Query<Asked>) -> Response {
    let tenant = asked.get("tenant").map(String::as_str);
    let saved = site.read(|world| choice::tenant(world, tenant).and_then(|tenant| saved(tenant, &asked)));
    show(&site, tenant, saved, None, &[])
}

/// What was just saved: the properties that the address names, as they are now.
fn saved(tenant: &Tenant, asked: &Asked) -> Option<String> {
    let changed = asked.get("saved")?;
    let now: Vec<_> = properties(&tenant.policy)
        .into_iter()
        .filter(|(name, _)| changed.split(',').any(|changed| changed == name))
        .map(|(name, value)| format!("{name} is {}", said(&value)))
        .collect();
    Some(match now.as_slice() {
        [] => "The policy was saved. Nothing has changed.".to_owned(),
        changed => format!("The policy was saved: {} now.", changed.join(", ")),
    })
}

fn said(value: &Value) -> String {
    match value {
        Value::Bool(true) => "on".to_owned(),
        Value::Bool(false) => "off".to_owned(),
        Value::Null => "empty".to_owned(),
        Value::Array(entries) if entries.is_empty() => "empty".to_owned(),
        other => Kind::of(other).text(other).replace('\n', ", "),
    }
}

/// Every property of a policy with its value, those with help first and in its order.
fn properties(policy: &Policy) -> Vec<(String, Value)> {
    let mut all = match serde_json::to_value(policy) {
        Ok(Value::Object(all)) => all,
        _ => Map::new(),
    };
    let known = help::all().filter_map(|line| all.remove_entry(line.name));
    let mut properties: Vec<_> = known.collect();
    properties.extend(all);
    properties
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
    let properties = properties(&tenant.policy);
    let of =
        |id: &str| properties.iter().filter(move |(name, _)| section::of(name) == id).collect::<Vec<_>>();
    let sections: Vec<_> = section::ALL
        .iter()
        .map(|section| (section, of(section.id)))
        .filter(|(_, all)| !all.is_empty())
        .collect();
    html! {
        @if !troubles.is_empty() { (trouble::alert(troubles)) }
        (choice::places(tenant, HERE))
        nav.places aria-label="Parts of the policy" {
            @for (section, _) in &sections { a href=(format!("#{}", section.id)) { (section.title) } }
        }
        form method="post" action=(HERE) {
            (choice::field(tenant))
            @for (section, properties) in &sections {
                h2 id=(section.id) { (section.title) }
                @for (name, value) in properties { (line(name, value, sent, troubles)) }
            }
            div.actions.always { button { "Save the policy" } }
        }
    }
}

fn line(name: &str, value: &Value, sent: Option<&Sent>, troubles: &[Trouble]) -> Markup {
    let help = help::of(name);
    let kind = help.map_or_else(|| Kind::of(value), |help| help.kind);
    let shown = match sent {
        Some(sent) => sent.get(name).cloned().unwrap_or_default(),
        None => kind.text(value),
    };
    let trouble = troubles.iter().find(|trouble| trouble.is_about(name));
    html! {
        div.field {
            (kind.input(name, &shown, trouble.is_some()))
            @if let Some(trouble) = trouble { p.wrong id=(format!("{name}-trouble")) { "Error: " (trouble.text) "." } }
            p id=(format!("{name}-help")) {
                @if let Some(help) = help { (help.text) " " span.soft { (trusted(help.trust)) } }
            }
        }
    }
}

/// How well the real behaviour is known, in words.
fn trusted(trust: &str) -> &'static str {
    match trust {
        "V" => "Documented.",
        "O" => "Observed by others, not documented.",
        _ => "Nobody knows: the careful reading is the default.",
    }
}

/// Takes the form over as a whole.
pub(super) async fn change(State(site): State<Site>, call: Call, Form(sent): Form<Sent>) -> Response {
    let tenant = sent.get("tenant").map(String::as_str);
    let found =
        site.read(|world| choice::tenant(world, tenant).map(|tenant| (tenant.id, tenant.policy.clone())));
    let Some((id, policy)) = found else { return choice::missing(Frame::console("Policy", HERE)) };
    match read(&policy, &sent) {
        Ok(wanted) => {
            let names = changed(&policy, &wanted).join(",");
            if !names.is_empty() {
                site.change(|world| world.set_policy(&call.cause, id, wanted));
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
fn unfit(error: &serde_json::Error) -> String {
    let text = error.to_string();
    if text.starts_with("invalid value: integer") { "is too large a number".to_owned() } else { text }
}

/// The names of what is different.
fn changed(before: &Policy, after: &Policy) -> Vec<String> {
    let pairs = properties(before).into_iter().zip(properties(after));
    pairs.filter(|(before, after)| before != after).map(|(_, (name, _))| name).collect()
}

/// The policy that a form asks for, or what is wrong with it.
fn read(policy: &Policy, sent: &Sent) -> Result<Policy, Vec<Trouble>> {
    let (mut wanted, mut troubles) = (Map::new(), Vec::new());
    for (name, value) in properties(policy) {
        let kind = help::of(&name).map_or_else(|| Kind::of(&value), |help| help.kind);
        let read = kind.value(&value, sent.get(&name).map(String::as_str)).and_then(|value| {
            // Each by itself first: so it is known which one does not fit.
            merged(policy, Map::from_iter([(name.clone(), value.clone())]))
                .map(|_: Policy| value)
                .map_err(|error| unfit(&error))
        });
        match read {
            Ok(value) => {
                wanted.insert(name, value);
            }
            Err(text) => troubles.push(Trouble::of(&name, text)),
        }
    }
    if !troubles.is_empty() {
        return Err(troubles);
    }
    let changed: Policy = merged(policy, wanted).map_err(|error| vec![Trouble::whole(&error.to_string())])?;
    match changed.flaw() {
        Some(flaw) => Err(vec![Trouble::whole(flaw)]),
        None => Ok(changed),
    }
}
