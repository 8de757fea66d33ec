//! `$select`.

use super::catalogue::{Catalogue, Property};
use crate::graph_api::error::GraphError;

/// The properties that a `$select` names.
pub(super) fn selection(value: &str, catalogue: &Catalogue) -> Result<Vec<Property>, GraphError> {
    let names = value.split(',').map(str::trim).filter(|name| !name.is_empty());
    let mut selected: Vec<Property> = Vec::new();
    for name in names {
        if name == "*" {
            return Ok(catalogue.properties.iter().filter(|property| !property.single).cloned().collect());
        }
        let property = catalogue.property(name).ok_or_else(|| {
            GraphError::bad_request(&format!(
                "Parsing OData Select and Expand failed: Could not find a property named '{name}' on type '{}'.",
                catalogue.type_name
            ))
        })?;
        if !selected.contains(&property) {
            selected.push(property);
        }
    }
    Ok(selected)
}
