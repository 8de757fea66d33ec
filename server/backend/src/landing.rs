//! Where invited people may land.

use std::collections::BTreeSet;

use contract::{InvitationId, ItemId, SafeUrl};

/// The origins to which an invited person may be redirected. No other redirect is ever sent.
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

    /// Whether somebody may be sent there. An item that was registered earlier may land where nobody may any more.
    pub(crate) fn allows(&self, landing: &SafeUrl) -> bool {
        self.origins.contains(&landing.origin())
    }

    /// The address at which the item is opened: where it lands, or else its page here.
    pub(crate) fn address_of(&self, item: &ItemId, landing: &SafeUrl) -> SafeUrl {
        if self.allows(landing) { landing.clone() } else { self.page_of(item) }
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn an_item_whose_origin_is_off_the_list_opens_here() {
        let url = |url: &str| SafeUrl::parse(url).unwrap();
        let mut allowed = AllowedRedirectOrigins::own(&url("https://vestibule.example/"));
        allowed.allow(["https://app.example".to_owned()]);
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
}
