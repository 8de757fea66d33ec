//! The second browser of the stories.

use std::path::PathBuf;

use super::install;
use crate::error::{Result, fail};
use crate::program::find;

const NAMES: [&str; 2] = ["firefox-esr", "firefox"];
const ON_MAC: &str = "/Applications/Firefox.app/Contents/MacOS/firefox";

/// The browser to use: the one `FIREFOX` names, one on the search path, or one installed now.
pub fn ensure() -> Result<PathBuf> {
    if let Some(browser) = present() {
        return Ok(browser);
    }
    install("Firefox", &["firefox-esr"])?;
    match present() {
        Some(browser) => Ok(browser),
        None => fail("Firefox was installed, but is not on the search path"),
    }
}

fn present() -> Option<PathBuf> {
    std::env::var_os("FIREFOX")
        .map(PathBuf::from)
        .or_else(|| find(&NAMES, &[]))
        .or_else(|| Some(PathBuf::from(ON_MAC)).filter(|file| file.is_file()))
}
