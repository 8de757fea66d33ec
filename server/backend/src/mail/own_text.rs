//! What our own mail says in a language: what the settings say, or else Vestibule's text.

use contract::Language;

use crate::settings::sections::OwnMail;

/// Subject and text in a language: those of the settings, or else Vestibule's.
pub(crate) fn own_text(settings: &OwnMail, language: Language) -> (String, String) {
    let own = settings.of(language);
    let text = |own: &Option<String>, default: &str| own.clone().unwrap_or_else(|| default.to_owned());
    (text(&own.subject, words::mail::own_subject_text(language)), text(&own.text, &default_text(language)))
}

/// What Vestibule says where the settings say nothing.
fn default_text(language: Language) -> String {
    let paragraphs = [
        words::mail::own_hello(language),
        words::mail::shared_text(language),
        "{message}",
        words::mail::own_open(language),
        "{link}",
        words::mail::own_account_text(language),
    ];
    paragraphs.join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::template::{check_subject, check_text};

    #[test]
    fn vestibules_own_text_makes_sense_in_every_language() {
        for language in Language::ALL {
            let (subject, text) = own_text(&OwnMail::default(), language);
            assert_eq!((check_subject(&subject), check_text(&text)), (Ok(()), Ok(())), "{language:?}");
        }
    }
}
