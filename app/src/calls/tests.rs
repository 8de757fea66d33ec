#![allow(clippy::unwrap_used)]

use contract::{InvitationId, ItemId, ToastId};
use islands::endpoints::{self, field};
use leptos::server_fn::ServerFn;
use serde_json::{Value, json};

use super::invitations::{CopyLink, FollowInvitation, InvitationStates};
use super::people::FindPeople;
use super::settings::CheckSettings;
use super::toasts::{DismissForInvitation, DismissToast, UnseenToasts};

#[test]
fn the_islands_post_to_these_functions() {
    assert_eq!(endpoints::PEOPLE, FindPeople::url());
    assert_eq!(endpoints::PROGRESS, FollowInvitation::url());
    assert_eq!(endpoints::STATES, InvitationStates::url());
    assert_eq!(endpoints::LINK, CopyLink::url());
    assert_eq!(endpoints::TOASTS, UnseenToasts::url());
    assert_eq!(endpoints::DISMISS_FOR_INVITATION, DismissForInvitation::url());
    assert_eq!(endpoints::DISMISS, DismissToast::url());
    assert_eq!(endpoints::CHECK_SETTINGS, CheckSettings::url());
}

#[test]
fn the_islands_know_the_status_of_an_outdated_form() {
    assert_eq!(endpoints::OUTDATED_FORM, http::StatusCode::UNPROCESSABLE_ENTITY);
}

/// The fields of a function, as it reads them.
fn fields(call: &impl serde::Serialize) -> Value {
    serde_json::to_value(call).unwrap()
}

#[test]
fn the_islands_send_the_fields_that_these_functions_read() {
    let invitation = InvitationId::parse("n1").unwrap();
    let one = json!({ field::INVITATION: "n1" });
    let find = FindPeople { text: "di".to_owned(), item: ItemId::parse("plan").unwrap() };
    assert_eq!(fields(&find), json!({ field::TEXT: "di", field::ITEM: "plan" }));
    assert_eq!(fields(&FollowInvitation { invitation: invitation.clone() }), one);
    assert_eq!(fields(&CopyLink { invitation: invitation.clone() }), one);
    assert_eq!(fields(&DismissForInvitation { invitation: invitation.clone() }), one);
    let list = field::INVITATIONS.strip_suffix("[]").unwrap();
    assert_eq!(fields(&InvitationStates { invitations: vec![invitation] }), json!({ list: ["n1"] }));
    let dismiss = DismissToast { toast: ToastId::parse("t1").unwrap(), back: "/".to_owned() };
    assert_eq!(fields(&dismiss), json!({ field::TOAST: "t1", field::BACK: "/" }));
}

#[test]
fn what_passes_by_itself_is_no_fault_of_the_form() {
    use contract::ProblemCode as Code;
    let passing = [
        Code::DirectoryBusy,
        Code::DirectoryTrouble,
        Code::DirectoryUnreachable,
        Code::MailServerBusy,
        Code::AccountUnchecked,
    ];
    for code in passing {
        assert_eq!(crate::redirect::status_of(code), http::StatusCode::SERVICE_UNAVAILABLE, "{code:?}");
    }
}
