//! Evaluates a predicate on an object. Text is compared without case, as in the directory.

use std::cmp::Ordering;

use super::{
    Function, Literal, Op,
    predicate::{Predicate, Subject},
};
use crate::graph_api::query::value::{Object, Value};

/// Whether the object matches.
pub fn matches(condition: &Predicate, object: &dyn Object) -> bool {
    matches_in(condition, object, &Value::Null)
}

fn matches_in(condition: &Predicate, object: &dyn Object, element: &Value<'_>) -> bool {
    let request = |subject: &Subject, question: &dyn Fn(&Value<'_>) -> bool| {
        if subject.element {
            return of_part(subject, element, question);
        }
        of_part(subject, &object.value(&subject.property), question)
    };
    match condition {
        Predicate::All(parts) => parts.iter().all(|part| matches_in(part, object, element)),
        Predicate::Either(parts) => parts.iter().any(|part| matches_in(part, object, element)),
        Predicate::Not(inner) => !matches_in(inner, object, element),
        Predicate::Compare(subject, op, literal) => request(subject, &|own| compares(own, *op, literal)),
        Predicate::In(subject, list) => {
            request(subject, &|own| list.iter().any(|literal| compares(own, Op::Eq, literal)))
        }
        Predicate::Call(function, subject, text) => request(subject, &|own| applies(*function, own, text)),
        Predicate::Some(property, inner) => match object.value(property) {
            Value::List(elements) => elements.iter().any(|element| matches_in(inner, object, element)),
            _ => false,
        },
        Predicate::Count(property, op, number) => {
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

/// The text with everything after its prefix in lower case.
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
