//! The parser of `$filter`.

use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use uuid::Uuid;

use super::{
    Expr, Function, Literal, Op, Path,
    lex::{Token, TokenKind, tokens},
};
use crate::graph_api::error::GraphError;

/// Maximum nesting of parentheses.
const MAX_DEPTH: usize = 64;

/// Parses a `$filter`.
pub fn parse(text: &str) -> Result<Expr, GraphError> {
    let tokens = tokens(text).map_err(|at| syntax(at, text))?;
    let mut parser = Parser { text, tokens, next: 0, depth: 0 };
    let expr = parser.either()?;
    match parser.peek() {
        None => Ok(expr),
        Some(_) => Err(parser.syntax_error()),
    }
}

fn syntax(at: usize, text: &str) -> GraphError {
    GraphError::bad_request(&format!("Invalid filter clause: Syntax error at position {at} in '{text}'."))
}

struct Parser<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    next: usize,
    depth: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&TokenKind> {
        self.tokens.get(self.next).map(|token| &token.kind)
    }

    fn take(&mut self) -> Option<TokenKind> {
        let kind = self.peek().cloned();
        self.next += usize::from(kind.is_some());
        kind
    }

    fn syntax_error(&self) -> GraphError {
        let at = self.tokens.get(self.next).map_or(self.text.len(), |token| token.at);
        syntax(at, self.text)
    }

    fn skip(&mut self, kind: &TokenKind) -> bool {
        let fits = self.peek() == Some(kind);
        self.next += usize::from(fits);
        fits
    }

    fn expect(&mut self, kind: &TokenKind) -> Result<(), GraphError> {
        if self.skip(kind) { Ok(()) } else { Err(self.syntax_error()) }
    }

    fn keyword(&mut self, keyword: &str) -> bool {
        let fits = matches!(self.peek(), Some(TokenKind::Word(word)) if word.eq_ignore_ascii_case(keyword));
        self.next += usize::from(fits);
        fits
    }

    fn word(&mut self) -> Result<String, GraphError> {
        match self.peek() {
            Some(TokenKind::Word(word)) => {
                let word = word.clone();
                self.next += 1;
                Ok(word)
            }
            _ => Err(self.syntax_error()),
        }
    }

    fn either(&mut self) -> Result<Expr, GraphError> {
        let mut parts = vec![self.both()?];
        while self.keyword("or") {
            parts.push(self.both()?);
        }
        Ok(one_or(parts, Expr::Or))
    }

    fn both(&mut self) -> Result<Expr, GraphError> {
        let mut parts = vec![self.single()?];
        while self.keyword("and") {
            parts.push(self.single()?);
        }
        Ok(one_or(parts, Expr::And))
    }

    fn single(&mut self) -> Result<Expr, GraphError> {
        if self.depth >= MAX_DEPTH {
            return Err(self.syntax_error());
        }
        self.depth += 1;
        let expr = if self.keyword("not") {
            self.single().map(|inner| Expr::Not(Box::new(inner)))
        } else if self.skip(&TokenKind::Open) {
            self.either().and_then(|inner| self.expect(&TokenKind::Close).map(|()| inner))
        } else {
            self.condition()
        };
        self.depth -= 1;
        expr
    }

    fn condition(&mut self) -> Result<Expr, GraphError> {
        let first = self.word()?;
        if let Some(function) = Function::named(&first)
            && self.skip(&TokenKind::Open)
        {
            return self.call(function);
        }
        let mut path = vec![first];
        while self.skip(&TokenKind::Slash) {
            let step = self.word()?;
            if step.eq_ignore_ascii_case("any") && self.skip(&TokenKind::Open) {
                return self.lambda(path);
            }
            if step.eq_ignore_ascii_case("all") && self.peek() == Some(&TokenKind::Open) {
                return Err(GraphError::unsupported_query("Unsupported Query."));
            }
            path.push(step);
        }
        if self.keyword("in") {
            return self.list(path);
        }
        let op = match self.peek() {
            Some(TokenKind::Word(word)) => Op::named(word),
            _ => None,
        };
        let op = op.ok_or_else(|| self.syntax_error())?;
        self.next += 1;
        Ok(Expr::Compare(path, op, self.literal()?))
    }

    fn call(&mut self, function: Function) -> Result<Expr, GraphError> {
        let mut path = vec![self.word()?];
        while self.skip(&TokenKind::Slash) {
            path.push(self.word()?);
        }
        self.expect(&TokenKind::Comma)?;
        let Some(TokenKind::Text(text)) = self.take() else { return Err(self.syntax_error()) };
        self.expect(&TokenKind::Close)?;
        Ok(Expr::Call(function, path, text))
    }

    fn lambda(&mut self, path: Path) -> Result<Expr, GraphError> {
        let variable = self.word()?;
        self.expect(&TokenKind::Colon)?;
        let inner = self.either()?;
        self.expect(&TokenKind::Close)?;
        Ok(Expr::Any(path, variable, Box::new(inner)))
    }

    fn list(&mut self, path: Path) -> Result<Expr, GraphError> {
        self.expect(&TokenKind::Open)?;
        let mut literals = vec![self.literal()?];
        while self.skip(&TokenKind::Comma) {
            literals.push(self.literal()?);
        }
        self.expect(&TokenKind::Close)?;
        Ok(Expr::In(path, literals))
    }

    fn literal(&mut self) -> Result<Literal, GraphError> {
        let literal = match self.peek() {
            Some(TokenKind::Text(text)) => Some(Literal::Text(text.clone())),
            Some(TokenKind::Word(word)) => named(word),
            Some(TokenKind::Bare(bare)) => bare_literal(bare),
            _ => None,
        };
        let literal = literal.ok_or_else(|| self.syntax_error())?;
        self.next += 1;
        Ok(literal)
    }
}

fn one_or(mut parts: Vec<Expr>, several: impl FnOnce(Vec<Expr>) -> Expr) -> Expr {
    if parts.len() == 1 { parts.remove(0) } else { several(parts) }
}

fn named(word: &str) -> Option<Literal> {
    match word.to_ascii_lowercase().as_str() {
        "null" => Some(Literal::Null),
        "true" => Some(Literal::Flag(true)),
        "false" => Some(Literal::Flag(false)),
        other => guid(other),
    }
}

fn bare_literal(bare: &str) -> Option<Literal> {
    if let Ok(number) = bare.parse() {
        return Some(Literal::Number(number));
    }
    OffsetDateTime::parse(bare, &Rfc3339).ok().map(Literal::Time).or_else(|| guid(bare))
}

fn guid(word: &str) -> Option<Literal> {
    (word.len() == 36).then(|| Uuid::try_parse(word).ok()).flatten().map(|id| Literal::Text(id.to_string()))
}
