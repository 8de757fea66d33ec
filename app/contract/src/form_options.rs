//! What the share form offers besides people, role and message, by the settings.

use crate::{EmailAddress, MailWay};

/// What the share form offers, by the settings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is one setting of its own")]
pub struct FormOptions {
    /// Who may write to the person; the first one unless another is chosen. One alone is fixed.
    pub mail_ways: Vec<MailWay>,
    /// Whether the language is the administrator's to choose.
    pub fixed_language: bool,
    /// Whether the message is the administrator's to write.
    pub fixed_message: bool,
    /// Whether one more person may get a copy of the mail.
    pub copy: bool,
    /// Who gets a copy of every mail, because the administrator has it so; then nobody else does.
    pub fixed_copy: Option<EmailAddress>,
    /// Whether a sponsor may be named.
    pub sponsor: bool,
    /// Of the last day of access.
    pub until: UntilOption,
}

/// What the form offers of the last day of access.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct UntilOption {
    /// After how many days access ends unless another day is typed; 0 if it does not end by itself.
    pub default_days: u32,
    /// The most days that may be given; 0 if there is no limit.
    pub longest_days: u32,
}
