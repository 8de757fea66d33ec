//! The first page of the emulator, and the reset: `/_emulator/reset`.

use axum::{
    Form, Json, Router,
    body::Bytes,
    extract::{Query, State},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use http::StatusCode;
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::json;

use super::{
    clock, directory, faults, invitations,
    page::{QueryParams, moment, refuse},
    people, throttling,
};
use crate::{
    app_state::AppState,
    pages::{
        frame::{Frame, OVERVIEW},
        see_other,
    },
    request_context::RequestContext,
};

const PLACES: [(&str, &str, &str); 8] = [
    ("/_emulator/mail", "Mailbox", "every mail that was sent, with its links"),
    (directory::PATH, "Directory", "people, groups, invitations and policy of each organization"),
    (invitations::PATH, "Invitations", "who was invited, with the links to redeem"),
    (
        "/_emulator/policy",
        "Policy",
        "what the organization allows, and how the emulator reads what nobody knows",
    ),
    (faults::PATH, "Faults", "let calls fail, be slow, be refused"),
    (throttling::PATH, "Throttling", "how much each application may ask for"),
    ("/_emulator/clients", "App registrations", "with their secrets"),
    ("/_emulator/ledger", "Ledger", "everything that ever happened, newest first"),
];

/// The routes. A refused form is answered at the form's own address; a GET of that address redirects to the page.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route(OVERVIEW, get(page))
        .route("/_emulator", get(page))
        .route("/_emulator/", get(page))
        .route("/_emulator/start-again", post(reset_by_form).get(async || see_other(OVERVIEW)))
        .route("/_emulator/reset", post(reset))
}

/// Why the form was refused.
enum ResetFormError {
    /// The box was not checked.
    Unsure,
    /// There is no such seed.
    World,
}

async fn page(
    State(state): State<AppState>,
    context: RequestContext,
    Query(query): Query<QueryParams>,
) -> Response {
    render(&state, &context, query.contains_key("started"), None)
}

fn render(
    state: &AppState,
    context: &RequestContext,
    started: bool,
    error: Option<&ResetFormError>,
) -> Response {
    let faults = state.faults.list().iter().filter(|fault| fault.times != Some(0)).count();
    let tenant = state.read(|world| world.resource_tenant().map(|tenant| tenant.id.to_string()));
    let tenant = tenant.unwrap_or_default();
    let body = html! {
        @if error.is_some() {
            div role="alert" { p { strong { "Error: nothing was changed." } } p { a href="#again" { "See what is missing" } } }
        }
        p { "Entra ID and Microsoft Graph on this machine, for development and tests. Nothing here reaches the real ones." }
        @if !state.app_origins.is_empty() {
            h2 { "The application" }
            ul.plain { @for origin in &state.app_origins { li { a href=(origin) { (origin) } } } }
        }
        h2 { "Look inside" }
        ul.plain {
            @for (path, name, text) in PLACES { li { a href=(path) { (name) } ": " (text) } }
            li { a href=(clock::PATH) { "Clock" } ": " (moment(context.now())) }
        }
        @match faults {
            0 => {}
            1 => p role="status" { strong { "1 fault is set." } },
            more => p role="status" { strong { (more) " faults are set." } },
        }
        h2 { "Who can sign in" }
        (people::first(state))
        h2 { "For applications" }
        dl {
            dt { "Authority" } dd { code { (context.origin) "/" (tenant) "/v2.0" } }
            dt { "Graph" } dd { code { (context.origin) "/v1.0" } }
        }
        h2 #again { "Start again" }
        (reset_form(state, error))
    };
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let notice =
        started.then(|| state.read(|world| format!("Started again from the world {}.", world.seed())));
    Frame::admin("Overview", OVERVIEW).status(status).with_notice(notice).show(&body)
}

fn reset_form(state: &AppState, error: Option<&ResetFormError>) -> Markup {
    let (current, seeds) = state.read(|world| (world.seed().to_owned(), world.seeds()));
    let unsure = matches!(error, Some(ResetFormError::Unsure)).then_some("true");
    html! {
        p { "Everybody goes back to how a named world begins. People, mail, faults and the ledger as they are now are forgotten. The clock stays as it is. The world crowded takes some seconds." }
        form method="post" action="/_emulator/start-again" {
            label for="seed" { "World" }
            select #seed name="seed" aria-describedby="worlds" {
                @for (name, _) in &seeds { option value=(name) selected[*name == current] { (name) } }
            }
            @if matches!(error, Some(ResetFormError::World)) { p role="alert" { "Error: there is no such world." } }
            ul #worlds.soft { @for (name, text) in &seeds { li { (name) ": " (text) } } }
            label.check {
                input #sure type="checkbox" name="sure" value="1" required autofocus[unsure.is_some()]
                    aria-invalid=[unsure] aria-describedby=[unsure.map(|_| "trouble")];
                span { "Forget people, mail, faults and the ledger" }
            }
            @if unsure.is_some() { p #trouble role="alert" { "Error: check the box, if that is what you want." } }
            div.actions { button.quiet { "Start again" } }
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ResetForm {
    seed: String,
    sure: String,
}

async fn reset_by_form(
    State(state): State<AppState>,
    context: RequestContext,
    Form(form): Form<ResetForm>,
) -> Response {
    if !state.read(|world| world.seeds().iter().any(|(name, _)| *name == form.seed)) {
        return render(&state, &context, false, Some(&ResetFormError::World));
    }
    if form.sure.is_empty() {
        return render(&state, &context, false, Some(&ResetFormError::Unsure));
    }
    if !state.reset(&context.meta, &form.seed).await {
        return render(&state, &context, false, Some(&ResetFormError::World));
    }
    see_other("/_emulator/?started=1")
}

#[derive(Debug, Deserialize)]
struct ResetBody {
    seed: String,
}

async fn reset(State(state): State<AppState>, context: RequestContext, body: Bytes) -> Response {
    let Ok(input) = serde_json::from_slice::<ResetBody>(&body) else {
        return refuse("the body is {\"seed\": \"contoso\"}");
    };
    if state.reset(&context.meta, &input.seed).await {
        Json(json!({ "seed": input.seed })).into_response()
    } else {
        refuse(&format!("there is no seed '{}'", input.seed))
    }
}
