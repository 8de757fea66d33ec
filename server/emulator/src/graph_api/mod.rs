//! Microsoft Graph v1.0.

pub(crate) mod address_case;
mod administrative_units;
mod applications;
mod authorized_request;
pub(crate) mod batch;
mod caller;
mod claims_challenge;
mod deleted_items;
mod delta;
mod entitlement;
pub(crate) mod error;
mod graph_request;
mod groups;
mod invitations;
mod json_rows;
mod me;
mod policies;
mod query;
pub(crate) mod reply;
mod role_management;
mod send_mail;
mod service_principals;
mod subscriptions;
mod tenants;
mod unknown;
pub(crate) mod userinfo;
mod users;

use axum::{
    Router,
    routing::{delete, get, post, put},
};

pub use query::filter::{rewritten_filter, text_literals};

use crate::app_state::AppState;
use unknown::{not_allowed, unknown};

/// The routes.
pub fn routes() -> Router<AppState> {
    let api = Router::new()
        .route("/me", get(me::get).fallback(not_allowed))
        .route("/users", get(users::list).fallback(not_allowed))
        .route("/users/$count", get(users::count).fallback(not_allowed))
        .route("/users/{id}", get(users::get).patch(users::patch).delete(users::delete).fallback(not_allowed))
        .route("/invitations", post(invitations::post).get(invitations::get).fallback(not_allowed))
        .merge(of_users())
        .merge(groups::routes())
        .merge(service_principals::routes())
        .merge(administrative_units::routes())
        .merge(role_management::routes())
        .merge(policies::routes())
        .merge(tenants::routes())
        .merge(delta::routes())
        .merge(entitlement::routes())
        .merge(subscriptions::routes())
        .merge(send_mail::routes())
        .merge(batch::routes())
        .fallback(unknown);
    Router::new().nest("/v1.0", api)
}

/// The routes of objects linked to users, of deleted users, and of directory extensions.
fn of_users() -> Router<AppState> {
    use users::{extensions, manager_relationship, sponsors};
    Router::new()
        .route("/users/{id}/sponsors", get(sponsors::list).fallback(not_allowed))
        .route("/users/{id}/sponsors/$ref", post(sponsors::add).fallback(not_allowed))
        .route("/users/{id}/sponsors/{sponsor}/$ref", delete(sponsors::remove).fallback(not_allowed))
        .route("/users/{id}/manager", get(manager_relationship::get).fallback(not_allowed))
        .route(
            "/users/{id}/manager/$ref",
            put(manager_relationship::set).delete(manager_relationship::remove).fallback(not_allowed),
        )
        .route("/users/{id}/extensions", get(extensions::list).post(extensions::add).fallback(not_allowed))
        .route(
            "/users/{id}/extensions/{name}",
            get(extensions::get).patch(extensions::change).delete(extensions::remove).fallback(not_allowed),
        )
        .route("/directory/deletedItems/microsoft.graph.user", get(deleted_items::list).fallback(not_allowed))
        .route(
            "/directory/deletedItems/{id}",
            get(deleted_items::get).delete(deleted_items::erase).fallback(not_allowed),
        )
        .route("/directory/deletedItems/{id}/restore", post(deleted_items::restore).fallback(not_allowed))
        .route("/applications", get(applications::list).fallback(not_allowed))
        .route(
            "/applications/{id}/extensionProperties",
            get(applications::properties).post(applications::define).fallback(not_allowed),
        )
        .route("/{keyed}/extensionProperties", get(applications::properties_by_app_id).fallback(unknown))
        .route(
            "/applications/{id}/extensionProperties/{property}",
            delete(applications::undefine).fallback(not_allowed),
        )
}
