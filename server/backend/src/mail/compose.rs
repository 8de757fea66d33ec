//! What a mail of ours says, as plain text and as HTML. Nothing that a person or the directory wrote is ever HTML.

use contract::Language;

use super::template::{Piece, Placeholder, pieces};

/// What is filled in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Values<'a> {
    pub(crate) inviter: &'a str,
    pub(crate) item: &'a str,
    pub(crate) kind: &'a str,
    pub(crate) role: &'a str,
    pub(crate) message: &'a str,
    pub(crate) account: &'a str,
    pub(crate) link: &'a str,
}

impl<'a> Values<'a> {
    const fn of(&self, placeholder: Placeholder) -> &'a str {
        match placeholder {
            Placeholder::Inviter => self.inviter,
            Placeholder::Item => self.item,
            Placeholder::Kind => self.kind,
            Placeholder::Role => self.role,
            Placeholder::Message => self.message,
            Placeholder::Account => self.account,
            Placeholder::Link => self.link,
        }
    }
}

/// A mail, filled in.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct MailText {
    /// On one line.
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) html: String,
}

/// Fills in a subject and a text. Paragraphs of the text in which nothing is said are left out.
pub(crate) fn compose(language: Language, (subject, text): (&str, &str), values: &Values<'_>) -> MailText {
    let subject = one_line(&fill(subject, |place| values.of(place).to_owned()));
    let paragraphs: Vec<&str> =
        text.split("\n\n").filter(|paragraph| says_something(paragraph, values)).collect();
    let plain: Vec<_> = paragraphs
        .iter()
        .map(|paragraph| fill(paragraph, |place| values.of(place).to_owned()).trim().to_owned())
        .collect();
    let html: String = paragraphs.iter().map(|paragraph| as_html(paragraph, values)).collect();
    let html = format!(
        "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\"></head>\
         <body style=\"font-family:Segoe UI,Arial,sans-serif;font-size:15px;line-height:1.5\">{html}</body></html>",
        language.tag()
    );
    MailText { subject, text: format!("{}\n", plain.join("\n\n")), html }
}

fn says_something(paragraph: &str, values: &Values<'_>) -> bool {
    !fill(paragraph, |place| values.of(place).to_owned()).trim().is_empty()
}

fn fill(text: &str, value: impl Fn(Placeholder) -> String) -> String {
    let filled = pieces(text).into_iter().map(|piece| match piece {
        Piece::Text(text) => text.to_owned(),
        Piece::Place(place) => value(place),
        // Checked before it was stored; what got past that stays as it is.
        Piece::Unknown(name) => format!("{{{name}}}"),
    });
    filled.collect()
}

/// A paragraph of its own; a link that stands alone looks like a button.
fn as_html(paragraph: &str, values: &Values<'_>) -> String {
    let is_button = paragraph.trim() == "{link}";
    let value = |place| match place {
        Placeholder::Link => link(values.link, is_button),
        place => escape(values.of(place)),
    };
    let filled = pieces(paragraph.trim()).into_iter().map(|piece| match piece {
        Piece::Text(text) => escape(text),
        Piece::Place(place) => value(place),
        Piece::Unknown(name) => format!("{{{}}}", escape(name)),
    });
    let inner = filled.collect::<String>().replace('\n', "<br>");
    format!("<p dir=\"auto\">{inner}</p>")
}

fn link(address: &str, is_button: bool) -> String {
    let address = escape(address);
    let style = if is_button {
        " style=\"display:inline-block;padding:10px 20px;border-radius:4px;background:#0f6cbd;color:#fff;text-decoration:none\""
    } else {
        ""
    };
    // Somebody whose mail program shows no buttons still reads the address.
    format!("<a href=\"{address}\"{style}>{address}</a>")
}

/// What a text is inside of HTML, in an attribute, too (HTML Living Standard, section 13.3).
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// Without line ends and other control characters: a header of a mail is one line.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect::<String>()
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALUES: Values<'static> = Values {
        inviter: "Adele <Vance>",
        item: "Plan & {link}",
        kind: "Document",
        role: "Reader",
        message: "See page 3.\n<b>now</b>",
        account: "ana@fabrikam.example",
        link: "https://vestibule.example/arrive/1?key=a&b=1",
    };

    fn said(text: &str, values: &Values<'_>) -> MailText {
        compose(Language::French, ("{item}", text), values)
    }

    #[test]
    fn what_is_filled_in_is_neither_html_nor_a_place() {
        let mail = said("{inviter}: {item}\n\n{message}\n\n{link}", &VALUES);
        assert_eq!(mail.subject, "Plan & {link}");
        assert_eq!(
            mail.text,
            "Adele <Vance>: Plan & {link}\n\nSee page 3.\n<b>now</b>\n\nhttps://vestibule.example/arrive/1?key=a&b=1\n"
        );
        assert!(
            mail.html.contains("<p dir=\"auto\">Adele &lt;Vance&gt;: Plan &amp; {link}</p>"),
            "{}",
            mail.html
        );
        assert!(mail.html.contains("See page 3.<br>&lt;b&gt;now&lt;/b&gt;"));
        assert!(mail.html.contains("href=\"https://vestibule.example/arrive/1?key=a&amp;b=1\" style="));
        assert!(mail.html.contains("<html lang=\"fr\">"));
    }

    #[test]
    fn a_paragraph_in_which_nothing_is_said_is_left_out() {
        let mail = said("Hello\n\n{message}\n\nGo to {link}", &Values { message: "", ..VALUES });
        assert_eq!(mail.text, format!("Hello\n\nGo to {}\n", VALUES.link));
        assert_eq!(mail.html.matches("<p ").count(), 2);
    }

    #[test]
    fn a_subject_is_one_line() {
        let values = Values { item: "a\r\nBcc: x@evil.example", ..VALUES };
        assert_eq!(said("{link}", &values).subject, "a  Bcc: x@evil.example");
    }
}
