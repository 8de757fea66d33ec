//! The web assets: from sources to `target/site`, skipping each step whose inputs are as they were.

mod client;
mod pack;
mod site;
pub mod stamp;
mod text;

use std::path::PathBuf;

use crate::failure::{Outcome, While as _};
use crate::machine::npm::WEB_TOOLS;
use crate::program::both;
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
    make(Progress::Shown)?.lay_out()
}

/// The same beside another piece of work: they share no folder of cargo's, so neither waits for the other. The site is laid out when both
/// are done: the compiler may look at its folder, where the server's types are made.
pub fn build_beside<T: Send>(work: impl FnOnce() -> Outcome<T> + Send) -> Outcome<(Site, T)> {
    // What the server's macro does not find it takes for another path than the one the server will look at.
    std::fs::create_dir_all(folder()).could_not("make target/site")?;
    let (made, result) = both(|| make(Progress::Hidden), work)?;
    Ok((made.lay_out()?, result))
}

/// Whether cargo shows how far it is. Two at once would write over each other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    Shown,
    Hidden,
}

/// Everything that goes into the site.
struct Made {
    versioned: Vec<Asset>,
    plain: Vec<Asset>,
}

fn make(progress: Progress) -> Outcome<Made> {
    WEB_TOOLS.ensure()?;
    std::fs::create_dir_all(workshop()).could_not("make target/web")?;
    let mut versioned = client::build(progress)?;
    versioned.push(text::style()?);
    let (own, plain) = text::public()?;
    versioned.extend(own);
    let mut shelf = shelf()?;
    for asset in versioned.iter().chain(&plain) {
        shelf.pack(&asset.bytes)?;
    }
    Ok(Made { versioned, plain })
}

impl Made {
    fn lay_out(self) -> Outcome<Site> {
        say::step("Web assets: laying out target/site");
        site::lay_out(&folder(), shelf()?, &self.versioned, &self.plain)
    }
}

fn folder() -> PathBuf {
    target().join("site")
}

fn shelf() -> Outcome<pack::Shelf> {
    pack::Shelf::open(workshop().join("packed"))
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
