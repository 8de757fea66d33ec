//! `OData` filters as values.

use std::fmt;

/// A text property of `user` that can be filtered on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Property {
    /// `displayName`
    DisplayName,
    /// `givenName`
    GivenName,
    /// `surname`
    Surname,
    /// `mail`
    Mail,
    /// `userPrincipalName`
    UserPrincipalName,
    /// `userType`
    UserType,
    /// `externalUserState`
    ExternalUserState,
}

impl Property {
    /// Microsoft's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::DisplayName => "displayName",
            Self::GivenName => "givenName",
            Self::Surname => "surname",
            Self::Mail => "mail",
            Self::UserPrincipalName => "userPrincipalName",
            Self::UserType => "userType",
            Self::ExternalUserState => "externalUserState",
        }
    }
}

/// A property of `user` that is a collection of texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Collection {
    /// `otherMails`
    OtherMails,
    /// `proxyAddresses`: values start with `SMTP:` (primary) or `smtp:`
    ProxyAddresses,
}

impl Collection {
    /// Microsoft's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::OtherMails => "otherMails",
            Self::ProxyAddresses => "proxyAddresses",
        }
    }
}

/// A `$filter`. Texts are kept apart from the grammar until it is written, where they can only be a quoted literal
/// ("Use the $filter query parameter"). Printing the value shows no text.
#[derive(Clone, PartialEq, Eq)]
pub struct Filter(Node);

#[derive(Clone, PartialEq, Eq)]
enum Node {
    Eq(Property, String),
    Call(&'static str, Property, String),
    Any(Collection, String),
    And(Vec<Node>),
    Or(Vec<Node>),
}

const STARTS_WITH: &str = "startsWith";
const ENDS_WITH: &str = "endsWith";

impl Filter {
    /// The property is this text.
    pub fn eq(property: Property, text: &str) -> Self {
        Self(Node::Eq(property, text.to_owned()))
    }

    /// The property starts with this text.
    pub fn starts_with(property: Property, text: &str) -> Self {
        Self(Node::Call(STARTS_WITH, property, text.to_owned()))
    }

    /// The property ends with this text. Makes the whole query an advanced one, answered from a lagging index.
    pub fn ends_with(property: Property, text: &str) -> Self {
        Self(Node::Call(ENDS_WITH, property, text.to_owned()))
    }

    /// One entry of the collection is this text.
    pub fn any_eq(collection: Collection, text: &str) -> Self {
        Self(Node::Any(collection, text.to_owned()))
    }

    /// Both hold.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let mut parts = if let Node::And(parts) = self.0 { parts } else { vec![self.0] };
        parts.push(other.0);
        Self(Node::And(parts))
    }

    /// One of the two holds, or both.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        let parts = |filter: Self| if let Node::Or(parts) = filter.0 { parts } else { vec![filter.0] };
        let mut all = parts(self);
        all.extend(parts(other));
        Self(Node::Or(all))
    }

    /// Whether Graph answers this only with `ConsistencyLevel: eventual` and `$count=true` ("Advanced query
    /// capabilities on Microsoft Entra ID objects").
    pub fn is_advanced(&self) -> bool {
        self.0.is_advanced()
    }

    /// The text of the filter, before percent-encoding.
    pub fn to_odata(&self) -> String {
        let mut out = String::new();
        self.0.write(&mut out);
        out
    }
}

impl Node {
    fn is_advanced(&self) -> bool {
        match self {
            Self::Call(name, ..) => *name == ENDS_WITH,
            Self::And(parts) | Self::Or(parts) => parts.iter().any(Self::is_advanced),
            Self::Eq(..) | Self::Any(..) => false,
        }
    }

    fn write(&self, out: &mut String) {
        match self {
            Self::Eq(property, text) => {
                out.push_str(property.name());
                out.push_str(" eq ");
                write_literal(out, text);
            }
            Self::Call(name, property, text) => {
                out.push_str(name);
                out.push('(');
                out.push_str(property.name());
                out.push(',');
                write_literal(out, text);
                out.push(')');
            }
            Self::Any(collection, text) => {
                out.push_str(collection.name());
                out.push_str("/any(x:x eq ");
                write_literal(out, text);
                out.push(')');
            }
            Self::And(parts) => write_joined(out, parts, " and "),
            Self::Or(parts) => write_joined(out, parts, " or "),
        }
    }
}

fn write_joined(out: &mut String, parts: &[Node], word: &str) {
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            out.push_str(word);
        }
        let group = matches!(part, Node::And(_) | Node::Or(_));
        if group {
            out.push('(');
        }
        part.write(out);
        if group {
            out.push(')');
        }
    }
}

/// The text as a quoted literal, for a filter of another kind.
pub(crate) fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    write_literal(&mut out, text);
    out
}

/// A quote inside is doubled; nothing else has a meaning within an `OData` literal.
fn write_literal(out: &mut String, text: &str) {
    out.push('\'');
    for c in text.chars() {
        if c == '\'' {
            out.push('\'');
        }
        out.push(c);
    }
    out.push('\'');
}

impl fmt::Debug for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Filter").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
