//! Where invited people may land.

use std::collections::BTreeSet;

use contract::{InvitationId, ItemId, LandingLine, LandingStanding, SafeUrl};

use crate::settings::sections::{Landing, LandingAddress};

/// The origins to which the configuration allows an invited person to be redirected. No other redirect is ever sent; the settings may narrow them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowedRedirectOrigins {
    own: SafeUrl,
    origins: BTreeSet<String>,
}

impl AllowedRedirectOrigins {
    /// Only our own origin.
    pub fn own(public_url: &SafeUrl) -> Self {
        Self { own: public_url.clone(), origins: BTreeSet::from([public_url.origin()]) }
    }

    /// Allows these origins too, such as `https://app.example`.
    pub fn allow(&mut self, origins: impl IntoIterator<Item = String>) {
        let origins = origins.into_iter().filter_map(|origin| SafeUrl::parse(&origin).ok());
        self.origins.extend(origins.map(|origin| origin.origin()));
    }

    /// Whether the configuration allows an item to be registered there. What an administrator has switched off does not count: otherwise a click
    /// could keep the next process from starting.
    pub(crate) fn allows(&self, landing: &SafeUrl) -> bool {
        self.allows_origin(&landing.origin())
    }

    /// Whether the configuration names this origin, or it is ours.
    pub(crate) fn allows_origin(&self, origin: &str) -> bool {
        self.origins.contains(origin)
    }

    /// Whether there is anything to narrow: other origins than ours.
    pub(crate) fn has_others(&self) -> bool {
        self.origins.len() > 1
    }

    /// What is left of them by the settings. Our own pages are always left: they are where everything else opens then.
    pub(crate) fn narrowed_by(&self, landing: &Landing) -> AllowedRedirects<'_> {
        AllowedRedirects { configured: self, only: landing.addresses.clone() }
    }

    /// How each origin of the configuration stands by the settings, and what the settings name besides.
    pub(crate) fn report(&self, landing: &Landing) -> Vec<LandingLine> {
        let own = self.own.origin();
        let standing = |origin: &String| {
            let named: Vec<_> =
                landing.addresses.iter().filter(|address| address.origin() == *origin).collect();
            if *origin == own {
                LandingStanding::Own
            } else if landing.addresses.is_empty() || named.iter().any(|address| !address.is_narrow()) {
                LandingStanding::Allowed
            } else if named.is_empty() {
                LandingStanding::Off
            } else {
                LandingStanding::Below(
                    named.into_iter().map(|address| String::from(address.clone())).collect(),
                )
            }
        };
        let configured = self.origins.iter().map(|origin| (origin.clone(), standing(origin)));
        let gone = landing.addresses.iter().filter(|address| !self.allows_origin(&address.origin()));
        let gone = gone.map(|address| (String::from(address.clone()), LandingStanding::NotConfigured));
        let all = configured.chain(gone);
        all.map(|(address, standing)| LandingLine { address, standing }).collect()
    }

    /// The front page here.
    pub(crate) const fn front_page(&self) -> &SafeUrl {
        &self.own
    }

    /// The page of the link in a mail of ours.
    pub(crate) fn arrival_page(&self, id: &InvitationId, secret: &str) -> SafeUrl {
        let page = SafeUrl::parse(&format!("{}/arrive/{id}?key={secret}", self.own.origin()));
        page.unwrap_or_else(|_| self.own.clone())
    }

    /// The item's page here.
    pub(crate) fn page_of(&self, item: &ItemId) -> SafeUrl {
        let page = SafeUrl::parse(&format!("{}/items/{item}", self.own.origin()));
        page.unwrap_or_else(|_| self.own.clone())
    }
}

/// Where an invited person may be redirected by configuration and settings together.
#[derive(Debug, Clone)]
pub(crate) struct AllowedRedirects<'a> {
    configured: &'a AllowedRedirectOrigins,
    /// Only below these, if there are any.
    only: Vec<LandingAddress>,
}

impl AllowedRedirects<'_> {
    /// Whether somebody may be sent there. An item that was registered earlier may land where nobody may any more.
    pub(crate) fn allows(&self, landing: &SafeUrl) -> bool {
        let is_own = landing.origin() == self.configured.own.origin();
        let is_left = || self.only.is_empty() || self.only.iter().any(|address| address.covers(landing));
        self.configured.allows(landing) && (is_own || is_left())
    }

    /// The address at which the item is opened: where it lands, or else its page here.
    pub(crate) fn address_of(&self, item: &ItemId, landing: &SafeUrl) -> SafeUrl {
        if self.allows(landing) { landing.clone() } else { self.page_of(item) }
    }

    /// The item's page here.
    pub(crate) fn page_of(&self, item: &ItemId) -> SafeUrl {
        self.configured.page_of(item)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn url(url: &str) -> SafeUrl {
        SafeUrl::parse(url).unwrap()
    }

    fn configured() -> AllowedRedirectOrigins {
        let mut allowed = AllowedRedirectOrigins::own(&url("https://vestibule.example/"));
        allowed.allow(["https://app.example".to_owned(), "https://other.example".to_owned()]);
        allowed
    }

    fn only(addresses: &[&str]) -> Landing {
        Landing { addresses: addresses.iter().map(|text| LandingAddress::parse(text).unwrap()).collect() }
    }

    #[test]
    fn an_item_whose_origin_is_off_the_list_opens_here() {
        let configured = configured();
        let allowed = configured.narrowed_by(&Landing::default());
        let id = ItemId::parse("plan").unwrap();
        for (landing, opened) in [
            ("https://app.example/plan/7", "https://app.example/plan/7"),
            ("https://vestibule.example/items/plan", "https://vestibule.example/items/plan"),
            ("https://gone.example/plan", "https://vestibule.example/items/plan"),
            ("https://app.example.evil.example/plan", "https://vestibule.example/items/plan"),
        ] {
            assert_eq!(allowed.address_of(&id, &url(landing)).as_str(), opened);
            assert_eq!(allowed.page_of(&id).as_str(), "https://vestibule.example/items/plan");
        }
    }

    #[test]
    fn settings_narrow_the_configuration_and_never_widen_it() {
        let configured = configured();
        for (addresses, landing, is_allowed) in [
            (&["https://app.example"][..], "https://app.example/plan/7", true),
            (&["https://app.example"], "https://other.example/plan/7", false),
            (&["https://app.example/shared"], "https://app.example/shared/7", true),
            (&["https://app.example/shared"], "https://app.example/plan/7", false),
            (&["https://gone.example"], "https://gone.example/", false),
            (&["https://gone.example"], "https://app.example/", false),
            (&["https://gone.example"], "https://vestibule.example/items/plan", true),
        ] {
            let allowed = configured.narrowed_by(&only(addresses));
            assert_eq!(allowed.allows(&url(landing)), is_allowed, "{addresses:?} {landing}");
            assert!(!allowed.allows(&url("https://evil.example/")), "{addresses:?}");
            assert!(
                configured.allows(&url("https://other.example/")),
                "registering goes by the configuration alone"
            );
        }
    }

    #[test]
    fn the_report_says_how_each_origin_stands() {
        let standings = |landing: &Landing| -> Vec<_> {
            configured().report(landing).into_iter().map(|line| (line.address, line.standing)).collect()
        };
        let of = |address: &str, standing| (address.to_owned(), standing);
        assert_eq!(
            standings(&Landing::default()),
            [
                of("https://app.example", LandingStanding::Allowed),
                of("https://other.example", LandingStanding::Allowed),
                of("https://vestibule.example", LandingStanding::Own),
            ]
        );
        let below = LandingStanding::Below(vec!["https://app.example/shared".to_owned()]);
        assert_eq!(
            standings(&only(&["https://app.example/shared/", "https://gone.example"])),
            [
                of("https://app.example", below),
                of("https://other.example", LandingStanding::Off),
                of("https://vestibule.example", LandingStanding::Own),
                of("https://gone.example", LandingStanding::NotConfigured),
            ]
        );
    }
}
