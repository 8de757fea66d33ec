//! Pages of a list.

use http::StatusCode;
use serde_json::{Map, Value, json};

use super::{options::QueryOptions, value::Object};
use crate::{
    graph_api::{error::GraphError, reply::Reply},
    request_context::RequestContext,
};

/// The default and the maximum number of objects on a page. Unverified.
const DEFAULT_PAGE_SIZE: usize = 100;
pub(super) const MAX_PAGE_SIZE: usize = 999;

/// The requested page of the objects that match the options, sorted by `$orderby`.
pub fn list<T: Object>(
    context: &RequestContext,
    options: &QueryOptions,
    objects: impl Iterator<Item = T>,
    shape: impl Fn(&T) -> Map<String, Value>,
) -> Result<Reply, GraphError> {
    let criteria = options.criteria()?;
    let mut found: Vec<T> = objects.filter(|object| criteria.finds(object)).collect();
    options.sort(&mut found);
    Ok(page(context, options, &found, shape))
}

/// The requested page, with a link to the next one; only the first page has a count. `found` are all matching objects, in order.
pub fn page<T>(
    context: &RequestContext,
    options: &QueryOptions,
    found: &[T],
    shape: impl Fn(&T) -> Map<String, Value>,
) -> Reply {
    let start = options.start.min(found.len());
    let end = (start + options.top.unwrap_or(DEFAULT_PAGE_SIZE)).min(found.len());
    let mut body = Map::new();
    let odata_context = format!("{}/v1.0/$metadata#{}", context.origin, options.odata_context());
    body.insert("@odata.context".to_owned(), json!(odata_context));
    if options.counts() && start == 0 {
        body.insert("@odata.count".to_owned(), json!(found.len()));
    }
    if end < found.len() {
        let next = options.next_link(&format!("{}{}", context.origin, context.path), end);
        body.insert("@odata.nextLink".to_owned(), json!(next));
    }
    let shown = found[start..end].iter().map(|object| Value::Object(shape(object)));
    body.insert("value".to_owned(), shown.collect());
    Reply::Json(StatusCode::OK, Value::Object(body))
}
