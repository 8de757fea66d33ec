//! The recipients with their steps as they happen, in place of the form. The server renders head and foot.

use leptos::prelude::*;
use web_sys::Element;

use crate::browser::by_id;
use crate::endpoints::invitation_page;
use crate::icon::icon;
use crate::ids;
use crate::responses::{RowResponse, StepResponse};
use crate::share::state::{Follow, State};
use crate::share::store::Share;
use crate::states::symbol;

/// The state of an invitation whose person has access.
const SHARED: &str = "shared";
/// The button below the form that copies the address of the item.
const ITEM_ADDRESS: &str = ".copy-item [data-copy]";

/// How it goes as a whole.
pub(in crate::share) fn heading(share: Share, state: &State) -> String {
    let progress = state.follow.as_ref().and_then(|follow| follow.progress.as_ref());
    progress.map_or_else(|| share.text(|texts| &texts.sending), |progress| progress.heading.clone())
}

/// The rows, and what is said of them all.
pub(in crate::share) fn progress(share: Share, state: &State) -> impl IntoView + use<> {
    state.follow.as_ref().map(|follow| body(share, follow))
}

fn body(share: Share, follow: &Follow) -> impl IntoView + use<> {
    let progress = follow.progress.clone().unwrap_or_default();
    let sprite = share.sprite();
    let hint = (!progress.settled).then(|| share.text(|texts| &texts.progress_hint));
    let no_response = (!follow.no_response.is_empty()).then(|| {
        view! {
            <p class="trouble">
                {icon(&sprite, "error-circle")}
                <span>{follow.no_response.clone()}</span>
            </p>
        }
    });
    let quiet = [progress.more, progress.link_hint].into_iter().chain(hint).filter(|text| !text.is_empty());
    view! {
        <div role="status">{no_response}</div>
        <ol class="share-rows" role="list">
            {progress.rows.into_iter().map(|each| row(share, &sprite, each)).collect_view()}
        </ol>
        {quiet.map(|text| view! { <p class="quiet small">{text}</p> }).collect_view()}
    }
}

fn row(share: Share, sprite: &str, row: RowResponse) -> impl IntoView + use<> {
    let actions = actions(share, sprite, &row);
    let RowResponse { invitation, name, state, sentence, advice, steps, reference, .. } = row;
    let reference = (!reference.is_empty()).then(|| {
        view! {
            <p class="reference">
                {share.text(|texts| &texts.reference)} " " <code>{reference}</code>
            </p>
        }
    });
    view! {
        <li class=["share-row state-", &state].concat() data-key=invitation>
            <p class="share-row-head">
                <span class="state" data-state=state.clone()>{icon(sprite, symbol(&state))}</span>
                <strong dir="auto">{name}</strong>
                " "
                <span>{sentence}</span>
            </p>
            <ol class="steps share-row-steps" role="list">
                {steps.into_iter().map(|each| step(sprite, each)).collect_view()}
            </ol>
            {(!advice.is_empty()).then(|| view! { <p class="small">{advice}</p> })}
            {reference}
            {actions}
        </li>
    }
}

/// What can be done about a recipient, in place.
fn actions(share: Share, sprite: &str, row: &RowResponse) -> impl IntoView + use<> {
    let retry = row.may_retry.then(|| {
        view! {
            <button type="button" class="button" data-do="retry">
                {icon(sprite, "refresh")}
                {share.text(|texts| &texts.retry)}
            </button>
        }
    });
    let correct = (!row.correctable.is_empty()).then(|| {
        view! {
            <button type="button" class="button" data-do="correct">
                {share.text(|texts| &texts.correct)}
            </button>
        }
    });
    let sign_in = (!row.sign_in.is_empty()).then(|| {
        view! {
            <a class="button" data-do="sign-in" href=row.sign_in.clone()>
                {share.text(|texts| &texts.sign_in)}
            </a>
        }
    });
    // Whoever can come already needs no link but that of the item.
    let item = (!row.has_link && row.state == SHARED).then(item_address).flatten();
    let invitation = row.has_link.then(|| row.invitation.clone());
    let copy = (invitation.is_some() || item.is_some()).then(|| copy(share, sprite, item, invitation));
    view! {
        <div class="actions">
            {retry}
            {correct}
            {sign_in}
            {copy}
            <a class="button button-subtle" href=invitation_page(&row.invitation)>
                {share.text(|texts| &texts.details)}
            </a>
        </div>
    }
}

fn step(sprite: &str, step: StepResponse) -> impl IntoView + use<> {
    let StepResponse { state, label, note } = step;
    let symbol = match state.as_str() {
        "done" => "checkmark-circle",
        "stopped" => "warning",
        "open" => "circle",
        state => symbol(state),
    };
    view! {
        <li class=["step step-", &state].concat()>
            {icon(sprite, symbol)}
            <span>{label}</span>
            <span class="step-word">{note}</span>
        </li>
    }
}

/// The item's own address, as the button below the form copies it.
fn item_address() -> Option<String> {
    let button = by_id::<Element>(ids::DIALOG)?.query_selector(ITEM_ADDRESS).ok().flatten()?;
    button.get_attribute("data-copy")
}

/// The button that copies an address, or fetches the redeem link of an invitation and copies that: the island of such buttons hears it.
fn copy(
    share: Share,
    sprite: &str,
    address: Option<String>,
    invitation: Option<String>,
) -> impl IntoView + use<> {
    let unreachable = share.text(|texts| &texts.unreachable);
    let failed = share.text(|texts| &texts.copy_failed);
    let reason = failed.clone();
    view! {
        <button
            type="button"
            class="button button-subtle"
            data-copy=address
            data-copy-invitation=invitation
            data-failed=reason
            data-unreachable=unreachable
        >
            {icon(sprite, "link")}
            <span aria-live="polite">
                <span data-case="ready">{share.text(|texts| &texts.copy)}</span>
                <span data-case="copied" hidden>{share.text(|texts| &texts.copied)}</span>
                <span data-case="failed" data-slot=ids::slot::FAILED hidden>{failed}</span>
            </span>
        </button>
    }
}
