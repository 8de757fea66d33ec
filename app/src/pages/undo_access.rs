//! Whether to undo a change of somebody's access, before it is undone.

use contract::{AccessChange, AccessChangeId, AccessChangeKind, Language, Problem, ProblemCode};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::calls::access::{UndoAccessChange, page_after_undo};
use crate::layout::{self, Layout, NavSection};
use crate::request::{RequestContext, path_param, query_all};
use crate::widgets::Icon;

/// The page with the question.
pub(crate) async fn undo_access(context: RequestContext) -> Result<AnyView, Problem> {
    let lang = context.lang;
    let caller = context.caller()?.clone();
    let id = path_param("id")
        .and_then(|id| AccessChangeId::parse(&id).ok())
        .ok_or(Problem::new(ProblemCode::NotFound))?;
    let change = context.ports.access_changes.change(&caller, &id).await?;
    let (title, lead) = question(lang, &change);
    let AccessChange { id, item, .. } = change;
    let asked_from = query_all("back").into_iter().next().unwrap_or_default();
    let back = page_after_undo(&asked_from, &item).as_str().to_owned();
    let way_back = (back == asked_from).then(|| {
        view! { <input type="hidden" name="back" value=asked_from autocomplete="off" /> }
    });
    let body = view! {
        <article class="item">
            <header class="item-head">
                <a class="item-back" href=back.clone()>
                    <Icon name="arrow-left" />
                    {words::access::undo_back(lang)}
                </a>
                <h1>{title.clone()}</h1>
            </header>
            <div class="item-body">
                <p>{lead}</p>
                <form method="post" action=UndoAccessChange::url()>
                    <input type="hidden" name="change" value=id.to_string() />
                    {way_back}
                    <div class="actions">
                        <button class="button button-primary">{words::access::undo_confirm(lang)}</button>
                        <a class="button" href=back>{words::access::undo_keep(lang)}</a>
                    </div>
                </form>
            </div>
        </article>
    };
    Ok(layout::render(&context, Layout::new(title).in_section(NavSection::Items), body).await)
}

/// What is asked, and what undoing it comes to.
fn question(lang: Language, change: &AccessChange) -> (String, String) {
    let (item, person) = (&change.item_title, &change.person);
    match &change.kind {
        AccessChangeKind::Ended { role } => (
            words::access::undo_ended(lang, item, person),
            words::access::undo_ended_lead(lang, person, &words::role(lang, role)),
        ),
        AccessChangeKind::Role { role, new_role } => (
            words::access::undo_changed(lang, item, person),
            words::access::undo_changed_lead(lang, &words::role(lang, role), &words::role(lang, new_role)),
        ),
        AccessChangeKind::LastDay { until } => {
            let lead = match until {
                Some(until) => words::access::undo_day_lead(lang, &words::last_day(lang, *until)),
                None => words::access::undo_no_day_lead(lang).to_owned(),
            };
            (words::access::undo_day(lang, item, person), lead)
        }
    }
}
