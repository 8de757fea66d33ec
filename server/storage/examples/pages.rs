//! Times what the pages of items, of an item and of invitations read, four at a time: `cargo run --release -p storage --example pages -- URL TENANT
//! USER`, on a database that the example `crowd` has filled.
#![expect(clippy::print_stdout, reason = "it is what it is for")]

use std::error::Error;
use std::time::{Duration, Instant};

use storage::invitations::InvitationPage;
use storage::items::ItemQuery;
use storage::{Storage, access, invitations, items, toasts};

const AT_ONCE: usize = 4;
const ROUNDS: usize = 250;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [url, tenant, user] = arguments.as_slice() else {
        return Err("the arguments are: URL TENANT USER".into());
    };
    let storage = Storage::connect(url).await?;
    for page in ["items", "item", "invitations"] {
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..AT_ONCE {
            let (storage, tenant, user) = (storage.clone(), tenant.clone(), user.clone());
            tasks.spawn(async move { time(&storage, &tenant, &user, page).await });
        }
        let mut times = Vec::new();
        while let Some(taken) = tasks.join_next().await {
            times.extend(taken?.map_err(|error| error.to_string())?);
        }
        times.sort();
        let (half, most) = (times[times.len() / 2], times[times.len() * 99 / 100]);
        println!("{page:12} p50 {half:>10.2?}  p99 {most:>10.2?}");
    }
    storage.close().await;
    Ok(())
}

async fn time(
    storage: &Storage,
    tenant: &str,
    user: &str,
    page: &str,
) -> Result<Vec<Duration>, Box<dyn Error + Send + Sync>> {
    let (tenant_id, user_id) = (tenant.to_owned().try_into()?, user.to_owned().try_into()?);
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        match page {
            "items" => {
                let query = ItemQuery { tenant, user, limit: 101, ..ItemQuery::default() };
                let rows = items::list(storage, query).await?;
                let ids: Vec<_> = rows.into_iter().map(|row| row.item.id).collect();
                access::badges(storage, tenant, &ids, 4).await?;
                items::kinds(storage, (tenant, user, false)).await?;
            }
            "item" => {
                items::seen(storage, tenant, user, "crowd-item-7").await?;
                access::of_item(storage, tenant, "crowd-item-7", None, 51).await?;
            }
            _ => {
                let page = InvitationPage { limit: 101, ..InvitationPage::default() };
                let lines = invitations::list(storage, &tenant_id, &user_id, page).await?;
                let ids: Vec<_> = lines.into_iter().map(|line| line.row.id).collect();
                invitations::history_of(storage, &ids).await?;
                invitations::counts(storage, &tenant_id, &user_id).await?;
            }
        }
        // In the frame of every page.
        toasts::undismissed(storage, tenant, user, 3).await?;
        invitations::has_open(storage, tenant, user).await?;
        times.push(begun.elapsed());
    }
    Ok(times)
}
