//! Changing a user's attributes.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

/// An attribute of `user` that we may write. Nothing that decides who somebody is or how they sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Attribute {
    /// `displayName`; Graph does not let it be cleared
    DisplayName,
    /// `givenName`
    GivenName,
    /// `surname`
    Surname,
    /// `companyName`
    CompanyName,
    /// `department`
    Department,
    /// `jobTitle`
    JobTitle,
    /// `employeeId`
    EmployeeId,
    /// `mobilePhone`
    MobilePhone,
    /// `streetAddress`
    StreetAddress,
    /// `postalCode`
    PostalCode,
    /// `city`
    City,
    /// `state`
    State,
    /// `country`
    Country,
    /// `usageLocation`, ISO 3166-1 alpha-2
    UsageLocation,
    /// `preferredLanguage`, such as `en-US`
    PreferredLanguage,
}

impl Attribute {
    /// Microsoft's name.
    pub const fn name(self) -> &'static str {
        self.definition().0
    }

    /// The most characters Graph takes ("user resource type"); none where no limit is documented.
    pub const fn max_length(self) -> Option<usize> {
        self.definition().1
    }

    const fn definition(self) -> (&'static str, Option<usize>) {
        match self {
            Self::DisplayName => ("displayName", Some(256)),
            Self::GivenName => ("givenName", Some(64)),
            Self::Surname => ("surname", Some(64)),
            Self::CompanyName => ("companyName", Some(64)),
            Self::Department => ("department", Some(64)),
            Self::JobTitle => ("jobTitle", Some(128)),
            Self::EmployeeId => ("employeeId", Some(16)),
            Self::MobilePhone => ("mobilePhone", Some(64)),
            Self::StreetAddress => ("streetAddress", Some(1024)),
            Self::PostalCode => ("postalCode", Some(40)),
            Self::City => ("city", Some(128)),
            Self::State => ("state", Some(128)),
            Self::Country => ("country", Some(128)),
            Self::UsageLocation => ("usageLocation", Some(2)),
            Self::PreferredLanguage => ("preferredLanguage", None),
        }
    }
}

/// What to change on a user: absolute, so that it can be repeated.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserChange(BTreeMap<Attribute, Option<String>>);

impl UserChange {
    /// Changes nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets an attribute.
    #[must_use]
    pub fn set(mut self, attribute: Attribute, value: impl Into<String>) -> Self {
        self.0.insert(attribute, Some(value.into()));
        self
    }

    /// Empties an attribute.
    #[must_use]
    pub fn clear(mut self, attribute: Attribute) -> Self {
        self.0.insert(attribute, None);
        self
    }

    /// True if nothing would change.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is set (or cleared) so far.
    pub fn iter(&self) -> impl Iterator<Item = (Attribute, Option<&str>)> {
        self.0.iter().map(|(attribute, value)| (*attribute, value.as_deref()))
    }
}

impl Serialize for UserChange {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter().map(|(attribute, value)| (attribute.name(), value)))
    }
}
