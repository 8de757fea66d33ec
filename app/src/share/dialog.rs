//! The Share button with its dialog.

use contract::FieldPath;
use islands::ids;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::asked::{AskedAttributes, Unassigned};
use super::disambiguation::{CandidateTemplate, Disambiguation};
use super::fields::{FieldError, FormError, Message, OptionalFields, Resend};
use super::form_state::ShareFormState;
use super::picker::{MatchTemplate, Picker};
use super::progress::{ProgressView, StepTemplate};
use crate::calls::share::SendShare;
use crate::widgets::{CopyControl, CopyWords, Icon, Island};

/// The button and the dialog. The children are the people with access.
#[component]
pub(crate) fn Share(state: ShareFormState, children: Children) -> impl IntoView {
    let lang = state.context.lang;
    let item_href = state.item_href();
    let inside = state.clone();
    view! {
        <a class="button button-primary" id=ids::OPEN href=format!("{item_href}/share")>
            <Icon name="share" />
            {words::item::share(lang)}
        </a>
        <dialog class="dialog share" id=ids::DIALOG open=state.open data-item=item_href aria-labelledby="share-title">
            <Form state=inside.clone()>{children()}</Form>
            <ProgressView state=inside />
        </dialog>
        <MatchTemplate lang />
        <CandidateTemplate lang />
        <StepTemplate />
        <Island name=ids::island::SHARE start=state.start() />
    }
}

#[component]
fn Form(state: ShareFormState, children: Children) -> impl IntoView {
    let lang = state.context.lang;
    let chooses = state.asks_who();
    view! {
        <form id=ids::FORM method="post" action=SendShare::url() novalidate>
            <input type="hidden" name="form[item]" autocomplete="off" value=state.typed.item.clone() />
            <input type="hidden" name="form[sender]" value=state.typed.sender.clone() autocomplete="off" />
            <input type="hidden" name="form[key]" id=ids::KEY autocomplete="off" value=state.typed.key.clone() />
            <div class="dialog-head">
                <h2 id="share-title" dir="auto">{words::share::title(lang, &state.item.title)}</h2>
                <a class="button button-subtle button-icon" href=state.item_href() data-close="">
                    <Icon name="dismiss" />
                    <span class="read-aloud">{words::share::close(lang)}</span>
                </a>
            </div>
            <div class="dialog-body">
                <FormError state=state.clone() />
                <Picker state=state.clone() />
                <Disambiguation state=state.clone() />
                <FieldError field=FieldPath::PERSON text=state.field_problem(&FieldPath::PERSON) />
                <Resend state=state.clone() />
                <Unassigned state=state.clone() />
                <Message state=state.clone() />
                <AskedAttributes state=state.clone() />
                <OptionalFields state=state.clone() />
                {children()}
            </div>
            <div class="dialog-foot">
                <div class="copy-item scripts-only">
                    <CopyControl words=CopyWords::of_item(lang) text=state.item.page.as_str().to_owned() />
                    <p class="help">{words::share::copy_link_for(lang)}</p>
                </div>
                <button class="button button-primary" id=ids::SEND>
                    <Icon name="send" />
                    <span data-case="ready" hidden=chooses>{words::share::send(lang)}</span>
                    <span data-case="choose" hidden=!chooses>{words::share::choose_send(lang)}</span>
                    <span data-case="busy" hidden>{words::share::sending(lang)}</span>
                </button>
            </div>
        </form>
    }
}
