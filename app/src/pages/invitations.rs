//! The caller's invitations, or for an administrator everyone's, as a table that updates itself.

mod filter;

use contract::{
    Caller, InvitationFilter, InvitationId, InvitationList, InvitationRow, InvitationState, Language, Problem,
};
use leptos::prelude::*;

use self::filter::{Shown, address, without_text};
use super::timeline::Timeline;
use crate::layout::{self, Layout, NavSection};
use crate::request::{RequestContext, query};
use crate::widgets::{EmptyState, Icon, ItemTitle, LiveStates, PersonCell, RelativeTime, State};

/// The longest text that is looked for, in characters.
const LONGEST_TEXT: usize = 200;

/// The states there are, each with the number of invitations in it; everyone's are not counted.
type States = Vec<(InvitationState, Option<u64>)>;

async fn load_states(context: &RequestContext, caller: &Caller, everyone: bool) -> Result<States, Problem> {
    let port = &context.ports.invitations;
    if everyone {
        let states = port.everyones_states(caller).await?;
        return Ok(states.into_iter().map(|state| (state, None)).collect());
    }
    let counts = port.counts(caller).await?;
    Ok(counts.into_iter().map(|(state, count)| (state, Some(count))).collect())
}

/// The list, filtered by the query.
pub(crate) async fn invitations(context: RequestContext) -> Result<AnyView, Problem> {
    let lang = context.lang;
    let caller = context.caller()?.clone();
    let state = query("state").and_then(|state| InvitationState::from_text(&state));
    let before = query("before").and_then(|id| InvitationId::parse(&id).ok());
    let first_page = before.is_none();
    let everyone = query("whose").as_deref() == Some("everyone");
    let text = query("q").filter(|_| everyone).unwrap_or_default();
    let text: String = text.trim().chars().take(LONGEST_TEXT).collect();
    let shown = Shown { everyone, state, text: text.clone() };
    // Counted first: what comes in between is in the list.
    let states = load_states(&context, &caller, everyone).await?;
    let InvitationList { rows, has_older, is_cut } =
        context.ports.invitations.list(&caller, InvitationFilter { state, before, everyone, text }).await?;
    let results = if states.is_empty() && rows.is_empty() {
        let action = ("/items".to_owned(), words::invitations::empty_action(lang));
        let (title, text) = (words::invitations::empty_title(lang), words::invitations::empty_text(lang));
        view! { <EmptyState icon="mail" title=title.to_owned() text=text.to_owned() action /> }.into_any()
    } else {
        view! {
            {everyone.then(|| view! { <Search lang shown=shown.clone() is_cut /> })}
            <Filters lang shown=shown.clone() states />
            <Table context=context.clone() shown=shown.clone() rows=rows.clone() />
            <Pager
                lang
                shown
                first_page
                older=rows.last().filter(|_| has_older).map(|row| row.id.clone())
            />
            // Only the newest invitations are updated.
            {first_page
                .then(|| view! { <LiveStates context=context.clone() reports=rows.iter().map(InvitationRow::report).collect() is_told=!everyone /> })}
        }
        .into_any()
    };
    let body = view! {
        <div class="page-head">
            <div>
                <h1>{words::invitations::title(lang)}</h1>
                <p class="quiet">{if everyone { words::invitations::lead_everyone(lang) } else { words::invitations::lead(lang) }}</p>
            </div>
        </div>
        {caller.is_administrator().then(|| view! { <Whose lang everyone /> })}
        {results}
    };
    let layout = Layout::new(words::invitations::title(lang)).in_section(NavSection::Invitations);
    let layout = if first_page { layout.with_islands() } else { layout };
    Ok(layout::render(&context, layout, body).await)
}

/// The way from the caller's own invitations to everyone's and back, for administrators.
#[component]
fn Whose(lang: Language, everyone: bool) -> impl IntoView {
    let pill = |of_everyone: bool, label: &'static str| {
        let current = (of_everyone == everyone).then_some("true");
        view! {
            <a
                class="pill"
                href=address(&Shown { everyone: of_everyone, ..Shown::default() }, None)
                aria-current=current
            >
                {label}
            </a>
        }
    };
    view! {
        <nav class="pills" aria-label=words::invitations::whose_label(lang)>
            {pill(false, words::invitations::whose_mine(lang))} {pill(true, words::invitations::whose_everyone(lang))}
        </nav>
    }
}

/// The search among everyone's, by whoever was invited or has invited. It keeps the chosen state.
#[component]
fn Search(lang: Language, shown: Shown, is_cut: bool) -> impl IntoView {
    let clear = (!shown.text.is_empty()).then(|| {
        let all = without_text(&shown);
        view! { <a class="button button-subtle" href=all>{words::items::filter_clear(lang)}</a> }
    });
    let cut = is_cut
        .then(|| view! { <p class="quiet small" role="status">{words::invitations::search_cut(lang)}</p> });
    // The bar has a search of its own.
    let label = words::invitations::search_label(lang);
    let state = shown.state.map(|state| view! { <input type="hidden" name="state" value=state.as_str() /> });
    view! {
        <form class="invitation-search" method="get" action="/invitations" role="search" aria-label=label>
            <input type="hidden" name="whose" value="everyone" />
            {state}
            <div class="search">
                <Icon name="search" />
                <label class="read-aloud" for="q">{label}</label>
                <input
                    class="input"
                    id="q"
                    type="search"
                    name="q"
                    maxlength=LONGEST_TEXT.to_string()
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    placeholder=words::invitations::search_placeholder(lang)
                    value=shown.text
                />
            </div>
            <button class="button">{words::items::filter_apply(lang)}</button>
            {clear}
        </form>
        {cut}
    }
}

#[component]
fn Filters(lang: Language, shown: Shown, states: States) -> impl IntoView {
    let pill = |state: Option<InvitationState>, label: &'static str, count: Option<u64>| {
        let current = (shown.state == state).then_some("true");
        let number = count.map(|count| {
            view! {
                <span class="number" aria-hidden="true">
                    {words::number(lang, count)}
                </span>
                <span class="read-aloud">{words::invitations::count(lang, count)}</span>
            }
        });
        view! {
            <a class="pill" href=address(&Shown { state, ..shown.clone() }, None) aria-current=current>
                {label}
                {number}
            </a>
        }
    };
    // A state without invitations is not offered, unless it is the chosen one.
    let none = (!shown.everyone).then_some(0);
    let count_of = |state| states.iter().find(|(of, _)| *of == state).map(|(_, count)| *count);
    let all: Option<u64> = if shown.everyone { None } else { states.iter().map(|(_, count)| *count).sum() };
    let states = InvitationState::ALL.into_iter().filter_map(|state| {
        let chosen = (shown.state == Some(state)).then_some(none);
        count_of(state).or(chosen).map(|count| (state, count))
    });
    view! {
        <nav class="pills" aria-label=words::invitations::filters_label(lang)>
            {pill(None, words::invitations::filter_all(lang), all)}
            {states
                .map(|(state, count)| pill(Some(state), words::invitation_state(lang, state), count))
                .collect_view()}
        </nav>
    }
}

/// Links to older and to the newest invitations.
#[component]
fn Pager(lang: Language, shown: Shown, first_page: bool, older: Option<InvitationId>) -> impl IntoView {
    if first_page && older.is_none() {
        return ().into_any();
    }
    let newest = (!first_page).then(|| {
        view! {
            <a class="button" href=address(&shown, None)>
                {words::invitations::newest(lang)}
            </a>
        }
    });
    let older = older.map(|id| {
        view! {
            <a class="button" href=address(&shown, Some(&id)) rel="next">
                {words::invitations::older(lang)}
            </a>
        }
    });
    view! { <nav class="pager" aria-label=words::invitations::title(lang)>{newest} {older}</nav> }.into_any()
}

/// Nothing fits what was searched for: in the chosen state, where there is one.
#[component]
fn NoMatch(lang: Language, shown: Shown) -> impl IntoView {
    let title = words::invitations::no_match_title(lang).to_owned();
    let text = match shown.state {
        Some(_) => words::invitations::no_match_in_state(lang, &shown.text),
        None => words::invitations::no_match(lang, &shown.text),
    };
    let action = (without_text(&shown), words::items::filter_clear(lang));
    view! { <EmptyState icon="search" title text action /> }
}

#[component]
fn Table(context: RequestContext, shown: Shown, rows: Vec<InvitationRow>) -> impl IntoView {
    let (lang, everyone) = (context.lang, shown.everyone);
    if rows.is_empty() && !shown.text.is_empty() {
        return view! { <NoMatch lang shown /> }.into_any();
    }
    if rows.is_empty() {
        return view! { <p class="quiet">{words::invitations::empty_filter(lang)}</p> }.into_any();
    }
    let row = |row: InvitationRow| view! { <Row context=context.clone() everyone row /> };
    view! {
        <table class="table invitations">
            <caption class="read-aloud">{words::invitations::caption(lang)}</caption>
            <thead>
                <tr>
                    <th scope="col">{words::invitations::column_person(lang)}</th>
                    <th scope="col">{words::invitations::column_item(lang)}</th>
                    <th scope="col">{words::invitations::column_state(lang)}</th>
                    <th scope="col">{words::invitations::column_asked(lang)}</th>
                </tr>
            </thead>
            <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
    .into_any()
}

#[component]
fn Row(context: RequestContext, everyone: bool, row: InvitationRow) -> impl IntoView {
    let (lang, now) = (context.lang, context.now());
    let sentence = words::row_state(lang, &row, now);
    let details = format!("/invitations/{}", row.id);
    let shared_by = everyone.then(|| {
        let text = match &row.inviter {
            Some(inviter) => words::invitations::shared_by(lang, inviter),
            None => words::invitations::shared_by_you(lang).to_owned(),
        };
        view! {
            <br />
            <span class="quiet small">{text}</span>
        }
    });
    view! {
        <tr>
            <th scope="row">
                // The whole row leads there.
                <PersonCell name=row.person.clone() more=row.address.clone() outside=row.outside href=details />
            </th>
            <td>
                <ItemTitle item=row.item.clone() title=row.item_title.clone() of_another=row.inviter.is_some() />
                <br />
                <span class="quiet small">{words::invitations::role(lang, &words::role(lang, &row.role))}</span>
                {shared_by}
            </td>
            <td>
                <details class="fold history">
                    <summary>
                        <State state=row.state sentence invitation=row.id.to_string() />
                        <Icon name="chevron-down" />
                    </summary>
                    <Timeline context row=row.clone() />
                </details>
            </td>
            <td class="quiet">
                <RelativeTime lang now at=row.created />
            </td>
        </tr>
    }
}

#[cfg(test)]
mod tests;
