//! The browser of the stories, and a font that holds Traditional Chinese.

use std::path::PathBuf;

use super::{install, may_install};
use crate::console;
use crate::error::{Error, Result, fail};
use crate::program::{Program, find};

const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];
const ON_MAC: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/// The browser to use: the one `CHROMIUM` names, one on the search path, or one installed now.
pub fn ensure() -> Result<PathBuf> {
    if present().is_none() {
        install("Chromium", &["chromium"])?;
    }
    let Some(browser) = present() else {
        return fail("Chromium was installed, but is not on the search path");
    };
    chinese_font()?;
    Ok(browser)
}

fn present() -> Option<PathBuf> {
    std::env::var_os("CHROMIUM")
        .map(PathBuf::from)
        .or_else(|| find(&NAMES, &[]))
        .or_else(|| Some(PathBuf::from(ON_MAC)).filter(|file| file.is_file()))
}

/// Without the font the stories still pass, but their screenshots show boxes.
fn chinese_font() -> Result<()> {
    if !may_install() || find(&["fc-list"], &[]).is_none() {
        return Ok(());
    }
    if !Program::new("fc-list").arg(":lang=zh-tw").text()?.trim().is_empty() {
        return Ok(());
    }
    match install("a font for Traditional Chinese", &["fonts-noto-cjk"]) {
        Err(Error::Message(why)) => {
            console::note(&why);
            Ok(())
        }
        other => other,
    }
}
