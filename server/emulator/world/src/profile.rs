//! The properties of the profile service ("user resource type": properties that can be read of single users only).

use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// A property of the profile service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "each variant is named as Microsoft names the property")]
pub enum Profile {
    AboutMe,
    Birthday,
    HireDate,
    Interests,
    MySite,
    PastProjects,
    PreferredName,
    Responsibilities,
    Schools,
    Skills,
}

impl Profile {
    /// Every property with its name in JSON.
    pub const ALL: [(Self, &'static str); 10] = [
        (Self::AboutMe, "aboutMe"),
        (Self::Birthday, "birthday"),
        (Self::HireDate, "hireDate"),
        (Self::Interests, "interests"),
        (Self::MySite, "mySite"),
        (Self::PastProjects, "pastProjects"),
        (Self::PreferredName, "preferredName"),
        (Self::Responsibilities, "responsibilities"),
        (Self::Schools, "schools"),
        (Self::Skills, "skills"),
    ];

    /// The property of this name, ignoring case.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, own)| own.eq_ignore_ascii_case(name)).map(|(property, _)| property)
    }

    /// Whether `value` may be stored.
    pub fn accepts(self, value: &Value) -> bool {
        match self {
            Self::AboutMe | Self::MySite | Self::PreferredName => value.is_string(),
            Self::Birthday | Self::HireDate => {
                value.as_str().is_some_and(|text| OffsetDateTime::parse(text, &Rfc3339).is_ok())
            }
            Self::Interests | Self::PastProjects | Self::Responsibilities | Self::Schools | Self::Skills => {
                value.as_array().is_some_and(|list| list.iter().all(Value::is_string))
            }
        }
    }
}
