//! What a delta query asks: options on the first request, a token on the others.

use world::change::ObjectKind;

use super::token::Token;
use crate::directory_api::{
    ask::Ask, error::GraphError, groups::object::GROUPS, query::Options, users::USERS,
};

/// A delta query.
pub(super) struct Delta {
    pub(super) kind: ObjectKind,
    pub(super) options: Options,
    /// Whether it is told who is in groups.
    pub(super) members: bool,
    /// Its options as text, for the links.
    pub(super) query: String,
    pub(super) wanted: Wanted,
}

/// Which part of it.
pub(super) enum Wanted {
    Everything,
    /// Only what changes from now on.
    Latest,
    More(Token),
}

/// Reads it.
pub(super) fn read(ask: &Ask, kind: ObjectKind) -> Result<Delta, GraphError> {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(ask.raw_query().unwrap_or_default())
        .map_err(|_| GraphError::bad_request("The query string cannot be read."))?;
    let (tokens, others): (Vec<_>, Vec<_>) = pairs
        .into_iter()
        .partition(|(name, _)| ["$deltatoken", "$skiptoken"].contains(&name.to_ascii_lowercase().as_str()));
    let wanted = match tokens.first() {
        None => Wanted::Everything,
        Some((_, text)) if text == "latest" => Wanted::Latest,
        Some((_, text)) => Wanted::More(
            Token::read(text).ok_or_else(|| GraphError::request_bad_request("Badly formed token."))?,
        ),
    };
    let query = match &wanted {
        // Options of the first request count, also when a client repeats them.
        Wanted::More(token) => token.query.clone(),
        _ => serde_urlencoded::to_string(&others).unwrap_or_default(),
    };
    let (catalogue, (own, members)) = match kind {
        ObjectKind::User => (&USERS, (query.clone(), false)),
        ObjectKind::Group => (&GROUPS, without_members(&query)),
    };
    let options = Options::read(catalogue, Some(&own), ask.headers())?;
    check(&options)?;
    Ok(Delta { kind, options, members, query, wanted })
}

/// The query without `members` in its `$select`, and whether members are wanted: they come unless only other properties are selected.
fn without_members(query: &str) -> (String, bool) {
    let mut pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
    let mut wanted = true;
    for (_, names) in pairs.iter_mut().filter(|(name, _)| name.eq_ignore_ascii_case("$select")) {
        let (members, others): (Vec<_>, Vec<_>) =
            names.split(',').map(str::trim).partition(|name| name.eq_ignore_ascii_case("members"));
        wanted = !members.is_empty();
        *names = others.join(",");
    }
    (serde_urlencoded::to_string(&pairs).unwrap_or_default(), wanted)
}

/// `$select`, and `$filter` by id: nothing else is supported.
fn check(options: &Options) -> Result<(), GraphError> {
    let by_id = options.wanted()?.properties().iter().all(|property| property.name == "id");
    let plain = options.search.is_none() && options.order.is_none() && options.top.is_none();
    if by_id && plain && options.expand.is_empty() && !options.count {
        return options.check_list();
    }
    Err(GraphError::unsupported_query("Unsupported Query."))
}
