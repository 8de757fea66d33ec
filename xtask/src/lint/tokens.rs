//! Rust source as tokens: without comments, with strings as one token each, and with matched brackets.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// The tokens of a source, or the line of a syntax error.
pub(super) fn tokens(source: &str) -> Result<TokenStream, usize> {
    source.parse().map_err(|error: proc_macro2::LexError| error.span().start().line)
}

/// The tokens without items for tests. Groups are not filtered: call this for each of them.
pub(super) fn production(stream: TokenStream) -> Vec<TokenTree> {
    split(stream).0
}

/// The number of lines of items for tests, at any depth.
pub(super) fn test_lines(stream: TokenStream) -> usize {
    let (kept, lines) = split(stream);
    let inside = kept.into_iter().filter_map(|tree| match tree {
        TokenTree::Group(group) => Some(test_lines(group.stream())),
        _ => None,
    });
    lines + inside.sum::<usize>()
}

/// Whether the token is this punctuation mark.
pub(super) fn is(tree: Option<&TokenTree>, mark: char) -> bool {
    matches!(tree, Some(TokenTree::Punct(punct)) if punct.as_char() == mark)
}

/// The identifier, without the `r#` of a raw one.
pub(super) fn name(tree: Option<&TokenTree>) -> Option<String> {
    match tree {
        Some(TokenTree::Ident(ident)) => Some(ident.to_string().trim_start_matches("r#").to_owned()),
        _ => None,
    }
}

/// The group with these brackets.
pub(super) fn group(tree: Option<&TokenTree>, brackets: Delimiter) -> Option<&Group> {
    match tree {
        Some(TokenTree::Group(group)) if group.delimiter() == brackets => Some(group),
        _ => None,
    }
}

fn split(stream: TokenStream) -> (Vec<TokenTree>, usize) {
    let trees: Vec<TokenTree> = stream.into_iter().collect();
    let (mut kept, mut lines, mut at) = (Vec::new(), 0, 0);
    while at < trees.len() {
        if is(trees.get(at), '#') && is_test_only(trees.get(at + 1)) {
            let end = item_end(&trees, at + 2);
            let last = trees.get(end).or(trees.last()).map_or(0, |tree| tree.span().end().line);
            lines += last - trees[at].span().start().line + 1;
            at = end + 1;
        } else {
            kept.push(trees[at].clone());
            at += 1;
        }
    }
    (kept, lines)
}

/// The end of the item that starts here: its block or its semicolon.
fn item_end(trees: &[TokenTree], from: usize) -> usize {
    let ends = |tree: &TokenTree| is(Some(tree), ';') || group(Some(tree), Delimiter::Brace).is_some();
    trees.iter().skip(from).position(ends).map_or(trees.len(), |found| from + found)
}

fn is_test_only(attribute: Option<&TokenTree>) -> bool {
    let Some(attribute) = group(attribute, Delimiter::Bracket) else { return false };
    let inside: Vec<TokenTree> = attribute.stream().into_iter().collect();
    name(inside.first()).is_some_and(|name| name == "cfg")
        && group(inside.get(1), Delimiter::Parenthesis)
            .is_some_and(|group| group.stream().to_string() == "test")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    #[test]
    fn test_items_are_left_out_wherever_they_stand() {
        let source = "#[cfg(test)]\nmod tests;\nfn a() {}\n#[cfg(test)]\nmod more {\n fn x() { \"}\" }\n}\nfn b() {}\n";
        let kept: TokenStream = production(tokens(source).unwrap()).into_iter().collect();
        assert_eq!(kept.to_string(), "fn a () { } fn b () { }");
        assert_eq!(test_lines(tokens(source).unwrap()), 6);
    }

    #[test]
    fn test_items_inside_of_others_are_counted() {
        let source = "impl A {\n #[cfg(test)]\n fn x() {\n }\n fn y() {}\n}";
        assert_eq!(test_lines(tokens(source).unwrap()), 3);
    }

    #[test]
    fn what_is_no_rust_is_named_by_its_line() {
        assert_eq!(tokens("fn a() {\n}\n}").unwrap_err(), 3);
    }
}
