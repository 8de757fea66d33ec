//! What the island says, in the language of the page.

use contract::RECIPIENTS_LIMIT;
use islands::share::{PluralTexts, ShareTexts};

use crate::request::RequestContext;

/// Every text of the island.
pub(super) fn texts(context: &RequestContext) -> ShareTexts {
    let (lang, product) = (context.lang, context.product_name());
    let limit = words::number(lang, u64::try_from(RECIPIENTS_LIMIT).unwrap_or(u64::MAX));
    ShareTexts {
        hint: words::share::person_hint(lang).to_owned(),
        outside: plural(words::share::outside_forms(lang)),
        searching: words::share::searching(lang).to_owned(),
        search_failed: words::share::search_failed(lang).to_owned(),
        judging: words::share::judging(lang).to_owned(),
        added: words::share::added_text(lang).to_owned(),
        removed: words::share::removed_text(lang).to_owned(),
        undo: words::share::undo_remove(lang).to_owned(),
        already_there: words::share::already_there_text(lang).to_owned(),
        remove: words::share::remove_text(lang).to_owned(),
        edit: words::share::edit_text(lang).to_owned(),
        resend: words::share::resend(lang).to_owned(),
        choose: words::share::choose_text(lang).to_owned(),
        too_many: words::share::too_many(lang, &limit),
        more_chips: plural(words::share::more_people_forms(lang)),
        count: plural(words::share::count_forms(lang)),
        message_left: plural(words::share::message_left_forms(lang)),
        message_over: plural(words::share::message_over_forms(lang)),
        leave_out: plural(words::share::leave_out_forms(lang)),
        preview: words::plan::preview(lang).to_owned(),
        sending: words::share::sending(lang).to_owned(),
        details: words::share::see_invitation(lang).to_owned(),
        retry: words::invitations::try_again(lang).to_owned(),
        correct: words::share::correct_address(lang).to_owned(),
        sign_in: words::sign_in::again(lang).to_owned(),
        copy: words::invitations::copy_link(lang).to_owned(),
        copied: words::app::copied(lang).to_owned(),
        copy_failed: words::app::copy_failed(lang).to_owned(),
        reference: words::errors::reference(lang).to_owned(),
        progress_hint: words::share::progress_hint(lang).to_owned(),
        restored: words::share::restored(lang).to_owned(),
        unreachable: words::share::unreachable(lang, product),
        unanswered: words::share::progress_unreachable(lang, product),
    }
}

/// A counted phrase by plural category. What a language does not have is never chosen there.
fn plural(forms: Vec<(&'static str, &'static str)>) -> PluralTexts {
    let mut texts = PluralTexts::default();
    for (category, text) in forms {
        let form = match category {
            "one" => &mut texts.one,
            "few" => &mut texts.few,
            "many" => &mut texts.many,
            _ => &mut texts.other,
        };
        text.clone_into(form);
    }
    texts
}

#[cfg(test)]
mod tests {
    use contract::Language;

    use super::*;

    #[test]
    fn every_language_has_the_phrase_for_the_numbers_that_it_counts() {
        for lang in Language::ALL {
            let texts = plural(words::share::outside_forms(lang));
            assert!(texts.other.contains("{count}"), "{lang:?}");
        }
        assert!(plural(words::share::outside_forms(Language::Lithuanian)).few.contains("žmonės"));
        assert!(plural(words::share::outside_forms(Language::Chinese)).one.is_empty());
    }
}
