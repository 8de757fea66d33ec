//! Counted phrases: one text per plural category, chosen by the browser, which also writes the number.

use wasm_bindgen::JsValue;

use super::document;

/// What a number is in the language of the page: its plural category (`one`, `few`, ...), and how it is written ("1,451").
pub fn category_and_number(count: usize) -> (String, String) {
    let lang = document().document_element().and_then(|root| root.get_attribute("lang")).unwrap_or_default();
    let locales = js_sys::Array::of1(&JsValue::from_str(&lang));
    let rules = js_sys::Intl::PluralRules::new(&locales, &js_sys::Object::new());
    let count = f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    (rules.select(count).into(), js_sys::Number::from(count).to_locale_string(&lang).into())
}
