#![allow(clippy::unwrap_used)]

use contract::{GuestsAhead, InvitationId, ItemId, ShareForm, ShareId, ToastId};
use islands::endpoints::{self, field};
use leptos::server_fn::ServerFn;
use serde_json::{Value, json};

use super::invitations::{CopyLink, InvitationStates, Retry};
use super::people::FindPeople;
use super::progress::FollowShare;
use super::recipients::{JudgeShare, PlanShare};
use super::settings::CheckSettings;
use super::share::SendShare;
use super::toasts::{DismissForInvitation, DismissToast, UnseenToasts};

#[test]
fn the_islands_post_to_these_functions() {
    assert_eq!(endpoints::PEOPLE, FindPeople::url());
    assert_eq!(endpoints::JUDGE, JudgeShare::url());
    assert_eq!(endpoints::PLAN, PlanShare::url());
    assert_eq!(endpoints::PROGRESS, FollowShare::url());
    assert_eq!(endpoints::RETRY, Retry::url());
    assert_eq!(endpoints::STATES, InvitationStates::url());
    assert_eq!(endpoints::LINK, CopyLink::url());
    assert_eq!(endpoints::TOASTS, UnseenToasts::url());
    assert_eq!(endpoints::DISMISS_FOR_INVITATION, DismissForInvitation::url());
    assert_eq!(endpoints::DISMISS, DismissToast::url());
    assert_eq!(endpoints::CHECK_SETTINGS, CheckSettings::url());
}

#[test]
fn the_islands_know_how_many_recipients_a_form_takes() {
    assert_eq!(islands::share::chips::LIMIT, contract::RECIPIENTS_LIMIT);
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
    let share = ShareId::parse("s1").unwrap();
    assert_eq!(fields(&FollowShare { share }), json!({ field::SHARE: "s1" }));
    let retry = Retry { invitation: invitation.clone(), tries: 2 };
    assert_eq!(fields(&retry), json!({ field::INVITATION: "n1", field::TRIES: 2 }));
    assert_eq!(fields(&CopyLink { invitation: invitation.clone() }), one);
    assert_eq!(fields(&DismissForInvitation { invitation: invitation.clone() }), one);
    let list = field::INVITATIONS.strip_suffix("[]").unwrap();
    assert_eq!(fields(&InvitationStates { invitations: vec![invitation] }), json!({ list: ["n1"] }));
    let dismiss = DismissToast { toast: ToastId::parse("t1").unwrap(), back: "/".to_owned() };
    assert_eq!(fields(&dismiss), json!({ field::TOAST: "t1", field::BACK: "/" }));
}

#[test]
fn the_islands_know_the_fields_of_the_share_form() {
    let filled = || "x".to_owned();
    let form = ShareForm {
        item: filled(),
        recipients: vec![filled()],
        address: filled(),
        role: filled(),
        name: filled(),
        leave_out: filled(),
        ..ShareForm::default()
    };
    let calls = [
        fields(&SendShare { form: form.clone() }),
        fields(&JudgeShare { form: form.clone(), ahead: GuestsAhead::default() }),
        fields(&PlanShare { form }),
    ];
    for sent in calls {
        for name in
            [field::FORM_ITEM, field::RECIPIENTS, field::ADDRESS, field::ROLE, field::NAME, field::LEAVE_OUT]
        {
            let inner = name.strip_prefix("form[").and_then(|name| name.strip_suffix(']')).unwrap();
            assert!(sent["form"].get(inner).is_some(), "{name} in {sent}");
        }
    }
}

#[test]
fn the_islands_know_how_to_say_who_stands_before() {
    let form = ShareForm::default();
    let sent = fields(&JudgeShare { form, ahead: GuestsAhead { new: 1, resent: 2, joining: 3 } });
    for (name, count) in [(field::AHEAD_NEW, 1), (field::AHEAD_RESENT, 2), (field::AHEAD_JOINING, 3)] {
        let inner = name.strip_prefix("ahead[").and_then(|name| name.strip_suffix(']')).unwrap();
        assert_eq!(sent["ahead"][inner], count, "{name} in {sent}");
    }
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
