//! What a share would do, before it is sent.

use time::OffsetDateTime;

use crate::{JudgedRecipient, Language, MailWay, Problem, RecipientKind, SafeUrl, StepKind};

/// What a share would do: the answer of a dry run. Nothing that it says has happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharePlan {
    /// Every recipient, in the order of the form; those typed into the field last.
    pub recipients: Vec<JudgedRecipient>,
    /// What is wrong with the form, but for its recipients: role, message, options; or that nobody may be invited for now.
    pub problem: Option<Problem>,
    /// What happens to those who are invited; `None` if nobody is.
    pub for_new: Option<PlannedEffects>,
    /// What happens to those whom the directory knows; `None` if there are none.
    pub for_known: Option<PlannedEffects>,
    /// When access ends by itself; `None` if it does not.
    pub until: Option<OffsetDateTime>,
    /// Where everybody lands.
    pub landing: SafeUrl,
    /// How the mails read, one for each audience that gets one, as far as we write them.
    pub mails: Vec<PlannedMail>,
    /// New guests beyond the pace: how many wait, and when the last one's turn comes, about.
    pub later: Option<(u32, OffsetDateTime)>,
    /// What Microsoft would leave out without a word.
    pub dropped: Vec<DroppedOption>,
}

impl SharePlan {
    /// How many of those who are invited join an invitation that is on its way.
    pub fn joining(&self) -> u32 {
        let joins =
            |judged: &&JudgedRecipient| judged.kind == RecipientKind::Invited && judged.repeats.is_none();
        u32::try_from(self.recipients.iter().filter(joins).count()).unwrap_or(u32::MAX)
    }

    /// Whether all of them do, and Microsoft, which has written or is about to, writes to none of them because of this share.
    pub fn only_joins(&self) -> bool {
        self.for_new
            .as_ref()
            .is_some_and(|new| new.mail_way == Some(MailWay::Microsoft) && new.count <= self.joining())
    }
}

/// What happens to some of the recipients.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedEffects {
    /// How many they are.
    pub count: u32,
    /// The steps, in order, each with the names of what it changes: attributes, groups, roles of applications, packages.
    pub steps: Vec<(StepKind, Vec<String>)>,
    /// Who writes to them; `None` if nobody does.
    pub mail_way: Option<MailWay>,
}

/// A mail as it would read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedMail {
    /// Whether it goes to those who are invited; else to those whom the directory knows.
    pub to_new: bool,
    /// Its language.
    pub language: Language,
    /// Its subject; empty where Microsoft writes it.
    pub subject: String,
    /// Its text; of Microsoft's mail, the part that is ours.
    pub text: String,
}

/// An option that Microsoft leaves out without a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DroppedOption {
    /// The message: the inviter has no mailbox.
    MessageWithoutMailbox,
    /// The copy: no mail of Microsoft's goes out.
    CopyWithoutMail,
    /// The language: nobody of the recipients gets a mail.
    LanguageWithoutMail,
    /// The name: whoever is known keeps theirs.
    NameOfKnown,
    /// The sponsor: guests who are known keep theirs, for the application may not add one.
    SponsorOfKnown,
    /// The sponsor: none of the recipients is a guest.
    SponsorOfMembers,
}
