//! Toasts: notifications that a person has not dismissed yet.

use contract::InvitationId;
use serde_json::json;
use sqlx::{query, query_as};

use crate::storage::Dialects;
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
    /// Equal for toasts that are told in one line; `None` for one that stands for itself.
    pub gathered: Option<String>,
    /// When, unix milliseconds.
    pub created_at: i64,
}

from_row!(ToastRow {
    id,
    tenant,
    user: "user_id",
    dedupe,
    kind,
    invitation,
    item,
    stays,
    gathered,
    created_at
});

/// A line of a list, with how long the whole list is.
struct ListedLine {
    row: ToastRow,
    count: i64,
    total: i64,
}

from_row!(ListedLine { count: "people", total } in row);

/// What is told in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToastLine {
    /// The newest of its toasts.
    pub row: ToastRow,
    /// How many toasts it stands for.
    pub count: i64,
}

/// What is to be shown: the newest few, and how many there are in all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToastList {
    /// Newest first, as many as were asked for.
    pub lines: Vec<ToastLine>,
    /// How many lines there are, these included. Not counted any further than [`MOST_COUNTED`].
    pub total: i64,
}

/// The highest count: nobody needs to know more exactly, and counting costs.
pub const MOST_COUNTED: i64 = 1_000;

/// Adds a toast. False when the person has or had one with this dedupe text.
pub async fn add(tx: &mut Tx, row: &ToastRow) -> Result<bool, StorageError> {
    let added = execute!(
        tx,
        query(
            "INSERT INTO toasts (id, tenant, user_id, dedupe, kind, invitation, item, stays, gathered, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (tenant, user_id, dedupe) DO NOTHING",
        )
        .bind(&row.id)
        .bind(&row.tenant)
        .bind(&row.user)
        .bind(&row.dedupe)
        .bind(&row.kind)
        .bind(&row.invitation)
        .bind(&row.item)
        .bind(row.stays)
        .bind(&row.gathered)
        .bind(row.created_at)
    )?;
    Ok(added == 1)
}

/// `$1` tenant, `$2` person, `$3` since when what does not stay is shown, `$4` how many at most. What is new and what stays are each read in the
/// order of an index; counting ends at a limit, so old and unread ones cost no more than that. Of those that are gathered the newest one stands for all.
macro_rules! undismissed {
    ($most:literal) => {
        concat!(
            "WITH live AS (
               SELECT * FROM (SELECT id, tenant, user_id, dedupe, kind, invitation, item, stays, gathered, created_at FROM toasts
                 WHERE tenant = $1 AND user_id = $2 AND dismissed_at IS NULL AND created_at > $3
                 ORDER BY created_at DESC, id DESC LIMIT ",
            $most,
            ") AS recent
               UNION ALL
               SELECT * FROM (SELECT id, tenant, user_id, dedupe, kind, invitation, item, stays, gathered, created_at FROM toasts
                 WHERE tenant = $1 AND user_id = $2 AND dismissed_at IS NULL AND stays AND created_at <= $3
                 ORDER BY created_at DESC, id DESC LIMIT ",
            $most,
            ") AS staying),
             lines AS (
               SELECT live.*, COUNT(*) OVER (PARTITION BY COALESCE(gathered, id)) AS people,
                      ROW_NUMBER() OVER (PARTITION BY COALESCE(gathered, id) ORDER BY created_at DESC, id DESC) AS place
               FROM live)
             SELECT id, tenant, user_id, dedupe, kind, invitation, item, stays, gathered, created_at, people,
                    (SELECT COUNT(*) FROM lines WHERE place = 1) AS total
             FROM lines WHERE place = 1 ORDER BY created_at DESC, id DESC LIMIT $4 + 0"
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
    let listed: Vec<ListedLine> = fetch!(storage, on => query_as(UNDISMISSED)
        .bind(tenant)
        .bind(user)
        .bind(since)
        .bind(limit)
        .fetch_all(on))?;
    let total = listed.first().map_or(0, |line| line.total.min(MOST_COUNTED));
    let lines = listed.into_iter().map(|ListedLine { row, count, .. }| ToastLine { row, count });
    Ok(ToastList { lines: lines.collect(), total })
}

/// `$1` tenant, `$2` person, `$3` the toast before which the page begins, `$4` how many at most.
pub(crate) const OF_PERSON: &str = "WITH before AS (SELECT created_at, id FROM toasts WHERE tenant = $1 AND user_id = $2 AND id = $3)
     SELECT id, tenant, user_id, dedupe, kind, invitation, item, stays, gathered, created_at FROM toasts
     WHERE tenant = $1 AND user_id = $2 AND id <> ''
       AND (created_at, id) < (COALESCE((SELECT created_at FROM before), 9223372036854775807), COALESCE((SELECT id FROM before), ''))
     ORDER BY created_at DESC, id DESC LIMIT $4 + 0";

/// What a person was told, newest first, dismissed or not: from before a toast of theirs, or from the newest on. One statement.
pub async fn of_person(
    storage: &Storage,
    tenant: &str,
    user: &str,
    before: Option<&str>,
    limit: i64,
) -> Result<Vec<ToastRow>, StorageError> {
    fetch!(storage, on => query_as(OF_PERSON).bind(tenant).bind(user).bind(before).bind(limit).fetch_all(on))
}

/// Which of a person's toasts are meant.
#[derive(Debug, Clone, Copy)]
pub enum DismissTarget<'a> {
    /// The one of this id, and those that it stands for. What has come since is not among them: nobody has seen it yet.
    Toast(&'a str),
    /// Those about this invitation.
    Invitation(&'a str),
}

/// One statement for each target: with both in one, SQLite reads all of the person's toasts that are not dismissed.
pub(crate) const DISMISS: [&str; 3] = [
    "UPDATE toasts SET dismissed_at = $4 WHERE tenant = $1 AND user_id = $2 AND id = $3 AND dismissed_at IS NULL",
    "UPDATE toasts SET dismissed_at = $4
     WHERE tenant = $1 AND user_id = $2 AND invitation = $3 AND dismissed_at IS NULL",
    "UPDATE toasts SET dismissed_at = $4
     WHERE tenant = $1 AND user_id = $2 AND dismissed_at IS NULL
       AND gathered = (SELECT gathered FROM toasts WHERE tenant = $1 AND user_id = $2 AND id = $3)
       AND created_at <= (SELECT created_at FROM toasts WHERE tenant = $1 AND user_id = $2 AND id = $3)",
];

/// Dismisses the person's own toasts; twice is fine.
pub async fn dismiss(
    tx: &mut Tx,
    tenant: &str,
    user: &str,
    target: DismissTarget<'_>,
    at: i64,
) -> Result<(), StorageError> {
    let (texts, id) = match target {
        DismissTarget::Toast(id) => ([Some(DISMISS[0]), Some(DISMISS[2])], id),
        DismissTarget::Invitation(id) => ([Some(DISMISS[1]), None], id),
    };
    for text in texts.into_iter().flatten() {
        execute!(tx, query(text).bind(tenant).bind(user).bind(id).bind(at))?;
    }
    Ok(())
}

/// `$1` tenant, `$2` person, `$3` the invitations, as a JSON array, `$4` when.
const DISMISS_ALL: Dialects = Dialects {
    sqlite: "UPDATE toasts SET dismissed_at = $4
             WHERE tenant = $1 AND user_id = $2 AND invitation IN (SELECT value FROM json_each($3)) AND dismissed_at IS NULL",
    postgres: "UPDATE toasts SET dismissed_at = $4
               WHERE tenant = $1 AND user_id = $2
               AND invitation = ANY (ARRAY (SELECT jsonb_array_elements_text($3::jsonb))) AND dismissed_at IS NULL",
};

/// As [`dismiss`], of those about any of these invitations. One statement.
pub async fn dismiss_all(
    tx: &mut Tx,
    (tenant, user): (&str, &str),
    invitations: &[InvitationId],
    at: i64,
) -> Result<(), StorageError> {
    let (text, ids) = (tx.sql_for(DISMISS_ALL), json!(invitations).to_string());
    execute!(tx, query(text).bind(tenant).bind(user).bind(ids).bind(at)).map(drop)
}

/// Removes toasts from before a time, dismissed or not; how many there were.
pub async fn delete_old(tx: &mut Tx, before: i64) -> Result<u64, StorageError> {
    execute!(tx, query("DELETE FROM toasts WHERE created_at < $1").bind(before))
}
