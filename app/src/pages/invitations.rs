//! The caller's invitations, as a table that updates itself.

use contract::{
    InvitationFilter, InvitationId, InvitationList, InvitationRow, InvitationState, Language, Problem,
};
use leptos::prelude::*;

use super::timeline::Timeline;
use crate::layout::{self, Layout, NavSection};
use crate::request::{RequestContext, query};
use crate::widgets::{EmptyState, Icon, LiveStates, PersonCell, RelativeTime, State};

/// The list, filtered by the query.
pub(crate) async fn invitations(context: RequestContext) -> Result<AnyView, Problem> {
    let lang = context.lang;
    let caller = context.caller()?.clone();
    let state = query("state").and_then(|state| InvitationState::from_text(&state));
    let before = query("before").and_then(|id| InvitationId::parse(&id).ok());
    let first_page = before.is_none();
    let InvitationList { rows, has_older } =
        context.ports.invitations.list(&caller, InvitationFilter { state, before }).await?;
    let counts = context.ports.invitations.counts(&caller).await?;
    let results = if counts.is_empty() {
        let action = ("/items", words::invitations::empty_action(lang));
        let (title, text) = (words::invitations::empty_title(lang), words::invitations::empty_text(lang));
        view! { <EmptyState icon="mail" title=title.to_owned() text=text.to_owned() action /> }.into_any()
    } else {
        view! {
            <Filters lang chosen=state counts />
            <Table context=context.clone() rows=rows.clone() />
            <Pager
                lang
                state
                first_page
                older=rows.last().filter(|_| has_older).map(|row| row.id.clone())
            />
            // Only the newest invitations are updated.
            {first_page
                .then(|| view! { <LiveStates context=context.clone() reports=rows.iter().map(InvitationRow::report).collect() /> })}
        }
        .into_any()
    };
    let body = view! {
        <div class="page-head">
            <div>
                <h1>{words::invitations::title(lang)}</h1>
                <p class="quiet">{words::invitations::lead(lang)}</p>
            </div>
        </div>
        {results}
    };
    let layout = Layout::new(words::invitations::title(lang)).in_section(NavSection::Invitations);
    let layout = if first_page { layout.with_islands() } else { layout };
    Ok(layout::render(&context, layout, body).await)
}

#[component]
fn Filters(
    lang: Language,
    chosen: Option<InvitationState>,
    counts: Vec<(InvitationState, u64)>,
) -> impl IntoView {
    let pill = |state: Option<InvitationState>, label: &'static str, count: u64| {
        let current = (chosen == state).then_some("true");
        view! {
            <a class="pill" href=address(state, None) aria-current=current>
                {label}
                <span class="number" aria-hidden="true">
                    {words::number(lang, count)}
                </span>
                <span class="read-aloud">{words::invitations::count(lang, count)}</span>
            </a>
        }
    };
    // A state without invitations is not offered.
    let count_of = |state| counts.iter().find(|(of, _)| *of == state).map_or(0, |(_, count)| *count);
    let all = counts.iter().map(|(_, count)| count).sum();
    let states = InvitationState::ALL.into_iter().map(|state| (state, count_of(state)));
    let states = states.filter(|(state, count)| *count > 0 || chosen == Some(*state));
    view! {
        <nav class="pills" aria-label=words::invitations::filters_label(lang)>
            {pill(None, words::invitations::filter_all(lang), all)}
            {states
                .map(|(state, count)| pill(Some(state), words::invitation_state(lang, state), count))
                .collect_view()}
        </nav>
    }
}

/// The address of the list, with its filter and the invitation after which the page starts.
fn address(state: Option<InvitationState>, before: Option<&InvitationId>) -> String {
    let state = state.map(|state| format!("state={}", state.as_str()));
    let before = before.map(|id| format!("before={id}"));
    let query: Vec<_> = state.into_iter().chain(before).collect();
    if query.is_empty() { "/invitations".to_owned() } else { format!("/invitations?{}", query.join("&")) }
}

/// Links to older and to the newest invitations.
#[component]
fn Pager(
    lang: Language,
    state: Option<InvitationState>,
    first_page: bool,
    older: Option<InvitationId>,
) -> impl IntoView {
    if first_page && older.is_none() {
        return ().into_any();
    }
    let newest = (!first_page).then(|| {
        view! {
            <a class="button" href=address(state, None)>
                {words::invitations::newest(lang)}
            </a>
        }
    });
    let older = older.map(|id| {
        view! {
            <a class="button" href=address(state, Some(&id)) rel="next">
                {words::invitations::older(lang)}
            </a>
        }
    });
    view! { <nav class="pager" aria-label=words::invitations::title(lang)>{newest} {older}</nav> }.into_any()
}

#[component]
fn Table(context: RequestContext, rows: Vec<InvitationRow>) -> impl IntoView {
    let lang = context.lang;
    if rows.is_empty() {
        return view! { <p class="quiet">{words::invitations::empty_filter(lang)}</p> }.into_any();
    }
    let row = |row: InvitationRow| view! { <Row context=context.clone() row /> };
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
fn Row(context: RequestContext, row: InvitationRow) -> impl IntoView {
    let lang = context.lang;
    let sentence = words::row_state(lang, &row, context.now());
    let item = format!("/items/{}", row.item);
    let details = format!("/invitations/{}", row.id);
    view! {
        <tr>
            <th scope="row">
                // The whole row leads there.
                <PersonCell name=row.person.clone() more=row.address.clone() outside=row.outside href=details />
            </th>
            <td>
                <a href=item dir="auto">{row.item_title.clone()}</a>
                <br />
                <span class="quiet small">{words::invitations::role(lang, &words::role(lang, &row.role))}</span>
            </td>
            <td>
                <details class="fold history">
                    <summary>
                        <State state=row.state sentence invitation=row.id.to_string() />
                        <Icon name="chevron-down" />
                    </summary>
                    <Timeline context=context.clone() row=row.clone() />
                </details>
            </td>
            <td class="quiet">
                <RelativeTime context at=row.created />
            </td>
        </tr>
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_way_to_older_ones_keeps_the_filter() {
        let id = InvitationId::parse("n1").unwrap();
        let (lang, state) = (Language::English, Some(InvitationState::Sent));
        let whole = view! { <Pager lang state first_page=true older=None /> }.to_html();
        assert!(!whole.contains("<a"), "one page needs no pager: {whole}");
        let first = view! { <Pager lang state first_page=true older=Some(id.clone()) /> }.to_html();
        assert!(first.contains("/invitations?state=sent&amp;before=n1"), "{first}");
        assert!(first.contains("Older invitations") && !first.contains("Newest"), "{first}");
        let last = view! { <Pager lang state=None first_page=false older=None /> }.to_html();
        assert!(last.contains("href=\"/invitations\""), "{last}");
        assert!(last.contains("Newest invitations") && !last.contains("Older"), "{last}");
    }

    #[test]
    fn the_filters_are_the_states_there_are_and_the_chosen_one() {
        let counts = vec![(InvitationState::Sent, 1_200), (InvitationState::Failed, 1)];
        let chosen = Some(InvitationState::Waiting);
        let html = view! { <Filters lang=Language::English chosen counts /> }.to_html();
        let pills: Vec<_> = html.split("<a ").skip(1).collect();
        assert_eq!(pills.len(), 4, "{html}");
        for (pill, says) in
            pills.iter().zip(["1,201 invitations", "0 invitations", "1,200 invitations", "1 invitation<"])
        {
            assert!(pill.contains(says), "{says}: {pill}");
        }
        assert!(pills[1].contains("aria-current") && pills[1].contains("state=waiting"), "{html}");
    }
}
