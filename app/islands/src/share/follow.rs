//! Following an accepted invitation.

use leptos::prelude::*;
use web_sys::CustomEvent;

use super::dialog::focus_on;
use super::setup::Trouble;
use super::state::{Progress, ShareState};
use crate::address;
use crate::browser::{ask, wait};
use crate::toast::FOLLOW;

/// Longest pause between two questions, in milliseconds.
const SLOWEST_MS: i32 = 5_000;

/// Shows the steps as they happen, until nothing more happens by itself.
pub async fn follow(state: ShareState, invitation: String) {
    state.progress.set(Some(Progress { invitation: invitation.clone(), ..Progress::default() }));
    tell_toasts();
    let mut pause = 0;
    loop {
        wait(pause).await;
        let answer = ask(address::PROGRESS, &[("invitation", &invitation)]).await;
        let settled = answer.as_ref().is_ok_and(|answer| answer.flag("settled"));
        if let Ok(answer) = answer.as_ref().map(Clone::clone) {
            if answer.text("state") == "failed" {
                state.key.set(answer.text("key"));
                state.trouble.set(Trouble::read(&answer.get("trouble")));
                state.progress.set(None);
                focus_on("share-address");
            } else if !answer.get("trouble").is_some() || !answer.text("state").is_empty() {
                state.key.set(answer.text("key"));
                state.progress.set(Some(Progress::read(invitation.clone(), &answer)));
            }
        }
        if settled {
            return tell_toasts();
        }
        pause = (pause * 2 + 150).min(SLOWEST_MS);
    }
}

/// There may soon be something to tell.
fn tell_toasts() {
    if let Ok(event) = CustomEvent::new(FOLLOW) {
        let _ = window().dispatch_event(&event);
    }
}
