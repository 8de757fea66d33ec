//! A message (RFC 5322, MIME) as a mail of the mailbox.

use mail_parser::{Address, HeaderName, HeaderValue, Message, MessageParser, PartType};
use world::mail::{Header, Mail, Via};

/// Fields that have a place of their own in a mail, and those that tell how its parts are written.
const ELSEWHERE: [&str; 9] = [
    "from",
    "to",
    "cc",
    "reply-to",
    "subject",
    "message-id",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
];

/// Reads a message; its envelope is not known yet. None when it has no sender, which RFC 5322 (section 3.6) demands.
pub(super) fn read(bytes: &[u8]) -> Option<Mail> {
    let message = MessageParser::default().parse(bytes)?;
    let from = message.from().and_then(Address::first)?;
    let address = from.address()?;
    let language = message.header(HeaderName::ContentLanguage).and_then(HeaderValue::as_text);
    let replies = addresses(message.reply_to());
    Some(Mail {
        from: from.name().map_or_else(|| address.to_owned(), |name| format!("{name} <{address}>")),
        reply_to: (!replies.is_empty()).then(|| replies.join(", ")),
        to: addresses(message.to()),
        cc: addresses(message.cc()),
        subject: message.subject().unwrap_or_default().to_owned(),
        text: plain_text(&message).unwrap_or_default(),
        html: html(&message),
        language: language.map(str::to_owned),
        via: Via::Smtp,
        message_id: message.message_id().map(str::to_owned),
        headers: headers(bytes),
        ..Mail::default()
    })
}

fn addresses(field: Option<&Address<'_>>) -> Vec<String> {
    let all = field.map(|field| field.iter().filter_map(|one| one.address().map(str::to_owned)));
    all.map(Iterator::collect).unwrap_or_default()
}

/// The plain part as it is: one made from HTML would hide that there is none.
fn plain_text(message: &Message<'_>) -> Option<String> {
    match &message.text_part(0)?.body {
        PartType::Text(text) => Some(text.replace("\r\n", "\n")),
        _ => None,
    }
}

fn html(message: &Message<'_>) -> Option<String> {
    match &message.html_part(0)?.body {
        PartType::Html(html) => Some(html.replace("\r\n", "\n")),
        _ => None,
    }
}

/// The other fields, each decoded as text.
fn headers(bytes: &[u8]) -> Vec<Header> {
    // With no field of its own, a parser goes by the defaults.
    let parser = MessageParser::new().header_text(HeaderName::Subject).default_header_text();
    let Some(message) = parser.parse_headers(bytes) else { return Vec::new() };
    let mut headers = Vec::new();
    for header in message.headers() {
        let name = header.name.as_str();
        if !ELSEWHERE.iter().any(|own| name.eq_ignore_ascii_case(own)) {
            let value = header.value.as_text().unwrap_or_default().trim().to_owned();
            headers.push(Header { name: name.to_owned(), value });
        }
    }
    headers
}
