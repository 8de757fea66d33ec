//! Reading the browser's own JSON values.

use wasm_bindgen::{JsCast as _, JsValue};

/// What can be read out of a JSON value. Reading never fails: what is absent, or of another type, is the default.
pub trait Read: Sized {
    /// Reads it.
    fn read(value: &JsValue) -> Self;
}

impl Read for String {
    fn read(value: &JsValue) -> Self {
        value.as_string().unwrap_or_default()
    }
}

impl Read for bool {
    fn read(value: &JsValue) -> Self {
        value.as_bool().unwrap_or_default()
    }
}

impl<T: Read> Read for Option<T> {
    fn read(value: &JsValue) -> Self {
        (!value.is_null() && !value.is_undefined()).then(|| T::read(value))
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(value: &JsValue) -> Self {
        let list = value.dyn_ref::<js_sys::Array>();
        list.map(|list| list.iter().map(|item| T::read(&item)).collect()).unwrap_or_default()
    }
}

/// A field of an object.
pub fn field<T: Read>(value: &JsValue, name: &str) -> T {
    T::read(&js_sys::Reflect::get(value, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED))
}
