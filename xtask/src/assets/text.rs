//! The style sheets, our own loader, and the files that are served unchanged.

use std::path::{Path, PathBuf};

use super::stamp::{Digest, run_if_changed};
use super::{Asset, finished, source, work_dir};
use crate::console;
use crate::error::{Context as _, Result};
use crate::machine::npm::{WEB_TOOLS, script};
use crate::root::at;

const MINIFIER: &str = "xtask/minify.mjs";

/// Files of `public/` whose address contains the build id.
const VERSIONED: [&str; 2] = ["boot.js", "icons.svg"];

/// Files of `public/` that the loader imports: they are bundled with it, and no files of the site.
const IN_LOADER: [&str; 1] = ["live.js"];

/// The style sheets: of every page, and what the pages of a section add.
const STYLE_SHEETS: [&str; 5] = ["main.css", "invitations.css", "items.css", "outside.css", "settings.css"];

/// The style sheets, each with its imports inside.
pub(super) fn style_sheets() -> Result<Vec<Asset>> {
    STYLE_SHEETS.into_iter().map(style_sheet).collect()
}

fn style_sheet(name: &str) -> Result<Asset> {
    let small = work_dir().join(name);
    let mut inputs = tools()?;
    for file in files(&at("style"))? {
        if file.extension().is_some_and(|ending| ending == "css") {
            inputs = inputs.bytes(file.as_os_str().as_encoded_bytes()).file(&file)?;
        }
    }
    run_if_changed(&small, &inputs.hex(), || {
        console::step(&format!("Web assets: bundling {name}"));
        minify("style", &at("style").join(name), &small)
    })?;
    finished(name, &small)
}

/// The files of `public/`: those whose address contains the build id, and those at the root.
pub(super) fn public() -> Result<(Vec<Asset>, Vec<Asset>)> {
    let folder = at("public");
    let (mut versioned, mut plain) = (Vec::new(), Vec::new());
    for file in files(&folder)? {
        let name = file.strip_prefix(&folder).unwrap_or(&file).to_string_lossy().into_owned();
        if IN_LOADER.contains(&name.as_str()) {
            continue;
        }
        if name == "boot.js" {
            versioned.push(loader()?);
        } else if VERSIONED.contains(&name.as_str()) {
            versioned.push(source(&name, &format!("public/{name}"))?);
        } else {
            plain.push(source(&name, &format!("public/{name}"))?);
        }
    }
    Ok((versioned, plain))
}

fn loader() -> Result<Asset> {
    let (source, small) = (at("public/boot.js"), work_dir().join("boot.js"));
    let mut inputs = tools()?.file(&source)?;
    for name in IN_LOADER {
        inputs = inputs.file(&at("public").join(name))?;
    }
    run_if_changed(&small, &inputs.hex(), || minify("module", &source, &small))?;
    finished("boot.js", &small)
}

/// Minifies one file; `kind` is a kind of `minify.mjs`.
pub(super) fn minify(kind: &str, from: &Path, to: &Path) -> Result<()> {
    script(MINIFIER)?.arg(kind).arg(from).arg(to).run()
}

/// The tools are an input too.
fn tools() -> Result<Digest> {
    Digest::new().file(&at(MINIFIER))?.file(&WEB_TOOLS.lock())
}

/// Every file below a folder, in order of its path; hidden ones are left out.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).could_not(format_args!("list {}", folder.display()))? {
        let path = entry.could_not("list a folder")?.path();
        if path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b".")) {
            continue;
        }
        if path.is_dir() { found.extend(files(&path)?) } else { found.push(path) }
    }
    found.sort();
    Ok(found)
}
