//! Jobs: nobody does the same one at the same time, and nobody late can do harm.

use std::collections::HashSet;

use contract::InvitationState;
use storage::jobs::{
    JobRow, claim, enqueue, finish, next_run_at, orphaned, pull_forward, renew, renew_in, reschedule,
    retry_later,
};
use storage::people;
use testing::TestDb;

use crate::rows::{TENANT, adele_and_plan, insert_shared, invitation, job, person};

stories![
    the_job_that_waited_longest_comes_first,
    a_kind_can_be_claimed,
    two_claimers_never_get_the_same_job,
    an_expired_lease_is_anothers_and_the_late_worker_is_refused,
    what_a_late_worker_did_is_rolled_back,
    a_lease_can_be_renewed_while_it_is_held,
    a_lease_renewed_in_a_transaction_stays_with_it,
    a_clock_that_is_ahead_takes_no_job_that_is_held,
    a_job_given_back_runs_again_at_its_time,
    runs_that_break_are_counted_until_one_goes_well,
    there_is_one_job_per_dedupe_text_while_it_lives,
    a_waiting_job_is_pulled_forward_a_running_one_is_not,
    a_job_asked_for_does_not_end_in_between,
    an_invitation_under_way_without_a_job_is_found,
    the_next_time_is_of_a_job_or_of_the_end_of_a_lease,
];

/// As long as no test lasts.
const LONG: i64 = 600_000;

/// The lease of the job ends: its worker has not been heard of.
async fn lapse(db: &TestDb, id: &str) {
    db.run(&format!("UPDATE jobs SET lease_until = 0 WHERE id = '{id}'")).await;
}

async fn store(db: &TestDb, jobs: &[JobRow]) {
    db.change(async |tx| {
        for job in jobs {
            assert!(enqueue(tx, job).await?);
        }
        Ok(())
    })
    .await;
}

async fn the_job_that_waited_longest_comes_first(db: &TestDb) {
    store(db, &[job("j1", 300), job("j2", 100), job("j3", 200)]).await;
    let first = claim(&db.storage, None, 250, LONG, "a").await.unwrap().unwrap();
    let lease_until = first.lease_until;
    assert_eq!(first, JobRow { lease_token: Some("a".into()), lease_until, ..job("j2", 100) });
    assert!(lease_until >= Some(250 + LONG), "{lease_until:?}");
    assert_eq!(claim(&db.storage, None, 250, LONG, "b").await.unwrap().unwrap().id, "j3");
    assert_eq!(claim(&db.storage, None, 250, LONG, "c").await.unwrap(), None);
    assert_eq!(claim(&db.storage, None, 300, LONG, "c").await.unwrap().unwrap().id, "j1");
}

async fn a_kind_can_be_claimed(db: &TestDb) {
    store(db, &[job("j1", 1), JobRow { kind: "sweep".into(), ..job("j2", 2) }, job("j3", 500)]).await;
    assert_eq!(claim(&db.storage, Some("sweep"), 9, LONG, "a").await.unwrap().unwrap().id, "j2");
    assert_eq!(claim(&db.storage, Some("sweep"), 9, LONG, "a").await.unwrap(), None, "taken");
    assert_eq!(claim(&db.storage, Some("none"), 9, LONG, "a").await.unwrap(), None, "none such");
    assert_eq!(claim(&db.storage, Some("invite"), 9, LONG, "b").await.unwrap().unwrap().id, "j1");
    assert_eq!(claim(&db.storage, Some("invite"), 9, LONG, "c").await.unwrap(), None, "not due");
    lapse(db, "j2").await;
    assert_eq!(claim(&db.storage, Some("sweep"), 20, LONG, "c").await.unwrap().unwrap().id, "j2", "lapsed");
}

async fn two_claimers_never_get_the_same_job(db: &TestDb) {
    const JOBS: usize = 60;
    let jobs: Vec<_> = (0..JOBS).map(|n| job(&format!("j{n}"), 1)).collect();
    store(db, &jobs).await;
    let other = db.second_process().await;
    let mut workers = tokio::task::JoinSet::new();
    for n in 0..8 {
        let storage = if n % 2 == 0 { db.storage.clone() } else { other.clone() };
        workers.spawn(async move {
            let mut mine = Vec::new();
            while let Some(job) = claim(&storage, None, 10, LONG, &format!("w{n}")).await.unwrap() {
                assert_eq!(job.lease_token, Some(format!("w{n}")));
                mine.push(job.id);
            }
            mine
        });
    }
    let claimed = workers.join_all().await.concat();
    other.close().await;
    assert_eq!(claimed.len(), JOBS);
    assert_eq!(claimed.iter().collect::<HashSet<_>>().len(), JOBS);
}

async fn an_expired_lease_is_anothers_and_the_late_worker_is_refused(db: &TestDb) {
    store(db, &[job("j1", 1)]).await;
    claim(&db.storage, None, 10, LONG, "late").await.unwrap().unwrap();
    assert_eq!(claim(&db.storage, None, 99, LONG, "next").await.unwrap(), None);
    lapse(db, "j1").await;
    assert_eq!(claim(&db.storage, None, 100, LONG, "next").await.unwrap().unwrap().id, "j1");

    assert!(!renew(&db.storage, "j1", "late", 100, LONG).await.unwrap());
    assert!(!db.change(async |tx| finish(tx, "j1", "late").await).await);
    assert!(!db.change(async |tx| renew_in(tx, "j1", "late", 100, LONG).await).await);
    assert!(!db.change(async |tx| reschedule(tx, "j1", "late", 900, 9).await).await);
    assert!(!db.change(async |tx| retry_later(tx, "j1", "late", 900).await).await);
    assert_eq!(db.number("SELECT failures FROM jobs").await, 0);
    assert!(db.change(async |tx| finish(tx, "j1", "next").await).await);
    assert!(!db.change(async |tx| finish(tx, "j1", "next").await).await, "gone");
}

async fn what_a_late_worker_did_is_rolled_back(db: &TestDb) {
    store(db, &[job("j1", 1)]).await;
    claim(&db.storage, None, 10, LONG, "late").await.unwrap();
    lapse(db, "j1").await;
    claim(&db.storage, None, 100, LONG, "next").await.unwrap();
    let mut tx = db.storage.begin().await.unwrap();
    people::upsert(&mut tx, &person("grady", "Grady", "guest")).await.unwrap();
    assert!(!finish(&mut tx, "j1", "late").await.unwrap());
    drop(tx);
    assert_eq!(people::load(&db.storage, TENANT, "grady").await.unwrap(), None);
}

async fn a_lease_can_be_renewed_while_it_is_held(db: &TestDb) {
    store(db, &[job("j1", 1)]).await;
    claim(&db.storage, None, 10, LONG, "a").await.unwrap();
    lapse(db, "j1").await;
    assert!(renew(&db.storage, "j1", "a", 10, LONG).await.unwrap(), "late, but nobody else has taken it");
    assert_eq!(claim(&db.storage, None, 299, LONG, "b").await.unwrap(), None);
    assert!(!renew(&db.storage, "j1", "b", 299, LONG).await.unwrap());
    lapse(db, "j1").await;
    assert_eq!(claim(&db.storage, None, 300, LONG, "b").await.unwrap().unwrap().id, "j1");
}

async fn a_job_given_back_runs_again_at_its_time(db: &TestDb) {
    store(db, &[job("j1", 1)]).await;
    claim(&db.storage, None, 10, LONG, "a").await.unwrap();
    assert!(db.change(async |tx| reschedule(tx, "j1", "a", 50, 4).await).await);
    assert!(!renew(&db.storage, "j1", "a", 10, LONG).await.unwrap(), "the token opens nothing any more");
    assert_eq!(claim(&db.storage, None, 49, LONG, "b").await.unwrap(), None);
    let again = claim(&db.storage, None, 50, LONG, "b").await.unwrap().unwrap();
    assert_eq!((again.run_at, again.attempts), (50, 4));
}

async fn a_lease_renewed_in_a_transaction_stays_with_it(db: &TestDb) {
    store(db, &[job("j1", 1)]).await;
    claim(&db.storage, None, 10, LONG, "a").await.unwrap();
    lapse(db, "j1").await;
    let mut tx = db.storage.begin().await.unwrap();
    assert!(renew_in(&mut tx, "j1", "a", 10, LONG).await.unwrap());
    drop(tx);
    assert_eq!(next_run_at(&db.storage).await.unwrap(), Some(0), "rolled back");
    assert!(db.change(async |tx| renew_in(tx, "j1", "a", 10, LONG).await).await);
    assert_eq!(claim(&db.storage, None, 299, LONG, "b").await.unwrap(), None);
    assert!(!db.change(async |tx| renew_in(tx, "j1", "b", 10, LONG).await).await);
    assert!(!db.change(async |tx| renew_in(tx, "j9", "a", 10, LONG).await).await);
    lapse(db, "j1").await;
    assert_eq!(claim(&db.storage, None, 300, LONG, "b").await.unwrap().unwrap().id, "j1");
}

/// Two processes whose clocks are three minutes apart. On PostgreSQL its own clock counts; on SQLite they share a machine.
async fn a_clock_that_is_ahead_takes_no_job_that_is_held(db: &TestDb) {
    if !db.is_postgres() {
        return;
    }
    store(db, &[job("j1", 1)]).await;
    claim(&db.storage, None, 10, LONG, "a").await.unwrap().unwrap();
    assert_eq!(claim(&db.storage, None, i64::MAX, LONG, "b").await.unwrap(), None);
    assert!(renew(&db.storage, "j1", "a", 0, LONG).await.unwrap());
    assert_eq!(claim(&db.storage, None, i64::MAX, LONG, "b").await.unwrap(), None);
}

async fn runs_that_break_are_counted_until_one_goes_well(db: &TestDb) {
    store(db, &[JobRow { attempts: 2, ..job("j1", 1) }, job("j2", 9_000)]).await;
    let mut now = 10;
    for failures in 0..4 {
        let broken = claim(&db.storage, None, now, LONG, "a").await.unwrap().unwrap();
        assert_eq!((broken.id.as_str(), broken.failures, broken.attempts), ("j1", failures, 2));
        assert!(db.change(async |tx| retry_later(tx, "j1", "a", now + 50).await).await);
        assert!(!db.change(async |tx| retry_later(tx, "j1", "a", now + 50).await).await, "given back");
        assert_eq!(claim(&db.storage, None, now + 49, LONG, "b").await.unwrap(), None);
        now += 50;
    }
    let well = claim(&db.storage, None, now, LONG, "a").await.unwrap().unwrap();
    assert_eq!((well.run_at, well.failures), (now, 4));
    assert!(db.change(async |tx| reschedule(tx, "j1", "a", now, 3).await).await);
    let next = claim(&db.storage, None, now, LONG, "a").await.unwrap().unwrap();
    assert_eq!((next.failures, next.attempts), (0, 3));
    assert_eq!(
        db.number("SELECT CAST(SUM(failures) AS BIGINT) FROM jobs").await,
        0,
        "the other job is not concerned"
    );
}

async fn there_is_one_job_per_dedupe_text_while_it_lives(db: &TestDb) {
    let with = |id: &str| JobRow { dedupe: Some("invite:n1".into()), ..job(id, 1) };
    let other = db.second_process().await;
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..6 {
        let storage = if n % 2 == 0 { db.storage.clone() } else { other.clone() };
        let job = with(&format!("j{n}"));
        tasks.spawn(async move { testing::change(&storage, async |tx| enqueue(tx, &job).await).await });
    }
    assert_eq!(tasks.join_all().await.iter().filter(|stored| **stored).count(), 1);
    other.close().await;

    let alive = claim(&db.storage, None, 10, LONG, "a").await.unwrap().unwrap();
    assert!(!db.change(async |tx| enqueue(tx, &with("j8")).await).await, "running is alive");
    assert!(db.change(async |tx| finish(tx, &alive.id, "a").await).await);
    assert!(db.change(async |tx| enqueue(tx, &with("j9")).await).await);
    // those without the text are not alike
    store(db, &[job("x1", 1), job("x2", 1)]).await;
}

async fn a_waiting_job_is_pulled_forward_a_running_one_is_not(db: &TestDb) {
    store(db, &[job("j1", 900)]).await;
    assert!(!db.change(async |tx| pull_forward(tx, "invite", "subject-j2", 10).await).await, "none such");
    assert!(db.change(async |tx| pull_forward(tx, "invite", "subject-j1", 10).await).await);
    assert!(db.change(async |tx| pull_forward(tx, "invite", "subject-j1", 500).await).await, "never back");
    let running = claim(&db.storage, None, 10, LONG, "a").await.unwrap().unwrap();
    assert_eq!(running.run_at, 10);
    assert!(db.change(async |tx| pull_forward(tx, "invite", "subject-j1", 5).await).await, "held");
    assert!(!db.change(async |tx| pull_forward(tx, "other", "subject-j1", 5).await).await, "of another kind");
    assert_eq!(db.number("SELECT run_at FROM jobs").await, 10);
}

/// Who asks for a job that is running holds it: otherwise it could end in between, and nobody would work.
async fn a_job_asked_for_does_not_end_in_between(db: &TestDb) {
    store(db, &[job("j1", 1)]).await;
    let running = claim(&db.storage, None, 10, LONG, "a").await.unwrap().unwrap();
    let mut asking = db.storage.begin().await.unwrap();
    assert!(pull_forward(&mut asking, "invite", "subject-j1", 5).await.unwrap());
    let storage = db.storage.clone();
    let ending = tokio::spawn(async move {
        testing::change(&storage, async |tx| finish(tx, &running.id, "a").await).await
    });
    if db.is_postgres() {
        while db.number("SELECT COUNT(*) FROM pg_locks WHERE NOT granted").await == 0 {
            assert!(!ending.is_finished(), "the end did not wait");
        }
    }
    assert_eq!(db.number("SELECT COUNT(*) FROM jobs").await, 1);
    asking.commit().await.unwrap();
    assert!(ending.await.unwrap());
    assert_eq!(db.number("SELECT COUNT(*) FROM jobs").await, 0);
}

async fn an_invitation_under_way_without_a_job_is_found(db: &TestDb) {
    adele_and_plan(&db.storage).await;
    db.change(async |tx| insert_shared(tx, &invitation("n1")).await).await;
    let found = async |before| db.change(async |tx| orphaned(tx, "invite", before).await).await;
    assert_eq!(found(i64::MAX).await.len(), 1);
    assert!(found(1_000).await.is_empty(), "it may be changing just now");
    store(db, &[JobRow { kind: "other".into(), subject: "n1".into(), ..job("j1", 1) }]).await;
    assert_eq!(found(i64::MAX).await, ["n1"]);
    store(db, &[JobRow { subject: "n1".into(), ..job("j2", 1) }]).await;
    assert!(found(i64::MAX).await.is_empty());
    db.run("DELETE FROM jobs").await;
    for state in InvitationState::ALL {
        db.run(&format!("UPDATE invitations SET state = '{state}'")).await;
        // what is settled waits for nobody of ours
        assert_eq!(found(i64::MAX).await.is_empty(), state.is_settled(), "{state}");
    }
}

async fn the_next_time_is_of_a_job_or_of_the_end_of_a_lease(db: &TestDb) {
    assert_eq!(next_run_at(&db.storage).await.unwrap(), None);
    store(db, &[job("j1", 100), job("j2", 700)]).await;
    assert_eq!(next_run_at(&db.storage).await.unwrap(), Some(100));
    let held = claim(&db.storage, None, 100, 40, "a").await.unwrap().unwrap();
    let next = held.lease_until.map(|until| until.min(700));
    assert_eq!(next_run_at(&db.storage).await.unwrap(), next);
    db.change(async |tx| finish(tx, "j1", "a").await).await;
    assert_eq!(next_run_at(&db.storage).await.unwrap(), Some(700));
}
