//! What we store of a person in the directory.

use contract::{EmailAddress, EntraUserId, PersonMatch, ProblemCode, TenantId, UserStatus};
use graph::User;
use serde::{Deserialize, Serialize};
use storage::people::{self, PersonRow};
use storage::{StorageError, Tx};

/// A person in the directory, as far as we store them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DirectoryPerson {
    pub(crate) id: EntraUserId,
    pub(crate) name: String,
    pub(crate) address: String,
    pub(crate) standing: UserStatus,
    pub(crate) company: Option<String>,
    /// What an inviter typed of somebody whom the directory has not shown yet: it never replaces what the directory has said.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) is_typed: bool,
}

impl From<PersonMatch> for DirectoryPerson {
    fn from(found: PersonMatch) -> Self {
        Self {
            id: found.id,
            name: found.name,
            address: found.address,
            standing: found.standing,
            company: found.company,
            is_typed: false,
        }
    }
}

impl From<PersonRow> for DirectoryPerson {
    fn from(row: PersonRow) -> Self {
        Self {
            id: row.user,
            name: row.name,
            address: row.address,
            standing: row.standing,
            company: row.company,
            is_typed: false,
        }
    }
}

impl DirectoryPerson {
    /// Stores the person, with the transaction.
    pub(crate) async fn store(
        &self,
        tx: &mut Tx,
        tenant: &TenantId,
        seen_at: i64,
    ) -> Result<(), StorageError> {
        let row = self.row(tenant, seen_at);
        if self.is_typed { people::add_unknown(tx, &row).await } else { people::upsert(tx, &row).await }
    }

    /// The person's row. `seen_at` is in unix milliseconds.
    pub(crate) fn row(&self, tenant: &TenantId, seen_at: i64) -> PersonRow {
        PersonRow {
            tenant: tenant.clone(),
            user: self.id.clone(),
            name: self.name.clone(),
            address: self.address.clone(),
            standing: self.standing,
            company: self.company.clone(),
            seen_at,
        }
    }
}

/// A user as the picker shows one. `typed` is the address that found them.
pub(crate) fn person_match(user: &User, typed: Option<&str>) -> Option<PersonMatch> {
    let typed = typed.filter(|typed| has_address(user, typed)).map(str::to_owned);
    let address = user.mail.clone().or(typed).or_else(|| user.other_mails.first().cloned());
    let address = address.or_else(|| user.user_principal_name.clone()).unwrap_or_default();
    let name = user.display_name.clone().filter(|name| !name.trim().is_empty());
    let standing = match (user.is_pending(), user.is_guest()) {
        (true, _) => UserStatus::Pending,
        (false, true) => UserStatus::Guest,
        (false, false) => UserStatus::Member,
    };
    Some(PersonMatch {
        id: EntraUserId::parse(&user.id).ok()?,
        name: name.unwrap_or_else(|| address.clone()),
        address,
        company: user.company_name.clone(),
        standing,
        blocked: (user.account_enabled == Some(false)).then_some(ProblemCode::PersonBlocked),
    })
}

/// Whether the user answers to the address: mail, other mails, proxy addresses or sign-in name, also as its guest form, however it is written.
pub(crate) fn has_address(user: &User, address: &str) -> bool {
    let wanted = key(address);
    if wanted.is_empty() {
        return false;
    }
    let smtp = user.proxy_addresses.iter().filter_map(|proxy| {
        let (scheme, address) = proxy.split_once(':')?;
        scheme.eq_ignore_ascii_case("smtp").then_some(address)
    });
    let own = user.mail.iter().chain(&user.other_mails).chain(&user.user_principal_name);
    own.map(String::as_str).chain(smtp).any(|own| key(own) == wanted) || is_guest_form(user, address)
}

/// How the directory may have written an address.
pub(super) fn spellings(address: &str) -> Vec<String> {
    EmailAddress::parse(address).map_or_else(|_| vec![address.to_owned()], |address| address.spellings())
}

/// What is equal for two spellings of one address. The directory may have what is none.
pub(crate) fn key(address: &str) -> String {
    EmailAddress::parse(address).map_or_else(|_| address.trim().to_lowercase(), |parsed| parsed.canonical())
}

/// The sign-in name of a guest has their address in it, whatever domain of the tenant follows.
fn is_guest_form(user: &User, address: &str) -> bool {
    let Some(name) = user.user_principal_name.as_deref().map(str::to_lowercase) else { return false };
    let forms = spellings(address).into_iter().filter_map(|spelling| graph::guest_name(&spelling));
    forms.into_iter().any(|form| name.starts_with(&form.to_lowercase()))
}

/// Whether it is the sign-in name of a guest in this tenant: the address at home with `_` for `@`, a mark, and the tenant's initial domain ("Properties
/// of a Microsoft Entra B2B collaboration user"). It looks like an address, and nobody can write to it.
pub(crate) fn is_guest_sign_in_name(text: &str) -> bool {
    text.to_ascii_uppercase().contains("#EXT#")
}
