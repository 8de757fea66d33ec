//! The catalogue of users: which properties are returned by default, which can be filtered on and how ("user resource type").

use serde_json::Value as Json;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use uuid::Uuid;
use world::{
    World,
    attribute::Attribute,
    extension::DataType,
    profile::Profile,
    user::{ExternalUserState, User},
};

use super::complex_values::{identities, organization};
use crate::graph_api::query::{
    Catalogue, NamedValues, NavigationProperty, Object, Operators, Property, SearchMode, Support, Value,
    ValueKind, is_extension,
};

const fn text(name: &'static str) -> Property {
    Property::text(name)
}

const fn choice(name: &'static str) -> Property {
    Property::new(name, ValueKind::Text, Operators::CHOICE)
}

const fn advanced(name: &'static str) -> Property {
    Property::new(name, ValueKind::Text, Operators::ADVANCED)
}

const fn address(name: &'static str, kind: ValueKind) -> Property {
    Property::new(name, kind, Operators::ADDRESS).searched(SearchMode::Start)
}

/// A property of the profile service, which can be read of single users only.
const fn single(name: &'static str) -> Property {
    Property::new(name, ValueKind::Text, Operators::NONE).single()
}

static EXTENSION_ATTRIBUTES: [Property; 15] = [
    advanced("extensionAttribute1"),
    advanced("extensionAttribute2"),
    advanced("extensionAttribute3"),
    advanced("extensionAttribute4"),
    advanced("extensionAttribute5"),
    advanced("extensionAttribute6"),
    advanced("extensionAttribute7"),
    advanced("extensionAttribute8"),
    advanced("extensionAttribute9"),
    advanced("extensionAttribute10"),
    advanced("extensionAttribute11"),
    advanced("extensionAttribute12"),
    advanced("extensionAttribute13"),
    advanced("extensionAttribute14"),
    advanced("extensionAttribute15"),
];

/// `eq`, `ge` and `le` only.
const SIGN_IN: Operators = Operators { negate: Support::No, ..Operators::RANGE };
static SIGN_INS: [Property; 2] = [
    Property::new("lastSignInDateTime", ValueKind::Time, SIGN_IN),
    Property::new("lastNonInteractiveSignInDateTime", ValueKind::Time, SIGN_IN),
];

/// What advanced queries may filter on with everything but `startsWith`.
const ADVANCED_RANGE: Operators = Operators { starts: Support::No, ..Operators::ADVANCED };
static ORGANIZATION: [Property; 2] = [
    Property::new("costCenter", ValueKind::Text, ADVANCED_RANGE),
    Property::new("division", ValueKind::Text, ADVANCED_RANGE),
];

static IDENTITY: [Property; 3] = [choice("signInType"), choice("issuer"), choice("issuerAssignedId")];

/// All properties, the default ones first and in Graph's order.
static PROPERTIES: [Property; 53] = [
    Property::new("businessPhones", ValueKind::Texts, Operators::CHOICE).by_default(),
    text("displayName").basic().searched(SearchMode::Words).sortable(),
    text("givenName").basic().searched(SearchMode::Start).sortable(),
    text("jobTitle").by_default(),
    address("mail", ValueKind::Text).basic().sortable(),
    advanced("mobilePhone").by_default(),
    advanced("officeLocation").by_default(),
    text("preferredLanguage").by_default(),
    text("surname").basic().searched(SearchMode::Start).sortable(),
    address("userPrincipalName", ValueKind::Text).by_default().sortable(),
    Property::new("id", ValueKind::Id, Operators::CHOICE).basic(),
    Property::new("accountEnabled", ValueKind::Flag, Operators::CHOICE),
    choice("ageGroup"),
    text("city"),
    advanced("companyName"),
    choice("consentProvidedForMinor"),
    text("country"),
    Property::new("createdDateTime", ValueKind::Time, Operators::RANGE).sortable(),
    choice("creationType"),
    text("department"),
    Property::new("employeeHireDate", ValueKind::Time, ADVANCED_RANGE),
    text("employeeId"),
    Property::new("employeeOrgData", ValueKind::Complex(&ORGANIZATION), ADVANCED_RANGE),
    advanced("employeeType"),
    choice("externalUserState"),
    Property::new("externalUserStateChangeDateTime", ValueKind::Time, Operators::CHOICE),
    Property::new("identities", ValueKind::Complexes(&IDENTITY), Operators::CHOICE),
    advanced("faxNumber"),
    text("mailNickname"),
    address("otherMails", ValueKind::Texts),
    advanced("postalCode"),
    address("proxyAddresses", ValueKind::Texts),
    text("securityIdentifier").covered(),
    text("state"),
    advanced("streetAddress"),
    text("usageLocation"),
    choice("userType"),
    Property::new("deletedDateTime", ValueKind::Time, Operators::RANGE),
    Property::new(
        "onPremisesExtensionAttributes",
        ValueKind::Complex(&EXTENSION_ATTRIBUTES),
        Operators::ADVANCED,
    ),
    Property::new("onPremisesSyncEnabled", ValueKind::Flag, Operators::CHOICE),
    Property::new("onPremisesUserPrincipalName", ValueKind::Text, Operators::NONE),
    Property::new("signInActivity", ValueKind::Complex(&SIGN_INS), SIGN_IN),
    single("aboutMe"),
    single("birthday"),
    single("hireDate"),
    single("interests"),
    single("mailboxSettings"),
    single("mySite"),
    single("pastProjects"),
    single("preferredName"),
    single("responsibilities"),
    single("schools"),
    single("skills"),
];

/// Users.
pub static USERS: Catalogue = Catalogue {
    type_name: "microsoft.graph.user",
    set: "users",
    properties: &PROPERTIES,
    links: &[
        NavigationProperty { name: "extensions", end: None },
        NavigationProperty { name: "manager", end: Some(&PEOPLE) },
        NavigationProperty { name: "sponsors", end: Some(&PEOPLE) },
    ],
    extensible: true,
};

/// Deleted users, without links.
pub static DELETED: Catalogue = Catalogue { links: &[], ..USERS };

/// Users in lists with other kinds of objects: sponsors, managers, deleted items.
pub static PEOPLE: Catalogue = Catalogue {
    type_name: "microsoft.graph.directoryObject",
    set: "directoryObjects",
    properties: &PROPERTIES,
    links: &[],
    extensible: true,
};

/// A user with what is needed to show it.
#[derive(Debug, Clone, Copy)]
pub struct UserEntity<'a> {
    /// The world, for identities (tenants and home accounts) and the definitions of directory extensions.
    pub world: &'a World,
    /// The user.
    pub user: &'a User,
    /// When it was deleted.
    pub deleted: Option<OffsetDateTime>,
}

impl<'a> UserEntity<'a> {
    /// A user of the directory.
    pub fn of(world: &'a World, user: &'a User) -> Self {
        Self { world, user, deleted: None }
    }
}

impl Object for UserEntity<'_> {
    fn value(&self, property: &Property) -> Value<'_> {
        let user = self.user;
        match property.name.as_ref() {
            "id" => Value::Id(user.id.0),
            "displayName" => Value::text(Some(&user.display_name)),
            "mail" => Value::text(user.mail.as_deref()),
            "mailNickname" => Value::text(Some(&user.mail_nickname)),
            "userPrincipalName" => Value::text(Some(&user.user_principal_name)),
            "businessPhones" => Value::texts(&user.business_phones),
            "otherMails" => Value::texts(&user.other_mails),
            "proxyAddresses" => {
                let any_case = self.world.ignores_proxy_prefix_case(user.id);
                let own = |own| if any_case { Value::text(Some(own)) } else { Value::Prefixed(own) };
                Value::List(user.proxy_addresses.iter().map(|address| own(address.as_str())).collect())
            }
            "accountEnabled" => Value::Flag(user.account_enabled),
            "createdDateTime" => Value::Time(user.created),
            "creationType" => Value::text(user.creation_type.as_deref()),
            "externalUserState" => Value::text(user.external_user_state.map(ExternalUserState::name)),
            "externalUserStateChangeDateTime" => {
                user.external_user_state_changed.map_or(Value::Null, Value::Time)
            }
            "identities" => Value::List(identities(self.world, user)),
            "securityIdentifier" => Value::Text(security_identifier(user.id.0).into()),
            "userType" => Value::text(Some(user.user_type.name())),
            "deletedDateTime" => self.deleted.map_or(Value::Null, Value::Time),
            "onPremisesSyncEnabled" => {
                user.on_premises_user_principal_name.as_ref().map_or(Value::Null, |_| Value::Flag(true))
            }
            "onPremisesUserPrincipalName" => Value::text(user.on_premises_user_principal_name.as_deref()),
            "onPremisesExtensionAttributes" => Value::Complex(extension_attributes(user)),
            // No sign-ins are recorded, so the property is absent.
            "signInActivity" => Value::Absent,
            "employeeHireDate" => time(user.attributes.get(&Attribute::EmployeeHireDate)),
            "employeeOrgData" => organization(user),
            name if is_extension(name) => self.extension(name),
            name => {
                if let Some(profile) = Profile::named(name) {
                    return user.profile.get(&profile).map_or(Value::Null, from_json);
                }
                let attribute = Attribute::named(name);
                Value::text(attribute.and_then(|own| user.attributes.get(&own)).map(String::as_str))
            }
        }
    }
}

impl<'a> UserEntity<'a> {
    /// The value of a directory extension; absent when not set.
    fn extension(&self, name: &str) -> Value<'a> {
        let values = &self.user.extensions.directory;
        let Some(definition) = self.world.definition(name) else { return Value::Absent };
        match (values.get(&definition.name), definition.data_type) {
            (None, _) => Value::Absent,
            (Some(Json::String(text)), DataType::DateTime) => time(Some(text)),
            (Some(value), _) => from_json(value),
        }
    }
}

/// A stored date and time.
fn time(text: Option<&String>) -> Value<'static> {
    let read = text.and_then(|text| OffsetDateTime::parse(text, &Rfc3339).ok());
    read.map_or(Value::Null, Value::Time)
}

/// The object id as a Windows SID: its sixteen bytes as four numbers.
fn security_identifier(id: Uuid) -> String {
    let bytes = id.to_bytes_le();
    bytes.chunks_exact(4).fold("S-1-12-1".to_owned(), |known, part| {
        let number = part.iter().rev().fold(0_u32, |sum, byte| (sum << 8) | u32::from(*byte));
        format!("{known}-{number}")
    })
}

fn from_json(value: &Json) -> Value<'_> {
    match value {
        Json::String(text) => Value::text(Some(text)),
        Json::Bool(flag) => Value::Flag(*flag),
        Json::Number(number) => number.as_i64().map_or(Value::Null, Value::Number),
        Json::Array(list) => Value::List(list.iter().map(from_json).collect()),
        Json::Null | Json::Object(_) => Value::Null,
    }
}

fn extension_attributes(user: &User) -> NamedValues<'_> {
    let kept = &user.extensions.attributes;
    let names = EXTENSION_ATTRIBUTES.iter().zip(1_u8..);
    let part = |(part, number): (&'static Property, u8)| {
        (part.name.as_ref(), Value::text(kept.get(&number).map(String::as_str)))
    };
    names.map(part).collect()
}
