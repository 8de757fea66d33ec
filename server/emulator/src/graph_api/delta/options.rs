//! Parses a delta request: query options on the first request, a token on the others.

use world::change::ObjectKind;

use super::token::DeltaToken;
use crate::graph_api::{
    authorized_request::AuthorizedRequest, error::GraphError, groups::object::GROUPS, query::QueryOptions,
    users::USERS,
};

/// A delta request.
pub(super) struct DeltaRequest {
    pub(super) kind: ObjectKind,
    pub(super) options: QueryOptions,
    /// Whether the members of groups are included.
    pub(super) members: bool,
    /// Its query options as text, for the links.
    pub(super) query: String,
    pub(super) stage: DeltaStage,
}

/// The stage of a delta query.
pub(super) enum DeltaStage {
    Everything,
    /// Only changes from now on (`$deltatoken=latest`).
    Latest,
    More(DeltaToken),
}

/// Parses the request.
pub(super) fn read(request: &AuthorizedRequest, kind: ObjectKind) -> Result<DeltaRequest, GraphError> {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(request.raw_query().unwrap_or_default())
        .map_err(|_| GraphError::bad_request("The query string cannot be read."))?;
    let (tokens, others): (Vec<_>, Vec<_>) = pairs
        .into_iter()
        .partition(|(name, _)| ["$deltatoken", "$skiptoken"].contains(&name.to_ascii_lowercase().as_str()));
    let stage = match tokens.first() {
        None => DeltaStage::Everything,
        Some((_, text)) if text == "latest" => DeltaStage::Latest,
        Some((_, text)) => DeltaStage::More(
            DeltaToken::read(text).ok_or_else(|| GraphError::request_bad_request("Badly formed token."))?,
        ),
    };
    let query = match &stage {
        // The options of the first request apply, also when a client repeats them.
        DeltaStage::More(token) => token.query.clone(),
        _ => serde_urlencoded::to_string(&others).unwrap_or_default(),
    };
    let (catalogue, (own, members)) = match kind {
        ObjectKind::User => (&USERS, (query.clone(), false)),
        ObjectKind::Group => (&GROUPS, without_members(&query)),
    };
    let options = QueryOptions::read(catalogue, Some(&own), request.headers())?;
    check(&options)?;
    Ok(DeltaRequest { kind, options, members, query, stage })
}

/// The query without `members` in its `$select`, and whether members are included: they are, unless only other properties are selected.
fn without_members(query: &str) -> (String, bool) {
    let mut pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
    let mut stage = true;
    for (_, names) in pairs.iter_mut().filter(|(name, _)| name.eq_ignore_ascii_case("$select")) {
        let (members, others): (Vec<_>, Vec<_>) =
            names.split(',').map(str::trim).partition(|name| name.eq_ignore_ascii_case("members"));
        stage = !members.is_empty();
        *names = others.join(",");
    }
    (serde_urlencoded::to_string(&pairs).unwrap_or_default(), stage)
}

/// Refuses everything but `$select` and a `$filter` by id.
fn check(options: &QueryOptions) -> Result<(), GraphError> {
    let by_id = options.criteria()?.properties().iter().all(|property| property.name == "id");
    let plain = options.search.is_none() && options.order.is_none() && options.top.is_none();
    if by_id && plain && options.expand.is_empty() && !options.count {
        return options.check_list();
    }
    Err(GraphError::unsupported_query("Unsupported Query."))
}
