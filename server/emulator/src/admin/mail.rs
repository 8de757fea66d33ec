//! The mailbox with all mail: `/_emulator/mail`, as JSON or as a page.

use axum::{
    Json, Router,
    extract::{Query, State},
    response::{IntoResponse, Response},
    routing::get,
};
use http::HeaderMap;
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::{Value, json};
use time::macros::format_description;
use world::mail::{Mail, StoredMail, Via};

use super::paging::Paging;
use crate::{
    app_state::AppState,
    pages::{frame::Frame, wants_page},
};

/// The address of the page.
pub(crate) const PATH: &str = "/_emulator/mail";

/// The routes.
pub(super) fn routes() -> Router<AppState> {
    Router::new().route(PATH, get(mail))
}

/// The page with the mail for one address.
pub(crate) fn address_of(address: &str) -> String {
    format!("{PATH}?{}", serde_urlencoded::to_string([("to", address)]).unwrap_or_default())
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct MailQuery {
    to: Option<String>,
    page: Option<String>,
}

async fn mail(State(state): State<AppState>, Query(query): Query<MailQuery>, headers: HeaderMap) -> Response {
    let to = query.to.as_deref().filter(|to| !to.trim().is_empty());
    let fits = |mail: &&StoredMail| to.is_none_or(|to| mail.is_for(to));
    if !wants_page(&headers) {
        let mails: Value =
            state.read(|world| world.mail().iter().rev().filter(fits).map(with_links).collect());
        return Json(mails).into_response();
    }
    let (mails, paging) = state.read(|world| {
        let found = || world.mail().iter().rev().filter(fits);
        let paging = Paging::new(query.page.as_deref(), found().count());
        (paging.of(found()).cloned().collect::<Vec<_>>(), paging)
    });
    Frame::admin("Mailbox", PATH).show(&page(&mails, to, paging))
}

fn with_links(mail: &StoredMail) -> Value {
    let mut json = json!(mail);
    json["links"] = json!(mail.links());
    json
}

fn page(mails: &[StoredMail], to: Option<&str>, paging: Paging) -> Markup {
    html! {
        p.soft { "Every mail stays on this machine." }
        form.row method="get" action=(PATH) {
            div {
                label for="to" { "Only mail for" }
                input #to type="email" name="to" value=[to];
            }
            button { "Show" }
            @if to.is_some() { a.button.quiet href=(PATH) { "Show all" } }
        }
        @if mails.is_empty() {
            @match to { Some(to) => p { "No mail for " (to) "." }, None => p { "No mail yet." } }
        }
        @for mail in mails { (one(mail)) }
        (paging.links(PATH, &[("to", to.unwrap_or_default())], "mail", "mails"))
    }
}

fn one(stored: &StoredMail) -> Markup {
    let mail = &stored.mail;
    let format = format_description!("[year]-[month]-[day] [hour]:[minute]:[second] UTC");
    html! {
        article #(stored.id) lang=[mail.language.as_deref()] {
            h2 { (mail.subject) }
            dl lang="en" {
                dt { "From" } dd { (mail.from) }
                dt { "To" } dd { (mail.to.join(", ")) }
                @if !mail.cc.is_empty() { dt { "Cc" } dd { (mail.cc.join(", ")) } }
                @let blind = mail.blind_copies();
                @if !blind.is_empty() { dt { "Bcc" } dd { (blind.join(", ")) } }
                @if let Some(reply_to) = &mail.reply_to { dt { "Reply to" } dd { (reply_to) } }
                dt { "Time" } dd { (stored.at.format(format).unwrap_or_default()) }
                @if let Some(way) = way(mail) { dt { "Came by" } dd { (way) } }
            }
            pre { (linked(&mail.text)) }
            (more(mail))
        }
    }
}

/// How a mail came that Entra ID did not send.
fn way(mail: &Mail) -> Option<String> {
    let way = match (mail.via, mail.over_tls) {
        (Via::Entra, _) => return None,
        (Via::Graph, _) => "Microsoft Graph",
        (Via::Smtp, true) => "SMTP, secured",
        (Via::Smtp, false) => "SMTP",
    };
    Some(mail.user.as_ref().map_or_else(|| way.to_owned(), |user| format!("{way}, as {user}")))
}

/// Envelope, header fields and HTML part, where there are any. HTML is shown as it was written: nothing in it is run or fetched.
fn more(mail: &Mail) -> Markup {
    let id = mail.message_id.as_deref().map(|id| format!("<{id}>"));
    html! {
        @if mail.via != Via::Entra {
            details lang="en" {
                summary { "Header fields" }
                dl.small {
                    @if let Some(sender) = &mail.sender { dt { "Envelope" } dd { "<" (sender) ">" } }
                    @if let Some(id) = &id { dt { "Message-ID" } dd { code { (id) } } }
                    @for header in &mail.headers { dt { (header.name) } dd { (header.value) } }
                }
            }
        }
        @if let Some(html) = &mail.html {
            details lang="en" {
                summary { "HTML part" }
                pre { (html) }
            }
        }
    }
}

/// The maximum length of a link that is shown in full.
const MAX_LINK_LENGTH: usize = 80;

/// The text with clickable links; long links are shortened.
fn linked(text: &str) -> Markup {
    html! {
        @for word in text.split_inclusive(char::is_whitespace) {
            @let bare = word.trim_end();
            @if bare.starts_with("http://") || bare.starts_with("https://") {
                a href=(bare) { (short(bare)) } (word[bare.len()..])
            } @else {
                (word)
            }
        }
    }
}

/// The beginning of a link: redeem links have about 400 characters.
fn short(link: &str) -> Markup {
    let end = link.char_indices().nth(MAX_LINK_LENGTH).map_or(link.len(), |(end, _)| end);
    html! { (link[..end]) @if end < link.len() { "..." } }
}
