//! What the share form says of the mail, by who writes it.

use contract::{Language, MailWay, ToldBy};

use crate::{plan, share};

/// What happens to the message, by who may write to the person.
pub const fn message_hint(lang: Language, ways: &[MailWay]) -> &'static str {
    match ways {
        [only] if only.is_ours() => share::message_hint_ours(lang),
        [MailWay::Link] => share::message_hint_known(lang),
        _ => share::message_hint(lang),
    }
}

/// That the message of somebody without a mailbox is left out of Microsoft's mail, where that may be who writes.
pub fn message_dropped(lang: Language, ways: &[MailWay]) -> Option<&'static str> {
    match ways {
        [MailWay::Microsoft] => Some(share::no_mail_notice(lang)),
        _ if ways.contains(&MailWay::Microsoft) => Some(share::no_mail_notice_choice(lang)),
        _ => None,
    }
}

/// What becomes of inviting a guest again, by who may write to them.
pub const fn resend_hint(lang: Language, ways: &[MailWay]) -> &'static str {
    match ways {
        [MailWay::Link] => share::resend_hint_link(lang),
        _ => share::resend_hint(lang),
    }
}

/// Who writes to those who are invited, before anything is sent.
pub fn planned_mail(lang: Language, way: MailWay, product: &str) -> String {
    match way {
        MailWay::Microsoft => plan::mail_microsoft(lang).to_owned(),
        MailWay::Own => plan::mail_own(lang, product),
        MailWay::Inviter => plan::mail_inviter(lang).to_owned(),
        MailWay::Link => plan::mail_link(lang).to_owned(),
    }
}

/// What the link is for that somebody was invited with.
pub fn link_hint(lang: Language, told_by: ToldBy, person: &str) -> String {
    match told_by {
        ToldBy::Inviter => share::link_hint_link(lang, person),
        // Whether one goes out at all, a mail server or their mailbox decides.
        ToldBy::Mail => share::link_hint_inviter(lang, person),
        ToldBy::Microsoft => share::link_hint(lang, person),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_said_to_be_left_out_only_where_microsoft_may_write() {
        use MailWay::{Inviter, Link, Microsoft, Own};

        let lang = Language::English;
        let (always, if_chosen) = (share::no_mail_notice(lang), share::no_mail_notice_choice(lang));
        for (ways, said) in [
            (&[Microsoft][..], Some(always)),
            (&[Microsoft, Own], Some(if_chosen)),
            (&[Own, Microsoft], Some(if_chosen)),
            (&[Own, Link], None),
            (&[Inviter], None),
        ] {
            assert_eq!(message_dropped(lang, ways), said, "{ways:?}");
        }
    }
}
