//! Counted phrases: one text per plural category, chosen by the browser.

use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

/// The texts of a counted phrase, each with `{count}` in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// The language's tag.
    pub lang: String,
    /// Category (`one`, `few`, `other`, ...) and text.
    pub forms: Vec<(String, String)>,
}

impl Counted {
    /// The phrase for a number. Runs in the browser only.
    pub fn say(&self, count: u32) -> String {
        let locales = js_sys::Array::of1(&JsValue::from_str(&self.lang));
        let rules = js_sys::Intl::PluralRules::new(&locales, &js_sys::Object::new());
        let category = String::from(rules.select(f64::from(count)));
        let chosen = self.forms.iter().find(|(name, _)| *name == category).or_else(|| self.forms.last());
        chosen.map(|(_, text)| text.replace("{count}", &count.to_string())).unwrap_or_default()
    }
}
