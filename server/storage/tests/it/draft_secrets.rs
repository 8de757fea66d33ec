//! Secrets beside kept forms.

use storage::draft_secrets::{delete, delete_expired, of_draft, put};
use storage::drafts::{self, DraftRow};
use testing::TestDb;

stories![a_secret_goes_before_its_form_does, a_secret_goes_with_its_form];

async fn two_forms(db: &TestDb) {
    db.change(async |tx| {
        for id in ["d1", "d2"] {
            let row = DraftRow {
                id: id.into(),
                tenant: "tenant-1".into(),
                user: "megan".into(),
                form: "{}".into(),
                problem: None,
                recipients: None,
                expires_at: 9_000,
            };
            drafts::save(tx, &row).await?;
            put(tx, id, ("password", &format!("sealed for {id}")), 2_000).await?;
        }
        Ok(())
    })
    .await;
}

async fn names(db: &TestDb, draft: &str, now: i64) -> Vec<(String, String)> {
    of_draft(&db.storage, draft, now).await.unwrap()
}

async fn a_secret_goes_before_its_form_does(db: &TestDb) {
    two_forms(db).await;
    db.change(async |tx| put(tx, "d1", ("key", "another"), 3_000).await).await;
    let both = [("key", "another"), ("password", "sealed for d1")];
    let both = both.map(|(name, sealed)| (name.to_owned(), sealed.to_owned()));
    assert_eq!(names(db, "d1", 1_999).await, both);
    assert_eq!(names(db, "d1", 2_000).await, both[..1], "not a moment longer");
    assert_eq!(db.change(async |tx| delete_expired(tx, 1_999).await).await, 0);
    db.change(async |tx| delete(tx, "d2").await).await;
    assert!(names(db, "d2", 0).await.is_empty());
    assert_eq!(names(db, "d1", 0).await, both, "of the other form it stays");
    assert_eq!(db.change(async |tx| delete_expired(tx, 2_000).await).await, 1);
    assert_eq!(names(db, "d1", 0).await, both[..1]);
    for id in ["d1", "d2"] {
        assert!(drafts::load(&db.storage, id, 0).await.unwrap().is_some(), "the form stays");
    }
}

async fn a_secret_goes_with_its_form(db: &TestDb) {
    two_forms(db).await;
    db.change(async |tx| drafts::make_room(tx, "tenant-1", "megan", 1).await).await;
    assert_eq!(db.number("SELECT COUNT(*) FROM draft_secrets").await, 1);
    db.change(async |tx| drafts::delete_expired(tx, 9_000).await).await;
    assert_eq!(db.number("SELECT COUNT(*) FROM draft_secrets").await, 0);
}
