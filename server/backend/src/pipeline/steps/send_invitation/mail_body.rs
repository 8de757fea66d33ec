//! The text in Microsoft's mail that is ours: what was shared, by whom, and what the inviter wrote. The rest of the mail is Microsoft's, and
//! names neither the item nor what the guest may do ("Elements of the B2B collaboration invitation email").

use contract::{KindName, Language, RoleName};

use crate::pipeline::Invitation;

/// The longest of each part, in characters: with the sentence around them they fit into `MAIL_LEAD_LIMIT`. Titles may have 200.
const NAME_ROOM: usize = 80;
const TITLE_ROOM: usize = 200;
const WORD_ROOM: usize = 40;

/// What the text says.
pub(crate) struct SharedWords<'a> {
    pub(crate) language: Language,
    pub(crate) inviter: &'a str,
    pub(crate) item: &'a str,
    pub(crate) kind: Option<&'a KindName>,
    pub(crate) role: &'a RoleName,
    pub(crate) message: Option<&'a str>,
}

/// The text of an invitation.
pub(super) fn compose(invitation: &Invitation, kind: Option<&KindName>) -> String {
    shared_text(&SharedWords {
        language: invitation.language,
        inviter: &invitation.inviter_name,
        item: &invitation.item_title,
        kind,
        role: &invitation.role,
        message: invitation.message.as_deref(),
    })
}

/// The sentence that says what was shared, and the inviter's own words behind it, which are never cut.
pub(crate) fn shared_text(of: &SharedWords<'_>) -> String {
    let lang = of.language;
    let kind = of.kind.map(|kind| words::kind(lang, kind)).unwrap_or_default();
    let (inviter, title) = (shortened(of.inviter, NAME_ROOM), shortened(of.item, TITLE_ROOM));
    let role = shortened(&words::role(lang, of.role), WORD_ROOM);
    let lead = words::mail::shared(lang, &inviter, &title, &shortened(&kind, WORD_ROOM), &role);
    match of.message {
        Some(message) => format!("{lead}\n\n{message}"),
        None => lead,
    }
}

fn shortened(text: &str, room: usize) -> String {
    if text.chars().count() <= room {
        return text.to_owned();
    }
    let kept: String = text.chars().take(room.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use contract::{MAIL_BODY_LIMIT, MESSAGE_LIMIT};

    use super::*;
    use crate::pipeline::invitation::tests::sample;

    #[test]
    fn what_was_shared_stands_before_the_inviters_own_words() {
        let document = KindName::parse("document").unwrap();
        let said =
            compose(&Invitation { message: Some("See page 3.".to_owned()), ..sample() }, Some(&document));
        assert_eq!(
            said,
            "Adele Vance shared “The plan” (Document) with you. Your role: Reader.\n\nSee page 3."
        );
        let french = Invitation { language: Language::French, ..sample() };
        assert_eq!(
            compose(&french, Some(&document)),
            "Adele Vance a partagé «\u{a0}The plan\u{a0}» (Document) avec vous. Votre rôle\u{a0}: Lecteur."
        );
    }

    #[test]
    fn the_longest_of_everything_fits_and_no_word_of_the_inviters_is_cut() {
        let message = "字".repeat(MESSAGE_LIMIT);
        for language in Language::ALL {
            // A right-to-left name is kept apart by two characters more.
            let longest = Invitation {
                language,
                inviter_name: "א".repeat(300),
                item_title: "א".repeat(300),
                role: RoleName::parse(&"r".repeat(60)).unwrap(),
                message: Some(message.clone()),
                ..sample()
            };
            let said = compose(&longest, Some(&KindName::parse(&"k".repeat(60)).unwrap()));
            assert!(said.chars().count() <= MAIL_BODY_LIMIT, "{language:?}: {}", said.chars().count());
            assert!(said.ends_with(&format!("…\n\n{message}")) || said.ends_with(&message), "{language:?}");
        }
    }
}
