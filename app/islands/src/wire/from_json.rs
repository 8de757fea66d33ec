//! Reads the JSON values of the browser.

use wasm_bindgen::{JsCast as _, JsValue};

/// A type that can be read from a JSON value. Reading never fails: an absent value, or one of another type, gives the default.
pub trait FromJson: Sized {
    /// Reads the value.
    fn from_json(value: &JsValue) -> Self;
}

impl FromJson for String {
    fn from_json(value: &JsValue) -> Self {
        value.as_string().unwrap_or_default()
    }
}

impl FromJson for bool {
    fn from_json(value: &JsValue) -> Self {
        value.as_bool().unwrap_or_default()
    }
}

impl<T: FromJson> FromJson for Option<T> {
    fn from_json(value: &JsValue) -> Self {
        (!value.is_null() && !value.is_undefined()).then(|| T::from_json(value))
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(value: &JsValue) -> Self {
        let list = value.dyn_ref::<js_sys::Array>();
        list.map(|list| list.iter().map(|item| T::from_json(&item)).collect()).unwrap_or_default()
    }
}

/// A field of an object.
pub fn field<T: FromJson>(value: &JsValue, name: &str) -> T {
    T::from_json(&js_sys::Reflect::get(value, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED))
}
