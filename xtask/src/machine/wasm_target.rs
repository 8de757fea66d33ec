//! The compiler's WebAssembly target.

use std::path::Path;

use crate::failure::{Failure, Outcome};
use crate::program::Program;
use crate::say;

/// The target's name.
pub const NAME: &str = "wasm32-unknown-unknown";

/// Adds the target to the toolchain in use if it is not there.
pub fn ensure() -> Outcome<()> {
    if present()? {
        return Ok(());
    }
    say::step("Installing the WebAssembly target");
    let advice = |why: String| {
        Failure::Said(format!("the WebAssembly target is missing ({why}). Run: rustup target add {NAME}"))
    };
    match Program::new("rustup").args(["target", "add", NAME]).run() {
        Err(Failure::Said(why)) => Err(advice(why)),
        Err(Failure::Interrupted) => Err(Failure::Interrupted),
        Ok(()) if present()? => Ok(()),
        Ok(()) => Err(advice("rustup added it to another toolchain than the one in use".into())),
    }
}

/// Asks the compiler rather than rustup: the toolchain may have come another way.
fn present() -> Outcome<bool> {
    let folder = Program::new("rustc").args(["--print", "target-libdir", "--target", NAME]).text()?;
    Ok(Path::new(folder.trim()).is_dir())
}
