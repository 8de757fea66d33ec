//! What the island draws, each part into its place in what the server rendered. Rows are plain functions of their data; a part with many of them is drawn
//! only when its version changes. Buttons say by `data-do` what they do; the dialog hears them.

mod chips;
mod matches;
mod person;
mod plan;
mod progress;
mod said;
mod troubles;

use leptos::either::Either;
use leptos::prelude::*;
use web_sys::Element;

use self::chips::chips;
use self::matches::{matches, point, tell_field};
use self::plan::plan;
use self::progress::{heading, progress};
use self::said::{hint, said};
use self::troubles::troubles;
use super::chip::Chip;
use super::popup;
use super::state::{Event, State};
use super::store::{Drawn, Rows, Share};
use crate::browser::{by_id, draw, follow, listen};
use crate::ids;

/// Draws each part into its place, where the server has rendered one.
pub(super) fn mount(share: Share) {
    const CHIPS: fn(&State) -> Option<u32> = |state| Some(state.chips.version());
    const FOLLOW: fn(&State) -> Option<u32> =
        |state| Some(state.follow.as_ref().map_or(0, |follow| follow.version + 1));
    const ALWAYS: fn(&State) -> Option<u32> = |_| None;
    part(share, ids::CHIPS, CHIPS, chips);
    part(share, ids::TROUBLES, CHIPS, troubles);
    part(share, ids::HINT, ALWAYS, hint);
    part(share, ids::STATUS, ALWAYS, |share, state| said(share, &state.said));
    part(share, ids::PROGRESS_TITLE, FOLLOW, heading);
    part(share, ids::PROGRESS_BODY, FOLLOW, progress);
    part(share, ids::PLAN_LINES, |state| Some(state.plan.version), plan);
    part(share, ids::MATCHES, ALWAYS, matches);
    if let Some(list) = by_id::<Element>(ids::MATCHES_POPUP) {
        popup::prepare();
        listen(&list, "mousedown", move |event| point(share, &event));
        follow(Box::new(move || tell_field(share)));
    }
    if let Some(fold) = by_id::<Element>(ids::PLAN) {
        hear_plan(share, fold);
    }
}

fn part<V: IntoView + 'static>(
    share: Share,
    id: &str,
    version: fn(&State) -> Option<u32>,
    view: fn(Share, &State) -> V,
) {
    if let Some(place) = by_id::<Element>(id) {
        draw(
            &place,
            move || share.state.with(version),
            move || share.state.with_untracked(|state| view(share, state)),
        );
    }
}

/// The rows of chips that a part draws. Most look as they did the last time, and building each anew takes longer than a frame may: those are named only.
fn changed<V: IntoView>(
    share: Share,
    part: fn(&mut Drawn) -> &mut Rows,
    chips: Rows,
    row: &dyn Fn(&Chip, bool) -> V,
) -> impl IntoView + use<V> {
    let before = share.draws(part, chips.clone());
    let row = |each: &(Chip, bool)| {
        let (chip, is_selected) = each;
        if before.contains(each) {
            Either::Left(view! { <li data-key=chip.id.to_string() data-same></li> })
        } else {
            Either::Right(row(chip, *is_selected))
        }
    };
    chips.iter().map(row).collect_view()
}

/// The plan is asked for while somebody looks; until it comes, it is busy.
fn hear_plan(share: Share, fold: Element) {
    let opened = fold.clone();
    let tell = move || share.dispatch(Event::PlanToggled(opened.has_attribute("open")));
    // It may have been opened before the island came.
    tell();
    listen(&fold, "toggle", move |_| tell());
    follow(Box::new(move || {
        let is_asking = share.state.with(|state| state.plan.is_asking);
        if let Some(lines) = by_id::<Element>(ids::PLAN_LINES) {
            let _ = lines.set_attribute("aria-busy", if is_asking { "true" } else { "false" });
        }
    }));
}
