//! The one place where toasts appear.

use std::cell::Cell;

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{CustomEvent, Element, HtmlElement};

use crate::address;
use crate::browser::{
    Answer, all, ask, by_id, choose, document, in_sight, listen, show, slot, stamp, wait, window,
};

/// The event that says: there may soon be something to tell.
const FOLLOW: &str = "vestibule:follow";
/// How long a good message stays where it can be read, in milliseconds.
const STAY_MS: i32 = 6_000;
/// How often it is looked at whether something can be seen, in milliseconds.
const LOOK_MS: i32 = 1_000;
/// How often to ask after the last sign that something is under way.
const ROUNDS: u32 = 40;
/// The longest pause between two questions, in milliseconds.
const SLOWEST_MS: i32 = 15_000;
/// More than this many at a time is noise.
const MOST: usize = 3;

thread_local! {
    /// A later sign takes over from an earlier one.
    static ROUND: Cell<u32> = const { Cell::new(0) };
}

fn next_round() -> u32 {
    ROUND.set(ROUND.get() + 1);
    ROUND.get()
}

/// Dismisses without leaving the page, lets good messages go, and looks out for more.
pub fn attach() {
    let Some(list) = by_id::<HtmlElement>("toasts") else { return };
    listen(&list, "submit", |event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if let Some(toast) = target.and_then(|form| form.closest("[data-toast]").ok().flatten()) {
            event.prevent_default();
            spawn_local(dismiss(toast));
        }
    });
    for toast in all(&list, "[data-toast]") {
        let_go(toast);
    }
    if list.has_attribute("data-awaited") {
        spawn_local(look_out(list.clone(), next_round()));
    }
    listen(&window(), FOLLOW, move |_| spawn_local(look_out(list.clone(), next_round())));
}

/// Says that there may soon be something to tell.
pub fn announce() {
    if let Ok(event) = CustomEvent::new(FOLLOW) {
        let _ = window().dispatch_event(&event);
    }
}

/// Takes back what is told about an invitation: the person has been told in another place. Not taken back after all is harmless: it is said
/// twice then.
pub async fn told(invitation: &str) {
    let _ = ask(address::TOLD, &[("invitation", invitation)]).await;
    // An answer under way may still hold it.
    next_round();
    if let Some(list) = by_id::<HtmlElement>("toasts") {
        let about = ["[data-toast]:has(a[href=\"/invitations/", invitation, "\"])"].concat();
        for toast in all(&list, &about) {
            toast.remove();
        }
    }
}

async fn look_out(list: HtmlElement, mine: u32) {
    let mut pause = 300;
    for _ in 0..ROUNDS {
        wait(pause).await;
        // News can wait for whoever is in another tab.
        while !in_sight() && ROUND.get() == mine {
            wait(LOOK_MS).await;
        }
        if ROUND.get() != mine {
            return;
        }
        let answer = ask(address::TOASTS, &[]).await;
        if ROUND.get() != mine {
            return;
        }
        if let Ok(answer) = answer {
            // The answer is newest first; each goes to the top.
            answer.list("toasts").iter().rev().for_each(|toast| add(&list, toast));
        }
        pause = (pause * 3 / 2).min(SLOWEST_MS);
    }
}

fn add(list: &HtmlElement, news: &Answer) {
    let id = news.text("id");
    if !all(list, &["[data-toast=\"", &id, "\"]"].concat()).is_empty() {
        return;
    }
    let Some(toast) = stamp("toast-template") else { return };
    let kind = if news.flag("trouble") { "trouble" } else { "success" };
    let _ = toast.set_attribute("data-toast", &id);
    toast.set_class_name(&["toast toast-new toast-", kind].concat());
    choose(&toast, kind);
    for name in ["sentence", "action", "reference"] {
        slot(&toast, name, &news.text(name));
    }
    for input in all(&toast, "input[name=toast]") {
        let _ = input.set_attribute("value", &id);
    }
    for link in all(&toast, "a") {
        let _ = link.set_attribute("href", &news.text("href"));
        show(&link, !news.text("href").is_empty());
    }
    for reference in all(&toast, ".reference") {
        show(&reference, !news.text("reference").is_empty());
    }
    let _ = list.prepend_with_node_1(&toast);
    all(list, "[data-toast]").into_iter().skip(MOST).for_each(|old| old.remove());
    let_go(toast);
}

/// Lets a good message go after a while, but never while somebody points at it or has the focus in it. Trouble stays.
fn let_go(toast: HtmlElement) {
    if toast.class_list().contains("toast-trouble") {
        return;
    }
    spawn_local(async move {
        let mut seen = 0;
        while seen < STAY_MS || toast.matches(":hover, :focus-within").unwrap_or(false) {
            wait(LOOK_MS).await;
            // Only the time counts in which somebody can have read it.
            if in_sight() && !behind_a_dialog() {
                seen += LOOK_MS;
            }
        }
        dismiss(toast.into()).await;
    });
}

/// While a dialog is open, toasts are held back: nobody can have read it.
fn behind_a_dialog() -> bool {
    document().query_selector("dialog[open]").is_ok_and(|dialog| dialog.is_some())
}

async fn dismiss(toast: Element) {
    if !toast.is_connected() {
        return;
    }
    let id = toast.get_attribute("data-toast").unwrap_or_default();
    toast.remove();
    // Not dismissed after all is harmless: it is drawn again on the next page.
    let _ = ask(address::DISMISS, &[("toast", &id)]).await;
}
