//! How a property of the policy is shown and read.

use maud::{Markup, html};
use serde_json::{Value, json};
use world::policy::Kind;

/// A value as the form shows it.
pub(super) fn text(kind: Kind, value: &Value) -> String {
    match (kind, value) {
        (_, Value::Null) => String::new(),
        (Kind::Switch, value) => if *value == json!(true) { "on" } else { "" }.to_owned(),
        (Kind::List, Value::Array(entries)) => {
            entries.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n")
        }
        (Kind::Json, value) => serde_json::to_string_pretty(value).unwrap_or_default(),
        (_, Value::String(text)) => text.clone(),
        (_, other) => other.to_string(),
    }
}

/// What the form sent as a value; `before` is what it is now.
pub(super) fn value(kind: Kind, before: &Value, sent: Option<&str>) -> Result<Value, String> {
    let text = sent.unwrap_or_default().trim();
    match kind {
        Kind::Switch => Ok(json!(sent.is_some())),
        Kind::Choice(choices) if !choices.contains(&text) => Err("is none of the choices".to_owned()),
        Kind::Choice(_) if before.is_string() => Ok(json!(text)),
        Kind::MaybeNumber | Kind::Text | Kind::Json if text.is_empty() => Ok(Value::Null),
        Kind::Choice(_) | Kind::Number | Kind::MaybeNumber => {
            text.parse::<u64>().map(|number| json!(number)).map_err(|_| "is not a number".to_owned())
        }
        Kind::Text => Ok(json!(text)),
        Kind::List => Ok(text.lines().map(str::trim).filter(|line| !line.is_empty()).collect()),
        Kind::Json => serde_json::from_str(text).map_err(|error| format!("is not JSON: {error}")),
    }
}

/// The control with its label; `wrong` when what is shown cannot be stored.
pub(super) fn input(kind: Kind, name: &str, shown: &str, wrong: bool) -> Markup {
    let mut about = format!("{name}-help");
    if wrong {
        about = format!("{name}-trouble {about}");
    }
    let invalid = wrong.then_some("true");
    html! {
        @if kind == Kind::Switch {
            label.check {
                input #(name) type="checkbox" name=(name) checked[shown == "on"] aria-describedby=(about) aria-invalid=[invalid];
                span { code { (name) } }
            }
        } @else {
            label for=(name) { code { (name) } }
            @match kind {
                Kind::Choice(choices) => select #(name) name=(name) aria-describedby=(about) aria-invalid=[invalid] {
                    @for choice in choices { option value=(choice) selected[*choice == shown] { (choice) } }
                },
                Kind::List | Kind::Json => textarea #(name) name=(name) rows="3" spellcheck="false" aria-describedby=(about) aria-invalid=[invalid] { (shown) },
                Kind::Number | Kind::MaybeNumber => input #(name) type="number" min="0" name=(name) value=(shown) aria-describedby=(about) aria-invalid=[invalid];,
                _ => input #(name) name=(name) value=(shown) aria-describedby=(about) aria-invalid=[invalid];,
            }
        }
    }
}
