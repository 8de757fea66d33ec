//! Parses the body of a batch. An invalid body is refused as a whole.

use http::Method;
use serde_json::{Map, Value};

use crate::graph_api::error::GraphError;

/// The maximum number of parts of a batch.
const MAX_PARTS: usize = 20;

/// One part.
#[derive(Debug, Clone)]
pub(super) struct BatchPart {
    /// Its id.
    pub(super) id: String,
    /// Its method.
    pub(super) method: Method,
    /// Its address, relative to the version.
    pub(super) url: String,
    /// Its own headers.
    pub(super) headers: Vec<(String, String)>,
    /// Its body.
    pub(super) body: Option<Value>,
    /// The parts that must succeed before this one.
    pub(super) depends_on: Vec<String>,
}

/// Parses all parts and sorts them by their dependencies.
pub(super) fn read(body: &[u8]) -> Result<Vec<BatchPart>, GraphError> {
    let refuse = |message: &str| Err(GraphError::bad_request(message));
    let unreadable = |_| GraphError::bad_request("Invalid batch payload format.");
    let body: Value = serde_json::from_slice(body).map_err(unreadable)?;
    let Some(requests) = body.get("requests").and_then(Value::as_array) else {
        return refuse("Invalid batch payload format.");
    };
    if requests.is_empty() {
        return refuse("Invalid batch payload format.");
    }
    if requests.len() > MAX_PARTS {
        return refuse("Number of batch request steps exceeds the maximum value of 20.");
    }
    let parts: Vec<BatchPart> = requests.iter().map(part).collect::<Result<_, _>>()?;
    for (at, part) in parts.iter().enumerate() {
        if parts[..at].iter().any(|other| other.id.eq_ignore_ascii_case(&part.id)) {
            return refuse(&format!("Request Id has to be unique in a batch: '{}'.", part.id));
        }
    }
    check_order(&parts)?;
    Ok(in_order(parts))
}

fn part(request: &Value) -> Result<BatchPart, GraphError> {
    let wrong = |what: &str| GraphError::bad_request(&format!("Invalid batch payload format: {what}."));
    let request = request.as_object().ok_or_else(|| wrong("a request is no object"))?;
    let text = |name: &str| request.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    let id = text("id").ok_or_else(|| wrong("a request has no id"))?.to_owned();
    let method = text("method").and_then(|method| Method::from_bytes(method.to_uppercase().as_bytes()).ok());
    let url = text("url").filter(|url| {
        let path = url.split('?').next().unwrap_or_default();
        !path.contains("://") && !path.starts_with("//")
    });
    let headers = headers(request).ok_or_else(|| wrong("headers are texts"))?;
    let body = request.get("body").filter(|body| !body.is_null()).cloned();
    let typed = headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    if body.is_some() && !typed {
        return Err(GraphError::bad_request(&format!(
            "Write request id : {id} does not contain Content-Type header or body."
        )));
    }
    Ok(BatchPart {
        method: method.ok_or_else(|| wrong("a request has no method"))?,
        url: url.ok_or_else(|| wrong("a url is relative"))?.to_owned(),
        headers,
        body,
        depends_on: depends_on(request).ok_or_else(|| wrong("dependsOn is an array of ids"))?,
        id,
    })
}

fn headers(request: &Map<String, Value>) -> Option<Vec<(String, String)>> {
    match request.get("headers") {
        None | Some(Value::Null) => Some(Vec::new()),
        Some(Value::Object(headers)) => {
            headers.iter().map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned()))).collect()
        }
        Some(_) => None,
    }
}

fn depends_on(request: &Map<String, Value>) -> Option<Vec<String>> {
    match request.get("dependsOn") {
        None | Some(Value::Null) => Some(Vec::new()),
        Some(Value::Array(ids)) => ids.iter().map(|id| id.as_str().map(str::to_owned)).collect(),
        Some(_) => None,
    }
}

/// Graph supports only these dependencies: none, each part on the one before it, or all on the same part.
fn check_order(parts: &[BatchPart]) -> Result<(), GraphError> {
    let same = |left: &str, right: &str| left.eq_ignore_ascii_case(right);
    let dependants: Vec<&BatchPart> = parts.iter().filter(|part| !part.depends_on.is_empty()).collect();
    for part in &dependants {
        let known = |id: &String| parts.iter().any(|other| same(&other.id, id) && !same(id, &part.id));
        if !part.depends_on.iter().all(known) {
            return Err(GraphError::bad_request(&format!(
                "Request '{}' depends on a request that is not in the batch.",
                part.id
            )));
        }
    }
    let one_each = dependants.iter().all(|part| part.depends_on.len() == 1);
    let begins = parts.first().is_some_and(|part| part.depends_on.is_empty());
    let follow = parts.windows(2).all(|pair| match pair {
        [before, after] => after.depends_on.iter().any(|id| same(id, &before.id)),
        _ => true,
    });
    let first = dependants.first().map(|part| part.depends_on[0].clone());
    let shared = first.is_some_and(|id| dependants.iter().all(|part| same(&part.depends_on[0], &id)));
    if dependants.is_empty() || (one_each && (begins && follow || shared)) {
        return Ok(());
    }
    Err(GraphError::bad_request(
        "Batches are fully parallel, fully serial, or all requests that depend on another depend on the same one.",
    ))
}

/// Sorts the parts so that a part comes after those that it depends on.
fn in_order(parts: Vec<BatchPart>) -> Vec<BatchPart> {
    let (mut free, dependants): (Vec<_>, Vec<_>) =
        parts.into_iter().partition(|part| part.depends_on.is_empty());
    free.extend(dependants);
    free
}
