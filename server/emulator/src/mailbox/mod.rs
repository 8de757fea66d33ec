//! The mailbox of everybody: `/_emulator/mail`, as JSON or as a page.

use axum::{
    Json, Router,
    extract::{Query, State},
    response::{IntoResponse, Response},
    routing::get,
};
use http::{HeaderMap, header::ACCEPT};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::{Value, json};
use time::macros::format_description;

use crate::{pages, site::Site, world::mail::StoredMail};

/// The routes.
pub fn routes() -> Router<Site> {
    Router::new().route("/_emulator/mail", get(mail))
}

#[derive(Debug, Deserialize)]
struct Wanted {
    to: Option<String>,
}

async fn mail(State(site): State<Site>, Query(wanted): Query<Wanted>, headers: HeaderMap) -> Response {
    let to = wanted.to.filter(|to| !to.trim().is_empty());
    let mails: Vec<StoredMail> = site.read(|world| {
        let fits = |mail: &&StoredMail| to.as_deref().is_none_or(|to| mail.is_for(to));
        world.mail().iter().rev().filter(fits).cloned().collect()
    });
    if wants_json(&headers) {
        return Json(mails.iter().map(with_links).collect::<Value>()).into_response();
    }
    pages::page("Mailbox", &page(&mails, to.as_deref()))
}

/// Whether the client asks for JSON rather than a page.
pub fn wants_json(headers: &HeaderMap) -> bool {
    let accept = headers.get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accept.contains("application/json") && !accept.contains("text/html")
}

fn with_links(mail: &StoredMail) -> Value {
    let mut json = json!(mail);
    json["links"] = json!(mail.links());
    json
}

fn page(mails: &[StoredMail], to: Option<&str>) -> Markup {
    html! {
        p.soft { "Every mail stays on this machine." }
        form.row method="get" action="/_emulator/mail" {
            div {
                label for="to" { "Only mail for" }
                input #to type="email" name="to" value=[to];
            }
            button { "Show" }
            @if to.is_some() { a href="/_emulator/mail" { "Show all" } }
        }
        @if mails.is_empty() { p { "No mail yet." } }
        @for mail in mails { (one(mail)) }
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
                @if let Some(reply_to) = &mail.reply_to { dt { "Reply to" } dd { (reply_to) } }
                dt { "Time" } dd { (stored.at.format(format).unwrap_or_default()) }
            }
            pre { (linked(&mail.text)) }
        }
    }
}

/// The text with its links clickable. All else stays text.
fn linked(text: &str) -> Markup {
    html! {
        @for word in text.split_inclusive(char::is_whitespace) {
            @let bare = word.trim_end();
            @if bare.starts_with("http://") || bare.starts_with("https://") {
                a href=(bare) { (bare) } (word[bare.len()..])
            } @else {
                (word)
            }
        }
    }
}
