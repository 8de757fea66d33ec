//! What is known of addresses that nobody in the directory has, without asking anybody: one rule for the list, for a form before it is sent, and for what
//! is stored.

use std::collections::{BTreeSet, HashMap};

use contract::{Caller, EmailAddress, Mailbox, NewAddress, Problem, ProblemCode};
use storage::invited_addresses::{self, AddressStatus};
use storage::{StorageError, Tx, blocked_domains};

use super::BLOCKED_DOMAIN_TTL;
use super::being_invited::is_being_invited;
use crate::app_state::AppState;
use crate::settings::Settings;
use crate::stored::{CorruptRow, StoredError};

/// Whether somebody may be invited at an address that nobody in the directory has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NewAddressStatus {
    /// Nothing is known against it.
    Invitable,
    /// Somebody is being invited with it at this moment: who shares with it joins that invitation.
    BeingInvited,
    /// It would come to nothing, for this reason.
    Refused(ProblemCode),
}

/// What our own ledger has of some addresses.
#[derive(Debug, Default)]
pub(crate) struct KnownAddresses {
    /// How far the invitation of each is, by its canonical form.
    fronts: HashMap<String, AddressStatus>,
    /// Why Microsoft refuses their domains.
    refused: HashMap<String, String>,
}

impl KnownAddresses {
    /// Of these. Two statements, and none where no address is asked about.
    pub(crate) async fn load(
        app: &AppState,
        caller: &Caller,
        addresses: &[&EmailAddress],
    ) -> Result<Self, StorageError> {
        let canonicals: Vec<String> = addresses.iter().map(|address| address.canonical()).collect();
        let domains: BTreeSet<String> = addresses.iter().map(|address| address.domain()).collect();
        let (storage, outdated) = (&app.storage, app.now() - BLOCKED_DOMAIN_TTL);
        let fronts = invited_addresses::of_addresses(storage, &caller.tenant, &texts(&canonicals)).await?;
        let (tenant, domains) = (caller.tenant.as_str(), texts(&domains));
        let refused = blocked_domains::problems(storage, tenant, &domains, outdated).await?;
        Ok(Self { fronts, refused })
    }

    /// As far as it tells whether this one is refused, in the transaction that stores what is shared with it. One statement, and a second one only where
    /// it may be.
    pub(crate) async fn load_in(
        app: &AppState,
        tx: &mut Tx,
        caller: &Caller,
        address: &EmailAddress,
    ) -> Result<Self, StorageError> {
        let (domain, outdated) = (address.domain(), app.now() - BLOCKED_DOMAIN_TTL);
        let tenant = caller.tenant.as_str();
        let refused = blocked_domains::problems_in(tx, tenant, &[domain.as_str()], outdated).await?;
        let known = Self { fronts: HashMap::new(), refused };
        if known.refusal(caller, address).is_none() {
            return Ok(known);
        }
        let canonical = address.canonical();
        let fronts = invited_addresses::of_addresses_in(tx, &caller.tenant, &[canonical.as_str()]).await?;
        Ok(Self { fronts, ..known })
    }

    /// What is to be said of one of them.
    pub(crate) fn status(
        &self,
        app: &AppState,
        caller: &Caller,
        settings: &Settings,
        address: &EmailAddress,
    ) -> Result<NewAddressStatus, CorruptRow> {
        if let Err(reason) = address.check_invitable() {
            return Ok(NewAddressStatus::Refused(reason.into()));
        }
        if let Some(front) = self.fronts.get(&address.canonical())
            && is_being_invited(front, app.now(), settings)?
        {
            return Ok(NewAddressStatus::BeingInvited);
        }
        let refusal = self.refusal(caller, address);
        Ok(refusal.map_or(NewAddressStatus::Invitable, NewAddressStatus::Refused))
    }

    /// Why Microsoft would refuse it.
    fn refusal(&self, caller: &Caller, address: &EmailAddress) -> Option<ProblemCode> {
        if is_of_own_domain(caller, address) {
            return Some(ProblemCode::OwnDomain);
        }
        self.refused.get(&address.domain()).and_then(|code| ProblemCode::from_text(code))
    }
}

fn texts<'a>(all: impl IntoIterator<Item = &'a String>) -> Vec<&'a str> {
    all.into_iter().map(String::as_str).collect()
}

/// What the list says of one.
pub(super) async fn of(
    app: &AppState,
    caller: &Caller,
    settings: &Settings,
    mailbox: Mailbox,
) -> Result<NewAddress, Problem> {
    let Mailbox { address, name } = mailbox;
    let status = status_of(app, caller, settings, &address).await.map_err(|error| app.internal(error))?;
    let is_being_invited = status == NewAddressStatus::BeingInvited;
    let refused = match status {
        NewAddressStatus::Refused(code) => Some(code),
        NewAddressStatus::Invitable | NewAddressStatus::BeingInvited => None,
    };
    Ok(NewAddress { address, name, is_being_invited, refused })
}

async fn status_of(
    app: &AppState,
    caller: &Caller,
    settings: &Settings,
    address: &EmailAddress,
) -> Result<NewAddressStatus, StoredError> {
    let known = KnownAddresses::load(app, caller, &[address]).await?;
    Ok(known.status(app, caller, settings, address)?)
}

/// Whether it is certain that the address is in a domain of the organisation. A sign-in name is always in one; a mail address may be anywhere.
fn is_of_own_domain(caller: &Caller, address: &EmailAddress) -> bool {
    let sign_in_name = caller.address.as_deref().filter(|_| !caller.has_mail && !caller.is_guest);
    let own = sign_in_name.and_then(|name| EmailAddress::parse(name).ok());
    own.is_some_and(|own| own.domain() == address.domain())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use contract::{EntraUserId, SessionKey, TenantId, Via};

    use super::*;

    fn caller(address: &str, has_mail: bool) -> Caller {
        Caller {
            tenant: TenantId::parse("tenant").unwrap(),
            user: EntraUserId::parse("adele").unwrap(),
            name: "Adele".to_owned(),
            address: Some(address.to_owned()),
            has_mail,
            is_admin: false,
            is_guest: false,
            via: Via::Session { key: SessionKey::parse("session").unwrap() },
        }
    }

    #[test]
    fn a_sign_in_name_tells_a_domain_of_the_organisation_and_a_mail_address_does_not() {
        let address = EmailAddress::parse("new@contoso.example").unwrap();
        let is_own = |name, has_mail| is_of_own_domain(&caller(name, has_mail), &address);
        assert!(is_own("adele@Contoso.example", false));
        assert!(!is_own("adele@contoso.example", true), "it may be a mailbox somewhere else");
        assert!(!is_own("adele@eu.contoso.example", false) && !is_own("adele", false));
        let guest = Caller { is_guest: true, ..caller("adele@contoso.example", false) };
        assert!(!is_of_own_domain(&guest, &address));
    }
}
