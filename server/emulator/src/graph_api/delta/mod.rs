//! `/users/delta` and `/groups/delta` ("Use delta query to track changes in Microsoft Graph data"): first all objects in pages, then the changes.

mod changes;
mod options;
mod token;

use axum::{Router, response::Response, routing::get};
use changes::LedgerChanges;
use http::StatusCode;
use options::DeltaStage;
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};
use token::{DeltaPosition, DeltaToken};
use world::{
    World,
    change::ObjectKind,
    ids::{GroupId, UserId},
    tenant::Tenant,
};

use super::{
    authorized_request::AuthorizedRequest,
    error::GraphError,
    groups, query,
    query::{Object, QueryOptions},
    reply::Reply,
    unknown::not_allowed,
    users,
};
use crate::{app_state::AppState, graph_api::users::view::may_follow_all};

/// Objects on a page.
const PAGE_SIZE: usize = 100;
/// How long a link is valid.
const LINK_LIFETIME: Duration = Duration::days(7);

/// The addresses of delta queries: the function by its short and its full name, with or without parentheses.
pub(super) fn routes() -> Router<AppState> {
    let mut router = Router::new();
    for name in ["delta", "delta()", "microsoft.graph.delta", "microsoft.graph.delta()"] {
        router = router
            .route(&format!("/users/{name}"), get(of_users).fallback(not_allowed))
            .route(&format!("/groups/{name}"), get(of_groups).fallback(not_allowed));
    }
    router
}

async fn of_users(request: AuthorizedRequest) -> Response {
    request.reply(answer(&request, ObjectKind::User))
}

async fn of_groups(request: AuthorizedRequest) -> Response {
    request.reply(answer(&request, ObjectKind::Group))
}

fn answer(request: &AuthorizedRequest, kind: ObjectKind) -> Result<Reply, GraphError> {
    request.state.read(|world| match kind {
        ObjectKind::User => may_follow_all(request, world),
        ObjectKind::Group => request.require_member_permission(&groups::READ),
    })?;
    let delta_request = options::read(request, kind)?;
    request.read_directory(|world, tenant| {
        let delta_query = DeltaQuery {
            world,
            tenant,
            now: request.context.now(),
            kind,
            options: &delta_request.options,
            criteria: delta_request.options.criteria()?,
            members: delta_request.members,
        };
        let (rows, next, last) = match &delta_request.stage {
            DeltaStage::Everything => delta_query
                .everything(None, &DeltaToken::first(world, delta_query.last_visible_seq(), &delta_request)),
            DeltaStage::Latest => {
                let place = DeltaPosition::Changes(delta_query.last_visible_seq());
                (
                    Vec::new(),
                    DeltaToken::first(world, delta_query.last_visible_seq(), &delta_request)
                        .at(place, delta_query.now),
                    true,
                )
            }
            DeltaStage::More(token) => {
                delta_query.check(token)?;
                match token.place {
                    DeltaPosition::After(id) => delta_query.everything(Some(id), token),
                    DeltaPosition::Changes(seen) => delta_query.changes(seen, token),
                }
            }
        };
        let context = request.odata_context(delta_request.options.catalogue.set);
        let (link, parameter) =
            if last { ("@odata.deltaLink", "$deltatoken") } else { ("@odata.nextLink", "$skiptoken") };
        let address =
            format!("{}{}?{parameter}={}", request.context.origin, request.context.path, next.text());
        Ok(Reply::Json(StatusCode::OK, json!({ "@odata.context": context, link: address, "value": rows })))
    })
}

/// A delta query on a directory.
struct DeltaQuery<'a> {
    world: &'a World,
    tenant: &'a Tenant,
    now: OffsetDateTime,
    kind: ObjectKind,
    options: &'a QueryOptions,
    criteria: query::Criteria,
    members: bool,
}

/// The objects of a page, the token for the next request, and whether this is the last page.
type DeltaPage = (Vec<Value>, DeltaToken, bool);

impl DeltaQuery<'_> {
    fn lag(&self) -> Duration {
        Duration::milliseconds(self.tenant.policy.delta_lag_ms.into())
    }

    /// The sequence number of the last effect that delta queries report already.
    fn last_visible_seq(&self) -> u64 {
        LedgerChanges { world: self.world, tenant: self.tenant, kind: self.kind }
            .last_visible_seq(self.now - self.lag())
    }

    fn check(&self, token: &DeltaToken) -> Result<(), GraphError> {
        // The client sends the time, so it may be out of range.
        let fresh = token.issued().checked_add(LINK_LIFETIME).is_some_and(|end| self.now < end);
        if fresh && token.is_of(self.world, self.kind) {
            return Ok(());
        }
        let status = StatusCode::from_u16(self.tenant.policy.expired_delta_status);
        Err(GraphError::new(
            status.unwrap_or(StatusCode::GONE),
            "syncStateNotFound",
            "The sync state generation is not found. The delta token is expired and data must be synchronized again.",
        ))
    }

    /// A page of all objects, in the order of their ids.
    fn everything(&self, after: Option<uuid::Uuid>, token: &DeltaToken) -> DeltaPage {
        let ids: Vec<uuid::Uuid> = match self.kind {
            ObjectKind::User => self
                .tenant
                .users
                .values()
                .filter(|user| user.is_visible(self.now - self.lag()))
                .map(|user| user.id.0)
                .collect(),
            ObjectKind::Group => self.tenant.groups.keys().map(|id| id.0).collect(),
        };
        let left: Vec<_> = ids.into_iter().filter(|id| after.is_none_or(|after| *id > after)).collect();
        let page = left.iter().take(PAGE_SIZE).filter(|id| self.follows(**id));
        let page = page.filter_map(|id| self.row(*id, true)).collect();
        match left.get(PAGE_SIZE - 1).filter(|_| left.len() > PAGE_SIZE) {
            Some(last) => (page, token.at(DeltaPosition::After(*last), self.now), false),
            None => (page, token.at(DeltaPosition::Changes(token.began), self.now), true),
        }
    }

    /// A page of the changes after an effect.
    fn changes(&self, seen: u64, token: &DeltaToken) -> DeltaPage {
        let changes = LedgerChanges { world: self.world, tenant: self.tenant, kind: self.kind };
        let (ids, until, more) = changes.since(seen, self.now - self.lag(), PAGE_SIZE);
        let followed = ids.iter().filter(|id| self.follows(**id));
        let mut rows: Vec<Value> =
            followed.map(|id| self.row(*id, false).unwrap_or_else(|| self.removed(*id))).collect();
        if self.members {
            changes.add_members(&mut rows, seen, until);
        }
        (rows, token.at(DeltaPosition::Changes(until), self.now), !more)
    }

    /// Whether the filter, which can only name ids, matches this object, deleted or not.
    fn follows(&self, id: uuid::Uuid) -> bool {
        self.criteria.finds(&IdOnly(id))
    }

    /// The object, if it exists.
    fn row(&self, id: uuid::Uuid, whole: bool) -> Option<Value> {
        let shape = |object: &dyn Object| {
            let mut row = query::shape(object, self.options.shown(), |_| true);
            // The id is always included.
            row.insert("id".to_owned(), json!(id));
            row
        };
        let row = match self.kind {
            ObjectKind::User => shape(&users::UserEntity::of(self.world, self.tenant.user(UserId(id))?)),
            ObjectKind::Group => {
                let group = self.tenant.groups.get(&GroupId(id))?;
                let mut row = shape(&groups::row(group));
                if whole && self.members && !(group.members.is_empty() && group.nested.is_empty()) {
                    row.insert("members@delta".to_owned(), changes::members(group));
                }
                row
            }
        };
        Some(Value::Object(row))
    }

    /// A deleted object, with the reason: `changed` when it can be restored, `deleted` when it is gone.
    fn removed(&self, id: uuid::Uuid) -> Value {
        let restorable =
            self.kind == ObjectKind::User && self.tenant.deleted_user(UserId(id), self.now).is_some();
        let reason = if restorable { "changed" } else { "deleted" };
        json!({ "id": id, "@removed": { "reason": reason } })
    }
}

/// An object with only an id.
struct IdOnly(uuid::Uuid);

impl Object for IdOnly {
    fn value(&self, property: &query::Property) -> query::Value<'_> {
        if property.name == "id" { query::Value::Id(self.0) } else { query::Value::Null }
    }
}
