//! Counted phrases: one text per plural category, chosen by the browser, which also writes the number.

use js_sys::Intl::PluralRules;
use wasm_bindgen::JsValue;

use super::document;

thread_local! {
    /// Those of the page, whose language stays: made once, because each line with a count needs them.
    static RULES: PluralRules = rules();
}

fn rules() -> PluralRules {
    PluralRules::new(&js_sys::Array::of1(&JsValue::from_str(&lang())), &js_sys::Object::new())
}

fn lang() -> String {
    document().document_element().and_then(|root| root.get_attribute("lang")).unwrap_or_default()
}

/// What a number is in the language of the page: its plural category (`one`, `few`, ...), and how it is written ("1,451").
pub fn category_and_number(count: usize) -> (String, String) {
    let count = f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    let category = RULES.with(|rules| rules.select(count));
    (category.into(), js_sys::Number::from(count).to_locale_string(&lang()).into())
}
