//! The form field of a property of the policy.

use maud::{Markup, html};
use serde_json::{Value, json};
use world::policy::PropertyKind;

/// A value as the form shows it.
pub(super) fn text(kind: PropertyKind, value: &Value) -> String {
    match (kind, value) {
        (_, Value::Null) => String::new(),
        (PropertyKind::Switch, value) => if *value == json!(true) { "on" } else { "" }.to_owned(),
        (PropertyKind::List, Value::Array(entries)) => {
            entries.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n")
        }
        (PropertyKind::Json, value) => serde_json::to_string_pretty(value).unwrap_or_default(),
        (_, Value::String(text)) => text.clone(),
        (_, other) => other.to_string(),
    }
}

/// The value that the form sent; `before` is the present value.
pub(super) fn value(kind: PropertyKind, before: &Value, sent: Option<&str>) -> Result<Value, String> {
    let text = sent.unwrap_or_default().trim();
    match kind {
        PropertyKind::Switch => Ok(json!(sent.is_some())),
        PropertyKind::Choice(choices) if !choices.contains(&text) => Err("is none of the choices".to_owned()),
        PropertyKind::Choice(_) if before.is_string() => Ok(json!(text)),
        PropertyKind::MaybeNumber | PropertyKind::Text | PropertyKind::Json if text.is_empty() => {
            Ok(Value::Null)
        }
        PropertyKind::Choice(_) | PropertyKind::Number | PropertyKind::MaybeNumber => {
            text.parse::<u64>().map(|number| json!(number)).map_err(|_| "is not a number".to_owned())
        }
        PropertyKind::Text => Ok(json!(text)),
        PropertyKind::List => Ok(text.lines().map(str::trim).filter(|line| !line.is_empty()).collect()),
        PropertyKind::Json => serde_json::from_str(text).map_err(|error| format!("is not JSON: {error}")),
    }
}

/// The form control with its label; `wrong` marks an invalid value.
pub(super) fn input(kind: PropertyKind, name: &str, shown: &str, wrong: bool) -> Markup {
    let mut about = format!("{name}-help");
    if wrong {
        about = format!("{name}-trouble {about}");
    }
    let invalid = wrong.then_some("true");
    html! {
        @if kind == PropertyKind::Switch {
            label.check {
                input #(name) type="checkbox" name=(name) checked[shown == "on"] aria-describedby=(about) aria-invalid=[invalid];
                span { code { (name) } }
            }
        } @else {
            label for=(name) { code { (name) } }
            @match kind {
                PropertyKind::Choice(choices) => select #(name) name=(name) aria-describedby=(about) aria-invalid=[invalid] {
                    @for choice in choices { option value=(choice) selected[*choice == shown] { (choice) } }
                },
                PropertyKind::List | PropertyKind::Json => textarea #(name) name=(name) rows="3" spellcheck="false" aria-describedby=(about) aria-invalid=[invalid] { (shown) },
                PropertyKind::Number | PropertyKind::MaybeNumber => input #(name) type="number" min="0" name=(name) value=(shown) aria-describedby=(about) aria-invalid=[invalid];,
                _ => input #(name) name=(name) value=(shown) aria-describedby=(about) aria-invalid=[invalid];,
            }
        }
    }
}
