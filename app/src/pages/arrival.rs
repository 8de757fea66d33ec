//! The page where an invited person arrives: the item, who shared it, and what the person may do.

use contract::ItemView;
use leptos::prelude::*;

use crate::request::RequestContext;
use crate::widgets::{Avatar, Icon, RelativeTime};

/// The item, as a guest sees it.
#[component]
pub(crate) fn Arrival(context: RequestContext, item: ItemView) -> impl IntoView {
    let lang = context.lang;
    let ItemView { item, own, message, .. } = item;
    let kind = words::kind(lang, &item.kind);
    let from = own.clone().map(|own| {
        view! {
            <div class="person">
                <Avatar name=own.given_by.clone() />
                <div>
                    <span class="person-name">{words::arrival::shared_with_you(lang, &item.title, &own.given_by)}</span>
                    <span class="person-more">
                        <RelativeTime context=context.clone() at=own.since />
                    </span>
                </div>
            </div>
        }
    });
    let message =
        message.map(|message| view! { <blockquote class="message" dir="auto">{message}</blockquote> });
    let may = own.map(|own| {
        view! {
            <aside class="item-access" aria-labelledby="may-title">
                <h2 id="may-title">{words::arrival::may(lang)}</h2>
                <p>
                    <span class="state state-done">
                        <Icon name="checkmark-circle" />
                        <span>{words::role_allows(lang, &own.role)}</span>
                    </span>
                </p>
                <p class="help">{words::arrival::questions(lang, &own.given_by)}</p>
            </aside>
        }
    });
    let address = context.signed_in.as_ref().and_then(|caller| caller.address.clone());
    let note = address
        .map(|address| view! { <p class="quiet small">{words::arrival::account_note(lang, &address)}</p> });
    view! {
        <article class="item">
            <header class="item-head">
                <h1 dir="auto">{item.title.clone()}</h1>
                <p class="item-line">{format!("{kind} · {}", item.application)}</p>
            </header>
            <div class="item-body">
                <div class="welcome">
                    {from} {message} <p dir="auto">{item.summary.clone()}</p> {note}
                    <a class="button" href="/items">
                        {words::arrival::other_items(lang)}
                    </a>
                </div>
            </div>
            {may}
        </article>
    }
}
