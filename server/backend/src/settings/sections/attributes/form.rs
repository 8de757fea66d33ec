//! The rules as their form has them: where a value comes from, and what that needs, are fields beside each other.

use contract::{FieldPath, FieldProblem, ProblemCode};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{AttributeRule, AttributeSource, Attributes};
use crate::settings::section::FormSection;

const TEXT: &str = "text";
const PARTNER_DOMAIN: &str = "partner-domain";
const PARTNER_COMPANY: &str = "partner-company";
const INVITER: &str = "inviter";
const ASKED: &str = "asked";
/// Where values come from, as the form names it.
pub(super) const SOURCES: &[&str] = &[TEXT, PARTNER_DOMAIN, PARTNER_COMPANY, INVITER, ASKED];

/// A rule of the form. What makes no sense there is null.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct FormRule {
    attribute: Option<String>,
    from: Option<String>,
    /// What a source other than `text` leaves unused, is not stored.
    text: Option<String>,
    inviter: Option<String>,
    required: bool,
    label: Option<String>,
    kinds: Vec<String>,
}

impl From<&AttributeRule> for FormRule {
    fn from(rule: &AttributeRule) -> Self {
        let form = Self {
            attribute: Some(rule.attribute.to_string()),
            kinds: rule.kinds.iter().map(ToString::to_string).collect(),
            ..Self::default()
        };
        let from = |source: &str| Some(source.to_owned());
        match &rule.from {
            AttributeSource::Text(text) => Self { from: from(TEXT), text: Some(text.clone()), ..form },
            AttributeSource::PartnerDomain => Self { from: from(PARTNER_DOMAIN), ..form },
            AttributeSource::PartnerCompany => Self { from: from(PARTNER_COMPANY), ..form },
            AttributeSource::Inviter(name) => {
                Self { from: from(INVITER), inviter: Some(name.to_string()), ..form }
            }
            AttributeSource::Asked { required, label } => {
                Self { from: from(ASKED), required: *required, label: label.clone(), ..form }
            }
        }
    }
}

pub(super) fn to_form(stored: Value) -> Value {
    let Ok(attributes) = Attributes::deserialize(&stored) else { return stored };
    let rules: Vec<_> = attributes.rules.iter().map(FormRule::from).collect();
    json!({ "rules": rules, "overwrite": attributes.overwrite })
}

pub(super) fn read_form(mut form: Value) -> FormSection {
    let mut wrong = Vec::new();
    if let Some(rules) = form.get_mut("rules").and_then(Value::as_array_mut) {
        for (index, rule) in rules.iter_mut().enumerate() {
            let typed = FormRule::deserialize(&*rule).unwrap_or_default();
            if typed.from.as_deref() == Some(INVITER) && typed.inviter.is_none() {
                let field = FieldPath::known("rules").at(index).join(&FieldPath::known("inviter"));
                wrong.push(FieldProblem { field, code: ProblemCode::ValueMissing });
            }
            *rule = stored_rule(typed);
        }
    }
    FormSection { stored: form, wrong }
}

fn stored_rule(typed: FormRule) -> Value {
    let from = match typed.from.as_deref() {
        Some(TEXT) => json!({ "text": typed.text.unwrap_or_default() }),
        Some(INVITER) => json!({ "inviter": typed.inviter }),
        Some(ASKED) => match typed.label {
            Some(label) => json!({ "asked": { "required": typed.required, "label": label } }),
            None => json!({ "asked": { "required": typed.required } }),
        },
        other => json!(other),
    };
    let mut rule = json!({ "attribute": typed.attribute, "from": from });
    // As it is stored: where none is named, nothing is.
    if !typed.kinds.is_empty() {
        rule["kinds"] = json!(typed.kinds);
    }
    rule
}

/// Of a source a text can be wrong, what the form is to call an attribute, and that it asks for too many.
pub(super) fn place_in_form(stored: &FieldPath) -> FieldPath {
    let of_rule = |suffix: &str, field: &'static str| {
        let rule = FieldPath::parse(stored.as_str().strip_suffix(suffix)?).ok()?;
        Some(rule.join(&FieldPath::known(field)))
    };
    let place = of_rule(".from", TEXT).or_else(|| of_rule(".from.asked", "from"));
    place.or_else(|| of_rule(".from.asked.label", "label")).unwrap_or_else(|| stored.clone())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn rules_come_back_from_their_form_as_they_are_stored() {
        let stored = json!({
            "rules": [
                { "attribute": "companyName", "from": "partner-domain" },
                { "attribute": "department", "from": { "inviter": "department" }, "kinds": ["document"] },
                { "attribute": "employeeType", "from": { "text": "External" } },
                { "attribute": "city", "from": { "asked": { "required": true, "label": "Town" } } },
                { "attribute": "country", "from": { "asked": { "required": false } } },
                { "attribute": "state", "from": "partner-company" },
            ],
            "overwrite": true,
        });
        let form = to_form(stored.clone());
        let sources: Vec<_> = (0..6).map(|at| form["rules"][at]["from"].as_str().unwrap()).collect();
        assert_eq!(sources, [PARTNER_DOMAIN, INVITER, TEXT, ASKED, ASKED, PARTNER_COMPANY]);
        assert_eq!(
            (&form["rules"][3]["required"], &form["rules"][3]["label"]),
            (&json!(true), &json!("Town"))
        );
        let back = read_form(form);
        assert_eq!((back.stored, back.wrong), (stored, Vec::new()));
    }

    #[test]
    fn what_a_source_does_not_need_is_left_out_and_what_it_needs_is_asked_for() {
        let rule =
            |from: &str| json!({ "attribute": "city", "from": from, "text": "Vilnius", "inviter": null });
        let back = read_form(json!({ "rules": [rule("partner-domain"), rule("inviter"), rule("text")] }));
        assert_eq!(back.stored["rules"][0], json!({ "attribute": "city", "from": "partner-domain" }));
        assert_eq!(back.stored["rules"][2]["from"], json!({ "text": "Vilnius" }));
        let wrong: Vec<_> = back.wrong.iter().map(|wrong| (wrong.field.as_str(), wrong.code)).collect();
        assert_eq!(wrong, [("rules[1].inviter", ProblemCode::ValueMissing)]);
    }

    #[test]
    fn a_wrong_text_is_said_beside_the_text() {
        let place = |path: &str| place_in_form(&FieldPath::parse(path).unwrap()).to_string();
        assert_eq!(place("rules[2].from"), "rules[2].text");
        assert_eq!(place("rules[2].from.asked"), "rules[2].from");
        assert_eq!(place("rules[2].from.asked.label"), "rules[2].label");
        assert_eq!(place("rules[2].attribute"), "rules[2].attribute");
    }
}
