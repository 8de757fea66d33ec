//! Which values are written. Pure.

use std::collections::BTreeMap;

use graph::{AttributeName, AttributeValue, UserAttributes};

use crate::directory::extensions::ExtensionTypes;
use crate::settings::sections::AttributeSource;

/// Attributes and their values.
pub(super) type AttributeValues = BTreeMap<AttributeName, AttributeValue>;

/// Whose attributes they are, and how far they may be written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Audience {
    /// The guest came by an invitation of ours.
    pub(super) is_new: bool,
    /// Of a guest who was known before, also what is not empty is written.
    pub(super) overwrite: bool,
}

/// The attributes of the inviter that are needed.
pub(super) fn of_inviter(sources: &BTreeMap<AttributeName, AttributeSource>) -> Vec<AttributeName> {
    let mut names = Vec::new();
    for source in sources.values() {
        if let AttributeSource::Inviter(name) = source
            && !names.contains(name)
        {
            names.push(name.clone());
        }
    }
    names
}

/// Whether the name of the guest's company is needed.
pub(super) fn of_company(sources: &BTreeMap<AttributeName, AttributeSource>) -> bool {
    sources.values().any(|source| *source == AttributeSource::PartnerCompany)
}

/// What values come from.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct SourceValues<'a> {
    /// The domain of the guest's address; none where they have none.
    pub(super) domain: Option<&'a str>,
    /// The name of the company that has it; none where the domain stands for it.
    pub(super) company: Option<&'a str>,
    /// The inviter.
    pub(super) inviter: Option<&'a UserAttributes>,
}

/// The values of all sources that have one, of the type that an extension is known to have.
pub(super) fn wanted(
    sources: &BTreeMap<AttributeName, AttributeSource>,
    SourceValues { domain, company, inviter }: SourceValues<'_>,
    types: &ExtensionTypes,
) -> AttributeValues {
    let of_type = |name: &AttributeName, text: &str| match types.get(name) {
        Some(of) => of.value_of(text).ok(),
        None => name.value_of(text),
    };
    let value = |name: &AttributeName, source: &AttributeSource| match source {
        // What was set or typed is written in any case: Microsoft refuses it where it does not fit, and the refusal names the attribute.
        AttributeSource::Text(text) => of_type(name, text).or_else(|| name.value_of(text)),
        AttributeSource::PartnerDomain => of_type(name, domain?),
        // A name that is too long for the attribute is not cut: what is left of it could be another company's.
        AttributeSource::PartnerCompany => {
            company.and_then(|company| of_type(name, company)).or_else(|| of_type(name, domain?))
        }
        AttributeSource::Inviter(of) => of_type(name, &inviter?.get(of)?.as_typed()?),
        // The plan has the text in the place of the question.
        AttributeSource::Asked { .. } => None,
    };
    let all = sources.iter();
    all.filter_map(|(name, source)| Some((name.clone(), value(name, source)?))).collect()
}

/// What is to change. What stands as it is wanted is not written again, and what stands in a shape that we do not know is never written over: it could
/// not be written back.
pub(super) fn changes(
    stands: &UserAttributes,
    wanted: &AttributeValues,
    audience: Audience,
) -> AttributeValues {
    let may_change = |name: &AttributeName, value: &AttributeValue| match stands.get(name) {
        None => true,
        Some(AttributeValue::Other) => false,
        Some(stands) => (audience.is_new || audience.overwrite) && stands != value,
    };
    let all = wanted.iter().filter(|(name, value)| may_change(name, value));
    all.map(|(name, value)| (name.clone(), value.clone())).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use graph::ExtensionType;

    use super::*;

    fn name(text: &str) -> AttributeName {
        text.parse().unwrap()
    }

    fn values(pairs: &[(&str, &str)]) -> AttributeValues {
        pairs
            .iter()
            .map(|(attribute, text)| (name(attribute), name(attribute).value_of(text).unwrap()))
            .collect()
    }

    fn attributes(values: AttributeValues) -> UserAttributes {
        UserAttributes::new("joni".to_owned(), None, values)
    }

    #[test]
    fn a_value_comes_from_the_settings_the_domain_or_the_inviter() {
        let sources = [
            ("companyName", AttributeSource::PartnerDomain),
            ("department", AttributeSource::Inviter(name("department"))),
            ("businessPhones", AttributeSource::Text(" +370 5 ".to_owned())),
            ("city", AttributeSource::Inviter(name("city"))),
            ("usageLocation", AttributeSource::PartnerDomain),
        ];
        let sources = sources.into_iter().map(|(attribute, source)| (name(attribute), source)).collect();
        assert_eq!(of_inviter(&sources), [name("city"), name("department")]);
        let inviter = attributes(values(&[("department", "Operations")]));
        let known = SourceValues {
            domain: Some("fabrikam.example"),
            inviter: Some(&inviter),
            ..SourceValues::default()
        };
        let wanted = wanted(&sources, known, &ExtensionTypes::new());
        let expected =
            [("companyName", "fabrikam.example"), ("department", "Operations"), ("businessPhones", "+370 5")];
        assert_eq!(
            wanted,
            values(&expected),
            "empty of the inviter, and what the attribute cannot hold, is left out"
        );
    }

    #[test]
    fn the_domain_stands_for_a_company_without_a_name_or_with_one_that_does_not_fit() {
        let source =
            |attribute: &str, from: AttributeSource| -> BTreeMap<_, _> { [(name(attribute), from)].into() };
        let written = |company: Option<&str>| {
            let known = SourceValues { domain: Some("fabrikam.example"), company, ..SourceValues::default() };
            wanted(&source("companyName", AttributeSource::PartnerCompany), known, &ExtensionTypes::new())
        };
        let long = "x".repeat(65);
        for (company, expected) in [
            (Some("Fabrikam"), "Fabrikam"),
            (None, "fabrikam.example"),
            (Some(long.as_str()), "fabrikam.example"),
        ] {
            assert_eq!(written(company), values(&[("companyName", expected)]));
        }
        let known = SourceValues { company: Some("Fabrikam"), ..SourceValues::default() };
        let domain = source("companyName", AttributeSource::PartnerDomain);
        assert!(wanted(&domain, known, &ExtensionTypes::new()).is_empty(), "a company is no domain");
        assert!(!of_company(&domain));
        assert!(of_company(&source("city", AttributeSource::PartnerCompany)));
    }

    #[test]
    fn a_value_has_the_type_that_the_extension_is_defined_with() {
        let extension = |own: &str| name(&format!("extension_b0a1c2d3e4f5061728394a5b6c7d8e9f_{own}"));
        let inviter = attributes(
            [(extension("own"), AttributeValue::Number(7)), (name("city"), AttributeValue::from("Vilnius"))]
                .into(),
        );
        let of_inviter = || AttributeSource::Inviter(extension("own"));
        let sources: BTreeMap<_, _> = [
            (extension("badge"), of_inviter()),
            (extension("copy"), of_inviter()),
            (extension("domain"), AttributeSource::PartnerDomain),
            (extension("flag"), AttributeSource::Text("true".to_owned())),
            (extension("level"), AttributeSource::Text("3".to_owned())),
            (extension("moved"), AttributeSource::Inviter(name("city"))),
            (extension("wrong"), AttributeSource::Text("high".to_owned())),
        ]
        .into();
        let known = SourceValues {
            domain: Some("fabrikam.example"),
            inviter: Some(&inviter),
            ..SourceValues::default()
        };
        let types: ExtensionTypes = [
            (extension("copy"), ExtensionType::Integer),
            (extension("domain"), ExtensionType::Boolean),
            (extension("flag"), ExtensionType::Boolean),
            (extension("level"), ExtensionType::LargeInteger),
            (extension("moved"), ExtensionType::Integer),
            (extension("wrong"), ExtensionType::Integer),
        ]
        .into();
        let expected: AttributeValues = [
            (extension("badge"), AttributeValue::from("7")),
            (extension("copy"), AttributeValue::Number(7)),
            (extension("flag"), AttributeValue::Boolean(true)),
            (extension("level"), AttributeValue::Number(3)),
            (extension("wrong"), AttributeValue::from("high")),
        ]
        .into();
        assert_eq!(wanted(&sources, known, &types), expected);
    }

    #[test]
    fn what_may_be_written_depends_on_who_it_is() {
        let stands = attributes(values(&[("city", "Vilnius"), ("state", "LT")]));
        let wanted = values(&[("city", "Kaunas"), ("state", "LT"), ("surname", "Novak")]);
        for (is_new, overwrite, expected) in [
            (true, false, &[("city", "Kaunas"), ("surname", "Novak")][..]),
            (false, true, &[("city", "Kaunas"), ("surname", "Novak")]),
            (false, false, &[("surname", "Novak")]),
        ] {
            let found = changes(&stands, &wanted, Audience { is_new, overwrite });
            assert_eq!(found, values(expected), "{is_new} {overwrite}");
        }
        let unknown = attributes([(name("city"), AttributeValue::Other)].into());
        let all = Audience { is_new: true, overwrite: true };
        assert!(changes(&unknown, &values(&[("city", "Kaunas")]), all).is_empty());
    }
}
