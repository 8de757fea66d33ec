//! `/identityGovernance/entitlementManagement` ("accessPackage resource type", "accessPackageAssignmentRequest resource type", Microsoft Graph).

mod object;
mod request;

use axum::{
    Router,
    response::Response,
    routing::{get, post},
};
use object::{ASSIGNMENTS, PACKAGES, POLICIES, REQUESTS};
use world::entitlement::ADMINISTRATORS;

use super::{
    authorized_request::{AuthorizedRequest, object_id},
    error::GraphError,
    json_rows,
    unknown::not_allowed,
};
use crate::app_state::AppState;

const READ: [&str; 2] = ["EntitlementManagement.Read.All", "EntitlementManagement.ReadWrite.All"];
const WRITE: [&str; 1] = ["EntitlementManagement.ReadWrite.All"];
/// Permission for users to request packages for themselves.
const OWN: [&str; 1] = ["EntitlementMgmt-SubjectAccess.ReadWrite"];

/// The addresses of access packages.
pub(super) fn routes() -> Router<AppState> {
    let at = |rest: &str| format!("/identityGovernance/entitlementManagement/{rest}");
    Router::new()
        .route(&at("accessPackages"), get(packages).fallback(not_allowed))
        .route(&at("accessPackages/{id}"), get(package).fallback(not_allowed))
        .route(&at("assignmentPolicies"), get(policies).fallback(not_allowed))
        .route(&at("assignments"), get(assignments).fallback(not_allowed))
        .route(&at("assignments/{id}"), get(one_assignment).fallback(not_allowed))
        .route(&at("assignmentRequests"), get(requests).post(request::post).fallback(not_allowed))
        .route(&at("assignmentRequests/{id}"), get(one_request).fallback(not_allowed))
        .route(&at("assignmentRequests/{id}/cancel"), post(request::cancel).fallback(not_allowed))
}

fn may_read(request: &AuthorizedRequest) -> Result<(), GraphError> {
    request.require_permission(&READ)?;
    request.require_role(&ADMINISTRATORS)
}

async fn packages(request: AuthorizedRequest) -> Response {
    request.reply(request.read_directory(|_, tenant| {
        may_read(&request)?;
        json_rows::list(&request, &PACKAGES, tenant.entitlement.packages.values().map(object::package))
    }))
}

async fn package(request: AuthorizedRequest) -> Response {
    request.reply(request.read_directory(|_, tenant| {
        may_read(&request)?;
        let found = tenant.entitlement.packages.get(&object_id(request.segment(0))?);
        json_rows::one(
            &request,
            &PACKAGES,
            &object::package(found.ok_or_else(|| GraphError::not_found(request.segment(0)))?),
        )
    }))
}

async fn policies(request: AuthorizedRequest) -> Response {
    request.reply(request.read_directory(|_, tenant| {
        may_read(&request)?;
        let packages = tenant.entitlement.packages.values();
        let all = packages
            .flat_map(|package| package.policies.iter().map(|policy| object::policy(package, policy)));
        json_rows::list(&request, &POLICIES, all)
    }))
}

async fn assignments(request: AuthorizedRequest) -> Response {
    request.reply(request.read_directory(|_, tenant| {
        may_read(&request)?;
        let all = tenant.access_assignments().map(|request| object::assignment(tenant, request));
        json_rows::list(&request, &ASSIGNMENTS, all)
    }))
}

async fn one_assignment(request: AuthorizedRequest) -> Response {
    request.reply(request.read_directory(|_, tenant| {
        may_read(&request)?;
        let id = object_id(request.segment(0))?;
        let mut all = tenant.entitlement.requests.iter();
        let found = all.find(|own| own.assignment == id && !own.kind.is_removal());
        let found = found.ok_or_else(|| GraphError::not_found(request.segment(0)))?;
        json_rows::one(&request, &ASSIGNMENTS, &object::assignment(tenant, found))
    }))
}

async fn requests(request: AuthorizedRequest) -> Response {
    request.reply(request.read_directory(|_, tenant| {
        may_read(&request)?;
        let all = tenant.entitlement.requests.iter().map(|request| object::request(tenant, request));
        json_rows::list(&request, &REQUESTS, all)
    }))
}

/// A user may read their own requests.
async fn one_request(request: AuthorizedRequest) -> Response {
    request.reply(request.read_directory(|_, tenant| {
        let id = object_id(request.segment(0))?;
        let found = tenant.entitlement.requests.iter().find(|request| request.id == id);
        if !(found.is_some_and(|found| request::is_own(&request, found)) && request.caller.holds(&OWN, &[])) {
            may_read(&request)?;
        }
        let found = found.ok_or_else(|| GraphError::not_found(request.segment(0)))?;
        json_rows::one(&request, &REQUESTS, &object::request(tenant, found))
    }))
}
