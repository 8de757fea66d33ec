//! `POST .../assignmentRequests` ("Create assignmentRequest", Microsoft Graph). The documentation's example by address has the name of the
//! preview's property, the schema has `assignment`: both are read.

use axum::response::Response;
use serde_json::{Map, Value};
use uuid::Uuid;
use world::{
    entitlement::{AccessRefused, AccessRequest, AccessTarget, NewAccessRequest, RequestType},
    ids::UserId,
};

use super::{ADMINISTRATORS, OWN, WRITE, object, object::REQUESTS};
use crate::directory_api::{
    ask::{Ask, invalid, object_id, only},
    error::GraphError,
    reply::Reply,
    rows,
};

pub(super) async fn post(ask: Ask) -> Response {
    ask.reply(create(&ask))
}

fn create(ask: &Ask) -> Result<Reply, GraphError> {
    let body = ask.json()?;
    let kind = kind(&body)?;
    let own = matches!(kind, RequestType::UserAdd | RequestType::UserRemove);
    if !(own && ask.caller.holds(&OWN, &[])) {
        ask.needs(&WRITE)?;
        if !own {
            ask.needs_role(&ADMINISTRATORS)?;
        }
    }
    only(&body, &["accessPackageAssignment", "assignment", "requestType"])?;
    let asked = asked(kind, &body)?;
    let (meta, tenant) = (ask.meta(), ask.caller.tenant);
    let made = ask
        .site
        .change(|world| world.request_access(&meta, tenant, &asked))
        .map_err(|refused| explain(&refused))?;
    ask.directory(|_, tenant| Ok(rows::made(ask, &REQUESTS, &object::request(tenant, &made))))
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

fn asked(kind: RequestType, body: &Map<String, Value>) -> Result<NewAccessRequest, GraphError> {
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
pub(super) fn is_own(ask: &Ask, request: &AccessRequest) -> bool {
    let user = ask.caller.user.as_ref().map(|user| user.id);
    user.is_some_and(|user| request.target == AccessTarget::User(user))
}

pub(super) async fn cancel(ask: Ask) -> Response {
    ask.reply(withdraw(&ask))
}

fn withdraw(ask: &Ask) -> Result<Reply, GraphError> {
    let id = object_id(ask.segment(0))?;
    ask.directory(|_, tenant| {
        let found = tenant.entitlement.requests.iter().find(|request| request.id == id);
        if !(found.is_some_and(|found| is_own(ask, found)) && ask.caller.holds(&OWN, &[])) {
            ask.needs(&WRITE)?;
            ask.needs_role(&ADMINISTRATORS)?;
        }
        found.map(|_| ()).ok_or_else(|| GraphError::not_found(ask.segment(0)))
    })?;
    let (meta, tenant) = (ask.meta(), ask.caller.tenant);
    if ask.site.change(|world| world.cancel_access(&meta, tenant, id)) {
        Ok(Reply::Empty)
    } else {
        Err(GraphError::bad_request("The request cannot be cancelled any more."))
    }
}
