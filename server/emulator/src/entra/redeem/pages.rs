//! The pages of redemption.

use axum::response::Response;
use http::StatusCode;
use maud::{Markup, html};
use world::{
    ids::{AccountId, TenantId},
    redeem::RedeemRefused,
};

use super::{CONSENT, JOIN, invitation_summary::InvitationSummary};
use crate::pages;

/// The invitation, with a link to sign in.
pub(super) fn invited(summary: &InvitationSummary, sign_in: &str) -> Response {
    let body = html! {
        p {
            @if let Some(inviter) = &summary.inviter { (inviter) " of " }
            strong { (summary.organization) }
            " has invited "
            strong { (summary.address) }
            @if summary.app.is_empty() { "." } @else { " to use " (summary.app) "." }
        }
        p { "To accept, sign in as " (summary.address) "." }
        div.actions { a.button href=(sign_in) { "Next" } }
    };
    pages::page(&format!("Invitation from {}", summary.organization), &body)
}

/// The buttons for a person who is signed in with another account.
pub(super) fn other_way(summary: &InvitationSummary, sign_in: &str) -> Markup {
    html! {
        p { "The invitation is for " strong { (summary.address) } " only." }
        div.actions { a.button href=(sign_in) { "Sign in as " (summary.address) } }
    }
}

fn permissions(organization: &str, address: &str) -> Markup {
    html! {
        p { "You are signed in as " strong { (address) } "." }
        p { strong { (organization) } " would like to:" }
        ul {
            li { "Receive your profile data: your name, photo, email address and directory ids" }
            li { "Collect and log your activity: sign-ins and use of its resources" }
            li { "Use your profile data and activity data in its directory and applications" }
        }
        p.soft { "Accept only if you trust " (organization) ". You can leave the organization later." }
    }
}

fn decision(action: &str, hidden: &[(&str, &str)]) -> Markup {
    pages::decision(action, hidden, &html! {}, [("accept", "Accept"), ("cancel", "Cancel")])
}

/// "Review permissions", at the end of a link.
pub(super) fn consent(summary: &InvitationSummary, address: &str, rd: &str, account: AccountId) -> Response {
    let body = html! {
        (permissions(&summary.organization, address))
        (decision(CONSENT, &[("rd", rd), ("account", &account.to_string())]))
        @if !summary.redirect_url.is_empty() {
            p.soft { "After accepting you go on to " (summary.redirect_url) }
        }
    };
    pages::page("Review permissions", &body)
}

/// "Review permissions", during sign-in to an application.
pub(super) fn join(
    organization: &str,
    address: &str,
    tenant: TenantId,
    account: AccountId,
    back: &str,
) -> Response {
    let body = html! {
        (permissions(organization, address))
        (decision(JOIN, &[
            ("tenant", &tenant.to_string()),
            ("account", &account.to_string()),
            ("continue", back),
        ]))
    };
    pages::page("Review permissions", &body)
}

/// The page after Cancel; `back` is the address that asks again.
pub(super) fn declined(organization: &str, back: &str) -> Response {
    let body = html! {
        p { "You did not accept the invitation from " (organization) ". Nothing was changed." }
        p { "The invitation still stands if you change your mind." }
        div.actions { a.button href=(back) { "Look at it again" } }
    };
    pages::page("Not accepted", &body)
}

/// The page for a link that cannot be used.
pub(super) fn refused(refused: RedeemRefused) -> Response {
    refused_with(refused, &html! {})
}

/// The button to sign in with another account.
pub(super) fn another(address: &str) -> Markup {
    html! { div.actions { a.button href=(address) { "Use another account" } } }
}

/// The link to the mailbox.
pub(super) fn to_mailbox(address: &str) -> Markup {
    html! { div.actions { a.button href=(address) { "Look into the mailbox" } } }
}

/// The same, with buttons.
pub(super) fn refused_with(refused: RedeemRefused, way_out: &Markup) -> Response {
    let (status, title, text) = match refused {
        RedeemRefused::Unknown => (
            StatusCode::NOT_FOUND,
            "This invitation is not known",
            "The link may be cut short, or the emulator was reset since. Copy the whole link from the mail, or ask for a new invitation.",
        ),
        RedeemRefused::Superseded => (
            StatusCode::GONE,
            "A newer invitation replaced this link",
            "The same person was invited again later. Use the link of the latest mail.",
        ),
        RedeemRefused::GuestGone => (
            StatusCode::GONE,
            "This invitation is no longer valid",
            "The guest was removed or blocked by the organization. Ask the person who invited you.",
        ),
        RedeemRefused::DomainBlocked => (
            StatusCode::FORBIDDEN,
            "Your organization is not on the list",
            "Since the invitation was sent, the organization has stopped letting in addresses of your domain. Ask the person who invited you.",
        ),
        RedeemRefused::CrossTenantBlocked(_) => (
            StatusCode::FORBIDDEN,
            "Your organization does not allow this access",
            "Since the invitation was sent, one of the two organizations has blocked the other in its cross-tenant access settings. Ask the person who invited you.",
        ),
        RedeemRefused::WrongAccount => (
            StatusCode::FORBIDDEN,
            "This invitation is for somebody else",
            "The account you are signed in with was not invited. Sign in with the invited address.",
        ),
    };
    pages::page_with(status, title, &html! { p { (text) } (way_out) })
}
