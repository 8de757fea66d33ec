//! `GET /users` and `GET /users/$count`

use axum::{
    extract::{RawQuery, State},
    response::Response,
};
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use super::{
    READ,
    property::Property,
    shape::{View, shape},
};
use crate::{
    call::Call,
    directory_api::{
        Caller, GraphError,
        query::{Options, filter},
        reply::{Reply, answer},
    },
    site::Site,
    world::{World, user::User},
};

/// Users on a page when nothing else is asked, and at most. Unverified figures.
const PAGE: usize = 100;
const LARGEST_PAGE: usize = 999;

pub(in crate::directory_api) async fn list(
    State(site): State<Site>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    call: Call,
) -> Response {
    answer(&call, page(&site, &call, &headers, query.as_deref()))
}

pub(in crate::directory_api) async fn count(
    State(site): State<Site>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    call: Call,
) -> Response {
    answer(&call, number(&site, &call, &headers, query.as_deref()))
}

fn number(site: &Site, call: &Call, headers: &HeaderMap, query: Option<&str>) -> Result<Reply, GraphError> {
    let caller = may_list(site, call, headers)?;
    let mut options = Options::read(query, headers)?;
    if !options.eventual {
        return Err(GraphError::request_bad_request("$count is not currently supported."));
    }
    // The segment stands for `$count=true`.
    options.count = true;
    site.read(|world| {
        let view = View::of(world, &caller, None)?;
        Ok(Reply::Count(matching(world, call, &caller, &options, view)?.len()))
    })
}

fn may_list(site: &Site, call: &Call, headers: &HeaderMap) -> Result<Caller, GraphError> {
    let caller = Caller::of(site, call, headers)?;
    if caller.holds(&READ, &READ) { Ok(caller) } else { Err(GraphError::denied()) }
}

fn page(site: &Site, call: &Call, headers: &HeaderMap, query: Option<&str>) -> Result<Reply, GraphError> {
    let caller = may_list(site, call, headers)?;
    let options = Options::read(query, headers)?;
    if options.select.iter().flatten().any(|property| property.single) {
        return Err(GraphError::new(
            StatusCode::NOT_IMPLEMENTED,
            "NotImplemented",
            "This operation target is not yet supported.",
        ));
    }
    site.read(|world| {
        let view = View::of(world, &caller, None)?;
        let users = matching(world, call, &caller, &options, view)?;
        let page = options.top.unwrap_or(PAGE).min(LARGEST_PAGE);
        let start = options.start.min(users.len());
        let end = (start + page).min(users.len());
        let mut body = serde_json::Map::new();
        let context = format!("{}/v1.0/$metadata#users{}", call.origin, options.selected_names());
        body.insert("@odata.context".to_owned(), json!(context));
        if options.counts() && start == 0 {
            body.insert("@odata.count".to_owned(), json!(users.len()));
        }
        if end < users.len() {
            let next = options.next_link(&format!("{}/v1.0/users", call.origin), end);
            body.insert("@odata.nextLink".to_owned(), json!(next));
        }
        let shown = users[start..end].iter().map(|user| shape(world, user, options.select.as_deref(), view));
        body.insert("value".to_owned(), shown.map(Value::Object).collect());
        Ok(Reply::Json(StatusCode::OK, Value::Object(body)))
    })
}

/// The users that fit, in the order asked.
fn matching<'a>(
    world: &'a World,
    call: &Call,
    caller: &Caller,
    options: &Options,
    view: View,
) -> Result<Vec<&'a User>, GraphError> {
    let tenant = world.tenant(caller.tenant).ok_or_else(GraphError::denied)?;
    options.check()?;
    if !tenant.policy.accept_filter_beyond_basic {
        let hidden = |property: &&'static Property| !view.covers(property);
        if options.properties().iter().any(hidden) {
            return Err(GraphError::denied());
        }
    }
    let mut users: Vec<&User> = tenant
        .users
        .values()
        .filter(|user| user.is_visible(call.now()))
        .filter(|user| options.filter.as_ref().is_none_or(|expr| filter::holds(expr, world, user)))
        .filter(|user| options.search.as_ref().is_none_or(|search| search.finds(world, user)))
        .collect();
    if let Some((property, descending)) = options.order {
        users.sort_by_key(|user| match property.of(world, user) {
            super::Field::Text(text) => text.to_lowercase(),
            super::Field::Time(time) => format!("{:020}", time.unix_timestamp()),
            _ => String::new(),
        });
        if descending {
            users.reverse();
        }
    }
    Ok(users)
}
