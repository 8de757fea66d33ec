//! What the island draws, each part into its place in what the server rendered. Rows are plain functions of their data; a part with many of them is drawn
//! only when its version changes. Buttons say by `data-do` what they do; the dialog hears them.

mod chips;
mod matches;
mod message;
mod person;
mod plan;
mod progress;
mod said;
mod troubles;

use web_sys::HtmlElement;

use self::chips::chips;
use self::matches::matches;
use self::message::message;
use self::plan::plan;
use self::progress::progress;
use self::said::{hint, status};
use self::troubles::troubles;
use super::effects::Share;
use super::popup;
use crate::browser::{by_id, mount_over};
use crate::ids;

/// Mounts each part into its place, where the server has drawn one.
pub(super) fn mount(share: Share) {
    let mounted = |id: &str| by_id::<HtmlElement>(id);
    if let Some(place) = mounted(ids::CHIPS) {
        mount_over(&place, move || chips(share));
    }
    if let Some(place) = mounted(ids::MATCHES_PLACE) {
        mount_over(&place, move || matches(share));
        popup::prepare();
    }
    if let Some(place) = mounted(ids::HINT) {
        mount_over(&place, move || hint(share));
    }
    if let Some(place) = mounted(ids::TROUBLES) {
        mount_over(&place, move || troubles(share));
    }
    if let Some(place) = mounted(ids::STATUS) {
        mount_over(&place, move || status(share));
    }
    if let Some(place) = mounted(ids::PLAN) {
        mount_over(&place, move || plan(share));
    }
    if let Some(place) = mounted(ids::PROGRESS) {
        for (name, value) in [("role", "group"), ("aria-labelledby", ids::PROGRESS_TITLE), ("tabindex", "-1")]
        {
            let _ = place.set_attribute(name, value);
        }
        mount_over(&place, move || progress(share));
    }
    mount_message(share);
}

/// Behind what the server says of the length of the message, where there is one.
fn mount_message(share: Share) {
    let Some(place) = by_id::<HtmlElement>(ids::MESSAGE_HELP) else { return };
    let around = place.closest("[data-limit]").ok().flatten();
    let limit = around.and_then(|around| around.get_attribute("data-limit")?.parse().ok());
    if let Some(limit) = limit {
        leptos::mount::mount_to(place, move || message(share, limit)).forget();
    }
}
