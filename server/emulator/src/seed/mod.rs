//! Seeds: the shipped ones, and one of the user's own.
//!
//! A seed is a TOML file; `docs/seeds.md` describes it. The shipped ones are `seeds/*.toml`.

pub mod contoso;
mod crowd;
mod error;
mod file;
pub mod groups;
pub mod ids;
#[cfg(test)]
mod tests;

use std::{fs, path::Path, sync::Arc};

pub use error::SeedError;
use world::seed::{Seed, SeedSource};

/// The shipped seeds: name and text.
const SHIPPED: [(&str, &str); 3] = [
    ("contoso", include_str!("../../seeds/contoso.toml")),
    ("broken", include_str!("../../seeds/broken.toml")),
    ("crowded", include_str!("../../seeds/crowded.toml")),
];

/// The names of the shipped seeds.
pub const NAMES: [&str; 3] = [SHIPPED[0].0, SHIPPED[1].0, SHIPPED[2].0];

/// A seed of the user's own.
#[derive(Debug, Clone)]
struct UserSeed {
    name: String,
    /// The file's path, for messages.
    path: String,
    text: String,
}

/// The seeds of one emulator.
#[derive(Debug, Clone)]
pub struct SeedLibrary {
    app_origins: Vec<String>,
    own: Option<UserSeed>,
}

impl SeedLibrary {
    /// The shipped seeds alone. `app_origins` stand for `{app}` in their registrations.
    pub fn shipped(app_origins: &[String]) -> Self {
        let app_origins = app_origins.iter().map(|origin| origin.trim_end_matches('/').to_owned()).collect();
        Self { app_origins, own: None }
    }

    /// The shipped seeds and that of a file, which has the file's name.
    ///
    /// Fails when the file cannot be read or is no seed, or has the name of a shipped one.
    pub fn with_file(self, path: &Path) -> Result<Self, SeedError> {
        let shown = path.display().to_string();
        let name = name_of(path);
        if NAMES.contains(&name.as_str()) {
            return Err(SeedError::name_taken(&shown, &name));
        }
        let text = fs::read_to_string(path).map_err(|error| SeedError::unreadable(&shown, &error))?;
        let with_own = Self { own: Some(UserSeed { name: name.clone(), path: shown, text }), ..self };
        with_own.read(&name)?;
        Ok(with_own)
    }

    /// The seed of this name.
    pub fn read(&self, name: &str) -> Result<Seed, SeedError> {
        let Some((path, text)) = self.text(name) else { return Err(SeedError::unknown(name)) };
        let file = file::SeedFile::parse(text).map_err(|issue| issue.of(path, text))?;
        let base = file.extends.as_ref().map(|base| self.base(base.as_ref(), path)).transpose()?;
        file.build(base, &self.app_origins).map_err(|issue| issue.of(path, text))
    }

    /// The base of another seed: a shipped one only, so that there are no cycles.
    fn base(&self, name: &str, path: &str) -> Result<Seed, SeedError> {
        if NAMES.contains(&name) && name != path {
            return self.read(name);
        }
        Err(SeedError::no_base(path, name))
    }

    /// Where a seed comes from, and its text.
    fn text(&self, name: &str) -> Option<(&str, &str)> {
        let own = self.own.as_ref().filter(|own| own.name == name);
        own.map(|own| (own.path.as_str(), own.text.as_str()))
            .or_else(|| SHIPPED.iter().find(|(own, _)| *own == name).copied())
    }
}

impl SeedSource for SeedLibrary {
    fn names(&self) -> Vec<(String, String)> {
        let own = self.own.iter().map(|own| own.name.as_str());
        let described = |name: &str| {
            let file = self.text(name).and_then(|(_, text)| file::SeedFile::parse(text).ok());
            (name.to_owned(), file.map(|file| file.description).unwrap_or_default())
        };
        NAMES.into_iter().chain(own).map(described).collect()
    }

    fn has(&self, name: &str) -> bool {
        self.text(name).is_some()
    }

    fn load(&self, name: &str) -> Option<Seed> {
        self.read(name)
            .inspect_err(|error| tracing::error!(%error, "a world cannot grow from this seed"))
            .ok()
    }
}

/// The shipped seeds, for a world.
pub fn shipped(app_origins: &[String]) -> Arc<dyn SeedSource> {
    Arc::new(SeedLibrary::shipped(app_origins))
}

/// The name of the seed of a file: the file name without its extension.
pub fn name_of(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}
