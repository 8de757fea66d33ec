//! `GET /me`

use axum::{
    extract::{RawQuery, State},
    response::Response,
};
use http::HeaderMap;

use super::{
    Caller, GraphError,
    query::Options,
    reply::{Reply, answer},
    users,
};
use crate::{call::Call, site::Site};

const DELEGATED: [&str; 7] = [
    "User.Read",
    "User.ReadWrite",
    "User.ReadBasic.All",
    "User.Read.All",
    "User.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
];

pub(super) async fn get(
    State(site): State<Site>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    call: Call,
) -> Response {
    answer(&call, read(&site, &call, &headers, query.as_deref()))
}

fn read(site: &Site, call: &Call, headers: &HeaderMap, query: Option<&str>) -> Result<Reply, GraphError> {
    let caller = Caller::of(site, call, headers)?;
    let Some(user) = &caller.user else {
        return Err(GraphError::bad_request("/me request is only valid with delegated authentication flow."));
    };
    if !caller.holds(&DELEGATED, &[]) {
        return Err(GraphError::denied());
    }
    let options = Options::read(&users::USERS, query, headers)?;
    site.read(|world| users::entity(world, call, &caller, user, &options))
}
