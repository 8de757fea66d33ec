//! The page where an invited person arrives: the item, who shared it, and what the person may do.

use contract::ItemView;
use leptos::prelude::*;

use super::open_elsewhere::OpenElsewhere;
use crate::request::RequestContext;
use crate::widgets::{Avatar, Icon, MailTo, RelativeTime};

/// The item, as a guest sees it: the way to it first, then what they may do, and last everything else.
#[component]
pub(crate) fn Arrival(context: RequestContext, item: ItemView) -> impl IntoView {
    let lang = context.lang;
    let from = view! { <SharedWithYou context=context.clone() item=item.clone() /> };
    let ItemView { item, own, given_by_address, opens_elsewhere, .. } = item;
    let kind = words::kind(lang, &item.kind);
    let open = opens_elsewhere.then(|| {
        view! {
            <div class="item-actions">
                <OpenElsewhere lang item=item.clone() primary=true />
            </div>
        }
    });
    let may = own.map(|own| {
        let address = given_by_address.map(|address| view! { " " <MailTo address /> });
        let until = own.until.map(|until| {
            let last = words::last_day(lang, until);
            view! { <p>{words::access::until(lang, &last)}</p> }
        });
        view! {
            <aside class="item-access" aria-labelledby="may-title">
                <h2 id="may-title">{words::arrival::may(lang)}</h2>
                <p>
                    <span class="state state-done">
                        <Icon name="checkmark-circle" />
                        <span>{words::role_allows(lang, &own.role)}</span>
                    </span>
                </p>
                {until}
                <p class="help">{words::arrival::questions(lang, &own.given_by)} {address}</p>
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
                {open}
            </header>
            <div class="item-body">
                {from}
                <p dir="auto">{item.summary.clone()}</p>
            </div>
            {may}
            <div class="item-end">
                {note}
                <a class="button" href="/items">
                    {words::arrival::other_items(lang)}
                </a>
            </div>
        </article>
    }
}

/// Who shared the item with the person, when, and what they wrote.
#[component]
pub(crate) fn SharedWithYou(context: RequestContext, item: ItemView) -> impl IntoView {
    let ItemView { item, own, message, .. } = item;
    let from = own.map(|own| {
        view! {
            <div class="person">
                <Avatar name=own.given_by.clone() />
                <div>
                    <span class="person-name">
                        {words::arrival::shared_with_you(context.lang, &item.title, &own.given_by)}
                    </span>
                    <span class="person-more">
                        <RelativeTime lang=context.lang now=context.now() at=own.since />
                    </span>
                </div>
            </div>
        }
    });
    let message =
        message.map(|message| view! { <blockquote class="message" dir="auto">{message}</blockquote> });
    view! {
        {from}
        {message}
    }
}
