//! A role of the application's in a part of the directory.

use crate::StepKind;

/// A role that the application needs in a part of the directory. Whether it has it, Microsoft tells nobody who may not read all roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeededRole {
    /// The step that needs it.
    pub step: StepKind,
    /// The actions of a custom role, such as `microsoft.directory/groups/members/update`, or the name of a role of Microsoft's.
    pub allows: Vec<String>,
    /// The part of the directory.
    pub scope: RoleScope,
}

/// In which part of the directory a role counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoleScope {
    /// The administrative unit that guests are in.
    Unit,
    /// Each group that somebody is added to.
    Group,
    /// The application whose role is given.
    Application,
    /// The catalog of the access package.
    Catalog,
}
