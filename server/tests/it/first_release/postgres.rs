//! The same on `PostgreSQL`, as a deployment has it: the emulator stands beside it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::{AssertSqlSafe, Connection, PgConnection};
use testing::free_ports;

use super::everything_goes_on;
use super::fixture::Fixture;
use crate::beside::{Emulator, arguments, printed};
use crate::test_server::TestServer;

/// Names a `PostgreSQL` server on which databases may be created.
const SERVER: &str = "VESTIBULE_TEST_POSTGRES_URL";

#[tokio::test]
async fn a_deployment_goes_on_on_postgres() {
    let fixture = Fixture::of("postgres");
    let ports = free_ports();
    // Its items land on the server itself, which is at another port now.
    let dump = fixture.dump().replace("http://localhost:3950/", &format!("http://localhost:{}/", ports[0]));
    let Some(database) = filled(&dump).await else { return };
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let data = folder.path().join("data");
    fixture.unpack(&data);
    let mut arguments = arguments(ports);
    arguments.extend(["--data-dir".to_owned(), data.display().to_string()]);
    let mut further = printed(&arguments);
    further.push(("VESTIBULE_DATABASE_URL".to_owned(), database));
    further.retain(|(name, _)| name != "VESTIBULE_SECRET_KEY");
    further.push(("VESTIBULE_SECRET_KEY".to_owned(), fixture.secret_key()));
    let _emulator = Emulator::start(&arguments).expect("the emulator starts on what was left");
    let server = TestServer::open(&folder, ports, "info", further).expect("it starts on what was left");
    everything_goes_on(server, &fixture).await;
}

/// A database filled by this dump, on the server that the environment names.
async fn filled(dump: &str) -> Option<String> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let given = |name| std::env::var(name).ok().filter(|value: &String| !value.is_empty());
    let Some(server) = given(SERVER) else {
        let required = given("CI").is_some() || given("VESTIBULE_REQUIRE_POSTGRES").is_some();
        assert!(!required, "{SERVER} must name a PostgreSQL server; `cargo xtask test` starts one");
        return None;
    };
    let name = format!("first_release_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    run(&server, &format!("CREATE DATABASE {name} TEMPLATE template0")).await;
    let (address, _) = server.rsplit_once('/').unwrap();
    let database = format!("{address}/{name}");
    run(&database, dump).await;
    // Leases go by the database's clock, which nothing here can move: they have run out since.
    run(&database, "UPDATE jobs SET lease_until = 1 WHERE lease_until IS NOT NULL").await;
    Some(database)
}

async fn run(database: &str, statements: &str) {
    let mut connection = PgConnection::connect(database).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(statements.to_owned())).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}
