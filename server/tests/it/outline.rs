//! A page in outline: each element that means something on a line of its own, with what it says and where it leads. Layout, styles and
//! icons are left out, so that a recorded page is short enough to be read.

use testing::html::{Tag, inside, tags, text};

/// Elements that mean something by themselves; others count only when they have an id, or are hidden.
const TELLING: [&str; 37] = [
    "main", "header", "footer", "nav", "section", "article", "dialog", "template", "h1", "h2", "h3", "p",
    "ul", "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td", "form", "fieldset",
    "legend", "label", "input", "textarea", "select", "option", "button", "a", "details", "summary",
    "progress",
];
const TOLD: [&str; 17] = [
    "href",
    "method",
    "action",
    "type",
    "name",
    "value",
    "role",
    "aria-label",
    "aria-current",
    "aria-live",
    "aria-invalid",
    "placeholder",
    "hidden",
    "open",
    "checked",
    "selected",
    "required",
];
/// Classes that say who gets to see something.
const AUDIENCES: [&str; 2] = ["scripts-only", "plain-only"];
const VOID: [&str; 6] = ["input", "meta", "link", "br", "img", "hr"];

#[derive(Default)]
struct Line {
    depth: usize,
    element: String,
    /// Words in attributes.
    label: String,
    text: String,
}

fn audience(tag: &Tag) -> Option<&'static str> {
    let classes = tag.value("class");
    AUDIENCES.into_iter().find(|audience| classes.split_whitespace().any(|class| class == *audience))
}

fn is_telling(tag: &Tag) -> bool {
    let known = TELLING.contains(&tag.name.as_str()) || tag.has("id") || tag.has("hidden");
    (known || audience(tag).is_some()) && tag.name != "svg"
}

fn element(tag: &Tag) -> String {
    let id = tag.get("id").map(|id| format!("#{id}")).unwrap_or_default();
    let audience = audience(tag).map(|audience| format!(".{audience}")).unwrap_or_default();
    let attributes = TOLD.iter().filter(|name| tag.has(name)).map(|name| match tag.value(name) {
        value if value.is_empty() && *name != "value" => format!(" {name}"),
        value => format!(" {name}={value:?}"),
    });
    format!("{}{id}{audience}{}", tag.name, attributes.collect::<String>())
}

/// A text between two tags, as it reads. The framework marks the ends of texts.
fn words(gap: &str) -> String {
    text(&gap.replace("<!>", "")).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn lines(piece: &str) -> Vec<Line> {
    let mut lines = vec![Line::default()];
    let mut open: Vec<bool> = Vec::new();
    let (mut at, mut silent) = (0, false);
    for tag in tags(piece) {
        let said = words(&piece[at..tag.start]);
        at = tag.end;
        if let Some(line) = lines.last_mut().filter(|_| !said.is_empty() && !silent) {
            // The two parts of an address are elements of their own, with nothing between them.
            let text = format!("{} {said}", line.text).replace(" @", "@");
            text.trim().clone_into(&mut line.text);
        }
        silent = ["script", "style"].contains(&tag.name.as_str()) && !tag.closing;
        let telling = is_telling(&tag);
        let depth = open.iter().filter(|telling| **telling).count();
        if tag.closing {
            // What follows belongs to what is still open.
            if open.pop() == Some(true) {
                lines.push(Line { depth: depth - 1, ..Line::default() });
            }
            continue;
        }
        if telling && !silent {
            let label = format!("{} {}", tag.value("aria-label"), tag.value("placeholder")).trim().to_owned();
            lines.push(Line { depth, element: element(&tag), label, text: String::new() });
        }
        if VOID.contains(&tag.name.as_str()) {
            if telling {
                lines.push(Line { depth, ..Line::default() });
            }
        } else if !piece[..tag.end].ends_with("/>") {
            open.push(telling && !silent);
        }
    }
    lines.retain(|line| !line.element.is_empty() || !line.text.is_empty());
    lines
}

/// The whole outline.
pub fn outline(piece: &str) -> String {
    let line = |line: &Line| {
        let text = if line.text.is_empty() { String::new() } else { format!(" {}", line.text) };
        let told = if line.element.is_empty() {
            text.trim_start().to_owned()
        } else {
            format!("{}{text}", line.element)
        };
        format!("{}{told}\n", "  ".repeat(line.depth))
    };
    lines(piece).iter().map(line).collect()
}

/// What it says, in order, a line for each text.
pub fn spoken(piece: &str) -> String {
    let lines = lines(piece);
    let texts = lines.iter().flat_map(|line| [&line.label, &line.text]).filter(|text| !text.is_empty());
    texts.flat_map(|text| [text.as_str(), "\n"]).collect()
}

/// The first element of this name, with its tags.
pub fn part<'a>(html: &'a str, name: &str) -> &'a str {
    let all = tags(html);
    let index = all.iter().position(|tag| tag.name == name && !tag.closing);
    let index = index.unwrap_or_else(|| panic!("no {name}: {html}"));
    let end = all[index].end + inside(html, &all, index).len();
    &html[all[index].start..end + name.len() + 3]
}

#[test]
fn an_outline_tells_what_there_is_and_where_it_leads() {
    let page = r#"<div class="x"><h1>A &amp; <b>B</b></h1><p>One <a href="/two">two</a> three</p><form method="post" action="/go">
        <input type="hidden" name="key" value=""><svg><use href="/i.svg#x"></use></svg><button>Go<!> on</button>
        <span hidden>Gone</span><script type="application/json">{"a": 1}</script></form><div aria-label="quiet"></div></div>"#;
    let told = "h1 A & B\np One\n  a href=\"/two\" two\n  three\nform method=\"post\" action=\"/go\"\n  \
                input type=\"hidden\" name=\"key\" value=\"\"\n  button Go on\n  span hidden Gone\n";
    assert_eq!(outline(page), told);
    assert_eq!(spoken(page), "A & B\nOne\ntwo\nthree\nGo on\nGone\n");
    assert_eq!(part(page, "h1"), "<h1>A &amp; <b>B</b></h1>");
}
