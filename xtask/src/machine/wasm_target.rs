//! The compiler's WebAssembly target.

use std::path::Path;

use crate::console;
use crate::error::{Error, Result};
use crate::program::Program;

/// The target's name.
pub const NAME: &str = "wasm32-unknown-unknown";

/// Adds the target to the toolchain in use if it is not there.
pub fn ensure() -> Result<()> {
    if present()? {
        return Ok(());
    }
    console::step("Installing the WebAssembly target");
    let advice = |why: String| {
        Error::Message(format!("the WebAssembly target is missing ({why}). Run: rustup target add {NAME}"))
    };
    match Program::new("rustup").args(["target", "add", NAME]).run() {
        Err(Error::Message(why)) => Err(advice(why)),
        Err(Error::Interrupted) => Err(Error::Interrupted),
        Ok(()) if present()? => Ok(()),
        Ok(()) => Err(advice("rustup added it to another toolchain than the one in use".into())),
    }
}

/// Asks the compiler rather than rustup, because the toolchain may be installed without rustup.
fn present() -> Result<bool> {
    let folder = Program::new("rustc").args(["--print", "target-libdir", "--target", NAME]).text()?;
    Ok(Path::new(folder.trim()).is_dir())
}
