//! What the share would do, for whoever wants to know.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::Element;

use crate::icon::icon;
use crate::responses::{MailResponse, PlanResponse};
use crate::share::effects::Share;
use crate::share::state::Event;

/// Folded, until somebody looks.
pub(in crate::share) fn plan(share: Share) -> impl IntoView {
    let version = share.version(|state| state.plan.version);
    let sprite = share.start.with_value(|start| start.sprite.clone());
    let symbol = sprite.clone();
    let answer = move || {
        let _ = version.get();
        share.state.with_untracked(|state| state.plan.answer.as_ref().map(|plan| lines(share, &sprite, plan)))
    };
    let busy = move || {
        let _ = version.get();
        share.state.with_untracked(|state| state.plan.is_asking).then_some("true")
    };
    let toggled = move |event: web_sys::Event| {
        let fold = event.target().and_then(|fold| fold.dyn_into::<Element>().ok());
        share.dispatch(Event::PlanToggled(fold.is_some_and(|fold| fold.has_attribute("open"))));
    };
    view! {
        <details class="fold share-plan" on:toggle=toggled>
            <summary>{icon(&symbol, "chevron-right")} {share.text(|texts| &texts.plan)}</summary>
            <div aria-live="polite" aria-busy=busy>{answer}</div>
        </details>
    }
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
