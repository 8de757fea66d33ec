//! `/groups` ("group resource type", Microsoft Graph).

pub(crate) mod create;
pub(crate) mod member;
mod members;
mod membership_actions;
pub(crate) mod object;
mod patch;
mod read;
mod references;
mod refusal;
mod rights;

use axum::{Router, routing::get};

use super::unknown::not_allowed;
use crate::app_state::AppState;

pub(super) use member::{list as list_members, view as view_of_member};
pub(super) use object::row;
pub(super) use rights::READ;

/// The addresses of groups.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/groups", get(read::list).post(create::post).fallback(not_allowed))
        .route("/groups/$count", get(read::count).fallback(not_allowed))
        .route("/groups/{id}", get(read::get).patch(patch::patch).delete(patch::delete).fallback(not_allowed))
        .route(
            "/groups/{id}/members/$ref",
            get(members::references).post(references::add).fallback(not_allowed),
        )
        .route(
            "/groups/{id}/members/{member}",
            get(members::one).delete(references::delete_member).fallback(not_allowed),
        )
        .route(
            "/groups/{id}/members/{member}/$ref",
            axum::routing::delete(references::remove).fallback(not_allowed),
        )
        .merge(members::routes())
        .merge(membership_actions::routes())
}
