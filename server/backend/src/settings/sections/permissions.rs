//! With which right the application changes the tenant's directory.

use contract::FieldProblem;
use serde::{Deserialize, Serialize};

use crate::settings::field::FieldSpec;
use crate::settings::section::Section;

/// The ways by their stored names.
const WAYS: &[&str] = &["application", "scoped"];

/// With which right the application writes attributes, adds to groups and assigns roles.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Permissions {
    /// Which of the two ways it is.
    pub way: PermissionWay,
}

/// How the application is allowed to change the directory.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PermissionWay {
    /// By application permissions: they reach every user and group of the tenant.
    #[default]
    Application,
    /// By custom roles with a scope: users of an administrative unit, single groups, our own application. Microsoft takes a while to put a new guest
    /// into the unit, so a refusal right after the invitation means "not yet".
    Scoped,
}

impl Permissions {
    /// Whether the application's rights have a scope.
    pub const fn is_scoped(self) -> bool {
        matches!(self.way, PermissionWay::Scoped)
    }
}

impl Section for Permissions {
    const NAME: &'static str = "permissions";

    fn fields() -> Vec<FieldSpec> {
        vec![FieldSpec::choice("way", WAYS)]
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
    }
}
