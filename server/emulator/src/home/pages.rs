//! The pages of the home realms.

use axum::response::Response;
use http::StatusCode;
use maud::html;

use super::{Fields, PASSCODE, SIGN_IN};
use crate::{pages, world::account::Account};

/// No address was given.
pub(super) fn no_address(back: &str) -> Response {
    let body = html! {
        p { "That is not an e-mail address." }
        p { a.button href=(back) { "Back" } }
    };
    pages::page_with(StatusCode::UNPROCESSABLE_ENTITY, "Who are you?", &body)
}

/// Another tenant or a social provider, as nobody would mistake it for the real one.
pub(super) fn provider(fields: &Fields, address: &str, provider: &str, known: Option<&Account>) -> Response {
    let body = html! {
        p { "This page plays the sign-in of " strong { (provider) } ". There is no password." }
        form method="post" action=(SIGN_IN) {
            input type="hidden" name="continue" value=(fields.back());
            input type="hidden" name="address" value=(address);
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
