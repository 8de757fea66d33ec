//! One item: what it is, who has access, and the way to share it.

use contract::{
    AccessPage, AccessRow, Draft, EntraUserId, ItemId, ItemView, Language, Problem, ProblemCode, ShareForm,
};
use islands::ids;
use leptos::prelude::*;

use super::arrival::Arrival;
use crate::calls::share::draft_of;
use crate::frame::{Framing, Place, framed};
use crate::scope::{Scope, path_param, query};
use crate::share::{Setup, Share, setup};
use crate::widgets::{AccessList, Icon, Island, Pager};

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
    let access = Access::current(&scope, &view).await?;
    draw(&scope, view, access, None, false).await
}

/// The same page with the dialog open: where the Share link leads before, or without, scripts.
pub(crate) async fn share(scope: Scope) -> Result<AnyView, Problem> {
    let (id, view) = open(&scope).await?;
    if !view.may_share {
        return Err(Problem::new(ProblemCode::NotAllowed));
    }
    let draft = draft_of(&scope, query("draft"), &id).await;
    let access = Access::first(&view);
    draw(&scope, view, access, draft, true).await
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

/// The page of people with access that the side column shows.
struct Access {
    people: Vec<AccessRow>,
    is_first: bool,
    /// Where those are who got access earlier.
    next: Option<String>,
}

impl Access {
    fn first(view: &ItemView) -> Self {
        let shown = u32::try_from(view.people.len()).unwrap_or(u32::MAX);
        let next = (shown < view.people_count).then(|| next_after(&view.item.id, &view.people)).flatten();
        Self { people: view.people.clone(), is_first: true, next }
    }

    /// The page that the address names; the first one when nobody is on that.
    async fn current(scope: &Scope, view: &ItemView) -> Result<Self, Problem> {
        let caller = scope.caller()?;
        let after = query("after").and_then(|user| EntraUserId::parse(&user).ok());
        let Some(after) = after.filter(|_| !caller.is_guest) else { return Ok(Self::first(view)) };
        let AccessPage { people, has_more } = scope.ports.items.people(caller, &view.item.id, &after).await?;
        if people.is_empty() {
            return Ok(Self::first(view));
        }
        let next = has_more.then(|| next_after(&view.item.id, &people)).flatten();
        Ok(Self { people, is_first: false, next })
    }
}

/// The address of the page behind these people.
fn next_after(item: &ItemId, people: &[AccessRow]) -> Option<String> {
    people.last().map(|last| format!("/items/{item}?after={}#access-title", last.user))
}

async fn draw(
    scope: &Scope,
    view: ItemView,
    access: Access,
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
        view! { <Item scope=scope.clone() item=view access dialog /> }.into_any()
    };
    Ok(framed(scope, framing, content).await)
}

#[component]
fn Item(scope: Scope, item: ItemView, access: Access, dialog: Option<Setup>) -> impl IntoView {
    let lang = scope.lang;
    let ItemView { item, people, people_count: count, .. } = item;
    let kind = words::kind(lang, &item.kind);
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
                <Column lang item=item.id.clone() access count />
            </aside>
        </article>
    }
}

/// The people with access, beside the item: the newest folded, all others page by page.
#[component]
fn Column(lang: Language, item: ItemId, access: Access, count: u32) -> impl IntoView {
    let Access { people, is_first, next } = access;
    if people.is_empty() {
        return view! {
            <p class="quiet">
                {words::item::people_none(lang)} " " {words::item::people_none_hint(lang)}
            </p>
        }
        .into_any();
    }
    if is_first {
        return view! { <AccessList lang people count few=FEW more=next /> }.into_any();
    }
    let first = Some((format!("/items/{item}#access-title"), words::item::people_newest(lang)));
    let next = next.map(|href| (href, words::item::people_older(lang)));
    let (label, few) = (words::item::people_heading(lang), people.len());
    view! {
        <AccessList lang people count few />
        <Pager label first next />
    }
    .into_any()
}

/// The people with access, inside the dialog.
#[component]
fn People(lang: Language, people: Vec<AccessRow>, count: u32) -> impl IntoView {
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
