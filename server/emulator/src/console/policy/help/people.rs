//! Help for what is about finding people and answering for them.

use super::{Kind, Line, line};

/// In the order of the page.
pub(super) const ALL: &[Line] = &[
    line(
        "proxyPrefixIgnoresCase",
        Kind::Switch,
        "U",
        "A filter for proxyAddresses finds smtp: and SMTP: alike.",
    ),
    line(
        "appOnlySponsor",
        Kind::Text,
        "U",
        "Address of who becomes the sponsor when an application invites by itself; empty: nobody.",
    ),
];
