//! Language and theme, as plain forms.

use contract::Language;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::calls::preferences::{ChooseLanguage, ChooseTheme};
use crate::document::html_lang;
use crate::request::RequestContext;
use crate::widgets::Icon;

/// The languages, each in its own name.
#[component]
pub(super) fn LanguageForm(context: RequestContext, #[prop(optional)] titled: bool) -> impl IntoView {
    let choice = |language: Language| {
        let current = language == context.lang;
        view! {
            <button
                class="menu-item"
                name="language"
                value=language.tag()
                lang=html_lang(language)
                aria-current=current.then_some("true")
            >
                {current.then(|| view! { <Icon name="checkmark" /> })}
                <span>{language.own_name()}</span>
            </button>
        }
    };
    view! {
        <form class="menu-part" method="post" action=ChooseLanguage::url()>
            <input type="hidden" name="back" value=context.path.as_str().to_owned() />
            {titled.then(|| view! { <h2>{words::frame::language(context.lang)}</h2> })}
            {Language::ALL.into_iter().map(choice).collect_view()}
        </form>
    }
}

/// The language menu for people who are not signed in.
#[component]
pub(super) fn LanguageMenu(context: RequestContext) -> impl IntoView {
    view! {
        <button class="button button-subtle" popovertarget="language">
            <Icon name="language" />
            <span class="read-aloud">{words::frame::language(context.lang)} " "</span>
            {context.lang.own_name()}
        </button>
        <div class="menu menu-bar" id="language" popover="auto">
            <LanguageForm context=context.clone() />
        </div>
    }
}

/// Light, dark, or as the system is.
#[component]
pub(super) fn ThemeForm(context: RequestContext) -> impl IntoView {
    let lang = context.lang;
    let all = [
        ("system", None, words::frame::theme_system(lang)),
        ("light", Some("light"), words::frame::theme_light(lang)),
        ("dark", Some("dark"), words::frame::theme_dark(lang)),
    ];
    let choice = |(value, theme, label)| {
        let current = (context.theme == theme).then_some("true");
        view! { <button class="button" name="theme" value=value aria-current=current>{label}</button> }
    };
    view! {
        <form class="menu-part" method="post" action=ChooseTheme::url()>
            <input type="hidden" name="back" value=context.path.as_str().to_owned() />
            <h2>{words::frame::theme(lang)}</h2>
            <div class="segments">{all.map(choice).collect_view()}</div>
        </form>
    }
}
