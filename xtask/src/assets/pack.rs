//! Compressed copies, made once for each content: the strongest settings are slow.

use std::collections::HashSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::stamp::Digest;
use crate::failure::{Outcome, While as _};

/// Keeps compressed copies by the digest of what they hold.
pub(super) struct Shelf {
    folder: PathBuf,
    used: HashSet<String>,
}

/// A file's two compressed forms.
pub(super) struct Packed {
    pub brotli: Vec<u8>,
    pub gzip: Vec<u8>,
}

impl Shelf {
    /// The shelf in this folder.
    pub fn open(folder: PathBuf) -> Outcome<Self> {
        std::fs::create_dir_all(&folder).could_not(format_args!("make {}", folder.display()))?;
        Ok(Self { folder, used: HashSet::new() })
    }

    /// Both forms, from the shelf if it has them.
    pub fn pack(&mut self, bytes: &[u8]) -> Outcome<Packed> {
        let id = Digest::new().bytes(bytes).hex();
        let brotli = self.kept(format!("{id}.br"), || with_brotli(bytes))?;
        let gzip = self.kept(format!("{id}.gz"), || with_gzip(bytes))?;
        Ok(Packed { brotli, gzip })
    }

    fn kept(&mut self, name: String, make: impl FnOnce() -> std::io::Result<Vec<u8>>) -> Outcome<Vec<u8>> {
        let file = self.folder.join(&name);
        self.used.insert(name);
        if let Ok(bytes) = std::fs::read(&file) {
            return Ok(bytes);
        }
        let bytes = make().could_not("compress an asset")?;
        write_whole(&file, &bytes)?;
        Ok(bytes)
    }

    /// Removes what nobody asked for since the shelf was opened.
    pub fn tidy(self) -> Outcome<()> {
        for entry in std::fs::read_dir(&self.folder).could_not("list the compressed assets")? {
            let entry = entry.could_not("list the compressed assets")?;
            if !self.used.contains(entry.file_name().to_string_lossy().as_ref()) {
                std::fs::remove_file(entry.path()).could_not("remove an old asset")?;
            }
        }
        Ok(())
    }
}

/// Never leaves half a file under the final name.
pub(super) fn write_whole(file: &Path, bytes: &[u8]) -> Outcome<()> {
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
        let packed = Shelf::open(folder.path().into()).unwrap().pack(text.as_bytes()).unwrap();
        let (mut plain, mut zipped) = (Vec::new(), String::new());
        brotli::BrotliDecompress(&mut &packed.brotli[..], &mut plain).unwrap();
        flate2::read::GzDecoder::new(&packed.gzip[..]).read_to_string(&mut zipped).unwrap();
        assert_eq!((String::from_utf8(plain).unwrap(), zipped), (text.clone(), text));
    }

    #[test]
    fn what_is_no_longer_used_leaves_the_shelf() {
        let folder = tempfile::tempdir().unwrap();
        let count = || std::fs::read_dir(folder.path()).unwrap().count();
        let mut shelf = Shelf::open(folder.path().into()).unwrap();
        shelf.pack(b"old").unwrap();
        shelf.pack(b"kept").unwrap();
        assert_eq!(count(), 4);
        let mut shelf = Shelf::open(folder.path().into()).unwrap();
        shelf.pack(b"kept").unwrap();
        shelf.tidy().unwrap();
        assert_eq!(count(), 2);
    }
}
