//! `POST .../assignmentRequests` ("Create assignmentRequest", Microsoft Graph). The documentation's example by address uses the property of the
//! preview, the schema has `assignment`: both are accepted.

use axum::response::Response;
use serde_json::{Map, Value};
use uuid::Uuid;
use world::{
    entitlement::{
        ADMINISTRATORS, AccessRefused, AccessRequest, AccessTarget, NewAccessRequest, RequestType,
    },
    ids::UserId,
};

use super::{OWN, WRITE, object, object::REQUESTS};
use crate::graph_api::{
    authorized_request::{AuthorizedRequest, invalid, object_id, only},
    error::GraphError,
    json_rows,
    reply::Reply,
};

pub(super) async fn post(request: AuthorizedRequest) -> Response {
    request.reply(create(&request))
}

fn create(request: &AuthorizedRequest) -> Result<Reply, GraphError> {
    let body = request.json()?;
    let kind = kind(&body)?;
    let own = matches!(kind, RequestType::UserAdd | RequestType::UserRemove);
    if !(own && request.caller.holds(&OWN, &[])) {
        request.require_permission(&WRITE)?;
        if !own {
            request.require_role(&ADMINISTRATORS)?;
        }
    }
    only(&body, &["accessPackageAssignment", "assignment", "requestType"])?;
    let new_request = new_request(kind, &body)?;
    let (meta, tenant) = (request.event_meta(), request.caller.tenant);
    let made = request
        .state
        .change(|world| world.request_access(&meta, tenant, &new_request))
        .map_err(|refused| explain(&refused))?;
    request.read_directory(|_, tenant| {
        Ok(json_rows::created(request, &REQUESTS, &object::request(tenant, &made)))
    })
}

fn kind(body: &Map<String, Value>) -> Result<RequestType, GraphError> {
    // The preview's names begin with a capital letter.
    let name = body.get("requestType").and_then(Value::as_str).unwrap_or_default();
    let kind = match name.to_ascii_lowercase().as_str() {
        "adminadd" => RequestType::AdminAdd,
        "useradd" => RequestType::UserAdd,
        "adminremove" => RequestType::AdminRemove,
        "userremove" => RequestType::UserRemove,
        _ => return Err(invalid("requestType")),
    };
    Ok(kind)
}

fn new_request(kind: RequestType, body: &Map<String, Value>) -> Result<NewAccessRequest, GraphError> {
    let assignment = body.get("assignment").or_else(|| body.get("accessPackageAssignment"));
    let assignment = assignment.and_then(Value::as_object).ok_or_else(|| invalid("assignment"))?;
    only(assignment, &["accessPackageId", "assignmentPolicyId", "id", "target", "targetId"])?;
    let guid = |name: &str| match assignment.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => {
            let id = value.as_str().and_then(|id| Uuid::try_parse(id).ok());
            id.map(Some).ok_or_else(|| invalid(name))
        }
    };
    let address = assignment.get("target").and_then(|target| target.get("email")).and_then(Value::as_str);
    let target = guid("targetId")?.map(|id| AccessTarget::User(UserId(id)));
    Ok(NewAccessRequest {
        kind,
        assignment: guid("id")?,
        package: guid("accessPackageId")?,
        policy: guid("assignmentPolicyId")?,
        target: target.or_else(|| address.map(|address| AccessTarget::Address(address.trim().to_owned()))),
    })
}

fn explain(refused: &AccessRefused) -> GraphError {
    match refused {
        AccessRefused::Unknown(what) => GraphError::new(
            http::StatusCode::NOT_FOUND,
            "ResourceNotFound",
            format!("The {what} was not found."),
        ),
        AccessRefused::NotAllowed => GraphError::denied(),
        AccessRefused::NoTarget => invalid("target"),
        // Unverified wording.
        AccessRefused::Existing => GraphError::new(
            http::StatusCode::BAD_REQUEST,
            "ExistingGrant",
            "An assignment or an open request for this access package exists already.",
        ),
    }
}

/// Whether the request is about the caller.
pub(super) fn is_own(request: &AuthorizedRequest, access_request: &AccessRequest) -> bool {
    let user = request.caller.user.as_ref().map(|user| user.id);
    user.is_some_and(|user| access_request.target == AccessTarget::User(user))
}

pub(super) async fn cancel(request: AuthorizedRequest) -> Response {
    request.reply(withdraw(&request))
}

fn withdraw(request: &AuthorizedRequest) -> Result<Reply, GraphError> {
    let id = object_id(request.segment(0))?;
    request.read_directory(|_, tenant| {
        let found = tenant.entitlement.requests.iter().find(|access_request| access_request.id == id);
        if !(found.is_some_and(|found| is_own(request, found)) && request.caller.holds(&OWN, &[])) {
            request.require_permission(&WRITE)?;
            request.require_role(&ADMINISTRATORS)?;
        }
        found.map(|_| ()).ok_or_else(|| GraphError::not_found(request.segment(0)))
    })?;
    let (meta, tenant) = (request.event_meta(), request.caller.tenant);
    if request.state.change(|world| world.cancel_access(&meta, tenant, id)) {
        Ok(Reply::Empty)
    } else {
        Err(GraphError::bad_request("The request cannot be cancelled any more."))
    }
}
