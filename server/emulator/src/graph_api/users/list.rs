//! `GET /users` and `GET /users/$count`

use axum::response::Response;
use world::{World, ids::UserId, policy::Policy, user::User, visibility_lag::Api};

use super::{
    directory_extensions::check_defined,
    permission::READ,
    property::{USERS, UserEntity},
    shape::{check, shape},
    view::UserView,
};
use crate::graph_api::{
    authorized_request::AuthorizedRequest,
    error::GraphError,
    query,
    query::{Criteria, QueryOptions},
    reply::Reply,
};

pub(in crate::graph_api) async fn list(request: AuthorizedRequest) -> Response {
    request.reply(page(&request))
}

pub(in crate::graph_api) async fn count(request: AuthorizedRequest) -> Response {
    request.reply(number(&request))
}

fn number(request: &AuthorizedRequest) -> Result<Reply, GraphError> {
    request.require_permission(&READ)?;
    let options = request.options_of_count(&USERS)?;
    request.state.read(|world| {
        let view = UserView::of(world, &request.caller, None)?;
        Ok(Reply::Count(matching(world, request, &options, view)?.len()))
    })
}

fn page(request: &AuthorizedRequest) -> Result<Reply, GraphError> {
    request.require_permission(&READ)?;
    let options = request.options(&USERS)?;
    request.state.read(|world| {
        let view = UserView::of(world, &request.caller, None)?;
        let found = matching(world, request, &options, view)?;
        Ok(query::page(&request.context, &options, &found, |entity| {
            shape(world, &request.caller, entity.user, &options, view)
        }))
    })
}

/// The criteria with the search as the tenant's switches have it read.
fn search_as_switched(criteria: Criteria, policy: &Policy) -> Result<Criteria, GraphError> {
    let criteria = if policy.search_decodes_twice { criteria.with_search_decoded_again()? } else { criteria };
    Ok(if policy.search_splits_ideographs { criteria.with_ideographs_apart() } else { criteria })
}

/// The matching users, sorted by `$orderby`.
fn matching<'a>(
    world: &'a World,
    request: &AuthorizedRequest,
    options: &QueryOptions,
    view: UserView,
) -> Result<Vec<UserEntity<'a>>, GraphError> {
    let tenant = world.tenant(request.caller.tenant).ok_or_else(GraphError::denied)?;
    let criteria = search_as_switched(options.criteria()?, &tenant.policy)?;
    check(&request.caller, options, view)?;
    check_defined(world, tenant.id, &criteria)?;
    let hidden = criteria.properties().iter().any(|property| !view.covers(property));
    if hidden && !tenant.policy.accept_filter_beyond_basic {
        return Err(GraphError::denied());
    }
    if view == UserView::Nobody {
        return Ok(Vec::new());
    }
    let people: Box<dyn Iterator<Item = &User>> = match criteria.candidates(&tenant.users) {
        Some(ids) => Box::new(ids.into_iter().filter_map(|id| tenant.user(UserId(id)))),
        None => Box::new(tenant.users.values()),
    };
    let visible = people.filter(|user| user.is_visible_to(Api::List, request.context.now()));
    let mut found: Vec<_> =
        visible.map(|user| UserEntity::of(world, user)).filter(|entity| criteria.finds(entity)).collect();
    options.sort(&mut found);
    Ok(found)
}
