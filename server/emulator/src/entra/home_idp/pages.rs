//! The pages of the identity providers.

use axum::response::Response;
use http::StatusCode;
use maud::html;
use time::{OffsetDateTime, macros::format_description};
use world::{account::Account, home_realm_discovery::NoProvider};

use super::{HomeIdpForm, PASSCODE, PERSONAL, SIGN_IN, WORK, sign_in_address};
use crate::{admin::mail, browser::resume::with_account_prompt, pages, pages::frame::Frame};

/// The address is missing or malformed, and can be corrected.
pub(super) fn no_address(given: &str, back: &str) -> Response {
    let body = html! {
        form method="get" action=(SIGN_IN) {
            input type="hidden" name="continue" value=(back);
            label for="address" { "Email address" }
            input #address name="address" value=(given) inputmode="email" autocomplete="username" required
                autofocus aria-invalid="true" aria-describedby="trouble";
            p #trouble role="alert" { "Error: that is not an email address. It has the form name@a.example." }
            div.actions {
                button { "Next" }
                a.button.quiet href=(back) { "Back" }
            }
        }
    };
    pages::page_with(StatusCode::UNPROCESSABLE_ENTITY, "Who are you?", &body)
}

/// The address has both a work and a Microsoft account.
pub(super) fn choice(fields: &HomeIdpForm, address: &str) -> Response {
    let way = |realm: &str| format!("{}&realm={realm}", sign_in_address(address, fields.back()));
    let body = html! {
        p { "It looks like " strong { (address) } " is used with more than one account. Which account do you want to use?" }
        ul.plain.choices {
            li { a.button href=(way(WORK)) { "Work or school account" } span.soft { "Created by your IT department" } }
            li { a.button href=(way(PERSONAL)) { "Personal account" } span.soft { "Created by you" } }
        }
    };
    pages::page("Which account?", &body)
}

/// No identity provider knows the address.
pub(super) fn no_provider(why: NoProvider, address: &str, back: &str) -> Response {
    let (title, text) = match why {
        NoProvider::FederatedWithoutAccount => (
            "We cannot create your account",
            "AADB2B_0001: We cannot create a self-service account for you because the directory is federated. Contact the administrator of the directory to have an account created for you.",
        ),
        NoProvider::PasscodesOff => (
            "One-time passcodes are switched off",
            "You accepted your invitation with a one-time passcode, and the organization does not use them any more. An administrator of the organization has to reset your redemption.",
        ),
    };
    let body = html! {
        p { (text) }
        p.soft { "Address: " (address) }
        div.actions { a.button href=(with_account_prompt(back)) { "Use another address" } }
    };
    pages::page_with(StatusCode::FORBIDDEN, title, &body)
}

/// Another tenant or a social provider; clearly different from the real page.
pub(super) fn provider(
    fields: &HomeIdpForm,
    address: &str,
    provider: &str,
    known: Option<&Account>,
) -> Response {
    let body = html! {
        p { "This page plays the sign-in of " strong { (provider) } ". There is no password." }
        form method="post" action=(SIGN_IN) {
            input type="hidden" name="continue" value=(fields.back());
            input type="hidden" name="address" value=(address);
            @if !fields.realm.is_empty() { input type="hidden" name="realm" value=(fields.realm); }
            @match known {
                Some(account) => p { "Account: " (account.display_name) ", " (account.address) },
                None => {
                    p { "There is no account for " (address) " yet. It is made when you sign in." }
                    label for="name" { "Name (optional)" }
                    input #name name="name" autocomplete="name" maxlength="128";
                },
            }
            div.actions {
                button { "Sign in as " (address) }
            }
        }
    };
    pages::page(&format!("Sign in at {provider}"), &body)
}

/// The notice that another passcode was sent.
fn resent_notice(at: &str) -> Option<String> {
    let at = OffsetDateTime::from_unix_timestamp(at.parse().ok()?).ok()?;
    let time = at.format(format_description!("[hour]:[minute]:[second] UTC")).ok()?;
    Some(format!("Another code was sent at {time}. Only the newest is good."))
}

/// A one-time passcode by mail.
pub(super) fn passcode(fields: &HomeIdpForm, address: &str, error_text: Option<&str>) -> Response {
    let send = html! {
        form method="post" action=(PASSCODE) {
            input type="hidden" name="continue" value=(fields.back());
            input type="hidden" name="address" value=(address);
            @if fields.sent == "1" { input type="hidden" name="sent" value="1"; }
            div.actions {
                @if fields.sent == "1" {
                    button.quiet { "Send another code" }
                } @else {
                    button { "Send code" }
                }
                a.button.quiet href=(with_account_prompt(fields.back())) { "Use another address" }
            }
        }
    };
    let body = html! {
        @if fields.sent == "1" {
            p {
                "A one-time passcode was sent to " strong { (address) } ". It is in the "
                a href=(mail::address_of(address)) target="_blank" rel="noopener" {
                    "mailbox (new tab)"
                }
                "."
            }
            form method="post" action=(SIGN_IN) {
                input type="hidden" name="continue" value=(fields.back());
                input type="hidden" name="address" value=(address);
                input type="hidden" name="sent" value="1";
                label for="passcode" { "Passcode" }
                input #passcode name="passcode" inputmode="numeric" autocomplete="one-time-code" required autofocus
                    aria-invalid=[error_text.map(|_| "true")] aria-describedby=[error_text.map(|_| "trouble")];
                @if let Some(error_text) = error_text {
                    p #trouble role="alert" { "Error: " (error_text) }
                }
                div.actions { button { "Sign in" } }
            }
        } @else {
            p { "No account is known for " strong { (address) } ". A one-time passcode shows that the mailbox is yours." }
        }
        (send)
    };
    Frame::new("Sign in with a passcode").with_notice(resent_notice(&fields.again)).show(&body)
}
