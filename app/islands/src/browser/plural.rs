//! Counted phrases: one text per plural category, chosen by the browser.

use wasm_bindgen::JsValue;

use super::document;

/// The plural category of a number in the language of the page: `one`, `few`, ...
pub fn plural_category(count: usize) -> String {
    let lang = document().document_element().and_then(|root| root.get_attribute("lang")).unwrap_or_default();
    let locales = js_sys::Array::of1(&JsValue::from_str(&lang));
    let rules = js_sys::Intl::PluralRules::new(&locales, &js_sys::Object::new());
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    rules.select(f64::from(count)).into()
}
