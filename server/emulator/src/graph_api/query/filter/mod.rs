//! `$filter`: parsed, bound to a catalogue (which refuses what Graph does not support), evaluated.

mod bind;
mod eval;
mod lex;
mod literal;
mod parse;
pub(crate) mod predicate;
#[cfg(test)]
mod tests;

use std::fmt;

use time::OffsetDateTime;

pub use bind::bind;
pub use eval::matches;
pub use literal::check_literal_types;
pub use parse::parse;

/// A comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// `eq`
    Eq,
    /// `ne`
    Ne,
    /// `gt`
    Gt,
    /// `ge`
    Ge,
    /// `lt`
    Lt,
    /// `le`
    Le,
}

/// A function on text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// `startsWith`
    StartsWith,
    /// `endsWith`
    EndsWith,
    /// `contains`, which Graph does not support on directory objects.
    Contains,
}

/// A constant.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// `null`
    Null,
    /// `true`, `false`
    Flag(bool),
    /// Text in single quotes, or a bare GUID.
    Text(String),
    /// A date and time.
    Time(OffsetDateTime),
    /// A whole number.
    Number(i64),
}

/// A property path, e.g. `mail` or, in a lambda, `c/issuer`.
pub type Path = Vec<String>;

/// A condition.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// All of them.
    And(Vec<Self>),
    /// Any of them.
    Or(Vec<Self>),
    /// Not.
    Not(Box<Self>),
    /// A comparison.
    Compare(Path, Op, Literal),
    /// One of several.
    In(Path, Vec<Literal>),
    /// A function on text.
    Call(Function, Path, String),
    /// Some element of a collection.
    Any(Path, String, Box<Self>),
}

impl Op {
    const ALL: [(Self, &'static str); 6] = [
        (Self::Eq, "eq"),
        (Self::Ne, "ne"),
        (Self::Gt, "gt"),
        (Self::Ge, "ge"),
        (Self::Lt, "lt"),
        (Self::Le, "le"),
    ];

    fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, name)| name.eq_ignore_ascii_case(word)).map(|(op, _)| op)
    }
}

impl Function {
    const ALL: [(Self, &'static str); 3] =
        [(Self::StartsWith, "startsWith"), (Self::EndsWith, "endsWith"), (Self::Contains, "contains")];

    fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, name)| name.eq_ignore_ascii_case(word)).map(|(function, _)| function)
    }
}

/// Every text literal of a `$filter`, in order. None when the filter cannot be parsed.
pub fn text_literals(filter: &str) -> Option<Vec<String>> {
    let mut found = Vec::new();
    collect(&parse(filter).ok()?, &mut found);
    Some(found)
}

/// A `$filter`, parsed and written again. None when it cannot be parsed. For the fuzzer only.
#[doc(hidden)]
pub fn rewritten_filter(filter: &str) -> Option<String> {
    parse(filter).ok().map(|expr| expr.to_string())
}

impl Expr {
    /// Whether a path in the expression begins with this name, ignoring case.
    pub fn names(&self, name: &str) -> bool {
        let begins = |path: &Path| path.first().is_some_and(|first| first.eq_ignore_ascii_case(name));
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().any(|part| part.names(name)),
            Self::Not(inner) => inner.names(name),
            Self::Compare(path, ..) | Self::In(path, _) | Self::Call(_, path, _) => begins(path),
            Self::Any(path, _, inner) => begins(path) || inner.names(name),
        }
    }
}

fn collect(expr: &Expr, found: &mut Vec<String>) {
    let mut take = |literal: &Literal| {
        if let Literal::Text(text) = literal {
            found.push(text.clone());
        }
    };
    match expr {
        Expr::Compare(_, _, literal) => take(literal),
        Expr::In(_, literals) => literals.iter().for_each(take),
        Expr::Call(_, _, text) => found.push(text.clone()),
        Expr::And(parts) | Expr::Or(parts) => parts.iter().for_each(|part| collect(part, found)),
        Expr::Not(inner) | Expr::Any(_, _, inner) => collect(inner, found),
    }
}

impl fmt::Display for Literal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => out.write_str("null"),
            Self::Flag(flag) => write!(out, "{flag}"),
            Self::Number(number) => write!(out, "{number}"),
            Self::Text(text) => write!(out, "'{}'", text.replace('\'', "''")),
            Self::Time(time) => {
                let format = &time::format_description::well_known::Rfc3339;
                out.write_str(&time.format(format).unwrap_or_default())
            }
        }
    }
}

/// As `OData`; parsing the text again gives the same expression.
impl fmt::Display for Expr {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let joined = |out: &mut fmt::Formatter<'_>, parts: &[Self], word: &str| {
            let parts: Vec<_> = parts.iter().map(|part| format!("({part})")).collect();
            out.write_str(&parts.join(word))
        };
        match self {
            Self::And(parts) => joined(out, parts, " and "),
            Self::Or(parts) => joined(out, parts, " or "),
            Self::Not(inner) => write!(out, "not ({inner})"),
            Self::Compare(path, op, literal) => {
                let word = Op::ALL.iter().find(|(known, _)| known == op).map_or("", |(_, word)| word);
                write!(out, "{} {word} {literal}", path.join("/"))
            }
            Self::In(path, literals) => {
                let literals: Vec<_> = literals.iter().map(ToString::to_string).collect();
                write!(out, "{} in ({})", path.join("/"), literals.join(","))
            }
            Self::Call(function, path, text) => {
                let word =
                    Function::ALL.iter().find(|(known, _)| known == function).map_or("", |(_, word)| word);
                write!(out, "{word}({},{})", path.join("/"), Literal::Text(text.clone()))
            }
            Self::Any(path, variable, inner) => {
                write!(out, "{}/any({variable}:{inner})", path.join("/"))
            }
        }
    }
}
