//! The account menu: who is signed in, activity, language, theme, sign-out. A popover, so that it opens without scripts.

use contract::Caller;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::language_menu::{LanguageForm, ThemeForm};
use crate::calls::account::SignOut;
use crate::request::RequestContext;
use crate::widgets::{Address, Avatar, Icon};

/// The menu behind the person's picture.
#[component]
pub(super) fn AccountMenu(context: RequestContext, caller: Caller) -> impl IntoView {
    let lang = context.lang;
    let standing = match (caller.is_admin, caller.is_guest) {
        (true, _) => Some(words::frame::admin(lang)),
        (false, true) => Some(words::frame::guest(lang)),
        (false, false) => None,
    };
    // Guests share nothing that they could be told of.
    let activity = (!caller.is_guest).then(|| {
        view! {
            <div class="menu-part">
                <a class="menu-item" href="/activity">
                    <Icon name="clock" />
                    <span>{words::activity::title(lang)}</span>
                </a>
            </div>
        }
    });
    let badge = standing.map(|word| view! { <span class="badge">{word}</span> });
    view! {
        <button class="button button-icon button-account" popovertarget="account">
            <Avatar name=caller.name.clone() />
            <span class="read-aloud">{words::frame::account_of(lang, &caller.name)}</span>
        </button>
        <div class="menu menu-bar" id="account" popover="auto">
            <div class="menu-part">
                <div class="person">
                    <Avatar name=caller.name.clone() />
                    <div>
                        <span class="person-name" dir="auto">
                            <strong>{caller.name.clone()}</strong>
                        </span>
                        <span class="person-more">
                            {caller.address.clone().map(|text| view! { <Address text /> })}
                        </span>
                    </div>
                    {badge}
                </div>
            </div>
            <LanguageForm context=context.clone() titled=true />
            <ThemeForm context />
            {activity}
            <form class="menu-part" method="post" action=SignOut::url()>
                <button class="menu-item">
                    <Icon name="sign-out" />
                    <span>{words::frame::sign_out(lang)}</span>
                </button>
            </form>
        </div>
    }
}
