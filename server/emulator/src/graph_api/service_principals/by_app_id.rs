//! Service principals by their application: `/servicePrincipals(appId='..')`.

use axum::response::Response;
use uuid::Uuid;
use world::{World, app::Client, tenant::Tenant};

use super::{
    ASSIGNED, STANDARD, granted, graph, may_read_this,
    object::{ASSIGNMENTS, SERVICE_PRINCIPALS, assignment, row},
};
use crate::graph_api::{
    authorized_request::AuthorizedRequest, error::GraphError, json_rows, unknown::unknown_segment,
};

pub(super) async fn one(request: AuthorizedRequest) -> Response {
    request.reply(request.read_directory(|world, tenant| {
        let app = application(&request)?;
        let client = named(&request, world, tenant, app);
        may_read_this(&request, world, client.as_ref().ok(), STANDARD)?;
        if graph::is_app(app) {
            return json_rows::one(&request, &SERVICE_PRINCIPALS, &graph::row(tenant.id));
        }
        json_rows::one(&request, &SERVICE_PRINCIPALS, &row(world, &client?))
    }))
}

pub(super) async fn assigned_to(request: AuthorizedRequest) -> Response {
    request.reply(request.read_directory(|world, tenant| {
        let app = application(&request)?;
        let client = named(&request, world, tenant, app);
        may_read_this(&request, world, client.as_ref().ok(), ASSIGNED)?;
        if graph::is_app(app) {
            return json_rows::list(&request, &ASSIGNMENTS, granted::holders(world, tenant).into_iter());
        }
        let app = client?.client_id;
        let held = tenant.app_role_assignments.iter().filter(|held| held.resource == app);
        json_rows::list(&request, &ASSIGNMENTS, held.map(|held| assignment(world, tenant, held)))
    }))
}

/// The application id in the key of the address.
pub(super) fn application(request: &AuthorizedRequest) -> Result<Uuid, GraphError> {
    let segment = request.segment(0);
    app_in_key(segment, "servicePrincipals").ok_or_else(|| unknown_segment(segment))
}

/// The application id in the key of a segment of this list: `applications(appId='..')`.
pub(in crate::graph_api) fn app_in_key(segment: &str, list: &str) -> Option<Uuid> {
    let key = segment.strip_prefix(list)?.strip_prefix('(')?.strip_suffix(')')?;
    let (name, id) = key.trim().split_once('=')?;
    let is_app_id = name.trim().eq_ignore_ascii_case("appId");
    Uuid::try_parse(id.trim().trim_matches('\'')).ok().filter(|_| is_app_id)
}

fn named(
    request: &AuthorizedRequest,
    world: &World,
    tenant: &Tenant,
    app: Uuid,
) -> Result<Client, GraphError> {
    let mut all = world.service_principals(tenant.id);
    all.find(|own| own.client_id.0 == app).ok_or_else(|| GraphError::not_found(request.segment(0)))
}
