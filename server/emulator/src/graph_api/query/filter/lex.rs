//! The lexer of `$filter`.

/// A token with its position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) at: usize,
    pub(super) kind: TokenKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// A name or keyword.
    Word(String),
    /// A literal that begins with a digit or sign: number, time or GUID.
    Bare(String),
    /// Text in single quotes, unescaped.
    Text(String),
    Open,
    Close,
    Comma,
    Slash,
    Colon,
}

/// Splits the text into tokens. The error is the position.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, usize> {
    let mut tokens = Vec::new();
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let kind = match c {
            c if c.is_whitespace() => continue,
            '(' => TokenKind::Open,
            ')' => TokenKind::Close,
            ',' => TokenKind::Comma,
            '/' => TokenKind::Slash,
            ':' => TokenKind::Colon,
            '\'' => TokenKind::Text(quoted(&mut rest).ok_or(at)?),
            c if c.is_ascii_digit() || c == '-' => {
                let more = |c: char| c.is_ascii_alphanumeric() || "-:.+".contains(c);
                TokenKind::Bare(run(c, &mut rest, more))
            }
            c if c.is_alphabetic() || c == '_' || c == '$' => {
                let more = |c: char| c.is_alphanumeric() || "_-.".contains(c);
                TokenKind::Word(run(c, &mut rest, more))
            }
            _ => return Err(at),
        };
        tokens.push(Token { at, kind });
    }
    Ok(tokens)
}

type Chars<'a> = std::iter::Peekable<std::str::CharIndices<'a>>;

fn run(first: char, rest: &mut Chars<'_>, more: impl Fn(char) -> bool) -> String {
    let mut word = String::from(first);
    while let Some((_, c)) = rest.next_if(|(_, c)| more(*c)) {
        word.push(c);
    }
    word
}

/// Text up to the closing quote; a doubled quote stands for one.
fn quoted(rest: &mut Chars<'_>) -> Option<String> {
    let mut text = String::new();
    loop {
        let (_, c) = rest.next()?;
        if c != '\'' {
            text.push(c);
        } else if rest.next_if(|(_, c)| *c == '\'').is_some() {
            text.push('\'');
        } else {
            return Some(text);
        }
    }
}
