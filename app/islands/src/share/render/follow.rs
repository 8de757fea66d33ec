//! The steps of an accepted invitation as they happen, in place of the form.

use web_sys::{Element, HtmlElement};

use super::form;
use crate::address::invitation_page;
use crate::answers::ProgressReply;
use crate::browser::{all, by_id, choose, choose_by, show, slot, stamp};
use crate::copying;
use crate::ids;
use crate::share::state::Follow;

/// Turns to the steps, shows how far they are, or turns back to the form.
pub(super) fn changes(before: Option<&Follow>, now: Option<&Follow>) {
    let (Some(view), Some(form)) = (by_id::<HtmlElement>(ids::PROGRESS), by_id::<HtmlElement>(ids::FORM))
    else {
        return;
    };
    show(&form, now.is_none());
    show(&view, now.is_some());
    let Some(now) = now else { return };
    if before.is_none() {
        prepare(&view, now);
    }
    if before.map(|before| &before.silence) != Some(&now.silence) {
        silence(&view, &now.silence);
    }
    let known = before.and_then(|before| before.progress.as_ref());
    if let Some(progress) = now.progress.as_ref().filter(|progress| known != Some(progress)) {
        draw(&view, progress);
    }
}

fn prepare(view: &HtmlElement, follow: &Follow) {
    choose_by(view, "data-stage", "working");
    for name in [ids::slot::HEADING, ids::slot::LINK_HINT] {
        for text in all(view, &["[data-slot=", name, "]"].concat()) {
            let around = text.get_attribute("data-text").unwrap_or_default();
            text.set_text_content(Some(&around.replace(ids::PERSON_MARK, &follow.person)));
        }
    }
    for link in all(view, "a[data-details]") {
        let _ = link.set_attribute("href", &invitation_page(&follow.invitation));
    }
    for button in all(view, "[data-copy-invitation]") {
        let _ = button.set_attribute("data-copy-invitation", &follow.invitation);
    }
    offer_link(view, false);
    offer_sign_in(view, "");
}

/// Says, or no longer says, that there is no answer.
fn silence(view: &Element, text: &str) {
    for line in all(view, "[data-unanswered]") {
        if !text.is_empty() {
            slot(&line, ids::slot::TEXT, text);
        }
        show(&line, !text.is_empty());
    }
}

/// The button that copies the redeem link, with its advice.
fn offer_link(view: &Element, on: bool) {
    if !on {
        copying::take_away();
    }
    for element in all(view, "[data-copy-invitation],[data-link-hint]") {
        show(&element, on);
    }
}

/// The way to sign in once more, when that is what it waits for.
fn offer_sign_in(view: &Element, address: &str) {
    for link in all(view, "a[data-sign-in]") {
        if !address.is_empty() {
            let _ = link.set_attribute("href", address);
        }
        show(&link, !address.is_empty());
    }
}

fn draw(view: &HtmlElement, progress: &ProgressReply) {
    choose_by(view, "data-stage", if progress.settled { "settled" } else { "working" });
    slot(view, ids::slot::SENTENCE, &progress.sentence);
    offer_link(view, progress.has_link);
    offer_sign_in(view, &progress.sign_in);
    form::reference(view, progress.problem.as_ref().map_or("", |problem| &problem.reference));
    let Some(list) = by_id::<Element>(ids::STEPS) else { return };
    list.set_text_content(None);
    for step in &progress.steps {
        let Some(line) = stamp(ids::STEP_TEMPLATE) else { return };
        line.set_class_name(&["step step-", &step.state].concat());
        choose(&line, &step.state);
        slot(&line, ids::slot::LABEL, &step.label);
        slot(&line, ids::slot::NOTE, &step.note);
        let _ = list.append_child(&line);
    }
}
