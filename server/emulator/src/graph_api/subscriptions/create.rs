//! `POST /subscriptions` ("Create subscription", Microsoft Graph): the notification URL is validated before the subscription is created.

use axum::response::Response;
use serde_json::{Map, Value, json};
use time::{Duration, OffsetDateTime, format_description::well_known::Rfc3339};
use uuid::Uuid;
use world::{
    change::{Change, ObjectKind},
    ids::{GroupId, UserId},
    subscription::Subscription,
};

use super::{
    may_follow,
    object::{CHANGES, SUBSCRIPTIONS, row},
};
use crate::{
    graph_api::{
        authorized_request::{AuthorizedRequest, flag, only, text},
        error::GraphError,
        json_rows,
        reply::Reply,
    },
    notifications::delivery::parse_local_url,
};

/// The maximum length of `clientState`.
const MAX_CLIENT_STATE_LENGTH: usize = 128;

/// The properties that a body may have. The subscriber's TLS version does not matter on this machine.
const KNOWN: [&str; 8] = [
    "changeType",
    "clientState",
    "expirationDateTime",
    "includeResourceData",
    "latestSupportedTlsVersion",
    "lifecycleNotificationUrl",
    "notificationUrl",
    "resource",
];

pub(super) async fn post(request: AuthorizedRequest) -> Response {
    let subscription = match read(&request) {
        Ok(subscription) => subscription,
        Err(error) => return request.reply(Err(error)),
    };
    for address in
        [Some(&subscription.notification_url), subscription.lifecycle_url.as_ref()].into_iter().flatten()
    {
        let token = format!(
            "Validation: Testing client application reachability for subscription Request-Id: {}",
            request.context.meta.request_id
        );
        if !request.state.notification_sender.validate_endpoint(address, &token).await {
            return request.reply(Err(GraphError::new(
                http::StatusCode::BAD_REQUEST,
                "ValidationError",
                "Subscription validation request failed. Notification endpoint must respond with 200 OK to validation request.",
            )));
        }
    }
    request.reply(Ok(create(&request, subscription)))
}

fn create(request: &AuthorizedRequest, subscription: Subscription) -> Reply {
    let (meta, tenant) = (request.event_meta(), request.caller.tenant);
    let client_state = subscription.client_state.clone();
    let made = request.state.change(|world| world.subscribe(&meta, tenant, subscription));
    // Only the answer to its creation shows the state.
    match json_rows::created(request, &SUBSCRIPTIONS, &row(&made)) {
        Reply::Json(status, mut body) => {
            body["clientState"] = json!(client_state);
            Reply::Json(status, body)
        }
        other => other,
    }
}

fn read(request: &AuthorizedRequest) -> Result<Subscription, GraphError> {
    let body = request.json()?;
    only(&body, &KNOWN)?;
    if flag(&body, "includeResourceData")? == Some(true) {
        return Err(GraphError::bad_request("Notifications of this emulator have no resource data."));
    }
    let resource = needed(&body, "resource")?;
    let (kind, object) = followed(&resource)
        .ok_or_else(|| GraphError::bad_request(&format!("Unsupported resource: '{resource}'.")))?;
    request.state.read(|world| may_follow(request, world, kind))?;
    let changes = changes(&needed(&body, "changeType")?)?;
    let notification_url = address(&needed(&body, "notificationUrl")?)?;
    let lifecycle_url = text(&body, "lifecycleNotificationUrl")?.map(address).transpose()?;
    let client_state = text(&body, "clientState")?.map(str::to_owned);
    if client_state.as_ref().is_some_and(|state| state.chars().count() > MAX_CLIENT_STATE_LENGTH) {
        return Err(GraphError::bad_request("ClientState must be no longer than 128 characters."));
    }
    let expires = expiry(request, body.get("expirationDateTime").unwrap_or(&Value::Null))?;
    request.read_directory(|_, tenant| {
        let known = object.is_none_or(|id| match kind {
            ObjectKind::User => tenant.user(UserId(id)).is_some(),
            ObjectKind::Group => tenant.groups.contains_key(&GroupId(id)),
        });
        if known { Ok(()) } else { Err(GraphError::not_found(&resource)) }
    })?;
    Ok(Subscription {
        id: Uuid::nil(),
        app: request.caller.app,
        resource,
        kind,
        object,
        changes,
        notification_url,
        lifecycle_url,
        client_state,
        expires,
    })
}

fn needed(body: &Map<String, Value>, name: &str) -> Result<String, GraphError> {
    text(body, name)?
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
        .ok_or_else(|| GraphError::bad_request(&format!("{name} is required.")))
}

/// `users`, `/users/{id}`, and the same of groups.
fn followed(resource: &str) -> Option<(ObjectKind, Option<Uuid>)> {
    let mut segments = resource.trim_matches('/').split('/');
    let kind = match segments.next()?.to_ascii_lowercase().as_str() {
        "users" => ObjectKind::User,
        "groups" => ObjectKind::Group,
        _ => return None,
    };
    let object = match segments.next() {
        None => None,
        Some(id) => Some(Uuid::try_parse(id).ok()?),
    };
    segments.next().is_none().then_some((kind, object))
}

fn changes(names: &str) -> Result<Vec<Change>, GraphError> {
    let known = |name: &str| CHANGES.iter().find(|(_, own)| own.eq_ignore_ascii_case(name.trim()));
    names
        .split(',')
        .map(|name| known(name).map(|(change, _)| *change))
        .collect::<Option<Vec<_>>>()
        .ok_or_else(|| GraphError::bad_request(&format!("Invalid changeType: '{names}'.")))
}

fn address(address: &str) -> Result<String, GraphError> {
    parse_local_url(address).map(|_| address.to_owned()).ok_or_else(|| {
        GraphError::bad_request("Notification addresses of this emulator are on this machine.")
    })
}

/// The expiry of a subscription: in the future, and not later than the resource allows.
pub(super) fn expiry(request: &AuthorizedRequest, value: &Value) -> Result<OffsetDateTime, GraphError> {
    let time = value.as_str().and_then(|text| OffsetDateTime::parse(text, &Rfc3339).ok());
    let time = time.ok_or_else(|| GraphError::bad_request("expirationDateTime is required."))?;
    let most = request.read_directory(|_, tenant| Ok(tenant.policy.longest_subscription_minutes))?;
    let now = request.context.now();
    if time <= now {
        return Err(GraphError::bad_request("Subscription expiration can only be in the future."));
    }
    if time > now + Duration::minutes(most.into()) {
        return Err(GraphError::bad_request(&format!(
            "Subscription expiration can only be {most} minutes in the future."
        )));
    }
    Ok(time)
}
