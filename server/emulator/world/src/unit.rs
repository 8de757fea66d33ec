//! Administrative units: parts of a directory for which directory roles can be assigned ("administrativeUnit resource type").

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    World,
    effect::{Effect, EventMeta},
    ids::{TenantId, UnitId, UserId},
    rule::Rule,
    visibility_lag::Api,
};

/// An administrative unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Unit {
    /// Its object id.
    pub id: UnitId,
    /// `displayName`.
    pub display_name: String,
    /// `description`.
    pub description: Option<String>,
    /// `visibility`: `HiddenMembership`, or none for public.
    pub visibility: Option<String>,
    /// Its users.
    pub members: BTreeSet<UserId>,
    /// The rule of a dynamic unit; none where members are assigned.
    pub rule: Option<Rule>,
}

/// Why a change of a unit's members is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnitRefused {
    /// No such unit.
    #[error("no such unit")]
    NoUnit,
    /// No such user, or it is not visible yet.
    #[error("no such user: {0}")]
    NoObject(Uuid),
    /// It is already a member.
    #[error("a member already")]
    AlreadyMember,
    /// It is not a member.
    #[error("not a member: {0}")]
    NotMember(Uuid),
    /// The unit is dynamic: a rule decides who is a member.
    #[error("membership follows a rule")]
    FollowsRule,
}

impl World {
    /// Creates a unit.
    pub fn add_unit(&mut self, meta: &EventMeta, tenant: TenantId, mut unit: Unit) -> UnitId {
        unit.id = UnitId(self.new_id());
        let id = unit.id;
        self.append(meta, Effect::UnitCreated { tenant, unit: Box::new(unit) });
        id
    }

    /// Deletes a unit. False when there is none.
    pub fn delete_unit(&mut self, meta: &EventMeta, tenant: TenantId, unit: UnitId) -> bool {
        let known = self.tenant(tenant).is_some_and(|directory| directory.units.contains_key(&unit));
        if known {
            self.append(meta, Effect::UnitDeleted { tenant, unit });
        }
        known
    }

    /// Adds a user to a unit, or removes one.
    pub fn change_unit_member(
        &mut self,
        meta: &EventMeta,
        tenant: TenantId,
        unit: UnitId,
        id: Uuid,
        add: bool,
    ) -> Result<(), UnitRefused> {
        let directory = self.tenant(tenant).ok_or(UnitRefused::NoUnit)?;
        let target = directory.units.get(&unit).ok_or(UnitRefused::NoUnit)?;
        if target.rule.is_some() {
            return Err(UnitRefused::FollowsRule);
        }
        let user = UserId(id);
        let (added, removed) = match (add, target.members.contains(&user)) {
            (true, true) => return Err(UnitRefused::AlreadyMember),
            (false, false) => return Err(UnitRefused::NotMember(id)),
            (false, true) => (Vec::new(), vec![user]),
            (true, false) => {
                let known = directory.user(user);
                known
                    .filter(|user| user.is_visible_to(Api::GroupReference, meta.now))
                    .ok_or(UnitRefused::NoObject(id))?;
                (vec![user], Vec::new())
            }
        };
        self.append(meta, Effect::UnitMembersChanged { tenant, unit, added, removed });
        Ok(())
    }
}
