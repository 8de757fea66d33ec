//! The people of the seeds, with fixed object ids.

use time::macros::datetime;
use uuid::{Uuid, uuid};

use crate::world::{
    attribute::Attribute,
    ids::{AccountId, UserId},
    user::{ExternalUserState, User},
};

/// When the seeded objects were made.
pub(super) const SEEDED: time::OffsetDateTime = datetime!(2026-01-12 09:00 UTC);

/// A seeded person of a tenant.
pub(super) struct Person {
    pub(super) id: Uuid,
    pub(super) given: &'static str,
    pub(super) surname: &'static str,
    pub(super) domain: &'static str,
    pub(super) alias: &'static str,
    pub(super) job_title: &'static str,
    pub(super) department: &'static str,
    pub(super) company: &'static str,
}

pub(super) const ADELE: Person = Person {
    id: uuid!("ade1e000-0001-4a57-8c11-5c0e10f0c001"),
    given: "Adele",
    surname: "Vance",
    domain: "contoso.example",
    alias: "adele",
    job_title: "Project Manager",
    department: "Operations",
    company: "Contoso",
};
pub(super) const ALEX: Person = Person {
    id: uuid!("a1e00000-0002-4a57-8c11-5c0e10f0c002"),
    given: "Alex",
    surname: "Wilber",
    domain: "contoso.example",
    alias: "alex",
    job_title: "Marketing Assistant",
    department: "Marketing",
    company: "Contoso",
};
pub(super) const DIEGO: Person = Person {
    id: uuid!("d1e60000-0003-4a57-8c11-5c0e10f0c003"),
    given: "Diego",
    surname: "Siciliani",
    domain: "contoso.example",
    alias: "diego",
    job_title: "Account Manager",
    department: "Sales",
    company: "Contoso",
};
pub(super) const MEGAN: Person = Person {
    id: uuid!("3e9a0000-0004-4a57-8c11-5c0e10f0c004"),
    given: "Megan",
    surname: "Bowen",
    domain: "contoso.example",
    alias: "megan",
    job_title: "IT Manager",
    department: "IT",
    company: "Contoso",
};
pub(super) const GRADY_AT_HOME: Person = Person {
    id: uuid!("94ad0000-0005-4a57-8c11-5fab21ca0005"),
    given: "Grady",
    surname: "Archie",
    domain: "fabrikam.example",
    alias: "grady",
    job_title: "Designer",
    department: "Product",
    company: "Fabrikam",
};
pub(super) const JONI_AT_HOME: Person = Person {
    id: uuid!("10410000-0006-4a57-8c11-504781d00006"),
    given: "Joni",
    surname: "Sherman",
    domain: "northwind.example",
    alias: "joni",
    job_title: "Paralegal",
    department: "Legal",
    company: "Northwind Traders",
};

/// Object id of Grady's guest object in Contoso.
pub(super) const GRADY_GUEST: UserId = UserId(uuid!("94ad0000-0007-4a57-8c11-5c0e10f0c007"));
/// Object id of Joni's guest object in Contoso.
pub(super) const JONI_GUEST: UserId = UserId(uuid!("10410000-0008-4a57-8c11-5c0e10f0c008"));

impl Person {
    /// `adele.vance@contoso.example`.
    pub(super) fn address(&self) -> String {
        format!("{}.{}@{}", self.given, self.surname, self.domain).to_lowercase()
    }

    fn second_address(&self) -> String {
        format!("{}@{}", self.alias, self.domain)
    }

    fn name(&self) -> String {
        format!("{} {}", self.given, self.surname)
    }

    /// The person as a member of the own tenant.
    pub(super) fn member(&self) -> User {
        let mut user = User::member(UserId(self.id), &self.address(), &self.name(), SEEDED);
        user.mail = Some(self.address());
        user.proxy_addresses =
            vec![format!("SMTP:{}", self.address()), format!("smtp:{}", self.second_address())];
        user.attributes = [
            (Attribute::GivenName, self.given),
            (Attribute::Surname, self.surname),
            (Attribute::JobTitle, self.job_title),
            (Attribute::Department, self.department),
            (Attribute::CompanyName, self.company),
            (Attribute::UsageLocation, "LT"),
            (Attribute::OfficeLocation, "2/1107"),
        ]
        .map(|(attribute, value)| (attribute, value.to_owned()))
        .into();
        user
    }

    /// The person as a guest elsewhere.
    pub(super) fn guest(&self, id: UserId, initial_domain: &str, accepted: bool) -> User {
        let mut user = User::guest(id, &self.address(), initial_domain, SEEDED);
        user.display_name = self.name();
        user.attributes.insert(Attribute::CompanyName, self.company.to_owned());
        user.sponsors = vec![UserId(ADELE.id)];
        if accepted {
            user.external_user_state = Some(ExternalUserState::Accepted);
            user.account = Some(AccountId(self.id));
        }
        user
    }
}
