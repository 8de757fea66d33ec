//! Resolves a path to the file that defines the item.

use std::collections::{HashMap, HashSet};

use super::super::tokens::tokens;
use super::super::tree::Source;
use super::read::{Contents, Import, Module};

/// The files of one crate, with their contents.
pub(super) struct Files<'a> {
    pub sources: Vec<&'a Source>,
    pub contents: Vec<Contents>,
    /// The module of each file.
    own: Vec<Module>,
    /// The file of each module.
    modules: HashMap<Module, usize>,
}

/// What a path resolves to.
enum Target {
    Module(Module),
    /// An item in this file.
    Item(usize),
}

/// Names that are being looked up, because two files may glob re-export each other.
type Seen = HashSet<(Module, String, bool)>;

impl<'a> Files<'a> {
    /// Reads the files, whose paths begin with the folder of the crate's sources. Files that do not parse are left to the compiler.
    pub fn read(folder: &str, sources: impl IntoIterator<Item = &'a Source>) -> Self {
        let mut files =
            Self { sources: Vec::new(), contents: Vec::new(), own: Vec::new(), modules: HashMap::new() };
        for source in sources {
            let Ok(stream) = tokens(&source.text) else { continue };
            let module = module(source.path.strip_prefix(folder).unwrap_or(&source.path));
            let (contents, file) = (Contents::of(stream, &module), files.sources.len());
            for inner in contents.inline.iter().chain([&module]) {
                files.modules.insert(inner.clone(), file);
            }
            files.sources.push(source);
            files.own.push(module);
            files.contents.push(contents);
        }
        files
    }

    /// Every file that this file depends on, with the line and the text of the reference.
    pub fn needs(&self, file: usize) -> Vec<(usize, usize, String)> {
        let contents = &self.contents[file];
        let imports = contents.imports.iter().filter(|import| contents.takes_part(import));
        let imports = imports.filter_map(|import| {
            let needed = match (self.target(&import.scope, &import.path)?, &import.name) {
                (Target::Item(needed), _) => needed,
                (Target::Module(module), None) => *self.modules.get(&module)?,
                // The use of the module itself is a path in the code.
                (Target::Module(_), Some(_)) => return None,
            };
            Some((needed, import.line, format!("use {}", import.path.join("::"))))
        });
        let mentions = contents.mentions.iter().filter_map(|mention| {
            match self.target(&mention.scope, &mention.path)? {
                Target::Item(needed) => Some((needed, mention.line, mention.path.join("::"))),
                Target::Module(_) => None,
            }
        });
        imports.chain(mentions).filter(|(needed, ..)| *needed != file).collect()
    }

    /// The file that is the parent module of all others. The root of the crate does not count: it is the parent of everything.
    pub fn parent(&self, of: &[usize]) -> Option<usize> {
        let holds = |parent: &usize| of.iter().all(|file| self.own[*file].starts_with(&self.own[*parent]));
        of.iter().copied().filter(|file| !self.own[*file].is_empty()).find(holds)
    }

    fn target(&self, scope: &Module, path: &[String]) -> Option<Target> {
        self.follow(scope, path, &mut Seen::new())
    }

    fn follow(&self, scope: &Module, path: &[String], seen: &mut Seen) -> Option<Target> {
        let (first, mut rest) = path.split_first()?;
        let mut at = match first.as_str() {
            "crate" => Target::Module(Module::new()),
            "self" => Target::Module(scope.clone()),
            "super" => {
                let ups = 1 + rest.iter().take_while(|word| *word == "super").count();
                rest = &rest[ups - 1..];
                Target::Module(scope[..scope.len().checked_sub(ups)?].to_vec())
            }
            // Another crate, or a built-in name.
            name => self.look_up(scope, name, rest.is_empty(), seen)?,
        };
        for (index, name) in rest.iter().enumerate() {
            let Target::Module(module) = &at else { break };
            let last = index + 1 == rest.len();
            // An item of a macro is assumed to be in the module.
            let unknown = || self.modules.get(module).map(|file| Target::Item(*file));
            at = self.look_up(module, name, last, seen).or_else(unknown)?;
        }
        Some(at)
    }

    /// Resolves a name in a module. The `last` name of a path is an item rather than a module.
    fn look_up(&self, module: &Module, name: &str, last: bool, seen: &mut Seen) -> Option<Target> {
        if !seen.insert((module.clone(), name.into(), last)) {
            return None;
        }
        let child = [module.as_slice(), &[name.into()]].concat();
        let child = self.modules.contains_key(&child).then_some(Target::Module(child));
        if !last && child.is_some() {
            return child;
        }
        let Some(&file) = self.modules.get(module) else { return child };
        let contents = &self.contents[file];
        if contents.defined.contains(&(module.clone(), name.into())) {
            return Some(Target::Item(file));
        }
        let here = || contents.imports.iter().filter(|import| import.scope == *module);
        if let Some(import) = here().find(|import| import.name.as_deref() == Some(name)) {
            // An item of another crate: its users depend on this file.
            return self.follow(&import.scope, &import.path, seen).or(Some(Target::Item(file)));
        }
        child.or_else(|| {
            here().filter(|import| import.name.is_none()).find_map(|glob| {
                match self.follow(&glob.scope, &glob.path, seen)? {
                    Target::Module(inner) => self.look_up(&inner, name, last, seen),
                    Target::Item(_) => None,
                }
            })
        })
    }
}

impl Contents {
    /// Whether the file itself uses the import; a mere re-export does not count.
    fn takes_part(&self, import: &Import) -> bool {
        !import.public || import.name.as_ref().is_some_and(|name| self.names.contains(name))
    }
}

/// The module of a file, from its path below the crate's sources.
fn module(path: &str) -> Module {
    let path = path.trim_end_matches(".rs");
    let mut parts: Vec<&str> = path.split('/').collect();
    if matches!(parts.last(), Some(&"mod")) || matches!(parts[..], ["lib" | "main"]) {
        parts.pop();
    }
    parts.into_iter().map(str::to_owned).collect()
}
