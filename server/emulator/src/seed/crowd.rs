//! A large tenant: many generated users, always the same, to test look-ups, lists and paging.

use serde::Deserialize;
use time::OffsetDateTime;
use toml::Spanned;
use uuid::Uuid;
use world::{
    attribute::Attribute,
    ids::{AccountId, UserId},
    tenant::Tenant,
    user::{ExternalUserState, User},
};

use super::error::SeedIssue;

/// The maximum number of users, limited by the memory of an ordinary machine.
const MAX_USERS: u32 = 1_000_000;

/// The parameters of the generated users.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Crowd {
    /// How many users.
    count: Spanned<u32>,
    /// The first one's object id; the others count up from it.
    first_id: Uuid,
    given_names: Spanned<Vec<String>>,
    surnames: Spanned<Vec<String>>,
    departments: Spanned<Vec<String>>,
    /// The domains of the guests, which belong to no tenant, so that guests sign in by passcode.
    guest_domains: Spanned<Vec<String>>,
    /// The domain of the other mail of every seventh user.
    other_mail_domain: String,
}

impl Crowd {
    pub(super) fn check(&self) -> Result<(), SeedIssue> {
        if *self.count.as_ref() > MAX_USERS {
            return Err(SeedIssue::at(
                self.count.span(),
                format_args!("a crowd has {MAX_USERS} users at most"),
            ));
        }
        let lists = [&self.given_names, &self.surnames, &self.departments, &self.guest_domains];
        match lists.into_iter().find(|list| list.as_ref().is_empty()) {
            Some(empty) => Err(SeedIssue::at(empty.span(), "this list needs an entry")),
            None => Ok(()),
        }
    }

    /// Adds the users to the tenant.
    pub(super) fn fill(&self, tenant: &mut Tenant, created: OffsetDateTime) {
        let (initial, domain) = (tenant.initial_domain.clone(), tenant.primary_domain().to_owned());
        let numbers = 0..*self.count.as_ref();
        tenant.users.extend(numbers.map(|number| self.user(number, &domain, &initial, created)));
    }

    /// Two of five are members. Every seventh has another mail, every third guest has not redeemed.
    fn user(&self, number: u32, domain: &str, initial_domain: &str, created: OffsetDateTime) -> User {
        let id = UserId(Uuid::from_u128(self.first_id.as_u128().wrapping_add(u128::from(number))));
        let (given, surname) = (pick(&self.given_names, number), pick(&self.surnames, number / 7));
        let local = format!("{given}.{surname}.{number}").to_lowercase();
        let mut user = if number % 5 < 2 {
            let mut user = member(id, number, &local, domain, created);
            user.attributes = [
                (Attribute::GivenName, given),
                (Attribute::Surname, surname),
                (Attribute::Department, pick(&self.departments, number)),
            ]
            .map(|(attribute, value)| (attribute, value.to_owned()))
            .into();
            user
        } else {
            let address = format!("{local}@{}", pick(&self.guest_domains, number));
            guest(id, number, &address, initial_domain, created)
        };
        user.display_name = format!("{given} {surname}");
        if number.is_multiple_of(7) {
            user.other_mails.push(format!("{local}@{}", self.other_mail_domain));
        }
        user
    }
}

fn pick(list: &Spanned<Vec<String>>, number: u32) -> &str {
    let list = list.as_ref();
    &list[number as usize % list.len()]
}

fn member(id: UserId, number: u32, local: &str, domain: &str, created: OffsetDateTime) -> User {
    let address = format!("{local}@{domain}");
    let mut user = User::member(id, &address, "", created);
    user.proxy_addresses = vec![format!("SMTP:{address}"), format!("smtp:p{number}@{domain}")];
    user.mail = Some(address);
    user
}

fn guest(id: UserId, number: u32, address: &str, initial_domain: &str, created: OffsetDateTime) -> User {
    let mut user = User::guest(id, address, initial_domain, created);
    if !number.is_multiple_of(3) {
        user.external_user_state = Some(ExternalUserState::Accepted);
        user.account = Some(AccountId(id.0));
    }
    user
}
