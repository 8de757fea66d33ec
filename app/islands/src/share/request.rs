//! What the dialog sends: the fields of the form, with the recipients.

use web_sys::{HtmlFormElement, UrlSearchParams};

use crate::browser::{by_id, document, form_fields};
use crate::endpoints::field;
use crate::ids;

/// The form.
pub(super) fn form() -> Option<HtmlFormElement> {
    by_id(ids::FORM)
}

/// The whole form, with these recipients.
pub(super) fn whole(lines: &[String]) -> Option<UrlSearchParams> {
    let fields = form_fields(&form()?)?;
    append(&fields, lines.iter().map(String::as_str));
    Some(fields)
}

/// The form with these recipients and this text in the people field, and no others.
pub(super) fn only<'a>(lines: impl Iterator<Item = &'a str>, text: &str) -> Option<UrlSearchParams> {
    let fields = form_fields(&form()?)?;
    fields.set(field::ADDRESS, text);
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
    form().and_then(|form| form_fields(&form)?.get(field::FORM_ITEM)).unwrap_or_default()
}

/// Submits the form as it would be without scripts, with all recipients.
pub(super) fn submit_natively(lines: &[String], leaves_out: bool) {
    let Some(form) = form() else { return };
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
    for (attribute, value) in [("type", "hidden"), ("name", name), ("value", value)] {
        let _ = field.set_attribute(attribute, value);
    }
    let _ = form.append_child(&field);
}
