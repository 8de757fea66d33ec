//! Parsing of rules. `-not` binds closest, then comparisons, `-and`, `-or`; the hyphen of an operator is optional.

use super::{Condition, Operand, Operator, Property};

/// Maximum length of a rule's text, in characters.
const MAX_LENGTH: usize = 3072;
/// Maximum nesting of parentheses.
const MAX_DEPTH: usize = 32;

/// Parses a whole rule.
pub(super) fn parse(text: &str) -> Option<Condition> {
    let tokens = (text.len() <= MAX_LENGTH).then(|| lex(text)).flatten()?;
    let mut parser = Parser { tokens: &tokens, depth: 0 };
    let condition = parser.or()?;
    parser.tokens.is_empty().then_some(condition)
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Open,
    Close,
    OpenList,
    CloseList,
    Comma,
    Text(String),
    Word(String),
}

fn lex(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, length) = match first {
            '(' => (Token::Open, 1),
            ')' => (Token::Close, 1),
            '[' => (Token::OpenList, 1),
            ']' => (Token::CloseList, 1),
            ',' => (Token::Comma, 1),
            '"' | '\'' => quoted(rest, first)?,
            _ => {
                let end = rest.find(|c: char| c.is_whitespace() || "()[],\"'".contains(c));
                let word = &rest[..end.unwrap_or(rest.len())];
                (Token::Word(word.to_lowercase()), word.len())
            }
        };
        tokens.push(token);
        rest = rest[length..].trim_start();
    }
    Some(tokens)
}

/// A text in quotes, in which a backtick or a backslash escapes the next character.
fn quoted(text: &str, quote: char) -> Option<(Token, usize)> {
    let mut inner = String::new();
    let mut characters = text.char_indices().skip(1);
    while let Some((at, c)) = characters.next() {
        match c {
            '`' | '\\' => inner.push(characters.next()?.1),
            _ if c == quote => return Some((Token::Text(inner), at + 1)),
            _ => inner.push(c),
        }
    }
    None
}

struct Parser<'a> {
    tokens: &'a [Token],
    depth: usize,
}

impl Parser<'_> {
    fn or(&mut self) -> Option<Condition> {
        let mut left = self.and()?;
        while self.operator("or") {
            left = Condition::Or(Box::new(left), Box::new(self.and()?));
        }
        Some(left)
    }

    fn and(&mut self) -> Option<Condition> {
        let mut left = self.unary()?;
        while self.operator("and") {
            left = Condition::And(Box::new(left), Box::new(self.unary()?));
        }
        Some(left)
    }

    fn unary(&mut self) -> Option<Condition> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return None;
        }
        let condition = if self.operator("not") {
            Condition::Not(Box::new(self.unary()?))
        } else if self.token(&Token::Open) {
            let inner = self.or()?;
            self.token(&Token::Close).then_some(inner)?
        } else {
            self.comparison()?
        };
        self.depth -= 1;
        Some(condition)
    }

    fn comparison(&mut self) -> Option<Condition> {
        let Some((Token::Word(subject), rest)) = self.tokens.split_first() else { return None };
        let property = subject.strip_prefix("user.")?;
        self.tokens = rest;
        let Some((Token::Word(operator), rest)) = self.tokens.split_first() else { return None };
        let operator = named(operator)?;
        self.tokens = rest;
        let operands = if matches!(operator, Operator::In | Operator::NotIn) {
            self.list()?
        } else {
            vec![self.operand()?]
        };
        if property == "objectid" {
            // The documented rule for all users: `user.objectId -ne null`.
            return (operator == Operator::Ne && operands == [Operand::Null]).then_some(Condition::Everybody);
        }
        Some(Condition::Compare(Property::named(property)?, operator, operands))
    }

    fn list(&mut self) -> Option<Vec<Operand>> {
        self.token(&Token::OpenList).then_some(())?;
        let mut operands = vec![self.operand()?];
        while self.token(&Token::Comma) {
            operands.push(self.operand()?);
        }
        self.token(&Token::CloseList).then_some(operands)
    }

    fn operand(&mut self) -> Option<Operand> {
        let (first, rest) = self.tokens.split_first()?;
        let operand = match first {
            Token::Text(text) => Operand::Text(text.to_lowercase()),
            Token::Word(word) => match word.trim_start_matches('$') {
                "true" => Operand::Flag(true),
                "false" => Operand::Flag(false),
                "null" => Operand::Null,
                _ => return None,
            },
            _ => return None,
        };
        self.tokens = rest;
        Some(operand)
    }

    fn operator(&mut self, name: &str) -> bool {
        match self.tokens.split_first() {
            Some((Token::Word(word), rest)) if word.trim_start_matches('-') == name => {
                self.tokens = rest;
                true
            }
            _ => false,
        }
    }

    fn token(&mut self, wanted: &Token) -> bool {
        match self.tokens.split_first() {
            Some((first, rest)) if first == wanted => {
                self.tokens = rest;
                true
            }
            _ => false,
        }
    }
}

fn named(word: &str) -> Option<Operator> {
    Some(match word.trim_start_matches('-') {
        "eq" => Operator::Eq,
        "ne" => Operator::Ne,
        "startswith" => Operator::StartsWith,
        "notstartswith" => Operator::NotStartsWith,
        "contains" => Operator::Contains,
        "notcontains" => Operator::NotContains,
        "in" => Operator::In,
        "notin" => Operator::NotIn,
        _ => return None,
    })
}
