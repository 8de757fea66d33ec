//! What undoing an invitation comes to, before it is asked for.

use contract::{InvitationId, Problem, ProblemCode, UndoEffect, UndoLine, UndoPreview};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::calls::invitations::UndoInvitation;
use crate::layout::{self, Layout, NavSection};
use crate::request::{RequestContext, path_param};
use crate::widgets::Icon;

/// The page with the question.
pub(crate) async fn undo(context: RequestContext) -> Result<AnyView, Problem> {
    let lang = context.lang;
    let caller = context.caller()?.clone();
    let id = path_param("id")
        .and_then(|id| InvitationId::parse(&id).ok())
        .ok_or(Problem::new(ProblemCode::NotFound))?;
    let UndoPreview { id, person, inviter, item_title, lines } =
        context.ports.invitations.undo_preview(&caller, &id).await?;
    let title = words::undo::title(lang, &item_title, &person);
    let back = format!("/invitations/{id}");
    let line = |UndoLine { step, effect }: UndoLine| {
        let icon = match effect {
            UndoEffect::TakenBack | UndoEffect::IfUnneeded => "arrow-undo",
            UndoEffect::Remains => "warning",
        };
        let said = words::undo_line(lang, step, effect, &person, &item_title);
        view! {
            <li class="step">
                <Icon name=icon />
                <span>{said}</span>
            </li>
        }
    };
    let is_empty = lines.is_empty();
    let lead = if is_empty { words::undo::nothing(lang) } else { words::undo::lead(lang) };
    let body = view! {
        <article class="item">
            <header class="item-head">
                <a class="item-back" href=back.clone()>
                    <Icon name="arrow-left" />
                    {words::undo::back(lang)}
                </a>
                <h1>{title.clone()}</h1>
            </header>
            <div class="item-body">
                <p>{lead}</p>
                {(!is_empty).then(|| view! { <ul class="steps" role="list">{lines.into_iter().map(line).collect_view()}</ul> })}
                {inviter.map(|inviter| view! { <p>{words::undo::inviter_told(lang, &inviter)}</p> })}
                <form method="post" action=UndoInvitation::url()>
                    <input type="hidden" name="invitation" value=id.to_string() />
                    <div class="actions">
                        <button class="button button-primary">{words::undo::confirm(lang)}</button>
                        <a class="button" href=back>{words::undo::keep(lang)}</a>
                    </div>
                </form>
            </div>
        </article>
    };
    Ok(layout::render(&context, Layout::new(title).in_section(NavSection::Invitations), body).await)
}
