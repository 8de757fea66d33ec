//! The clock, and how to move it: `/_emulator/clock`.

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

use super::page::{QueryParams, moment, refuse};
use crate::{
    app_state::AppState,
    clock, pages,
    pages::{frame::Frame, see_other},
};

/// The address of the page.
pub(super) const PATH: &str = "/_emulator/clock";

const MOVE_PATH: &str = "/_emulator/clock/move";

/// The routes. A refused form is answered at the form's own address; a GET of that address redirects to the page.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route(PATH, get(read).post(change))
        .route(MOVE_PATH, post(move_clock).get(async || see_other(PATH)))
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

/// Why the form was refused.
enum ClockFormError<'a> {
    /// The date field had this value.
    Field(&'a str),
    /// The step is not one of those offered.
    Step,
}

/// The page.
fn page(state: &AppState, query: &QueryParams) -> Response {
    render(state, query.contains_key("done"), None)
}

fn render(state: &AppState, moved: bool, error: Option<&ClockFormError<'_>>) -> Response {
    let now = state.clock.now();
    let field = match error {
        Some(ClockFormError::Field(sent)) => Some(*sent),
        _ => None,
    };
    let body = html! {
        p { "It is " strong { (moment(now)) } " here" (ahead(state.clock.ahead_ms())) "." }
        @if matches!(error, Some(ClockFormError::Step)) {
            div role="alert" { p { "Error: the clock was not moved. It goes no further than ten years from this machine's time." } }
        }
        h2 { "Let time pass" }
        div.actions {
            @for (step, text) in STEPS {
                form method="post" action=(MOVE_PATH) {
                    button.quiet name="advance_ms" value=(step) { (text) }
                }
            }
        }
        h2 { "Set" }
        (date_form(field, now))
        form method="post" action=(MOVE_PATH) {
            button.quiet name="ahead_ms" value="0" { "Back to this machine's time" }
        }
        p.soft { "Everything bound to time follows: tokens, passcodes, throttling, what is seen late, and an application that runs with the emulator." }
    };
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let notice = moved.then(|| format!("The clock was moved. It is {} now.", moment(now)));
    Frame::admin("Clock", PATH).status(status).with_notice(notice).show(&body)
}

/// The form with a date; `refused` is the value that was refused.
fn date_form(refused: Option<&str>, now: OffsetDateTime) -> Markup {
    let written = |at: OffsetDateTime| {
        at.format(format_description!("[year]-[month]-[day]T[hour]:[minute]")).unwrap_or_default()
    };
    let (first, last) = (clock::first(), clock::last());
    let day = |at: OffsetDateTime| at.date().to_string();
    html! {
        form method="post" action=(MOVE_PATH) {
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

/// How far the clock is ahead of or behind the system's.
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

/// The form: one of these is set.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ClockForm {
    advance_ms: Option<String>,
    ahead_ms: Option<String>,
    now: Option<String>,
}

async fn move_clock(State(state): State<AppState>, Form(form): Form<ClockForm>) -> Response {
    let milliseconds = |text: &str| text.trim().parse::<i64>().map_err(|_| "that is no number");
    let (moved, error) = match (&form.advance_ms, &form.ahead_ms, &form.now) {
        (Some(step), ..) => {
            (milliseconds(step).and_then(|step| state.clock.advance(step)), ClockFormError::Step)
        }
        (_, Some(ahead), _) => {
            (milliseconds(ahead).and_then(|ahead| state.clock.set_ahead(ahead)), ClockFormError::Step)
        }
        (_, _, Some(now)) => {
            // A browser's date field has no time zone, and usually no seconds.
            let seconds = if now.len() == 16 { ":00Z" } else { "Z" };
            (state.clock.set(&format!("{now}{seconds}")), ClockFormError::Field(now))
        }
        _ => (Err("nothing was asked for"), ClockFormError::Step),
    };
    match moved {
        Ok(()) => see_other(&format!("{PATH}?done=moved")),
        Err(_) => render(&state, false, Some(&error)),
    }
}

/// The JSON body: how to move the clock.
#[derive(Debug, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum ClockChange {
    Advance { advance_ms: i64 },
    Ahead { ahead_ms: i64 },
    Now { now: String },
}

async fn read(
    State(state): State<AppState>,
    headers: HeaderMap,
    Query(query): Query<QueryParams>,
) -> Response {
    if pages::wants_page(&headers) { page(&state, &query) } else { clock_json(&state) }
}

fn clock_json(state: &AppState) -> Response {
    let now = state.clock.now().format(&Rfc3339).unwrap_or_default();
    Json(json!({ "now": now, "ahead_ms": state.clock.ahead_ms() })).into_response()
}

async fn change(State(state): State<AppState>, body: Bytes) -> Response {
    let Ok(input) = serde_json::from_slice::<ClockChange>(&body) else {
        return refuse(
            "the body is {\"advance_ms\": n}, {\"ahead_ms\": n} or {\"now\": \"2030-01-31T12:00:00Z\"}",
        );
    };
    let moved = match input {
        ClockChange::Advance { advance_ms } => state.clock.advance(advance_ms),
        ClockChange::Ahead { ahead_ms } => state.clock.set_ahead(ahead_ms),
        ClockChange::Now { now } => state.clock.set(&now),
    };
    match moved {
        Ok(()) => clock_json(&state),
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
