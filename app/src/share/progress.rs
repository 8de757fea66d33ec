//! The progress in the dialog: the steps as they run, and the result. Filled by the island; without scripts the page of the invitation shows
//! the same.

use contract::{MailWay, StepState};
use islands::ids::{self, PERSON_MARK, slot};
use leptos::prelude::*;

use super::fields::ReferenceLine;
use super::form_state::ShareFormState;
use crate::widgets::{CopyControl, CopyWords, Icon, step_icon};

/// Hidden until the progress of an invitation is polled.
#[component]
pub(crate) fn ProgressView(state: ShareFormState) -> impl IntoView {
    let lang = state.context.lang;
    let item_href = state.item_href();
    let title = &state.item.title;
    let page = state.item.page.as_str().to_owned();
    // Where Microsoft leaves the message out, or nobody writes.
    let link_first = state.drops_message || state.mail_way == MailWay::Link;
    view! {
        <div class="dialog-main" id=ids::PROGRESS tabindex="-1" hidden>
            <div class="dialog-head">
                <h2 aria-live="polite">
                    <span
                        data-stage="working"
                        data-slot=slot::HEADING
                        dir="auto"
                        data-text=words::share::progress_heading(lang, title, PERSON_MARK)
                    ></span>
                    <span data-stage="settled" data-slot=slot::SENTENCE hidden></span>
                </h2>
                <a class="button button-subtle button-icon" href=item_href.clone() data-close="">
                    <Icon name="dismiss" />
                    <span class="read-aloud">{words::share::close(lang)}</span>
                </a>
            </div>
            <div class="dialog-body">
                <div class="share-result">
                    <ol class="steps" role="list" id=ids::STEPS aria-label=words::steps::list_label(lang)></ol>
                    <p class="quiet" data-stage="working" data-slot=slot::SENTENCE></p>
                    <p data-slot=slot::ADVICE hidden></p>
                    <p class="trouble" role="status" data-unanswered="" hidden>
                        <Icon name="error-circle" />
                        <span data-slot=slot::TEXT></span>
                    </p>
                    <ReferenceLine lang text=None />
                    <div class="actions">
                        <a class="button" href="/sign-in" data-sign-in="" hidden>
                            {words::sign_in::again(lang)}
                        </a>
                        <span data-known-link="" hidden>
                            <CopyControl words=CopyWords::of_item(lang) text=page primary=true />
                        </span>
                        <CopyControl words=CopyWords::of_invitation(lang) invitation=String::new() primary=link_first />
                    </div>
                    <p
                        class="quiet small"
                        data-known-link=""
                        data-slot=slot::KNOWN_LINK_HINT
                        data-text=words::mail_way::known_link_hint(lang, state.mail_way, PERSON_MARK)
                        hidden
                    ></p>
                    <p
                        class="quiet small"
                        data-link-hint=""
                        data-slot=slot::LINK_HINT
                        data-text=words::mail_way::link_hint(lang, state.mail_way, PERSON_MARK)
                        hidden
                    ></p>
                </div>
            </div>
            <div class="dialog-foot">
                <span class="quiet small" data-stage="working">{words::share::progress_hint(lang)}</span>
                <span class="actions" data-stage="settled" hidden>
                    <a class="button button-subtle" href="/invitations" data-details="">{words::share::see_invitation(lang)}</a>
                    <a class="button button-subtle" href=format!("{item_href}/share")>
                        <Icon name="person-add" />
                        {words::share::another(lang)}
                    </a>
                </span>
                <a class="button" href=item_href data-close="">{words::app::close(lang)}</a>
            </div>
        </div>
    }
}

/// The template of a step for the island.
#[component]
pub(crate) fn StepTemplate() -> impl IntoView {
    let icon = |(name, case): (&'static str, &'static str)| view! { <Icon name case=Some(case) /> };
    view! {
        <template id=ids::STEP_TEMPLATE>
            <li class="step">
                {StepState::ALL.map(step_icon).map(icon).collect_view()}
                <span data-slot=slot::LABEL></span>
                <span class="step-word" data-slot=slot::NOTE></span>
            </li>
        </template>
    }
}
