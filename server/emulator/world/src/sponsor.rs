//! Sponsors and managers of users ("Add sponsors to a guest user", "Assign manager").

use uuid::Uuid;

use super::{
    World,
    effect::{Effect, EventMeta},
    ids::{GroupId, TenantId, UserId},
    membership::Member,
    tenant::Tenant,
    user::User,
};

/// The maximum number of sponsors of a user, users and groups together.
pub const MAX_SPONSORS: usize = 5;

/// Why a sponsor or manager is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SponsorRefused {
    /// There is no such user.
    #[error("no such user")]
    NoUser,
    /// The sponsor is neither a user nor a group of the tenant.
    #[error("no such sponsor")]
    NoSponsor,
    /// It is already a sponsor.
    #[error("is a sponsor already")]
    Already,
    /// The user has the maximum number of sponsors.
    #[error("too many sponsors")]
    TooMany,
    /// It is no sponsor.
    #[error("is no sponsor")]
    NotOne,
}

impl User {
    /// The sponsors: users, then groups.
    pub fn all_sponsors(&self) -> impl Iterator<Item = Member> {
        let users = self.sponsors.iter().copied().map(Member::User);
        users.chain(self.sponsor_groups.iter().copied().map(Member::Group))
    }
}

impl Tenant {
    /// The user or group with this id, if it can be a sponsor ("Add sponsors to a guest user").
    pub fn sponsor(&self, id: Uuid) -> Option<Member> {
        if self.groups.contains_key(&GroupId(id)) {
            return Some(Member::Group(GroupId(id)));
        }
        self.user(UserId(id)).map(|user| Member::User(user.id))
    }
}

impl World {
    /// Adds a sponsor.
    pub fn add_sponsor(
        &mut self,
        meta: &EventMeta,
        tenant: TenantId,
        user: UserId,
        sponsor: Uuid,
    ) -> Result<(), SponsorRefused> {
        let directory = self.tenant(tenant).ok_or(SponsorRefused::NoUser)?;
        let target = directory.user(user).ok_or(SponsorRefused::NoUser)?;
        let sponsor = directory.sponsor(sponsor).ok_or(SponsorRefused::NoSponsor)?;
        // A deleted object is no sponsor any more.
        let mut sponsors: Vec<_> =
            target.all_sponsors().filter(|own| directory.sponsor(own.id()).is_some()).collect();
        if sponsors.contains(&sponsor) {
            return Err(SponsorRefused::Already);
        }
        if sponsors.len() >= MAX_SPONSORS {
            return Err(SponsorRefused::TooMany);
        }
        sponsors.push(sponsor);
        self.set_sponsors(meta, tenant, user, sponsors);
        Ok(())
    }

    /// Removes a sponsor.
    pub fn remove_sponsor(
        &mut self,
        meta: &EventMeta,
        tenant: TenantId,
        user: UserId,
        sponsor: Uuid,
    ) -> Result<(), SponsorRefused> {
        let target = self.tenant(tenant).and_then(|directory| directory.user(user));
        let before: Vec<_> = target.ok_or(SponsorRefused::NoUser)?.all_sponsors().collect();
        let left: Vec<_> = before.iter().copied().filter(|own| own.id() != sponsor).collect();
        if left.len() == before.len() {
            return Err(SponsorRefused::NotOne);
        }
        self.set_sponsors(meta, tenant, user, left);
        Ok(())
    }

    /// Replaces the sponsors of a user.
    pub(super) fn set_sponsors(
        &mut self,
        meta: &EventMeta,
        tenant: TenantId,
        user: UserId,
        all: impl IntoIterator<Item = Member>,
    ) {
        let (mut sponsors, mut groups) = (Vec::new(), Vec::new());
        for sponsor in all {
            match sponsor {
                Member::User(user) => sponsors.push(user),
                Member::Group(group) => groups.push(group),
            }
        }
        self.append(meta, Effect::SponsorsChanged { tenant, user, sponsors, groups });
    }

    /// Sets or clears the manager.
    pub fn set_manager(
        &mut self,
        meta: &EventMeta,
        tenant: TenantId,
        user: UserId,
        manager: Option<UserId>,
    ) -> Result<(), SponsorRefused> {
        let directory = self.tenant(tenant).ok_or(SponsorRefused::NoUser)?;
        let target = directory.user(user).ok_or(SponsorRefused::NoUser)?;
        if manager.is_some_and(|id| directory.user(id).is_none()) {
            return Err(SponsorRefused::NoSponsor);
        }
        if manager.is_none() && target.manager.is_none() {
            return Err(SponsorRefused::NotOne);
        }
        self.append(meta, Effect::ManagerChanged { tenant, user, manager });
        Ok(())
    }
}
