//! A JSON answer, read where the browser keeps it: no decoder in the wasm.

use wasm_bindgen::{JsCast, JsValue};

/// A JSON value of the browser's.
#[derive(Clone)]
pub struct Answer(JsValue);

impl Answer {
    /// Wraps what `Response.json()` gave.
    pub const fn new(value: JsValue) -> Self {
        Self(value)
    }

    /// A property; an answer that says nothing when it is absent or null.
    pub fn get(&self, key: &str) -> Self {
        Self(js_sys::Reflect::get(&self.0, &JsValue::from_str(key)).unwrap_or(JsValue::UNDEFINED))
    }

    /// A property's text; empty when there is none.
    pub fn text(&self, key: &str) -> String {
        self.get(key).0.as_string().unwrap_or_default()
    }

    /// A property's truth; false when there is none.
    pub fn flag(&self, key: &str) -> bool {
        self.get(key).0.as_bool().unwrap_or(false)
    }

    /// A property's items; empty when it is no array.
    pub fn list(&self, key: &str) -> Vec<Self> {
        let value = self.get(key).0;
        value.dyn_into::<js_sys::Array>().map(|items| items.iter().map(Self).collect()).unwrap_or_default()
    }
}
