//! The browser of the stories, and a font that holds Traditional Chinese.

use std::path::PathBuf;

use super::{install, may_install};
use crate::failure::{Failure, Outcome, said};
use crate::program::{Program, find};
use crate::say;

const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];
const ON_MAC: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/// The browser to use: the one `CHROMIUM` names, one on the search path, or one installed now.
pub fn ensure() -> Outcome<PathBuf> {
    if present().is_none() {
        install("Chromium", &["chromium"])?;
    }
    let Some(browser) = present() else {
        return said("Chromium was installed, but is not on the search path");
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

/// Without it the stories still pass; only their pictures show boxes.
fn chinese_font() -> Outcome<()> {
    if !may_install() || find(&["fc-list"], &[]).is_none() {
        return Ok(());
    }
    if !Program::new("fc-list").arg(":lang=zh-tw").text()?.trim().is_empty() {
        return Ok(());
    }
    match install("a font for Traditional Chinese", &["fonts-noto-cjk"]) {
        Err(Failure::Said(why)) => {
            say::note(&why);
            Ok(())
        }
        other => other,
    }
}
