//! The names of roles, kinds and user statuses.

use contract::{KindName, Language, RoleName, UserStatus};

use crate::{kinds, roles, standings};

/// The name of a role. A role without a text is shown as the administrator wrote it, with a capital letter.
pub fn role(lang: Language, role: &RoleName) -> String {
    match role.as_str() {
        "reader" => roles::reader::name(lang).to_owned(),
        "contributor" => roles::contributor::name(lang).to_owned(),
        other => capitalised(other),
    }
}

/// What a role allows, in a few words for a list of roles; `None` for roles without a text.
pub fn role_hint(lang: Language, role: &RoleName) -> Option<&'static str> {
    match role.as_str() {
        "reader" => Some(roles::reader::hint(lang)),
        "contributor" => Some(roles::contributor::hint(lang)),
        _ => None,
    }
}

/// What a role allows its holder to do, as a sentence.
pub fn role_allows(lang: Language, name: &RoleName) -> String {
    match name.as_str() {
        "reader" => roles::reader::allows(lang).to_owned(),
        "contributor" => roles::contributor::allows(lang).to_owned(),
        _ => roles::unknown_allows(lang, &role(lang, name)),
    }
}

/// The name of a kind of item. A kind without a text is shown as the administrator wrote it, with a capital letter.
pub fn kind(lang: Language, kind: &KindName) -> String {
    match kind.as_str() {
        "document" => kinds::document(lang).to_owned(),
        "project" => kinds::project(lang).to_owned(),
        "folder" => kinds::folder(lang).to_owned(),
        "dashboard" => kinds::dashboard(lang).to_owned(),
        other => capitalised(other),
    }
}

/// The status of a user in the organization, as a badge.
pub const fn user_status(lang: Language, status: UserStatus) -> &'static str {
    match status {
        UserStatus::Member => standings::member(lang),
        UserStatus::Guest => standings::guest(lang),
        UserStatus::Pending => standings::pending(lang),
    }
}

fn capitalised(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
