//! The steps of an accepted invitation as they happen, in place of the form.

use web_sys::{Element, HtmlElement};

use super::form;
use crate::browser::{by_id, clone_template, query_all, set_slot, show, show_case, show_case_by};
use crate::copying;
use crate::endpoints::invitation_page;
use crate::ids;
use crate::responses::ProgressResponse;
use crate::share::state::Follow;

/// Shows the steps and their progress, or the form.
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
    if before.map(|before| &before.no_response) != Some(&now.no_response) {
        no_response(&view, &now.no_response);
    }
    let known = before.and_then(|before| before.progress.as_ref());
    if let Some(progress) = now.progress.as_ref().filter(|progress| known != Some(progress)) {
        draw(&view, progress);
    }
}

fn prepare(view: &HtmlElement, follow: &Follow) {
    show_case_by(view, "data-stage", "working");
    for name in [ids::slot::HEADING, ids::slot::LINK_HINT, ids::slot::KNOWN_LINK_HINT] {
        for text in query_all(view, &["[data-slot=", name, "]"].concat()) {
            let around = text.get_attribute("data-text").unwrap_or_default();
            text.set_text_content(Some(&around.replace(ids::PERSON_MARK, &follow.person)));
        }
    }
    for link in query_all(view, "a[data-details]") {
        let _ = link.set_attribute("href", &invitation_page(&follow.invitation));
    }
    for button in query_all(view, "[data-copy-invitation]") {
        let _ = button.set_attribute("data-copy-invitation", &follow.invitation);
    }
    offer_link(view, Link::None);
    offer_sign_in(view, "");
}

/// Shows or hides that the server does not respond.
fn no_response(view: &Element, text: &str) {
    for line in query_all(view, "[data-unanswered]") {
        if !text.is_empty() {
            set_slot(&line, ids::slot::TEXT, text);
        }
        show(&line, !text.is_empty());
    }
}

/// The link that is offered.
#[derive(PartialEq, Eq)]
enum Link {
    None,
    /// The redeem link, should the mail not arrive.
    Redeem,
    /// The item's own, because no mail went out.
    Item,
}

/// Shows or hides the buttons that copy a link, with their advice.
fn offer_link(view: &Element, link: Link) {
    if link == Link::None {
        copying::reset();
    }
    for (elements, of) in
        [("[data-copy-invitation],[data-link-hint]", Link::Redeem), ("[data-known-link]", Link::Item)]
    {
        for element in query_all(view, elements) {
            show(&element, link == of);
        }
    }
}

/// Shows or hides the link to sign in again.
fn offer_sign_in(view: &Element, address: &str) {
    for link in query_all(view, "a[data-sign-in]") {
        if !address.is_empty() {
            let _ = link.set_attribute("href", address);
        }
        show(&link, !address.is_empty());
    }
}

/// Shows what the person can do now, or whom to ask.
fn advise(view: &Element, advice: &str) {
    for line in query_all(view, &["[data-slot=", ids::slot::ADVICE, "]"].concat()) {
        line.set_text_content(Some(advice));
        show(&line, !advice.is_empty());
    }
}

fn draw(view: &HtmlElement, progress: &ProgressResponse) {
    show_case_by(view, "data-stage", if progress.settled { "settled" } else { "working" });
    set_slot(view, ids::slot::SENTENCE, &progress.sentence);
    advise(
        view,
        progress.problem.as_ref().filter(|_| progress.settled).map_or("", |problem| &problem.advice),
    );
    offer_link(
        view,
        match progress.state.as_str() {
            "shared" => Link::Item,
            _ if progress.has_link => Link::Redeem,
            _ => Link::None,
        },
    );
    offer_sign_in(view, &progress.sign_in);
    form::reference(view, progress.problem.as_ref().map_or("", |problem| &problem.reference));
    let Some(list) = by_id::<Element>(ids::STEPS) else { return };
    list.set_text_content(None);
    for step in &progress.steps {
        let Some(line) = clone_template(ids::STEP_TEMPLATE) else { return };
        line.set_class_name(&["step step-", &step.state].concat());
        show_case(&line, &step.state);
        set_slot(&line, ids::slot::LABEL, &step.label);
        set_slot(&line, ids::slot::NOTE, &step.note);
        let _ = list.append_child(&line);
    }
}
