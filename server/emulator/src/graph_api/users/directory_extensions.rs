//! Directory extensions in queries: they must be defined by an application, and literals must have their type.

use world::{World, extension::DataType, ids::TenantId};

use crate::graph_api::{
    authorized_request::undeclared,
    error::GraphError,
    query::{Criteria, is_extension},
};

/// Refuses extensions that are not defined for users of this tenant, and literals of another type.
pub(in crate::graph_api) fn check_defined(
    world: &World,
    tenant: TenantId,
    criteria: &Criteria,
) -> Result<(), GraphError> {
    let definition = |name: &str| world.definition_for(tenant, "User", name);
    let names = criteria.properties().into_iter().map(|property| property.name.as_ref());
    match names.filter(|name| is_extension(name)).find(|name| definition(name).is_none()) {
        Some(name) => Err(undeclared(name)),
        None => criteria.check_literal_types(&|name| definition(name).map(|own| type_name(own.data_type))),
    }
}

/// The type of the literals of an extension.
fn type_name(data_type: DataType) -> &'static str {
    match data_type {
        DataType::Binary | DataType::String => "Edm.String",
        DataType::Boolean => "Edm.Boolean",
        DataType::DateTime => "Edm.DateTimeOffset",
        DataType::Integer | DataType::LargeInteger => "Edm.Int64",
    }
}
