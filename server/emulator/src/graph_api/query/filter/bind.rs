//! Binds an expression to a catalogue: names become properties. What Graph does not support is refused with Graph's errors, per property and
//! operator, and whether an advanced query is needed ("Advanced query capabilities on Microsoft Entra ID objects").

use super::{
    Expr, Function, Literal, Op, Path, literal,
    predicate::{Predicate, Subject},
};
use crate::graph_api::{
    error::GraphError,
    query::catalogue::{Catalogue, Operators, Property, Support, ValueKind},
};

/// The predicate of an expression. `advanced` tells whether this is an advanced query.
pub fn bind(expr: &Expr, catalogue: &'static Catalogue, advanced: bool) -> Result<Predicate, GraphError> {
    let predicate = Binder { catalogue, advanced, negated: false, lambda: None }.expr(expr)?;
    let properties = predicate.properties();
    if properties.len() > 1 && properties.iter().any(|property| property.name == "signInActivity") {
        return Err(unsupported());
    }
    Ok(predicate)
}

fn unsupported() -> GraphError {
    GraphError::unsupported_query("Unsupported Query.")
}

#[derive(Clone)]
struct Binder<'a> {
    catalogue: &'static Catalogue,
    advanced: bool,
    negated: bool,
    lambda: Option<(Property, &'a str)>,
}

impl<'a> Binder<'a> {
    fn expr(&self, expr: &'a Expr) -> Result<Predicate, GraphError> {
        let all = |parts: &'a [Expr]| parts.iter().map(|part| self.expr(part)).collect::<Result<_, _>>();
        Ok(match expr {
            Expr::And(parts) => Predicate::All(all(parts)?),
            Expr::Or(parts) => Predicate::Either(all(parts)?),
            Expr::Not(inner) => {
                self.only_advanced()?;
                Predicate::Not(Box::new(Self { negated: true, ..self.clone() }.expr(inner)?))
            }
            Expr::Compare(path, op, wanted) => self.compare(path, *op, wanted)?,
            Expr::In(path, list) => {
                let subject = self.subject(path)?;
                self.allow(&subject, |operators| operators.equal)?;
                list.iter().try_for_each(|wanted| literal::fits(&subject, Op::Eq, wanted))?;
                Predicate::In(subject, list.clone())
            }
            Expr::Call(function, path, text) => {
                let subject = self.subject(path)?;
                self.allow(&subject, |operators| match function {
                    Function::StartsWith => operators.starts,
                    Function::EndsWith => operators.ends,
                    Function::Contains => Support::No,
                })?;
                Predicate::Call(*function, subject, text.clone())
            }
            Expr::Any(path, variable, inner) => self.any(path, variable, inner)?,
        })
    }

    fn compare(&self, path: &Path, op: Op, wanted: &Literal) -> Result<Predicate, GraphError> {
        if let [name, last] = path.as_slice()
            && last.eq_ignore_ascii_case("$count")
        {
            return self.count(name, op, wanted);
        }
        let subject = self.subject(path)?;
        literal::fits(&subject, op, wanted)?;
        self.allow(&subject, |operators| match op {
            Op::Eq => operators.equal,
            Op::Ne => operators.negate,
            Op::Gt | Op::Ge | Op::Lt | Op::Le => operators.range,
        })?;
        Ok(Predicate::Compare(subject, op, wanted.clone()))
    }

    /// `otherMails/$count eq 0`
    fn count(&self, name: &str, op: Op, wanted: &Literal) -> Result<Predicate, GraphError> {
        let property = self.property(name)?;
        let (true, Literal::Number(number)) = (property.is_collection(), wanted) else {
            return Err(unsupported());
        };
        let subject = Subject { property, part: None, element: false };
        self.allow(&subject, |operators| operators.count)?;
        Ok(Predicate::Count(subject.property, op, *number))
    }

    fn any(&self, path: &Path, variable: &'a str, inner: &'a Expr) -> Result<Predicate, GraphError> {
        let [name] = path.as_slice() else { return Err(unsupported()) };
        let property = self.property(name)?;
        if self.lambda.is_some() || !property.is_collection() {
            return Err(unsupported());
        }
        if property.name == "identities" && !names_both(inner) {
            return Err(unsupported());
        }
        let inside = Self { lambda: Some((property.clone(), variable)), ..self.clone() };
        Ok(Predicate::Some(property, Box::new(inside.expr(inner)?)))
    }

    fn property(&self, name: &str) -> Result<Property, GraphError> {
        self.catalogue.property(name).ok_or_else(|| self.unknown(name))
    }

    fn unknown(&self, name: &str) -> GraphError {
        GraphError::bad_request(&format!(
            "Invalid filter clause: Could not find a property named '{name}' on type '{}'.",
            self.catalogue.type_name
        ))
    }

    /// The subject of a path.
    fn subject(&self, path: &Path) -> Result<Subject, GraphError> {
        let (first, rest) = path.split_first().ok_or_else(unsupported)?;
        let (property, element) = match &self.lambda {
            Some((property, variable)) if variable == first => (property.clone(), true),
            Some(_) => return Err(self.unknown(&path.join("/"))),
            None => (self.property(first)?, false),
        };
        let part = match (property.kind, rest) {
            (ValueKind::Complex(_), [name]) => property.part(name),
            (ValueKind::Complexes(_), [name]) if element => property.part(name),
            (ValueKind::Complex(_), []) | (ValueKind::Complexes(_), _) => return Err(unsupported()),
            (ValueKind::Texts, []) if !element => return Err(unsupported()),
            (_, []) => return Ok(Subject { property, part: None, element }),
            _ => None,
        };
        let part = part.ok_or_else(|| self.unknown(&path.join("/")))?;
        Ok(Subject { property, part: Some(part), element })
    }

    fn allow(&self, subject: &Subject, which: impl Fn(Operators) -> Support) -> Result<(), GraphError> {
        let operators = subject.operators();
        if operators.none() {
            return Err(GraphError::unsupported_query(
                "The request uses a filter property that is not indexed",
            ));
        }
        if self.negated && operators.negate == Support::No {
            return Err(unsupported());
        }
        match which(operators) {
            Support::No => Err(unsupported()),
            Support::Default => Ok(()),
            Support::Advanced => self.only_advanced(),
        }
    }

    fn only_advanced(&self) -> Result<(), GraphError> {
        if self.advanced { Ok(()) } else { Err(unsupported()) }
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
