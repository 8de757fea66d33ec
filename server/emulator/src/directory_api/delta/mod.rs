//! `/users/delta` and `/groups/delta` ("Use delta query to track changes in Microsoft Graph data"): first everything, page by page, then what has
//! changed since.

mod changes;
mod options;
mod token;

use axum::{Router, response::Response, routing::get};
use changes::Changes;
use http::StatusCode;
use options::Wanted;
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};
use token::{Place, Token};
use world::{
    World,
    change::ObjectKind,
    ids::{GroupId, UserId},
    tenant::Tenant,
};

use super::{
    ask::Ask,
    error::GraphError,
    groups, query,
    query::{Object, Options},
    reply::Reply,
    unknown::not_allowed,
    users,
};
use crate::{directory_api::users::view::may_follow_all, site::Site};

/// Objects on a page.
const PAGE: usize = 100;
/// How long a link is good.
const LIFE: Duration = Duration::days(7);

/// The addresses of delta queries: the function by its short and its full name, with or without parentheses.
pub(super) fn routes() -> Router<Site> {
    let mut router = Router::new();
    for name in ["delta", "delta()", "microsoft.graph.delta", "microsoft.graph.delta()"] {
        router = router
            .route(&format!("/users/{name}"), get(of_users).fallback(not_allowed))
            .route(&format!("/groups/{name}"), get(of_groups).fallback(not_allowed));
    }
    router
}

async fn of_users(ask: Ask) -> Response {
    ask.reply(answer(&ask, ObjectKind::User))
}

async fn of_groups(ask: Ask) -> Response {
    ask.reply(answer(&ask, ObjectKind::Group))
}

fn answer(ask: &Ask, kind: ObjectKind) -> Result<Reply, GraphError> {
    ask.site.read(|world| match kind {
        ObjectKind::User => may_follow_all(ask, world),
        ObjectKind::Group => ask.needs_as_member(&groups::READ),
    })?;
    let asked = options::read(ask, kind)?;
    ask.directory(|world, tenant| {
        let view = View {
            world,
            tenant,
            now: ask.call.now(),
            kind,
            options: &asked.options,
            wanted: asked.options.wanted()?,
            members: asked.members,
        };
        let (rows, next, last) = match &asked.wanted {
            Wanted::Everything => view.everything(None, &Token::first(world, view.settled(), &asked)),
            Wanted::Latest => {
                let place = Place::Changes(view.settled());
                (Vec::new(), Token::first(world, view.settled(), &asked).at(place, view.now), true)
            }
            Wanted::More(token) => {
                view.check(token)?;
                match token.place {
                    Place::After(id) => view.everything(Some(id), token),
                    Place::Changes(seen) => view.changes(seen, token),
                }
            }
        };
        let context = ask.context(asked.options.catalogue.set);
        let (link, parameter) =
            if last { ("@odata.deltaLink", "$deltatoken") } else { ("@odata.nextLink", "$skiptoken") };
        let address = format!("{}{}?{parameter}={}", ask.call.origin, ask.call.path, next.text());
        Ok(Reply::Json(StatusCode::OK, json!({ "@odata.context": context, link: address, "value": rows })))
    })
}

/// The directory as a delta query sees it.
struct View<'a> {
    world: &'a World,
    tenant: &'a Tenant,
    now: OffsetDateTime,
    kind: ObjectKind,
    options: &'a Options,
    wanted: query::Wanted,
    members: bool,
}

/// The objects of a page, where the next one begins, and whether this was the last.
type Page = (Vec<Value>, Token, bool);

impl View<'_> {
    fn lag(&self) -> Duration {
        Duration::milliseconds(self.tenant.policy.delta_lag_ms.into())
    }

    /// The last effect that delta queries tell of already.
    fn settled(&self) -> u64 {
        Changes { world: self.world, tenant: self.tenant, kind: self.kind }.settled(self.now - self.lag())
    }

    fn check(&self, token: &Token) -> Result<(), GraphError> {
        // The time is the client's to send: one beyond all calendars is no good either.
        let fresh = token.issued().checked_add(LIFE).is_some_and(|end| self.now < end);
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

    /// A page of everything, in the order of ids.
    fn everything(&self, after: Option<uuid::Uuid>, token: &Token) -> Page {
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
        let page = left.iter().take(PAGE).filter(|id| self.follows(**id));
        let page = page.filter_map(|id| self.row(*id, true)).collect();
        match left.get(PAGE - 1).filter(|_| left.len() > PAGE) {
            Some(last) => (page, token.at(Place::After(*last), self.now), false),
            None => (page, token.at(Place::Changes(token.began), self.now), true),
        }
    }

    /// A page of what changed after an effect.
    fn changes(&self, seen: u64, token: &Token) -> Page {
        let changes = Changes { world: self.world, tenant: self.tenant, kind: self.kind };
        let (ids, until, more) = changes.since(seen, self.now - self.lag(), PAGE);
        let followed = ids.iter().filter(|id| self.follows(**id));
        let mut rows: Vec<Value> =
            followed.map(|id| self.row(*id, false).unwrap_or_else(|| self.removed(*id))).collect();
        if self.members {
            changes.add_members(&mut rows, seen, until);
        }
        (rows, token.at(Place::Changes(until), self.now), !more)
    }

    /// Whether the filter, which is by id only, wants this object: also when it is deleted.
    fn follows(&self, id: uuid::Uuid) -> bool {
        self.wanted.finds(&Named(id))
    }

    /// The object, when it is there.
    fn row(&self, id: uuid::Uuid, whole: bool) -> Option<Value> {
        let shape = |object: &dyn Object| {
            let mut row = query::shape(object, self.options.shown(), |_| true);
            // The id always comes.
            row.insert("id".to_owned(), json!(id));
            row
        };
        let row = match self.kind {
            ObjectKind::User => shape(&users::Entity::of(self.world, self.tenant.user(UserId(id))?)),
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

    /// A deleted object: it can be restored, or it is gone for good.
    fn removed(&self, id: uuid::Uuid) -> Value {
        let restorable =
            self.kind == ObjectKind::User && self.tenant.deleted_user(UserId(id), self.now).is_some();
        let reason = if restorable { "changed" } else { "deleted" };
        json!({ "id": id, "@removed": { "reason": reason } })
    }
}

/// An object of which only the id is known.
struct Named(uuid::Uuid);

impl Object for Named {
    fn value(&self, property: &query::Property) -> query::Value<'_> {
        if property.name == "id" { query::Value::Id(self.0) } else { query::Value::Null }
    }
}
