//! Server functions of the access that others have.

use contract::{
    AccessChangeId, DraftId, EntraUserId, ItemId, LastDayAnswer, LastDayForm, LocalPath, Problem, RoleName,
};
use islands::responses::{Ack, ApiResponse};
use leptos::prelude::*;

use super::response::{self, BadRequest, FormOutcome};
use crate::request::RequestContext;

/// The id of what is wrong with a last day, of which a page says one at most.
pub(crate) const DAY_TROUBLE: &str = "day-trouble";
/// The id of the field of a day that was refused: the page comes back with the focus on it.
pub(crate) const DAY_FIELD: &str = "day-field";

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

/// Has somebody's access to an item end after another day, or not by itself, and goes back to the page that the form is on: with what is wrong with the day,
/// if something is.
#[server(name = ChangeLastDay, prefix = "/api", endpoint = "access/change-last-day")]
pub async fn change_last_day(
    item: ItemId,
    user: EntraUserId,
    #[server(default)] until: String,
    #[server(default)] back: String,
) -> Result<ApiResponse<Ack>, BadRequest> {
    let back = page_of_form(&without_draft(&back), &item);
    response::respond_to_checked_form(&back.clone(), |context, caller| async move {
        let form = LastDayForm { item, user, until };
        Ok(match context.ports.access_changes.change_last_day(&caller, form).await? {
            LastDayAnswer::Done => FormOutcome::Done(back),
            LastDayAnswer::Refused { draft, problem } => {
                FormOutcome::Refused(with_draft(&back, &draft), problem)
            }
        })
    })
    .await
}

/// The form of a last day that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RefusedDay {
    /// Whose access.
    pub user: EntraUserId,
    /// What was typed.
    pub typed: String,
    /// What is wrong with it.
    pub problem: Problem,
}

/// The form of a last day that came back, if the draft is one of the caller's about this item.
pub(crate) async fn load_refused_day(
    context: &RequestContext,
    id: Option<String>,
    item: &ItemId,
) -> Option<RefusedDay> {
    let id = DraftId::parse(&id?).ok()?;
    let draft = context.ports.invitations.draft(context.caller().ok()?, &id).await.ok()?;
    let form = draft.form.read().filter(|form: &LastDayForm| form.item == *item)?;
    Some(RefusedDay { user: form.user, typed: form.until, problem: draft.problem? })
}

/// The page without the draft in its address: what is sent from there is another form.
pub(crate) fn without_draft(page: &str) -> String {
    let Some((path, query)) = page.split_once('?') else { return page.to_owned() };
    let others = query.split('&').filter(|pair| !pair.starts_with("draft=")).collect::<Vec<_>>().join("&");
    if others.is_empty() { path.to_owned() } else { format!("{path}?{others}") }
}

/// The page with the draft of a form that came back, where it says what is wrong.
fn with_draft(page: &LocalPath, draft: &DraftId) -> LocalPath {
    let joint = if page.as_str().contains('?') { '&' } else { '?' };
    let address = format!("{}{joint}draft={draft}#{DAY_FIELD}", page.as_str());
    LocalPath::parse(&address).unwrap_or_else(|_| page.clone())
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
    fn a_last_day_that_came_back_stands_on_the_page_of_its_form() {
        let (page, draft) = (|text| LocalPath::parse(text).unwrap(), DraftId::parse("d2").unwrap());
        for (back, without, with) in [
            ("/items/plan", "/items/plan", "/items/plan?draft=d2#day-field"),
            ("/items/plan/share?draft=d1", "/items/plan/share", "/items/plan/share?draft=d2#day-field"),
            (
                "/items/plan?after=u1&draft=d1",
                "/items/plan?after=u1",
                "/items/plan?after=u1&draft=d2#day-field",
            ),
            ("/items/plan?drafts=1", "/items/plan?drafts=1", "/items/plan?drafts=1&draft=d2#day-field"),
        ] {
            assert_eq!(without_draft(back), without);
            assert_eq!(with_draft(&page(without), &draft).as_str(), with);
        }
    }

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
