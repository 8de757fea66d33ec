//! The caller's invitations, or for an administrator everyone's, as a table that updates itself.

use contract::{
    Caller, InvitationFilter, InvitationId, InvitationList, InvitationRow, InvitationState, Language, Problem,
};
use leptos::prelude::*;

use super::timeline::Timeline;
use crate::layout::{self, Layout, NavSection};
use crate::request::{RequestContext, query};
use crate::widgets::{EmptyState, Icon, ItemTitle, LiveStates, PersonCell, RelativeTime, State};

/// Whose invitations, and in which state.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Shown {
    everyone: bool,
    state: Option<InvitationState>,
}

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
    let shown = Shown { everyone, state };
    // Counted first: what comes in between is in the list.
    let states = load_states(&context, &caller, everyone).await?;
    let InvitationList { rows, has_older } =
        context.ports.invitations.list(&caller, InvitationFilter { state, before, everyone }).await?;
    let results = if states.is_empty() && rows.is_empty() {
        let action = ("/items", words::invitations::empty_action(lang));
        let (title, text) = (words::invitations::empty_title(lang), words::invitations::empty_text(lang));
        view! { <EmptyState icon="mail" title=title.to_owned() text=text.to_owned() action /> }.into_any()
    } else {
        view! {
            <Filters lang shown states />
            <Table context=context.clone() everyone rows=rows.clone() />
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
            <a class="pill" href=address(Shown { everyone: of_everyone, state: None }, None) aria-current=current>
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
            <a class="pill" href=address(Shown { state, ..shown }, None) aria-current=current>
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

/// The address of the list, with its filters and the invitation after which the page starts.
fn address(shown: Shown, before: Option<&InvitationId>) -> String {
    let whose = shown.everyone.then(|| "whose=everyone".to_owned());
    let state = shown.state.map(|state| format!("state={}", state.as_str()));
    let before = before.map(|id| format!("before={id}"));
    let query: Vec<_> = whose.into_iter().chain(state).chain(before).collect();
    if query.is_empty() { "/invitations".to_owned() } else { format!("/invitations?{}", query.join("&")) }
}

/// Links to older and to the newest invitations.
#[component]
fn Pager(lang: Language, shown: Shown, first_page: bool, older: Option<InvitationId>) -> impl IntoView {
    if first_page && older.is_none() {
        return ().into_any();
    }
    let newest = (!first_page).then(|| {
        view! {
            <a class="button" href=address(shown, None)>
                {words::invitations::newest(lang)}
            </a>
        }
    });
    let older = older.map(|id| {
        view! {
            <a class="button" href=address(shown, Some(&id)) rel="next">
                {words::invitations::older(lang)}
            </a>
        }
    });
    view! { <nav class="pager" aria-label=words::invitations::title(lang)>{newest} {older}</nav> }.into_any()
}

#[component]
fn Table(context: RequestContext, everyone: bool, rows: Vec<InvitationRow>) -> impl IntoView {
    let lang = context.lang;
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
    let lang = context.lang;
    let sentence = words::row_state(lang, &row, context.now());
    let details = format!("/invitations/{}", row.id);
    let shared_by = everyone.then(|| {
        let text = match &row.inviter {
            Some(inviter) => words::invitations::shared_by(lang, inviter),
            None => words::invitations::shared_by_you(lang).to_owned(),
        };
        view! {
            <br />
            <span class="quiet small" dir="auto">
                {text}
            </span>
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
        let (lang, everyone) = (Language::English, false);
        let shown = Shown { everyone, state: Some(InvitationState::Sent) };
        let whole = view! { <Pager lang shown first_page=true older=None /> }.to_html();
        assert!(!whole.contains("<a"), "one page needs no pager: {whole}");
        let first = view! { <Pager lang shown first_page=true older=Some(id.clone()) /> }.to_html();
        assert!(first.contains("/invitations?state=sent&amp;before=n1"), "{first}");
        assert!(first.contains("Older invitations") && !first.contains("Newest"), "{first}");
        let everyones = Shown { everyone: true, ..shown };
        let theirs = view! { <Pager lang shown=everyones first_page=true older=Some(id) /> }.to_html();
        assert!(theirs.contains("/invitations?whose=everyone&amp;state=sent&amp;before=n1"), "{theirs}");
        let all = Shown { everyone, state: None };
        let last = view! { <Pager lang shown=all first_page=false older=None /> }.to_html();
        assert!(last.contains("href=\"/invitations\""), "{last}");
        assert!(last.contains("Newest invitations") && !last.contains("Older"), "{last}");
    }

    #[test]
    fn the_filters_are_the_states_there_are_and_the_chosen_one() {
        let states = vec![(InvitationState::Sent, Some(1_200)), (InvitationState::Failed, Some(1))];
        let shown = Shown { everyone: false, state: Some(InvitationState::Waiting) };
        let html = view! { <Filters lang=Language::English shown states /> }.to_html();
        let pills: Vec<_> = html.split("<a ").skip(1).collect();
        assert_eq!(pills.len(), 4, "{html}");
        for (pill, says) in
            pills.iter().zip(["1,201 invitations", "0 invitations", "1,200 invitations", "1 invitation<"])
        {
            assert!(pill.contains(says), "{says}: {pill}");
        }
        assert!(pills[1].contains("aria-current") && pills[1].contains("state=waiting"), "{html}");
    }

    #[test]
    fn everyones_are_not_counted_and_their_filters_stay_with_everyone() {
        let states = vec![(InvitationState::Sent, None)];
        let shown = Shown { everyone: true, state: Some(InvitationState::Waiting) };
        let html = view! { <Filters lang=Language::English shown states /> }.to_html();
        let pills: Vec<_> = html.split("<a ").skip(1).collect();
        assert_eq!(pills.len(), 3, "{html}");
        assert!(
            pills.iter().all(|pill| pill.contains("whose=everyone") && !pill.contains("number")),
            "{html}"
        );
        let whose = view! { <Whose lang=Language::English everyone=true /> }.to_html();
        let (mine, everyones) = whose.split_once("whose=everyone").unwrap();
        assert!(!mine.contains("aria-current") && everyones.contains("aria-current"), "{whose}");
    }
}
