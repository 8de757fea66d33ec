//! Groups of a tenant, and administrative units.

use serde::Deserialize;
use toml::Spanned;
use world::{
    group::{Group, GroupKind},
    ids::{GroupId, UnitId},
    rule::Rule,
    unit::Unit,
};

use super::{TenantBuilder, reference};
use crate::seed::error::SeedIssue;

/// A group. Users are named by id, principal name or address.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct GroupEntry {
    id: Spanned<GroupId>,
    display_name: String,
    description: Option<String>,
    #[serde(default)]
    kind: GroupKind,
    mail_nickname: Option<String>,
    mail: Option<String>,
    visibility: Option<String>,
    #[serde(default)]
    also_security: bool,
    #[serde(default)]
    assignable_to_role: bool,
    #[serde(default)]
    on_premises: bool,
    membership_rule: Option<Spanned<String>>,
    #[serde(default)]
    owners: Vec<Spanned<String>>,
    #[serde(default)]
    members: Vec<Spanned<String>>,
}

impl GroupEntry {
    pub(super) fn add_to(&self, builder: &mut TenantBuilder<'_>) -> Result<(), SeedIssue> {
        let id = *self.id.as_ref();
        if builder.tenant.groups.contains_key(&id) {
            return Err(SeedIssue::at(self.id.span(), format_args!("{id} is the id of two groups")));
        }
        let mut group = Group::new(id, &self.display_name, builder.created);
        if let Some(nickname) = &self.mail_nickname {
            group.mail_nickname.clone_from(nickname);
        }
        let group = Group {
            description: self.description.clone(),
            kind: self.kind,
            mail: self.mail.clone(),
            visibility: self.visibility.clone(),
            also_security: self.also_security,
            assignable_to_role: self.assignable_to_role,
            on_premises: self.on_premises,
            rule: rule(self.membership_rule.as_ref())?,
            owners: reference::users(builder.tenant, &self.owners)?,
            members: reference::users(builder.tenant, &self.members)?,
            ..group
        };
        builder.tenant.groups.insert(id, group);
        Ok(())
    }
}

/// A membership rule. It is evaluated when the world is created.
fn rule(text: Option<&Spanned<String>>) -> Result<Option<Rule>, SeedIssue> {
    let read = |text: &Spanned<String>| {
        let unreadable = || SeedIssue::at(text.span(), "this is no rule that can be read");
        Rule::new(text.as_ref(), true).ok_or_else(unreadable)
    };
    text.map(read).transpose()
}

/// An administrative unit.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct UnitEntry {
    id: UnitId,
    display_name: String,
    description: Option<String>,
    visibility: Option<String>,
    membership_rule: Option<Spanned<String>>,
    #[serde(default)]
    members: Vec<Spanned<String>>,
}

impl UnitEntry {
    pub(super) fn add_to(&self, builder: &mut TenantBuilder<'_>) -> Result<(), SeedIssue> {
        let unit = Unit {
            id: self.id,
            display_name: self.display_name.clone(),
            description: self.description.clone(),
            visibility: self.visibility.clone(),
            members: reference::users(builder.tenant, &self.members)?,
            rule: rule(self.membership_rule.as_ref())?,
        };
        builder.tenant.units.insert(unit.id, unit);
        Ok(())
    }
}
