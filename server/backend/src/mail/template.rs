//! The text of a mail with places that are filled in. What is filled in is never read as a place itself.

use contract::ProblemCode;

/// A place in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Placeholder {
    /// Who shared.
    Inviter,
    /// The item's title.
    Item,
    /// What the item is.
    Kind,
    /// What the person may do.
    Role,
    /// What the inviter wrote; nothing where they wrote nothing.
    Message,
    /// The address of the account to sign in with.
    Account,
    /// Where the item is.
    Link,
}

impl Placeholder {
    const ALL: [Self; 7] =
        [Self::Inviter, Self::Item, Self::Kind, Self::Role, Self::Message, Self::Account, Self::Link];

    /// As it is written, without the braces.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Inviter => "inviter",
            Self::Item => "item",
            Self::Kind => "kind",
            Self::Role => "role",
            Self::Message => "message",
            Self::Account => "account",
            Self::Link => "link",
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|placeholder| placeholder.name() == name)
    }
}

/// A piece of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// As it is.
    Text(&'a str),
    /// To be filled in.
    Place(Placeholder),
    /// Written like a place, and none.
    Unknown(&'a str),
}

/// The pieces of a text, in their order.
pub(crate) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, name, after)) = next_place(rest) {
        pieces.push(Piece::Text(before));
        pieces.push(Placeholder::named(name).map_or(Piece::Unknown(name), Piece::Place));
        rest = after;
    }
    pieces.push(Piece::Text(rest));
    pieces
}

/// What stands before the next place, its name, and what stands behind it. Braces around anything but a name are text.
fn next_place(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    while let Some(start) = text[from..].find('{').map(|at| from + at) {
        let inner = &text[start + 1..];
        let end = inner.find(|c: char| !c.is_ascii_lowercase() && c != '_').unwrap_or(inner.len());
        if end > 0 && inner[end..].starts_with('}') {
            return Some((&text[..start], &inner[..end], &inner[end + 1..]));
        }
        from = start + 1;
    }
    None
}

/// What makes no sense about a subject. A link and a message do not belong there.
pub(crate) fn check_subject(text: &str) -> Result<(), ProblemCode> {
    let fits = |piece: Piece<'_>| match piece {
        Piece::Text(text) => !text.contains(char::is_control),
        Piece::Place(place) => !matches!(place, Placeholder::Link | Placeholder::Message),
        Piece::Unknown(_) => false,
    };
    if pieces(text).into_iter().all(fits) { Ok(()) } else { Err(ProblemCode::PlaceholderUnknown) }
}

/// What makes no sense about a text. Without the link nobody finds the item.
pub(crate) fn check_text(text: &str) -> Result<(), ProblemCode> {
    let pieces = pieces(text);
    if pieces.iter().any(|piece| matches!(piece, Piece::Unknown(_))) {
        return Err(ProblemCode::PlaceholderUnknown);
    }
    if !pieces.contains(&Piece::Place(Placeholder::Link)) {
        return Err(ProblemCode::PlaceholderMissing);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_falls_into_pieces() {
        use Piece::{Place, Text, Unknown};
        for (text, expected) in [
            ("", vec![Text("")]),
            ("{link}", vec![Text(""), Place(Placeholder::Link), Text("")]),
            ("a {item} b", vec![Text("a "), Place(Placeholder::Item), Text(" b")]),
            ("{nobody}", vec![Text(""), Unknown("nobody"), Text("")]),
            ("{ } {} {Link} {é} {link", vec![Text("{ } {} {Link} {é} {link")]),
            ("{{role}}", vec![Text("{"), Place(Placeholder::Role), Text("}")]),
        ] {
            assert_eq!(pieces(text), expected, "{text}");
        }
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        assert_eq!(check_text("Here: {link}"), Ok(()));
        assert_eq!(check_text("Here: {lnk}"), Err(ProblemCode::PlaceholderUnknown));
        assert_eq!(check_text("Here."), Err(ProblemCode::PlaceholderMissing));
        assert_eq!(check_subject("{inviter} shared {item}"), Ok(()));
        for wrong in ["{link}", "{message}", "{who}", "two\nlines"] {
            assert_eq!(check_subject(wrong), Err(ProblemCode::PlaceholderUnknown), "{wrong}");
        }
    }
}
