//! The link by which a guest accepts.

/// The link by which a guest accepts. A secret: not serialisable, not printed.
#[derive(Clone, PartialEq, Eq)]
pub struct RedeemLink(String);

impl RedeemLink {
    /// Wraps a link that Graph returned.
    pub const fn new(link: String) -> Self {
        Self(link)
    }

    /// The link itself: for the clipboard, the vault and the guest's mail, nowhere else.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for RedeemLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RedeemLink(***)")
    }
}
