//! What the dialog sends: the fields of the form, with the recipients.

use web_sys::{HtmlFormElement, UrlSearchParams};

use crate::browser::{by_id, document, form_fields, query_all};
use crate::endpoints::field;
use crate::ids;

/// What was put into the form to submit it natively.
const NATIVE: &str = "[data-native]";

/// The form.
pub(super) fn form() -> Option<HtmlFormElement> {
    by_id(ids::FORM)
}

/// The fields of the form. What it was submitted with natively goes: where the page is here again, by the browser's Back, nobody is to stand in it twice.
fn fields() -> Option<UrlSearchParams> {
    let form = form()?;
    for left in query_all(&form, NATIVE) {
        left.remove();
    }
    form_fields(&form)
}

/// The whole form, with these recipients.
pub(super) fn whole(lines: &[String]) -> Option<UrlSearchParams> {
    let fields = fields()?;
    append(&fields, lines.iter().map(String::as_str));
    Some(fields)
}

/// The form with these recipients and this text in the people field, and no others. Without the name in it: whoever is asked about alone would get it,
/// one after the other.
pub(super) fn only<'a>(lines: impl Iterator<Item = &'a str>, text: &str) -> Option<UrlSearchParams> {
    let fields = fields()?;
    fields.set(field::ADDRESS, text);
    fields.delete(field::NAME);
    append(&fields, lines);
    Some(fields)
}

fn append<'a>(fields: &UrlSearchParams, lines: impl Iterator<Item = &'a str>) {
    for (at, line) in lines.enumerate() {
        fields.append(&recipient(at), line);
    }
}

/// The name of the field of the recipient at this place.
pub(super) fn recipient(at: usize) -> String {
    [field::RECIPIENTS, "[", &at.to_string(), "]"].concat()
}

/// The item that is shared.
pub(super) fn item() -> String {
    fields().and_then(|fields| fields.get(field::FORM_ITEM)).unwrap_or_default()
}

/// Submits the form as it would be without scripts, with all recipients.
pub(super) fn submit_natively(lines: &[String], leaves_out: bool) {
    // Without what an earlier try has left.
    let (Some(_), Some(form)) = (fields(), form()) else { return };
    for (at, line) in lines.iter().enumerate() {
        hide_in(&form, &recipient(at), line);
    }
    if leaves_out {
        hide_in(&form, field::LEAVE_OUT, "1");
    }
    let _ = form.submit();
}

fn hide_in(form: &HtmlFormElement, name: &str, value: &str) {
    let Ok(field) = document().create_element("input") else { return };
    for (attribute, value) in [("type", "hidden"), ("name", name), ("value", value), ("data-native", "")] {
        let _ = field.set_attribute(attribute, value);
    }
    let _ = form.append_child(&field);
}
