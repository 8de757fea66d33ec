//! Stamps: the digest of the inputs of a build step, stored beside its result.

use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::error::{Context as _, Result};

/// A digest over several inputs, each with its length, so that they cannot be confused.
pub struct Digest(Sha256);

impl Digest {
    /// An empty digest.
    pub fn new() -> Self {
        Self(Sha256::new())
    }

    /// Adds bytes.
    pub fn bytes(mut self, bytes: impl AsRef<[u8]>) -> Self {
        self.0.update((bytes.as_ref().len() as u64).to_le_bytes());
        self.0.update(bytes);
        self
    }

    /// Adds the content of a file.
    pub fn file(self, file: &Path) -> Result<Self> {
        let bytes = std::fs::read(file).could_not(format_args!("read {}", file.display()))?;
        Ok(self.bytes(bytes))
    }

    /// Sixteen lower-case hexadecimal digits: enough to tell builds apart.
    pub fn hex(self) -> String {
        let first = self.0.finalize().first_chunk::<8>().map_or(0, |first| u64::from_be_bytes(*first));
        format!("{first:016x}")
    }
}

/// A file with the digest of the inputs of a step.
pub struct Stamp(PathBuf);

impl Stamp {
    /// The stamp in this file.
    pub fn new(file: impl Into<PathBuf>) -> Self {
        Self(file.into())
    }

    /// The stamp beside a result.
    pub fn beside(result: &Path) -> Self {
        let mut file = result.as_os_str().to_owned();
        file.push(".stamp");
        Self(file.into())
    }

    /// Whether the step last ran with these inputs.
    pub fn holds(&self, digest: &str) -> bool {
        std::fs::read_to_string(&self.0).is_ok_and(|kept| kept == digest)
    }

    /// Stores the inputs, after the step has succeeded.
    pub fn set(&self, digest: &str) -> Result<()> {
        std::fs::write(&self.0, digest).could_not(format_args!("write {}", self.0.display()))
    }
}

/// Runs a step unless its result exists and was made from the same inputs.
pub fn run_if_changed(result: &Path, digest: &str, step: impl FnOnce() -> Result<()>) -> Result<()> {
    let stamp = Stamp::beside(result);
    if result.exists() && stamp.holds(digest) {
        return Ok(());
    }
    step()?;
    stamp.set(digest)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use std::cell::Cell;

    use super::*;

    #[test]
    fn a_digest_tells_where_one_input_ends() {
        let hex = |parts: &[&str]| parts.iter().fold(Digest::new(), Digest::bytes).hex();
        assert_eq!(hex(&["ab", "c"]), hex(&["ab", "c"]));
        assert_ne!(hex(&["ab", "c"]), hex(&["a", "bc"]));
        assert_eq!(hex(&["ab"]).len(), 16);
    }

    #[test]
    fn a_step_is_done_again_only_when_its_inputs_or_its_result_changed() {
        let folder = tempfile::tempdir().unwrap();
        let result = folder.path().join("result");
        let times = Cell::new(0);
        let go = |digest: &str| {
            run_if_changed(&result, digest, || {
                times.set(times.get() + 1);
                std::fs::write(&result, "done").could_not("write")
            })
            .unwrap();
        };
        go("one");
        go("one");
        assert_eq!(times.get(), 1);
        go("two");
        assert_eq!(times.get(), 2);
        std::fs::remove_file(&result).unwrap();
        go("two");
        assert_eq!(times.get(), 3);
    }
}
