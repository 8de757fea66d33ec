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

/// The cargo arguments that select the client with every island, for what reads it and builds nothing.
pub const CLIENT: [&str; 8] = of_set("people,share,admin");

/// The island sets: the feature of the client, and the name of the files. A page loads one of them.
const SETS: [(&str, &str); 3] = [("people", "client"), ("share", "share"), ("admin", "admin")];

const fn of_set(features: &'static str) -> [&'static str; 8] {
    [
        "--package",
        "client",
        "--target",
        wasm_target::NAME,
        "--profile=wasm",
        "--no-default-features",
        "--features",
        features,
    ]
}

/// The version of wasm-bindgen that the manifests pin, for the library and the tool.
const BINDGEN: &str = "0.2.130";

/// Since Rust 1.87 the compiler uses bulk memory and saturating conversions by itself. Nothing lies in the first kilobyte of the memory.
/// Between the rounds the control flow is built anew from flat code, and functions that are always called alike are specialised: measured, 0.6 kB less
/// of what each page with islands loads.
const OPTIMISE: [&str; 14] = [
    "-Os",
    "--flatten",
    "--rereloop",
    "-Oz",
    "--monomorphize",
    "-Oz",
    "--strip-target-features",
    "--low-memory-unused",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// A script and a module of each island set: `client.js` and `client_bg.wasm`, `share.js` and `share_bg.wasm`, and so on.
pub(super) fn build(progress: Progress) -> Result<Vec<Asset>> {
    wasm_target::ensure()?;
    let mut assets = Vec::new();
    for (set, name) in SETS {
        assets.extend(build_set(progress, set, name)?);
    }
    Ok(assets)
}

fn build_set(progress: Progress, set: &'static str, name: &str) -> Result<[Asset; 2]> {
    console::step(&format!("Web assets: compiling the islands for the browser ({set})"));
    let quiet = (progress == Progress::Hidden).then_some("--quiet");
    // Without it cargo gives the libraries of all sets one file name, and takes the one for the other.
    let cargo = Program::cargo().env("__CARGO_DEFAULT_LIB_METADATA", "islands");
    cargo.arg("build").args(quiet).args(of_set(set)).run()?;
    let compiled = target().join(wasm_target::NAME).join("wasm/client.wasm");
    let (script_name, module_name) = (format!("{name}.js"), format!("{name}_bg.wasm"));
    let (script, module) = (work_dir().join(&script_name), work_dir().join(&module_name));
    let inputs =
        Digest::new().file(&compiled)?.bytes(BINDGEN).bytes(OPTIMISE.concat()).file(&WEB_TOOLS.lock())?.hex();
    run_if_changed(&module, &inputs, || {
        let bound = bind(&compiled, name)?;
        console::step("Web assets: optimising the WebAssembly");
        let small = WEB_TOOLS.command("wasm-opt").args(OPTIMISE).arg(bound.join(&module_name));
        small.arg("--output").arg(&module).run()?;
        minify("module", &bound.join(&script_name), &script)
    })?;
    Ok([finished(&script_name, &script)?, finished(&module_name, &module)?])
}

/// Runs wasm-bindgen in this process; gives the folder with the script and the module.
fn bind(compiled: &Path, name: &str) -> Result<PathBuf> {
    let folder = work_dir().join("bound").join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).could_not(format_args!("empty {}", folder.display()))?;
    }
    let mut bindgen = Bindgen::new();
    bindgen.input_bytes(name, dead_exports::strip(compiled)?).typescript(false);
    bindgen.remove_name_section(true).remove_producers_section(true);
    bindgen
        .web(true)
        .and_then(|bindgen| bindgen.generate(&folder))
        .map_err(|error| Error::Message(format!("wasm-bindgen failed: {error:#}")))?;
    Ok(folder)
}
