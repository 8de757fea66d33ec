//! Names that come from settings, roles and kinds, and the badges of people.

use contract::{KindName, Language, RoleName, UserStatus};

use crate::{kinds, roles, standings};

/// A role's name. One that no text exists for is shown as its administrator wrote it, with a capital.
pub fn role(lang: Language, role: &RoleName) -> String {
    match role.as_str() {
        "reader" => roles::reader::name(lang).to_owned(),
        "contributor" => roles::contributor::name(lang).to_owned(),
        other => capitalised(other),
    }
}

/// What a role lets a person do, in a few words for a list of roles; nothing for roles that no text exists for.
pub fn role_hint(lang: Language, role: &RoleName) -> Option<&'static str> {
    match role.as_str() {
        "reader" => Some(roles::reader::hint(lang)),
        "contributor" => Some(roles::contributor::hint(lang)),
        _ => None,
    }
}

/// What a role lets the reader do, as a sentence.
pub fn role_allows(lang: Language, name: &RoleName) -> String {
    match name.as_str() {
        "reader" => roles::reader::allows(lang).to_owned(),
        "contributor" => roles::contributor::allows(lang).to_owned(),
        _ => roles::unknown_allows(lang, &role(lang, name)),
    }
}

/// A kind of item. One that no text exists for is shown as its administrator wrote it, with a capital.
pub fn kind(lang: Language, kind: &KindName) -> String {
    match kind.as_str() {
        "document" => kinds::document(lang).to_owned(),
        "project" => kinds::project(lang).to_owned(),
        "folder" => kinds::folder(lang).to_owned(),
        "dashboard" => kinds::dashboard(lang).to_owned(),
        other => capitalised(other),
    }
}

/// How a person belongs to the organization, as a badge.
pub const fn standing(lang: Language, standing: UserStatus) -> &'static str {
    match standing {
        UserStatus::Member => standings::member(lang),
        UserStatus::Guest => standings::guest(lang),
        UserStatus::Pending => standings::pending(lang),
    }
}

fn capitalised(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
