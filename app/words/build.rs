//! Checks the locale files and generates one function per text.

#[path = "build/mod.rs"]
mod texts;

use std::error::Error;
use std::io::Write;
use std::path::PathBuf;
use std::{env, fs, io};

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let mut out = io::stdout();
    writeln!(out, "cargo::rerun-if-changed=locales")?;
    writeln!(out, "cargo::rerun-if-changed=build")?;
    let read = |name: &str| fs::read_to_string(root.join("locales").join(name));
    match texts::build(read) {
        Ok(code) => fs::write(PathBuf::from(env::var("OUT_DIR")?).join("texts.rs"), code)?,
        Err(errors) => {
            for error in errors {
                writeln!(out, "cargo::error={error}")?;
            }
        }
    }
    Ok(())
}
