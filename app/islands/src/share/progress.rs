//! The steps as they happen, and how it ended.

use leptos::prelude::*;

use super::setup::ShareSetup;
use super::state::{Progress, ShareState, Step};
use crate::copy::{CopyControl, CopySource};
use crate::icon::Icon;

/// The dialog's other face, while an invitation is followed.
#[component]
pub fn ProgressView(setup: ShareSetup, state: ShareState) -> impl IntoView {
    let texts = setup.texts;
    let progress = Memo::new(move |_| state.progress.get().unwrap_or_default());
    let settled = move || progress.with(|progress| progress.settled);
    let sentence = move || progress.with(|progress| progress.sentence.clone());
    let steps_title = texts.steps_title.clone();
    let title = move || if sentence().is_empty() || !settled() { steps_title.clone() } else { sentence() };
    let details = move || format!("/invitations/{}", progress.with(|progress| progress.invitation.clone()));
    let source =
        Signal::derive(move || CopySource::RedeemLink(progress.with(|progress| progress.invitation.clone())));
    let copy = texts.copy_invitation.clone();
    let has_link = move || progress.with(|progress| progress.has_link);
    view! {
        <div class="dialog-main" hidden=move || state.progress.with(Option::is_none)>
            <div class="dialog-head">
                <h2 role="status">{title}</h2>
                <a class="button button-subtle button-icon" href=setup.item_href.clone() aria-label=texts.close.clone()>
                    <Icon name="dismiss" />
                </a>
            </div>
            <div class="dialog-body share-result">
                <Steps progress />
                <p class="quiet" hidden=move || settled() || sentence().is_empty()>{sentence}</p>
                <Show when=has_link>
                    <CopyControl source words=copy.clone() class="button" />
                </Show>
            </div>
            <div class="dialog-foot">
                <span class="quiet small" hidden=settled>{texts.may_close}</span>
                <a class="button button-subtle" href=details hidden=move || !settled()>
                    {texts.details}
                </a>
                <a class="button button-subtle" href=format!("{}/share", setup.item_href) hidden=move || !settled()>
                    <Icon name="person-add" />
                    {texts.another}
                </a>
                <a class="button button-primary" href=setup.item_href>{texts.done}</a>
            </div>
        </div>
    }
}

#[component]
fn Steps(progress: Memo<Progress>) -> impl IntoView {
    let step = |step: Step| {
        let look = format!("step step-{}", step.state);
        view! {
            <li class=look>
                <Icon name=icon_of(&step.state) />
                <span>{step.label}</span>
                <span class="step-word">{step.note}</span>
            </li>
        }
    };
    view! {
        <ol class="steps" role="list">
            {move || progress.with(|progress| progress.steps.clone()).into_iter().map(step).collect_view()}
        </ol>
    }
}

/// The icon of a step's state.
pub fn icon_of(state: &str) -> &'static str {
    match state {
        "done" => "checkmark-circle",
        "working" => "spinner",
        "waiting" => "clock",
        "stopped" => "warning",
        "failed" => "error-circle",
        _ => "circle",
    }
}
