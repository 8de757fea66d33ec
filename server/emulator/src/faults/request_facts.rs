//! What is known of a request when the faults look at it.

use base64::{Engine, engine::general_purpose::STANDARD};
use http::{HeaderMap, header::AUTHORIZATION};
use percent_encoding::percent_decode_str;
use time::OffsetDateTime;
use world::{World, ids::UserId};

use super::{
    family::Family,
    fault::{ANYWHERE, FaultOn, Recorded},
};
use crate::{entra::login::graph_claims::GraphClaims, keys::Keys, path_pattern::fits};

/// What a fault means that names neither a path nor a part: not the emulator's own pages.
const WHOLE: [Family; 3] = [Family::Graph, Family::Entra, Family::Redemption];

/// A request as faults see it.
#[derive(Debug, Clone)]
pub(crate) struct RequestFacts {
    pub(crate) now: OffsetDateTime,
    pub(crate) method: String,
    pub(crate) path: String,
    /// The caller's client id, when somebody wanted to know.
    pub(crate) app: Option<String>,
    /// Path, query and body in small letters, when somebody wanted to know.
    pub(crate) text: String,
    /// Query and body as they came, when somebody wanted to know.
    sent: (String, String),
}

impl RequestFacts {
    /// A request of which no more is known than this.
    pub(crate) fn new(now: OffsetDateTime, method: &str, path: &str) -> Self {
        let (method, path) = (method.to_owned(), path.to_owned());
        Self { now, method, path, app: None, text: String::new(), sent: (String::new(), String::new()) }
    }

    /// Reads what the request says: encoded or not, it is found.
    pub(crate) fn read(&mut self, query: Option<&str>, body: &[u8]) {
        let body = String::from_utf8_lossy(body);
        let whole = format!("{}?{}\n{body}", self.path, query.unwrap_or_default());
        let plain = percent_decode_str(&whole).decode_utf8_lossy().to_lowercase();
        self.text = plain;
        self.sent = (query.unwrap_or_default().to_owned(), body.into_owned());
    }

    /// The request as it came.
    pub(super) fn recorded(&self) -> Recorded {
        let (query, body) = self.sent.clone();
        Recorded { method: self.method.clone(), path: self.path.clone(), query, body }
    }

    /// Reads who calls: by the bearer token, by HTTP Basic, or by the parameters.
    pub(crate) fn recognize(&mut self, keys: &Keys, headers: &HeaderMap) {
        let sent = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let (scheme, proof) = sent.split_once(' ').unwrap_or_default();
        self.app = match scheme.to_ascii_lowercase().as_str() {
            "bearer" => keys.verify::<GraphClaims>(proof).map(|claims| claims.appid.to_string()),
            "basic" => {
                let plain = STANDARD.decode(proof).ok().and_then(|plain| String::from_utf8(plain).ok());
                plain.and_then(|plain| plain.split_once(':').map(|(id, _)| id.to_lowercase()))
            }
            _ => self.parameter("client_id"),
        };
    }

    fn parameter(&self, name: &str) -> Option<String> {
        let mut pairs = self.text.split(['?', '&', '\n']).filter_map(|pair| pair.split_once('='));
        pairs.find(|(own, _)| *own == name).map(|(_, value)| value.to_owned())
    }

    /// Whether a fault on these requests means this one.
    pub(super) fn fits(&self, world: &World, on: &FaultOn) -> bool {
        let method = on
            .method
            .as_deref()
            .is_none_or(|method| method == "*" || method.eq_ignore_ascii_case(&self.method));
        method
            && fits(&on.path, &self.path)
            && match on.family {
                Some(family) => family.has(&self.path),
                None => on.path != ANYWHERE || WHOLE.iter().any(|family| family.has(&self.path)),
            }
            && on.contains.as_ref().is_none_or(|text| self.text.contains(&text.to_lowercase()))
            && on.app.as_deref().is_none_or(|app| self.is_from(world, app))
            && on.target.as_deref().is_none_or(|target| self.is_about(world, target))
    }

    fn is_from(&self, world: &World, app: &str) -> bool {
        let id = world.client_named(app).map_or_else(|| app.to_lowercase(), |app| app.client_id.to_string());
        self.app.as_ref() == Some(&id)
    }

    fn is_about(&self, world: &World, target: &str) -> bool {
        names(world, target).iter().any(|name| stands_in(&self.text, name))
    }
}

/// Everything by which requests may name whom `target` names.
fn names(world: &World, target: &str) -> Vec<String> {
    let wanted = target.trim().to_lowercase();
    let id = wanted.parse::<UserId>().ok();
    // A guest and the same person at home have one address.
    let found = world
        .tenants()
        .filter_map(|tenant| id.and_then(|id| tenant.user(id)).or_else(|| tenant.user_with_address(&wanted)));
    let mut names = vec![wanted.clone()];
    for user in found {
        names.push(user.id.to_string());
        names.push(user.user_principal_name.to_lowercase());
        names.extend(user.mail.iter().chain(&user.other_mails).map(|mail| mail.to_lowercase()));
    }
    names
}

/// Whether `name` stands in the text, and not as a part of a longer one.
fn stands_in(text: &str, name: &str) -> bool {
    let goes_on = |c: char| c.is_alphanumeric() || "._-+@".contains(c);
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        !name.is_empty() && !before.is_some_and(goes_on) && !after.is_some_and(goes_on)
    })
}
