//! The storage suite: every story on SQLite, and on PostgreSQL when there is one.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]
#![expect(clippy::doc_markdown, reason = "SQLite and PostgreSQL are names, not code")]

#[path = "../../examples/crowd/rows.rs"]
mod crowd;
mod rows;

/// Runs each of these functions as a test on a fresh database of either kind.
macro_rules! stories {
    ($($name:ident),* $(,)?) => {
        mod on_sqlite {$(
            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $name() {
                super::$name(&testing::TestDb::sqlite().await).await;
            }
        )*}
        mod on_postgres {$(
            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $name() {
                if let Some(db) = testing::TestDb::postgres().await {
                    super::$name(&db).await;
                    db.remove().await;
                }
            }
        )*}
    };
}

mod access;
mod access_ends;
mod account_checks;
mod audit;
mod blocked_domains;
mod changes;
mod counts;
mod draft_secrets;
mod drafts;
mod failing;
mod invitations;
mod invited_addresses;
mod items;
mod jobs;
mod lines;
mod lists;
mod marks;
mod migrations;
mod opening;
mod picker;
mod plans;
mod rate_limits;
mod search;
mod sessions;
mod setting_secrets;
mod settings;
mod shares;
mod tenant_blocks;
mod toasts;
mod tokens;
mod transactions;
mod usage;
