//! Whether to undo a change of somebody's access, before it is undone.

use contract::{AccessChange, AccessChangeId, Problem, ProblemCode};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::calls::access::UndoAccessChange;
use crate::layout::{self, Layout, NavSection};
use crate::request::{RequestContext, path_param};
use crate::widgets::Icon;

/// The page with the question.
pub(crate) async fn undo_access(context: RequestContext) -> Result<AnyView, Problem> {
    let lang = context.lang;
    let caller = context.caller()?.clone();
    let id = path_param("id")
        .and_then(|id| AccessChangeId::parse(&id).ok())
        .ok_or(Problem::new(ProblemCode::NotFound))?;
    let change = context.ports.access_changes.change(&caller, &id).await?;
    let AccessChange { id, person, item, item_title, role, new_role } = change;
    let before = words::role(lang, &role);
    let (title, lead) = match new_role {
        None => (
            words::access::undo_ended(lang, &item_title, &person),
            words::access::undo_ended_lead(lang, &person, &before),
        ),
        Some(new) => (
            words::access::undo_changed(lang, &item_title, &person),
            words::access::undo_changed_lead(lang, &before, &words::role(lang, &new)),
        ),
    };
    let back = format!("/items/{item}");
    let body = view! {
        <article class="item">
            <header class="item-head">
                <a class="item-back" href=back.clone()>
                    <Icon name="arrow-left" />
                    {words::access::undo_back(lang)}
                </a>
                <h1 dir="auto">{title.clone()}</h1>
            </header>
            <div class="item-body">
                <p dir="auto">{lead}</p>
                <form method="post" action=UndoAccessChange::url()>
                    <input type="hidden" name="change" value=id.to_string() />
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
