//! Toasts: notifications that a person has not dismissed yet.

use sqlx::{query, query_as};

use crate::{Storage, StorageError, Tx};

/// A toast.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToastRow {
    /// Its id.
    pub id: String,
    /// Tenant id.
    pub tenant: String,
    /// Object id of whoever is told.
    pub user: String,
    /// A text by which the same notification is stored only once.
    pub dedupe: String,
    /// A `contract::ToastKind`, as JSON.
    pub kind: String,
    /// The invitation it is about.
    pub invitation: Option<String>,
    /// The item it is about.
    pub item: Option<String>,
    /// Whether it stays until it is dismissed; otherwise it is shown for some minutes only.
    pub stays: bool,
    /// When, unix milliseconds.
    pub created_at: i64,
}

from_row!(ToastRow { id, tenant, user: "user_id", dedupe, kind, invitation, item, stays, created_at });

/// A toast of a list, with how long the whole list is.
struct ListedToast {
    row: ToastRow,
    total: i64,
}

from_row!(ListedToast { total } in row);

/// What is to be shown: the newest few, and how many there are in all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToastList {
    /// Newest first, as many as were asked for.
    pub rows: Vec<ToastRow>,
    /// How many there are, these included. Not counted any further than [`MOST_COUNTED`].
    pub total: i64,
}

/// The highest count: nobody needs to know more exactly, and counting costs.
pub const MOST_COUNTED: i64 = 1_000;

/// Adds a toast. False when the person has or had one with this dedupe text.
pub async fn add(tx: &mut Tx, row: &ToastRow) -> Result<bool, StorageError> {
    let added = execute!(
        tx,
        query(
            "INSERT INTO toasts (id, tenant, user_id, dedupe, kind, invitation, item, stays, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (tenant, user_id, dedupe) DO NOTHING",
        )
        .bind(&row.id)
        .bind(&row.tenant)
        .bind(&row.user)
        .bind(&row.dedupe)
        .bind(&row.kind)
        .bind(&row.invitation)
        .bind(&row.item)
        .bind(row.stays)
        .bind(row.created_at)
    )?;
    Ok(added == 1)
}

/// `$1` tenant, `$2` person, `$3` since when what does not stay is shown, `$4` how many at most. What is new and what stays are each read in the
/// order of an index; counting ends at a limit, so old and unread ones cost no more than that.
macro_rules! undismissed {
    ($most:literal) => {
        concat!(
            "WITH live AS (
               SELECT * FROM (SELECT id, tenant, user_id, dedupe, kind, invitation, item, stays, created_at FROM toasts
                 WHERE tenant = $1 AND user_id = $2 AND dismissed_at IS NULL AND created_at > $3
                 ORDER BY created_at DESC, id DESC LIMIT ",
            $most,
            ") AS recent
               UNION ALL
               SELECT * FROM (SELECT id, tenant, user_id, dedupe, kind, invitation, item, stays, created_at FROM toasts
                 WHERE tenant = $1 AND user_id = $2 AND dismissed_at IS NULL AND stays AND created_at <= $3
                 ORDER BY created_at DESC, id DESC LIMIT ",
            $most,
            ") AS staying)
             SELECT id, tenant, user_id, dedupe, kind, invitation, item, stays, created_at,
                    (SELECT COUNT(*) FROM live) AS total
             FROM live ORDER BY created_at DESC, id DESC LIMIT $4 + 0"
        )
    };
}

pub(crate) const UNDISMISSED: &str = undismissed!("1000");

/// A person's toasts that are to be shown, newest first: those that stay until they are dismissed, and others from after `since`, unix
/// milliseconds. One statement.
pub async fn undismissed(
    storage: &Storage,
    tenant: &str,
    user: &str,
    since: i64,
    limit: i64,
) -> Result<ToastList, StorageError> {
    let listed: Vec<ListedToast> = fetch!(storage, on => query_as(UNDISMISSED)
        .bind(tenant)
        .bind(user)
        .bind(since)
        .bind(limit)
        .fetch_all(on))?;
    let total = listed.first().map_or(0, |toast| toast.total.min(MOST_COUNTED));
    Ok(ToastList { rows: listed.into_iter().map(|toast| toast.row).collect(), total })
}

/// Which of a person's toasts are meant.
#[derive(Debug, Clone, Copy)]
pub enum DismissTarget<'a> {
    /// The one of this id.
    Toast(&'a str),
    /// Those about this invitation.
    Invitation(&'a str),
}

/// One statement for each target: with both in one, SQLite reads all of the person's toasts that are not dismissed.
pub(crate) const DISMISS: [&str; 2] = [
    "UPDATE toasts SET dismissed_at = $4 WHERE tenant = $1 AND user_id = $2 AND id = $3 AND dismissed_at IS NULL",
    "UPDATE toasts SET dismissed_at = $4
     WHERE tenant = $1 AND user_id = $2 AND invitation = $3 AND dismissed_at IS NULL",
];

/// Dismisses the person's own toasts; twice is fine.
pub async fn dismiss(
    tx: &mut Tx,
    tenant: &str,
    user: &str,
    target: DismissTarget<'_>,
    at: i64,
) -> Result<(), StorageError> {
    let (text, id) = match target {
        DismissTarget::Toast(id) => (DISMISS[0], id),
        DismissTarget::Invitation(id) => (DISMISS[1], id),
    };
    execute!(tx, query(text).bind(tenant).bind(user).bind(id).bind(at)).map(drop)
}

/// Removes toasts from before a time, dismissed or not; how many there were.
pub async fn delete_old(tx: &mut Tx, before: i64) -> Result<u64, StorageError> {
    execute!(tx, query("DELETE FROM toasts WHERE created_at < $1").bind(before))
}
