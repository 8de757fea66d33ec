//! Server functions of the access that others have.

use contract::{
    AccessChangeId, DraftId, EntraUserId, FieldPath, ItemId, LastDayAnswer, LastDayForm, LocalPath, Problem,
    RoleName,
};
use islands::responses::{Ack, ApiResponse};
use leptos::prelude::*;

use super::response::{self, BadRequest, FormOutcome};
use crate::redirect;
use crate::request::RequestContext;

/// The parameter of a page's query that names the last day that came back. Not that of a share form which came back: a page may show both.
pub(crate) const DAY_QUERY: &str = "day";
/// The id of what is wrong with a last day, of which a page says one at most.
pub(crate) const DAY_TROUBLE: &str = "day-trouble";
/// The id of the field of a day that came back: the page comes back with the focus on it.
pub(crate) const DAY_FIELD: &str = "day-field";
/// The longest address that another one names to come back to, encoded, in bytes: a local path has 2,048.
const LONGEST_NAMED: usize = 1_800;

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

/// Has somebody's access to an item end after another day, or not by itself, and goes back to the page that the form is on: with the day that was
/// typed and why it was not taken, if it was not.
#[server(name = ChangeLastDay, prefix = "/api", endpoint = "access/change-last-day")]
pub async fn change_last_day(
    item: ItemId,
    user: EntraUserId,
    #[server(default)] until: String,
    #[server(default)] back: String,
    #[server(default)] sender: String,
) -> Result<ApiResponse<Ack>, BadRequest> {
    // What is sent from there is another form.
    let back = page_of_form(&without_day(&back), &item);
    let form = LastDayForm { item, user, until, sender };
    let (kept, page_of_kept) = (form.clone(), back.clone());
    response::respond_to_checked_form(
        &back.clone(),
        |context, caller| async move {
            let item = form.item.clone();
            Ok(match context.ports.access_changes.change_last_day(&caller, form).await? {
                LastDayAnswer::Done => FormOutcome::Done(back),
                LastDayAnswer::Refused { draft, problem } => {
                    FormOutcome::Refused(with_day(&back, &draft, &item), problem)
                }
            })
        },
        |context| async move {
            let item = kept.item.clone();
            let draft = context.ports.access_changes.save_for_sender(kept).await?;
            Ok(match draft {
                Some(draft) => with_day(&page_of_kept, &draft, &item),
                None => page_of_kept,
            })
        },
    )
    .await
}

/// The form of a last day that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RefusedDay {
    /// Whose access.
    pub user: EntraUserId,
    /// What was typed.
    pub typed: String,
    /// What is wrong with it, or why it was not taken; `None` where nobody was signed in who could have sent it.
    pub problem: Option<Problem>,
}

impl RefusedDay {
    /// Whether what was typed is wrong.
    pub fn is_wrong(&self) -> bool {
        self.problem.as_ref().is_some_and(|problem| problem.about(&FieldPath::UNTIL).is_some())
    }
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
    Some(RefusedDay { user: form.user, typed: form.until, problem: draft.problem })
}

/// Whether a parameter of a query names a last day that came back.
fn is_day(pair: &str) -> bool {
    pair.split_once('=').is_some_and(|(name, _)| name == DAY_QUERY)
}

/// The page without the last day that came back, and with all else that its query names.
fn without_day(page: &str) -> String {
    let Some((path, query)) = page.split_once('?') else { return page.to_owned() };
    let others = query.split('&').filter(|pair| !is_day(pair)).collect::<Vec<_>>().join("&");
    if others.is_empty() { path.to_owned() } else { format!("{path}?{others}") }
}

/// The page with a last day that came back, where it says why; the item's page, where that address would be too long.
fn with_day(page: &LocalPath, draft: &DraftId, item: &ItemId) -> LocalPath {
    let on = |page: &LocalPath| {
        let joint = if page.as_str().contains('?') { '&' } else { '?' };
        LocalPath::parse(&format!("{}{joint}{DAY_QUERY}={draft}#{DAY_FIELD}", page.as_str()))
    };
    on(page).or_else(|_| on(&page_of_item(item))).unwrap_or_else(|_| page.clone())
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

/// Undoes a change of somebody's access, and goes on to the page of the item that the question was asked from, else to the item's.
#[server(name = UndoAccessChange, prefix = "/api", endpoint = "access/undo")]
pub async fn undo_access_change(
    change: AccessChangeId,
    #[server(default)] back: String,
) -> Result<ApiResponse<Ack>, BadRequest> {
    let question = match LocalPath::parse(&back) {
        Ok(page) => undo_page_from(&change, &page),
        Err(_) => undo_page(&change),
    };
    let question = LocalPath::parse(&question).unwrap_or_else(|_| LocalPath::home());
    response::respond_to_form(&question, |context, caller| async move {
        let item = context.ports.access_changes.undo_change(&caller, &change).await?;
        Ok(page_after_undo(&back, &item))
    })
    .await
}

/// The page that asks whether to undo a change.
pub(crate) fn undo_page(change: &AccessChangeId) -> String {
    format!("/access/{change}/undo")
}

/// The same, asked from a page to which it goes back.
fn undo_page_from(change: &AccessChangeId, page: &LocalPath) -> String {
    format!("{}?back={}", undo_page(change), redirect::encode(page.as_str()))
}

/// The same for a change of access to this item, as a page leads there: one of the item's that shows a form which came back is gone back to, so that
/// the form is not lost.
pub(crate) fn undo_page_on(change: &AccessChangeId, item: &ItemId, page: &LocalPath) -> String {
    let query = page.as_str().split_once('?').map(|(_, query)| query).unwrap_or_default();
    let has_form = query.split('&').any(|pair| is_day(pair) || pair.starts_with("draft="));
    if has_form && is_of_item(page, item) && can_be_named(page) {
        undo_page_from(change, page)
    } else {
        undo_page(change)
    }
}

/// Where an undo goes: the page that the question was asked from if it is one of the item's, else the item's own.
pub(crate) fn page_after_undo(back: &str, item: &ItemId) -> LocalPath {
    let back = LocalPath::parse(back).ok().filter(|back| is_of_item(back, item));
    back.unwrap_or_else(|| page_of_item(item))
}

/// Whether a page is the item's, or the one that shares it.
fn is_of_item(page: &LocalPath, item: &ItemId) -> bool {
    let path = page.as_str().split(['?', '#']).next().unwrap_or_default();
    matches!(path.strip_prefix(page_of_item(item).as_str()), Some("" | "/share"))
}

/// Where a form goes back to: a page of ours, else the item's.
fn page_of_form(back: &str, item: &ItemId) -> LocalPath {
    LocalPath::parse(back).ok().filter(can_be_named).unwrap_or_else(|| page_of_item(item))
}

/// Whether another page's address can name this one to come back to: `/share` may name many people, and what gets too long is no address of ours.
fn can_be_named(page: &LocalPath) -> bool {
    redirect::encode(page.as_str()).len() <= LONGEST_NAMED
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
        let (page, draft) = (|text: &str| LocalPath::parse(text).unwrap(), DraftId::parse("d2").unwrap());
        let item = ItemId::parse("plan").unwrap();
        for (back, without, with) in [
            ("/items/plan", "/items/plan", "/items/plan?day=d2#day-field"),
            ("/items/plan/share?day=d1", "/items/plan/share", "/items/plan/share?day=d2#day-field"),
            ("/items/plan?after=u1&day=d1", "/items/plan?after=u1", "/items/plan?after=u1&day=d2#day-field"),
            ("/items/plan?days=1", "/items/plan?days=1", "/items/plan?days=1&day=d2#day-field"),
            // A share form that came back is another one.
            (
                "/items/plan/share?draft=s1&day=d1",
                "/items/plan/share?draft=s1",
                "/items/plan/share?draft=s1&day=d2#day-field",
            ),
        ] {
            assert_eq!(without_day(back), without);
            assert_eq!(with_day(&page(without), &draft, &item).as_str(), with);
        }
        let long = page(&format!("/share?item=plan&to={}", "a".repeat(2_025)));
        assert_eq!(with_day(&long, &draft, &item).as_str(), "/items/plan?day=d2#day-field");
    }

    #[test]
    fn an_undo_goes_back_to_a_page_of_the_item_that_shows_what_was_typed() {
        let (item, change) = (ItemId::parse("plan").unwrap(), AccessChangeId::parse("c1").unwrap());
        for (page, keeps) in [
            ("/items/plan/share?draft=s1", true),
            ("/items/plan?after=u1&day=d1", true),
            ("/items/plan/share", false),
            ("/items/planned/share?draft=s1", false),
            ("/settings/limits?draft=s1", false),
        ] {
            let from = LocalPath::parse(page).unwrap();
            let question = undo_page_on(&change, &item, &from);
            let asked = format!("/access/c1/undo?back={}", redirect::encode(page));
            assert_eq!(question, if keeps { asked.as_str() } else { "/access/c1/undo" }, "{page}");
        }
        for (back, goes) in [
            ("/items/plan/share?draft=s1", "/items/plan/share?draft=s1"),
            ("/items/planned", "/items/plan"),
            ("/sign-out", "/items/plan"),
            ("//evil.example/items/plan", "/items/plan"),
            ("/items/plan/../../settings", "/items/plan"),
            ("/items/plan/%2e%2e/%2e%2e/sign-out", "/items/plan"),
            ("", "/items/plan"),
        ] {
            assert_eq!(page_after_undo(back, &item).as_str(), goes, "{back}");
        }
    }

    #[test]
    fn a_form_goes_back_to_a_page_of_ours_and_nowhere_else() {
        let item = ItemId::parse("plan").unwrap();
        let long = format!("/share?item=plan&to={}", "joni%40northwind.example,".repeat(75));
        assert!(LocalPath::parse(&long).is_ok());
        let lapsed = redirect::session_lapsed_url(&LocalPath::parse(&long).unwrap(), false);
        assert!(LocalPath::parse(&lapsed).is_err());
        for (back, goes) in [
            ("/items/plan/share", "/items/plan/share"),
            ("/items/plan?after=u1", "/items/plan?after=u1"),
            ("", "/items/plan"),
            ("https://evil.example/", "/items/plan"),
            ("//evil.example/", "/items/plan"),
            // Too long to be named by the page that asks whoever left to sign in.
            (long.as_str(), "/items/plan"),
        ] {
            assert_eq!(page_of_form(back, &item).as_str(), goes, "{back}");
        }
    }
}
