//! The WebAssembly entry: an export for each island, which the loader calls with the island's start data. Built once for each island set: `people` for
//! everybody's pages, `share` for those with the share dialog, `admin` for those of administrators, so that no page loads what only others need. Empty on every other target, so that
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
#[cfg(any(feature = "people", feature = "share"))]
#[wasm_bindgen]
pub fn states(start: &JsValue) {
    islands::states::mount(FromJson::from_json(start));
}

/// The share dialog.
#[cfg(feature = "share")]
#[wasm_bindgen]
pub fn share(start: &JsValue) {
    islands::share::mount(FromJson::from_json(start));
}

/// A section's form.
#[cfg(feature = "admin")]
#[wasm_bindgen]
pub fn settings(start: &JsValue) {
    islands::settings::mount(FromJson::from_json(start));
}

/// Buttons that copy.
#[wasm_bindgen]
pub fn copying(_start: &JsValue) {
    islands::copying::attach();
}
