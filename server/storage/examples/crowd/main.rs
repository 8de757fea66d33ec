//! Fills a migrated database for measuring:
//! `cargo run -p storage --example crowd -- URL TENANT INVITER NAME INVITATIONS UNTIL`, the last in unix milliseconds. Twenty items, on each a
//! twentieth of the people. 100,000 invitations take some seconds.

mod rows;

use std::error::Error;

use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use storage::{Storage, counts};

use rows::Crowd;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [url, tenant, inviter, inviter_name, invitations, until] = arguments.as_slice() else {
        return Err("the arguments are: URL TENANT INVITER NAME INVITATIONS UNTIL".into());
    };
    let (invitations, until) = (invitations.parse()?, until.parse()?);
    let crowd = Crowd { tenant, inviter, inviter_name, invitations, items_beside: 0, until };
    let text = format!("BEGIN; {}; COMMIT", crowd.statements().join("; "));
    let text = sqlx::raw_sql(AssertSqlSafe(text));
    if url.starts_with("sqlite:") {
        let mut connection = SqliteConnection::connect(url).await?;
        text.execute(&mut connection).await?;
        connection.close().await?;
    } else {
        let mut connection = PgConnection::connect(url).await?;
        text.execute(&mut connection).await?;
        sqlx::raw_sql("ANALYZE").execute(&mut connection).await?;
        connection.close().await?;
    }
    let storage = Storage::connect(url).await?;
    counts::recount(&storage).await?;
    storage.close().await;
    Ok(())
}
