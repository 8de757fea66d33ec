//! The Share button with its dialog.

use islands::ids;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::choices::{ChoiceTemplate, WhoIsMeant};
use super::fields::{Notice, Optional};
use super::picker::{MatchTemplate, Picker};
use super::progress::{ProgressView, StepTemplate};
use super::setup::Setup;
use crate::calls::share::SendShare;
use crate::widgets::{CopyControl, CopyWords, Icon, Island};

/// The button and the dialog. Its children are the people who have access.
#[component]
pub(crate) fn Share(setup: Setup, children: Children) -> impl IntoView {
    let lang = setup.scope.lang;
    let item_href = setup.item_href();
    let inside = setup.clone();
    view! {
        <a class="button button-primary" id=ids::OPEN href=format!("{item_href}/share")>
            <Icon name="share" />
            {words::item::share(lang)}
        </a>
        <dialog class="dialog share" id=ids::DIALOG open=setup.open data-item=item_href aria-labelledby="share-title">
            <Form setup=inside.clone()>{children()}</Form>
            <ProgressView setup=inside />
        </dialog>
        <MatchTemplate lang />
        <ChoiceTemplate lang />
        <StepTemplate />
        <Island name=ids::island::SHARE start=setup.start() />
    }
}

#[component]
fn Form(setup: Setup, children: Children) -> impl IntoView {
    let lang = setup.scope.lang;
    let chooses = !setup.matches.is_empty();
    view! {
        <form id=ids::FORM method="post" action=SendShare::url() novalidate>
            <input type="hidden" name="form[item]" value=setup.typed.item.clone() />
            <input type="hidden" name="form[key]" id=ids::KEY value=setup.typed.key.clone() />
            <div class="dialog-head">
                <h2 id="share-title" dir="auto">{words::share::title(lang, &setup.item.title)}</h2>
                <a class="button button-subtle button-icon" href=setup.item_href() data-close="">
                    <Icon name="dismiss" />
                    <span class="read-aloud">{words::share::close(lang)}</span>
                </a>
            </div>
            <div class="dialog-body">
                <Notice setup=setup.clone() />
                <Picker setup=setup.clone() />
                <WhoIsMeant setup=setup.clone() />
                <Optional setup=setup.clone() />
                {children()}
            </div>
            <div class="dialog-foot">
                <CopyControl words=CopyWords::of_item(lang) text=setup.item.landing.as_str().to_owned() />
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
