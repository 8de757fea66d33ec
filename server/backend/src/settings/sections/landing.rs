//! Where invited people may land, among what the configuration allows.

use contract::{FieldPath, FieldProblem, ParseUrlError, ProblemCode, SafeUrl};
use serde::{Deserialize, Serialize};
use serde_json::json;
use url::Url;

use crate::config::Config;
use crate::settings::field::FieldSpec;
use crate::settings::section::{FixedSetting, Section};

/// The most addresses.
const MOST_ADDRESSES: usize = 100;
/// The configuration that this section narrows.
const VARIABLE: &str = "VESTIBULE_LANDING_ORIGINS";

/// What of the configuration counts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Landing {
    /// Only what lies below one of these; everything that the configuration allows where none is named. Our own pages count in any case.
    pub addresses: Vec<LandingAddress>,
}

/// An origin, or what lies below a path of it: `https://app.example`, `https://app.example/shared`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LandingAddress(SafeUrl);

impl LandingAddress {
    /// Takes an address without a query or a fragment.
    pub fn parse(text: &str) -> Result<Self, ParseUrlError> {
        let address = SafeUrl::parse(text.trim())?;
        if address.as_str().contains(['?', '#']) {
            return Err(ParseUrlError);
        }
        // In one way only, so that equal addresses are equal.
        SafeUrl::parse(address.as_str().trim_end_matches('/')).map(Self)
    }

    /// Its origin.
    pub fn origin(&self) -> String {
        self.0.origin()
    }

    /// Whether it is less than its whole origin.
    pub fn is_narrow(&self) -> bool {
        !self.path().is_empty()
    }

    /// Whether an item that lands there is below it: by whole parts of the path, so `/shared` is not above `/sharedelsewhere`.
    pub fn covers(&self, landing: &SafeUrl) -> bool {
        let own = self.path();
        let inside = |path: &str| {
            path.strip_prefix(own.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.origin() == landing.origin() && inside(&path_of(landing))
    }

    /// Its path, without a slash at the end: empty for a whole origin.
    fn path(&self) -> String {
        path_of(&self.0).trim_end_matches('/').to_owned()
    }
}

/// The path of an address. What cannot be read has none that anything is above.
fn path_of(address: &SafeUrl) -> String {
    Url::parse(address.as_str()).map(|url| url.path().to_owned()).unwrap_or_default()
}

impl TryFrom<String> for LandingAddress {
    type Error = ParseUrlError;

    fn try_from(text: String) -> Result<Self, ParseUrlError> {
        Self::parse(&text)
    }
}

impl From<LandingAddress> for String {
    fn from(address: LandingAddress) -> Self {
        format!("{}{}", address.origin(), address.path())
    }
}

/// The check of an entry.
fn well_formed(text: &str) -> Result<(), ProblemCode> {
    match text {
        "" => Err(ProblemCode::ValueMissing),
        text => LandingAddress::parse(text).map(drop).map_err(|_| ProblemCode::LandingMalformed),
    }
}

impl Section for Landing {
    const NAME: &'static str = "landing";
    #[cfg(test)]
    const SAMPLE: &'static str = r#"{"addresses":["https://app.example","https://other.example/shared"]}"#;

    fn fields() -> Vec<FieldSpec> {
        vec![FieldSpec::texts("addresses", MOST_ADDRESSES, well_formed)]
    }

    fn validate(&self) -> Vec<FieldProblem> {
        let field = FieldPath::known("addresses");
        if self.addresses.len() > MOST_ADDRESSES {
            return vec![FieldProblem { field, code: ProblemCode::ListTooLong }];
        }
        let is_repeated = |(at, address): &(usize, &LandingAddress)| {
            self.addresses.iter().take(*at).any(|earlier| earlier == *address)
        };
        let repeated = self.addresses.iter().enumerate().filter(is_repeated);
        repeated
            .map(|(at, _)| FieldProblem { field: field.at(at), code: ProblemCode::ValueRepeated })
            .collect()
    }

    /// Where nothing is configured, there is nothing to choose among: people land on our own pages.
    fn fixed_by(config: &Config) -> Vec<FixedSetting> {
        if !config.landing_origins.is_empty() {
            return Vec::new();
        }
        vec![FixedSetting { section: Self::NAME, field: "addresses", value: json!([]), by: VARIABLE }]
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn landing(addresses: &[&str]) -> Landing {
        Landing { addresses: addresses.iter().map(|text| LandingAddress::parse(text).unwrap()).collect() }
    }

    #[test]
    fn an_address_covers_what_lies_below_it_and_nothing_else() {
        let covers = |own: &str, other: &str| {
            LandingAddress::parse(own).unwrap().covers(&SafeUrl::parse(other).unwrap())
        };
        for (own, other) in [
            ("https://app.example", "https://app.example/plan/7?x=1"),
            ("https://app.example/", "https://app.example:443/"),
            ("https://app.example/shared", "https://app.example/shared"),
            ("https://app.example/shared/", "https://app.example/shared/plan"),
            ("https://app.example/shared", "https://app.example/other/../shared/plan"),
        ] {
            assert!(covers(own, other), "{own} {other}");
        }
        for (own, other) in [
            ("https://app.example", "https://app.example.evil.example/"),
            ("https://app.example", "https://app.example:8443/"),
            ("https://app.example/shared", "https://app.example/"),
            ("https://app.example/shared", "https://app.example/sharedelsewhere"),
            ("https://app.example/shared", "https://app.example/shared/../secret"),
            ("https://app.example/shared", "https://app.example/shared/%2e%2e/secret"),
        ] {
            assert!(!covers(own, other), "{own} {other}");
        }
    }

    #[test]
    fn the_texts_of_addresses_stay() {
        let stored = r#"{"addresses":["https://app.example","https://app.example/shared"]}"#;
        let read: Landing = serde_json::from_str(stored).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), stored);
        assert_eq!(
            read,
            serde_json::from_value(
                json!({ "addresses": ["https://app.example/", "https://app.example/shared"] })
            )
            .unwrap()
        );
        assert!(!read.addresses[0].is_narrow() && read.addresses[1].is_narrow());
    }

    #[test]
    fn what_is_no_address_or_there_twice_is_refused() {
        for text in [
            "app.example",
            "http://app.example",
            "javascript:alert(1)",
            "https://u@app.example",
            "https://app.example/?x",
            "https://app.example/#x",
        ] {
            assert_eq!(well_formed(text), Err(ProblemCode::LandingMalformed), "{text}");
        }
        assert_eq!(well_formed(""), Err(ProblemCode::ValueMissing));
        assert_eq!(well_formed("https://app.example/shared"), Ok(()));
        let wrong =
            landing(&["https://app.example", "https://other.example", "https://app.example/"]).validate();
        let wrong: Vec<_> = wrong.into_iter().map(|wrong| (wrong.field.to_string(), wrong.code)).collect();
        assert_eq!(wrong, [("addresses[2]".to_owned(), ProblemCode::ValueRepeated)]);
    }
}
