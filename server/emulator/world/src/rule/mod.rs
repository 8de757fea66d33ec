//! Rules of dynamic membership, e.g. `(user.userType -eq "Guest")` ("Manage rules for dynamic membership groups").

mod parse;
#[cfg(test)]
mod tests;

use std::{borrow::Cow, collections::BTreeSet};

use serde::{Deserialize, Serialize};

use super::{attribute::Attribute, ids::UserId, user::User};

/// A rule, with its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Rule {
    /// As it was given.
    pub text: String,
    /// Whether it is processed (`membershipRuleProcessingState`: `On` or `Paused`).
    pub on: bool,
}

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Condition {
    And(Box<Self>, Box<Self>),
    Or(Box<Self>, Box<Self>),
    Not(Box<Self>),
    Compare(Property, Operator, Vec<Operand>),
    Everybody,
}

/// What a property is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Operand {
    /// In lower case.
    Text(String),
    Flag(bool),
    Null,
}

/// A property that rules of this emulator know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Property {
    AccountEnabled,
    CreationType,
    DisplayName,
    Mail,
    MailNickname,
    UserPrincipalName,
    UserType,
    Attribute(Attribute),
}

/// What a user has of a property.
#[derive(Debug, Clone, Copy)]
enum Own<'a> {
    Text(&'a str),
    Flag(bool),
    Null,
}

/// A comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Eq,
    Ne,
    StartsWith,
    NotStartsWith,
    Contains,
    NotContains,
    In,
    NotIn,
}

impl Rule {
    /// The rule of this text. None when it cannot be read.
    pub fn new(text: &str, on: bool) -> Option<Self> {
        parse::parse(text)?;
        Some(Self { text: text.to_owned(), on })
    }

    /// Those of the users that the rule takes in. A paused one is not asked.
    pub fn takes<'a>(&self, users: impl Iterator<Item = &'a User>) -> BTreeSet<UserId> {
        let condition = parse::parse(&self.text);
        let holds = |user: &&User| condition.as_ref().is_some_and(|condition| condition.holds(user));
        users.filter(holds).map(|user| user.id).collect()
    }
}

impl Condition {
    fn holds(&self, user: &User) -> bool {
        match self {
            Self::And(left, right) => left.holds(user) && right.holds(user),
            Self::Or(left, right) => left.holds(user) || right.holds(user),
            Self::Not(inner) => !inner.holds(user),
            Self::Compare(property, operator, operands) => operator.holds(property.of(user), operands),
            Self::Everybody => true,
        }
    }
}

impl Operator {
    /// Nothing is copied here, as a rule: everybody is asked.
    fn holds(self, own: Own<'_>, operands: &[Operand]) -> bool {
        let some = |fits: fn(&str, &str) -> bool| {
            let Own::Text(text) = own else { return false };
            let text = lower(text);
            operands.iter().any(|wanted| matches!(wanted, Operand::Text(wanted) if fits(&text, wanted)))
        };
        let equal = || operands.iter().any(|wanted| own.is(wanted));
        match self {
            Self::Eq | Self::In => equal(),
            Self::Ne | Self::NotIn => !equal(),
            Self::StartsWith => some(|own, wanted| own.starts_with(wanted)),
            Self::NotStartsWith => !some(|own, wanted| own.starts_with(wanted)),
            Self::Contains => some(|own, wanted| own.contains(wanted)),
            Self::NotContains => !some(|own, wanted| own.contains(wanted)),
        }
    }
}

impl Own<'_> {
    fn is(self, wanted: &Operand) -> bool {
        match (self, wanted) {
            (Own::Text(own), Operand::Text(wanted)) if own.is_ascii() => own.eq_ignore_ascii_case(wanted),
            (Own::Text(own), Operand::Text(wanted)) => own.to_lowercase() == *wanted,
            (Own::Flag(own), Operand::Flag(wanted)) => own == *wanted,
            (Own::Null, Operand::Null) => true,
            _ => false,
        }
    }
}

fn lower(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.to_lowercase())
    }
}

impl Property {
    /// The property of this name, whatever its case.
    fn named(name: &str) -> Option<Self> {
        const OTHERS: [(&str, Property); 7] = [
            ("accountEnabled", Property::AccountEnabled),
            ("creationType", Property::CreationType),
            ("displayName", Property::DisplayName),
            ("mail", Property::Mail),
            ("mailNickname", Property::MailNickname),
            ("userPrincipalName", Property::UserPrincipalName),
            ("userType", Property::UserType),
        ];
        let other = OTHERS.iter().find(|(own, _)| own.eq_ignore_ascii_case(name));
        other.map(|(_, property)| *property).or_else(|| Attribute::named(name).map(Self::Attribute))
    }

    fn of(self, user: &User) -> Own<'_> {
        match self {
            Self::AccountEnabled => Own::Flag(user.account_enabled),
            Self::CreationType => user.creation_type.as_deref().map_or(Own::Null, Own::Text),
            Self::DisplayName => Own::Text(&user.display_name),
            Self::Mail => user.mail.as_deref().map_or(Own::Null, Own::Text),
            Self::MailNickname => Own::Text(&user.mail_nickname),
            Self::UserPrincipalName => Own::Text(&user.user_principal_name),
            Self::UserType => Own::Text(user.user_type.name()),
            Self::Attribute(attribute) => {
                user.attributes.get(&attribute).map_or(Own::Null, |value| Own::Text(value))
            }
        }
    }
}
