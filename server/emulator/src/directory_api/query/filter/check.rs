//! What Graph supports of a condition: per property and operator, and what needs an advanced query.

use super::{Expr, Function, Literal, Op, Path};
use crate::directory_api::{GraphError, users::Property};

/// Refuses what Graph would refuse.
pub fn check(expr: &Expr, advanced: bool) -> Result<(), GraphError> {
    Check { advanced, lambda: None }.expr(expr)
}

/// Every property a condition looks at.
pub fn properties(expr: &Expr) -> Vec<&'static Property> {
    match expr {
        Expr::And(parts) | Expr::Or(parts) => parts.iter().flat_map(properties).collect(),
        Expr::Not(inner) => properties(inner),
        Expr::Compare(path, ..) | Expr::In(path, _) | Expr::Call(_, path, _) | Expr::Any(path, ..) => {
            path.first().and_then(|name| Property::named(name)).into_iter().collect()
        }
    }
}

fn unsupported() -> GraphError {
    GraphError::unsupported_query("Unsupported Query.")
}

fn unknown(name: &str) -> GraphError {
    GraphError::bad_request(&format!(
        "Invalid filter clause: Could not find a property named '{name}' on type 'microsoft.graph.user'."
    ))
}

const COLLECTIONS: [&str; 4] = ["otherMails", "proxyAddresses", "businessPhones", "identities"];

struct Check<'a> {
    advanced: bool,
    lambda: Option<(&'static Property, &'a str)>,
}

impl<'a> Check<'a> {
    fn expr(&self, expr: &'a Expr) -> Result<(), GraphError> {
        match expr {
            Expr::And(parts) | Expr::Or(parts) => parts.iter().try_for_each(|part| self.expr(part)),
            Expr::Not(inner) => {
                self.only_advanced(true)?;
                self.expr(inner)
            }
            Expr::Compare(path, op, literal) => {
                let property = self.property(path)?;
                if property.name.ends_with("DateTime") && matches!(literal, Literal::Text(_)) {
                    return Err(GraphError::bad_request(
                        "Invalid filter clause: A binary operator with incompatible types was detected. Found operand types 'Edm.DateTimeOffset' and 'Edm.String'.",
                    ));
                }
                let filter = property.filter;
                let (can, needs) = match op {
                    Op::Eq => (filter.equal, false),
                    Op::Ne => (filter.negate, true),
                    Op::Gt | Op::Ge | Op::Lt | Op::Le => (filter.range, false),
                };
                self.allow(property, can, needs)
            }
            Expr::In(path, _) => {
                let property = self.property(path)?;
                self.allow(property, property.filter.equal, false)
            }
            Expr::Call(function, path, _) => {
                let property = self.property(path)?;
                match function {
                    Function::StartsWith => self.allow(property, property.filter.starts, false),
                    Function::EndsWith => self.allow(property, property.filter.ends, true),
                    Function::Contains => Err(unsupported()),
                }
            }
            Expr::Any(path, variable, inner) => self.any(path, variable, inner),
        }
    }

    fn any(&self, path: &[String], variable: &'a str, inner: &'a Expr) -> Result<(), GraphError> {
        let [name] = path else { return Err(unsupported()) };
        let property = Property::named(name).ok_or_else(|| unknown(name))?;
        if self.lambda.is_some() || !COLLECTIONS.contains(&property.name) {
            return Err(unsupported());
        }
        if property.name == "identities" && !names_both(inner) {
            return Err(unsupported());
        }
        Check { advanced: self.advanced, lambda: Some((property, variable)) }.expr(inner)
    }

    /// The property that a path means here.
    fn property(&self, path: &Path) -> Result<&'static Property, GraphError> {
        let first = path.first().map(String::as_str).unwrap_or_default();
        match (self.lambda, path.len()) {
            (Some((property, variable)), length) if variable == first => {
                let fits = if property.name == "identities" { length == 2 } else { length == 1 };
                if fits { Ok(property) } else { Err(unsupported()) }
            }
            (None, 1) => {
                let property = Property::named(first).ok_or_else(|| unknown(first))?;
                if COLLECTIONS.contains(&property.name) { Err(unsupported()) } else { Ok(property) }
            }
            _ => Err(unknown(&path.join("/"))),
        }
    }

    fn allow(&self, property: &Property, can: bool, needs_advanced: bool) -> Result<(), GraphError> {
        let filter = property.filter;
        if !(filter.equal || filter.range || filter.starts) {
            return Err(GraphError::unsupported_query(
                "The request uses a filter property that is not indexed",
            ));
        }
        if !can {
            return Err(unsupported());
        }
        self.only_advanced(needs_advanced || filter.advanced)
    }

    fn only_advanced(&self, needs: bool) -> Result<(), GraphError> {
        if needs && !self.advanced { Err(unsupported()) } else { Ok(()) }
    }
}

/// `identities` needs issuer and id, joined by `and`.
fn names_both(expr: &Expr) -> bool {
    let Expr::And(parts) = expr else { return false };
    let names = |wanted: &str| {
        parts.iter().any(|part| {
            matches!(part, Expr::Compare(path, Op::Eq, _) if path.last().is_some_and(|last| last.eq_ignore_ascii_case(wanted)))
        })
    };
    names("issuer") && names("issuerAssignedId")
}
