//! What a tenant allows, as one form: a line of help for each switch, and how well the real behaviour is known.

mod field;
mod help;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use axum::{
    Form,
    extract::{Query, State},
    response::Response,
};
use http::StatusCode;
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::{Map, Value};

use field::Kind;

use super::choice;
use crate::{
    call::Call,
    control::merged,
    pages::{self, see_other},
    site::Site,
    world::{ids::TenantId, policy::Policy, tenant::Tenant},
};

type Sent = HashMap<String, String>;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    tenant: Option<String>,
}

pub(super) async fn page(State(site): State<Site>, Query(wanted): Query<Wanted>) -> Response {
    show(&site, wanted.tenant.as_deref(), None, &[])
}

/// Every property of a policy with its value, those with help first and in its order.
fn properties(policy: &Policy) -> Vec<(String, Value)> {
    let mut all = match serde_json::to_value(policy) {
        Ok(Value::Object(all)) => all,
        _ => Map::new(),
    };
    let known = help::ALL.iter().filter_map(|line| all.remove_entry(line.name));
    let mut properties: Vec<_> = known.collect();
    properties.extend(all);
    properties
}

fn show(site: &Site, tenant: Option<&str>, sent: Option<&Sent>, troubles: &[String]) -> Response {
    let body = site.read(|world| choice::tenant(world, tenant).map(|tenant| body(tenant, sent, troubles)));
    let body = body.unwrap_or_else(|| html! { p { "There is no organization." } });
    let status = if troubles.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    pages::page_with(status, "Policy", &body)
}

fn body(tenant: &Tenant, sent: Option<&Sent>, troubles: &[String]) -> Markup {
    html! {
        p { (tenant.display_name) ", " (tenant.primary_domain()) }
        (choice::places(tenant))
        @if !troubles.is_empty() {
            div role="alert" {
                p { strong { "Nothing was changed." } }
                ul { @for trouble in troubles { li { (trouble) } } }
            }
        }
        p.soft { "Trust: V is what Microsoft says, O is what others observed, U is what nobody knows: the careful reading is on, and the switch gives the other one." }
        form method="post" action="/_emulator/policy" {
            (choice::field(tenant))
            @for (name, value) in properties(&tenant.policy) { (line(&name, &value, sent)) }
            div.actions { button { "Save the policy" } }
        }
    }
}

fn line(name: &str, value: &Value, sent: Option<&Sent>) -> Markup {
    let help = help::of(name);
    let kind = help.map_or_else(|| Kind::of(value), |help| help.kind);
    let shown = match sent {
        Some(sent) => sent.get(name).cloned().unwrap_or_default(),
        None => kind.text(value),
    };
    let help_id = format!("{name}-help");
    html! {
        div.field {
            (kind.input(name, &shown, &help_id))
            p #(help_id) {
                @if let Some(help) = help {
                    (help.text) " " span.soft { "Trust: " (help.trust) "." }
                }
            }
        }
    }
}

/// Takes the form over as a whole.
pub(super) async fn change(State(site): State<Site>, call: Call, Form(sent): Form<Sent>) -> Response {
    let tenant = sent.get("tenant").map(String::as_str);
    let found =
        site.read(|world| choice::tenant(world, tenant).map(|tenant| (tenant.id, tenant.policy.clone())));
    let Some((id, policy)) = found else {
        return show(&site, None, None, &["There is no organization.".to_owned()]);
    };
    match read(&policy, &sent) {
        Ok(changed) => {
            keep(&site, &call, id, &policy, changed);
            let back = site.read(|world| {
                world.tenant(id).map(|tenant| choice::address("/_emulator/policy", tenant, &[]))
            });
            see_other(&back.unwrap_or_default())
        }
        Err(troubles) => show(&site, tenant, Some(&sent), &troubles),
    }
}

fn keep(site: &Site, call: &Call, tenant: TenantId, before: &Policy, changed: Policy) {
    if *before != changed {
        site.change(|world| world.set_policy(&call.cause, tenant, changed));
    }
}

/// The policy that a form asks for, or what is wrong with it.
fn read(policy: &Policy, sent: &Sent) -> Result<Policy, Vec<String>> {
    let (mut wanted, mut troubles) = (Map::new(), Vec::new());
    for (name, value) in properties(policy) {
        let kind = help::of(&name).map_or_else(|| Kind::of(&value), |help| help.kind);
        match kind.value(&value, sent.get(&name).map(String::as_str)) {
            Ok(value) => {
                wanted.insert(name, value);
            }
            Err(trouble) => troubles.push(format!("{name}: {trouble}")),
        }
    }
    if !troubles.is_empty() {
        return Err(troubles);
    }
    let changed: Policy = merged(policy, wanted).map_err(|error| vec![error.to_string()])?;
    match changed.flaw() {
        Some(flaw) => Err(vec![flaw.to_owned()]),
        None => Ok(changed),
    }
}
