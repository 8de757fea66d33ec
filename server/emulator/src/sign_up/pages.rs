//! The pages of self-service sign-up.

use axum::response::Response;
use http::StatusCode;
use maud::{Markup, html};
use world::{attribute::Attribute, sign_up::SignUpRefused};

use super::{SIGN_UP, Visit};
use crate::{browser::resume::asking_again, pages};

/// Whom the page speaks to, and of what.
pub(super) struct About<'a> {
    pub(super) organization: &'a str,
    pub(super) app: &'a str,
    pub(super) name: &'a str,
    pub(super) address: &'a str,
}

/// The form with what the application's user flow collects.
pub(super) fn ask(
    visit: &Visit,
    about: &About<'_>,
    wanted: &[Attribute],
    trouble: Option<Attribute>,
) -> Response {
    let name = visit.filled.get("displayName").map_or(about.name, String::as_str);
    let body = html! {
        p {
            strong { (about.organization) } " lets you sign up for " strong { (about.app) }
            " as " (about.address) ". You become a guest of the organization."
        }
        form method="post" action=(SIGN_UP) {
            input type="hidden" name="tenant" value=(visit.tenant);
            input type="hidden" name="app" value=(visit.app);
            input type="hidden" name="account" value=(visit.account);
            input type="hidden" name="continue" value=(visit.back);
            p {
                label for="displayName" { "Display name" }
                input #displayName name="displayName" value=(name) maxlength="256" autocomplete="name" required;
            }
            @for attribute in wanted { (field(visit, *attribute, trouble == Some(*attribute))) }
            div.actions { button { "Sign up" } }
        }
    };
    let status = if trouble.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    pages::page_with(status, "Add details", &body)
}

fn field(visit: &Visit, attribute: Attribute, wrong: bool) -> Markup {
    let id = attribute.name();
    let value = visit.filled.get(id).map(String::as_str).unwrap_or_default();
    html! {
        p {
            label for=(id) { (label(attribute)) }
            input id=(id) name=(id) value=(value) maxlength=(attribute.max_length())
                autofocus[wrong] aria-invalid=[wrong.then_some("true")] aria-describedby=[wrong.then_some("trouble")];
        }
        @if wrong { p #trouble role="alert" { "Error: " (label(attribute)) ": " (allowed(attribute)) "." } }
    }
}

/// What an attribute takes.
fn allowed(attribute: Attribute) -> String {
    match attribute {
        Attribute::UsageLocation => "the code of a country in two letters, such as LT".to_owned(),
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

/// There is no sign-up for this person. `back` is where somebody else may sign in, if that is known.
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
            div.actions { a.button href=(asking_again(back)) { "Use another address" } }
        }
    };
    pages::page_with(StatusCode::FORBIDDEN, "You cannot sign up", &body)
}
