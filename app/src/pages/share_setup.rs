//! What the share dialog is handed.

use contract::{Draft, InvitationState, ItemView, Language, MESSAGE_LIMIT, NAME_LIMIT, ShareForm};
use islands::{Choice, Counted, Match, ShareSetup, ShareTexts, Trouble, Typed};

use crate::calls::people::MatchReply;
use crate::calls::reply;
use crate::document::{html_lang, sprite};
use crate::scope::Scope;

/// Everything the dialog needs, with what was typed before.
pub(crate) fn setup(scope: &Scope, view: &ItemView, draft: Option<Draft>, open: bool) -> ShareSetup {
    let lang = scope.lang;
    let (form, problem, matches) = draft.map_or_else(
        || (ShareForm::default(), None, Vec::new()),
        |draft| (draft.form, draft.problem, draft.matches),
    );
    let roles =
        view.roles.iter().map(|role| Choice { value: role.to_string(), label: words::role(lang, role) });
    let language = if form.language.is_empty() { lang.tag().to_owned() } else { form.language };
    ShareSetup {
        icons: sprite(),
        item: view.item.id.to_string(),
        item_href: format!("/items/{}", view.item.id),
        item_link: view.item.landing.as_str().to_owned(),
        open,
        key: (scope.ports.new_key)(),
        roles: roles.collect(),
        languages: Language::ALL
            .map(|each| Choice { value: each.tag().to_owned(), label: each.own_name().to_owned() })
            .into(),
        typed: Typed {
            address: form.address,
            person: form.person,
            role: form.role,
            name: form.name,
            message: form.message,
            language,
        },
        matches: matches.into_iter().map(|found| in_words(lang, found)).collect(),
        trouble: problem.map(|problem| trouble(lang, &problem)).unwrap_or_default(),
        limits: (NAME_LIMIT, MESSAGE_LIMIT),
        texts: texts(lang, &view.item.title),
    }
}

fn in_words(lang: Language, found: contract::PersonMatch) -> Match {
    let MatchReply { id, name, address, company, standing, badge } = MatchReply::say(lang, found);
    Match { id, name, address, company, standing, badge }
}

fn trouble(lang: Language, problem: &contract::Problem) -> Trouble {
    let said = reply::Trouble::say(lang, problem);
    Trouble {
        sentence: said.sentence,
        advice: said.advice.unwrap_or_default(),
        fields: said.fields.into_iter().collect(),
        reference: said.reference.unwrap_or_default(),
    }
}

/// The dialog's words.
fn texts(lang: Language, item_title: &str) -> ShareTexts {
    let forms = words::share::matches_count_forms(lang);
    let found = Counted {
        lang: html_lang(lang).to_owned(),
        forms: forms.into_iter().map(|(category, text)| (category.to_owned(), text.to_owned())).collect(),
    };
    let copied = words::share::link_copied(lang).to_owned();
    let failed = words::app::copy_failed(lang).to_owned();
    ShareTexts {
        share: words::item::share(lang).to_owned(),
        title: words::share::title(lang, item_title),
        close: words::share::close(lang).to_owned(),
        who: words::share::person_label(lang).to_owned(),
        who_hint: words::share::person_hint(lang).to_owned(),
        who_hint_plain: words::share::person_hint_plain(lang).to_owned(),
        invite_new: words::share::invite_new_text(lang).to_owned(),
        found,
        matches: words::share::matches_label(lang).to_owned(),
        remove: words::share::remove_text(lang).to_owned(),
        which: words::share::choose_heading(lang).to_owned(),
        role: words::share::role_label(lang).to_owned(),
        more: words::share::options(lang).to_owned(),
        name: words::share::name_label(lang).to_owned(),
        name_hint: words::share::name_hint(lang).to_owned(),
        message: words::share::message_label(lang).to_owned(),
        message_hint: words::share::message_hint(lang).to_owned(),
        language: words::share::language_label(lang).to_owned(),
        send: words::share::send(lang).to_owned(),
        sending: words::share::sending(lang).to_owned(),
        steps_title: words::invitation_state(lang, InvitationState::Working).to_owned(),
        may_close: words::share::progress_hint(lang).to_owned(),
        copy: (words::share::copy_link(lang).to_owned(), copied.clone(), failed.clone()),
        copy_invitation: (words::share::copy_link(lang).to_owned(), copied, failed),
        another: words::share::another(lang).to_owned(),
        done: words::share::close(lang).to_owned(),
        details: words::share::see_invitation(lang).to_owned(),
        reference: words::errors::reference(lang).to_owned(),
        unreachable: words::share::unreachable(lang).to_owned(),
    }
}
