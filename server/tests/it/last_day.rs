//! The last day of access, changed by a form that works as it is: one that is wrong comes back to its page, and a change is taken back from its toast.

use reqwest::Method;
use testing::html::{by_id, opened};
use testing::names::{ADELE, GRADY, MEGAN};

use crate::share_fields::share_with_known;
use crate::test_server::{ITEM, TestServer};

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
        assert!(back.starts_with(&format!("{place}?draft=")) && back.ends_with("#day-field"), "{back}");
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
