//! Which values are written. Pure.

use std::collections::BTreeMap;

use graph::{AttributeName, AttributeValue, UserAttributes};

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
pub(super) struct Known<'a> {
    /// The domain of the guest's address; none where they have none.
    pub(super) domain: Option<&'a str>,
    /// The name of the company that has it; none where the domain stands for it.
    pub(super) company: Option<&'a str>,
    /// The inviter.
    pub(super) inviter: Option<&'a UserAttributes>,
}

/// The values of all sources that have one.
pub(super) fn wanted(
    sources: &BTreeMap<AttributeName, AttributeSource>,
    Known { domain, company, inviter }: Known<'_>,
) -> AttributeValues {
    let value = |name: &AttributeName, source: &AttributeSource| match source {
        AttributeSource::Text(text) => name.value_of(text),
        AttributeSource::PartnerDomain => name.value_of(domain?),
        // A name that is too long for the attribute is not cut: what is left of it could be another company's.
        AttributeSource::PartnerCompany => {
            company.and_then(|company| name.value_of(company)).or_else(|| name.value_of(domain?))
        }
        AttributeSource::Inviter(of) => name.value_of(inviter?.get(of)?.text()?),
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
        let known = Known { domain: Some("fabrikam.example"), inviter: Some(&inviter), ..Known::default() };
        let wanted = wanted(&sources, known);
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
            let known = Known { domain: Some("fabrikam.example"), company, ..Known::default() };
            wanted(&source("companyName", AttributeSource::PartnerCompany), known)
        };
        let long = "x".repeat(65);
        for (company, expected) in [
            (Some("Fabrikam"), "Fabrikam"),
            (None, "fabrikam.example"),
            (Some(long.as_str()), "fabrikam.example"),
        ] {
            assert_eq!(written(company), values(&[("companyName", expected)]));
        }
        let known = Known { company: Some("Fabrikam"), ..Known::default() };
        let domain = source("companyName", AttributeSource::PartnerDomain);
        assert!(wanted(&domain, known).is_empty(), "a company is no domain");
        assert!(!of_company(&domain));
        assert!(of_company(&source("city", AttributeSource::PartnerCompany)));
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
