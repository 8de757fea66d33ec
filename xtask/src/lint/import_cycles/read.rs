//! The references of a file to others: its imports, and the paths in its code.

use std::collections::HashSet;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::super::tokens::{group, is, name, production};

/// The path of a module from its crate's root; the root itself has none.
pub(super) type Module = Vec<String>;

/// One name that a `use` imports.
pub(super) struct Import {
    /// The module that contains it.
    pub scope: Module,
    /// The path after `use`, as written.
    pub path: Vec<String>,
    /// The imported name; `None` for a glob.
    pub name: Option<String>,
    /// Whether it is re-exported.
    pub public: bool,
    pub line: usize,
}

/// A path in the code, such as `crate::clock::now`.
pub(super) struct Mention {
    pub scope: Module,
    pub path: Vec<String>,
    pub line: usize,
}

/// The contents of a file, without items for tests.
#[derive(Default)]
pub(super) struct Contents {
    pub imports: Vec<Import>,
    pub mentions: Vec<Mention>,
    /// The inline modules of this file.
    pub inline: Vec<Module>,
    /// The items, by their module.
    pub defined: HashSet<(Module, String)>,
    /// Every name in the code, except in imports.
    pub names: HashSet<String>,
}

impl Contents {
    /// Parses the file of this module.
    pub fn of(stream: TokenStream, module: &Module) -> Self {
        let mut contents = Self::default();
        contents.walk(stream, module, true);
        contents
    }

    /// `items`: whether these tokens are at the top level of the module.
    fn walk(&mut self, stream: TokenStream, scope: &Module, items: bool) {
        let trees = production(stream);
        let mut at = 0;
        while let Some(tree) = trees.get(at) {
            at += match tree {
                TokenTree::Ident(word) if word == "use" && !is(trees.get(at + 1), '<') => {
                    self.import(&trees, at, scope)
                }
                TokenTree::Ident(word) if word == "mod" => self.module(&trees[at..], scope),
                TokenTree::Ident(_) => {
                    if items && let Some(name) = defined(&trees[at..]) {
                        self.defined.insert((scope.clone(), name));
                    }
                    self.mention(&trees, at, scope)
                }
                // `pub(in crate::a)` is a visibility.
                TokenTree::Group(_) if at > 0 && name(trees.get(at - 1)).as_deref() == Some("pub") => 1,
                TokenTree::Group(group) => {
                    self.walk(group.stream(), scope, false);
                    1
                }
                _ => 1,
            };
        }
    }

    /// Reads `use ...;` and returns its number of tokens.
    fn import(&mut self, trees: &[TokenTree], at: usize, scope: &Module) -> usize {
        let length = trees[at..].iter().take_while(|tree| !is(Some(tree), ';')).count();
        let before = |back: usize| at.checked_sub(back).and_then(|at| name(trees.get(at)));
        let public = [before(1), before(2)].iter().any(|word| word.as_deref() == Some("pub"));
        let line = trees[at].span().start().line;
        let mut found = Vec::new();
        branches(&trees[at + 1..at + length], &[], &mut found);
        self.imports.extend(found.into_iter().map(|(path, name)| Import {
            scope: scope.clone(),
            path,
            name,
            public,
            line,
        }));
        length + 1
    }

    /// Reads `mod a { ... }`; `mod a;` has no contents.
    fn module(&mut self, trees: &[TokenTree], scope: &Module) -> usize {
        if let (Some(name), Some(body)) = (name(trees.get(1)), group(trees.get(2), Delimiter::Brace)) {
            let inner = [scope.as_slice(), &[name]].concat();
            self.walk(body.stream(), &inner, true);
            self.inline.push(inner);
        }
        3
    }

    /// Reads a path or a single name.
    fn mention(&mut self, trees: &[TokenTree], at: usize, scope: &Module) -> usize {
        let begins = !(at > 0 && is(trees.get(at - 1), ':') && at > 1 && is(trees.get(at - 2), ':'));
        let mut path: Vec<String> = name(trees.get(at)).into_iter().collect();
        let mut end = at + 1;
        while is(trees.get(end), ':')
            && is(trees.get(end + 1), ':')
            && let Some(next) = name(trees.get(end + 2))
        {
            path.push(next);
            end += 3;
        }
        if begins {
            self.names.insert(path[0].clone());
            if path.len() > 1 {
                let line = trees[at].span().start().line;
                self.mentions.push(Mention { scope: scope.clone(), path, line });
            }
        }
        end - at
    }
}

/// The name of the item that starts here.
fn defined(trees: &[TokenTree]) -> Option<String> {
    const KINDS: [&str; 8] = ["fn", "struct", "enum", "trait", "type", "const", "static", "union"];
    let kind = name(trees.first())?;
    KINDS.contains(&kind.as_str()).then(|| name(trees.get(1)))?
}

/// Each path of a `use` with its imported name.
fn branches(trees: &[TokenTree], before: &[String], found: &mut Vec<(Vec<String>, Option<String>)>) {
    let mut path = before.to_vec();
    let mut at = 0;
    while let Some(tree) = trees.get(at) {
        match tree {
            TokenTree::Ident(word) if word == "as" => {
                return found.push((path, name(trees.get(at + 1))));
            }
            TokenTree::Ident(_) => path.extend(name(Some(tree))),
            TokenTree::Group(group) => {
                let inside: Vec<TokenTree> = group.stream().into_iter().collect();
                return inside
                    .split(|tree| is(Some(tree), ','))
                    .filter(|branch| !branch.is_empty())
                    .for_each(|branch| branches(branch, &path, found));
            }
            TokenTree::Punct(punct) if punct.as_char() == '*' => return found.push((path, None)),
            _ => {}
        }
        at += 1;
    }
    if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
        path.pop();
    }
    let name = path.last().cloned();
    found.push((path, name));
}
