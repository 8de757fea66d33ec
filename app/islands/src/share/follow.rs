//! Following an accepted invitation.

use std::cell::Cell;

use web_sys::{Element, HtmlElement, HtmlFormElement, HtmlInputElement};

use super::form;
use crate::browser::{Answer, Failure, all, ask, by_id, choose, choose_by, show, slot, stamp, wait, window};
use crate::{address, copying, toasts};

/// Where the server leaves room for the person's name.
const PERSON: &str = "\u{fffc}";
/// Longest pause between two questions, in milliseconds.
const SLOWEST_MS: i32 = 5_000;

thread_local! {
    static BEGUN: Cell<bool> = const { Cell::new(false) };
}

/// Whether something was accepted since the page came: the page behind the dialog then shows old access.
pub fn has_begun() -> bool {
    BEGUN.get()
}

/// After so many questions in a row without an answer it is said that there is none.
const PATIENCE: u32 = 3;

/// Shows the steps as they happen, until nothing more happens by itself. What failed for good goes back into the form.
pub async fn follow(form: &HtmlFormElement, invitation: String) {
    let Some(view) = by_id::<HtmlElement>("share-progress") else { return };
    prepare(&view, &invitation);
    toasts::announce();
    let (mut pause, mut unanswered, mut trouble) = (0, 0, String::new());
    loop {
        wait(pause).await;
        match ask(address::PROGRESS, &[("invitation", &invitation)]).await {
            // Trouble with the question says nothing of the invitation: what was known of it stands.
            Ok(answer) if answer.text("state").is_empty() => {
                unanswered += 1;
                trouble = answer.get("trouble").text("sentence");
            }
            Ok(answer) => {
                (unanswered, trouble) = (0, String::new());
                say_unanswered(&view, false, "");
                form::renew_key(&answer);
                if answer.text("state") == "failed" {
                    return failed(form, &view, &invitation, &answer).await;
                }
                draw(&view, &answer);
                if answer.flag("settled") {
                    return toasts::announce();
                }
            }
            // The page of the invitation knows the way to sign in, and back.
            Err(Failure::SignedOut) => {
                let _ = window().location().assign(&page_of(&invitation));
                return;
            }
            Err(Failure::Unreachable) => unanswered += 1,
        }
        if unanswered >= PATIENCE {
            say_unanswered(&view, true, &trouble);
        }
        pause = (pause * 2 + 150).min(SLOWEST_MS);
    }
}

/// Says, or no longer says, that there is no answer: in the server's words where it gave some, else in those of the markup.
fn say_unanswered(view: &Element, on: bool, trouble: &str) {
    for line in all(view, "[data-unanswered]") {
        // Written once only: a screen reader would read it out each time.
        if on && line.has_attribute("hidden") {
            let own = line.get_attribute("data-unanswered").unwrap_or_default();
            slot(&line, "text", if trouble.is_empty() { &own } else { trouble });
        }
        show(&line, on);
    }
}

/// The refusal stands in the form, so no toast need say it again.
async fn failed(form: &HtmlFormElement, view: &Element, invitation: &str, answer: &Answer) {
    BEGUN.set(false);
    show(view, false);
    show(form, true);
    form::trouble(&answer.get("trouble"));
    toasts::told(invitation).await;
}

fn page_of(invitation: &str) -> String {
    ["/invitations/", invitation].concat()
}

fn prepare(view: &HtmlElement, invitation: &str) {
    BEGUN.set(true);
    choose_by(view, "data-stage", "working");
    show(view, true);
    let person = person();
    for name in ["heading", "link-hint"] {
        for text in all(view, &["[data-slot=", name, "]"].concat()) {
            let around = text.get_attribute("data-text").unwrap_or_default();
            text.set_text_content(Some(&around.replace(PERSON, &person)));
        }
    }
    for link in all(view, "a[data-details]") {
        let _ = link.set_attribute("href", &page_of(invitation));
    }
    for button in all(view, "[data-copy-invitation]") {
        let _ = button.set_attribute("data-copy-invitation", invitation);
    }
    offer_link(view, false);
    offer_sign_in(view, "");
    let _ = view.focus();
}

/// Who it is about, as far as the form knows.
fn person() -> String {
    let value = |id: &str| by_id::<HtmlInputElement>(id).map(|input| input.value()).unwrap_or_default();
    let chosen = by_id::<Element>("share-chip").filter(|chip| !chip.has_attribute("hidden"));
    let chosen = chosen.and_then(|chip| all(&chip, "[data-slot=name]").first()?.text_content());
    let named = chosen.unwrap_or_else(|| value("share-name"));
    if named.trim().is_empty() { value("share-address").trim().to_owned() } else { named.trim().to_owned() }
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

fn draw(view: &HtmlElement, answer: &Answer) {
    let settled = answer.flag("settled");
    choose_by(view, "data-stage", if settled { "settled" } else { "working" });
    slot(view, "sentence", &answer.text("sentence"));
    offer_link(view, answer.flag("has_link"));
    offer_sign_in(view, &answer.text("sign_in"));
    form::refer(view, &answer.get("trouble").text("reference"));
    let Some(list) = by_id::<Element>("share-steps") else { return };
    list.set_text_content(None);
    for step in answer.list("steps") {
        let Some(line) = stamp("share-step-template") else { return };
        let state = step.text("state");
        line.set_class_name(&["step step-", &state].concat());
        choose(&line, &state);
        slot(&line, "label", &step.text("label"));
        slot(&line, "note", &step.text("note"));
        let _ = list.append_child(&line);
    }
}
