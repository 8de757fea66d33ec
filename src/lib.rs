//! The WebAssembly entry: an export for each island, which the loader calls with the island's start data. Empty on every other target, so that
//! `cargo check --workspace` never builds the islands for the browser and the server at once.
#![cfg(target_arch = "wasm32")]

use islands::wire::FromJson;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Runs once, before any island: panics are logged to the console.
#[wasm_bindgen(start)]
pub fn prepare() {
    console_error_panic_hook::set_once();
}

/// Live toasts.
#[wasm_bindgen]
pub fn toasts(start: &JsValue) {
    islands::toasts::mount(FromJson::from_json(start));
}

/// Live states of invitations.
#[wasm_bindgen]
pub fn states(start: &JsValue) {
    islands::states::mount(FromJson::from_json(start));
}

/// The share dialog.
#[wasm_bindgen]
pub fn share(start: &JsValue) {
    islands::share::attach(FromJson::from_json(start));
}

/// Buttons that copy.
#[wasm_bindgen]
pub fn copying(_start: &JsValue) {
    islands::copying::attach();
}
