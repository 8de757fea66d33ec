//! Compresses assets, once for each content: the strongest settings are slow.

use std::collections::HashSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::stamp::Digest;
use crate::error::{Context as _, Result};

/// A cache of compressed files, by the digest of their content.
pub(super) struct CompressionCache {
    folder: PathBuf,
    used: HashSet<String>,
}

/// A file in its two compressed forms.
pub(super) struct Packed {
    pub brotli: Vec<u8>,
    pub gzip: Vec<u8>,
}

impl CompressionCache {
    /// The cache in this folder.
    pub fn open(folder: PathBuf) -> Result<Self> {
        std::fs::create_dir_all(&folder).could_not(format_args!("make {}", folder.display()))?;
        Ok(Self { folder, used: HashSet::new() })
    }

    /// Both forms, from the cache if it has them.
    pub fn pack(&mut self, bytes: &[u8]) -> Result<Packed> {
        let id = Digest::new().bytes(bytes).hex();
        let brotli = self.cached(format!("{id}.br"), || with_brotli(bytes))?;
        let gzip = self.cached(format!("{id}.gz"), || with_gzip(bytes))?;
        Ok(Packed { brotli, gzip })
    }

    fn cached(&mut self, name: String, make: impl FnOnce() -> std::io::Result<Vec<u8>>) -> Result<Vec<u8>> {
        let file = self.folder.join(&name);
        self.used.insert(name);
        if let Ok(bytes) = std::fs::read(&file) {
            return Ok(bytes);
        }
        let bytes = make().could_not("compress an asset")?;
        write_whole(&file, &bytes)?;
        Ok(bytes)
    }

    /// Removes the files that were not used since the cache was opened.
    pub fn tidy(self) -> Result<()> {
        for entry in std::fs::read_dir(&self.folder).could_not("list the compressed assets")? {
            let entry = entry.could_not("list the compressed assets")?;
            if !self.used.contains(entry.file_name().to_string_lossy().as_ref()) {
                std::fs::remove_file(entry.path()).could_not("remove an old asset")?;
            }
        }
        Ok(())
    }
}

/// Writes a file atomically.
pub(super) fn write_whole(file: &Path, bytes: &[u8]) -> Result<()> {
    let mut new = file.as_os_str().to_owned();
    new.push(".new");
    std::fs::write(&new, bytes)
        .and_then(|()| std::fs::rename(&new, file))
        .could_not(format_args!("write {}", file.display()))
}

fn with_brotli(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let parameters =
        BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: bytes.len(), ..Default::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut packed, &parameters)?;
    Ok(packed)
}

fn with_gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use std::io::Read as _;

    use super::*;

    #[test]
    fn both_forms_unpack_to_the_same_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let text = "one address, one click ".repeat(50);
        let packed = CompressionCache::open(folder.path().into()).unwrap().pack(text.as_bytes()).unwrap();
        let (mut plain, mut zipped) = (Vec::new(), String::new());
        brotli::BrotliDecompress(&mut &packed.brotli[..], &mut plain).unwrap();
        flate2::read::GzDecoder::new(&packed.gzip[..]).read_to_string(&mut zipped).unwrap();
        assert_eq!((String::from_utf8(plain).unwrap(), zipped), (text.clone(), text));
    }

    #[test]
    fn unused_files_are_removed_from_the_cache() {
        let folder = tempfile::tempdir().unwrap();
        let count = || std::fs::read_dir(folder.path()).unwrap().count();
        let mut cache = CompressionCache::open(folder.path().into()).unwrap();
        cache.pack(b"old").unwrap();
        cache.pack(b"kept").unwrap();
        assert_eq!(count(), 4);
        let mut cache = CompressionCache::open(folder.path().into()).unwrap();
        cache.pack(b"kept").unwrap();
        cache.tidy().unwrap();
        assert_eq!(count(), 2);
    }
}
