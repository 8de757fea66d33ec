//! How a property of the policy is shown and read.

use maud::{Markup, html};
use serde_json::{Value, json};

/// What a property holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Yes or no.
    Switch,
    /// One of these; numbers are written as numbers.
    Choice(&'static [&'static str]),
    /// A number.
    Number,
    /// A number or nothing.
    MaybeNumber,
    /// A text or nothing.
    Text,
    /// One entry a line.
    List,
    /// JSON or nothing.
    Json,
}

impl Kind {
    /// What a value without help seems to be.
    pub(super) fn of(value: &Value) -> Self {
        match value {
            Value::Bool(_) => Self::Switch,
            Value::Number(_) => Self::Number,
            Value::String(_) => Self::Text,
            Value::Array(entries) if entries.iter().all(Value::is_string) => Self::List,
            _ => Self::Json,
        }
    }

    /// A value as the form shows it.
    pub(super) fn text(self, value: &Value) -> String {
        match (self, value) {
            (_, Value::Null) => String::new(),
            (Self::Switch, value) => if *value == json!(true) { "on" } else { "" }.to_owned(),
            (Self::List, Value::Array(entries)) => {
                entries.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n")
            }
            (Self::Json, value) => serde_json::to_string_pretty(value).unwrap_or_default(),
            (_, Value::String(text)) => text.clone(),
            (_, other) => other.to_string(),
        }
    }

    /// What the form sent as a value; `before` is what it is now.
    pub(super) fn value(self, before: &Value, sent: Option<&str>) -> Result<Value, String> {
        let text = sent.unwrap_or_default().trim();
        match self {
            Self::Switch => Ok(json!(sent.is_some())),
            Self::Choice(choices) if !choices.contains(&text) => Err("is none of the choices".to_owned()),
            Self::Choice(_) if before.is_string() => Ok(json!(text)),
            Self::MaybeNumber | Self::Text | Self::Json if text.is_empty() => Ok(Value::Null),
            Self::Choice(_) | Self::Number | Self::MaybeNumber => {
                text.parse::<u64>().map(|number| json!(number)).map_err(|_| "is not a number".to_owned())
            }
            Self::Text => Ok(json!(text)),
            Self::List => Ok(text.lines().map(str::trim).filter(|line| !line.is_empty()).collect()),
            Self::Json => serde_json::from_str(text).map_err(|error| format!("is not JSON: {error}")),
        }
    }

    /// The control with its label; `wrong` when what is shown cannot be stored.
    pub(super) fn input(self, name: &str, shown: &str, wrong: bool) -> Markup {
        let mut about = format!("{name}-help");
        if wrong {
            about = format!("{name}-trouble {about}");
        }
        let invalid = wrong.then_some("true");
        html! {
            @if self == Self::Switch {
                label.check {
                    input #(name) type="checkbox" name=(name) checked[shown == "on"] aria-describedby=(about) aria-invalid=[invalid];
                    span { code { (name) } }
                }
            } @else {
                label for=(name) { code { (name) } }
                @match self {
                    Self::Choice(choices) => select #(name) name=(name) aria-describedby=(about) aria-invalid=[invalid] {
                        @for choice in choices { option value=(choice) selected[*choice == shown] { (choice) } }
                    },
                    Self::List | Self::Json => textarea #(name) name=(name) rows="3" spellcheck="false" aria-describedby=(about) aria-invalid=[invalid] { (shown) },
                    Self::Number | Self::MaybeNumber => input #(name) type="number" min="0" name=(name) value=(shown) aria-describedby=(about) aria-invalid=[invalid];,
                    _ => input #(name) name=(name) value=(shown) aria-describedby=(about) aria-invalid=[invalid];,
                }
            }
        }
    }
}
