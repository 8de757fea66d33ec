//! The Share button with its dialog.

use contract::Language;
use islands::ids;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::asked::{AskedAttributes, Unassigned};
use super::errors::FormError;
use super::fields::{Message, MoreOptions};
use super::form_state::ShareFormState;
use super::people::People;
use crate::calls::share::SendShare;
use crate::widgets::{CopyControl, CopyWords, Icon, Island};

/// The button and the dialog. The children are the people with access, whose forms stand beside that of the share.
#[component]
pub(crate) fn Share(state: ShareFormState, children: Children) -> impl IntoView {
    let lang = state.context.lang;
    let item_href = state.item_href();
    let (data_item, progress_href) = (item_href.clone(), item_href.clone());
    let share_href = format!("{item_href}/share");
    let title = words::share::title(lang, &state.item.title);
    let inside = state.clone();
    view! {
        <a
            class="button button-primary"
            id=ids::OPEN
            href=share_href
            aria-haspopup="dialog"
        >
            <Icon name="share" />
            {words::item::share(lang)}
        </a>
        <dialog class="dialog share" id=ids::DIALOG open=state.open data-item=data_item aria-labelledby="share-title">
            <div class="dialog-main share-compose">
                <div class="dialog-head">
                    <h2 id="share-title">{title.clone()}</h2>
                    <a class="button button-subtle button-icon" href=item_href data-close="">
                        <Icon name="dismiss" />
                        <span class="read-aloud">{words::share::close(lang)}</span>
                    </a>
                </div>
                <div class="dialog-body">
                    <Form state=inside.clone() />
                    {children()}
                </div>
                <Foot state=inside />
            </div>
            <Progress lang item=progress_href />
            <p class="read-aloud" id=ids::STATUS role="status"></p>
        </dialog>
        <Island name=ids::island::SHARE start=state.start() />
    }
}

#[component]
fn Form(state: ShareFormState) -> impl IntoView {
    let lang = state.context.lang;
    view! {
        <form id=ids::FORM method="post" action=SendShare::url() novalidate>
            <input type="hidden" name="form[item]" autocomplete="off" value=state.typed.item.clone() />
            <input type="hidden" name="form[sender]" value=state.typed.sender.clone() autocomplete="off" />
            <input type="hidden" name="form[key]" id=ids::KEY autocomplete="off" value=state.typed.key.clone() />
            <FormError state=state.clone() />
            <People state=state.clone() />
            <Unassigned state=state.clone() />
            <Message state=state.clone() />
            <AskedAttributes state=state.clone() />
            <MoreOptions state />
            <Plan lang />
        </form>
    }
}

/// What the share would do: the island asks once somebody looks.
#[component]
fn Plan(lang: Language) -> impl IntoView {
    view! {
        <div class="share-plan-place scripts-only">
            <details class="fold share-plan" id=ids::PLAN>
                <summary>
                    <Icon name="chevron-right" />
                    {words::plan::heading(lang)}
                </summary>
                <div id=ids::PLAN_LINES aria-live="polite"></div>
            </details>
        </div>
    }
}

/// What stands in place of the form once it is sent: the island draws how it goes. The head is read aloud as it changes.
#[component]
fn Progress(lang: Language, item: String) -> impl IntoView {
    view! {
        <div
            class="dialog-main"
            id=ids::PROGRESS
            role="group"
            aria-labelledby=ids::PROGRESS_TITLE
            tabindex="-1"
            hidden
        >
            <div class="dialog-head">
                <h2 id=ids::PROGRESS_TITLE aria-live="polite"></h2>
                <a class="button button-subtle button-icon" href=item.clone() data-close="">
                    <Icon name="dismiss" />
                    <span class="read-aloud">{words::share::close(lang)}</span>
                </a>
            </div>
            <div class="dialog-body" id=ids::PROGRESS_BODY></div>
            <div class="dialog-foot">
                <a class="button button-subtle" href=format!("{item}/share")>
                    {words::share::another(lang)}
                </a>
                <a class="button button-primary" href=item data-close="">
                    {words::share::close(lang)}
                </a>
            </div>
        </div>
    }
}

/// In sight whatever is scrolled; its button belongs to the form.
#[component]
fn Foot(state: ShareFormState) -> impl IntoView {
    let lang = state.context.lang;
    let page = state.item.page.as_str().to_owned();
    view! {
        <div class="dialog-foot">
            <div class="copy-item scripts-only">
                <CopyControl words=CopyWords::of_item(lang) text=page />
                <p class="help">{words::share::copy_link_for(lang)}</p>
            </div>
            <button class="button button-primary" id=ids::SEND form=ids::FORM>
                <Icon name="send" />
                <span data-case="ready">{words::share::send(lang)}</span>
                <span data-case="busy" hidden>{words::share::sending(lang)}</span>
            </button>
        </div>
    }
}
