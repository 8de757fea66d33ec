//! What people are told: by mail, by toasts, on the item's page, on the list.

use contract::{
    Awaited, FieldPath, InvitationFilter, InvitationState, ItemId, ProblemCode, SafeUrl, ShareAnswer,
    ShareForm,
};
use testing::names::{GRADY, JONI, user_id};
use time::Duration;

use super::app::{ITEM, TestApp, adele, answer, choose, form, guest_of, invites, person};

const ANA: &str = "ana@fabrikam.example";

fn item() -> ItemId {
    ItemId::parse(ITEM).unwrap()
}

/// The text of the one mail to somebody.
fn mail_to(app: &TestApp, address: &str) -> String {
    app.emulator.world(|world| {
        let mut mails = world.mail().iter().filter(|mail| mail.is_for(address));
        let mail = mails.next().unwrap();
        assert!(mails.next().is_none(), "one mail");
        mail.mail.text.clone()
    })
}

#[tokio::test]
async fn the_mail_says_what_was_shared_in_its_own_language_before_the_inviters_words() {
    for (language, says, role) in [
        ("en", "Name of adele shared “Harbour Line tender 2027” (Document) with you.", "Your role: Reader."),
        (
            "lt",
            "Name of adele su jumis bendrina „Harbour Line tender 2027“ (Dokumentas).",
            "Jūsų vaidmuo: Skaitytojas.",
        ),
        (
            "fr",
            "Name of adele a partagé «\u{a0}Harbour Line tender 2027\u{a0}» (Document) avec vous.",
            "Votre rôle\u{a0}: Lecteur.",
        ),
        (
            "pt-BR",
            "Name of adele compartilhou “Harbour Line tender 2027” (Documento) com você.",
            "Sua função: Leitor.",
        ),
        ("zh-TW", "Name of adele 與您共用了「Harbour Line tender 2027」（文件）。", "您的角色：讀取者。"),
    ] {
        for message in ["", "Please look at annex C.\nBefore Friday."] {
            let app = TestApp::new().await;
            let typed = ShareForm { language: language.to_owned(), message: message.to_owned(), ..form(ANA) };
            app.accepted(&adele(), typed).await;
            app.settle().await;
            let mail = mail_to(&app, ANA);
            let (before, after) = mail.split_once(says).unwrap_or_else(|| panic!("{language}: {mail}"));
            let after = after.trim_start();
            assert!(after.starts_with(role), "{language}: {mail}");
            assert!(!before.contains("annex C"), "{mail}");
            assert!(after.contains(message), "whole: {mail}");
        }
    }
}

#[tokio::test]
async fn good_news_is_news_for_ten_minutes_and_trouble_until_it_is_dismissed() {
    let app = TestApp::new().await;
    let shared = |name: &str, address: &str| ShareForm { person: user_id(name), ..form(address) };
    app.accepted(&adele(), shared("grady", GRADY)).await;
    app.settle().await;
    app.fail(&invites(), [answer(403, "Forbidden", "Guest invitations not allowed for your company.")]);
    app.accepted(&adele(), form(ANA)).await;
    app.settle().await;
    let toasts = async || app.sharing.toasts().undismissed(&adele()).await.unwrap();
    let shown = toasts().await;
    assert_eq!((shown.toasts.len(), shown.total, shown.is_more), (2, 2, false));
    app.advance(Duration::minutes(10));
    let shown = toasts().await;
    assert_eq!((shown.toasts.len(), shown.total), (1, 1));
    assert!(shown.toasts[0].kind.is_problem());
    app.advance(Duration::days(7));
    assert_eq!(toasts().await.total, 1, "trouble stays");
    app.sharing.toasts().dismiss(&adele(), &shown.toasts[0].id).await.unwrap();
    assert_eq!(toasts().await.total, 0);
}

#[tokio::test]
async fn three_toasts_are_shown_and_all_are_counted() {
    let app = TestApp::new().await;
    for number in 0..7 {
        app.accepted(&adele(), form(&format!("guest{number}@fabrikam.example"))).await;
    }
    app.settle().await;
    let shown = app.sharing.toasts().undismissed(&adele()).await.unwrap();
    assert_eq!((shown.toasts.len(), shown.total), (3, 7));
}

#[tokio::test]
async fn an_open_page_asks_while_a_guest_may_still_accept() {
    let app = TestApp::new().await;
    let awaited = async || app.sharing.toasts().awaited(&adele()).await.unwrap();
    assert_eq!(awaited().await, Awaited::Nothing);
    app.accepted(&adele(), form(ANA)).await;
    assert_eq!(awaited().await, Awaited::Work);
    app.settle().await;
    app.advance(Duration::days(30));
    assert_eq!(awaited().await, Awaited::Guests, "however old it is");
    let guest = app.accept(ANA).await;
    assert_eq!(app.sharing.toasts().awaited(&guest_of(&guest)).await.unwrap(), Awaited::Nothing);
    app.arrive(&guest).await;
    assert_eq!(awaited().await, Awaited::Nothing);
}

#[tokio::test]
async fn what_is_under_way_is_listed_on_the_item_for_its_inviter() {
    let app = TestApp::new().await;
    let id = app.accepted(&adele(), form(ANA)).await;
    let open = async |who| app.sharing.items().open(&who, &item()).await.unwrap();
    let view = open(adele()).await;
    assert!(view.people.is_empty());
    let [line] = &view.on_the_way[..] else { panic!("{:?}", view.on_the_way) };
    assert_eq!((&line.report.invitation, line.report.state), (&id, InvitationState::Working));
    assert_eq!((line.person.as_str(), line.address.as_str(), line.outside), ("Ana Novak", ANA, true));
    assert!(open(person("diego", false)).await.on_the_way.is_empty(), "what another does is theirs");
    app.settle().await;
    let view = open(adele()).await;
    assert_eq!((view.people.len(), view.on_the_way.len()), (1, 0));
}

#[tokio::test]
async fn an_item_opens_in_its_application_unless_it_lives_here() {
    let app = TestApp::new().await;
    let open = async || app.sharing.items().open(&adele(), &item()).await.unwrap();
    let view = open().await;
    assert!(view.open_to_members && !view.opens_elsewhere);
    let url = SafeUrl::parse(testing::names::APP).unwrap();
    for (landing, elsewhere) in [
        (format!("{}/items/{ITEM}/", testing::names::APP), false),
        (format!("{}/papers/{ITEM}", testing::names::APP), true),
    ] {
        let mut items = backend::items::sample(&url);
        items.iter_mut().find(|one| one.id.as_str() == ITEM).unwrap().landing =
            SafeUrl::parse(&landing).unwrap();
        app.sharing.register(&items).await.unwrap();
        assert_eq!(open().await.opens_elsewhere, elsewhere, "{landing}");
    }
}

#[tokio::test]
async fn who_is_given_access_reads_the_message_and_whom_to_ask() {
    let app = TestApp::new().await;
    let diego = person("diego", false);
    for (name, who) in [("grady", person("grady", true)), ("diego", diego)] {
        let address = app.emulator.world(|world| {
            let user = world.resource_tenant().unwrap().user(user_id(name).parse().unwrap()).unwrap();
            user.mail.clone().unwrap()
        });
        app.accepted(&adele(), ShareForm { person: user_id(name), ..form(&address) }).await;
        app.settle().await;
        let view = app.sharing.items().open(&who, &item()).await.unwrap();
        assert_eq!(view.message.as_deref(), Some("Please look at annex C."), "{name}");
        assert_eq!(view.own.unwrap().given_by, "Name of adele");
        assert_eq!(view.given_by_address, None, "she is not known here");
    }
    app.give(&user_id("adele"), "reader", None).await;
    let view = app.sharing.items().open(&person("grady", true), &item()).await.unwrap();
    assert_eq!(view.given_by_address.as_deref(), Some("planted@fabrikam.example"));
}

#[tokio::test]
async fn colleagues_are_not_from_outside() {
    let app = TestApp::new().await;
    let alex = "alex.wilber@contoso.example";
    app.accepted(&adele(), ShareForm { person: user_id("alex"), ..form(alex) }).await;
    app.accepted(&adele(), ShareForm { person: user_id("joni"), ..form(JONI) }).await;
    app.accepted(&adele(), form(ANA)).await;
    app.settle().await;
    let list = app.sharing.invitations().list(&adele(), InvitationFilter::default()).await.unwrap();
    let mut outside: Vec<_> = list.rows.into_iter().map(|row| (row.address, row.outside)).collect();
    outside.sort();
    assert_eq!(outside, [(alex.to_owned(), false), (ANA.to_owned(), true), (JONI.to_owned(), true)]);
}

#[tokio::test]
async fn a_refusal_that_is_mended_in_the_form_leaves_no_row() {
    for (message, code, kept) in [
        ("... is a verified domain of this directory.", ProblemCode::OwnDomain, 0),
        ("Guest invitations not allowed for your company.", ProblemCode::PolicyForbids, 1),
    ] {
        let app = TestApp::new().await;
        let status = if kept == 0 { 400 } else { 403 };
        app.fail(&invites(), [answer(status, "BadRequest", message)]);
        let id = app.accepted(&adele(), form(ANA)).await;
        app.settle().await;
        assert_eq!(app.progress(&id).await.problem.unwrap().code, code);
        let port = app.sharing.invitations();
        port.shown_in_form(&person("diego", false), &id).await.unwrap();
        let listed = async || {
            let list = port.list(&adele(), InvitationFilter::default()).await.unwrap();
            (list.rows.len(), port.counts(&adele()).await.unwrap().len())
        };
        assert_eq!(listed().await, (1, 1), "another's word counts for nothing");
        port.shown_in_form(&adele(), &id).await.unwrap();
        assert_eq!(listed().await, (kept, kept), "{code:?}");
        assert_eq!(app.sharing.toasts().undismissed(&adele()).await.unwrap().total, 0);
        let refused = port.put_away(&person("diego", false), &id).await.unwrap_err();
        assert_eq!(refused.code, ProblemCode::NotFound);
        port.put_away(&adele(), &id).await.unwrap();
        port.put_away(&adele(), &id).await.unwrap();
        assert_eq!(listed().await, (0, 0), "what is kept can be put away");
        let entries = storage::audit::of_subject(&app.storage, id.as_str()).await.unwrap();
        assert_eq!(entries.iter().filter(|entry| entry.action == "invitation-put-away").count(), 1);
        app.try_again(&id).await;
        app.settle().await;
        assert_eq!(listed().await, (1, 1), "tried again, it is back");
        assert_eq!(app.state(&id).await, InvitationState::Sent);
        port.put_away(&adele(), &id).await.unwrap();
        assert_eq!(listed().await, (1, 1), "what waits for its guest stays");
        app.check().await;
    }
}

#[tokio::test]
async fn whoever_is_asked_and_chooses_nobody_is_told_so() {
    let app = TestApp::new().await;
    let (draft, matches) = choose(&app.share(&adele(), form(JONI)).await).unwrap();
    assert_eq!(matches.len(), 1);
    let draft = app.sharing.invitations().draft(&adele(), &draft).await.unwrap();
    let code = draft.problem.and_then(|problem| problem.about(&FieldPath::PERSON));
    assert_eq!(code, Some(ProblemCode::ChoosePerson));
}

#[tokio::test]
async fn several_recipients_who_come_to_the_same_are_one_toast_and_each_is_read_again() {
    let app = TestApp::new().await;
    let line =
        |number: u32| contract::TypedRecipient::of_text(&format!("many{number}@fabrikam.example")).line();
    let form = ShareForm { recipients: (0..5).map(line).collect(), ..form("") };
    let answer = app.share(&adele(), form).await;
    assert!(matches!(answer, ShareAnswer::Accepted { .. }), "{answer:?}");
    app.settle().await;
    let toasts = app.sharing.toasts();
    let shown = toasts.undismissed(&adele()).await.unwrap();
    assert_eq!((shown.toasts.len(), shown.total, shown.toasts[0].people), (1, 1, 5));
    toasts.dismiss(&adele(), &shown.toasts[0].id).await.unwrap();
    assert_eq!(toasts.undismissed(&adele()).await.unwrap().total, 0, "the whole line is gone");
    let list = toasts.activity(&adele(), None).await.unwrap();
    assert_eq!((list.toasts.len(), list.has_older), (5, false));
    assert!(list.toasts.iter().all(|toast| toast.people == 1), "{list:?}");
    let oldest = list.toasts.last().unwrap().id.clone();
    assert!(toasts.activity(&adele(), Some(oldest)).await.unwrap().toasts.is_empty());
    assert!(
        toasts.activity(&person("diego", false), None).await.unwrap().toasts.is_empty(),
        "one's own only"
    );
}
