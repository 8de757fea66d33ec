//! Looking people up while somebody types.

use std::cell::RefCell;

use crate::address;
use crate::browser::{Answer, Failure, ask, wait};

/// A pause in typing that is long enough to ask, in milliseconds.
const PAUSE_MS: i32 = 180;

thread_local! {
    static SOUGHT: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Forgets what was asked: an answer under way is dropped.
pub fn forget() {
    SOUGHT.take();
}

/// Asks for whoever fits, once the typing pauses; `Err` when nobody could be asked. Nothing when the text has changed since.
pub async fn seek(text: String) -> Option<Result<Vec<Answer>, Failure>> {
    SOUGHT.set(text.clone());
    wait(PAUSE_MS).await;
    let still = || SOUGHT.with_borrow(|sought| *sought == text);
    if !still() {
        return None;
    }
    let answer = ask(address::PEOPLE, &[("text", &text)]).await;
    let found = match answer {
        Ok(answer) if answer.get("trouble").text("code").is_empty() => Ok(answer.list("matches")),
        Ok(_) => Err(Failure::Unreachable),
        Err(failure) => Err(failure),
    };
    Some(found).filter(|_| still())
}
