//! Access packages, their policies, requests and assignments, as Graph shows them.

use serde_json::{Value, json};
use world::{
    entitlement::{AccessPackage, AccessPolicy, AccessRequest, AccessTarget},
    tenant::Tenant,
};

use crate::directory_api::{
    query::{Catalogue, Kind, Link, Property, Search},
    rows::{Row, choice, plain, text, time},
};

const fn catalogue(
    type_name: &'static str,
    set: &'static str,
    properties: &'static [Property],
    links: &'static [Link],
) -> Catalogue {
    Catalogue { type_name, set, properties, links, extensible: false }
}

const fn to(name: &'static str, end: &'static Catalogue) -> Link {
    Link { name, end: Some(end) }
}

static SUBJECT: [Property; 6] = [
    plain("id", Kind::Id),
    plain("objectId", Kind::Id),
    plain("displayName", Kind::Text),
    plain("email", Kind::Text),
    plain("principalName", Kind::Text),
    plain("subjectType", Kind::Text),
];

/// Who asks for a package, or has it.
static SUBJECTS: Catalogue = catalogue(
    "microsoft.graph.accessPackageSubject",
    "identityGovernance/entitlementManagement/subjects",
    &SUBJECT,
    &[],
);

static PACKAGE: [Property; 6] = [
    choice("id", Kind::Id),
    text("displayName").searched(Search::Words).sortable(),
    plain("description", Kind::Text),
    plain("isHidden", Kind::Flag),
    plain("createdDateTime", Kind::Time),
    plain("modifiedDateTime", Kind::Time),
];

/// Access packages.
pub(super) static PACKAGES: Catalogue = catalogue(
    "microsoft.graph.accessPackage",
    "identityGovernance/entitlementManagement/accessPackages",
    &PACKAGE,
    &[to("assignmentPolicies", &POLICIES)],
);

static POLICY: [Property; 5] = [
    choice("id", Kind::Id),
    text("displayName"),
    plain("description", Kind::Text),
    plain("allowedTargetScope", Kind::Text),
    plain("createdDateTime", Kind::Time),
];

/// Assignment policies.
pub(super) static POLICIES: Catalogue = catalogue(
    "microsoft.graph.accessPackageAssignmentPolicy",
    "identityGovernance/entitlementManagement/assignmentPolicies",
    &POLICY,
    &[to("accessPackage", &PACKAGES)],
);

static REQUEST: [Property; 6] = [
    choice("id", Kind::Id),
    choice("requestType", Kind::Text),
    choice("state", Kind::Text),
    plain("status", Kind::Text),
    plain("createdDateTime", Kind::Time),
    plain("completedDateTime", Kind::Time),
];

/// Requests.
pub(super) static REQUESTS: Catalogue = catalogue(
    "microsoft.graph.accessPackageAssignmentRequest",
    "identityGovernance/entitlementManagement/assignmentRequests",
    &REQUEST,
    &[to("accessPackage", &PACKAGES), to("assignment", &ASSIGNMENTS), to("requestor", &SUBJECTS)],
);

static ASSIGNMENT: [Property; 4] = [
    choice("id", Kind::Id),
    choice("state", Kind::Text),
    plain("status", Kind::Text),
    plain("expiredDateTime", Kind::Time),
];

/// Assignments.
pub(super) static ASSIGNMENTS: Catalogue = catalogue(
    "microsoft.graph.accessPackageAssignment",
    "identityGovernance/entitlementManagement/assignments",
    &ASSIGNMENT,
    &[to("accessPackage", &PACKAGES), to("assignmentPolicy", &POLICIES), to("target", &SUBJECTS)],
);

/// A package as a row.
pub(super) fn package(package: &AccessPackage) -> Row {
    let policies: Vec<Value> = package.policies.iter().map(|own| policy_json(package, own)).collect();
    let mut body = package_json(package);
    body["assignmentPolicies"] = policies.into();
    Row::new(body)
}

fn package_json(package: &AccessPackage) -> Value {
    json!({
        "id": package.id,
        "displayName": package.display_name,
        "description": package.description,
        "isHidden": false,
        "createdDateTime": time(package.created),
        "modifiedDateTime": time(package.created),
    })
}

fn policy_json(package: &AccessPackage, policy: &AccessPolicy) -> Value {
    json!({
        "id": policy.id,
        "displayName": policy.display_name,
        "description": policy.display_name,
        "allowedTargetScope":
            if policy.self_service { "allDirectoryUsers" } else { "notSpecified" },
        "createdDateTime": time(package.created),
    })
}

/// A policy as a row.
pub(super) fn policy(package: &AccessPackage, policy: &AccessPolicy) -> Row {
    let mut body = policy_json(package, policy);
    body["accessPackage"] = package_json(package);
    Row::new(body)
}

/// The subject of a request: a user, or an address that is not one yet.
fn subject(tenant: &Tenant, request: &AccessRequest) -> Value {
    let known = match &request.target {
        AccessTarget::User(user) => Some(*user),
        AccessTarget::Address(_) => request.user,
    };
    let user = known.and_then(|id| tenant.user(id));
    let address = match &request.target {
        AccessTarget::Address(address) => Some(address),
        AccessTarget::User(_) => None,
    };
    json!({
        "id": known,
        "objectId": known,
        "displayName": user.map(|user| &user.display_name),
        "email": user.and_then(|user| user.mail.as_ref()).or(address),
        "principalName": user.map(|user| &user.user_principal_name),
        "subjectType": "user",
    })
}

/// A request as a row.
pub(super) fn request(tenant: &Tenant, request: &AccessRequest) -> Row {
    Row::new(json!({
        "id": request.id,
        "requestType": request.kind,
        "state": request.state,
        "status": request.status,
        "createdDateTime": time(request.created),
        "completedDateTime": request.completed.map(time),
        "accessPackage": tenant.entitlement.packages.get(&request.package).map(package_json),
        "assignment": { "id": request.assignment },
        "requestor": subject(tenant, request),
    }))
}

/// An assignment as a row.
pub(super) fn assignment(tenant: &Tenant, request: &AccessRequest) -> Row {
    let package = tenant.entitlement.packages.get(&request.package);
    let policy = package.and_then(|package| {
        let own = package.policies.iter().find(|policy| policy.id == request.policy)?;
        Some(policy_json(package, own))
    });
    Row::new(json!({
        "id": request.assignment,
        "state": "delivered",
        "status": "Delivered",
        "accessPackage": package.map(package_json),
        "assignmentPolicy": policy,
        "target": subject(tenant, request),
    }))
}
