//! The Share button with its dialog.

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
    let data_item = item_href.clone();
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
                    <h2 id="share-title" dir="auto">{title.clone()}</h2>
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
            // The island draws how it goes in there.
            <div class="dialog-main" id=ids::PROGRESS role="group" aria-label=title tabindex="-1" hidden></div>
            <p class="read-aloud" id=ids::STATUS role="status"></p>
        </dialog>
        <Island name=ids::island::SHARE start=state.start() />
    }
}

#[component]
fn Form(state: ShareFormState) -> impl IntoView {
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
            <div class="share-plan-place scripts-only" id=ids::PLAN></div>
        </form>
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
