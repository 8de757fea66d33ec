//! Users: reading, finding, changing.

pub(crate) mod attribute_name;
pub(crate) mod attribute_value;
pub(crate) mod attributes;
pub(crate) mod change;
pub(crate) mod user;

use std::collections::HashSet;

use crate::address::user_key;
use crate::call::Call;
use crate::client::Graph;
use crate::error::GraphError;
use crate::filter::{Collection, Filter, Property};
use crate::search::Search;
use attribute_name::AttributeName;
use attributes::UserAttributes;
use change::UserChange;
use user::{SELECT, User};

/// Where a person's name or address may begin with what was typed.
const PREFIX_PROPERTIES: [Property; 5] = [
    Property::DisplayName,
    Property::Mail,
    Property::UserPrincipalName,
    Property::GivenName,
    Property::Surname,
];

/// How many ways to write an address one filter holds: Graph takes 15 clauses joined by `or`, and each way needs six.
const MAX_SPELLINGS: usize = 2;

impl Graph {
    /// The signed-in user ("Get a user"). Delegated only.
    pub async fn me(&self) -> Result<User, GraphError> {
        self.read(&self.get("/me", &["me"], &[("$select", SELECT)])?).await?.decode()
    }

    /// One user by object id or user principal name ("Get a user").
    pub async fn user(&self, id: &str) -> Result<User, GraphError> {
        self.read(&self.user_call(id)?).await?.decode()
    }

    /// Everybody who has this address as mail, other mail, proxy address or user principal name, also as the guest form of that, each once
    /// ("Add a custom approval workflow to self-service sign-up": the look-up before an invitation).
    ///
    /// An empty answer says only that the directory shows nobody: a new guest may not be visible yet.
    pub async fn find_by_address(&self, address: &str) -> Result<Vec<User>, GraphError> {
        self.find_by_spellings(&[address]).await
    }

    /// The same for an address that the directory may have written in several ways; at most two are asked for.
    pub async fn find_by_spellings<T: AsRef<str>>(&self, spellings: &[T]) -> Result<Vec<User>, GraphError> {
        self.users_where(&with_address(spellings)?).await
    }

    /// The same for many addresses, each with its spellings: an answer for each, in their order, of which one that fails spoils no other. Twenty are
    /// asked for in one request ("Combine multiple HTTP requests using JSON batching").
    pub async fn find_each_by_spellings<T: AsRef<str>>(
        &self,
        wanted: &[Vec<T>],
    ) -> Vec<Result<Vec<User>, GraphError>> {
        let call = |spellings: &Vec<T>| self.users_call(&with_address(spellings)?, None);
        let calls = wanted.iter().map(call).collect();
        let mut found = Vec::with_capacity(wanted.len());
        for answer in self.read_each(calls).await {
            found.push(match answer {
                Ok((call, first)) => self.pages_from(call, first).await.map(dedupe),
                Err(error) => Err(error),
            });
        }
        found
    }

    /// Each of these users, as [`user`](Self::user) reads one, in the order of the ids. Twenty are asked for in one request.
    pub async fn users_each<T: AsRef<str>>(&self, ids: &[T]) -> Vec<Result<User, GraphError>> {
        let calls = ids.iter().map(|id| self.user_call(id.as_ref())).collect();
        let answers = self.read_each(calls).await.into_iter();
        answers.map(|answer| answer.and_then(|(_, response)| response.decode())).collect()
    }

    /// At most `top` users whose name or address starts with this text, for a picker. Nothing typed finds nobody.
    pub async fn find_starting_with(&self, text: &str, top: u8) -> Result<Vec<User>, GraphError> {
        let text = text.trim();
        if text.is_empty() || top == 0 {
            return Ok(Vec::new());
        }
        let [first, rest @ ..] = PREFIX_PROPERTIES;
        let filter = rest.into_iter().fold(Filter::starts_with(first, text), |filter, property| {
            filter.or(Filter::starts_with(property, text))
        });
        Ok(dedupe(self.first_page(&self.users_call(&filter, Some(top))?).await?))
    }

    /// At most `top` users in whose display name a word starts with each word of this text: also by the surname of a guest, who has no other name
    /// than that ("Use the $search query parameter": display names are taken apart into words). Nothing typed finds nobody. Signs that the
    /// service is reported to refuse in a search are left out of the question, for it does not keep them either, and looked for in its answer.
    pub async fn find_by_words(&self, text: &str, top: u8) -> Result<Vec<User>, GraphError> {
        let Some(search) = Search::parse(text).filter(|_| top > 0) else { return Ok(Vec::new()) };
        let call = self.search_call("/users", "users", SELECT, &search, top)?;
        let mut found = dedupe(self.first_page(&call).await?);
        found.retain(|user| search.has_left_out(user.display_name.as_deref()));
        Ok(found)
    }

    /// Everybody the filter matches, each once, over all pages ("List users").
    pub async fn users_where(&self, filter: &Filter) -> Result<Vec<User>, GraphError> {
        Ok(dedupe(self.all_pages(self.users_call(filter, None)?).await?))
    }

    /// These attributes of a user ("Get a user", `$select`). What has no value, or is not shown to this caller, is absent from the answer.
    pub async fn user_attributes(
        &self,
        id: &str,
        names: &[AttributeName],
    ) -> Result<UserAttributes, GraphError> {
        let select = attributes::select(names);
        let call = self.get("/users/{id}", &["users", user_key(id)?], &[("$select", &select)])?;
        Ok(self.read(&call).await?.decode::<attributes::AttributesResponse>()?.attributes(names))
    }

    /// Sets and clears attributes of a user; those not named stay ("Update user"). Repeating it changes nothing more.
    /// Nothing is sent for an empty change.
    pub async fn update_user(&self, id: &str, change: &UserChange) -> Result<(), GraphError> {
        let call = self.patch("/users/{id}", &["users", user_key(id)?], change)?;
        if change.is_empty() {
            return Ok(());
        }
        self.write(&call).await.map(drop)
    }

    /// Deletes a user; they can be restored for 30 days ("Delete user"). Repeating it is refused as not found.
    pub async fn delete_user(&self, id: &str) -> Result<(), GraphError> {
        self.write(&self.delete("/users/{id}", &["users", user_key(id)?])?).await.map(drop)
    }

    fn user_call(&self, id: &str) -> Result<Call, GraphError> {
        self.get("/users/{id}", &["users", user_key(id)?], &[("$select", SELECT)])
    }

    fn users_call(&self, filter: &Filter, top: Option<u8>) -> Result<Call, GraphError> {
        let odata = filter.to_odata();
        let top = top.map(|top| top.to_string());
        let mut query = vec![("$select", SELECT), ("$filter", odata.as_str())];
        query.extend(top.as_deref().map(|top| ("$top", top)));
        if filter.is_advanced() {
            query.push(("$count", "true"));
        }
        let mut call = self.get("/users", &["users"], &query)?;
        call.eventual = filter.is_advanced();
        Ok(call)
    }
}

/// Whose an address is that may be written in these ways, of which two count.
fn with_address<T: AsRef<str>>(spellings: &[T]) -> Result<Filter, GraphError> {
    let spellings = spellings.iter().map(AsRef::as_ref).take(MAX_SPELLINGS);
    let filters = spellings.filter(|address| !address.trim().is_empty()).map(owned_by);
    filters.reduce(Filter::or).ok_or(GraphError::Invalid("an empty address"))
}

/// Whose the address is, wherever the directory keeps it.
fn owned_by(address: &str) -> Filter {
    // Whether proxy addresses are compared without regard to case is not documented, so both prefixes are asked for.
    let filter = Filter::eq(Property::Mail, address)
        .or(Filter::eq(Property::UserPrincipalName, address))
        .or(Filter::any_eq(Collection::OtherMails, address))
        .or(Filter::any_eq(Collection::ProxyAddresses, &format!("SMTP:{address}")))
        .or(Filter::any_eq(Collection::ProxyAddresses, &format!("smtp:{address}")));
    match guest_name(address) {
        Some(name) => filter.or(Filter::starts_with(Property::UserPrincipalName, &name)),
        None => filter,
    }
}

/// How the user principal name of a guest with this address begins, whatever domain of the tenant follows ("Properties of a Microsoft Entra B2B
/// collaboration user").
pub fn guest_name(address: &str) -> Option<String> {
    address.rsplit_once('@').map(|(local, domain)| format!("{local}_{domain}#EXT#"))
}

fn dedupe(users: Vec<User>) -> Vec<User> {
    let mut seen = HashSet::new();
    users.into_iter().filter(|user| seen.insert(user.id.clone())).collect()
}
