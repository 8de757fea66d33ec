//! Mail of our own: by the organisation's mail server, from the inviter's mailbox, or none at all; and the link in it.

use std::pin::pin;

use backend::config::SmtpTls;
use backend::rules::limits::RateLimits;
use backend::settings::FixedSettings;
use contract::{
    ArrivalTarget, Caller, HistoryEvent, InvitationId, InvitationState, ItemId, ProblemCode, ShareForm,
    ToastKind, ToldBy,
};
use emulator::world::mail::{StoredMail, Via};
use serde_json::{Value, json};
use testing::names::{GRADY, user_id};
use time::Duration;

use super::app::{ITEM, TestApp, adele, answer, answer_after, fixed, form, invites, person};

const ANA: &str = "ana@fabrikam.example";
const BEN: &str = "ben@fabrikam.example";
/// Who gets copies.
const OFFICE: &str = "office@contoso.example";

fn way(way: &str) -> FixedSettings {
    fixed([("inviting", "mail_way", json!(way))])
}

async fn own_mail(app: TestApp) -> TestApp {
    app.with_mail_server(way("own")).await
}

fn chosen(name: &str, address: &str) -> ShareForm {
    ShareForm { person: user_id(name), ..form(address) }
}

/// Every mail to somebody.
fn mails(app: &TestApp, address: &str) -> Vec<StoredMail> {
    app.emulator.world(|world| world.mail().iter().filter(|mail| mail.is_for(address)).cloned().collect())
}

/// The only mail to somebody, which is one of ours.
fn only(app: &TestApp, address: &str) -> StoredMail {
    let mut mails = mails(app, address);
    assert_eq!(mails.len(), 1, "{mails:?}");
    mails.remove(0)
}

/// The secret of the link of ours in a mail.
fn secret(mail: &StoredMail, id: &InvitationId) -> String {
    let links = mail.links();
    let link = links.iter().find(|link| link.contains(&format!("/arrive/{id}?key="))).expect("a link");
    assert!(!links.iter().any(|link| link.contains("/redeem")), "Microsoft's link is in no mail of ours");
    link.split("key=").nth(1).unwrap().to_owned()
}

/// Requests to the mail server, at one stage.
fn stage(verb: &str) -> Value {
    json!({ "family": "smtp", "method": verb })
}

fn refusal(status: u16) -> Value {
    json!({ "status": status, "message": "Not today" })
}

async fn problem(app: &TestApp, id: &InvitationId) -> ProblemCode {
    app.progress(id).await.problem.expect("a problem").code
}

async fn history(app: &TestApp, id: &InvitationId) -> Vec<HistoryEvent> {
    let view = app.sharing.invitations().open(&adele(), id).await.unwrap();
    view.row.history.into_iter().map(|line| line.event).collect()
}

async fn toast(app: &TestApp) -> ToastKind {
    app.sharing.toasts().undismissed(&adele()).await.unwrap().toasts.remove(0).kind
}

on_sqlite! {
    a_new_guest_gets_our_mail_and_its_link_leads_to_the_redemption_and_then_to_the_item,
    somebody_known_is_told_by_the_same_way_and_lands_on_the_item,
    the_text_is_that_of_the_settings_when_the_form_was_accepted,
    a_copy_of_microsofts_mail_goes_to_whom_the_settings_name,
    a_mail_server_that_takes_nothing_for_now_is_asked_again,
    a_mail_that_is_refused_stops_and_the_inviter_goes_on_without,
    a_mail_of_unknown_outcome_is_never_sent_again_by_itself,
    whoever_arrives_was_reached_whatever_became_of_the_mail,
    nothing_goes_out_over_a_connection_that_is_not_kept_from_others,
    nobody_puts_a_header_into_a_mail,
    the_inviter_writes_from_their_own_mailbox,
    without_a_mailbox_no_mail_goes_out_and_the_link_comes_first,
    a_mailbox_that_sends_too_much_waits_and_one_of_unknown_outcome_stops,
    who_goes_on_without_a_mail_does_so_although_a_try_is_under_way,
    whoever_is_gone_and_invited_again_gets_a_mail_again,
    with_a_link_only_nobody_writes,
    without_microsofts_mail_a_post_of_unknown_outcome_is_sent_again_for_its_link,
    inviting_again_writes_again_and_the_earlier_link_leads_nowhere,
    an_administrator_sends_themselves_five_test_mails_an_hour,
    a_setting_that_cannot_work_is_refused,
    the_form_begins_with_what_the_settings_say,
}

/// Those that are told on both databases.
pub mod stories {
    use super::*;

    pub async fn a_new_guest_gets_our_mail_and_its_link_leads_to_the_redemption_and_then_to_the_item(
        app: TestApp,
    ) {
        let app = own_mail(app).await;
        let inviter = Caller { address: Some("adele.vance@contoso.example".to_owned()), ..adele() };
        let id = app.accepted(&inviter, ShareForm { language: "fr".to_owned(), ..form(ANA) }).await;
        app.settle().await;
        assert_eq!(app.state(&id).await, InvitationState::Sent);
        assert!(!app.posts()[0].mail, "Microsoft was asked to write to nobody");
        let mail = only(&app, ANA);
        assert_eq!((mail.mail.via, mail.mail.from.as_str()), (Via::Smtp, "Contoso <share@contoso.example>"));
        assert!(mail.mail.subject.contains("a partag\u{e9}"), "{}", mail.mail.subject);
        assert!(mail.mail.text.contains("Please look at annex C.") && mail.mail.text.contains(ANA));
        assert!(mail.mail.html.as_ref().unwrap().contains("Please look at annex C."));
        assert!(mail.mail.reply_to.as_ref().unwrap().contains("adele.vance@contoso.example"));
        assert_eq!(mail.mail.header("Auto-Submitted"), Some("auto-generated"));
        let secret = secret(&mail, &id);
        let arrivals = app.sharing.arrivals();
        let said = arrivals.invited(&id, &secret).await.unwrap();
        assert_eq!((said.inviter.as_str(), said.account.as_str()), ("Name of adele", ANA));
        assert!(said.is_open);
        let ArrivalTarget::Redemption(link) = arrivals.target(&id, &secret).await.unwrap() else {
            panic!("no link")
        };
        assert!(link.expose().contains("/redeem?"));
        for wrong in ["", "x", &secret[1..]] {
            assert_eq!(arrivals.invited(&id, wrong).await.unwrap_err().code, ProblemCode::NotFound);
            assert_eq!(arrivals.target(&id, wrong).await.unwrap_err().code, ProblemCode::NotFound);
        }
        assert_eq!(app.state(&id).await, InvitationState::Sent, "looking changed nothing");
        assert!(history(&app, &id).await.contains(&HistoryEvent::StepDone(contract::StepKind::SendMail)));
        assert!(matches!(toast(&app).await, ToastKind::Invited { told_by: ToldBy::Mail, .. }));
        app.check().await;

        let guest = app.emulator.user(ANA);
        app.arrive(&guest).await;
        assert_eq!(app.state(&id).await, InvitationState::Accepted);
        match arrivals.target(&id, &secret).await.unwrap() {
            ArrivalTarget::Item(page) => assert!(page.as_str().ends_with(&format!("/items/{ITEM}"))),
            other => panic!("whoever has accepted has nothing to redeem: {other:?}"),
        }
        assert!(app.sharing.undo(&id).await.unwrap());
        app.settle().await;
        assert!(!arrivals.invited(&id, &secret).await.unwrap().is_open, "what was undone leads nowhere");
        assert_eq!(arrivals.target(&id, &secret).await.unwrap_err().code, ProblemCode::NotFound);
        assert!(history(&app, &id).await.contains(&HistoryEvent::StepRemains(contract::StepKind::SendMail)));
        app.check().await;
    }

    pub async fn somebody_known_is_told_by_the_same_way_and_lands_on_the_item(app: TestApp) {
        let app = own_mail(app).await;
        let id = app.accepted(&adele(), chosen("grady", GRADY)).await;
        app.settle().await;
        assert_eq!(app.state(&id).await, InvitationState::Shared);
        let mail = only(&app, GRADY);
        let target = app.sharing.arrivals().target(&id, &secret(&mail, &id)).await.unwrap();
        assert!(matches!(target, ArrivalTarget::Item(_)));
        assert!(matches!(toast(&app).await, ToastKind::Shared { told_by: ToldBy::Mail, .. }));
        app.check().await;
    }

    pub async fn the_text_is_that_of_the_settings_when_the_form_was_accepted(app: TestApp) {
        let settings = fixed([
            ("inviting", "mail_way", json!("own")),
            ("inviting", "cc", json!(OFFICE)),
            ("mail", "en", json!({ "subject": "{item} for you", "text": "From {inviter}: {link}" })),
        ]);
        let app = app.with_mail_server(settings).await;
        let id = app.accepted(&adele(), form(ANA)).await;
        let app = app.with_settings_and_mail_server(way("own"));
        app.settle().await;
        let mail = only(&app, ANA);
        assert_eq!(mail.mail.subject, format!("{} for you", app.progress(&id).await.item_title));
        assert!(mail.mail.text.starts_with("From Name of adele: http"), "{}", mail.mail.text);
        assert_eq!(mail.mail.cc, [OFFICE]);
        app.check().await;
    }

    /// As they were when the form was accepted; and where Microsoft writes to nobody, nobody gets a copy.
    pub async fn a_copy_of_microsofts_mail_goes_to_whom_the_settings_name(app: TestApp) {
        let copied = |way: &str, cc: &str| {
            fixed([("inviting", "mail_way", json!(way)), ("inviting", "cc", json!(cc))])
        };
        let app = app.with_settings(copied("microsoft", OFFICE));
        let id = app.accepted(&adele(), form(ANA)).await;
        let app = app.with_settings_and_mail_server(copied("link", "later@contoso.example"));
        app.settle().await;
        assert_eq!(app.state(&id).await, InvitationState::Sent);
        let mail = only(&app, ANA).mail;
        assert_eq!((mail.via, mail.to, mail.cc), (Via::Entra, vec![ANA.to_owned()], vec![OFFICE.to_owned()]));
        let id = app.accepted(&adele(), form(BEN)).await;
        app.settle().await;
        assert_eq!(app.state(&id).await, InvitationState::Sent);
        assert!(mails(&app, BEN).is_empty() && mails(&app, "later@contoso.example").is_empty());
        app.check().await;
    }

    pub async fn a_mail_server_that_takes_nothing_for_now_is_asked_again(app: TestApp) {
        let app = own_mail(app).await;
        app.emulator.fault_times(stage("MAIL"), refusal(451), Some(2));
        app.emulator.fault_times(stage("CONNECT"), json!({ "drop": true }), Some(1));
        let id = app.accepted(&adele(), form(ANA)).await;
        app.run_due().await;
        assert_eq!(app.state(&id).await, InvitationState::Waiting);
        assert_eq!(problem(&app, &id).await, ProblemCode::MailServerBusy);
        app.settle().await;
        assert_eq!(app.state(&id).await, InvitationState::Sent);
        only(&app, ANA);
        app.check().await;
    }

    pub async fn a_mail_that_is_refused_stops_and_the_inviter_goes_on_without(app: TestApp) {
        let app = own_mail(app).await;
        app.emulator.fault(stage("RCPT"), refusal(550));
        let id = app.accepted(&adele(), form(ANA)).await;
        app.settle().await;
        assert_eq!(app.state(&id).await, InvitationState::Stopped);
        assert_eq!(problem(&app, &id).await, ProblemCode::MailRefused);
        assert!(mails(&app, ANA).is_empty());
        let entries = storage::audit::list(&app.storage, 0, 99).await.unwrap();
        let stopped = entries.iter().find(|entry| entry.action == "invitation-stopped").unwrap();
        let detail: serde_json::Value = serde_json::from_str(&stopped.detail).unwrap();
        assert_eq!(detail["requests"].as_array().unwrap().len(), 1, "the key of what was refused: {detail}");
        let port = app.sharing.invitations();
        assert!(port.open(&adele(), &id).await.unwrap().may_skip_mail);
        let stranger = port.skip_mail(&person("diego", false), &id).await;
        assert_eq!(stranger.unwrap_err().code, ProblemCode::NotFound);
        port.skip_mail(&adele(), &id).await.unwrap();
        app.settle().await;
        assert_eq!(app.state(&id).await, InvitationState::Sent);
        let progress = app.progress(&id).await;
        assert!(progress.has_link && progress.told_by == ToldBy::Inviter);
        assert!(matches!(toast(&app).await, ToastKind::Invited { told_by: ToldBy::Inviter, .. }));
        let told = app.sharing.toasts().undismissed(&adele()).await.unwrap().toasts;
        assert!(told.iter().all(|toast| !toast.kind.is_problem()), "it goes on without: {told:?}");
        let history = history(&app, &id).await;
        assert!(history.contains(&HistoryEvent::MailSkipped));
        assert!(!history.contains(&HistoryEvent::StepDone(contract::StepKind::SendMail)), "{history:?}");
        port.skip_mail(&adele(), &id).await.unwrap();
        app.check().await;
    }

    pub async fn a_mail_of_unknown_outcome_is_never_sent_again_by_itself(first: TestApp) {
        let (before, after) = (json!({ "drop": true }), json!({ "drop_after": true }));
        // Taken or not, the client cannot know, wherever the connection was cut.
        let cuts = [
            ("MAIL", &before, 0),
            ("MAIL", &after, 0),
            ("RCPT", &before, 0),
            ("RCPT", &after, 0),
            ("DATA", &before, 0),
            ("DATA", &after, 0),
            ("END", &before, 0),
            ("END", &after, 1),
        ];
        for (verb, effect, taken) in cuts {
            let at = format!("{verb} {effect}");
            let app = own_mail(first.afresh().await).await;
            app.emulator.fault_times(stage(verb), effect.clone(), Some(1));
            let id = app.accepted(&adele(), form(ANA)).await;
            app.settle().await;
            assert_eq!(app.state(&id).await, InvitationState::Stopped, "{at}");
            assert_eq!(problem(&app, &id).await, ProblemCode::MailUnconfirmed, "{at}");
            app.advance(Duration::hours(3));
            app.run_due().await;
            assert_eq!(mails(&app, ANA).len(), taken, "{at}");
            app.check().await;
            // A person decides.
            app.sharing.invitations().retry(&adele(), &id, 0).await.unwrap();
            app.settle().await;
            assert_eq!(app.state(&id).await, InvitationState::Sent, "{at}");
            assert_eq!(mails(&app, ANA).len(), taken + 1, "{at}");
            for mail in mails(&app, ANA) {
                let secret = secret(&mail, &id);
                assert!(app.sharing.arrivals().target(&id, &secret).await.is_ok(), "each link leads on");
            }
            app.check().await;
        }
    }

    pub async fn whoever_arrives_was_reached_whatever_became_of_the_mail(first: TestApp) {
        let app = own_mail(first.afresh().await).await;
        app.emulator.fault_times(stage("END"), json!({ "drop_after": true }), Some(1));
        let id = app.accepted(&adele(), form(ANA)).await;
        app.settle().await;
        assert_eq!(app.state(&id).await, InvitationState::Stopped);
        app.arrive(&app.emulator.user(ANA)).await;
        assert_eq!(app.state(&id).await, InvitationState::Accepted);

        let app = own_mail(first.afresh().await).await;
        app.emulator.fault(stage("RCPT"), refusal(550));
        let id = app.accepted(&adele(), form(ANA)).await;
        app.settle().await;
        app.arrive(&app.emulator.user(ANA)).await;
        assert_eq!(app.state(&id).await, InvitationState::Accepted);
        let history = history(&app, &id).await;
        assert!(!history.contains(&HistoryEvent::StepDone(contract::StepKind::SendMail)), "{history:?}");
    }

    pub async fn nothing_goes_out_over_a_connection_that_is_not_kept_from_others(first: TestApp) {
        for fault in [
            (stage("EHLO"), json!({ "withhold": "STARTTLS" })),
            (stage("STARTTLS"), json!({ "certificate": "otherName" })),
            (stage("STARTTLS"), json!({ "certificate": "expired" })),
            (stage("STARTTLS"), json!({ "certificate": "otherAuthority" })),
        ] {
            let app = first.afresh().await.with_mail_server_by(SmtpTls::Required, way("own")).await;
            app.emulator.fault(fault.0.clone(), fault.1.clone());
            let id = app.accepted(&adele(), form(ANA)).await;
            app.settle().await;
            assert_eq!(problem(&app, &id).await, ProblemCode::MailServerRefuses, "{} {}", fault.0, fault.1);
            assert!(mails(&app, ANA).is_empty(), "{} {}", fault.0, fault.1);
            app.emulator.clear_faults(&fault.0);
            app.sharing.invitations().retry(&adele(), &id, 0).await.unwrap();
            app.settle().await;
            assert!(only(&app, ANA).mail.over_tls);
            app.check().await;
        }
    }

    pub async fn nobody_puts_a_header_into_a_mail(app: TestApp) {
        let app = own_mail(app).await;
        let eve = Caller { name: "Eve\r\nBcc: x@evil.example\r\n\r\nHello".to_owned(), ..adele() };
        let name = "Ana\r\nBcc: y@evil.example".to_owned();
        app.accepted(&eve, ShareForm { name, message: "a\r\n.\r\nMAIL FROM:<>".to_owned(), ..form(ANA) })
            .await;
        app.settle().await;
        let mail = only(&app, ANA).mail;
        assert_eq!(mail.recipients, [ANA]);
        assert!(mail.header("Bcc").is_none() && !mail.subject.contains(['\r', '\n']), "{}", mail.subject);
        assert!(mails(&app, "x@evil.example").is_empty() && mails(&app, "y@evil.example").is_empty());
    }

    pub async fn the_inviter_writes_from_their_own_mailbox(app: TestApp) {
        let app = app.with_settings(way("inviter"));
        let id = app.accepted(&adele(), form(ANA)).await;
        app.settle().await;
        assert_eq!(app.state(&id).await, InvitationState::Sent);
        let mail = only(&app, ANA);
        assert_eq!(
            (mail.mail.via, mail.mail.sender.as_deref()),
            (Via::Graph, Some("adele.vance@contoso.example"))
        );
        assert!(app.sharing.arrivals().target(&id, &secret(&mail, &id)).await.is_ok());
        app.check().await;
    }

    pub async fn without_a_mailbox_no_mail_goes_out_and_the_link_comes_first(first: TestApp) {
        for (status, code) in [(404, "MailboxNotEnabledForRESTAPI"), (403, "ErrorAccessDenied")] {
            let app = first.afresh().await.with_settings(way("inviter"));
            let send = json!({ "method": "POST", "path": "/v1.0/me/sendMail" });
            app.fail(&send, [answer(status, code, "No mailbox.")]);
            let id = app.accepted(&adele(), form(ANA)).await;
            app.settle().await;
            assert_eq!(app.state(&id).await, InvitationState::Sent, "{code}");
            let progress = app.progress(&id).await;
            assert!(progress.has_link && progress.told_by == ToldBy::Inviter);
            assert!(history(&app, &id).await.contains(&HistoryEvent::MailLeftOut));
            assert!(mails(&app, ANA).is_empty());
            app.check().await;
        }
    }

    pub async fn a_mailbox_that_sends_too_much_waits_and_one_of_unknown_outcome_stops(app: TestApp) {
        let app = app.with_settings(way("inviter"));
        let send = json!({ "method": "POST", "path": "/v1.0/me/sendMail" });
        app.fail(&send, [answer_after(429, "7"), json!({ "drop_after": true })]);
        let id = app.accepted(&adele(), form(ANA)).await;
        app.run_due().await;
        assert_eq!(problem(&app, &id).await, ProblemCode::MailServerBusy);
        app.settle().await;
        assert_eq!(problem(&app, &id).await, ProblemCode::MailUnconfirmed);
        assert_eq!(mails(&app, ANA).len(), 1);
        app.sharing.invitations().skip_mail(&adele(), &id).await.unwrap();
        app.settle().await;
        assert_eq!((app.state(&id).await, mails(&app, ANA).len()), (InvitationState::Sent, 1));
        let mail = only(&app, ANA);
        let target = app.sharing.arrivals().target(&id, &secret(&mail, &id)).await;
        assert!(target.is_ok(), "the link in the mail that arrived leads on");
        app.check().await;
    }

    /// While the mail server takes its time.
    pub async fn who_goes_on_without_a_mail_does_so_although_a_try_is_under_way(app: TestApp) {
        let app = own_mail(app).await;
        app.emulator.fault_times(stage("MAIL"), refusal(451), Some(1));
        let id = app.accepted(&adele(), form(ANA)).await;
        app.run_due().await;
        assert_eq!(problem(&app, &id).await, ProblemCode::MailServerBusy);
        app.wait_for_next().await;
        app.emulator.add_fault(
            serde_json::from_value(json!({ "on": stage("MAIL"), "effect": refusal(451) })).unwrap(),
        );
        app.emulator.add_fault(
            serde_json::from_value(json!({ "on": stage("EHLO"), "effect": { "delay_ms": 300 } })).unwrap(),
        );
        {
            let mut running = pin!(app.run_due());
            while app.emulator.faults_on(&stage("EHLO")).all(|fault| fault.met == 0) {
                tokio::select! {
                    biased;
                    _ = &mut running => panic!("the try is over"),
                    () = tokio::task::yield_now() => {}
                }
            }
            app.sharing.invitations().skip_mail(&adele(), &id).await.unwrap();
            running.await;
        }
        app.settle().await;
        assert_eq!(app.state(&id).await, InvitationState::Sent);
        assert!(mails(&app, ANA).is_empty());
        let history = history(&app, &id).await;
        assert!(!history.contains(&HistoryEvent::StepDone(contract::StepKind::SendMail)), "{history:?}");
        app.check().await;
    }

    pub async fn whoever_is_gone_and_invited_again_gets_a_mail_again(app: TestApp) {
        let app = own_mail(app).await;
        let id = app.accepted(&adele(), form(ANA)).await;
        app.settle().await;
        app.delete(ANA).await;
        app.advance(Duration::minutes(10));
        app.run_due().await;
        assert_eq!(app.state(&id).await, InvitationState::Stopped, "nobody is there");
        app.sharing.invitations().retry(&adele(), &id, 0).await.unwrap();
        app.settle().await;
        assert_eq!(app.state(&id).await, InvitationState::Sent);
        assert_eq!(mails(&app, ANA).len(), 2);
        app.check().await;
    }

    pub async fn with_a_link_only_nobody_writes(app: TestApp) {
        let app = app.with_settings(way("link"));
        let id = app.accepted(&adele(), form(ANA)).await;
        app.settle().await;
        let progress = app.progress(&id).await;
        assert_eq!((progress.state, progress.told_by), (InvitationState::Sent, ToldBy::Inviter));
        assert!(progress.has_link && mails(&app, ANA).is_empty());
        assert!(matches!(toast(&app).await, ToastKind::Invited { told_by: ToldBy::Inviter, .. }));
        app.check().await;
    }

    pub async fn without_microsofts_mail_a_post_of_unknown_outcome_is_sent_again_for_its_link(app: TestApp) {
        let app = own_mail(app).await;
        app.fail(&invites(), [json!({ "drop_after": true })]);
        let id = app.accepted(&adele(), form(ANA)).await;
        app.settle().await;
        assert_eq!(app.state(&id).await, InvitationState::Sent);
        assert_eq!(app.posts().len(), 2);
        let mail = only(&app, ANA);
        let target = app.sharing.arrivals().target(&id, &secret(&mail, &id)).await.unwrap();
        assert!(matches!(target, ArrivalTarget::Redemption(_)));
        app.check().await;
    }

    pub async fn inviting_again_writes_again_and_the_earlier_link_leads_nowhere(app: TestApp) {
        let app = own_mail(app).await;
        let first = app.accepted(&adele(), form(ANA)).await;
        app.settle().await;
        app.advance(Duration::minutes(10));
        let earlier = secret(&only(&app, ANA), &first);
        let second = app.resend(&first, "again").await;
        app.settle().await;
        assert_eq!(app.state(&second).await, InvitationState::Sent);
        let mails = mails(&app, ANA);
        assert_eq!(mails.len(), 2);
        let arrivals = app.sharing.arrivals();
        assert!(!arrivals.invited(&first, &earlier).await.unwrap().is_open);
        assert!(arrivals.target(&second, &secret(&mails[1], &second)).await.is_ok());
        app.check().await;
    }

    pub async fn an_administrator_sends_themselves_five_test_mails_an_hour(app: TestApp) {
        let settings =
            fixed([("mail", "en", json!({ "subject": "About {item}", "text": "{message} {link}" }))]);
        let app = app.with_mail_server(settings).await;
        let address = "megan.bowen@contoso.example".to_owned();
        let admin = Caller { is_admin: true, address: Some(address.clone()), ..person("megan", false) };
        let app = app.with_limits_and_mail_server(RateLimits::default());
        let port = app.sharing.settings();
        let english = contract::Language::English;
        let refused = port.test_mail(&adele(), english).await.unwrap_err();
        assert_eq!(refused.code, ProblemCode::NotAllowed);
        for _ in 0..5 {
            port.test_mail(&admin, english).await.unwrap();
        }
        assert_eq!(port.test_mail(&admin, english).await.unwrap_err().code, ProblemCode::TooFast);
        let mails = mails(&app, &address);
        assert_eq!(mails.len(), 5);
        assert_eq!(mails[0].mail.subject, "About Sample item");
        app.advance(Duration::hours(1));
        app.emulator.fault(stage("MAIL"), refusal(451));
        assert_eq!(port.test_mail(&admin, english).await.unwrap_err().code, ProblemCode::MailServerBusy);
        let alone = app.afresh().await;
        let missing = alone.sharing.settings().test_mail(&admin, english).await.unwrap_err();
        assert_eq!(missing.code, ProblemCode::MailServerMissing);
    }

    pub async fn a_setting_that_cannot_work_is_refused(app: TestApp) {
        let admin = Caller { is_admin: true, ..person("megan", false) };
        let port = app.sharing.settings();
        let page =
            port.section(&admin, &contract::SectionName::parse("inviting").unwrap(), None).await.unwrap();
        let fields = [
            ("mail_way", "own"),
            ("language", "inviter"),
            ("message", ""),
            ("cc", ""),
            ("default_days", "0"),
            ("longest_days", "0"),
        ];
        let form = contract::SettingsForm {
            section: "inviting".to_owned(),
            version: page.version,
            fields: fields.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
            ..contract::SettingsForm::default()
        };
        let answer = port.edit(&admin, form, contract::FormEdit::Review).await.unwrap();
        let contract::SettingsAnswer::Edit(draft) = answer else { panic!("{answer:?}") };
        let page = port.section(&admin, &page.name, Some(&draft)).await.unwrap();
        assert_eq!(page.fields[0].problem, Some(ProblemCode::MailServerMissing));
        let above = page.problem.map(|problem| problem.code);
        assert_eq!(above, Some(ProblemCode::MailServerMissing), "Microsoft has nothing to do with it");
    }

    pub async fn the_form_begins_with_what_the_settings_say(app: TestApp) {
        let settings = fixed([
            ("inviting", "mail_way", json!("link")),
            ("inviting", "language", json!("pt-BR")),
            ("inviting", "message", json!("Welcome")),
        ]);
        let app = app.with_settings(settings);
        let item = ItemId::parse(ITEM).unwrap();
        let view = app.sharing.items().open(&adele(), &item).await.unwrap();
        assert_eq!(view.form_defaults.language, Some(contract::Language::Portuguese));
        assert_eq!(view.form_defaults.message.as_deref(), Some("Welcome"));
    }
}
