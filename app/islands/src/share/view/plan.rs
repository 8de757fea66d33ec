//! What the share would do, for whoever wants to know. The server renders the fold around it.

use leptos::prelude::*;

use crate::icon::icon;
use crate::responses::{MailResponse, PlanResponse};
use crate::share::state::State;
use crate::share::store::Share;

/// The last answer; nothing before the first.
pub(in crate::share) fn plan(share: Share, state: &State) -> impl IntoView + use<> {
    state.plan.answer.as_ref().map(|plan| lines(share, &share.sprite(), plan))
}

fn lines(share: Share, sprite: &str, plan: &PlanResponse) -> impl IntoView + use<> {
    let PlanResponse { lines, warnings, mails, problem } = plan.clone();
    let warning = |sentence: String| {
        view! {
            <li class="share-trouble share-trouble-amber">
                {icon(sprite, "warning")}
                <span>{sentence}</span>
            </li>
        }
    };
    let problem = problem.map(|problem| [problem.sentence, problem.advice].join(" "));
    let mail = |mail: MailResponse| {
        let MailResponse { caption, language, subject, text } = mail;
        view! {
            <p class="small quiet">{caption}</p>
            <section class="share-mail" lang=language>
                <h4 dir="auto">{subject}</h4>
                <p class="share-mail-text" dir="auto">{text}</p>
            </section>
        }
    };
    let preview = (!mails.is_empty()).then(|| share.text(|texts| &texts.preview));
    view! {
        <ul class="share-plan-lines">{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
        <ul class="share-trouble-list" role="list">
            {problem.into_iter().chain(warnings).map(warning).collect_view()}
        </ul>
        {preview.map(|preview| view! { <h3 class="small">{preview}</h3> })}
        {mails.into_iter().map(mail).collect_view()}
    }
}
