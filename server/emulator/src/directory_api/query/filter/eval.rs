//! Whether a test holds for an object. Text compares without case, as in the directory.

use std::cmp::Ordering;

use super::{
    Function, Literal, Op,
    test::{Subject, Test},
};
use crate::directory_api::query::value::{Object, Value};

/// Whether the test holds.
pub fn holds(condition: &Test, object: &dyn Object) -> bool {
    holds_in(condition, object, &Value::Null)
}

fn holds_in(condition: &Test, object: &dyn Object, element: &Value<'_>) -> bool {
    let ask = |subject: &Subject, question: &dyn Fn(&Value<'_>) -> bool| {
        if subject.element {
            return of_part(subject, element, question);
        }
        of_part(subject, &object.value(&subject.property), question)
    };
    match condition {
        Test::All(parts) => parts.iter().all(|part| holds_in(part, object, element)),
        Test::Either(parts) => parts.iter().any(|part| holds_in(part, object, element)),
        Test::Not(inner) => !holds_in(inner, object, element),
        Test::Compare(subject, op, literal) => ask(subject, &|own| compares(own, *op, literal)),
        Test::In(subject, list) => {
            ask(subject, &|own| list.iter().any(|literal| compares(own, Op::Eq, literal)))
        }
        Test::Call(function, subject, text) => ask(subject, &|own| applies(*function, own, text)),
        Test::Some(property, inner) => match object.value(property) {
            Value::List(elements) => elements.iter().any(|element| holds_in(inner, object, element)),
            _ => false,
        },
        Test::Count(property, op, number) => {
            let count = match object.value(property) {
                Value::List(elements) => elements.len(),
                _ => 0,
            };
            decide(*op, Some(i64::try_from(count).unwrap_or(i64::MAX).cmp(number)))
        }
    }
}

fn of_part(subject: &Subject, whole: &Value<'_>, question: &dyn Fn(&Value<'_>) -> bool) -> bool {
    match subject.part {
        None => question(whole),
        Some(part) => question(whole.part(&part.name).unwrap_or(&Value::Null)),
    }
}

fn compares(own: &Value<'_>, op: Op, literal: &Literal) -> bool {
    let order = match (own, literal) {
        (Value::Null | Value::Absent, Literal::Null) => Some(Ordering::Equal),
        (Value::Flag(own), Literal::Flag(wanted)) => Some(own.cmp(wanted)),
        (Value::Time(own), Literal::Time(wanted)) => Some(own.cmp(wanted)),
        (Value::Number(own), Literal::Number(wanted)) => Some(own.cmp(wanted)),
        (Value::Id(own), Literal::Text(wanted)) => Some(own.to_string().cmp(&wanted.to_lowercase())),
        (Value::Text(own), Literal::Text(wanted)) => Some(own.to_lowercase().cmp(&wanted.to_lowercase())),
        (Value::Prefixed(own), Literal::Text(wanted)) => Some(prefixed(own).cmp(&prefixed(wanted))),
        _ => None,
    };
    decide(op, order)
}

fn decide(op: Op, order: Option<Ordering>) -> bool {
    match (op, order) {
        (Op::Ne, order) => order != Some(Ordering::Equal),
        (_, None) => false,
        (Op::Eq, Some(order)) => order.is_eq(),
        (Op::Gt, Some(order)) => order.is_gt(),
        (Op::Ge, Some(order)) => order.is_ge(),
        (Op::Lt, Some(order)) => order.is_lt(),
        (Op::Le, Some(order)) => order.is_le(),
    }
}

/// The prefix as it is, and the rest in lower case.
fn prefixed(text: &str) -> String {
    match text.split_once(':') {
        Some((prefix, address)) => format!("{prefix}:{}", address.to_lowercase()),
        None => text.to_owned(),
    }
}

fn applies(function: Function, own: &Value<'_>, text: &str) -> bool {
    let (own, wanted) = match own {
        Value::Text(own) => (own.to_lowercase(), text.to_lowercase()),
        Value::Prefixed(own) if function == Function::StartsWith => (prefixed(own), prefixed(text)),
        Value::Prefixed(own) => (prefixed(own), text.to_lowercase()),
        _ => return false,
    };
    match function {
        Function::StartsWith => own.starts_with(&wanted),
        Function::EndsWith => own.ends_with(&wanted),
        Function::Contains => own.contains(&wanted),
    }
}
