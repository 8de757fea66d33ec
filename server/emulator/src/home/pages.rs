//! The pages of the home realms.

use axum::response::Response;
use http::StatusCode;
use maud::html;

use super::{Fields, PASSCODE, PERSONAL, SIGN_IN, WORK, sign_in_address};
use crate::{
    pages,
    world::{account::Account, discovery::NoProvider},
};

/// No address was given.
pub(super) fn no_address(back: &str) -> Response {
    let body = html! {
        p { "That is not an e-mail address." }
        p { a.button href=(back) { "Back" } }
    };
    pages::page_with(StatusCode::UNPROCESSABLE_ENTITY, "Who are you?", &body)
}

/// One address is both a work and a Microsoft account.
pub(super) fn choice(fields: &Fields, address: &str) -> Response {
    let way = |realm: &str| format!("{}&realm={realm}", sign_in_address(address, fields.back()));
    let body = html! {
        p { "It looks like " strong { (address) } " is used with more than one account. Which account do you want to use?" }
        ul.plain {
            li { a.button href=(way(WORK)) { "Work or school account" } " " span.soft { "Created by your IT department" } }
            li { a.button href=(way(PERSONAL)) { "Personal account" } " " span.soft { "Created by you" } }
        }
    };
    pages::page("Which account?", &body)
}

/// Nobody vouches for the address.
pub(super) fn nobody(why: NoProvider, address: &str) -> Response {
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
    };
    pages::page_with(StatusCode::FORBIDDEN, title, &body)
}

/// Another tenant or a social provider, as nobody would mistake it for the real one.
pub(super) fn provider(fields: &Fields, address: &str, provider: &str, known: Option<&Account>) -> Response {
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

/// A one-time passcode by mail.
pub(super) fn passcode(fields: &Fields, address: &str, trouble: Option<&str>) -> Response {
    let send = html! {
        form method="post" action=(PASSCODE) {
            input type="hidden" name="continue" value=(fields.back());
            input type="hidden" name="address" value=(address);
            div.actions {
                @if fields.sent == "1" {
                    button.quiet { "Send another code" }
                } @else {
                    button { "Send code" }
                }
            }
        }
    };
    let body = html! {
        @if fields.sent == "1" {
            p {
                "A one-time passcode was sent to " strong { (address) } ". It is in the "
                a href=(format!("/_emulator/mail?to={}", percent_encoding::utf8_percent_encode(address, percent_encoding::NON_ALPHANUMERIC))) target="_blank" rel="noopener" {
                    "mailbox (new tab)"
                }
                "."
            }
            form method="post" action=(SIGN_IN) {
                input type="hidden" name="continue" value=(fields.back());
                input type="hidden" name="address" value=(address);
                input type="hidden" name="sent" value="1";
                label for="passcode" { "Passcode" }
                input #passcode name="passcode" inputmode="numeric" autocomplete="one-time-code" required
                    aria-invalid=[trouble.map(|_| "true")] aria-describedby=[trouble.map(|_| "trouble")];
                @if let Some(trouble) = trouble {
                    p #trouble role="alert" { (trouble) }
                }
                div.actions { button { "Sign in" } }
            }
        } @else {
            p { "No account is known for " strong { (address) } ". A one-time passcode shows that the mailbox is yours." }
        }
        (send)
    };
    pages::page("Sign in with a passcode", &body)
}
