//! Whether a condition holds for a user. Text compares without case, as in the directory.

use std::cmp::Ordering;

use super::{Expr, Function, Literal, Op, Path};
use crate::{
    directory_api::users::{Field, Identity, Property},
    world::{World, user::User},
};

/// Whether the condition holds. What [`super::check`] refuses does not.
pub fn holds(expr: &Expr, world: &World, user: &User) -> bool {
    Scope { world, user, element: None }.holds(expr)
}

#[derive(Clone, Copy)]
enum Element<'a> {
    Text(&'a str),
    /// A proxy address: its prefix compares with case. Whether the service does is unverified.
    Proxy(&'a str),
    Identity(&'a Identity),
}

struct Scope<'a> {
    world: &'a World,
    user: &'a User,
    element: Option<(&'a str, Element<'a>)>,
}

/// What a path leads to.
enum Found<'a> {
    Field(Field<'a>),
    Text(&'a str),
    Proxy(&'a str),
}

impl Scope<'_> {
    fn holds(&self, expr: &Expr) -> bool {
        match expr {
            Expr::And(parts) => parts.iter().all(|part| self.holds(part)),
            Expr::Or(parts) => parts.iter().any(|part| self.holds(part)),
            Expr::Not(inner) => !self.holds(inner),
            Expr::Compare(path, op, literal) => {
                self.found(path).is_some_and(|own| compares(&own, *op, literal))
            }
            Expr::In(path, literals) => self
                .found(path)
                .is_some_and(|own| literals.iter().any(|literal| compares(&own, Op::Eq, literal))),
            Expr::Call(function, path, text) => {
                self.found(path).is_some_and(|own| applies(*function, &own, text))
            }
            Expr::Any(path, variable, inner) => self.any(path, variable, inner),
        }
    }

    fn found(&self, path: &Path) -> Option<Found<'_>> {
        let first = path.first()?;
        if let Some((variable, element)) = self.element {
            if variable != first {
                return None;
            }
            return match (element, path.get(1)) {
                (Element::Text(text), None) => Some(Found::Text(text)),
                (Element::Proxy(text), None) => Some(Found::Proxy(text)),
                (Element::Identity(identity), Some(step)) => identity_part(identity, step),
                _ => None,
            };
        }
        Property::named(first).map(|property| Found::Field(property.of(self.world, self.user)))
    }

    fn any(&self, path: &Path, variable: &str, inner: &Expr) -> bool {
        let Some(property) = path.first().and_then(|name| Property::named(name)) else { return false };
        let with = |element: Element<'_>| {
            Scope { world: self.world, user: self.user, element: Some((variable, element)) }.holds(inner)
        };
        match property.of(self.world, self.user) {
            Field::Texts(texts) if property.name == "proxyAddresses" => {
                texts.iter().any(|text| with(Element::Proxy(text)))
            }
            Field::Texts(texts) => texts.iter().any(|text| with(Element::Text(text))),
            Field::Identities(identities) => {
                identities.iter().any(|identity| with(Element::Identity(identity)))
            }
            _ => false,
        }
    }
}

fn identity_part<'a>(identity: &'a Identity, step: &str) -> Option<Found<'a>> {
    match step.to_ascii_lowercase().as_str() {
        "issuer" => Some(Found::Text(&identity.issuer)),
        "signintype" => Some(Found::Text(identity.sign_in_type)),
        "issuerassignedid" => {
            let id = identity.issuer_assigned_id.as_deref();
            Some(id.map_or(Found::Field(Field::Null), Found::Text))
        }
        _ => None,
    }
}

fn compares(own: &Found<'_>, op: Op, literal: &Literal) -> bool {
    let order = match (own, literal) {
        (Found::Field(Field::Null), Literal::Null) => Some(Ordering::Equal),
        (Found::Field(Field::Flag(own)), Literal::Flag(wanted)) => Some(own.cmp(wanted)),
        (Found::Field(Field::Time(own)), Literal::Time(wanted)) => Some(own.cmp(wanted)),
        (Found::Field(Field::Id(own)), Literal::Text(wanted)) => {
            Some(own.to_string().cmp(&wanted.to_lowercase()))
        }
        (Found::Field(Field::Text(own)) | Found::Text(own), Literal::Text(wanted)) => {
            Some(own.to_lowercase().cmp(&wanted.to_lowercase()))
        }
        (Found::Proxy(own), Literal::Text(wanted)) => Some(proxy(own).cmp(&proxy(wanted))),
        _ => None,
    };
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

/// A proxy address with its prefix as it is and the rest in lower case.
fn proxy(text: &str) -> String {
    match text.split_once(':') {
        Some((prefix, address)) => format!("{prefix}:{}", address.to_lowercase()),
        None => text.to_owned(),
    }
}

fn applies(function: Function, own: &Found<'_>, text: &str) -> bool {
    let (own, wanted) = match own {
        Found::Field(Field::Text(own)) | Found::Text(own) => (own.to_lowercase(), text.to_lowercase()),
        Found::Proxy(own) => {
            (proxy(own), if function == Function::StartsWith { proxy(text) } else { text.to_lowercase() })
        }
        Found::Field(_) => return false,
    };
    match function {
        Function::StartsWith => own.starts_with(&wanted),
        Function::EndsWith => own.ends_with(&wanted),
        Function::Contains => own.contains(&wanted),
    }
}
