//! The look: a mark is kept by its digest, and a section that names another is refused.

use contract::ports::{Looks, SettingsAdmin};
use contract::{
    Caller, FormEdit, MarkAnswer, ProblemCode, SectionName, SettingsAnswer, SettingsForm, SettingsStep,
    UploadedMark,
};
use std::collections::BTreeMap;
use std::sync::Arc;
use time::Duration;

use super::app::{TestApp, adele, person};

fn megan() -> Caller {
    Caller { is_admin: true, ..person("megan", false) }
}

/// A picture of one colour.
fn png(color: u8) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, 4, 4);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&[color; 48]).unwrap();
    writer.finish().unwrap();
    file
}

fn look() -> SectionName {
    SectionName::parse("look").unwrap()
}

async fn upload(settings: &Arc<dyn SettingsAdmin>, file: Vec<u8>) -> SettingsAnswer {
    let version = settings.section(&megan(), &look(), None).await.unwrap().version;
    let mark = UploadedMark { form: SettingsForm { version, ..SettingsForm::default() }, file };
    match settings.upload_mark(&megan(), mark).await.unwrap() {
        MarkAnswer::Taken(answer) => answer,
        refused @ MarkAnswer::Refused(..) => panic!("{refused:?}"),
    }
}

async fn confirm(settings: &Arc<dyn SettingsAdmin>, answer: SettingsAnswer) -> i64 {
    let SettingsAnswer::Review(draft) = answer else { panic!("{answer:?}") };
    match settings.confirm(&megan(), &draft, String::new(), SettingsStep::Confirm).await.unwrap() {
        SettingsAnswer::Stored(version) => version,
        other => panic!("{other:?}"),
    }
}

/// The digest of the mark that is shown.
async fn shown(looks: &Arc<dyn Looks>) -> Option<String> {
    let mark = looks.look().await.mark?;
    Some(mark.as_str().strip_prefix("/look/")?.strip_suffix(".png")?.to_owned())
}

#[tokio::test]
async fn a_mark_is_kept_and_shown_by_every_process_once_it_is_confirmed() {
    let app = TestApp::new().await;
    let (settings, looks) = (app.sharing.settings(), app.another_process().looks());
    let answer = upload(&settings, png(9)).await;
    assert_eq!(shown(&looks).await, None);
    confirm(&settings, answer).await;
    assert!(shown(&app.sharing.looks()).await.is_some(), "at once where it was changed");
    app.advance(Duration::seconds(2));
    let digest = shown(&looks).await.unwrap();
    assert!(looks.mark(&digest).await.unwrap().starts_with(b"\x89PNG"));
    assert_eq!(upload(&settings, png(9)).await, SettingsAnswer::Unchanged, "the same picture");
    let entries = storage::audit::of_subject(&app.storage, "settings").await.unwrap();
    let actions: Vec<_> = entries.iter().map(|entry| entry.action.as_str()).collect();
    assert_eq!(actions.iter().filter(|action| **action == "mark-kept").count(), 2, "{actions:?}");
    assert_eq!(actions.iter().filter(|action| **action == "setting-changed").count(), 1, "{actions:?}");

    // What no version names is forgotten in time, and nothing else.
    upload(&settings, png(10)).await;
    app.advance(Duration::days(3));
    let unused = upload(&settings, png(11)).await;
    let second = confirm(&settings, unused).await;
    assert_eq!(second, 2);
    assert!(looks.mark(&digest).await.is_ok(), "an earlier version names it");
    app.check().await;
}

#[tokio::test]
async fn a_mark_that_is_not_kept_here_is_refused() {
    let app = TestApp::new().await;
    let settings = app.sharing.settings();
    let fields = BTreeMap::from([("mark".to_owned(), "0a".repeat(32))]);
    let form = SettingsForm { section: "look".to_owned(), fields, ..SettingsForm::default() };
    let answer = settings.edit(&megan(), form, FormEdit::Review).await.unwrap();
    let SettingsAnswer::Edit(draft) = answer else { panic!("{answer:?}") };
    let page = settings.section(&megan(), &look(), Some(&draft)).await.unwrap();
    let problem = page.problem.unwrap();
    assert_eq!(problem.fields.first().map(|wrong| wrong.code), Some(ProblemCode::MarkUnknown));
}

#[tokio::test]
async fn nobody_else_sends_a_mark() {
    let app = TestApp::new().await;
    let mark = UploadedMark { form: SettingsForm::default(), file: png(9) };
    let refused = app.sharing.settings().upload_mark(&adele(), mark).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::NotAllowed);
    let looks = app.sharing.looks();
    assert_eq!(looks.look().await, contract::Look::default());
    let missing = looks.mark("../../etc/passwd").await.unwrap_err();
    assert_eq!(missing.code, ProblemCode::NotFound);
}
