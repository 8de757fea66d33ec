//! Pages of a list.

use http::StatusCode;
use serde_json::{Map, Value, json};

use super::{options::Options, value::Object};
use crate::{
    call::Call,
    directory_api::{error::GraphError, reply::Reply},
};

/// Objects on a page when nothing else is asked, and at most. Unverified figures.
const USUAL: usize = 100;
pub(super) const LARGEST: usize = 999;

/// What is wanted of these objects, in the order asked: the page of it that was asked for.
pub fn list<T: Object>(
    call: &Call,
    options: &Options,
    objects: impl Iterator<Item = T>,
    shape: impl Fn(&T) -> Map<String, Value>,
) -> Result<Reply, GraphError> {
    let wanted = options.wanted()?;
    let mut found: Vec<T> = objects.filter(|object| wanted.finds(object)).collect();
    options.sort(&mut found);
    Ok(page(call, options, &found, shape))
}

/// The page that was asked for, with its count on the first page only and a link to the next one. `found` is everything that fits, in order.
pub fn page<T>(
    call: &Call,
    options: &Options,
    found: &[T],
    shape: impl Fn(&T) -> Map<String, Value>,
) -> Reply {
    let start = options.start.min(found.len());
    let end = (start + options.top.unwrap_or(USUAL)).min(found.len());
    let mut body = Map::new();
    let context = format!("{}/v1.0/$metadata#{}", call.origin, options.context());
    body.insert("@odata.context".to_owned(), json!(context));
    if options.counts() && start == 0 {
        body.insert("@odata.count".to_owned(), json!(found.len()));
    }
    if end < found.len() {
        let next = options.next_link(&format!("{}{}", call.origin, call.path), end);
        body.insert("@odata.nextLink".to_owned(), json!(next));
    }
    let shown = found[start..end].iter().map(|object| Value::Object(shape(object)));
    body.insert("value".to_owned(), shown.collect());
    Reply::Json(StatusCode::OK, Value::Object(body))
}
