//! What is written to guests, whatever their role is.

mod form;

use contract::{ASKED_LIMIT, AskedAttribute, FieldPath, FieldProblem, KindName, ProblemCode};
use graph::AttributeName;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::grants::{LONGEST_ATTRIBUTE, longest_value, wrong_value};
use crate::settings::field::FieldSpec;
use crate::settings::section::{FormSection, Section};

/// The most rules.
const MOST_RULES: usize = 50;
/// The most kinds that a rule names.
const MOST_KINDS: usize = 50;
/// The longest name that a form gives an attribute, in characters.
const LONGEST_LABEL: usize = 60;

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
    /// What the company calls itself at Microsoft that has that domain; the domain where that cannot be told.
    PartnerCompany,
    /// An attribute of the inviter; nothing is written where that is empty.
    Inviter(AttributeName),
    /// Whoever shares is asked by the form.
    Asked {
        /// Somebody new is not invited without it.
        #[serde(default)]
        required: bool,
        /// What the form calls the attribute; none for one that every user has is its own name.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        label: Option<String>,
    },
}

impl Attributes {
    /// Whether a rule writes the names of companies.
    pub fn names_companies(&self) -> bool {
        self.rules.iter().any(|rule| rule.from == AttributeSource::PartnerCompany)
    }

    /// What the share form asks for on items of a kind, in the order of the rules: what the last fitting rule of an attribute asks for.
    pub fn asked(&self, kind: &KindName) -> Vec<(&AttributeName, AskedAttribute)> {
        let fitting: Vec<&AttributeRule> = self.rules.iter().filter(|rule| rule.is_for(kind)).collect();
        let mut all = Vec::new();
        for (at, rule) in fitting.iter().copied().enumerate() {
            let name = &rule.attribute;
            let is_last = fitting.iter().skip(at + 1).all(|later| later.attribute != *name);
            if let AttributeSource::Asked { required, label } = &rule.from
                && is_last
            {
                all.push((name, asked_attribute(name, *required, label.clone())));
            }
        }
        all
    }
}

fn asked_attribute(name: &AttributeName, required: bool, label: Option<String>) -> AskedAttribute {
    AskedAttribute { name: name.to_string(), label, required, longest: longest_value(name) }
}

impl AttributeRule {
    /// Whether it is for items of this kind.
    pub fn is_for(&self, kind: &KindName) -> bool {
        self.kinds.is_empty() || self.kinds.contains(kind)
    }
}

impl Section for Attributes {
    const NAME: &'static str = "attributes";
    #[cfg(test)]
    const SAMPLE: &'static str = r#"{"overwrite":true,"rules":[{"attribute":"companyName","from":"partner-domain"},{"attribute":"department","from":{"inviter":"department"},"kinds":["document"]},{"attribute":"employeeType","from":{"text":"External"}},{"attribute":"city","from":{"asked":{"label":"Town","required":true}}},{"attribute":"state","from":"partner-company"}]}"#;

    fn fields() -> Vec<FieldSpec> {
        let each = vec![
            FieldSpec::attribute("attribute"),
            FieldSpec::choice("from", form::SOURCES),
            FieldSpec::optional_text("text", LONGEST_ATTRIBUTE),
            FieldSpec::optional_attribute("inviter"),
            FieldSpec::toggle("required"),
            FieldSpec::optional_text("label", LONGEST_LABEL),
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
        let mut asked = 0;
        for (index, rule) in self.rules.iter().enumerate() {
            let field = FieldPath::known("rules").at(index);
            if let AttributeSource::Text(text) = &rule.from
                && let Some(code) = wrong_value(&rule.attribute, text)
            {
                wrong.push(FieldProblem { field: field.join(&FieldPath::known("from")), code });
            }
            if let AttributeSource::Asked { label, .. } = &rule.from {
                asked += 1;
                if asked > ASKED_LIMIT {
                    let field = field.join(&FieldPath::known("from.asked"));
                    wrong.push(FieldProblem { field, code: ProblemCode::ListTooLong });
                }
                if let Some(code) = wrong_label(&rule.attribute, label.as_deref()) {
                    let field = field.join(&FieldPath::known("from.asked.label"));
                    wrong.push(FieldProblem { field, code });
                }
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

/// Why the form cannot call an attribute so. Of what a tenant has defined, nobody but an administrator knows what to call it.
fn wrong_label(name: &AttributeName, label: Option<&str>) -> Option<ProblemCode> {
    let name = name.to_string();
    match label.map(str::trim).filter(|label| !label.is_empty()) {
        None if AttributeName::standard().any(|known| known == name) => None,
        None => Some(ProblemCode::ValueMissing),
        Some(label) if label.chars().count() > LONGEST_LABEL => Some(ProblemCode::TextTooLong),
        Some(label) if label.chars().any(char::is_control) => Some(ProblemCode::NameMalformed),
        Some(_) => None,
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

    fn asked(required: bool, label: Option<&str>) -> AttributeSource {
        AttributeSource::Asked { required, label: label.map(str::to_owned) }
    }

    #[test]
    fn the_form_asks_what_the_last_rule_that_fits_asks() {
        let attributes = Attributes {
            rules: vec![
                rule("city", asked(true, None), &[]),
                rule("department", asked(true, None), &[]),
                rule("department", asked(false, Some("Team")), &["drawing"]),
                rule("city", AttributeSource::PartnerDomain, &["document"]),
            ],
            overwrite: false,
        };
        let on = |kind| -> Vec<_> {
            let asked = attributes.asked(&KindName::parse(kind).unwrap());
            asked
                .into_iter()
                .map(|(_, asked)| (asked.name, asked.label, asked.required, asked.longest))
                .collect()
        };
        let department = || "department".to_owned();
        assert_eq!(on("document"), [(department(), None, true, 64)]);
        let team = (department(), Some("Team".to_owned()), false, 64);
        assert_eq!(on("drawing"), [("city".to_owned(), None, true, 128), team]);
    }

    #[test]
    fn what_cannot_be_asked_is_named() {
        let mut rules = vec![
            rule("onPremisesExtensionAttributes.extensionAttribute1", asked(false, None), &[]),
            rule("city", asked(false, Some("a\nb")), &[]),
            rule("state", asked(false, Some(&"x".repeat(LONGEST_LABEL + 1))), &[]),
        ];
        let named =
            rule("onPremisesExtensionAttributes.extensionAttribute2", asked(false, Some("Badge")), &[]);
        rules.push(named);
        rules
            .extend((0..ASKED_LIMIT - 3).map(|at| rule("country", asked(false, None), &[&format!("k{at}")])));
        let attributes = Attributes { rules, overwrite: false };
        let found: Vec<_> = attributes.validate().into_iter().map(|about| about.field.to_string()).collect();
        let label = |at: usize| format!("rules[{at}].from.asked.label");
        assert_eq!(found, [label(0), label(1), label(2), "rules[10].from.asked".to_owned()]);
    }

    #[test]
    fn only_a_rule_for_it_writes_the_names_of_companies() {
        let with = |from| Attributes { rules: vec![rule("city", from, &["document"])], overwrite: false };
        assert!(with(AttributeSource::PartnerCompany).names_companies());
        assert!(!with(AttributeSource::PartnerDomain).names_companies());
        assert!(!Attributes::default().names_companies());
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
        let text = r#"["partner-domain","partner-company",{"text":"x"},{"inviter":"department"},{"asked":{"required":true,"label":"Team"}},{"asked":{"required":false}}]"#;
        let sources: Vec<AttributeSource> = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&sources).unwrap(), text);
        assert_eq!(serde_json::from_str::<AttributeSource>(r#"{"asked":{}}"#).unwrap(), asked(false, None));
    }
}
