//! Counted phrases: one text per plural category, chosen by the browser.

use wasm_bindgen::JsValue;
use web_sys::Element;

use super::document;

/// The phrase for a number. The element holds one text per category, as `data-one`, `data-few`, ..., each with `{count}` in it.
pub fn plural_text(element: &Element, count: u32) -> String {
    let lang = document().document_element().and_then(|root| root.get_attribute("lang")).unwrap_or_default();
    let locales = js_sys::Array::of1(&JsValue::from_str(&lang));
    let rules = js_sys::Intl::PluralRules::new(&locales, &js_sys::Object::new());
    let category = String::from(rules.select(f64::from(count)));
    let text =
        element.get_attribute(&["data-", &category].concat()).or_else(|| element.get_attribute("data-other"));
    text.unwrap_or_default().replace("{count}", &count.to_string())
}
