//! Identifiers of the world. Each kind is its own type, so that a tenant cannot be passed for a user.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// The identifier with this fixed value.
            pub const fn of(value: u128) -> Self {
                Self(Uuid::from_u128(value))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.as_hyphenated().fmt(out)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::try_parse(text).map(Self)
            }
        }
    };
}

id! {
    /// A tenant (`tid`).
    TenantId
}
id! {
    /// A user object in one tenant (`oid`).
    UserId
}
id! {
    /// A home account: in an Entra tenant, at a social provider, or just a mailbox.
    AccountId
}
id! {
    /// A group of one tenant.
    GroupId
}
id! {
    /// An app registration (client id).
    AppId
}
id! {
    /// An invitation; also the `user` parameter of its redeem link.
    InvitationId
}
id! {
    /// An administrative unit of one tenant.
    UnitId
}
id! {
    /// A service principal of one tenant.
    PrincipalId
}

/// Where new identifiers come from.
pub type NewId = std::sync::Arc<dyn Fn() -> Uuid + Send + Sync>;
