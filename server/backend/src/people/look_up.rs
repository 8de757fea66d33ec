//! What the directory is asked, and what of its answers counts.

use graph::{GraphError, User};

use super::MAX_MATCHES;
use super::directory_person::spellings;
use crate::directory::reader::Reader;

/// How many are asked for by the start of what was typed: more than are shown, also without whoever asks, so that it is known whether there are more.
const ASKED_FOR: u8 = 2 * MAX_MATCHES;

/// Who was found by an address.
#[derive(Debug, Default)]
pub(super) struct FoundUsers {
    /// Those who have exactly this address.
    pub(super) exact: Vec<User>,
    /// Those whose address or name starts with it.
    pub(super) starting: Vec<User>,
}

/// Those with exactly this address, and unless only they are wanted those whose address starts with it.
pub(super) async fn with_address(
    reader: &Reader,
    address: &str,
    exact_only: bool,
) -> Result<FoundUsers, GraphError> {
    if exact_only {
        let exact = unless_refused(find_by_address(reader, address).await)?;
        return Ok(FoundUsers { exact, ..FoundUsers::default() });
    }
    let starting = reader.graph().find_starting_with(address, ASKED_FOR);
    let (exact, starting) = tokio::join!(find_by_address(reader, address), starting);
    let exact = unless_refused(exact)?;
    let starting = match starting {
        Ok(starting) => starting,
        Err(error) if exact.is_empty() && !is_refused(&error) => return Err(error),
        Err(error) => {
            tracing::warn!(%error, "one of two look-ups failed");
            Vec::new()
        }
    };
    Ok(FoundUsers { exact, starting })
}

/// Those whose address or name, or a word in it, starts with the text.
pub(super) async fn with_name(reader: &Reader, text: &str) -> Result<Vec<User>, GraphError> {
    let starting = reader.graph().find_starting_with(text, ASKED_FOR);
    let (starting, worded) = tokio::join!(starting, reader.graph().find_by_words(text, ASKED_FOR));
    merge_results(starting, worded)
}

/// Whether Graph does not take the text that was asked for: it is no trouble, and nobody is found.
fn is_refused(error: &GraphError) -> bool {
    matches!(error.status(), Some(400 | 414))
}

fn unless_refused(found: Result<Vec<User>, GraphError>) -> Result<Vec<User>, GraphError> {
    match found {
        Err(error) if is_refused(&error) => {
            tracing::warn!(%error, "the directory does not take what was typed");
            Ok(Vec::new())
        }
        other => other,
    }
}

/// Joins the results of two queries. The search by words has an index of its own in the directory; while that is unavailable, or does not take
/// the text, the other results are shown alone. "Nobody" is said only if both were asked, or would not be.
fn merge_results(
    starting: Result<Vec<User>, GraphError>,
    worded: Result<Vec<User>, GraphError>,
) -> Result<Vec<User>, GraphError> {
    match (unless_refused(starting), unless_refused(worded)) {
        (Ok(mut all), Ok(others)) => {
            all.extend(others);
            Ok(all)
        }
        (Ok(found), Err(error)) | (Err(error), Ok(found)) if !found.is_empty() => {
            tracing::warn!(%error, "one of two look-ups failed");
            Ok(found)
        }
        (Err(error), _) | (_, Err(error)) => Err(error),
    }
}

/// Everybody with this address, however the directory writes it.
pub(crate) async fn find_by_address(reader: &Reader, address: &str) -> Result<Vec<User>, GraphError> {
    reader.graph().find_by_spellings(&spellings(address)).await
}
