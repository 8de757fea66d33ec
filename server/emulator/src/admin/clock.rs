//! The clock: what it says, and the ways to move it: `/_emulator/clock`.

use axum::{
    Form, Json, Router,
    body::Bytes,
    extract::{Query, State},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use http::{HeaderMap, StatusCode};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::json;
use time::{Duration, OffsetDateTime, format_description::well_known::Rfc3339, macros::format_description};

use super::page::{Asked, moment, refuse};
use crate::{
    clock, pages,
    pages::{frame::Frame, see_other},
    site::Site,
};

/// Where the page is.
pub(super) const HERE: &str = "/_emulator/clock";

const MOVE: &str = "/_emulator/clock/move";

/// The routes. A page that answers a form stays at the address of the form: who opens it anew gets the page itself.
pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route(HERE, get(read).post(change))
        .route(MOVE, post(move_clock).get(async || see_other(HERE)))
}

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

/// What was sent and could not be done.
enum Trouble<'a> {
    /// The field held this.
    Field(&'a str),
    /// No step that there is.
    Step,
}

/// The page.
fn page(site: &Site, asked: &Asked) -> Response {
    show(site, asked.contains_key("done"), None)
}

fn show(site: &Site, moved: bool, trouble: Option<&Trouble<'_>>) -> Response {
    let now = site.clock.now();
    let field = match trouble {
        Some(Trouble::Field(sent)) => Some(*sent),
        _ => None,
    };
    let body = html! {
        p { "It is " strong { (moment(now)) } " here" (ahead(site.clock.ahead_ms())) "." }
        @if matches!(trouble, Some(Trouble::Step)) {
            div role="alert" { p { "Error: the clock was not moved. It goes no further than ten years from this machine's time." } }
        }
        h2 { "Let time pass" }
        div.actions {
            @for (step, text) in STEPS {
                form method="post" action=(MOVE) {
                    button.quiet name="advance_ms" value=(step) { (text) }
                }
            }
        }
        h2 { "Set" }
        (set(field, now))
        form method="post" action=(MOVE) {
            button.quiet name="ahead_ms" value="0" { "Back to this machine's time" }
        }
        p.soft { "Everything bound to time follows: tokens, passcodes, throttling, what is seen late, and an application that runs with the emulator." }
    };
    let status = if trouble.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let notice = moved.then(|| format!("The clock was moved. It is {} now.", moment(now)));
    Frame::console("Clock", HERE).status(status).saying(notice).show(&body)
}

/// The form with a date; `refused` is what could not be done.
fn set(refused: Option<&str>, now: OffsetDateTime) -> Markup {
    let written = |at: OffsetDateTime| {
        at.format(format_description!("[year]-[month]-[day]T[hour]:[minute]")).unwrap_or_default()
    };
    let (first, last) = (clock::first(), clock::last());
    let day = |at: OffsetDateTime| at.date().to_string();
    html! {
        form method="post" action=(MOVE) {
            label for="now" { "Date and time (UTC)" }
            input #now type="datetime-local" name="now" value=(refused.map_or_else(|| written(now), str::to_owned))
                min=(written(first)) max=(written(last)) required autofocus[refused.is_some()]
                aria-invalid=[refused.map(|_| "true")] aria-describedby=[refused.map(|_| "trouble")];
            @if refused.is_some() {
                p #trouble role="alert" {
                    "Error: the clock was not set. Give a date and time between " (day(first)) " and " (day(last))
                    ", such as " (written(now)) "."
                }
            }
            div.actions { button { "Set the clock" } }
        }
    }
}

/// How far the clock is from the machine's.
fn ahead(milliseconds: i64) -> Markup {
    let by = Duration::milliseconds(milliseconds.saturating_abs());
    let parts = [
        (by.whole_days(), "day"),
        (by.whole_hours() % 24, "hour"),
        (by.whole_minutes() % 60, "minute"),
        (by.whole_seconds() % 60, "second"),
    ];
    let said = |(count, unit): &(i64, &str)| format!("{count} {unit}{}", if *count == 1 { "" } else { "s" });
    let said: Vec<_> = parts.iter().filter(|(count, _)| *count > 0).map(said).collect();
    let text = match said.as_slice() {
        [] => {
            return html! { @if milliseconds == 0 { ", as on this machine" } @else { ", almost as on this machine" } };
        }
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    };
    html! { ", " (text) " " @if milliseconds > 0 { "ahead of" } @else { "behind" } " this machine" }
}

/// One of the ways to move it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Wanted {
    advance_ms: Option<String>,
    ahead_ms: Option<String>,
    now: Option<String>,
}

async fn move_clock(State(site): State<Site>, Form(wanted): Form<Wanted>) -> Response {
    let milliseconds = |text: &str| text.trim().parse::<i64>().map_err(|_| "that is no number");
    let (moved, trouble) = match (&wanted.advance_ms, &wanted.ahead_ms, &wanted.now) {
        (Some(step), ..) => (milliseconds(step).and_then(|step| site.clock.advance(step)), Trouble::Step),
        (_, Some(ahead), _) => {
            (milliseconds(ahead).and_then(|ahead| site.clock.set_ahead(ahead)), Trouble::Step)
        }
        (_, _, Some(now)) => {
            // What a browser's field gives has neither a zone nor, mostly, seconds.
            let seconds = if now.len() == 16 { ":00Z" } else { "Z" };
            (site.clock.set(&format!("{now}{seconds}")), Trouble::Field(now))
        }
        _ => (Err("nothing was asked for"), Trouble::Step),
    };
    match moved {
        Ok(()) => see_other(&format!("{HERE}?done=moved")),
        Err(_) => show(&site, false, Some(&trouble)),
    }
}

/// By how much to move, or what to set.
#[derive(Debug, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum Change {
    Advance { advance_ms: i64 },
    Ahead { ahead_ms: i64 },
    Now { now: String },
}

async fn read(State(site): State<Site>, headers: HeaderMap, Query(asked): Query<Asked>) -> Response {
    if pages::wants_page(&headers) { page(&site, &asked) } else { tell(&site) }
}

fn tell(site: &Site) -> Response {
    let now = site.clock.now().format(&Rfc3339).unwrap_or_default();
    Json(json!({ "now": now, "ahead_ms": site.clock.ahead_ms() })).into_response()
}

async fn change(State(site): State<Site>, body: Bytes) -> Response {
    let Ok(wanted) = serde_json::from_slice::<Change>(&body) else {
        return refuse(
            "the body is {\"advance_ms\": n}, {\"ahead_ms\": n} or {\"now\": \"2030-01-31T12:00:00Z\"}",
        );
    };
    let moved = match wanted {
        Change::Advance { advance_ms } => site.clock.advance(advance_ms),
        Change::Ahead { ahead_ms } => site.clock.set_ahead(ahead_ms),
        Change::Now { now } => site.clock.set(&now),
    };
    match moved {
        Ok(()) => tell(&site),
        Err(message) => refuse(message),
    }
}

#[cfg(test)]
mod tests {
    use super::{DAY, HOUR, MINUTE, ahead};

    #[test]
    fn only_what_there_is_of_a_distance_is_said() {
        for (milliseconds, text) in [
            (0, ", as on this machine"),
            (7, ", almost as on this machine"),
            (HOUR, ", 1 hour ahead of this machine"),
            (-2 * DAY, ", 2 days behind this machine"),
            (DAY + HOUR + MINUTE + 1000, ", 1 day, 1 hour, 1 minute and 1 second ahead of this machine"),
            (31 * DAY + 2000, ", 31 days and 2 seconds ahead of this machine"),
        ] {
            assert_eq!(ahead(milliseconds).into_string(), text);
        }
    }
}
