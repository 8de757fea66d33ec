//! What is known of an address that nobody in the directory has, without asking anybody.

use contract::{Caller, EmailAddress, Mailbox, NewAddress, Problem, ProblemCode};
use storage::{blocked_domains, invited_addresses};

use super::being_invited::is_being_invited;
use super::{BLOCKED_DOMAIN_TTL, key};
use crate::app_state::AppState;
use crate::settings::Settings;
use crate::stored::StoredError;

/// What is known of it.
pub(super) async fn of(
    app: &AppState,
    caller: &Caller,
    settings: &Settings,
    mailbox: Mailbox,
) -> Result<NewAddress, Problem> {
    let Mailbox { address, name } = mailbox;
    let known = known(app, caller, settings, &address).await.map_err(|error| app.internal(error))?;
    let (is_being_invited, refused) = known;
    Ok(NewAddress { address, name, is_being_invited, refused })
}

/// Whether the address is being invited, and otherwise why nobody can be invited with it.
async fn known(
    app: &AppState,
    caller: &Caller,
    settings: &Settings,
    address: &EmailAddress,
) -> Result<(bool, Option<ProblemCode>), StoredError> {
    if let Err(reason) = address.check_invitable() {
        return Ok((false, Some(reason.into())));
    }
    let front = invited_addresses::of_address(&app.storage, &caller.tenant, &key(address.as_str())).await?;
    if let Some(front) = front
        && is_being_invited(&front, app.now(), settings)?
    {
        return Ok((true, None));
    }
    if is_of_own_domain(caller, address) {
        return Ok((false, Some(ProblemCode::OwnDomain)));
    }
    let (domain, outdated) = (address.domain(), app.now() - BLOCKED_DOMAIN_TTL);
    let asked = [domain.as_str()];
    let known = blocked_domains::problems(&app.storage, caller.tenant.as_str(), &asked, outdated).await?;
    Ok((false, known.get(&domain).and_then(|code| ProblemCode::from_text(code))))
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
