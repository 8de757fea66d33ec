//! The pages of self-service sign-up.

use axum::response::Response;
use http::StatusCode;
use maud::{Markup, html};
use world::{attribute::Attribute, sign_up::SignUpRefused};

use super::{SIGN_UP, SignUpFlow};
use crate::{browser::resume::with_account_prompt, pages};

/// The organization, the application and the person of a sign-up.
pub(super) struct SignUpSummary<'a> {
    pub(super) organization: &'a str,
    pub(super) app: &'a str,
    pub(super) name: &'a str,
    pub(super) address: &'a str,
}

/// The form with the attributes that the application's user flow collects.
pub(super) fn ask(
    flow: &SignUpFlow,
    summary: &SignUpSummary<'_>,
    collected: &[Attribute],
    invalid: Option<Attribute>,
) -> Response {
    let name = flow.filled.get("displayName").map_or(summary.name, String::as_str);
    let body = html! {
        p {
            strong { (summary.organization) } " lets you sign up for " strong { (summary.app) }
            " as " (summary.address) ". You become a guest of the organization."
        }
        form method="post" action=(SIGN_UP) {
            input type="hidden" name="tenant" value=(flow.tenant);
            input type="hidden" name="app" value=(flow.app);
            input type="hidden" name="account" value=(flow.account);
            input type="hidden" name="continue" value=(flow.back);
            p {
                label for="displayName" { "Display name" }
                input #displayName name="displayName" value=(name) maxlength="256" autocomplete="name" required;
            }
            @for attribute in collected { (field(flow, *attribute, invalid == Some(*attribute))) }
            div.actions { button { "Sign up" } }
        }
    };
    let status = if invalid.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    pages::page_with(status, "Add details", &body)
}

fn field(flow: &SignUpFlow, attribute: Attribute, wrong: bool) -> Markup {
    let id = attribute.name();
    let value = flow.filled.get(id).map(String::as_str).unwrap_or_default();
    html! {
        p {
            label for=(id) { (label(attribute)) }
            input id=(id) name=(id) value=(value) maxlength=(attribute.max_length())
                autofocus[wrong] aria-invalid=[wrong.then_some("true")] aria-describedby=[wrong.then_some("trouble")];
        }
        @if wrong { p #trouble role="alert" { "Error: " (label(attribute)) ": " (allowed(attribute)) "." } }
    }
}

/// The allowed values of an attribute.
fn allowed(attribute: Attribute) -> String {
    match attribute {
        Attribute::UsageLocation => "the code of a country in two letters, such as LT".to_owned(),
        Attribute::EmployeeHireDate => "a date and time, such as 2026-03-02T00:00:00Z".to_owned(),
        Attribute::AgeGroup => "minor, notAdult or adult".to_owned(),
        Attribute::ConsentProvidedForMinor => "granted, denied or notRequired".to_owned(),
        other => format!("at most {} characters", other.max_length()),
    }
}

/// `jobTitle` as "Job title".
fn label(attribute: Attribute) -> String {
    let mut label = String::new();
    for (place, letter) in attribute.name().char_indices() {
        if place == 0 {
            label.push(letter.to_ascii_uppercase());
        } else if letter.is_ascii_uppercase() {
            label.extend([' ', letter.to_ascii_lowercase()]);
        } else {
            label.push(letter);
        }
    }
    label
}

/// The page that says that this person cannot sign up. `back` is the address to sign in with another account, if known.
pub(super) fn refused(refused: &SignUpRefused, back: Option<&str>) -> Response {
    let text = match refused {
        SignUpRefused::KeptOut => {
            "The organization does not let people of your organization or domain sign up."
        }
        SignUpRefused::KnownAlready => {
            "The organization knows your address already. Use the link of your invitation, or ask for a new one."
        }
        SignUpRefused::Off | SignUpRefused::Invalid(_) => {
            "Signing up is not possible here, or took too long. Go back to the application and start again."
        }
    };
    let body = html! {
        p { (text) }
        @if let Some(back) = back {
            div.actions { a.button href=(with_account_prompt(back)) { "Use another address" } }
        }
    };
    pages::page_with(StatusCode::FORBIDDEN, "You cannot sign up", &body)
}
