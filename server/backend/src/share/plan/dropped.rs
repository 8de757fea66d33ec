//! What would be left out without a word, said before.

use contract::{DroppedOption, Language, MailWay, ShareForm};

use super::effects::Audience;

/// What it depends on besides the form and those who may be sent to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Usual {
    /// The language that nobody has to choose: that of the inviter's pages.
    pub(super) language: Language,
    /// The inviter has a mailbox.
    pub(super) has_mailbox: bool,
    /// Guests who are known can get the sponsor that was named.
    pub(super) adds_sponsors: bool,
}

/// What of the form has no effect on those who may be sent to: those who are invited, and those who are known.
pub(super) fn of(
    form: &ShareForm,
    usual: Usual,
    [new, known]: [Option<&Audience<'_>>; 2],
) -> Vec<DroppedOption> {
    let of = |audience: Option<&Audience<'_>>| Told {
        is_there: audience.is_some(),
        has_known_guests: audience.is_some_and(|audience| audience.has_known_guests),
        by: audience.and_then(Audience::mail_way),
    };
    dropped(form, usual, (of(new), of(known)))
}

/// Whether there is anybody of an audience, whether guests who are known are among them, and who writes to them.
#[derive(Clone, Copy)]
struct Told {
    is_there: bool,
    has_known_guests: bool,
    by: Option<MailWay>,
}

fn dropped(form: &ShareForm, usual: Usual, (new, known): (Told, Told)) -> Vec<DroppedOption> {
    let is_typed = |text: &str| !text.trim().is_empty();
    let is_usual = form.language.trim() == usual.language.tag();
    let is_anybody = new.is_there || known.is_there;
    let is_mailed = new.by.is_some() || known.by.is_some();
    let by_microsoft = new.by == Some(MailWay::Microsoft);
    let are_guests_known = new.has_known_guests || known.has_known_guests;
    let are_members = known.is_there && !known.has_known_guests && !new.is_there;
    let checks = [
        // "Troubleshoot B2B collaboration"
        (is_typed(&form.message) && by_microsoft && !usual.has_mailbox, DroppedOption::MessageWithoutMailbox),
        (is_typed(&form.copy) && is_anybody && !is_mailed, DroppedOption::CopyWithoutMail),
        (
            is_typed(&form.language) && !is_usual && is_anybody && !is_mailed,
            DroppedOption::LanguageWithoutMail,
        ),
        (is_typed(&form.name) && known.is_there && !new.is_there, DroppedOption::NameOfKnown),
        (is_typed(&form.sponsor) && are_guests_known && !usual.adds_sponsors, DroppedOption::SponsorOfKnown),
        (is_typed(&form.sponsor) && are_members, DroppedOption::SponsorOfMembers),
    ];
    checks.into_iter().filter(|(applies, _)| *applies).map(|(_, option)| option).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOBODY: Told = Told { is_there: false, has_known_guests: false, by: None };

    const fn new(by: Option<MailWay>) -> Told {
        Told { is_there: true, has_known_guests: false, by }
    }

    const fn members(by: Option<MailWay>) -> Told {
        new(by)
    }

    const fn guests(by: Option<MailWay>) -> Told {
        Told { has_known_guests: true, ..new(by) }
    }

    const fn usual(has_mailbox: bool, adds_sponsors: bool) -> Usual {
        Usual { language: Language::English, has_mailbox, adds_sponsors }
    }

    fn all() -> ShareForm {
        let typed = || "typed".to_owned();
        ShareForm {
            message: typed(),
            copy: typed(),
            language: typed(),
            name: typed(),
            sponsor: typed(),
            ..ShareForm::default()
        }
    }

    #[test]
    fn only_what_has_no_effect_is_said() {
        use DroppedOption::{
            CopyWithoutMail, LanguageWithoutMail, MessageWithoutMailbox, NameOfKnown, SponsorOfKnown,
        };
        let microsoft = new(Some(MailWay::Microsoft));
        let all_of_known = vec![CopyWithoutMail, LanguageWithoutMail, NameOfKnown, SponsorOfKnown];
        for (has_mailbox, new, known, expected) in [
            (true, microsoft, NOBODY, vec![]),
            (false, microsoft, NOBODY, vec![MessageWithoutMailbox]),
            (false, new(Some(MailWay::Own)), NOBODY, vec![]),
            (true, new(None), NOBODY, vec![CopyWithoutMail, LanguageWithoutMail]),
            (true, NOBODY, guests(None), all_of_known),
            (true, NOBODY, guests(Some(MailWay::Own)), vec![NameOfKnown, SponsorOfKnown]),
            (true, microsoft, guests(None), vec![SponsorOfKnown]),
            (false, NOBODY, NOBODY, vec![]),
        ] {
            assert_eq!(dropped(&all(), usual(has_mailbox, false), (new, known)), expected);
        }
        let empty = ShareForm { message: " ".to_owned(), ..ShareForm::default() };
        assert_eq!(dropped(&empty, usual(false, false), (microsoft, guests(None))), []);
        let english = ShareForm { language: "en".to_owned(), ..ShareForm::default() };
        assert_eq!(dropped(&english, usual(true, false), (NOBODY, guests(None))), []);
    }

    #[test]
    fn a_sponsor_has_no_effect_where_none_may_be_added_or_nobody_is_a_guest() {
        use DroppedOption::{SponsorOfKnown, SponsorOfMembers};
        let named = ShareForm { sponsor: "megan".to_owned(), ..ShareForm::default() };
        let microsoft = new(Some(MailWay::Microsoft));
        for (adds_sponsors, new, known, expected) in [
            (false, NOBODY, guests(None), vec![SponsorOfKnown]),
            (true, NOBODY, guests(None), vec![]),
            // A guest who is invited again has sponsors, too.
            (false, guests(Some(MailWay::Microsoft)), NOBODY, vec![SponsorOfKnown]),
            (true, guests(Some(MailWay::Microsoft)), NOBODY, vec![]),
            (false, NOBODY, members(None), vec![SponsorOfMembers]),
            (true, NOBODY, members(None), vec![SponsorOfMembers]),
            (false, microsoft, members(None), vec![]),
            (true, microsoft, guests(None), vec![]),
        ] {
            assert_eq!(dropped(&named, usual(true, adds_sponsors), (new, known)), expected);
        }
        let nobody = dropped(&ShareForm::default(), usual(true, false), (NOBODY, members(None)));
        assert_eq!(nobody, [], "nobody was named");
    }
}
