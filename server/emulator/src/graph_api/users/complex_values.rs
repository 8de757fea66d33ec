//! Complex values of a user that come from several places: `identities` and `employeeOrgData` ("objectIdentity resource type",
//! "employeeOrgData resource type").

use std::borrow::Cow;

use world::{World, attribute::Attribute, user::User};

use crate::graph_api::query::Value;

/// `employeeOrgData`: null when nothing of it is set.
pub(super) fn organization(user: &User) -> Value<'_> {
    let parts = [("costCenter", Attribute::CostCenter), ("division", Attribute::Division)];
    let value = |own: Attribute| user.attributes.get(&own).map(String::as_str);
    if parts.iter().all(|(_, own)| value(*own).is_none()) {
        return Value::Null;
    }
    Value::Complex(parts.map(|(name, own)| (name, Value::text(value(own)))).into())
}

/// The entry of the tenant, and for a redeemed guest that of the identity provider.
pub(super) fn identities<'a>(world: &'a World, user: &'a User) -> Vec<Value<'a>> {
    let entry = |kind: &'static str, issuer: Cow<'a, str>, id: Option<&'a str>| {
        Value::Complex(vec![
            ("signInType", Value::text(Some(kind))),
            ("issuer", Value::Text(issuer)),
            ("issuerAssignedId", Value::text(id)),
        ])
    };
    let domain = user.user_principal_name.rsplit('@').next().unwrap_or_default();
    let own = world.tenants().find(|tenant| tenant.owns_domain(domain));
    let issuer = own.map_or(domain, |tenant| &tenant.initial_domain);
    let mut identities = vec![entry("userPrincipalName", issuer.into(), Some(&user.user_principal_name))];
    let home = user.account.and_then(|account| world.account(account));
    if let Some(home) = home.filter(|_| user.creation_type.is_some()) {
        identities.insert(0, entry("federated", home.realm.issuer().into(), None));
    }
    identities
}
