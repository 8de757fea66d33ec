//! `POST /me/sendMail` and `POST /users/{id}/sendMail` ("user: sendMail", Microsoft Graph). What is sent stands in the emulator's mailbox. Accepted
//! is not delivered, and nothing tells a second request from the first.

mod message;
mod refusal;

use axum::{Router, response::Response, routing::post};
use http::{HeaderValue, header::RETRY_AFTER};
use world::{ids::UserId, tenant::Tenant, user::User};

use self::message::Outgoing;
use super::{
    authorized_request::AuthorizedRequest,
    error::GraphError,
    reply::{Reply, answer},
    unknown::not_allowed,
};
use crate::app_state::AppState;

/// The permission, delegated and of an application.
const SEND: [&str; 1] = ["Mail.Send"];

/// The routes. Client libraries write the action with its namespace or without.
pub(super) fn routes() -> Router<AppState> {
    let of_me = || post(send_own).fallback(not_allowed);
    let of_user = || post(send_of_user).fallback(not_allowed);
    Router::new()
        .route("/me/sendMail", of_me())
        .route("/me/microsoft.graph.sendMail", of_me())
        .route("/users/{id}/sendMail", of_user())
        .route("/users/{id}/microsoft.graph.sendMail", of_user())
}

async fn send_own(request: AuthorizedRequest) -> Response {
    let user = request.signed_in_user().cloned();
    respond(&request, user.and_then(|user| permitted(&request).map(|()| user)))
}

async fn send_of_user(request: AuthorizedRequest) -> Response {
    respond(&request, permitted(&request).and_then(|()| sender(&request)))
}

/// Whether the caller may send at all. Outlook refuses in its own words.
fn permitted(request: &AuthorizedRequest) -> Result<(), GraphError> {
    if request.caller.holds(&SEND, &SEND) { Ok(()) } else { Err(refusal::denied()) }
}

/// The user of the address. A person sends as themselves: mailboxes that others may send from are not known here.
fn sender(request: &AuthorizedRequest) -> Result<User, GraphError> {
    let named = request.segment(0);
    let found = request.read_directory(|_, tenant| Ok(tenant.user_named(named).cloned()))?;
    let user = found.ok_or_else(|| refusal::no_such_user(named))?;
    if request.caller.user.is_some() && !request.caller.is(user.id) {
        return Err(refusal::denied());
    }
    Ok(user)
}

fn respond(request: &AuthorizedRequest, sender: Result<User, GraphError>) -> Response {
    let sent = sender.and_then(|user| Ok((read(request, &user)?, user.id)));
    let (outgoing, user) = match sent {
        Ok(sent) => sent,
        Err(error) => return request.reply(Err(error)),
    };
    let wait = request.state.throttle.take_message(request.context.now(), request.caller.tenant, user);
    if let Some(wait) = wait {
        let mut response = request.reply(Err(refusal::too_many()));
        let seconds = HeaderValue::try_from(wait.as_seconds_f64().ceil().to_string());
        response.headers_mut().extend(seconds.ok().map(|seconds| (RETRY_AFTER, seconds)));
        return response;
    }
    answer(&request.context, send(request, user, outgoing))
}

/// What the body says, if this user has a mailbox.
fn read(request: &AuthorizedRequest, user: &User) -> Result<Outgoing, GraphError> {
    request.no_options()?;
    let mailbox = |tenant: &Tenant| tenant.mailbox(user).map(str::to_owned);
    let mailbox = request.read_directory(|_, tenant| mailbox(tenant).ok_or_else(refusal::no_mailbox))?;
    Outgoing::read(&request.json()?, &mailbox)
}

fn send(request: &AuthorizedRequest, user: UserId, outgoing: Outgoing) -> Result<Reply, GraphError> {
    let (meta, tenant) = (request.event_meta(), request.caller.tenant);
    let sent = request.state.change(|world| world.send_mail(&meta, tenant, user, outgoing.into_mail()));
    sent.map(|_| Reply::Accepted).map_err(|_| refusal::no_mailbox())
}
