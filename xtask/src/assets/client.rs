//! Builds the islands for the browser: compiles, binds to JavaScript and optimises.

use std::path::{Path, PathBuf};

use wasm_bindgen_cli_support::Bindgen;

use super::dead_exports;
use super::stamp::{Digest, run_if_changed};
use super::text::minify;
use super::{Asset, Progress, finished, work_dir};
use crate::console;
use crate::error::{Context as _, Error, Result};
use crate::machine::npm::WEB_TOOLS;
use crate::machine::wasm_target;
use crate::program::Program;
use crate::root::target;

/// The cargo arguments that select the client, for the compiler and for clippy.
pub const CLIENT: [&str; 8] = [
    "--package",
    "client",
    "--target",
    wasm_target::NAME,
    "--profile=wasm",
    "--no-default-features",
    "--features",
    "people",
];

/// The version of wasm-bindgen that the manifests pin, for the library and the tool.
const BINDGEN: &str = "0.2.130";

/// Since Rust 1.87 the compiler uses bulk memory and saturating conversions by itself. Nothing lies in the first kilobyte of the memory.
const OPTIMISE: [&str; 8] = [
    "-Oz",
    "--low-memory-unused",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// `client.js` and `client_bg.wasm`.
pub(super) fn build(progress: Progress) -> Result<Vec<Asset>> {
    wasm_target::ensure()?;
    console::step("Web assets: compiling the islands for the browser");
    let quiet = (progress == Progress::Hidden).then_some("--quiet");
    Program::cargo().arg("build").args(quiet).args(CLIENT).run()?;
    let compiled = target().join(wasm_target::NAME).join("wasm/client.wasm");
    let (script, module) = (work_dir().join("client.js"), work_dir().join("client_bg.wasm"));
    let inputs =
        Digest::new().file(&compiled)?.bytes(BINDGEN).bytes(OPTIMISE.concat()).file(&WEB_TOOLS.lock())?.hex();
    run_if_changed(&module, &inputs, || {
        let bound = bind(&compiled)?;
        console::step("Web assets: optimising the WebAssembly");
        let small = WEB_TOOLS.command("wasm-opt").args(OPTIMISE).arg(bound.join("client_bg.wasm"));
        small.arg("--output").arg(&module).run()?;
        minify("module", &bound.join("client.js"), &script)
    })?;
    Ok(vec![finished("client.js", &script)?, finished("client_bg.wasm", &module)?])
}

/// Runs wasm-bindgen in this process; gives the folder with the script and the module.
fn bind(compiled: &Path) -> Result<PathBuf> {
    let folder = work_dir().join("bound");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).could_not("empty target/web/bound")?;
    }
    let mut bindgen = Bindgen::new();
    bindgen.input_bytes("client", dead_exports::strip(compiled)?).out_name("client").typescript(false);
    bindgen.remove_name_section(true).remove_producers_section(true);
    bindgen
        .web(true)
        .and_then(|bindgen| bindgen.generate(&folder))
        .map_err(|error| Error::Message(format!("wasm-bindgen failed: {error:#}")))?;
    Ok(folder)
}
