//! The items that a person may share, or that were shared with the person.

use contract::{ItemFilter, ItemId, ItemList, ItemRow, KindName, Language, Problem};
use futures::future::try_join;
use leptos::prelude::*;
use time::OffsetDateTime;

use crate::layout::{self, Layout, NavSection};
use crate::redirect::encode;
use crate::request::{RequestContext, query};
use crate::widgets::{Avatar, EmptyState, Icon, Pager, RelativeTime, SharedBy};

/// The list, with search text and kind in the query.
pub(crate) async fn items(context: RequestContext) -> Result<AnyView, Problem> {
    let lang = context.lang;
    let caller = context.caller()?.clone();
    let kind = query("kind").and_then(|kind| KindName::parse(&kind).ok());
    let after = query("after").and_then(|id| ItemId::parse(&id).ok());
    let mut filter = ItemFilter { text: query("q").unwrap_or_default(), kind, after };
    let items = &context.ports.items;
    let (list, kinds) = try_join(items.list(&caller, &filter), items.kinds(&caller)).await?;
    let mut list = list;
    if list.rows.is_empty() && filter.after.take().is_some() {
        // Nothing comes after the last item: show the first page.
        list = items.list(&caller, &filter).await?;
    }
    let ItemList { rows, has_more } = list;
    let first_page = filter.after.is_none();
    let unfiltered = filter.text.trim().is_empty() && filter.kind.is_none();
    let first = (!first_page).then(|| (address(&filter, None), words::items::first(lang)));
    let next = rows.last().filter(|_| has_more);
    let next = next.map(|row| (address(&filter, Some(&row.item.id)), words::items::next(lang)));
    let filters = (!(rows.is_empty() && unfiltered))
        .then(|| view! { <Filters context=context.clone() filter=filter.clone() kinds /> });
    let lead = if caller.is_guest { words::items::lead_guest(lang) } else { words::items::lead(lang) };
    let count = u64::try_from(rows.len()).unwrap_or(u64::MAX);
    // The number of items is known only if all are shown.
    let found = match (first_page, has_more) {
        (true, true) => Some(words::items::first_shown(lang, count)),
        (true, false) => (!rows.is_empty() && !unfiltered).then(|| words::items::found(lang, count)),
        (false, _) => None,
    };
    let found = found.map(|found| view! { <p class="quiet small" role="status">{found}</p> });
    let results = if rows.is_empty() {
        view! { <Nothing context=context.clone() filter guest=caller.is_guest /> }.into_any()
    } else {
        let shares = !caller.is_guest;
        let now = context.now();
        let row = |row| view! { <Row lang now row shares /> };
        view! { <ul class="rows" role="list">{rows.into_iter().map(row).collect_view()}</ul> }.into_any()
    };
    let body = view! {
        <div class="page-head">
            <div>
                <h1>{words::items::title(lang)}</h1>
                <p class="quiet">{lead}</p>
            </div>
        </div>
        {filters}
        {found}
        {results}
        <Pager label=words::items::title(lang) first next />
    };
    let layout = Layout::new(words::items::title(lang)).in_section(NavSection::Items).with_style("items.css");
    Ok(layout::render(&context, layout, body).await)
}

/// The address of the list, with its filter and the item after which the page starts.
fn address(filter: &ItemFilter, after: Option<&ItemId>) -> String {
    let text = filter.text.trim();
    let text = (!text.is_empty()).then(|| format!("q={}", encode(text)));
    let kind = filter.kind.as_ref().map(|kind| format!("kind={kind}"));
    let after = after.map(|id| format!("after={id}"));
    let query: Vec<_> = text.into_iter().chain(kind).chain(after).collect();
    if query.is_empty() { "/items".to_owned() } else { format!("/items?{}", query.join("&")) }
}

#[component]
fn Filters(context: RequestContext, filter: ItemFilter, kinds: Vec<KindName>) -> impl IntoView {
    let lang = context.lang;
    let option = |kind: KindName| {
        let selected = filter.kind.as_ref() == Some(&kind);
        view! { <option value=kind.to_string() selected=selected>{words::kind(lang, &kind)}</option> }
    };
    view! {
        <form class="filters" method="get" action="/items" role="search">
            <div class="search">
                <Icon name="search" />
                <label class="read-aloud" for="q">{words::items::search_label(lang)}</label>
                <input
                    class="input"
                    id="q"
                    type="search"
                    name="q"
                    maxlength="200"
                    placeholder=words::items::search_placeholder(lang)
                    value=filter.text
                />
            </div>
            <label class="read-aloud" for="kind">{words::items::kind_label(lang)}</label>
            <select class="input" id="kind" name="kind">
                <option value="">{words::items::kind_all(lang)}</option>
                {kinds.into_iter().map(option).collect_view()}
            </select>
            <button class="button">{words::items::filter_apply(lang)}</button>
        </form>
    }
}

#[component]
fn Row(lang: Language, now: OffsetDateTime, row: ItemRow, shares: bool) -> impl IntoView {
    let href = format!("/items/{}", row.item.id);
    let share = shares.then(|| {
        view! {
            <a class="button" href=format!("{href}/share")>
                <Icon name="share" />
                {words::items::share(lang)}
                <span class="read-aloud">" " <bdi>{row.item.title.clone()}</bdi></span>
            </a>
        }
    });
    let badge = |person: contract::PersonBadge| view! { <Avatar name=person.name outside=person.outside small=true /> };
    let count = u64::from(row.people_count);
    let people = (count > 0).then(|| {
        view! {
            <div class="avatars">
                {row.people.into_iter().map(badge).collect_view()}
                <span class="avatars-count">{words::items::people_count(lang, count)}</span>
            </div>
        }
    });
    let last = match (row.last_shared, row.shared_by) {
        (Some(at), Some(person)) => view! { <SharedBy lang now person at /> }.into_any(),
        (Some(at), None) => view! { <RelativeTime lang now at /> }.into_any(),
        (None, _) => words::items::never_shared(lang).into_any(),
    };
    view! {
        <li class="item-row">
            <Icon name=kind_icon(&row.item.kind) />
            <div class="item-what">
                <a class="item-title" href=href dir="auto">{row.item.title}</a>
                <span class="item-kind">{words::kind(lang, &row.item.kind)}</span>
            </div>
            {people}
            <span class="item-when">{last}</span>
            {share}
        </li>
    }
}

/// The icon of a kind.
fn kind_icon(kind: &KindName) -> &'static str {
    match kind.as_str() {
        "project" => "briefcase",
        "folder" => "folder",
        "dashboard" => "clipboard",
        _ => "document",
    }
}

#[component]
fn Nothing(context: RequestContext, filter: ItemFilter, guest: bool) -> impl IntoView {
    let lang = context.lang;
    let text = filter.text.trim().to_owned();
    if !text.is_empty() || filter.kind.is_some() {
        let why = if text.is_empty() {
            words::items::no_match_kind(lang).to_owned()
        } else {
            words::items::no_match_text(lang, &text)
        };
        let title = words::items::no_match_title(lang).to_owned();
        let action = ("/items".to_owned(), words::items::filter_clear(lang));
        return view! { <EmptyState icon="search" title text=why action /> };
    }
    let (title, text) = if guest {
        (words::items::empty_guest_title(lang), words::items::empty_guest_text(lang))
    } else {
        (words::items::empty_title(lang), words::items::empty_text(lang))
    };
    view! { <EmptyState icon="folder" title=title.to_owned() text=text.to_owned() /> }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_way_on_keeps_what_is_searched() {
        let id = ItemId::parse("plan").unwrap();
        let all = ItemFilter { after: Some(id.clone()), ..ItemFilter::default() };
        assert_eq!(address(&all, None), "/items");
        assert_eq!(address(&all, Some(&id)), "/items?after=plan");
        let some =
            ItemFilter { text: " R&D plan ".to_owned(), kind: KindName::parse("folder").ok(), after: None };
        assert_eq!(address(&some, Some(&id)), "/items?q=R%26D%20plan&kind=folder&after=plan");
    }
}
