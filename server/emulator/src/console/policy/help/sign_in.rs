//! Help for what is about sessions, tokens and passcodes.

use super::{Kind, Line, line};

/// In the order of the page.
pub(super) const ALL: &[Line] = &[
    line(
        "guestSessionsEndHere",
        Kind::Switch,
        "V",
        "Ending the sessions of a guest here has an effect. Really only the guest's home can end them.",
    ),
    line(
        "acceptCodesWithoutProofKey",
        Kind::Switch,
        "U",
        "An application that keeps no secret may leave PKCE out.",
    ),
    line("passcodeDigits", Kind::Number, "U", "How many digits a one-time passcode has, 4 to 12."),
    line(
        "longestAccessTokenMinutes",
        Kind::MaybeNumber,
        "U",
        "Access tokens are good for 60 to so many minutes, each for its own time; 90 in reality. Empty: 3599 seconds, always.",
    ),
];
