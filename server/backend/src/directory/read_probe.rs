//! What the application may read, where its token does not say so: one harmless read for each area of the directory that is searched.

use graph::Graph;

/// An address that nobody has, …
const NOBODY: &str = "nobody@invalid.example";
/// … and a word that is searched for. Whether anything is found does not matter.
const ANY_WORD: &str = "vestibule";

/// Whether a read shows that the application may do what this permission is for: a role in the directory may let it as well. `false` says nothing, for
/// no read shows a permission to write, and one may fail for many reasons.
pub(crate) async fn shows(application: &Graph, permission: &str) -> bool {
    let read = match permission {
        "User.Read.All" => application.find_by_address(NOBODY).await.map(drop),
        "GroupMember.Read.All" => application.find_groups(ANY_WORD, 1).await.map(drop),
        "Application.Read.All" => application.find_service_principals(ANY_WORD, 1).await.map(drop),
        _ => return false,
    };
    match read {
        Ok(()) => true,
        Err(error) => {
            tracing::info!(%error, permission, "a read does not show whether this is granted");
            false
        }
    }
}
