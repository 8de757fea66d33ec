//! What the share form says of the mail, by who writes it.

use contract::{Language, MailWay};

use crate::share;

/// What happens to the message.
pub const fn message_hint(lang: Language, way: MailWay) -> &'static str {
    match way {
        MailWay::Microsoft => share::message_hint(lang),
        MailWay::Own | MailWay::Inviter => share::message_hint_ours(lang),
        MailWay::Link => share::message_hint_known(lang),
    }
}

/// The same for somebody who is in the directory already.
pub const fn message_hint_known(lang: Language, way: MailWay) -> &'static str {
    if way.is_ours() { share::message_hint_ours(lang) } else { share::message_hint_known(lang) }
}

/// What somebody new gets; `{address}` is filled in.
pub fn invite_new_hint(lang: Language, way: MailWay, address: &str) -> String {
    match way {
        MailWay::Link => share::invite_new_hint_link(lang, address),
        _ => share::invite_new_hint(lang, address),
    }
}

/// What somebody gets who is in the directory already.
pub const fn known_hint(lang: Language, way: MailWay) -> &'static str {
    if way.is_ours() { share::known_hint_ours(lang) } else { share::known_hint(lang) }
}

/// What a guest gets who has not accepted yet.
pub const fn pending_hint(lang: Language, way: MailWay) -> &'static str {
    if way.is_ours() { share::pending_hint_ours(lang) } else { share::pending_hint(lang) }
}

/// What becomes of inviting a guest again.
pub const fn resend_hint(lang: Language, way: MailWay) -> &'static str {
    match way {
        MailWay::Link => share::resend_hint_link(lang),
        _ => share::resend_hint(lang),
    }
}

/// How many in the directory have the address.
pub fn choose_text(lang: Language, way: MailWay, count: u64, address: &str) -> String {
    if way.is_ours() {
        share::choose_text_ours(lang, count, address)
    } else {
        share::choose_text(lang, count, address)
    }
}

/// The same, as one text for each plural category.
pub fn choose_text_forms(lang: Language, way: MailWay) -> Vec<(&'static str, &'static str)> {
    if way.is_ours() { share::choose_text_ours_forms(lang) } else { share::choose_text_forms(lang) }
}

/// What the link in the dialog is for, once somebody was invited.
pub fn link_hint(lang: Language, way: MailWay, person: &str) -> String {
    match way {
        MailWay::Link => share::link_hint_link(lang, person),
        // Whether one goes out at all, their mailbox decides.
        MailWay::Inviter => share::link_hint_inviter(lang, person),
        MailWay::Microsoft | MailWay::Own => share::link_hint(lang, person),
    }
}

/// The same for somebody who was known.
pub fn known_link_hint(lang: Language, way: MailWay, person: &str) -> String {
    if way.is_ours() {
        share::known_link_hint_ours(lang, person)
    } else {
        share::known_link_hint(lang, person)
    }
}
