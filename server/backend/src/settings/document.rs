//! The settings document and its defaults.

use std::collections::BTreeMap;

use contract::{KindName, RoleName};
use serde::{Deserialize, Serialize};
use time::Duration;

/// Every setting. What a stored document does not name has its default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The kinds whose roles differ from `roles`.
    pub kinds: BTreeMap<KindName, Kind>,
    /// The roles of every other kind, weakest first.
    pub roles: Vec<RoleName>,
    /// How long a guest who may have been made is looked for before "not found" counts, in seconds.
    pub visibility_budget_seconds: u32,
    /// How long a step that time may heal is tried again before a person is asked, in minutes.
    pub retry_minutes: u32,
}

/// What is special about a kind of item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// Its roles, weakest first.
    pub roles: Vec<RoleName>,
}

fn names(texts: &[&str]) -> Vec<RoleName> {
    texts.iter().filter_map(|text| RoleName::parse(text).ok()).collect()
}

impl Default for Settings {
    fn default() -> Self {
        let dashboard = Kind { roles: names(&["reader"]) };
        Self {
            kinds: KindName::parse("dashboard").into_iter().map(|name| (name, dashboard.clone())).collect(),
            roles: names(&["reader", "contributor"]),
            visibility_budget_seconds: 120,
            retry_minutes: 6 * 60,
        }
    }
}

impl Settings {
    /// The roles of a kind, weakest first; never empty.
    pub fn roles_of(&self, kind: &KindName) -> &[RoleName] {
        self.kinds.get(kind).map_or(&self.roles, |kind| &kind.roles)
    }

    /// How long a guest who may have been made is looked for.
    pub fn visibility_budget(&self) -> Duration {
        Duration::seconds(self.visibility_budget_seconds.into())
    }

    /// The same in milliseconds.
    pub fn visibility_budget_ms(&self) -> i64 {
        i64::from(self.visibility_budget_seconds) * 1000
    }

    /// How long a step is tried again.
    pub fn retry_limit(&self) -> Duration {
        Duration::minutes(self.retry_minutes.into())
    }

    /// Says what makes no sense.
    pub fn check(&self) -> Result<(), &'static str> {
        let without = self.roles.is_empty() || self.kinds.values().any(|kind| kind.roles.is_empty());
        if without {
            return Err("every kind of item needs a role");
        }
        if self.retry_minutes == 0 || self.retry_minutes > 7 * 24 * 60 {
            return Err("a step is tried again for one minute to seven days");
        }
        if self.visibility_budget_seconds > 3600 {
            return Err("a guest is looked for during one hour at most");
        }
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn an_old_document_gets_the_defaults() {
        let settings: Settings = serde_json::from_str(r#"{"retry_minutes": 5}"#).unwrap();
        assert_eq!(settings, Settings { retry_minutes: 5, ..Settings::default() });
        assert!(settings.check().is_ok());
        assert!(serde_json::from_str::<Settings>(r#"{"retry_minuts": 5}"#).is_err());
    }

    #[test]
    fn kinds_have_roles() {
        let settings = Settings::default();
        let roles = |kind: &str| settings.roles_of(&KindName::parse(kind).unwrap()).len();
        assert_eq!((roles("document"), roles("dashboard"), roles("anything")), (2, 1, 2));
        let without = Settings { roles: Vec::new(), ..Settings::default() };
        assert!(without.check().is_err());
    }
}
