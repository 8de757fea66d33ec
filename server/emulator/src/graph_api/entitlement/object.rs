//! Access packages, their policies, requests and assignments, as Graph shows them.

use serde_json::{Value, json};
use world::{
    entitlement::{AccessPackage, AccessPolicy, AccessRequest, AccessTarget, RequestState},
    tenant::Tenant,
};

use crate::graph_api::{
    json_rows::{JsonRow, choice, plain, text, time},
    query::{Catalogue, NavigationProperty, Operators, Property, SearchMode, ValueKind},
};

const fn catalogue(
    type_name: &'static str,
    set: &'static str,
    properties: &'static [Property],
    links: &'static [NavigationProperty],
) -> Catalogue {
    Catalogue { type_name, set, properties, links, extensible: false }
}

const fn to(name: &'static str, end: &'static Catalogue) -> NavigationProperty {
    NavigationProperty { name, end: Some(end) }
}

static SUBJECT: [Property; 6] = [
    plain("id", ValueKind::Id),
    plain("objectId", ValueKind::Id),
    plain("displayName", ValueKind::Text),
    plain("email", ValueKind::Text),
    plain("principalName", ValueKind::Text),
    plain("subjectType", ValueKind::Text),
];

/// Who requests a package, or has it.
static SUBJECTS: Catalogue = catalogue(
    "microsoft.graph.accessPackageSubject",
    "identityGovernance/entitlementManagement/subjects",
    &SUBJECT,
    &[],
);

static PACKAGE: [Property; 6] = [
    choice("id", ValueKind::Id),
    text("displayName").searched(SearchMode::Words).sortable(),
    plain("description", ValueKind::Text),
    plain("isHidden", ValueKind::Flag),
    plain("createdDateTime", ValueKind::Time),
    plain("modifiedDateTime", ValueKind::Time),
];

/// Access packages.
pub(super) static PACKAGES: Catalogue = catalogue(
    "microsoft.graph.accessPackage",
    "identityGovernance/entitlementManagement/accessPackages",
    &PACKAGE,
    &[to("assignmentPolicies", &POLICIES)],
);

static POLICY: [Property; 5] = [
    choice("id", ValueKind::Id),
    text("displayName"),
    plain("description", ValueKind::Text),
    plain("allowedTargetScope", ValueKind::Text),
    plain("createdDateTime", ValueKind::Time),
];

/// Assignment policies.
pub(super) static POLICIES: Catalogue = catalogue(
    "microsoft.graph.accessPackageAssignmentPolicy",
    "identityGovernance/entitlementManagement/assignmentPolicies",
    &POLICY,
    &[to("accessPackage", &PACKAGES)],
);

static REQUEST: [Property; 6] = [
    choice("id", ValueKind::Id),
    choice("requestType", ValueKind::Text),
    choice("state", ValueKind::Text),
    plain("status", ValueKind::Text),
    plain("createdDateTime", ValueKind::Time),
    plain("completedDateTime", ValueKind::Time),
];

/// Requests.
pub(super) static REQUESTS: Catalogue = catalogue(
    "microsoft.graph.accessPackageAssignmentRequest",
    "identityGovernance/entitlementManagement/assignmentRequests",
    &REQUEST,
    &[to("accessPackage", &PACKAGES), to("assignment", &ASSIGNMENTS), to("requestor", &SUBJECTS)],
);

static ID_OF: [Property; 1] = [choice("id", ValueKind::Id)];
static OBJECT_ID_OF: [Property; 1] = [choice("objectId", ValueKind::Id)];

/// What a filter may say of a linked object.
const fn linked(name: &'static str, parts: &'static [Property]) -> Property {
    Property::new(name, ValueKind::Complex(parts), Operators::NONE)
}

static ASSIGNMENT: [Property; 7] = [
    choice("id", ValueKind::Id),
    choice("state", ValueKind::Text),
    plain("status", ValueKind::Text),
    plain("expiredDateTime", ValueKind::Time),
    linked("accessPackage", &ID_OF),
    linked("assignmentPolicy", &ID_OF),
    linked("target", &OBJECT_ID_OF),
];

/// Assignments.
pub(super) static ASSIGNMENTS: Catalogue = catalogue(
    "microsoft.graph.accessPackageAssignment",
    "identityGovernance/entitlementManagement/assignments",
    &ASSIGNMENT,
    &[to("accessPackage", &PACKAGES), to("assignmentPolicy", &POLICIES), to("target", &SUBJECTS)],
);

/// A package as a row.
pub(super) fn package(package: &AccessPackage) -> JsonRow {
    let policies: Vec<Value> = package.policies.iter().map(|own| policy_json(package, own)).collect();
    let mut body = package_json(package);
    body["assignmentPolicies"] = policies.into();
    JsonRow::new(body)
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
pub(super) fn policy(package: &AccessPackage, policy: &AccessPolicy) -> JsonRow {
    let mut body = policy_json(package, policy);
    body["accessPackage"] = package_json(package);
    JsonRow::new(body)
}

/// The subject of a request: a user, or the address of someone who is not in the directory yet.
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
pub(super) fn request(tenant: &Tenant, request: &AccessRequest) -> JsonRow {
    JsonRow::new(json!({
        "id": request.id,
        "requestType": request.kind,
        "state": request.state,
        "status": request.status,
        "createdDateTime": time(request.created),
        "completedDateTime": request.completed.map(time),
        "accessPackage": tenant.entitlement.packages.get(&request.package).map(package_json),
        "assignment": assignment_json(tenant, request),
        "requestor": subject(tenant, request),
    }))
}

/// An assignment as a row.
pub(super) fn assignment(tenant: &Tenant, request: &AccessRequest) -> JsonRow {
    JsonRow::new(assignment_json(tenant, request))
}

/// The assignment that a request makes or ends. Unverified: its state before it is delivered, and once it is over.
fn assignment_json(tenant: &Tenant, request: &AccessRequest) -> Value {
    let (state, status) = match request.state {
        _ if request.ended => ("expired", "Expired"),
        RequestState::Delivered => ("delivered", "Delivered"),
        RequestState::DeliveryFailed => ("deliveryFailed", "DeliveryFailed"),
        _ => ("delivering", "Delivering"),
    };
    let package = tenant.entitlement.packages.get(&request.package);
    let policy = package.and_then(|package| {
        let own = package.policies.iter().find(|policy| policy.id == request.policy)?;
        Some(policy_json(package, own))
    });
    json!({
        "id": request.assignment,
        "state": state,
        "status": status,
        "accessPackage": package.map(package_json),
        "assignmentPolicy": policy,
        "target": subject(tenant, request),
    })
}
