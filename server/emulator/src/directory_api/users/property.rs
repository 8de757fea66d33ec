//! The properties of a user as Graph shows them: which come by default, which can be filtered on and how ("user resource type").

use serde_json::{Value as Json, json};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use crate::world::{World, attribute::Attribute, user::User};

/// How a property can be filtered on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "a table of what is supported")]
pub struct Filter {
    /// `eq` and `in`.
    pub equal: bool,
    /// `ge` and `le` (and, here, `gt` and `lt`).
    pub range: bool,
    /// `startsWith`.
    pub starts: bool,
    /// `endsWith`, always advanced.
    pub ends: bool,
    /// `ne` and `not`, always advanced.
    pub negate: bool,
    /// Only as an advanced query at all.
    pub advanced: bool,
}

const NONE: Filter =
    Filter { equal: false, range: false, starts: false, ends: false, negate: false, advanced: false };
const TEXT: Filter = Filter { equal: true, range: true, starts: true, negate: true, ..NONE };
const ADDRESS: Filter = Filter { ends: true, ..TEXT };
const CHOICE: Filter = Filter { equal: true, negate: true, ..NONE };
const TIME: Filter = Filter { equal: true, range: true, negate: true, ..NONE };
const ADVANCED: Filter = Filter { advanced: true, ..TEXT };

/// A property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Property {
    /// Its name.
    pub name: &'static str,
    /// Whether it comes without `$select`.
    pub default: bool,
    /// Whether `User.ReadBasic.All` covers it.
    pub basic: bool,
    /// Whether only a single user can be asked for it, never a list.
    pub single: bool,
    /// How it can be filtered on.
    pub filter: Filter,
}

const fn property(name: &'static str, filter: Filter) -> Property {
    Property { name, default: false, basic: false, single: false, filter }
}

const fn default(name: &'static str, filter: Filter) -> Property {
    Property { default: true, ..property(name, filter) }
}

const fn basic(name: &'static str, filter: Filter) -> Property {
    Property { basic: true, ..default(name, filter) }
}

/// A property that only a single user can be asked for: the profile service has it, and nothing of it is built here.
const fn single(name: &'static str) -> Property {
    Property { single: true, ..property(name, NONE) }
}

/// Every property, the default ones first and in Graph's order.
static ALL: [Property; 43] = [
    default("businessPhones", CHOICE),
    basic("displayName", TEXT),
    basic("givenName", TEXT),
    default("jobTitle", TEXT),
    basic("mail", ADDRESS),
    default("mobilePhone", ADVANCED),
    default("officeLocation", ADVANCED),
    default("preferredLanguage", TEXT),
    basic("surname", TEXT),
    default("userPrincipalName", ADDRESS),
    basic("id", CHOICE),
    property("accountEnabled", CHOICE),
    property("city", TEXT),
    property("companyName", ADVANCED),
    property("country", TEXT),
    property("createdDateTime", TIME),
    property("creationType", CHOICE),
    property("department", TEXT),
    property("employeeId", TEXT),
    property("externalUserState", CHOICE),
    property("externalUserStateChangeDateTime", CHOICE),
    property("identities", CHOICE),
    property("mailNickname", TEXT),
    property("otherMails", ADDRESS),
    property("postalCode", ADVANCED),
    property("proxyAddresses", ADDRESS),
    property("state", TEXT),
    property("streetAddress", ADVANCED),
    property("usageLocation", TEXT),
    property("userType", CHOICE),
    property("onPremisesSyncEnabled", CHOICE),
    property("onPremisesUserPrincipalName", NONE),
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

/// An entry of `identities`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// `signInType`.
    pub sign_in_type: &'static str,
    /// `issuer`.
    pub issuer: String,
    /// `issuerAssignedId`; null on a federated entry.
    pub issuer_assigned_id: Option<String>,
}

/// The value of a property.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// Null.
    Null,
    /// Text.
    Text(&'a str),
    /// An id.
    Id(uuid::Uuid),
    /// Several texts.
    Texts(&'a [String]),
    /// True or false.
    Flag(bool),
    /// A time.
    Time(OffsetDateTime),
    /// Identities.
    Identities(Vec<Identity>),
}

impl Property {
    /// Every property.
    pub fn all() -> &'static [Self] {
        &ALL
    }

    /// The property of this name, whatever its case.
    pub fn named(name: &str) -> Option<&'static Self> {
        ALL.iter().find(|property| property.name.eq_ignore_ascii_case(name))
    }

    /// Its value for a user.
    pub fn of<'a>(&self, world: &World, user: &'a User) -> Value<'a> {
        let text = |text: Option<&'a str>| text.map_or(Value::Null, Value::Text);
        match self.name {
            "id" => Value::Id(user.id.0),
            "displayName" => Value::Text(&user.display_name),
            "mail" => text(user.mail.as_deref()),
            "mailNickname" => Value::Text(&user.mail_nickname),
            "userPrincipalName" => Value::Text(&user.user_principal_name),
            "businessPhones" => Value::Texts(&user.business_phones),
            "otherMails" => Value::Texts(&user.other_mails),
            "proxyAddresses" => Value::Texts(&user.proxy_addresses),
            "accountEnabled" => Value::Flag(user.account_enabled),
            "createdDateTime" => Value::Time(user.created),
            "creationType" => text(user.creation_type.as_deref()),
            "externalUserState" => {
                user.external_user_state.map_or(Value::Null, |state| Value::Text(state.name()))
            }
            "externalUserStateChangeDateTime" => {
                user.external_user_state_changed.map_or(Value::Null, Value::Time)
            }
            "identities" => Value::Identities(identities(world, user)),
            "userType" => Value::Text(user.user_type.name()),
            name => {
                text(Attribute::named(name).and_then(|own| user.attributes.get(&own)).map(String::as_str))
            }
        }
    }
}

/// The own entry of the tenant, and for a redeemed guest the one of the identity provider.
fn identities(world: &World, user: &User) -> Vec<Identity> {
    let initial = user.user_principal_name.rsplit('@').next().unwrap_or_default();
    let own = world.tenants().find(|tenant| tenant.owns_domain(initial));
    let mut identities = vec![Identity {
        sign_in_type: "userPrincipalName",
        issuer: own.map_or(initial, |tenant| &tenant.initial_domain).to_owned(),
        issuer_assigned_id: Some(user.user_principal_name.clone()),
    }];
    let home = user.account.and_then(|account| world.account(account));
    if let Some(home) = home.filter(|_| user.creation_type.is_some()) {
        identities.insert(
            0,
            Identity {
                sign_in_type: "federated",
                issuer: home.realm.issuer().to_owned(),
                issuer_assigned_id: None,
            },
        );
    }
    identities
}

impl Value<'_> {
    /// As JSON.
    pub fn json(&self) -> Json {
        match self {
            Self::Null => Json::Null,
            Self::Text(text) => json!(text),
            Self::Id(id) => json!(id),
            Self::Texts(texts) => json!(texts),
            Self::Flag(flag) => json!(flag),
            Self::Time(time) => {
                let whole = time.replace_nanosecond(0).unwrap_or(*time);
                json!(whole.format(&Rfc3339).unwrap_or_default())
            }
            Self::Identities(identities) => identities
                .iter()
                .map(|identity| {
                    json!({
                        "signInType": identity.sign_in_type,
                        "issuer": identity.issuer,
                        "issuerAssignedId": identity.issuer_assigned_id,
                    })
                })
                .collect(),
        }
    }
}
