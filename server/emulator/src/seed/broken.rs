//! Contoso with everything in it that goes wrong in real directories. Each object's name says what is wrong with it.

use time::{OffsetDateTime, macros::datetime};
use uuid::Uuid;

use super::{
    Seed, contoso,
    people::{ADELE, Person, SEEDED},
};
use crate::world::{
    attribute::Attribute,
    delete::Deleted,
    ids::{AccountId, UserId},
    policy::AllowInvitesFrom,
    tenant::Tenant,
    user::{ExternalUserState, User, UserType},
};

/// The seed's name.
pub const NAME: &str = "broken";

/// Long ago, as far as an invitation is concerned.
const LONG_AGO: OffsetDateTime = datetime!(2023-02-01 09:00 UTC);

const FABRIKAM: &str = "fabrikam.example";
const NORTHWIND: &str = "northwind.example";

/// The world of Contoso, broken.
pub fn seed() -> Seed {
    let mut seed = contoso::seed();
    for tenant in &mut seed.tenants {
        match tenant.id {
            contoso::CONTOSO => spoil(tenant),
            contoso::FABRIKAM => {
                at_home(tenant, FABRIKAM, &["Disabled Leftover", "Shouting Address", "Made Member"]);
                tenant.users.insert(twin().member());
            }
            _ => {}
        }
    }
    seed
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(0xb20c_e000_0000_4a57_8c11_0000_0000_0000 + number)
}

/// `Disabled Leftover` as `disabled.leftover@<domain>`.
fn address(name: &str, domain: &str) -> String {
    format!("{}@{domain}", name.to_lowercase().replace(' ', "."))
}

/// A number for each name, the same at home and here.
fn number(name: &str) -> u128 {
    name.bytes().fold(0xcbf2_9ce4, |hash: u128, byte| (hash * 0x0100_0193 + u128::from(byte)) % (1 << 40))
}

fn home_id(name: &str) -> Uuid {
    id((1 << 40) + number(name))
}

/// The people at home whom accepted guests sign in as.
fn at_home(tenant: &mut Tenant, domain: &str, names: &[&str]) {
    for name in names {
        let upn = address(name, domain);
        let mut user = User::member(UserId(home_id(name)), &upn, name, SEEDED);
        user.mail = Some(upn.clone());
        user.proxy_addresses = vec![format!("SMTP:{upn}")];
        tenant.users.insert(user);
    }
}

/// Somebody with one account and two addresses, who was invited under both.
fn twin() -> Person {
    Person {
        id: home_id("Twin Alias"),
        given: "Twin",
        surname: "Alias",
        domain: FABRIKAM,
        alias: "twin",
        job_title: "Accountant",
        department: "Finance",
        company: "Fabrikam",
    }
}

/// A pending guest.
fn guest(tenant: &Tenant, name: &str, address: &str) -> User {
    let mut user = User::guest(UserId(id(number(name))), address, &tenant.initial_domain, SEEDED);
    name.clone_into(&mut user.display_name);
    user.sponsors = vec![UserId(ADELE.id)];
    user
}

fn accepted(mut user: User, name: &str) -> User {
    user.external_user_state = Some(ExternalUserState::Accepted);
    user.account = Some(AccountId(home_id(name)));
    user
}

fn spoil(tenant: &mut Tenant) {
    tenant.policy.allow_invites_from = AllowInvitesFrom::AdminsAndGuestInviters;
    tenant.policy.blocked_domains = vec!["tailspin.example".to_owned()];
    tenant.group_addresses.push("broken.team@contoso.example".to_owned());
    let users: Vec<_> = addresses(tenant).into_iter().chain(states(tenant)).chain(members(tenant)).collect();
    for user in users {
        tenant.users.insert(user);
    }
    let name = "Deleted Guest";
    let gone = guest(tenant, name, &address(name, NORTHWIND));
    // When it was deleted follows from when the world is made.
    tenant.deleted.insert(gone.id, Deleted { user: gone, at: SEEDED });
}

/// Guests whose addresses are not what one expects.
fn addresses(tenant: &Tenant) -> Vec<User> {
    let mut contact = guest(tenant, "Contact Conflict", &address("Contact Conflict", FABRIKAM));
    contact.mail = None;
    contact.proxy_addresses.clear();
    let mut mailless = guest(tenant, "Without Any Mail", &address("Without Any Mail", FABRIKAM));
    mailless.mail = None;
    mailless.other_mails.clear();
    mailless.proxy_addresses.clear();
    let name = "Shouting Address";
    let shouting = accepted(guest(tenant, name, &address(name, FABRIKAM).to_uppercase()), name);
    // The principal name still says where the person was before.
    let mut moved = guest(tenant, "Moved Away", &address("Moved Away", FABRIKAM));
    let new = address("Moved On", NORTHWIND);
    moved.mail = Some(new.clone());
    moved.proxy_addresses = vec![format!("SMTP:{new}")];
    moved.other_mails = vec![new];
    let first = guest(tenant, "Twin Alias (first)", "twin.alias@fabrikam.example");
    let second = guest(tenant, "Twin Alias (second)", "twin@fabrikam.example");
    vec![contact, mailless, shouting, moved, first, second]
}

/// Guests in a state in which they cannot just be invited again.
fn states(tenant: &Tenant) -> Vec<User> {
    let name = "Disabled Leftover";
    let mut disabled = accepted(guest(tenant, name, &address(name, FABRIKAM)), name);
    disabled.account_enabled = false;
    let mut old = guest(tenant, "Never Redeemed", &address("Never Redeemed", NORTHWIND));
    old.created = LONG_AGO;
    old.visible_from = LONG_AGO;
    old.external_user_state_changed = Some(LONG_AGO);
    old.sponsors.clear();
    let shut_out = guest(tenant, "Blocked Domain", &address("Blocked Domain", "tailspin.example"));
    vec![disabled, old, shut_out]
}

/// Members who look like guests.
fn members(tenant: &Tenant) -> Vec<User> {
    let member = |name: &str| {
        User::member(UserId(id(number(name))), &address(name, tenant.primary_domain()), name, SEEDED)
    };
    let mut external = member("Internal With External Mail");
    let outside = address("Internal With External Mail", FABRIKAM);
    external.proxy_addresses = vec![format!("SMTP:{outside}")];
    external.mail = Some(outside);
    let mut other = member("Member With Other Mail");
    other.mail = Some(other.user_principal_name.clone());
    other.proxy_addresses = vec![format!("SMTP:{}", other.user_principal_name)];
    other.other_mails = vec![address("Member With Other Mail", NORTHWIND)];
    other.attributes.insert(Attribute::Department, "Sales".to_owned());
    let name = "Made Member";
    let mut made = accepted(guest(tenant, name, &address(name, FABRIKAM)), name);
    made.user_type = UserType::Member;
    let mut secondary = member("Secondary Address");
    let own = secondary.user_principal_name.clone();
    let further = address("Secondary Address", FABRIKAM);
    secondary.proxy_addresses = vec![format!("SMTP:{own}"), format!("smtp:{further}")];
    secondary.mail = Some(own);
    vec![external, other, made, secondary]
}
