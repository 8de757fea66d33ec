//! A page line by line, as a person reads it.

use testing::html::{Tag, decode, inside, tags};

/// Nobody sees what is inside.
const UNSEEN: [&str; 5] = ["script", "style", "template", "noscript", "svg"];
/// Stand within a line.
const INLINE: [&str; 13] =
    ["a", "abbr", "b", "bdi", "button", "code", "em", "i", "label", "small", "span", "strong", "time"];
/// Have no closing tag.
const VOID: [&str; 7] = ["br", "hr", "img", "input", "link", "meta", "use"];

/// The visible texts of a page. What a field holds stands in brackets.
pub fn of(html: &str) -> Vec<String> {
    let tags = tags(html);
    let mut text = String::new();
    let (mut at, mut index) = (0, 0);
    while index < tags.len() {
        let tag = &tags[index];
        text.push_str(&bare(&html[at.min(tag.start)..tag.start]));
        text.push(if INLINE.contains(&tag.name.as_str()) { ' ' } else { '\n' });
        at = tag.end;
        if !tag.closing {
            text.push_str(&held(html, &tags, index));
            if is_unseen(html, tag) {
                let end = tag.end + inside(html, &tags, index).len();
                index += tags[index..].iter().take_while(|tag| tag.start < end).count();
                at = end;
                continue;
            }
        }
        index += 1;
    }
    // The two parts of an address are elements of their own, with nothing between them.
    let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ").replace(" @", "@");
    text.lines().map(words).filter(|line| !line.is_empty()).collect()
}

/// A text without the marks that the framework leaves between texts.
fn bare(text: &str) -> String {
    let mut out = String::new();
    for (position, part) in text.split("<!").enumerate() {
        let end = if part.starts_with("--") { "-->" } else { ">" };
        out.push_str(if position == 0 { part } else { part.split_once(end).map_or("", |(_, rest)| rest) });
    }
    // A line end within a text is a space, and only a tag ends a line.
    decode(&out).replace('\n', " ")
}

/// Whether what is inside of this tag is not shown, or is shown by [`held`].
fn is_unseen(html: &str, tag: &Tag) -> bool {
    let empty = VOID.contains(&tag.name.as_str()) || html[..tag.end].ends_with("/>");
    let shown_as_field = ["textarea", "select"].contains(&tag.name.as_str());
    !empty && (tag.has("hidden") || shown_as_field || UNSEEN.contains(&tag.name.as_str()))
}

/// What a field holds, in brackets.
fn held(html: &str, tags: &[Tag], index: usize) -> String {
    let tag = &tags[index];
    let kind = tag.get("type").unwrap_or("text");
    let value = match tag.name.as_str() {
        "input" if ["radio", "checkbox"].contains(&kind) => return chosen(tag).to_owned(),
        "input" if ["text", "email", "search"].contains(&kind) => tag.value("value"),
        "textarea" => decode(inside(html, tags, index)).split_whitespace().collect::<Vec<_>>().join(" "),
        "select" => selected(inside(html, tags, index)),
        _ => return String::new(),
    };
    if value.is_empty() { String::new() } else { format!("\n[{value}]\n") }
}

fn chosen(tag: &Tag) -> &'static str {
    if tag.has("checked") { "\n[x] " } else { "\n[ ] " }
}

/// The text of the option that is chosen.
fn selected(piece: &str) -> String {
    let tags = tags(piece);
    let mut options = (0..tags.len()).filter(|index| tags[*index].name == "option" && !tags[*index].closing);
    let first = options.clone().next();
    let chosen = options.find(|index| tags[*index].has("selected")).or(first);
    chosen.map(|index| bare(inside(piece, &tags, index)).trim().to_owned()).unwrap_or_default()
}

#[test]
fn only_what_is_seen_is_read() {
    let page = "<!DOCTYPE html><title>A &amp; b</title><script>no</script><p>One <b>two</b><!>three<!-- > no --><br>four</p>\
        <div hidden><p>no</p></div><svg><title>no</title></svg><label>Name <input name=\"a\" value=\"Kim\"></label>\
        <input type=\"hidden\" value=\"no\"><textarea>x\ny</textarea><select><option>p</option><option \
        selected>q<!></option></select><input type=\"radio\" checked><span>chosen</span>";
    let read = ["A & b", "One two three", "four", "Name", "[Kim]", "[x y]", "[q]", "[x] chosen"];
    assert_eq!(of(page), read);
}
