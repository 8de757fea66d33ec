//! A tenant's policy, as a form and as JSON: `/_emulator/policy`. Each property has a line of help that says how well the real behaviour is known.

mod field;
mod form_error;
#[cfg(test)]
mod tests;

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

use self::form_error::PolicyFormError;
use super::{
    directory,
    page::{QueryParams, refuse},
    tenant_param::{self, named},
};
use crate::{
    app_state::AppState,
    pages::{frame::Frame, see_other},
    request_context::RequestContext,
};

/// The address of the page.
const PATH: &str = "/_emulator/policy";

type PolicyForm = HashMap<String, String>;

/// The sections of the page: their anchors and headings.
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
pub(super) fn routes() -> Router<AppState> {
    Router::new().route(PATH, get(page).post(save)).route(directory::PATH, patch(change))
}

async fn page(State(state): State<AppState>, Query(query): Query<QueryParams>) -> Response {
    let tenant = query.get("tenant").map(String::as_str);
    let saved = state
        .read(|world| tenant_param::tenant_of_param(world, tenant).and_then(|tenant| saved(tenant, &query)));
    render(&state, tenant, saved, None, &[])
}

/// The notice about what was just saved: the properties that the address names, with their values.
fn saved(tenant: &Tenant, query: &QueryParams) -> Option<String> {
    let changed = query.get("saved")?;
    let now: Vec<_> = Policy::PROPERTIES
        .iter()
        .filter(|property| changed.split(',').any(|changed| changed == property.name))
        .map(|property| {
            format!("{} is {}", property.name, describe_value(property, &(property.get)(&tenant.policy)))
        })
        .collect();
    Some(match now.as_slice() {
        [] => "The policy was saved. Nothing has changed.".to_owned(),
        changed => format!("The policy was saved: {} now.", changed.join(", ")),
    })
}

fn describe_value(property: &PolicyProperty, value: &Value) -> String {
    match value {
        Value::Bool(true) => "on".to_owned(),
        Value::Bool(false) => "off".to_owned(),
        Value::Null => "empty".to_owned(),
        Value::Array(entries) if entries.is_empty() => "empty".to_owned(),
        other => field::text(property.kind, other).replace('\n', ", "),
    }
}

fn render(
    state: &AppState,
    tenant: Option<&str>,
    notice: Option<String>,
    sent: Option<&PolicyForm>,
    errors: &[PolicyFormError],
) -> Response {
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let frame = Frame::admin("Policy", PATH).status(status).with_notice(notice);
    tenant_param::page(state, tenant, frame, |_, tenant| body(tenant, sent, errors))
}

fn body(tenant: &Tenant, sent: Option<&PolicyForm>, errors: &[PolicyFormError]) -> Markup {
    html! {
        @if !errors.is_empty() { (form_error::error_list(errors)) }
        (tenant_param::tenant_nav(tenant, PATH))
        nav.places aria-label="Parts of the policy" {
            @for (_, id, title) in SECTIONS { a href=(format!("#{id}")) { (title) } }
        }
        form method="post" action=(PATH) {
            (tenant_param::tenant_field(tenant))
            @for (section, id, title) in SECTIONS {
                h2 id=(id) { (title) }
                @for property in Policy::PROPERTIES.iter().filter(|property| property.section == section) {
                    (line(property, &(property.get)(&tenant.policy), sent, errors))
                }
            }
            div.actions.always { button { "Save the policy" } }
        }
    }
}

fn line(
    property: &PolicyProperty,
    value: &Value,
    sent: Option<&PolicyForm>,
    errors: &[PolicyFormError],
) -> Markup {
    let name = property.name;
    let shown = match sent {
        Some(sent) => sent.get(name).cloned().unwrap_or_default(),
        None => field::text(property.kind, value),
    };
    let error = errors.iter().find(|error| error.is_about(name));
    html! {
        div.field {
            (field::input(property.kind, name, &shown, error.is_some()))
            @if let Some(error) = error { p.wrong id=(format!("{name}-trouble")) { "Error: " (error.text) "." } }
            p id=(format!("{name}-help")) { (property.text) " " span.soft { (describe_trust(property.trust)) } }
        }
    }
}

/// How well the real behaviour is known, in words.
const fn describe_trust(trust: Trust) -> &'static str {
    match trust {
        Trust::Documented => "Documented.",
        Trust::Observed => "Observed by others, not documented.",
        Trust::Unknown => "Nobody knows: the careful reading is the default.",
    }
}

/// Saves the whole form.
async fn save(
    State(state): State<AppState>,
    context: RequestContext,
    Form(sent): Form<PolicyForm>,
) -> Response {
    let tenant = sent.get("tenant").map(String::as_str);
    let found = state.read(|world| {
        tenant_param::tenant_of_param(world, tenant).map(|tenant| (tenant.id, tenant.policy.clone()))
    });
    let Some((id, policy)) = found else {
        return tenant_param::tenant_not_found(Frame::admin("Policy", PATH));
    };
    match read(&policy, &sent) {
        Ok(wanted) => {
            let names = changed(&policy, &wanted).join(",");
            if !names.is_empty() {
                state.change(|world| world.set_policy(&context.meta, id, wanted));
            }
            let saved = [("saved", if names.is_empty() { "nothing" } else { names.as_str() })];
            let back = state
                .read(|world| world.tenant(id).map(|tenant| tenant_param::address(PATH, tenant, &saved)));
            see_other(&back.unwrap_or_default())
        }
        Err(errors) => render(&state, tenant, None, Some(&sent), &errors),
    }
}

/// Explains why a value is invalid.
fn unfit(reason: String) -> String {
    if reason.starts_with("invalid value: integer") { "is too large a number".to_owned() } else { reason }
}

/// The names of the properties that differ.
fn changed(before: &Policy, after: &Policy) -> Vec<&'static str> {
    Policy::PROPERTIES
        .iter()
        .filter(|property| (property.get)(before) != (property.get)(after))
        .map(|property| property.name)
        .collect()
}

/// The policy of a form, or what is wrong with it.
fn read(policy: &Policy, sent: &PolicyForm) -> Result<Policy, Vec<PolicyFormError>> {
    let (mut wanted, mut errors) = (policy.clone(), Vec::new());
    for property in Policy::PROPERTIES {
        let value =
            field::value(property.kind, &(property.get)(policy), sent.get(property.name).map(String::as_str));
        let outcome = value
            .and_then(|value| (property.set)(&mut wanted, value).map_err(|error| unfit(error.to_string())));
        if let Err(text) = outcome {
            errors.push(PolicyFormError::of(property.name, text));
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    match wanted.validation_error() {
        Some(flaw) => Err(vec![PolicyFormError::whole(flaw)]),
        None => Ok(wanted),
    }
}

/// Changes the policy of a tenant: the properties given, of Contoso unless `tenant` (id or domain) names another.
async fn change(State(state): State<AppState>, context: RequestContext, body: Bytes) -> Response {
    let Ok(mut input) = serde_json::from_slice::<Map<String, Value>>(&body) else {
        return refuse("the body is a JSON object of policy properties");
    };
    let name = input.remove("tenant");
    let changed = state.change(|world| {
        let tenant = named(world, name.as_ref().and_then(Value::as_str));
        let tenant = tenant.ok_or_else(|| "there is no such tenant".to_owned())?;
        let id = tenant.id;
        let policy = tenant.policy.patched(input).map_err(|refused| refused.reason)?;
        if let Some(flaw) = policy.validation_error() {
            return Err(flaw.to_owned());
        }
        world.set_policy(&context.meta, id, policy.clone());
        Ok::<_, String>(policy)
    });
    match changed {
        Ok(policy) => Json(policy).into_response(),
        Err(message) => refuse(&message),
    }
}
