//! The plain text properties of a user, in one table: name, longest value, whether it can be filtered on.

use serde::{Deserialize, Serialize};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// The assigned codes of ISO 3166-1 alpha-2.
const COUNTRIES: &str = "\
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW \
    BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI \
    FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN \
    IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME \
    MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF \
    PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV \
    SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE \
    YT ZA ZM ZW";

/// A single-valued text property of a user, a date and time included, or a part of a complex one.
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
    EmployeeType,
    EmployeeHireDate,
    FaxNumber,
    AgeGroup,
    ConsentProvidedForMinor,
    CostCenter,
    Division,
}

impl Attribute {
    /// Every attribute.
    pub const ALL: [Self; 22] = [
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
        Self::EmployeeType,
        Self::EmployeeHireDate,
        Self::FaxNumber,
        Self::AgeGroup,
        Self::ConsentProvidedForMinor,
        Self::CostCenter,
        Self::Division,
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
            Self::EmployeeType => "employeeType",
            Self::EmployeeHireDate => "employeeHireDate",
            Self::FaxNumber => "faxNumber",
            Self::AgeGroup => "ageGroup",
            Self::ConsentProvidedForMinor => "consentProvidedForMinor",
            Self::CostCenter => "costCenter",
            Self::Division => "division",
        }
    }

    /// The complex property that it is a part of; none for a property by itself.
    pub const fn part_of(self) -> Option<&'static str> {
        match self {
            Self::CostCenter | Self::Division => Some("employeeOrgData"),
            _ => None,
        }
    }

    /// The attribute of this name, whatever its case. Parts of complex properties have none.
    pub fn named(name: &str) -> Option<Self> {
        let same = |attribute: &Self| attribute.name().eq_ignore_ascii_case(name);
        Self::ALL.into_iter().find(|attribute| same(attribute) && attribute.part_of().is_none())
    }

    /// The part of this name of a complex property, whatever the case of both names.
    pub fn part(complex: &str, name: &str) -> Option<Self> {
        let inside =
            |attribute: &Self| attribute.part_of().is_some_and(|whole| whole.eq_ignore_ascii_case(complex));
        Self::ALL
            .into_iter()
            .find(|attribute| inside(attribute) && attribute.name().eq_ignore_ascii_case(name))
    }

    /// The longest value in characters ("user resource type", Microsoft Graph). Unverified for `employeeType`, `faxNumber`, `officeLocation`,
    /// `preferredLanguage` and the parts of `employeeOrgData`, for which that page names none.
    pub const fn max_length(self) -> usize {
        match self {
            Self::GivenName
            | Self::Surname
            | Self::CompanyName
            | Self::Department
            | Self::MobilePhone
            | Self::FaxNumber => 64,
            Self::EmployeeId => 16,
            Self::PostalCode => 40,
            Self::UsageLocation => 2,
            Self::StreetAddress => 1024,
            Self::JobTitle
            | Self::OfficeLocation
            | Self::PreferredLanguage
            | Self::City
            | Self::State
            | Self::Country
            | Self::EmployeeType
            | Self::EmployeeHireDate
            | Self::AgeGroup
            | Self::ConsentProvidedForMinor
            | Self::CostCenter
            | Self::Division => 128,
        }
    }

    /// Whether `value` may be stored.
    pub fn accepts(self, value: &str) -> bool {
        match self {
            Self::UsageLocation => COUNTRIES.split(' ').any(|country| country == value),
            Self::EmployeeHireDate => OffsetDateTime::parse(value, &Rfc3339).is_ok(),
            Self::AgeGroup => is_one_of(&["minor", "notAdult", "adult"], value),
            Self::ConsentProvidedForMinor => is_one_of(&["granted", "denied", "notRequired"], value),
            _ => value.chars().count() <= self.max_length(),
        }
    }
}

/// In any letter case: the documentation has the values with small letters in front and with capital ones.
fn is_one_of(values: &[&str], value: &str) -> bool {
    values.iter().any(|known| known.eq_ignore_ascii_case(value))
}
