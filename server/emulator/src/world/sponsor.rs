//! Who answers for a user: sponsors and manager ("Add sponsors to a guest user", "Assign manager").

use super::{
    World,
    effect::{Cause, Effect},
    ids::{TenantId, UserId},
};

/// Sponsors of a user, at most.
pub const MOST_SPONSORS: usize = 5;

/// Why a sponsor or manager is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SponsorRefused {
    /// There is no such user.
    #[error("no such user")]
    NoUser,
    /// The one named is not a user of the tenant.
    #[error("no such sponsor")]
    NoSponsor,
    /// Is one already.
    #[error("is a sponsor already")]
    Already,
    /// There are five.
    #[error("too many sponsors")]
    TooMany,
    /// Is none.
    #[error("is no sponsor")]
    NotOne,
}

impl World {
    /// Adds a sponsor.
    pub fn add_sponsor(
        &mut self,
        cause: &Cause,
        tenant: TenantId,
        user: UserId,
        sponsor: UserId,
    ) -> Result<(), SponsorRefused> {
        let directory = self.tenant(tenant).ok_or(SponsorRefused::NoUser)?;
        let mut sponsors = directory.user(user).ok_or(SponsorRefused::NoUser)?.sponsors.clone();
        if directory.user(sponsor).is_none() {
            return Err(SponsorRefused::NoSponsor);
        }
        if sponsors.contains(&sponsor) {
            return Err(SponsorRefused::Already);
        }
        if sponsors.len() >= MOST_SPONSORS {
            return Err(SponsorRefused::TooMany);
        }
        sponsors.push(sponsor);
        self.record(cause, Effect::SponsorsChanged { tenant, user, sponsors });
        Ok(())
    }

    /// Removes a sponsor.
    pub fn remove_sponsor(
        &mut self,
        cause: &Cause,
        tenant: TenantId,
        user: UserId,
        sponsor: UserId,
    ) -> Result<(), SponsorRefused> {
        let target = self.tenant(tenant).and_then(|directory| directory.user(user));
        let mut sponsors = target.ok_or(SponsorRefused::NoUser)?.sponsors.clone();
        let before = sponsors.len();
        sponsors.retain(|own| *own != sponsor);
        if sponsors.len() == before {
            return Err(SponsorRefused::NotOne);
        }
        self.record(cause, Effect::SponsorsChanged { tenant, user, sponsors });
        Ok(())
    }

    /// Sets or clears the manager.
    pub fn set_manager(
        &mut self,
        cause: &Cause,
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
        self.record(cause, Effect::ManagerChanged { tenant, user, manager });
        Ok(())
    }
}
