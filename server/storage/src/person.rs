//! A person in two nullable columns: both or neither.

/// Tenant id and Entra object id.
pub(crate) type Person = Option<(String, String)>;

pub(crate) fn from_columns(tenant: Option<String>, user: Option<String>) -> Person {
    tenant.zip(user)
}

pub(crate) fn to_columns(person: &Person) -> (Option<&str>, Option<&str>) {
    person.as_ref().map(|(tenant, user)| (tenant.as_str(), user.as_str())).unzip()
}
