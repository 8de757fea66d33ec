//! What the tenant has defined of directory extensions: attributes of its own.

use std::collections::BTreeMap;
use std::time::Duration;

use contract::ProblemCode;
use graph::{AttributeName, ExtensionProperty, ExtensionType, Graph, GraphError, WrongValue};

/// The types of extensions, as far as they are known.
pub(crate) type ExtensionTypes = BTreeMap<AttributeName, ExtensionType>;

/// What the directory says of an extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Definition {
    /// Users can have one value of this type.
    Single(ExtensionType),
    /// Users can have several values.
    Several,
    /// Users cannot have it.
    Missing,
    /// Its application is registered in another tenant, and only that one shows its definitions.
    Elsewhere,
}

/// What the directory says of those of these attributes that are extensions. Two questions at most for each application.
pub(crate) async fn definitions(
    graph: &Graph,
    names: &[AttributeName],
) -> Result<BTreeMap<AttributeName, Definition>, GraphError> {
    let mut by_application: BTreeMap<String, Vec<&AttributeName>> = BTreeMap::new();
    for name in names {
        if let Some(application) = name.application() {
            by_application.entry(application).or_default().push(name);
        }
    }
    let mut all = BTreeMap::new();
    for (application, names) in by_application {
        let defined = of_application(graph, &application).await?;
        let found =
            |name: &AttributeName| defined.as_deref().map_or(Definition::Elsewhere, |all| find(all, name));
        all.extend(names.into_iter().map(|name| (name.clone(), found(name))));
    }
    Ok(all)
}

/// What an application defines; none where another tenant knows that.
async fn of_application(
    graph: &Graph,
    application: &str,
) -> Result<Option<Vec<ExtensionProperty>>, GraphError> {
    match graph.extension_properties(application).await {
        Ok(defined) => Ok(Some(defined)),
        Err(error) if error.is_not_found() => match graph.service_principal_of(application).await {
            Ok(_) => Ok(None),
            // What the tenant does not know defines nothing in it.
            Err(error) if error.is_not_found() => Ok(Some(Vec::new())),
            Err(error) => Err(error),
        },
        Err(error) => Err(error),
    }
}

fn find(defined: &[ExtensionProperty], name: &AttributeName) -> Definition {
    let name = name.to_string();
    match defined.iter().find(|own| own.is_for_users() && own.name.eq_ignore_ascii_case(&name)) {
        None => Definition::Missing,
        Some(own) if own.is_multi_valued == Some(true) => Definition::Several,
        Some(own) => Definition::Single(own.data_type),
    }
}

/// The types among what was found.
pub(crate) fn types_of(found: BTreeMap<AttributeName, Definition>) -> ExtensionTypes {
    let single = |(name, definition): (AttributeName, Definition)| match definition {
        Definition::Single(of) => Some((name, of)),
        Definition::Several | Definition::Missing | Definition::Elsewhere => None,
    };
    found.into_iter().filter_map(single).collect()
}

/// The types that the directory tells in this time; for whoever goes on as well without.
pub(crate) async fn types_within(
    patience: Duration,
    graph: &Graph,
    names: &[AttributeName],
) -> ExtensionTypes {
    match tokio::time::timeout(patience, definitions(graph, names)).await {
        Ok(Ok(found)) => types_of(found),
        Ok(Err(error)) => {
            tracing::debug!(%error, "what extensions are defined as cannot be read");
            ExtensionTypes::new()
        }
        Err(_) => ExtensionTypes::new(),
    }
}

/// What is said beside a field whose text is no value of the type.
pub(crate) const fn code_of(wrong: WrongValue) -> ProblemCode {
    match wrong {
        WrongValue::NoNumber => ProblemCode::NumberMalformed,
        WrongValue::OutOfRange => ProblemCode::ValueOutOfRange,
        WrongValue::NoBoolean => ProblemCode::BooleanMalformed,
        WrongValue::NoTime => ProblemCode::TimeMalformed,
        WrongValue::Other => ProblemCode::ValueRefused,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_definition_counts_for_users_whatever_its_letter_case() {
        let name = |own: &str| format!("extension_b0a1c2d3e4f5061728394a5b6c7d8e9f_{own}");
        let defined = |own: &str, several: Option<bool>, target: &str| ExtensionProperty {
            name: name(own),
            data_type: ExtensionType::Integer,
            is_multi_valued: several,
            target_objects: vec![target.to_owned()],
        };
        let all = [
            defined("Level", None, "User"),
            defined("skills", Some(true), "User"),
            defined("size", Some(false), "Group"),
        ];
        for (own, expected) in [
            ("level", Definition::Single(ExtensionType::Integer)),
            ("skills", Definition::Several),
            ("size", Definition::Missing),
            ("other", Definition::Missing),
        ] {
            assert_eq!(find(&all, &name(own).parse().unwrap()), expected, "{own}");
        }
    }
}
