//! Just enough of HTML to check the emulator's own pages: every element is closed in its turn, ids are there once, labels and forms are
//! whole, and nothing runs.

const VOID: [&str; 5] = ["meta", "link", "input", "br", "hr"];

/// The tags of a page: name, attributes, whether it closes.
fn tags(page: &str) -> Result<Vec<(String, &str, bool)>, String> {
    let mut tags = Vec::new();
    let mut rest = page;
    while let Some(start) = rest.find('<') {
        let inner = &rest[start + 1..];
        let end = end_of(inner).ok_or("a tag without an end")?;
        let tag = &inner[..end];
        rest = &inner[end + 1..];
        if tag.starts_with('!') {
            continue;
        }
        let (tag, closes) = tag.strip_prefix('/').map_or((tag, false), |tag| (tag, true));
        let (name, attributes) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
        tags.push((name.to_owned(), attributes, closes));
    }
    Ok(tags)
}

/// Where a tag ends: not within quotes.
fn end_of(tag: &str) -> Option<usize> {
    let mut quoted = false;
    tag.char_indices()
        .find(|(_, c)| {
            quoted ^= *c == '"';
            *c == '>' && !quoted
        })
        .map(|(at, _)| at)
}

fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let start = format!(" {attributes}").find(&format!(" {name}=\""))?;
    attributes[start + name.len() + 2..].split('"').next()
}

/// Whether an attribute is a script: what is between quotes is a value, and no attribute.
fn listens(attributes: &str) -> bool {
    attributes.split('"').step_by(2).any(|names| names.split_whitespace().any(|name| name.starts_with("on")))
}

/// What is wrong with a page.
pub fn check(page: &str) -> Result<(), String> {
    let (mut open, mut ids, mut labels, mut places) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (name, attributes, closes) in tags(page)? {
        if closes {
            if open.pop().as_ref() != Some(&name) {
                return Err(format!("</{name}> closes something else"));
            }
            continue;
        }
        if !VOID.contains(&name.as_str()) {
            open.push(name.clone());
        }
        if ["script", "iframe", "object", "style"].contains(&name.as_str()) || listens(attributes) {
            return Err(format!("<{name} {attributes}> runs something"));
        }
        if let Some(id) = attribute(attributes, "id") {
            if ids.contains(&id) {
                return Err(format!("the id {id} is there twice"));
            }
            ids.push(id);
        }
        labels.extend(attribute(attributes, "for"));
        let link = attribute(attributes, "href").or_else(|| attribute(attributes, "action"));
        places.extend(link.and_then(|link| link.strip_prefix('#')));
        let known = ["/", "http://", "https://", "data:,", "?", "#"];
        if link.is_some_and(|link| !known.iter().any(|start| link.starts_with(start))) {
            return Err(format!("<{name} {attributes}> leads nowhere"));
        }
    }
    if let Some(left) = open.pop() {
        return Err(format!("<{left}> is not closed"));
    }
    labels
        .into_iter()
        .chain(places)
        .find(|id| !ids.contains(id))
        .map_or(Ok(()), |id| Err(format!("nothing has the id {id}")))
}

fn plain(text: &str) -> String {
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")]
        .iter()
        .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// What a browser sends for the fields of a page that nobody touched.
pub fn fields(page: &str) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    for part in page.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap_or((part, ""));
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let field = attribute(attributes, "name").map(plain);
        let value = attribute(attributes, "value").map(plain);
        let boxed = ["checkbox", "radio"].map(Some).contains(&attribute(attributes, "type"));
        let checked = attributes.split(' ').any(|word| word == "checked");
        match (name, field) {
            ("input", Some(name)) if !boxed || checked => {
                fields.push((name, value.unwrap_or_else(|| if boxed { "on" } else { "" }.to_owned())));
            }
            ("textarea", Some(name)) => fields.push((name, plain(text))),
            ("select", Some(name)) => fields.push((name, String::new())),
            ("option", None) if attributes.split(' ').any(|word| word == "selected") => {
                if let (Some((_, last)), Some(value)) = (fields.last_mut(), value) {
                    *last = value;
                }
            }
            _ => {}
        }
    }
    fields
}
