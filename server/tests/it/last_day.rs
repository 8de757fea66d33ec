//! The last day of access, changed by a form that works as it is: one that is wrong comes back to its page, and a change is taken back from its toast.

use reqwest::Method;
use testing::BrowserResponse;
use testing::html::{Form, by_id, opened};
use testing::names::{ADELE, DIEGO, GRADY, MEGAN};

use crate::share_fields::share_with_known;
use crate::test_server::{ITEM, TestServer, share};

const CHANGE: &str = "/api/access/change-last-day";
const TROUBLE: &str = "day-trouble";
const LASTS: &str = "Last day: 31 December 2999";

#[tokio::test]
async fn a_day_that_is_wrong_comes_back_to_its_page_with_what_was_typed() {
    let server = TestServer::start();
    let (mut adele, mut megan) = (server.signed_in(ADELE).await, server.signed_in(MEGAN).await);
    share_with_known(&mut adele, ("grady", GRADY), &[]).await;
    let page = adele.visit(ITEM).await;
    assert_eq!(page.form(CHANGE).field("until").value, "", "for good");
    // Of the form in the dialog, and of the one beside the item.
    let forms: Vec<_> = page.forms().into_iter().filter(|form| form.action == CHANGE).collect();
    let places = [format!("{ITEM}/share"), ITEM.to_owned()];
    assert_eq!(forms.iter().map(|form| form.field("back").value.clone()).collect::<Vec<_>>(), places);
    for (at, place) in places.iter().enumerate() {
        let refused = adele.submit(&page, &forms[at], &[("until", "1999-12-31")]).await;
        assert_eq!(refused.status, 303);
        let back = refused.location().to_owned();
        assert!(back.starts_with(&format!("{place}?day=")) && back.ends_with("#day-field"), "{back}");
        let shown = adele.follow(refused).await;
        assert_eq!(shown.status, 200);
        let (hidden, said) = by_id(&shown.text, TROUBLE).expect("what is wrong");
        assert!(!hidden && said.contains("Choose today or a later day"), "{said}");
        let forms: Vec<_> = shown.forms().into_iter().filter(|form| form.action == CHANGE).collect();
        let fields: Vec<_> = forms.iter().map(|form| form.field("until")).collect();
        for (of, field) in fields.iter().enumerate() {
            let is_it = of == at;
            assert_eq!(field.value, if is_it { "1999-12-31" } else { "" });
            assert_eq!((field.invalid, field.described_by.contains(&TROUBLE.to_owned())), (is_it, is_it));
        }
        let folds = opened(&shown.text).into_iter().filter(|tag| tag.name == "details" && tag.has("open"));
        assert_eq!(folds.count(), 1, "what came back is in sight");
        // Nobody else's.
        let others = megan.visit(&back).await;
        assert!(by_id(&others.text, TROUBLE).is_none() && !others.text.contains("1999-12-31"));
        // The address of the form that came back is that of the page, without the draft.
        let set = adele.submit(&shown, &forms[at], &[("until", "2999-12-31")]).await;
        assert_eq!((set.status, set.location()), (303, place.as_str()));
        let shown = adele.follow(set).await;
        assert!(shown.text.contains(LASTS) && by_id(&shown.text, TROUBLE).is_none());
        let form = shown.forms().into_iter().filter(|form| form.action == CHANGE).nth(at).unwrap();
        assert_eq!(form.field("until").value, "2999-12-31");
        let removed = adele.submit(&shown, &form, &[("until", "")]).await;
        assert_eq!((removed.status, removed.location()), (303, place.as_str()));
        assert!(!adele.follow(removed).await.text.contains(LASTS), "for good again");
    }
}

/// The forms of the last day on a page: in the dialog, and beside the item.
fn day_forms(page: &BrowserResponse) -> Vec<Form> {
    page.forms().into_iter().filter(|form| form.action == CHANGE).collect()
}

/// The page shows the day that was typed in the first of its forms, which is not wrong, and says this beside it.
fn assert_kept(page: &BrowserResponse, typed: &str, says: &str) {
    let form = day_forms(page).remove(0);
    let field = form.field("until");
    assert_eq!((field.value.as_str(), field.invalid), (typed, false), "{}", page.text);
    assert!(field.described_by.contains(&TROUBLE.to_owned()), "{field:?}");
    let (hidden, said) = by_id(&page.text, TROUBLE).expect("why it was not taken");
    assert!(!hidden && said.contains(says), "{said}");
}

#[tokio::test]
async fn a_day_that_is_sent_without_a_session_is_there_after_signing_in() {
    let server = TestServer::start();
    let mut adele = server.signed_in(ADELE).await;
    share_with_known(&mut adele, ("grady", GRADY), &[]).await;
    let page = adele.visit(&format!("{ITEM}/share")).await;
    server.seconds_pass(25 * 3600).await;
    let answer = adele.submit(&page, &day_forms(&page)[0], &[("until", "2999-12-31")]).await;
    assert!(answer.location().starts_with("/sign-in?problem=session-lapsed&to="), "{}", answer.location());
    let sign_in = adele.follow(answer).await;
    let back = sign_in.way_back();
    assert!(back.starts_with(&format!("{ITEM}/share?day=")) && back.ends_with("#day-field"), "{back}");
    let others = server.signed_in(DIEGO).await.visit(&back).await;
    assert!(!others.text.contains("2999-12-31"), "it is hers");
    let picker = adele.visit(&sign_in.link("button-primary")).await;
    let shown = adele.pick(picker, ADELE).await;
    assert_eq!(shown.url.path(), format!("{ITEM}/share"));
    assert_kept(&shown, "2999-12-31", "isn’t saved yet. Send it again.");
    assert!(!shown.text.contains(LASTS), "nothing has happened yet");
    let set = adele.submit(&shown, &day_forms(&shown)[0], &[]).await;
    assert_eq!((set.status, set.location()), (303, format!("{ITEM}/share").as_str()));
    assert!(adele.follow(set).await.text.contains(LASTS));
}

#[tokio::test]
async fn a_day_is_never_set_as_somebody_else_and_stays_with_whoever_typed_it() {
    let server = TestServer::start();
    let (mut adele, mut megan) = (server.signed_in(ADELE).await, server.signed_in(MEGAN).await);
    share_with_known(&mut adele, ("grady", GRADY), &[]).await;
    let page = adele.visit(ITEM).await;
    // Adele's page, in a browser in which Megan has signed in since: she might do it, too.
    let refused = megan.submit(&page, &day_forms(&page)[0], &[("until", "2999-12-31")]).await;
    assert!(refused.location().starts_with("/trouble?problem=somebody-else&to="), "{}", refused.location());
    let target = refused.target().unwrap();
    let back = target.query_pairs().find(|(name, _)| name == "to").unwrap().1.into_owned();
    let shown = adele.visit(&back).await;
    assert_kept(&shown, "2999-12-31", "isn’t saved yet. Send it again.");
    assert!(!shown.text.contains(LASTS));
}

#[tokio::test]
async fn a_day_that_comes_too_soon_after_others_stays_in_its_field() {
    let server = TestServer::start_with(&[("VESTIBULE_LIMITS", "shares = 3 + 1/h")]);
    let mut adele = server.signed_in(ADELE).await;
    share_with_known(&mut adele, ("grady", GRADY), &[]).await;
    let mut page = adele.visit(&format!("{ITEM}/share")).await;
    // Only access that lasts longer counts.
    for _ in 0..4 {
        page = adele.send(&page, &day_forms(&page)[0], &[("until", "2999-12-30")]).await;
        assert!(by_id(&page.text, TROUBLE).is_none(), "{}", page.text);
        page = adele.send(&page, &day_forms(&page)[0], &[("until", "2999-12-31")]).await;
        if by_id(&page.text, TROUBLE).is_some() {
            break;
        }
    }
    assert_kept(&page, "2999-12-31", "That was a lot in a short time. You can try again in about");
    assert!(page.url.query().is_some_and(|query| query.starts_with("day=")), "{}", page.url);
    assert!(page.text.contains("Last day: 30 December 2999"), "what stands");
    let refused = adele.submit(&page, &day_forms(&page)[0], &[]).await;
    assert_eq!((refused.status, refused.header("retry-after")), (303, ""), "its page comes at once");
    // A script has it in its form, and is told when to come again.
    let headers = [("accept", "application/json"), ("sec-fetch-site", "same-origin")];
    let fields = day_forms(&page)[0].pairs();
    let answer = adele.ask(Method::POST, CHANGE, &headers, Some(&fields)).await;
    assert!(answer.status == 429 && !answer.header("retry-after").is_empty(), "{}", answer.text);
    server.seconds_pass(3_601).await;
    let set = adele.submit(&page, &day_forms(&page)[0], &[]).await;
    assert_eq!((set.status, set.location()), (303, format!("{ITEM}/share").as_str()));
    assert!(adele.follow(set).await.text.contains(LASTS));
}

/// Without scripts, the form of the share that came back is what the query of its page names.
#[tokio::test]
async fn a_share_form_that_came_back_stays_whatever_is_changed_about_access() {
    let typed = "not an address";
    let server = TestServer::start();
    let mut adele = server.signed_in(ADELE).await;
    share_with_known(&mut adele, ("grady", GRADY), &[]).await;
    let refused = share(&mut adele, &[("form[address]", typed)]).await;
    let place = refused.location().to_owned();
    assert!(place.starts_with(&format!("{ITEM}/share?draft=")), "{place}");
    let page = adele.follow(refused).await;
    let is_there =
        |page: &BrowserResponse| page.form("/api/share/send").field("form[address]").value == typed;
    assert!(is_there(&page), "{}", page.text);
    // A last day that comes back beside it, also when another role is what is sent next.
    let refused = adele.submit(&page, &day_forms(&page)[0], &[("until", "1999-12-31")]).await;
    let both = refused.location().trim_end_matches("#day-field").to_owned();
    assert!(both.starts_with(&format!("{place}&day=")), "{both}");
    let page = adele.follow(refused).await;
    assert!(is_there(&page) && by_id(&page.text, TROUBLE).is_some(), "{}", page.text);
    assert_eq!(page.form("/api/access/change-role").field("back").value, both);
    let set = adele.submit(&page, &day_forms(&page)[0], &[("until", "2999-12-31")]).await;
    assert_eq!(set.location(), place);
    let page = adele.follow(set).await;
    assert!(is_there(&page) && page.text.contains(LASTS), "{}", page.text);
    // Undo, which asks on a page of its own.
    let mut links = opened(&page.text).into_iter().filter(|tag| tag.name == "a").map(|tag| tag.value("href"));
    let undo = links.find(|to| to.starts_with("/access/")).expect("the way back");
    let question = adele.visit(&undo).await;
    let undone = adele.submit(&question, &question.form("/api/access/undo"), &[]).await;
    assert_eq!(undone.location(), place);
    let page = adele.follow(undone).await;
    assert!(is_there(&page) && !page.text.contains(LASTS), "{}", page.text);
    // Another role, and the end.
    let role = page.form("/api/access/change-role");
    let changed = adele.submit(&page, &role, &[("role", "contributor")]).await;
    assert_eq!(changed.location(), place);
    let page = adele.follow(changed).await;
    let ended = adele.submit(&page, &page.form("/api/access/end"), &[]).await;
    assert_eq!(ended.location(), place);
    assert!(is_there(&adele.follow(ended).await));
}

#[tokio::test]
async fn a_script_is_told_beside_which_field_something_is_wrong() {
    let server = TestServer::start();
    let mut adele = server.signed_in(ADELE).await;
    share_with_known(&mut adele, ("grady", GRADY), &[]).await;
    let form = adele.visit(ITEM).await.form(CHANGE);
    let headers = [("accept", "application/json"), ("sec-fetch-site", "same-origin")];
    for (typed, status, says) in
        [("soon", 400, r#""code":"day-malformed""#), ("2999-12-31", 200, r#""done":true"#)]
    {
        let fields = form.filled(&[("until", typed)]);
        let answer = adele.ask(Method::POST, CHANGE, &headers, Some(&fields)).await;
        assert_eq!(answer.status, status, "{typed}: {}", answer.text);
        assert!(answer.text.contains(says), "{typed}: {}", answer.text);
        assert_eq!(answer.text.contains(r#""field":"until""#), status == 400, "{}", answer.text);
    }
}

#[tokio::test]
async fn a_change_is_taken_back_from_its_toast() {
    let server = TestServer::start();
    let mut adele = server.signed_in(ADELE).await;
    share_with_known(&mut adele, ("grady", GRADY), &[]).await;
    let page = adele.visit(ITEM).await;
    let page = adele.send(&page, &page.form(CHANGE), &[("until", "2999-12-31")]).await;
    assert_eq!(page.form(CHANGE).field("until").value, "2999-12-31");
    let told = adele.visit("/items").await;
    assert!(told.text.contains("is 31 December 2999 (UTC) now."), "{}", told.text);
    let mut links = opened(&told.text).into_iter().filter(|tag| tag.name == "a").map(|tag| tag.value("href"));
    let undo = links.find(|to| to.starts_with("/access/")).expect("the way back");
    let question = adele.visit(&undo).await;
    assert!(question.text.contains("Access has no last day then, as before."), "{}", question.text);
    let undone = adele.submit(&question, &question.form("/api/access/undo"), &[]).await;
    assert_eq!((undone.status, undone.location()), (303, ITEM));
    assert_eq!(adele.follow(undone).await.form(CHANGE).field("until").value, "");
    assert_eq!(adele.get(&undo).await.status, 404, "it is undone");
}
