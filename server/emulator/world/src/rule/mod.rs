//! Rules of dynamic membership, e.g. `(user.userType -eq "Guest")` ("Manage rules for dynamic membership groups").

mod parse;
#[cfg(test)]
mod tests;

use std::{borrow::Cow, collections::BTreeSet};

use serde::{Deserialize, Serialize};

use super::{attribute::Attribute, ids::UserId, user::User};

/// A membership rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Rule {
    /// Its text.
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

/// A constant to compare a property with.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Operand {
    /// In lower case.
    Text(String),
    Flag(bool),
    Null,
}

/// A user property that rules may use in this emulator.
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

/// The value of a user's property.
#[derive(Debug, Clone, Copy)]
enum PropertyValue<'a> {
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
    /// The rule with this text. None when the text is no valid rule.
    pub fn new(text: &str, on: bool) -> Option<Self> {
        parse::parse(text)?;
        Some(Self { text: text.to_owned(), on })
    }

    /// The users that match the rule, whether it is paused or not.
    pub fn matching_users<'a>(&self, users: impl Iterator<Item = &'a User>) -> BTreeSet<UserId> {
        let condition = parse::parse(&self.text);
        let matches = |user: &&User| condition.as_ref().is_some_and(|condition| condition.matches(user));
        users.filter(matches).map(|user| user.id).collect()
    }
}

impl Condition {
    fn matches(&self, user: &User) -> bool {
        match self {
            Self::And(left, right) => left.matches(user) && right.matches(user),
            Self::Or(left, right) => left.matches(user) || right.matches(user),
            Self::Not(inner) => !inner.matches(user),
            Self::Compare(property, operator, operands) => operator.matches(property.of(user), operands),
            Self::Everybody => true,
        }
    }
}

impl Operator {
    /// Avoids copies of texts, because it runs for every user.
    fn matches(self, own: PropertyValue<'_>, operands: &[Operand]) -> bool {
        let some = |fits: fn(&str, &str) -> bool| {
            let PropertyValue::Text(text) = own else { return false };
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

impl PropertyValue<'_> {
    fn is(self, wanted: &Operand) -> bool {
        match (self, wanted) {
            (PropertyValue::Text(own), Operand::Text(wanted)) if own.is_ascii() => {
                own.eq_ignore_ascii_case(wanted)
            }
            (PropertyValue::Text(own), Operand::Text(wanted)) => own.to_lowercase() == *wanted,
            (PropertyValue::Flag(own), Operand::Flag(wanted)) => own == *wanted,
            (PropertyValue::Null, Operand::Null) => true,
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

    fn of(self, user: &User) -> PropertyValue<'_> {
        match self {
            Self::AccountEnabled => PropertyValue::Flag(user.account_enabled),
            Self::CreationType => {
                user.creation_type.as_deref().map_or(PropertyValue::Null, PropertyValue::Text)
            }
            Self::DisplayName => PropertyValue::Text(&user.display_name),
            Self::Mail => user.mail.as_deref().map_or(PropertyValue::Null, PropertyValue::Text),
            Self::MailNickname => PropertyValue::Text(&user.mail_nickname),
            Self::UserPrincipalName => PropertyValue::Text(&user.user_principal_name),
            Self::UserType => PropertyValue::Text(user.user_type.name()),
            Self::Attribute(attribute) => user
                .attributes
                .get(&attribute)
                .map_or(PropertyValue::Null, |value| PropertyValue::Text(value)),
        }
    }
}
