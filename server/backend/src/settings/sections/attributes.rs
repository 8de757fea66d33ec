//! What is written to guests, whatever their role is.

mod form;

use contract::{FieldPath, FieldProblem, KindName, ProblemCode};
use graph::AttributeName;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::grants::{LONGEST_ATTRIBUTE, wrong_value};
use crate::settings::field::FieldSpec;
use crate::settings::section::{FormSection, Section};

/// The most rules.
const MOST_RULES: usize = 50;
/// The most kinds that a rule names.
const MOST_KINDS: usize = 50;

/// What is written to guests.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Attributes {
    /// Where values come from. A later rule for an attribute counts more than an earlier one; what a role brings counts more than any rule.
    pub rules: Vec<AttributeRule>,
    /// Attributes of guests who were known before are overwritten; else only those that are empty are filled in. Attributes of members are never
    /// written.
    pub overwrite: bool,
}

/// What is written to one attribute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttributeRule {
    /// The attribute.
    pub attribute: AttributeName,
    /// Where its value comes from.
    pub from: AttributeSource,
    /// Only for items of these kinds; for all where none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<KindName>,
}

/// Where the value of an attribute comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AttributeSource {
    /// Always this text.
    Text(String),
    /// The domain of the guest's address.
    PartnerDomain,
    /// An attribute of the inviter; nothing is written where that is empty.
    Inviter(AttributeName),
}

impl AttributeRule {
    /// Whether it is for items of this kind.
    pub fn is_for(&self, kind: &KindName) -> bool {
        self.kinds.is_empty() || self.kinds.contains(kind)
    }
}

impl Section for Attributes {
    const NAME: &'static str = "attributes";

    fn fields() -> Vec<FieldSpec> {
        let each = vec![
            FieldSpec::attribute("attribute"),
            FieldSpec::choice("from", form::SOURCES),
            FieldSpec::optional_text("text", LONGEST_ATTRIBUTE),
            FieldSpec::optional_attribute("inviter"),
            FieldSpec::names("kinds", MOST_KINDS),
        ];
        vec![FieldSpec::ordered_entries("rules", MOST_RULES, each), FieldSpec::toggle("overwrite")]
    }

    fn to_form(stored: Value) -> Value {
        form::to_form(stored)
    }

    fn read_form(form: Value) -> FormSection {
        form::read_form(form)
    }

    fn place_in_form(stored: &FieldPath) -> FieldPath {
        form::place_in_form(stored)
    }

    fn validate(&self) -> Vec<FieldProblem> {
        let mut wrong = Vec::new();
        for (index, rule) in self.rules.iter().enumerate() {
            let field = FieldPath::known("rules").at(index);
            if let AttributeSource::Text(text) = &rule.from
                && let Some(code) = wrong_value(&rule.attribute, text)
            {
                wrong.push(FieldProblem { field: field.join(&FieldPath::known("from")), code });
            }
            let same =
                |earlier: &AttributeRule| earlier.attribute == rule.attribute && earlier.kinds == rule.kinds;
            if self.rules[..index].iter().any(same) {
                let field = field.join(&FieldPath::known("attribute"));
                wrong.push(FieldProblem { field, code: ProblemCode::ValueRepeated });
            }
        }
        wrong
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn rule(attribute: &str, from: AttributeSource, kinds: &[&str]) -> AttributeRule {
        AttributeRule {
            attribute: attribute.parse().unwrap(),
            from,
            kinds: kinds.iter().map(|kind| KindName::parse(kind).unwrap()).collect(),
        }
    }

    #[test]
    fn what_makes_no_sense_is_named() {
        let attributes = Attributes {
            rules: vec![
                rule("companyName", AttributeSource::PartnerDomain, &[]),
                rule("companyName", AttributeSource::Text("Fabrikam".to_owned()), &["document"]),
                rule("companyName", AttributeSource::Text(" ".to_owned()), &[]),
            ],
            overwrite: false,
        };
        let found: Vec<_> = attributes.validate().into_iter().map(|about| about.field.to_string()).collect();
        assert_eq!(found, ["rules[2].from", "rules[2].attribute"]);
    }

    #[test]
    fn a_rule_is_for_its_kinds_or_for_all() {
        let kind = |text| KindName::parse(text).unwrap();
        assert!(rule("city", AttributeSource::PartnerDomain, &[]).is_for(&kind("document")));
        let own = rule("city", AttributeSource::PartnerDomain, &["document"]);
        assert!(own.is_for(&kind("document")) && !own.is_for(&kind("drawing")));
    }

    #[test]
    fn the_texts_of_sources_stay() {
        let text = r#"["partner-domain",{"text":"x"},{"inviter":"department"}]"#;
        let sources: Vec<AttributeSource> = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&sources).unwrap(), text);
    }
}
