//! `/identityGovernance/entitlementManagement` ("accessPackage resource type", "accessPackageAssignmentRequest resource type", Microsoft Graph).

mod object;
mod request;

use axum::{
    Router,
    response::Response,
    routing::{get, post},
};
use object::{ASSIGNMENTS, PACKAGES, POLICIES, REQUESTS};
use uuid::Uuid;
use world::{directory_role::IDENTITY_GOVERNANCE_ADMINISTRATOR, tenant::role};

use super::{
    ask::{Ask, object_id},
    error::GraphError,
    rows,
    unknown::not_allowed,
};
use crate::site::Site;

const READ: [&str; 2] = ["EntitlementManagement.Read.All", "EntitlementManagement.ReadWrite.All"];
const WRITE: [&str; 1] = ["EntitlementManagement.ReadWrite.All"];
/// What lets people ask for themselves.
const OWN: [&str; 1] = ["EntitlementMgmt-SubjectAccess.ReadWrite"];
/// Those who look after access packages: Global Administrators and Identity Governance Administrators.
const ADMINISTRATORS: [Uuid; 2] = [role::GLOBAL_ADMINISTRATOR, IDENTITY_GOVERNANCE_ADMINISTRATOR];

/// The addresses of access packages.
pub(super) fn routes() -> Router<Site> {
    let at = |rest: &str| format!("/identityGovernance/entitlementManagement/{rest}");
    Router::new()
        .route(&at("accessPackages"), get(packages).fallback(not_allowed))
        .route(&at("accessPackages/{id}"), get(package).fallback(not_allowed))
        .route(&at("assignmentPolicies"), get(policies).fallback(not_allowed))
        .route(&at("assignments"), get(assignments).fallback(not_allowed))
        .route(&at("assignmentRequests"), get(requests).post(request::post).fallback(not_allowed))
        .route(&at("assignmentRequests/{id}"), get(one_request).fallback(not_allowed))
        .route(&at("assignmentRequests/{id}/cancel"), post(request::cancel).fallback(not_allowed))
}

fn may_read(ask: &Ask) -> Result<(), GraphError> {
    ask.needs(&READ)?;
    ask.needs_role(&ADMINISTRATORS)
}

async fn packages(ask: Ask) -> Response {
    ask.reply(ask.directory(|_, tenant| {
        may_read(&ask)?;
        rows::list(&ask, &PACKAGES, tenant.entitlement.packages.values().map(object::package))
    }))
}

async fn package(ask: Ask) -> Response {
    ask.reply(ask.directory(|_, tenant| {
        may_read(&ask)?;
        let found = tenant.entitlement.packages.get(&object_id(ask.segment(0))?);
        rows::one(
            &ask,
            &PACKAGES,
            &object::package(found.ok_or_else(|| GraphError::not_found(ask.segment(0)))?),
        )
    }))
}

async fn policies(ask: Ask) -> Response {
    ask.reply(ask.directory(|_, tenant| {
        may_read(&ask)?;
        let packages = tenant.entitlement.packages.values();
        let all = packages
            .flat_map(|package| package.policies.iter().map(|policy| object::policy(package, policy)));
        rows::list(&ask, &POLICIES, all)
    }))
}

async fn assignments(ask: Ask) -> Response {
    ask.reply(ask.directory(|_, tenant| {
        may_read(&ask)?;
        let all = tenant.access_assignments().map(|request| object::assignment(tenant, request));
        rows::list(&ask, &ASSIGNMENTS, all)
    }))
}

async fn requests(ask: Ask) -> Response {
    ask.reply(ask.directory(|_, tenant| {
        may_read(&ask)?;
        let all = tenant.entitlement.requests.iter().map(|request| object::request(tenant, request));
        rows::list(&ask, &REQUESTS, all)
    }))
}

/// Who asked may see what becomes of it.
async fn one_request(ask: Ask) -> Response {
    ask.reply(ask.directory(|_, tenant| {
        let id = object_id(ask.segment(0))?;
        let found = tenant.entitlement.requests.iter().find(|request| request.id == id);
        if !(found.is_some_and(|found| request::is_own(&ask, found)) && ask.caller.holds(&OWN, &[])) {
            may_read(&ask)?;
        }
        let found = found.ok_or_else(|| GraphError::not_found(ask.segment(0)))?;
        rows::one(&ask, &REQUESTS, &object::request(tenant, found))
    }))
}
