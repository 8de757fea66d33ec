//! The files of the project, for the rules.

use crate::error::Result;
use crate::program::Program;
use crate::root::at;

/// A text file of the project.
pub(super) struct Source {
    /// Its path from the root, with slashes.
    pub path: String,
    /// Its content.
    pub text: String,
}

/// All text files in the repository, uncommitted ones included.
pub(super) struct Tree(pub Vec<Source>);

impl Tree {
    /// Lists the files by git, so that ignored files are excluded.
    pub fn of_project() -> Result<Self> {
        let list = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
        let paths = Program::new("git").args(list).text()?;
        // Binary files, and deleted files that are still in the index, cannot be read.
        let read = |path: &str| {
            std::fs::read_to_string(at(path)).ok().map(|text| Source { path: path.into(), text })
        };
        Ok(Self(paths.split_terminator('\0').filter_map(read).collect()))
    }

    /// The Rust files that are not tests.
    pub fn production(&self) -> impl Iterator<Item = &Source> {
        self.0.iter().filter(|source| source.is_rust() && !source.is_test())
    }
}

impl Source {
    /// Whether it is Rust.
    pub fn is_rust(&self) -> bool {
        self.has_ending(&["rs"])
    }

    /// Whether it has one of these extensions.
    pub fn has_ending(&self, endings: &[&str]) -> bool {
        self.path.rsplit_once('.').is_some_and(|(_, ending)| endings.contains(&ending))
    }

    /// Whether it lies in a folder of tests, or is the `tests.rs` beside a module.
    fn is_test(&self) -> bool {
        self.path.split('/').any(|part| matches!(part, "tests" | "benches" | "tests.rs"))
    }

    /// The position of a byte, as file and line.
    pub fn place(&self, byte: usize) -> String {
        let line = self.text[..byte].matches('\n').count() + 1;
        format!("{}:{line}", self.path)
    }
}

#[cfg(test)]
pub(super) fn planted(files: &[(&str, &str)]) -> Tree {
    Tree(files.iter().map(|(path, text)| Source { path: (*path).into(), text: (*text).into() }).collect())
}
