//! Service principals by their application: `/servicePrincipals(appId='..')`.

use axum::response::Response;
use uuid::Uuid;
use world::{World, app::Client, tenant::Tenant};

use super::{
    may_read,
    object::{ASSIGNMENTS, SERVICE_PRINCIPALS, assignment, row},
};
use crate::directory_api::{ask::Ask, error::GraphError, rows, unknown::unknown_segment};

pub(super) async fn one(ask: Ask) -> Response {
    ask.reply(ask.directory(|world, tenant| {
        let app = application(&ask)?;
        may_read(&ask)?;
        rows::one(&ask, &SERVICE_PRINCIPALS, &row(world, &named(&ask, world, tenant, app)?))
    }))
}

pub(super) async fn assigned_to(ask: Ask) -> Response {
    ask.reply(ask.directory(|world, tenant| {
        let app = application(&ask)?;
        may_read(&ask)?;
        let app = named(&ask, world, tenant, app)?.client_id;
        let held = tenant.app_role_assignments.iter().filter(|held| held.resource == app);
        rows::list(&ask, &ASSIGNMENTS, held.map(|held| assignment(world, tenant, held)))
    }))
}

fn application(ask: &Ask) -> Result<Uuid, GraphError> {
    let segment = ask.segment(0);
    let id = segment
        .strip_prefix("servicePrincipals(")
        .and_then(|rest| rest.strip_suffix(')'))
        .and_then(|key| key.trim().strip_prefix("appId="))
        .and_then(|id| Uuid::try_parse(id.trim_matches('\'')).ok());
    id.ok_or_else(|| unknown_segment(segment))
}

fn named(ask: &Ask, world: &World, tenant: &Tenant, app: Uuid) -> Result<Client, GraphError> {
    let mut all = world.service_principals(tenant.id);
    all.find(|own| own.client_id.0 == app).ok_or_else(|| GraphError::not_found(ask.segment(0)))
}
