//! What is typed is kept until the tab is closed: a closed dialog, another page or a reload loses nothing.

use js_sys::Reflect;
use wasm_bindgen::JsValue;
use web_sys::{Element, HtmlInputElement, Storage, UrlSearchParams};

use super::chips::LIMIT;
use super::request::{form, recipient, whole};
use crate::browser::{by_id, query_all, window};
use crate::endpoints::field;
use crate::ids;

/// The fields that somebody fills in: what is hidden belongs to the page that drew it.
const FIELDS: &str = "input[name]:not([type=hidden]), select[name], textarea[name]";
/// The idempotency key is kept: where the form has been accepted and nobody here knows, sending it once more shows what became of it.
const HIDDEN: &str = "input[name][type=hidden]:not(#share-key)";
/// What tells the page of a form that came back from others, beside its fields.
const PAGE: &str = "page";
/// The path of the page whose Share link gets the focus, because the dialog led there.
const RETURN: &str = "share-return";

/// Some browsers keep nothing, by the person's wish.
fn storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

/// Keeps the form with these recipients.
pub(super) fn store(name: &str, lines: &[String]) {
    let (Some(storage), Some(form), Some(fields)) = (storage(), form(), whole(lines)) else { return };
    for hidden in query_all(&form, HIDDEN) {
        fields.delete(&hidden.get_attribute("name").unwrap_or_default());
    }
    fields.set(PAGE, &page());
    // Full storage keeps what it had.
    let _ = storage.set_item(name, &String::from(fields.to_string()));
}

/// The part of the address that names a saved form.
fn page() -> String {
    window().location().search().unwrap_or_default()
}

fn kept(name: &str) -> Option<UrlSearchParams> {
    let kept = storage()?.get_item(name).ok().flatten()?;
    UrlSearchParams::new_with_str(&kept).ok()
}

/// Whether what is kept was changed on this page of a form that came back: it is newer than what the server drew.
pub(super) fn is_of_page(name: &str) -> bool {
    let page = page();
    !page.is_empty() && kept(name).and_then(|kept| kept.get(PAGE)) == Some(page)
}

/// Whether the address of the page names a saved form.
pub(super) fn is_draft_page() -> bool {
    page().contains("draft=")
}

/// Forgets what was kept, because it was sent. Nor is a saved form to stand on the page again when it is loaded anew.
pub(super) fn forget(name: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(name);
    }
    if is_draft_page()
        && let (Ok(history), Ok(path)) = (window().history(), window().location().pathname())
    {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&path));
    }
}

/// What was kept of the people field.
pub(super) struct StoredForm {
    /// The lines of the recipients.
    pub(super) lines: Vec<String>,
    /// The text of the field.
    pub(super) text: String,
    /// Whether another field was filled in again.
    pub(super) has_more: bool,
}

/// Fills the form in as it was kept, where nobody has typed since; gives what the people field had.
pub(super) fn restore(name: &str) -> Option<StoredForm> {
    let kept = kept(name)?;
    let key = by_id::<HtmlInputElement>(ids::KEY);
    if let Some((key, kept)) = key.and_then(|key| kept.get(&key.name()).map(|kept| (key, kept))) {
        key.set_value(&kept);
    }
    let mut has_more = false;
    let form = form()?;
    for field in query_all(&form, FIELDS) {
        has_more |= field.id() != ids::ADDRESS && fill_in(&field, &kept);
    }
    let lines = (0..LIMIT).map_while(|at| kept.get(&recipient(at))).collect();
    Some(StoredForm { lines, text: kept.get(field::ADDRESS).unwrap_or_default(), has_more })
}

/// Whether the field has another value now.
fn fill_in(field: &Element, kept: &UrlSearchParams) -> bool {
    let Some(value) = kept.get(&field.get_attribute("name").unwrap_or_default()) else { return false };
    let before = text_of(field, "value");
    if matches!(text_of(field, "type").as_str(), "checkbox" | "radio") {
        let is_changed = value == before && !is_checked(field);
        if is_changed {
            set(field, "checked", &JsValue::TRUE);
        }
        return is_changed;
    }
    if value == before || before != drawn(field) {
        return false;
    }
    set(field, "value", &JsValue::from_str(&value));
    // A choice that is not offered any more.
    let is_taken = text_of(field, "value") == value;
    if !is_taken {
        set(field, "value", &JsValue::from_str(&before));
    }
    is_taken
}

/// The value that the server drew.
fn drawn(field: &Element) -> String {
    if field.local_name() != "select" {
        return text_of(field, "defaultValue");
    }
    let option = field.query_selector("option[selected]").ok().flatten();
    let option = option.or_else(|| field.query_selector("option").ok().flatten());
    option.map(|option| text_of(&option, "value")).unwrap_or_default()
}

fn is_checked(field: &Element) -> bool {
    Reflect::get(field, &"checked".into()).is_ok_and(|checked| checked.is_truthy())
}

/// A property of a field, as text.
pub(super) fn text_of(field: &Element, property: &str) -> String {
    Reflect::get(field, &property.into()).ok().and_then(|value| value.as_string()).unwrap_or_default()
}

fn set(field: &Element, property: &str, value: &JsValue) {
    let _ = Reflect::set(field, &property.into(), value);
}

/// The dialog leads to this page: its Share link gets the focus there.
pub(super) fn return_to(path: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(RETURN, path);
    }
}

/// Whether the dialog has led to this page, asked once.
pub(super) fn has_returned() -> bool {
    let Some(storage) = storage() else { return false };
    let path = storage.get_item(RETURN).ok().flatten();
    if path.is_none() || path != window().location().pathname().ok() {
        return false;
    }
    storage.remove_item(RETURN).is_ok()
}
