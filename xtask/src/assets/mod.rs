//! The web assets: from sources to `target/site`, skipping each step whose inputs are as they were.

mod client;
mod pack;
mod site;
pub mod stamp;
mod text;

use std::path::PathBuf;

use crate::failure::{Outcome, While as _};
use crate::machine::npm::WEB_TOOLS;
use crate::root::{at, target};
use crate::say;

pub use client::CLIENT;
pub use site::Site;

/// One file of the site: its name there and what it holds.
struct Asset {
    name: String,
    bytes: Vec<u8>,
}

/// Builds what changed and lays the site out.
pub fn build() -> Outcome<Site> {
    WEB_TOOLS.ensure()?;
    std::fs::create_dir_all(workshop()).could_not("make target/web")?;
    let mut versioned = client::build()?;
    versioned.push(text::style()?);
    let (own, plain) = text::public()?;
    versioned.extend(own);
    say::step("Web assets: laying out target/site");
    let shelf = pack::Shelf::open(workshop().join("packed"))?;
    site::lay_out(&target().join("site"), shelf, &versioned, &plain)
}

/// Where half-finished assets lie, between one run and the next.
fn workshop() -> PathBuf {
    target().join("web")
}

/// Reads one finished file.
fn finished(name: &str, file: &std::path::Path) -> Outcome<Asset> {
    let bytes = std::fs::read(file).could_not(format_args!("read {}", file.display()))?;
    Ok(Asset { name: name.into(), bytes })
}

/// A source file of the project as an asset.
fn source(name: &str, path: &str) -> Outcome<Asset> {
    finished(name, &at(path))
}
