//! The clock: what it says, and the ways to move it.

use axum::{Form, extract::State, response::Response};
use http::StatusCode;
use maud::{Markup, html};
use serde::Deserialize;
use time::{Duration, macros::format_description};

use super::moment;
use crate::{
    control::clock,
    pages::{self, see_other},
    site::Site,
};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

const STEPS: [(i64, &str); 8] = [
    (MINUTE, "1 minute"),
    (10 * MINUTE, "10 minutes"),
    (31 * MINUTE, "31 minutes: a passcode is over"),
    (HOUR, "1 hour: an access token is over"),
    (DAY, "1 day"),
    (7 * DAY, "1 week"),
    (31 * DAY, "31 days: what was deleted is gone"),
    (91 * DAY, "91 days: a refresh token is over"),
];

/// The page; with a sentence when something was wrong.
pub(crate) fn page(site: &Site, trouble: Option<&str>) -> Response {
    let now = site.clock.now();
    let input = now.format(format_description!("[year]-[month]-[day]T[hour]:[minute]")).unwrap_or_default();
    let body = html! {
        p { "It is " strong { (moment(now)) } " here" (ahead(site.clock.ahead_ms())) "." }
        @if let Some(trouble) = trouble { p role="alert" { "Not done: " (trouble) "." } }
        h2 { "Let time pass" }
        div.actions {
            @for (step, text) in STEPS {
                form method="post" action="/_emulator/clock/move" {
                    button.quiet name="advance_ms" value=(step) { (text) }
                }
            }
        }
        h2 { "Set" }
        form.row method="post" action="/_emulator/clock/move" {
            div {
                label for="now" { "Date and time (UTC)" }
                input #now type="datetime-local" name="now" value=(input) required;
            }
            button { "Set the clock" }
        }
        form method="post" action="/_emulator/clock/move" {
            button.quiet name="ahead_ms" value="0" { "Back to this machine's time" }
        }
        p.soft { "Everything bound to time follows: tokens, passcodes, throttling, what is seen late, and an application that runs with the emulator." }
    };
    let status = if trouble.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    pages::page_with(status, "Clock", &body)
}

fn ahead(milliseconds: i64) -> Markup {
    let by = Duration::milliseconds(milliseconds.saturating_abs());
    let days = by.whole_days();
    let rest = by - Duration::days(days);
    let (hours, minutes) = (rest.whole_hours(), rest.whole_minutes() % 60);
    html! {
        @if milliseconds == 0 { ", as on this machine" }
        @else {
            ", " (days) " days, " (hours) " hours, " (minutes) " minutes and " (rest.whole_seconds() % 60) " seconds "
            @if milliseconds > 0 { "ahead of" } @else { "behind" } " this machine"
        }
    }
}

/// One of the ways to move it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    advance_ms: Option<i64>,
    ahead_ms: Option<i64>,
    now: Option<String>,
}

pub(super) async fn change(State(site): State<Site>, Form(wanted): Form<Wanted>) -> Response {
    let moved = match (wanted.advance_ms, wanted.ahead_ms, wanted.now) {
        (Some(step), ..) => clock::advance(&site, step),
        (_, Some(ahead), _) => clock::set_ahead(&site, ahead),
        (_, _, Some(now)) => {
            // What a browser's field gives has neither seconds nor a zone.
            let seconds = if now.len() == 16 { ":00Z" } else { "Z" };
            clock::set(&site, &format!("{now}{seconds}"))
        }
        _ => Err("nothing was asked for"),
    };
    match moved {
        Ok(()) => see_other("/_emulator/clock"),
        Err(trouble) => page(&site, Some(trouble)),
    }
}
