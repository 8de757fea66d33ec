//! Forms that this browser sent without a session: only it gets them back. Whoever knows a form's address is not yet whoever typed it.

use contract::DraftId;
use tower_sessions::Session;
use tower_sessions::session::Error;

/// So many of a browser's forms are remembered, the newest.
const MOST: usize = 8;
pub(super) const KEPT: &str = "kept";

tokio::task_local! {
    /// The session of the request at hand: the ports know none.
    static BROWSER: Session;
}

/// Runs the request of this browser.
pub(super) async fn on_behalf_of<T>(session: Session, request: impl Future<Output = T>) -> T {
    BROWSER.scope(session, request).await
}

/// Remembers that this browser sent the form.
pub(crate) async fn remember(id: &DraftId) -> Result<(), Error> {
    let Ok(session) = BROWSER.try_with(Session::clone) else { return Ok(()) };
    let mut kept: Vec<String> = session.get(KEPT).await?.unwrap_or_default();
    if kept.len() >= MOST {
        kept.remove(0);
    }
    kept.push(id.to_string());
    session.insert(KEPT, kept).await
}

/// Whether this browser sent the form.
pub(crate) async fn is_ours(id: &DraftId) -> Result<bool, Error> {
    let Ok(session) = BROWSER.try_with(Session::clone) else { return Ok(false) };
    let kept: Option<Vec<String>> = session.get(KEPT).await?;
    Ok(kept.is_some_and(|kept| kept.iter().any(|kept| kept == id.as_str())))
}
