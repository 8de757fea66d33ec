//! The mail that tells a person what was shared with them.

use serde::{Deserialize, Serialize};

use crate::text_enum::text_enum;

text_enum! {
    /// Who writes to the person.
    MailWay {
        /// Microsoft, to whoever is invited; to somebody known nobody does.
        Microsoft = "microsoft",
        /// Vestibule, by the organisation's mail server.
        Own = "own",
        /// The inviter, from their own mailbox, by Vestibule.
        Inviter = "inviter",
        /// Nobody: the inviter passes a link on.
        Link = "link",
    }
}

impl MailWay {
    /// Whether the mail is one of ours, which goes to known people too.
    pub const fn is_ours(self) -> bool {
        matches!(self, Self::Own | Self::Inviter)
    }
}

/// How a person learns what was shared with them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ToldBy {
    /// By Microsoft's mail, if they are invited.
    #[default]
    Microsoft,
    /// By a mail of ours.
    Mail,
    /// By nobody but the inviter: no mail goes out.
    Inviter,
}

impl ToldBy {
    /// Whether it is as it is by default; stored texts are then as they were before there were other ways.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
    pub(crate) const fn is_microsoft(&self) -> bool {
        matches!(self, Self::Microsoft)
    }
}
