//! The steps, and the one list that names them all. Each file says what one does, how it is undone, and what makes it safe to repeat.

pub(crate) mod add_sponsor;
pub(crate) mod await_sign_up;
mod find_person;
mod grant_app_role;
mod join_group;
pub(crate) mod record_access;
mod request_access_package;
pub(crate) mod send_invitation;
pub(crate) mod send_mail;
mod set_attributes;
mod tell_inviter;

use contract::{GivenAttribute, PersonMatch, StepKind, ToldBy, TypedAttribute};
use storage::invitations::StepRow;

use super::step::{Permission, ScopedRole, Step};
use crate::stored::CorruptRow;

pub(crate) use record_access::existing_role;

/// Every step, in the order of a plan, which is the order of their kinds.
pub(crate) static STEPS: [&(dyn Step + Send); StepKind::ALL.len()] = [
    &find_person::FindPerson,
    &send_invitation::SendInvitation,
    &await_sign_up::AwaitSignUp,
    &request_access_package::RequestAccessPackage,
    &set_attributes::SetAttributes,
    &join_group::JoinGroup,
    &grant_app_role::GrantAppRole,
    &record_access::RecordAccess,
    &send_mail::SendMail,
    &add_sponsor::AddSponsor,
    &tell_inviter::TellInviter,
];

/// The step of this kind.
pub(crate) fn step_of(kind: StepKind) -> &'static (dyn Step + Send) {
    STEPS[kind as usize]
}

/// What is known of a step without an invitation.
#[derive(Debug, Clone, Copy)]
pub struct StepInfo {
    /// Which step.
    pub kind: StepKind,
    /// What it needs of Microsoft Graph.
    pub permissions: &'static [Permission],
    /// What it needs in the place of that, where a setting says so.
    pub alternative_permissions: &'static [Permission],
    /// What it uses besides where a setting says so, and does without.
    pub optional_permissions: &'static [Permission],
    /// What undoing it needs beyond that.
    pub undo_permissions: &'static [Permission],
    /// Only settings that are not the default ones plan it.
    pub is_optional: bool,
    /// What stands in the place of its permissions where the application's rights have a scope.
    pub scoped_role: Option<ScopedRole>,
}

/// Every step in the order of a plan: for the report of permissions, the README's tables and the tests that hold for each step.
pub fn step_list() -> impl Iterator<Item = StepInfo> {
    STEPS.iter().map(|step| StepInfo {
        kind: step.kind(),
        permissions: step.permissions(),
        alternative_permissions: step.alternative_permissions(),
        optional_permissions: step.optional_permissions(),
        undo_permissions: step.undo_permissions(),
        is_optional: step.is_optional(),
        scoped_role: step.scoped_role(),
    })
}

/// How the person learns of it.
pub(crate) fn told_by(steps: &[StepRow]) -> Result<ToldBy, CorruptRow> {
    Ok(match send_mail::told_by(steps)? {
        Some(told_by) => told_by,
        None if send_invitation::is_suppressed(steps)? => ToldBy::Inviter,
        // Microsoft writes to nobody whom an access package makes a guest.
        None if request_access_package::is_planned_in(steps) => ToldBy::Inviter,
        None => ToldBy::Microsoft,
    })
}

/// What the form was told of the guest.
pub(crate) fn given_attributes(steps: &[StepRow]) -> Result<Vec<GivenAttribute>, CorruptRow> {
    set_attributes::typed(steps)
}

/// The same as a form has it that is sent once more.
pub(crate) fn typed_again(steps: &[StepRow]) -> Result<Vec<TypedAttribute>, CorruptRow> {
    let given = set_attributes::typed(steps)?.into_iter();
    Ok(given.map(|given| TypedAttribute { name: given.name, value: given.value }).collect())
}

/// Whom the directory showed last for the address, when the inviter has to say who is meant.
pub(crate) fn candidates(steps: &[StepRow]) -> Result<Vec<PersonMatch>, CorruptRow> {
    let later = send_invitation::candidates(steps)?;
    if later.is_empty() { find_person::candidates(steps) } else { Ok(later) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use contract::RoleScope;

    use super::*;

    /// A row of the README's table of permissions.
    fn row(step: &StepInfo) -> String {
        let listed = |permissions: &[Permission]| {
            let named: Vec<_> = permissions.iter().map(ToString::to_string).collect();
            if named.is_empty() { "none".to_owned() } else { named.join(", ") }
        };
        let name = step.kind.as_str().replace('-', " ");
        let mut needed = listed(step.permissions);
        if !step.alternative_permissions.is_empty() {
            needed = format!("{needed}, or by setting {}", listed(step.alternative_permissions));
        }
        if !step.optional_permissions.is_empty() {
            needed = format!("{needed}, and by setting {} (optional)", listed(step.optional_permissions));
        }
        format!("| {name} | {needed} | {} |", listed(step.undo_permissions))
    }

    #[test]
    fn the_readme_says_which_permission_each_step_needs() {
        let readme = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../README.md")).replace('`', "");
        let (_, table) = readme.split_once("| step | permission | to undo it |\n|---|---|---|\n").unwrap();
        let rows = table.lines().take_while(|line| line.starts_with('|'));
        let rows: Vec<_> = rows.map(|row| row.replace(" the ", " ")).collect();
        assert_eq!(rows, step_list().map(|step| row(&step)).collect::<Vec<_>>());
    }

    #[test]
    fn the_readme_registers_what_the_steps_need_and_not_what_only_undoing_needs() {
        let readme = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../README.md"));
        let of = |kind: &str| {
            let rows = readme.lines().filter(|line| line.starts_with("| API permissions"));
            rows.filter(|line| line.contains(kind)).collect::<String>()
        };
        let (delegated, application) = (of("*delegated*"), of("*application*"));
        for step in step_list() {
            let needed = step.permissions.iter().chain(step.alternative_permissions);
            for permission in needed.chain(step.optional_permissions) {
                let (row, name) = match permission {
                    Permission::Delegated(name) => (&delegated, name),
                    Permission::Application(name) => (&application, name),
                };
                assert!(row.contains(&format!("`{name}`")), "{name}");
            }
            for permission in step.undo_permissions {
                let (Permission::Delegated(name) | Permission::Application(name)) = permission;
                assert!(!application.contains(name) && !delegated.contains(name), "{name}");
            }
        }
    }

    #[test]
    fn the_readme_says_which_role_may_stand_in_the_place_of_each_permission() {
        let readme = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../README.md")).replace('`', "");
        let head = "| step | in the place of | what the role allows | its scope |\n|---|---|---|---|\n";
        let (_, table) = readme.split_once(head).unwrap();
        let rows: Vec<_> = table.lines().take_while(|line| line.starts_with('|')).collect();
        let row = |step: StepInfo| {
            let role = step.scoped_role?;
            let instead: Vec<_> = role.instead_of.iter().map(ToString::to_string).collect();
            let scope = match role.scope {
                RoleScope::Unit => "the administrative unit that guests are in",
                RoleScope::Group => "each group",
                RoleScope::Application => "the application whose role is given",
                RoleScope::Catalog => "the package's catalog",
            };
            let name = step.kind.as_str().replace('-', " ");
            Some(format!("| {name} | {} | {} | {scope} |", instead.join(", "), role.allows.join(", ")))
        };
        assert_eq!(rows, step_list().filter_map(row).collect::<Vec<_>>());
    }

    #[test]
    fn a_role_stands_in_the_place_of_permissions_that_the_step_needs_and_only_where_a_setting_plans_it() {
        for step in step_list() {
            let Some(role) = step.scoped_role else { continue };
            assert!(step.is_optional && !role.allows.is_empty(), "{:?}", step.kind);
            assert!(!role.instead_of.is_empty(), "{:?}", step.kind);
            assert!(role.instead_of.iter().all(|own| step.permissions.contains(own)), "{:?}", step.kind);
        }
    }

    #[test]
    fn the_list_is_in_the_order_of_the_kinds() {
        assert_eq!(STEPS.map(Step::kind), StepKind::ALL);
        assert!(StepKind::ALL.into_iter().all(|kind| step_of(kind).kind() == kind));
    }
}
