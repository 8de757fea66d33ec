//! Server functions of the access that others have.

use contract::{AccessChangeId, EntraUserId, ItemId, LocalPath, RoleName};
use islands::responses::{Ack, ApiResponse};
use leptos::prelude::*;

use super::response::{self, BadRequest};

/// Gives somebody another role on an item, and goes back to the page that the form is on.
#[server(name = ChangeRole, prefix = "/api", endpoint = "access/change-role")]
pub async fn change_role(
    item: ItemId,
    user: EntraUserId,
    role: RoleName,
    #[server(default)] back: String,
) -> Result<ApiResponse<Ack>, BadRequest> {
    let back = page_of_form(&back, &item);
    response::respond_to_form(&back.clone(), |context, caller| async move {
        context.ports.access_changes.change_role(&caller, &item, &user, &role).await?;
        Ok(back)
    })
    .await
}

/// Ends somebody's access to an item, and goes back to the page that the form is on.
#[server(name = EndAccess, prefix = "/api", endpoint = "access/end")]
pub async fn end_access(
    item: ItemId,
    user: EntraUserId,
    #[server(default)] back: String,
) -> Result<ApiResponse<Ack>, BadRequest> {
    let back = page_of_form(&back, &item);
    response::respond_to_form(&back.clone(), |context, caller| async move {
        context.ports.access_changes.end(&caller, &item, &user).await?;
        Ok(back)
    })
    .await
}

/// Undoes a change of somebody's access, and goes on to the item's page.
#[server(name = UndoAccessChange, prefix = "/api", endpoint = "access/undo")]
pub async fn undo_access_change(change: AccessChangeId) -> Result<ApiResponse<Ack>, BadRequest> {
    let question = LocalPath::parse(&undo_page(&change)).unwrap_or_else(|_| LocalPath::home());
    response::respond_to_form(&question, |context, caller| async move {
        let item = context.ports.access_changes.undo_change(&caller, &change).await?;
        Ok(page_of_item(&item))
    })
    .await
}

/// The page that asks whether to undo a change.
pub(crate) fn undo_page(change: &AccessChangeId) -> String {
    format!("/access/{change}/undo")
}

/// Where a form goes back to: a page of ours, else the item's.
fn page_of_form(back: &str, item: &ItemId) -> LocalPath {
    LocalPath::parse(back).unwrap_or_else(|_| page_of_item(item))
}

fn page_of_item(item: &ItemId) -> LocalPath {
    LocalPath::parse(&format!("/items/{item}")).unwrap_or_else(|_| LocalPath::home())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_form_goes_back_to_a_page_of_ours_and_nowhere_else() {
        let item = ItemId::parse("plan").unwrap();
        for (back, goes) in [
            ("/items/plan/share", "/items/plan/share"),
            ("/items/plan?after=u1", "/items/plan?after=u1"),
            ("", "/items/plan"),
            ("https://evil.example/", "/items/plan"),
            ("//evil.example/", "/items/plan"),
        ] {
            assert_eq!(page_of_form(back, &item).as_str(), goes, "{back}");
        }
    }
}
