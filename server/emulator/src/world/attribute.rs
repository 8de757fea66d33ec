//! The plain text properties of a user, in one table: name, longest value, whether it can be filtered on.

use serde::{Deserialize, Serialize};

/// A single-valued text property of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "each variant is named as Microsoft names the property")]
pub enum Attribute {
    GivenName,
    Surname,
    JobTitle,
    CompanyName,
    Department,
    EmployeeId,
    MobilePhone,
    OfficeLocation,
    PreferredLanguage,
    UsageLocation,
    StreetAddress,
    PostalCode,
    City,
    State,
    Country,
}

impl Attribute {
    /// Every attribute.
    pub const ALL: [Self; 15] = [
        Self::GivenName,
        Self::Surname,
        Self::JobTitle,
        Self::CompanyName,
        Self::Department,
        Self::EmployeeId,
        Self::MobilePhone,
        Self::OfficeLocation,
        Self::PreferredLanguage,
        Self::UsageLocation,
        Self::StreetAddress,
        Self::PostalCode,
        Self::City,
        Self::State,
        Self::Country,
    ];

    /// The property's name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::GivenName => "givenName",
            Self::Surname => "surname",
            Self::JobTitle => "jobTitle",
            Self::CompanyName => "companyName",
            Self::Department => "department",
            Self::EmployeeId => "employeeId",
            Self::MobilePhone => "mobilePhone",
            Self::OfficeLocation => "officeLocation",
            Self::PreferredLanguage => "preferredLanguage",
            Self::UsageLocation => "usageLocation",
            Self::StreetAddress => "streetAddress",
            Self::PostalCode => "postalCode",
            Self::City => "city",
            Self::State => "state",
            Self::Country => "country",
        }
    }

    /// The attribute of this name, whatever its case.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|attribute| attribute.name().eq_ignore_ascii_case(name))
    }

    /// The longest value in characters ("user resource type", Microsoft Graph).
    pub const fn longest(self) -> usize {
        match self {
            Self::GivenName | Self::Surname | Self::CompanyName | Self::Department | Self::MobilePhone => 64,
            Self::EmployeeId => 16,
            Self::PostalCode => 40,
            Self::UsageLocation => 2,
            Self::StreetAddress => 1024,
            Self::JobTitle
            | Self::OfficeLocation
            | Self::PreferredLanguage
            | Self::City
            | Self::State
            | Self::Country => 128,
        }
    }

    /// Whether `value` may be stored.
    pub fn accepts(self, value: &str) -> bool {
        match self {
            Self::UsageLocation => value.len() == 2 && value.chars().all(|c| c.is_ascii_alphabetic()),
            _ => value.chars().count() <= self.longest(),
        }
    }
}
