//! Builds the web assets into `target/site`; a step is skipped while its inputs are unchanged.

mod client;
mod dead_exports;
mod pack;
mod site;
pub mod stamp;
mod text;

use std::path::PathBuf;

use crate::console;
use crate::error::{Context as _, Result};
use crate::machine::npm::WEB_TOOLS;
use crate::program::in_parallel;
use crate::root::{at, target};

pub use client::CLIENT;
pub use site::Site;

/// One file of the site: its name and its content.
struct Asset {
    name: String,
    bytes: Vec<u8>,
}

/// Builds what changed and writes the site.
pub fn build() -> Result<Site> {
    make(Progress::Shown)?.lay_out()
}

/// The same in parallel with other work: they use different target folders, so neither waits for the other. The site is written when both
/// are done, because the compilation of the server may read its folder.
pub fn build_beside<T: Send>(work: impl FnOnce() -> Result<T> + Send) -> Result<(Site, T)> {
    // The macro of the server resolves another path if the folder does not exist.
    std::fs::create_dir_all(folder()).could_not("make target/site")?;
    let (built, result) = in_parallel(|| make(Progress::Hidden), work)?;
    Ok((built.lay_out()?, result))
}

/// Whether cargo shows its progress. The output of two cargos at once would mix.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    Shown,
    Hidden,
}

/// All files of the site.
struct BuiltAssets {
    versioned: Vec<Asset>,
    plain: Vec<Asset>,
}

fn make(progress: Progress) -> Result<BuiltAssets> {
    WEB_TOOLS.ensure()?;
    std::fs::create_dir_all(work_dir()).could_not("make target/web")?;
    let mut versioned = client::build(progress)?;
    versioned.extend(text::style_sheets()?);
    let (own, plain) = text::public()?;
    versioned.extend(own);
    let mut cache = cache()?;
    for asset in versioned.iter().chain(&plain) {
        cache.pack(&asset.bytes)?;
    }
    Ok(BuiltAssets { versioned, plain })
}

impl BuiltAssets {
    fn lay_out(self) -> Result<Site> {
        console::step("Web assets: laying out target/site");
        site::lay_out(&folder(), cache()?, &self.versioned, &self.plain)
    }
}

fn folder() -> PathBuf {
    target().join("site")
}

fn cache() -> Result<pack::CompressionCache> {
    pack::CompressionCache::open(work_dir().join("packed"))
}

/// The folder of intermediate files, kept between runs.
fn work_dir() -> PathBuf {
    target().join("web")
}

/// Reads a finished file as an asset.
fn finished(name: &str, file: &std::path::Path) -> Result<Asset> {
    let bytes = std::fs::read(file).could_not(format_args!("read {}", file.display()))?;
    Ok(Asset { name: name.into(), bytes })
}

/// A source file of the project as an asset.
fn source(name: &str, path: &str) -> Result<Asset> {
    finished(name, &at(path))
}
