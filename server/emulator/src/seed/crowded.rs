//! Contoso with a hundred thousand more users, to see how look-ups, lists and pages behave in a large tenant. Always the same ones.

use uuid::Uuid;

use super::{Seed, contoso, people::SEEDED};
use crate::world::{
    account::{Account, Realm},
    attribute::Attribute,
    ids::{AccountId, UserId},
    user::{ExternalUserState, User},
};

/// The seed's name.
pub const NAME: &str = "crowded";
/// How many users it has besides those of Contoso.
pub const CROWD: u32 = 100_000;

const GIVEN: [&str; 20] = [
    "Aiko", "Amara", "Anna", "Bruno", "Chen", "Dara", "Elif", "Emil", "Fatima", "Giulia", "Hugo", "Ines",
    "Jonas", "Kofi", "Lena", "Mateo", "Nadia", "Oskar", "Priya", "Zofia",
];
const SURNAME: [&str; 24] = [
    "Almeida",
    "Baker",
    "Costa",
    "Diaz",
    "Eriksen",
    "Fischer",
    "Garcia",
    "Haddad",
    "Ito",
    "Jansen",
    "Kowalski",
    "Lindqvist",
    "Moreau",
    "Nowak",
    "Okafor",
    "Petrov",
    "Quispe",
    "Rossi",
    "Schmidt",
    "Tanaka",
    "Ueda",
    "Virtanen",
    "Weber",
    "Yilmaz",
];
/// Where the guests come from: nobody's tenant, so that a mailbox is their home.
const DOMAINS: [&str; 5] =
    ["adatum.example", "tailspin.example", "wingtip.example", "lamna.example", "proseware.example"];
const DEPARTMENTS: [&str; 4] = ["Operations", "Sales", "Legal", "Product"];

/// The world.
pub fn seed() -> Seed {
    let mut seed = contoso::seed();
    let Some(tenant) = seed.tenants.first_mut() else { return seed };
    let initial = tenant.initial_domain.clone();
    tenant.users.extend((0..CROWD).map(|number| user(number, &initial)));
    seed
}

/// The home account of a guest who is there from the beginning, if this is one.
pub(super) fn account(guest: &User) -> Option<Account> {
    let own = guest.account.filter(|account| account.0 == guest.id.0 && guest.is_guest())?;
    Some(Account {
        id: own,
        realm: Realm::Passcode,
        address: guest.mail.clone()?,
        aliases: Vec::new(),
        display_name: guest.display_name.clone(),
        given_name: None,
        surname: None,
    })
}

fn pick<'a>(list: &[&'a str], number: u32) -> &'a str {
    list[number as usize % list.len()]
}

/// Two of five are members. Every seventh has another mail as well, every third guest has not redeemed.
fn user(number: u32, initial_domain: &str) -> User {
    // After Contoso's own people in every list.
    let id = UserId(Uuid::from_u128(0xf0c0_0000_0000_4c11_a0f0_0000_0000_0000 + u128::from(number)));
    let (given, surname) = (pick(&GIVEN, number), pick(&SURNAME, number / 7));
    let local = format!("{given}.{surname}.{number}").to_lowercase();
    let mut user = if number % 5 < 2 {
        member(id, number, &local, given, surname)
    } else {
        guest(id, number, &local, initial_domain)
    };
    user.display_name = format!("{given} {surname}");
    if number.is_multiple_of(7) {
        user.other_mails.push(format!("{local}@private.example"));
    }
    user
}

fn member(id: UserId, number: u32, local: &str, given: &str, surname: &str) -> User {
    let address = format!("{local}@contoso.example");
    let mut user = User::member(id, &address, "", SEEDED);
    user.proxy_addresses = vec![format!("SMTP:{address}"), format!("smtp:p{number}@contoso.example")];
    user.mail = Some(address);
    user.attributes = [
        (Attribute::GivenName, given),
        (Attribute::Surname, surname),
        (Attribute::Department, pick(&DEPARTMENTS, number)),
    ]
    .map(|(attribute, value)| (attribute, value.to_owned()))
    .into();
    user
}

fn guest(id: UserId, number: u32, local: &str, initial_domain: &str) -> User {
    let address = format!("{local}@{}", pick(&DOMAINS, number));
    let mut user = User::guest(id, &address, initial_domain, SEEDED);
    if !number.is_multiple_of(3) {
        user.external_user_state = Some(ExternalUserState::Accepted);
        user.account = Some(AccountId(id.0));
    }
    user
}
