//! Rules of dynamic membership, e.g. `(user.userType -eq "Guest")` ("Manage rules for dynamic membership groups").

mod parse;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

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
    Compare(String, Operator, Vec<Operand>),
    Everybody,
}

/// What a property is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Operand {
    Text(String),
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
            Self::Compare(property, operator, operands) => {
                let own = value(user, property).unwrap_or(Operand::Null);
                operator.holds(&own, operands)
            }
            Self::Everybody => true,
        }
    }
}

impl Operator {
    fn holds(self, own: &Operand, operands: &[Operand]) -> bool {
        let text = |operand: &Operand| match operand {
            Operand::Text(text) => text.to_lowercase(),
            _ => String::new(),
        };
        let some = |fits: fn(&str, &str) -> bool| {
            operands.iter().any(|wanted| *own != Operand::Null && fits(&text(own), &text(wanted)))
        };
        let equal = || operands.iter().any(|wanted| same(own, wanted));
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

fn same(own: &Operand, wanted: &Operand) -> bool {
    match (own, wanted) {
        (Operand::Text(own), Operand::Text(wanted)) => own.to_lowercase() == wanted.to_lowercase(),
        (own, wanted) => own == wanted,
    }
}

/// The properties that rules of this emulator know, besides the plain text ones.
const OTHERS: [&str; 7] = [
    "accountEnabled",
    "creationType",
    "displayName",
    "mail",
    "mailNickname",
    "userPrincipalName",
    "userType",
];

/// The property of this name, whatever its case.
fn known(name: &str) -> Option<&'static str> {
    let other = OTHERS.into_iter().find(|own| own.eq_ignore_ascii_case(name));
    other.or_else(|| Attribute::named(name).map(Attribute::name))
}

fn value(user: &User, property: &str) -> Option<Operand> {
    let text = |text: &str| Some(Operand::Text(text.to_owned()));
    match property {
        "accountEnabled" => Some(Operand::Flag(user.account_enabled)),
        "creationType" => user.creation_type.clone().map(Operand::Text),
        "displayName" => text(&user.display_name),
        "mail" => user.mail.clone().map(Operand::Text),
        "mailNickname" => text(&user.mail_nickname),
        "userPrincipalName" => text(&user.user_principal_name),
        "userType" => text(user.user_type.name()),
        name => user.attributes.get(&Attribute::named(name)?).cloned().map(Operand::Text),
    }
}
