//! Where invited people may land, as the settings page shows it.

/// An address where people may land, and how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LandingLine {
    /// An origin of the configuration, or an address that the settings name and the configuration does not have.
    pub address: String,
    /// How it stands.
    pub standing: LandingStanding,
}

/// How an address stands by configuration and settings together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LandingStanding {
    /// It is our own: always allowed.
    Own,
    /// All of it is allowed.
    Allowed,
    /// Only what lies below these addresses is.
    Below(Vec<String>),
    /// The settings leave it out.
    Off,
    /// The configuration does not have it, or not any more, so it counts for nothing.
    NotConfigured,
}
