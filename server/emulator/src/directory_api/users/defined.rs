//! Directory extensions in queries: an application has defined them, and each takes constants of its own type.

use world::{World, extension::DataType, ids::TenantId};

use crate::directory_api::{
    ask::undeclared,
    error::GraphError,
    query::{Wanted, is_extension},
};

/// Refuses extensions that users of this tenant cannot have, and constants of another type than theirs.
pub(in crate::directory_api) fn check_defined(
    world: &World,
    tenant: TenantId,
    wanted: &Wanted,
) -> Result<(), GraphError> {
    let definition = |name: &str| world.definition_for(tenant, "User", name);
    let names = wanted.properties().into_iter().map(|property| property.name.as_ref());
    match names.filter(|name| is_extension(name)).find(|name| definition(name).is_none()) {
        Some(name) => Err(undeclared(name)),
        None => wanted.agrees(&|name| definition(name).map(|own| type_name(own.data_type))),
    }
}

/// The type of the constants that go with an extension.
fn type_name(data_type: DataType) -> &'static str {
    match data_type {
        DataType::Binary | DataType::String => "Edm.String",
        DataType::Boolean => "Edm.Boolean",
        DataType::DateTime => "Edm.DateTimeOffset",
        DataType::Integer | DataType::LargeInteger => "Edm.Int64",
    }
}
