//! With which right the application changes the tenant's directory, with whose it looks people up there, and how far that goes.

use contract::FieldProblem;
use serde::{Deserialize, Serialize};

use crate::settings::field::FieldSpec;
use crate::settings::section::Section;

/// The ways by their stored names.
const WAYS: &[&str] = &["application", "scoped"];
/// Whose right look-ups have, by stored names.
const LOOK_UPS: &[&str] = &["application", "person"];

/// With which right the application writes attributes, adds to groups and assigns roles, and with whose it looks people up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Permissions {
    /// Which of the two ways it is.
    pub way: PermissionWay,
    /// Who looks people up while somebody shares.
    pub look_ups: LookUps,
    /// Whether the picker shows nobody but those of whom a whole address is typed: no search by name or by the start of an address, and nobody of late.
    pub exact_only: bool,
}

/// How the application is allowed to change the directory.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PermissionWay {
    /// By application permissions: they reach every user and group of the tenant.
    #[default]
    Application,
    /// By custom roles with a scope: users of an administrative unit, single groups, our own application. Microsoft takes a while to put a new guest
    /// into the unit, so that a refusal to change their attributes means "not yet".
    Scoped,
}

/// Who reads the directory while somebody shares. What happens without a person, such as seeing that an invitation was accepted, is always the
/// application's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LookUps {
    /// The application: everybody finds the same people.
    #[default]
    Application,
    /// Whoever shares, with a permission that is delegated to the application: what the tenant lets this person see is what they find.
    Person,
}

impl Permissions {
    /// Whether people are looked up as whoever shares.
    pub const fn looks_up_as_person(self) -> bool {
        matches!(self.look_ups, LookUps::Person)
    }

    /// Whether the application's rights have a scope.
    pub const fn is_scoped(self) -> bool {
        matches!(self.way, PermissionWay::Scoped)
    }
}

impl Section for Permissions {
    const NAME: &'static str = "permissions";
    #[cfg(test)]
    const SAMPLE: &'static str = r#"{"exact_only":true,"look_ups":"person","way":"scoped"}"#;

    fn fields() -> Vec<FieldSpec> {
        vec![
            FieldSpec::choice("way", WAYS),
            FieldSpec::choice("look_ups", LOOK_UPS),
            FieldSpec::toggle("exact_only"),
        ]
    }

    fn validate(&self) -> Vec<FieldProblem> {
        Vec::new()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn every_way_can_be_chosen() {
        let ways: Vec<PermissionWay> =
            WAYS.iter().map(|way| serde_json::from_value((*way).into()).unwrap()).collect();
        assert_eq!(ways, [PermissionWay::Application, PermissionWay::Scoped]);
        let look_ups: Vec<LookUps> =
            LOOK_UPS.iter().map(|way| serde_json::from_value((*way).into()).unwrap()).collect();
        assert_eq!(look_ups, [LookUps::Application, LookUps::Person]);
    }

    #[test]
    fn the_application_looks_people_up_unless_a_setting_says_otherwise() {
        let of = |stored: &str| serde_json::from_str::<Permissions>(stored).unwrap();
        assert!(!of(r#"{"way":"scoped"}"#).looks_up_as_person());
        assert!(of(r#"{"look_ups":"person"}"#).looks_up_as_person());
    }

    #[test]
    fn people_are_found_by_name_unless_a_setting_says_otherwise() {
        let of = |stored: &str| serde_json::from_str::<Permissions>(stored).unwrap().exact_only;
        assert!(!of("{}") && of(r#"{"exact_only":true}"#));
    }
}
