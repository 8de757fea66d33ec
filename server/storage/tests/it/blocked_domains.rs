//! Blocked domains.

use storage::blocked_domains;
use testing::TestDb;

use crate::rows::TENANT;

stories![what_was_seen_is_known_until_it_is_outdated_or_forgotten,];

async fn problem(db: &TestDb, tenant: &str, domain: &str, outdated: i64) -> Option<String> {
    let asked = ["nobody.example", domain];
    let mut known = blocked_domains::problems(&db.storage, tenant, &asked, outdated).await.unwrap();
    let within = db.change(async |tx| blocked_domains::problems_in(tx, tenant, &asked, outdated).await).await;
    assert_eq!(within, known, "as a transaction sees them");
    known.remove(domain)
}

async fn note(db: &TestDb, domain: &'static str, problem: &'static str, at: i64, outdated: i64) {
    db.change(async |tx| blocked_domains::note(tx, (TENANT, domain), problem, at, outdated).await).await;
}

async fn what_was_seen_is_known_until_it_is_outdated_or_forgotten(db: &TestDb) {
    note(db, "a.example", "domain-blocked", 10, 0).await;
    note(db, "b.example", "domain-blocked", 20, 0).await;
    assert_eq!(problem(db, TENANT, "a.example", 9).await.as_deref(), Some("domain-blocked"));
    assert_eq!(problem(db, TENANT, "a.example", 10).await, None, "outdated");
    assert_eq!(problem(db, "another", "a.example", 0).await, None);
    assert_eq!(problem(db, TENANT, "c.example", 0).await, None);

    note(db, "b.example", "cross-tenant-blocked", 30, 15).await;
    assert_eq!(problem(db, TENANT, "b.example", 29).await.as_deref(), Some("cross-tenant-blocked"));
    assert_eq!(problem(db, TENANT, "a.example", 0).await, None, "what is outdated is not kept");

    db.change(async |tx| blocked_domains::forget(tx, TENANT, "b.example").await).await;
    assert_eq!(problem(db, TENANT, "b.example", 0).await, None);
}
