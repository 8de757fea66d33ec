//! Open pages hear of what changes, whichever process it happens in.

use std::time::Duration as Wait;

use backend::change_feed::{Follower, News};
use tokio_util::sync::CancellationToken;

use super::app::{TestApp, adele, form, person};

#[tokio::test]
async fn a_job_of_another_process_is_seen_by_the_next_look() {
    stories::a_job_of_another_process_is_seen_by_the_next_look(TestApp::new().await).await;
}

#[tokio::test]
async fn a_feed_that_runs_looks_by_itself_and_ends_with_its_process() {
    stories::a_feed_that_runs_looks_by_itself_and_ends_with_its_process(TestApp::new().await).await;
}

/// What comes next, in a time in which the feed looks many times.
async fn news(page: &mut Follower) -> News {
    tokio::time::timeout(Wait::from_secs(30), page.news()).await.expect("there is news")
}

/// What is there already.
async fn has_news(page: &mut Follower) -> bool {
    tokio::time::timeout(Wait::ZERO, page.news()).await.is_ok()
}

/// Those that are told on both databases.
pub mod stories {
    use super::*;

    pub async fn a_job_of_another_process_is_seen_by_the_next_look(app: TestApp) {
        let (adele, alex) = (adele(), person("alex", false));
        let feed = app.sharing.change_feed();
        let reads = app.storage.usage().reads;
        feed.look().await.unwrap();
        assert_eq!(app.storage.usage().reads, reads, "where nobody follows nothing is read");

        app.accepted(&adele, form("ana@fabrikam.example")).await;
        let mut page = feed.follow(&adele.tenant, &adele.user, "session").await.unwrap().unwrap();
        let mut other_page = feed.follow(&alex.tenant, &alex.user, "other session").await.unwrap().unwrap();
        let before = page.version();
        assert_eq!((before, other_page.version()), (1, 0));
        assert!(app.another_process().runner().run_due().await > 0);
        assert!(!has_news(&mut page).await, "this process has not looked");
        let reads = app.storage.usage().reads;
        feed.look().await.unwrap();
        assert_eq!(app.storage.usage().reads, reads + 1, "one statement for all who follow");
        let News::Changed(after) = news(&mut page).await else { panic!("it is not over") };
        assert!(after > before, "{after} after {before}");
        assert!(!has_news(&mut other_page).await, "nothing of Alex's has changed");
        feed.look().await.unwrap();
        assert!(!has_news(&mut page).await, "it is told once");
        app.check().await;
    }

    pub async fn a_feed_that_runs_looks_by_itself_and_ends_with_its_process(app: TestApp) {
        let (adele, stop) = (adele(), CancellationToken::new());
        let feed = app.sharing.change_feed();
        let running = tokio::spawn(feed.clone().run(stop.clone()));
        let mut page = feed.follow(&adele.tenant, &adele.user, "session").await.unwrap().unwrap();
        assert_eq!(page.version(), 0);
        app.accepted(&adele, form("ana@fabrikam.example")).await;
        assert_eq!(news(&mut page).await, News::Changed(1));
        app.another_process().runner().run_due().await;
        assert!(matches!(news(&mut page).await, News::Changed(version) if version > 1));
        stop.cancel();
        running.await.unwrap();
        assert_eq!(news(&mut page).await, News::Closed);
        app.check().await;
    }
}
