//! The finished site, as the server reads it: `assets/<build id>/...` for files that never change under their
//! address, the rest at the root, each with its compressed forms beside it.

use std::path::{Path, PathBuf};

use super::Asset;
use super::pack::{CompressionCache, write_whole};
use super::stamp::Digest;
use crate::console;
use crate::error::{Context as _, Result};

/// A site on disk.
pub struct Site {
    /// The folder that the server reads or embeds.
    pub folder: PathBuf,
    /// The build id: sixteen hexadecimal digits of the digest of the contents.
    pub build: String,
}

impl Site {
    /// The folder of the files whose address contains the build id.
    pub fn versioned(&self) -> PathBuf {
        self.folder.join("assets").join(&self.build)
    }
}

/// Writes the site unless it is there already, and removes what earlier builds left.
pub(super) fn lay_out(
    folder: &Path,
    mut cache: CompressionCache,
    versioned: &[Asset],
    plain: &[Asset],
) -> Result<Site> {
    let build = build_id(versioned, plain);
    let site = Site { folder: folder.into(), build };
    let record = format!("{{\"build\":\"{}\"}}\n", site.build);
    let index = folder.join("assets.json");
    if std::fs::read_to_string(&index).is_ok_and(|kept| kept == record) {
        return Ok(site);
    }
    if folder.exists() {
        std::fs::remove_dir_all(folder).could_not("remove the site of an earlier build")?;
    }
    for asset in versioned {
        place(&mut cache, &site.versioned(), asset)?;
    }
    for asset in plain {
        place(&mut cache, folder, asset)?;
    }
    cache.tidy()?;
    // Last, so that its presence means that the site is complete.
    write_whole(&index, record.as_bytes())?;
    console::note(&format!("build {}, {} files", site.build, versioned.len() + plain.len()));
    Ok(site)
}

fn build_id(versioned: &[Asset], plain: &[Asset]) -> String {
    versioned
        .iter()
        .chain(plain)
        .fold(Digest::new(), |digest, asset| digest.bytes(&asset.name).bytes(&asset.bytes))
        .hex()
}

fn place(cache: &mut CompressionCache, folder: &Path, asset: &Asset) -> Result<()> {
    let packed = cache.pack(&asset.bytes)?;
    let file = folder.join(&asset.name);
    std::fs::create_dir_all(file.parent().unwrap_or(folder)).could_not("make a folder of the site")?;
    write_whole(&file, &asset.bytes)?;
    write_whole(&folder.join(format!("{}.br", asset.name)), &packed.brotli)?;
    write_whole(&folder.join(format!("{}.gz", asset.name)), &packed.gzip)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    fn asset(name: &str, text: &str) -> Asset {
        Asset { name: name.into(), bytes: text.into() }
    }

    #[test]
    fn a_site_holds_one_build_with_compressed_siblings() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("site");
        let plain = [asset("favicon.svg", "<svg/>"), asset(".well-known/security.txt", "Contact:")];
        let cache = || CompressionCache::open(folder.path().join("packed")).unwrap();
        let old = lay_out(&place, cache(), &[asset("main.css", "a{}")], &plain).unwrap();
        let new = lay_out(&place, cache(), &[asset("main.css", "b{}")], &plain).unwrap();
        assert_ne!(old.build, new.build);
        assert!(!old.versioned().exists());
        for file in ["main.css", "main.css.br", "main.css.gz"] {
            assert!(new.versioned().join(file).exists(), "{file}");
        }
        assert!(place.join("favicon.svg.br").exists());
        assert!(place.join(".well-known/security.txt.gz").exists());
        let index = std::fs::read_to_string(place.join("assets.json")).unwrap();
        assert_eq!(index, format!("{{\"build\":\"{}\"}}\n", new.build));
    }
}
