//! What would be left out without a word, said before.

use contract::{DroppedOption, Language, MailWay, ShareForm};

use super::effects::Audience;

/// What of the form has no effect on those who may be sent to: those who are invited, and those who are known. `usual` is the language that nobody has
/// to choose.
pub(super) fn of(
    (form, usual): (&ShareForm, Language),
    has_mailbox: bool,
    [new, known]: [Option<&Audience<'_>>; 2],
) -> Vec<DroppedOption> {
    let of = |audience: Option<&Audience<'_>>| Told {
        is_there: audience.is_some(),
        by: audience.and_then(Audience::mail_way),
    };
    dropped((form, usual), has_mailbox, (of(new), of(known)))
}

/// Whether there is anybody of an audience, and who writes to them.
#[derive(Clone, Copy)]
struct Told {
    is_there: bool,
    by: Option<MailWay>,
}

fn dropped(
    (form, usual): (&ShareForm, Language),
    has_mailbox: bool,
    (new, known): (Told, Told),
) -> Vec<DroppedOption> {
    let is_typed = |text: &str| !text.trim().is_empty();
    let is_usual = form.language.trim() == usual.tag();
    let is_anybody = new.is_there || known.is_there;
    let is_mailed = new.by.is_some() || known.by.is_some();
    let by_microsoft = new.by == Some(MailWay::Microsoft);
    let checks = [
        // "Troubleshoot B2B collaboration"
        (is_typed(&form.message) && by_microsoft && !has_mailbox, DroppedOption::MessageWithoutMailbox),
        (is_typed(&form.copy) && is_anybody && !is_mailed, DroppedOption::CopyWithoutMail),
        (
            is_typed(&form.language) && !is_usual && is_anybody && !is_mailed,
            DroppedOption::LanguageWithoutMail,
        ),
        (is_typed(&form.name) && known.is_there && !new.is_there, DroppedOption::NameOfKnown),
        (is_typed(&form.sponsor) && known.is_there, DroppedOption::SponsorOfKnown),
    ];
    checks.into_iter().filter(|(applies, _)| *applies).map(|(_, option)| option).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOBODY: Told = Told { is_there: false, by: None };

    const fn told(by: Option<MailWay>) -> Told {
        Told { is_there: true, by }
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
        let microsoft = told(Some(MailWay::Microsoft));
        let all_of_known = vec![CopyWithoutMail, LanguageWithoutMail, NameOfKnown, SponsorOfKnown];
        for (has_mailbox, new, known, expected) in [
            (true, microsoft, NOBODY, vec![]),
            (false, microsoft, NOBODY, vec![MessageWithoutMailbox]),
            (false, told(Some(MailWay::Own)), NOBODY, vec![]),
            (true, told(None), NOBODY, vec![CopyWithoutMail, LanguageWithoutMail]),
            (true, NOBODY, told(None), all_of_known),
            (true, NOBODY, told(Some(MailWay::Own)), vec![NameOfKnown, SponsorOfKnown]),
            (true, microsoft, told(None), vec![SponsorOfKnown]),
            (false, NOBODY, NOBODY, vec![]),
        ] {
            assert_eq!(dropped((&all(), Language::English), has_mailbox, (new, known)), expected);
        }
        let empty = ShareForm { message: " ".to_owned(), ..ShareForm::default() };
        assert_eq!(dropped((&empty, Language::English), false, (microsoft, told(None))), []);
        let usual = ShareForm { language: "en".to_owned(), ..ShareForm::default() };
        assert_eq!(dropped((&usual, Language::English), true, (NOBODY, told(None))), []);
    }
}
