//! The page of one item: its details, the people with access, and the share dialog.

use contract::{
    AccessPage, AccessRow, Caller, Draft, EntraUserId, ItemId, ItemView, Language, LocalPath, OnTheWay,
    Problem, ProblemCode, ShareForm,
};
use islands::ids;
use leptos::prelude::*;

use super::arrival::{Arrival, SharedWithYou};
use super::open_elsewhere::OpenElsewhere;
use crate::calls::access::{DAY_QUERY, RefusedDay, load_refused_day};
use crate::calls::share::load_draft;
use crate::layout::{self, Layout, NavSection};
use crate::request::{RequestContext, path_param, query};
use crate::share::{AccessSection, Share, ShareFormState};
use crate::widgets::{AccessForms, AccessList, Icon, Island, LiveStates, Pager, PersonCell, State};

/// The number of people that the page shows unfolded.
const FEW: usize = 8;

/// The page of the item. For a guest it is the page of arrival.
pub(crate) async fn item(context: RequestContext) -> Result<AnyView, Problem> {
    let caller = context.caller()?;
    if caller.is_guest {
        // First, because the arrival may grant the access that opening the item needs.
        context.ports.arrivals.arrive(caller, &item_id()?).await?;
    }
    let (id, view) = open(&context).await?;
    let access = Access::current(&context, &view).await?;
    let refused = load_refused_day(&context, query(DAY_QUERY), &id).await;
    render_page(&context, view, (access, refused), None, None).await
}

/// The same page with the dialog open: the target of the Share link before, or without, scripts.
pub(crate) async fn share(context: RequestContext) -> Result<AnyView, Problem> {
    let (id, view) = open(&context).await?;
    if !view.may_share {
        return Err(Problem::new(ProblemCode::NotAllowed));
    }
    let draft = load_draft(&context, query("draft"), &id).await;
    let refused = load_refused_day(&context, query(DAY_QUERY), &id).await;
    let access = Access::first(&view);
    render_page(&context, view, (access, refused), draft, Some(String::new())).await
}

/// The same page with somebody in the people field: the target of a link from another application.
pub(super) async fn share_with(
    context: &RequestContext,
    id: &ItemId,
    typed: String,
) -> Result<AnyView, Problem> {
    let view = context.ports.items.open(context.caller()?, id).await?;
    if !view.may_share {
        return Err(Problem::new(ProblemCode::NotAllowed));
    }
    let access = Access::first(&view);
    let refused = load_refused_day(context, query(DAY_QUERY), id).await;
    render_page(context, view, (access, refused), None, Some(typed)).await
}

async fn open(context: &RequestContext) -> Result<(ItemId, ItemView), Problem> {
    let caller = context.caller()?;
    let id = item_id()?;
    let view = context.ports.items.open(caller, &id).await?;
    Ok((id, view))
}

fn item_id() -> Result<ItemId, Problem> {
    path_param("id").and_then(|id| ItemId::parse(&id).ok()).ok_or(Problem::new(ProblemCode::NotFound))
}

/// The people with access in the side column: one page of them.
struct Access {
    people: Vec<AccessRow>,
    is_first: bool,
    /// The address of the page with the people who got access earlier.
    next: Option<String>,
}

impl Access {
    fn first(view: &ItemView) -> Self {
        let shown = u32::try_from(view.people.len()).unwrap_or(u32::MAX);
        let next = (shown < view.people_count).then(|| next_after(&view.item.id, &view.people)).flatten();
        Self { people: view.people.clone(), is_first: true, next }
    }

    /// The page of people that the query names; the first one if that page is empty.
    async fn current(context: &RequestContext, view: &ItemView) -> Result<Self, Problem> {
        let caller = context.caller()?;
        let after = query("after").and_then(|user| EntraUserId::parse(&user).ok());
        let Some(after) = after.filter(|_| !caller.is_guest) else { return Ok(Self::first(view)) };
        let AccessPage { people, has_more } =
            context.ports.items.people(caller, &view.item.id, &after).await?;
        if people.is_empty() {
            return Ok(Self::first(view));
        }
        let next = has_more.then(|| next_after(&view.item.id, &people)).flatten();
        Ok(Self { people, is_first: false, next })
    }
}

/// The address of the page after these people.
fn next_after(item: &ItemId, people: &[AccessRow]) -> Option<String> {
    people.last().map(|last| format!("/items/{item}?after={}#access-title", last.user))
}

/// `typed` is there where the dialog is open: what stands in its people field, unless it is empty.
async fn render_page(
    context: &RequestContext,
    view: ItemView,
    (access, refused): (Access, Option<RefusedDay>),
    draft: Option<(ShareForm, Draft)>,
    typed: Option<String>,
) -> Result<AnyView, Problem> {
    let sharing = typed.is_some();
    let title = if sharing {
        words::share::page_title(context.lang, &view.item.title)
    } else {
        view.item.title.clone()
    };
    let layout = Layout::new(title).in_section(NavSection::Items);
    let layout = Layout { inert: sharing, has_islands: view.may_share, shares: view.may_share, ..layout };
    let body = if context.caller()?.is_guest {
        view! { <Arrival context=context.clone() item=view /> }.into_any()
    } else {
        let mut dialog = view.may_share.then(|| ShareFormState::new(context, &view, draft, sharing));
        if let (Some(state), Some(typed)) = (&mut dialog, typed.filter(|typed| !typed.is_empty())) {
            state.typed.address = typed;
        }
        view! { <Item context=context.clone() item=view access refused dialog /> }.into_any()
    };
    Ok(layout::render(context, layout, body).await)
}

#[component]
fn Item(
    context: RequestContext,
    item: ItemView,
    access: Access,
    /// The form of a last day that came back: to the dialog where that is open, else to the list beside the item.
    #[prop(optional_no_strip)]
    refused: Option<RefusedDay>,
    dialog: Option<ShareFormState>,
) -> impl IntoView {
    let lang = context.lang;
    let from =
        item.own.is_some().then(|| view! { <SharedWithYou context=context.clone() item=item.clone() /> });
    let longest_days = item.form_defaults.options.until.longest_days;
    let ItemView { item, people, people_count: count, opens_elsewhere, open_to_members, on_the_way, .. } =
        item;
    let everyone =
        open_to_members.then(|| view! { <p class="quiet small">{words::item::everyone(lang)}</p> });
    let kind = words::kind(lang, &item.kind);
    let to_invitations = context.signed_in.as_ref().is_some_and(Caller::is_administrator);
    let inert = dialog.as_ref().is_some_and(|state| state.open);
    let (forms, of_dialog) = access_forms(&context, &item, longest_days, refused, inert);
    let open = opens_elsewhere.then(|| {
        view! {
            <span inert=inert>
                <OpenElsewhere lang item=item.clone() />
            </span>
        }
    });
    let dialog = dialog.map(|state| {
        view! {
            <Share state=state>
                <AccessSection lang forms=of_dialog people count />
            </Share>
            <Island name=ids::island::COPYING start=() />
        }
    });
    view! {
        <article class="item">
            <header class="item-head">
                <a class="item-back" href="/items" inert=inert>
                    <Icon name="arrow-left" />
                    {words::item::back(lang)}
                </a>
                <h1 dir="auto">{item.title.clone()}</h1>
                <p class="item-line">{format!("{kind} · {}", item.application)}</p>
                <div class="item-actions">{dialog} {open}</div>
            </header>
            <div class="item-body" inert=inert>
                {from}
                <p dir="auto">{item.summary.clone()}</p>
            </div>
            <aside class="item-access" aria-labelledby="access-title" inert=inert>
                <h2 id="access-title">{words::item::people_heading(lang)}</h2>
                {everyone}
                <Underway context rows=on_the_way />
                <Column lang forms access count to_invitations />
            </aside>
        </article>
    }
}

/// What the forms need to know that change access: those beside the item, and those in the dialog.
fn access_forms(
    context: &RequestContext,
    item: &contract::Item,
    longest_days: u32,
    refused: Option<RefusedDay>,
    is_open: bool,
) -> (AccessForms, AccessForms) {
    let own = context.path.as_str().to_owned();
    let sender = context.caller().map(|caller| context.ports.account.form_sender(caller));
    let beside = AccessForms {
        item: item.id.clone(),
        item_title: item.title.clone(),
        back: own.clone(),
        place: "page",
        sender: sender.unwrap_or_default(),
        longest_days,
        refused: refused.clone().filter(|_| !is_open),
    };
    // What the query of the page names, such as a share form that came back, is in the dialog where that is open. An address that is too long is not
    // known here.
    let has_dialog = is_open && context.path != LocalPath::home();
    let back = if has_dialog { own } else { format!("/items/{}/share", item.id) };
    let refused = refused.filter(|_| is_open);
    let of_dialog = AccessForms { back, place: "dialog", refused, ..beside.clone() };
    (beside, of_dialog)
}

/// What the caller has under way to others: it is listed before anybody has access.
#[component]
fn Underway(context: RequestContext, rows: Vec<OnTheWay>) -> impl IntoView {
    if rows.is_empty() {
        return ().into_any();
    }
    let lang = context.lang;
    let reports = rows.iter().map(|row| row.report.clone()).collect();
    let line = |row: OnTheWay| {
        let sentence = words::state_report(lang, &row.report, context.now());
        let id = row.report.invitation.to_string();
        let href = format!("/invitations/{id}");
        view! {
            <li>
                <PersonCell name=row.person more=row.address outside=row.outside />
                <a class="on-the-way" href=href>
                    <State state=row.report.state sentence invitation=id />
                </a>
            </li>
        }
    };
    view! {
        <ul class="rows" role="list" aria-label=words::item::on_the_way(lang)>
            {rows.into_iter().map(line).collect_view()}
        </ul>
        <LiveStates context=context.clone() reports is_told=true />
    }
    .into_any()
}

/// The people with access, beside the item: the first page folded, the others unfolded.
#[component]
fn Column(
    lang: Language,
    forms: AccessForms,
    access: Access,
    count: u32,
    to_invitations: bool,
) -> impl IntoView {
    let Access { people, is_first, next } = access;
    if people.is_empty() {
        return view! {
            <p class="quiet">
                {words::item::people_none(lang)} " " {words::item::people_none_hint(lang)}
            </p>
        }
        .into_any();
    }
    let item = forms.item.clone();
    let forms = Some(forms);
    if is_first {
        return view! { <AccessList lang people count few=FEW more=next to_invitations forms /> }.into_any();
    }
    let first = Some((format!("/items/{item}#access-title"), words::item::people_newest(lang)));
    let next = next.map(|href| (href, words::item::people_older(lang)));
    let (label, few) = (words::item::people_heading(lang), people.len());
    view! {
        <AccessList lang people count few to_invitations forms />
        <Pager label first next />
    }
    .into_any()
}
