#![allow(clippy::unwrap_used)]

use contract::{
    EntraUserId, InvitationId, Language, PeopleFound, PersonMatch, ProblemCode, ShareForm, ShareId, ToastId,
    UserStatus,
};
use islands::endpoints::{self, field};
use leptos::server_fn::ServerFn;
use serde_json::{Value, json};

use super::invitations::{CopyLink, InvitationStates, Retry};
use super::people::{FindPeople, match_response, response};
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
    assert_eq!(fields(&FindPeople { text: "di".to_owned() }), json!({ field::TEXT: "di" }));
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
        leave_out: filled(),
        ..ShareForm::default()
    };
    let calls = [
        fields(&SendShare { form: form.clone() }),
        fields(&JudgeShare { form: form.clone() }),
        fields(&PlanShare { form }),
    ];
    for sent in calls {
        for name in [field::FORM_ITEM, field::RECIPIENTS, field::ADDRESS, field::ROLE, field::LEAVE_OUT] {
            let inner = name.strip_prefix("form[").and_then(|name| name.strip_suffix(']')).unwrap();
            assert!(sent["form"].get(inner).is_some(), "{name} in {sent}");
        }
    }
}

#[test]
fn an_invitation_is_promised_for_one_address_that_can_be_invited_and_for_nothing_else() {
    for (text, address, name, remark) in [
        ("\"Lee, Pat\" <PAT@Bücher.example>;", "PAT@xn--bcher-kva.example", "Lee, Pat", ""),
        ("pat", "", "", ""),
        ("pat@northwind", "", "", ""),
        ("pat@northwind.example; kim@woodgrove.example", "", "", "several addresses"),
        ("p\u{430}t@northwind.example", "p\u{430}t@northwind.example", "", "another alphabet"),
        ("r&d@northwind.example", "r&d@northwind.example", "", "Microsoft doesn’t accept"),
    ] {
        let said = response(Language::English, text, PeopleFound::default());
        assert_eq!((said.address.as_str(), said.name.as_str()), (address, name), "{text}");
        assert!(
            said.remark.contains(remark) && said.remark.is_empty() == remark.is_empty(),
            "{}",
            said.remark
        );
    }
}

#[test]
fn whoever_is_blocked_has_the_reason_with_them() {
    let known = |blocked| PersonMatch {
        id: EntraUserId::parse("joni").unwrap(),
        name: "Joni".to_owned(),
        address: "r&d@northwind.example".to_owned(),
        company: None,
        standing: UserStatus::Pending,
        blocked,
    };
    let free = match_response(Language::English, known(None));
    assert_eq!((free.standing.as_str(), free.blocked.as_str()), ("pending", ""));
    let blocked = match_response(Language::English, known(Some(ProblemCode::DomainBlocked)));
    assert_eq!(blocked.standing, "blocked");
    assert!(blocked.blocked.contains("doesn’t allow guests from this domain"), "{}", blocked.blocked);
    // Who is known is offered, whatever is the matter with the address.
    let found = PeopleFound { matches: vec![known(None)], ..PeopleFound::default() };
    let said = response(Language::English, "r&d@northwind.example", found);
    assert_eq!((said.matches.len(), said.remark.as_str()), (1, ""));
}

#[test]
fn whoever_joins_an_invitation_is_told_before_they_send() {
    for lang in Language::ALL {
        let found = PeopleFound { is_being_invited: true, ..PeopleFound::default() };
        let said = response(lang, "pat@northwind.example", found);
        assert_eq!(said.remark, words::share::being_invited_hint(lang));
        assert_eq!(said.address, "pat@northwind.example", "it can be sent all the same");
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
