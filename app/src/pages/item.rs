//! One item: what it is, who has access, and the way to share it.

use contract::{Draft, ItemId, ItemView, Language, Problem, ProblemCode, ShareForm};
use islands::ids;
use leptos::prelude::*;

use super::arrival::Arrival;
use crate::calls::share::draft_of;
use crate::frame::{Framing, Place, framed};
use crate::scope::{Scope, path_param, query};
use crate::share::{Setup, Share, setup};
use crate::widgets::{AccessList, Icon, Island};

/// How many people the page shows before they are asked for.
const FEW: usize = 8;
/// The same inside the dialog.
const FEW_IN_DIALOG: usize = 3;

/// The item's page. For a guest it is the place of arrival.
pub(crate) async fn item(scope: Scope) -> Result<AnyView, Problem> {
    let caller = scope.caller()?;
    if caller.is_guest {
        // First, because it may be what gives the guest the access to open the item with.
        scope.ports.arrivals.arrive(caller, &item_id()?).await?;
    }
    let (_, view) = open(&scope).await?;
    draw(&scope, view, None, false).await
}

/// The same page with the dialog open: where the Share link leads before, or without, scripts.
pub(crate) async fn share(scope: Scope) -> Result<AnyView, Problem> {
    let (id, view) = open(&scope).await?;
    if !view.may_share {
        return Err(Problem::new(ProblemCode::NotAllowed));
    }
    let draft = draft_of(&scope, query("draft"), &id).await;
    draw(&scope, view, draft, true).await
}

async fn open(scope: &Scope) -> Result<(ItemId, ItemView), Problem> {
    let caller = scope.caller()?;
    let id = item_id()?;
    let view = scope.ports.items.open(caller, &id).await?;
    Ok((id, view))
}

fn item_id() -> Result<ItemId, Problem> {
    path_param("id").and_then(|id| ItemId::parse(&id).ok()).ok_or(Problem::new(ProblemCode::NotFound))
}

async fn draw(
    scope: &Scope,
    view: ItemView,
    draft: Option<(ShareForm, Draft)>,
    sharing: bool,
) -> Result<AnyView, Problem> {
    let title = if sharing {
        words::share::page_title(scope.lang, &view.item.title)
    } else {
        view.item.title.clone()
    };
    let framing = Framing::plain(title).at(Place::Items);
    let framing = Framing { behind: sharing, alive: view.may_share, ..framing };
    let content = if scope.caller()?.is_guest {
        view! { <Arrival scope=scope.clone() item=view /> }.into_any()
    } else {
        let dialog = view.may_share.then(|| setup(scope, &view, draft, sharing));
        view! { <Item scope=scope.clone() item=view dialog /> }.into_any()
    };
    Ok(framed(scope, framing, content).await)
}

#[component]
fn Item(scope: Scope, item: ItemView, dialog: Option<Setup>) -> impl IntoView {
    let lang = scope.lang;
    let ItemView { item, people, people_count: count, .. } = item;
    let kind = words::kind(lang, &item.kind);
    let access = people.clone();
    let behind = dialog.as_ref().is_some_and(|setup| setup.open);
    let dialog = dialog.map(|setup| {
        view! {
            <Share setup=setup>
                <People lang people count />
            </Share>
            <Island name=ids::island::COPYING start=() />
        }
    });
    view! {
        <article class="item">
            <header class="item-head">
                <a class="item-back" href="/items" inert=behind>
                    <Icon name="arrow-left" />
                    {words::item::back(lang)}
                </a>
                <h1 dir="auto">{item.title.clone()}</h1>
                <p class="item-line">{format!("{kind} · {}", item.application)}</p>
                {dialog}
            </header>
            <div class="item-body" inert=behind>
                <p dir="auto">{item.summary.clone()}</p>
            </div>
            <aside class="item-access" aria-labelledby="access-title" inert=behind>
                <h2 id="access-title">{words::item::people_heading(lang)}</h2>
                {if access.is_empty() {
                    view! {
                        <p class="quiet">
                            {words::item::people_none(lang)} " " {words::item::people_none_hint(lang)}
                        </p>
                    }
                        .into_any()
                } else {
                    view! { <AccessList lang people=access count few=FEW /> }.into_any()
                }}
            </aside>
        </article>
    }
}

/// The people with access, inside the dialog.
#[component]
fn People(lang: Language, people: Vec<contract::AccessRow>, count: u32) -> impl IntoView {
    if people.is_empty() {
        return view! { <p class="quiet share-access">{words::share::people_none(lang)}</p> }.into_any();
    }
    let heading = words::items::people_count(lang, count.into());
    view! {
        <details class="fold share-access">
            <summary>
                <Icon name="chevron-right" />
                {heading}
            </summary>
            <AccessList lang people count few=FEW_IN_DIALOG />
        </details>
    }
    .into_any()
}
