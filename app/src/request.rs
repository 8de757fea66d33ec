//! The request context: the caller, the language and the ports, for pages and server functions.

use std::sync::Arc;

use contract::{Caller, Language, LocalPath, Look, NoCaller, Problem, ProblemCode, TenantBlock, ports};
use http::request::Parts;
use leptos::prelude::use_context;
use time::OffsetDateTime;

/// The back end, as trait objects. The server puts it into the context of every request.
#[derive(Clone)]
pub struct Ports {
    /// Items.
    pub items: Arc<dyn ports::Items>,
    /// The access that others have.
    pub access_changes: Arc<dyn ports::AccessChanges>,
    /// The arrival of guests.
    pub arrivals: Arc<dyn ports::Arrivals>,
    /// The directory.
    pub people: Arc<dyn ports::People>,
    /// Invitations.
    pub invitations: Arc<dyn ports::Invitations>,
    /// The settings, for administrators.
    pub settings: Arc<dyn ports::SettingsAdmin>,
    /// How the pages look.
    pub looks: Arc<dyn ports::Looks>,
    /// Toasts.
    pub toasts: Arc<dyn ports::Toasts>,
    /// The caller's session.
    pub account: Arc<dyn ports::Account>,
    /// The time, which in development follows the emulator's clock.
    pub now: Arc<dyn Fn() -> OffsetDateTime + Send + Sync>,
    /// Makes the idempotency key of a form.
    pub new_key: Arc<dyn Fn() -> String + Send + Sync>,
}

/// The context of one request.
#[derive(Clone)]
pub(crate) struct RequestContext {
    /// The back end.
    pub ports: Ports,
    /// The signed-in person, if any.
    pub signed_in: Option<Caller>,
    /// In place of the signed-in person: somebody whose account could not be checked for too long.
    pub no_caller: Option<NoCaller>,
    /// Microsoft takes no invitations of the signed-in person's tenant.
    pub tenant_block: Option<TenantBlock>,
    /// The browser; `None` where a page is rendered without the session layer.
    pub browser: Option<Arc<dyn ports::Browser>>,
    /// The language of the response.
    pub lang: Language,
    /// The chosen theme; `None` follows the system.
    pub theme: Option<&'static str>,
    /// The requested path and query.
    pub path: LocalPath,
    /// How pages look; Vestibule's own until a page asks.
    pub look: Look,
}

impl RequestContext {
    /// Reads the request from the Leptos context.
    pub fn current() -> Result<Self, Problem> {
        let (Some(ports), Some(request)) = (use_context::<Ports>(), use_context::<Parts>()) else {
            return Err(Problem::new(ProblemCode::Internal));
        };
        let path = request.uri.path_and_query().and_then(|path| LocalPath::parse(path.as_str()).ok());
        Ok(Self {
            ports,
            signed_in: request.extensions.get::<Caller>().cloned(),
            no_caller: request.extensions.get::<NoCaller>().cloned(),
            tenant_block: request.extensions.get::<TenantBlock>().copied(),
            browser: request.extensions.get::<Arc<dyn ports::Browser>>().cloned(),
            lang: language(&request),
            theme: theme(&request),
            path: path.unwrap_or_else(LocalPath::home),
            look: Look::default(),
        })
    }

    /// The same with the look of the settings in force, for a page.
    pub async fn with_look(self) -> Self {
        let look = self.ports.looks.look().await;
        Self { look, ..self }
    }

    /// What the product is called here.
    pub fn product_name(&self) -> &str {
        self.look.name.as_deref().unwrap_or_else(|| words::app::name(self.lang))
    }

    /// The signed-in person.
    pub fn caller(&self) -> Result<&Caller, Problem> {
        let refused = || match &self.no_caller {
            Some(NoCaller { problem, .. }) => problem.clone(),
            None => Problem::new(ProblemCode::SignInNeeded),
        };
        self.signed_in.as_ref().ok_or_else(refused)
    }

    /// Whose session it is, whatever they may do with it.
    pub fn session_owner(&self) -> Option<&Caller> {
        self.signed_in.as_ref().or(self.no_caller.as_ref().map(|no_caller| &no_caller.person))
    }

    /// Whether a person has signed out in this browser, and nobody has signed in since.
    pub fn has_signed_out(&self) -> bool {
        self.signed_in.is_none() && self.browser.as_ref().is_some_and(|browser| browser.has_signed_out())
    }

    /// The time of this request.
    pub fn now(&self) -> OffsetDateTime {
        (self.ports.now)()
    }
}

/// The time of the current request.
pub(crate) fn now() -> OffsetDateTime {
    // Only a test of one widget has no ports.
    use_context::<Ports>().map_or(OffsetDateTime::UNIX_EPOCH, |ports| (ports.now)())
}

/// The cookies with a person's preferences.
pub(crate) const LANGUAGE_COOKIE: &str = "vestibule-language";
pub(crate) const THEME_COOKIE: &str = "vestibule-theme";
pub(crate) const THEMES: [&str; 2] = ["light", "dark"];

pub(crate) fn language(parts: &Parts) -> Language {
    let chosen = cookie(parts, LANGUAGE_COOKIE).and_then(|tag| Language::from_tag(&tag));
    chosen.unwrap_or_else(|| {
        let header = parts.headers.get(http::header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        header.map_or(Language::English, Language::negotiate)
    })
}

fn theme(parts: &Parts) -> Option<&'static str> {
    let chosen = cookie(parts, THEME_COOKIE)?;
    THEMES.into_iter().find(|theme| *theme == chosen)
}

fn cookie(parts: &Parts, name: &str) -> Option<String> {
    let headers = parts.headers.get_all(http::header::COOKIE);
    let pairs = headers.iter().filter_map(|value| value.to_str().ok()).flat_map(|line| line.split(';'));
    let pair = pairs.filter_map(|pair| pair.trim().split_once('=')).find(|(key, _)| *key == name)?;
    Some(pair.1.to_owned())
}

/// One parameter of the query, decoded.
pub(crate) fn query(name: &str) -> Option<String> {
    let map = leptos_router::hooks::use_query_map();
    leptos::prelude::GetUntracked::get_untracked(&map).get(name)
}

/// Every parameter of the query with this name, decoded, in its order. Read from the request: the router's map decodes each value twice, and an address
/// may have a percent sign in it.
pub(crate) fn query_all(name: &str) -> Vec<String> {
    let query = use_context::<Parts>().and_then(|parts| parts.uri.query().map(str::to_owned));
    values(&query.unwrap_or_default(), name)
}

/// The values of a name in a query, as forms write it (URL Standard, `application/x-www-form-urlencoded`).
fn values(query: &str, name: &str) -> Vec<String> {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let decoded = |value: &str| {
        let spaced = value.replace('+', " ");
        percent_encoding::percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
    };
    pairs.filter(|(key, _)| *key == name).map(|(_, value)| decoded(value)).collect()
}

/// One parameter of the path.
pub(crate) fn path_param(name: &str) -> Option<String> {
    let map = leptos_router::hooks::use_params_map();
    leptos::prelude::GetUntracked::get_untracked(&map).get(name)
}

#[cfg(test)]
mod tests {
    use super::values;

    #[test]
    fn each_value_of_a_name_is_decoded_once() {
        let query =
            "item=plan&to=Kim+Lee%20%3Ckim%2Bx%40woodgrove.example%3E&too=no&to&to=a%2541%40x.example&to=";
        assert_eq!(values(query, "to"), ["Kim Lee <kim+x@woodgrove.example>", "a%41@x.example", ""]);
        assert_eq!(values(query, "item"), ["plan"]);
        assert!(values("", "to").is_empty());
        assert_eq!(values("to=%FF%", "to"), ["\u{fffd}%"]);
    }
}
