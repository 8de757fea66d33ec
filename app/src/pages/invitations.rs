//! The caller's invitations: a table that reads as sentences, and stays true while it is on the screen.

use contract::{HistoryEntry, InvitationFilter, InvitationRow, InvitationState, Problem};
use islands::LiveStates;
use leptos::prelude::*;

use crate::frame::{Framing, Place, framed};
use crate::scope::{Scope, query};
use crate::widgets::{Empty, Icon, PersonCell, State, When};

/// The list, filtered by the address.
pub(crate) async fn invitations(scope: Scope) -> Result<AnyView, Problem> {
    let lang = scope.lang;
    let caller = scope.caller()?.clone();
    let state = query("state").and_then(|state| InvitationState::from_text(&state));
    let rows = scope.ports.invitations.list(&caller, InvitationFilter { state }).await?;
    let body = if rows.is_empty() && state.is_none() {
        let action = ("/items", words::invitations::empty_action(lang));
        let (title, text) = (words::invitations::empty_title(lang), words::invitations::empty_text(lang));
        view! { <Empty icon="mail" title=title.to_owned() text=text.to_owned() action /> }.into_any()
    } else {
        view! {
            <Filters scope=scope.clone() chosen=state />
            <Table scope=scope.clone() rows />
            <LiveStates />
        }
        .into_any()
    };
    let content = view! {
        <div class="page-head">
            <div>
                <h1>{words::invitations::title(lang)}</h1>
                <p class="quiet">{words::invitations::lead(lang)}</p>
            </div>
        </div>
        {body}
    };
    let framing = Framing::plain(words::invitations::title(lang)).at(Place::Invitations).alive();
    Ok(framed(&scope, framing, content).await)
}

#[component]
fn Filters(scope: Scope, chosen: Option<InvitationState>) -> impl IntoView {
    let lang = scope.lang;
    let pill = |href: String, label: &'static str, current: bool| {
        view! { <a class="pill" href=href aria-current=current.then_some("true")>{label}</a> }
    };
    let states = InvitationState::ALL.map(|state| {
        let href = format!("/invitations?state={}", state.as_str());
        pill(href, words::invitation_state(lang, state), chosen == Some(state))
    });
    view! {
        <nav class="pills" aria-label=words::invitations::filters_label(lang)>
            {pill("/invitations".to_owned(), words::invitations::filter_all(lang), chosen.is_none())}
            {states.collect_view()}
        </nav>
    }
}

#[component]
fn Table(scope: Scope, rows: Vec<InvitationRow>) -> impl IntoView {
    let lang = scope.lang;
    if rows.is_empty() {
        return view! { <p class="quiet">{words::invitations::empty_filter(lang)}</p> }.into_any();
    }
    let row = |row: InvitationRow| view! { <Row scope=scope.clone() row /> };
    view! {
        <table class="table invitations">
            <caption class="read-aloud">{words::invitations::title(lang)}</caption>
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
fn Row(scope: Scope, row: InvitationRow) -> impl IntoView {
    let lang = scope.lang;
    let sentence = words::row_state(lang, &row, scope.now());
    let item = format!("/items/{}", row.item);
    let details = format!("/invitations/{}", row.id);
    view! {
        <tr>
            <th scope="row">
                <PersonCell name=row.person.clone() more=row.address.clone() outside=true />
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
                    <Timeline scope=scope.clone() row=row.clone() />
                    <a href=details>{words::app::details(lang)}</a>
                </details>
            </td>
            <td class="quiet">
                <When scope at=row.created />
            </td>
        </tr>
    }
}

/// What happened so far, oldest first.
#[component]
pub(super) fn Timeline(scope: Scope, row: InvitationRow) -> impl IntoView {
    let lang = scope.lang;
    let label = words::invitations::history_of(lang, &row.person);
    let line = |entry: &HistoryEntry| {
        let (icon, look) = look_of(entry);
        let text = words::history(lang, entry.event, &row.person, &row.item_title);
        let reason = entry.problem.as_ref().map(|problem| {
            view! { <p class="step-reason">{words::say(lang, problem).sentence}</p> }
        });
        view! {
            <li class=format!("step step-{look}")>
                <Icon name=icon />
                <span>{text}</span>
                <When scope=scope.clone() at=entry.at />
                {reason}
            </li>
        }
    };
    view! {
        <ol class="steps" role="list" aria-label=label>
            {row.history.iter().map(line).collect_view()}
        </ol>
    }
}

fn look_of(entry: &HistoryEntry) -> (&'static str, &'static str) {
    use contract::HistoryEvent as Event;
    match entry.event {
        Event::Asked | Event::StepDone(_) | Event::Accepted => ("checkmark-circle", "done"),
        Event::StepWaiting(_) => ("clock", "waiting"),
        Event::StepStopped(_) => ("warning", "stopped"),
        Event::StepFailed(_) => ("error-circle", "failed"),
        Event::TriedAgain => ("refresh", "waiting"),
        Event::LinkCopied => ("link", "waiting"),
    }
}
