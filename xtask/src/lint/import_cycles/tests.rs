use super::super::tree::planted;
use super::*;

/// The cycles of a planted crate, each as the last parts of its files' names.
fn found(files: &[(&str, &str)]) -> Vec<String> {
    let paths: Vec<(String, &str)> =
        files.iter().map(|(path, text)| (format!("hall/src/{path}"), *text)).collect();
    let files: Vec<(&str, &str)> = paths.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    in_tree(&planted(&files), &[]).into_iter().map(|finding| finding.what).collect()
}

const ROOT: (&str, &str) = ("lib.rs", "mod door;\nmod key;\n");

#[test]
fn two_files_that_need_each_other_are_named_with_their_lines() {
    let door = ("door.rs", "//! A door.\nuse crate::key::Key;\npub struct Door(Key);");
    let key = ("key.rs", "pub struct Key;\nfn fits(_: &super::door::Door) {}");
    assert_eq!(
        found(&[ROOT, door, key]),
        ["2 files import each other in a cycle:\n    \
          hall/src/door.rs:2 needs hall/src/key.rs (use crate::key::Key)\n    \
          hall/src/key.rs:2 needs hall/src/door.rs (super::door::Door)"]
    );
    assert!(found(&[ROOT, door, ("key.rs", "pub struct Key;")]).is_empty());
}

#[test]
fn what_is_taken_from_a_parent_that_only_passes_it_on_is_needed_from_where_it_is() {
    let root = ("lib.rs", "mod door;\nmod key;\npub use key::Key;\npub use door::*;");
    let key = ("key.rs", "pub struct Key;");
    assert!(found(&[root, ("door.rs", "use crate::Key;\npub struct Door;"), key]).is_empty());
    let back = ("key.rs", "use crate::Door;\npub struct Key;");
    assert_eq!(found(&[root, ("door.rs", "use crate::Key;\npub struct Door;"), back]).len(), 1);
}

#[test]
fn a_module_and_its_children_are_one_piece_and_the_root_is_no_parent() {
    let root = ("lib.rs", "mod door;");
    let door = ("door.rs", "mod lock;\npub struct Door;\nfn a(_: lock::Lock) {}");
    let lock = ("door/lock.rs", "use super::Door;\npub struct Lock(Door);");
    assert!(found(&[root, door, lock]).is_empty());
    // By way of another module it is a cycle, and so is one between the children.
    let way = ("lib.rs", "mod door;\nmod key;");
    let out = ("door/lock.rs", "use super::Door;\npub struct Lock(crate::key::Key);");
    assert_eq!(found(&[way, door, out, ("key.rs", "pub struct Key(crate::door::Door);")]).len(), 1);
    let bolt = ("door/bolt.rs", "use super::lock::Lock;\npub struct Bolt;");
    let bolted = ("door/lock.rs", "use super::Door;\npub struct Lock(super::bolt::Bolt);");
    let names = found(&[root, door, bolted, bolt]);
    assert!(names.len() == 1 && names[0].starts_with("2 files"), "{names:?}");
    let child = ("door.rs", "use super::Hall;\npub struct Door(Hall);");
    let idle = ("lib.rs", "mod door;\npub use door::Door;\npub struct Hall;");
    assert!(found(&[idle, child]).is_empty());
    let user = ("lib.rs", "mod door;\npub use door::Door;\npub struct Hall;\nfn open(_: Door) {}");
    assert_eq!(found(&[user, child]).len(), 1);
}

#[test]
fn an_imported_module_stands_for_what_is_used_of_it() {
    let folder = ("key/mod.rs", "mod cut;\npub use cut::cut;\nuse crate::door::Door;\npub struct Key(Door);");
    let cut = ("key/cut.rs", "pub fn cut() {}");
    let door = ("door.rs", "use crate::key;\npub struct Door;\nfn a() { key::cut(); }");
    assert!(found(&[ROOT, folder, cut, door]).is_empty());
    let whole = ("door.rs", "use crate::key;\npub struct Door;\nfn a(_: key::Key) {}");
    assert_eq!(found(&[ROOT, folder, cut, whole]).len(), 1);
}

#[test]
fn nested_imports_modules_within_a_file_and_other_names_are_followed() {
    let door = (
        "door.rs",
        "mod inner {\n use super::super::{key::{self as keys, Key as Brass}};\n fn a(_: keys::Ring) {}\n}\npub struct Door;",
    );
    let key = ("key.rs", "use crate::door::{self, Door};\npub struct Key;\npub struct Ring;");
    assert_eq!(found(&[ROOT, door, key]).len(), 1);
}

#[test]
fn tests_visibility_and_other_crates_make_no_cycle() {
    let door = ("door.rs", "use crate::key::Key;\npub struct Door;");
    let key = (
        "key.rs",
        "use std::fmt::Door;\npub(in crate::door) struct Key;\n// use crate::door::Door;\n#[cfg(test)]\nmod tests { use crate::door::Door; }",
    );
    assert!(found(&[ROOT, door, key, ("key/tests.rs", "use crate::door::Door;")]).is_empty());
}

#[test]
fn an_exception_holds_for_its_folder_and_its_number_and_goes_when_it_is_idle() {
    let files = [
        ("a/src/x.rs", "use crate::y::Y;\npub struct X;"),
        ("a/src/y.rs", "use crate::x::X;\npub struct Y;"),
    ];
    let tree = planted(&files);
    let excuse = |folder: &'static str, files: usize| Exception { folder, files, reason: "planted" };
    assert!(in_tree(&tree, &[excuse("a/src/", 2)]).is_empty());
    let places = |exception: Exception| -> Vec<String> {
        in_tree(&tree, &[exception]).into_iter().map(|finding| finding.place).collect()
    };
    assert_eq!(places(excuse("a/src/", 1)), ["a/src/x.rs", "a/src/"]);
    assert_eq!(places(excuse("b/src/", 2)), ["a/src/x.rs", "b/src/"]);
}

#[test]
fn every_exception_has_a_reason() {
    assert!(EXCEPTIONS.iter().all(|exception| exception.reason.len() > 20));
}
