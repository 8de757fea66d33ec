//! The index of users for queries.

use std::collections::BTreeSet;

use uuid::Uuid;
use world::{ids::UserId, user::User, users::Users};

use crate::graph_api::query::Index;

impl Index for Users {
    fn exactly(&self, property: &str, text: &str) -> Option<BTreeSet<Uuid>> {
        let ids = |ids: &mut dyn Iterator<Item = UserId>| Some(ids.map(|id| id.0).collect());
        let at = |address: &str| ids(&mut self.at_address(address).map(|user: &User| user.id));
        match property {
            "id" => ids(&mut text.parse().into_iter()),
            "mail" | "otherMails" | "userPrincipalName" => at(text),
            "proxyAddresses" => at(text.split_once(':').map_or(text, |(_, address)| address)),
            "displayName" | "givenName" | "surname" => ids(&mut self.named(text)),
            _ => None,
        }
    }

    fn starting(&self, property: &str, text: &str) -> Option<BTreeSet<Uuid>> {
        let ids = |ids: &mut dyn Iterator<Item = UserId>| Some(ids.map(|id| id.0).collect());
        match property {
            "mail" | "otherMails" | "userPrincipalName" => ids(&mut self.address_starting(text)),
            "proxyAddresses" => {
                text.split_once(':').and_then(|(_, address)| ids(&mut self.address_starting(address)))
            }
            "displayName" | "givenName" | "surname" => ids(&mut self.name_starting(text)),
            _ => None,
        }
    }
}
