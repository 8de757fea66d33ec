//! The WebAssembly entry: attaches the islands to the served page. Empty on every other target, so that
//! `cargo check --workspace` never builds the islands for the browser and the server at once.
#![cfg(target_arch = "wasm32")]

// Named, so that the islands' exports survive linking.
use islands as _;
use wasm_bindgen::prelude::wasm_bindgen;

/// Prepares the runtime; the loader then calls the export of each island on the page.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}
