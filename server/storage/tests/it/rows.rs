//! Rows as the stories need them.

use std::fmt::Debug;

use contract::{InvitationState, Language, StepKind, StepState, TenantId};
use storage::access::NewAccess;
use storage::audit::NewEntry;
use storage::invitations::{InvitationRow, StepRow};
use storage::items::ItemRow;
use storage::jobs::JobRow;
use storage::people::PersonRow;
use storage::shares::ShareRow;
use storage::{Storage, StorageError, Tx, invitations, items, people, shares};
use testing::change;

pub const TENANT: &str = "tenant-1";

/// An id of any kind.
pub fn id<T: TryFrom<String, Error: Debug>>(text: &str) -> T {
    T::try_from(text.to_owned()).unwrap()
}

/// [`TENANT`] as an id.
pub fn tenant() -> TenantId {
    id(TENANT)
}

pub fn person(user: &str, name: &str, standing: &str) -> PersonRow {
    PersonRow {
        tenant: id(TENANT),
        user: id(user),
        name: name.into(),
        address: format!("{user}@contoso.example"),
        standing: id(standing),
        company: None,
        seen_at: 1_000,
    }
}

pub fn item(item: &str, title: &str) -> ItemRow {
    ItemRow {
        id: id(item),
        kind: id("document"),
        title: title.into(),
        summary: "What it is.".into(),
        application: "Papers".into(),
        landing: id(&format!("http://localhost:3000/items/{item}")),
        open_to_members: true,
    }
}

pub fn access(user: &str, item: &str, since: i64) -> NewAccess {
    NewAccess {
        tenant: id(TENANT),
        user: id(user),
        item: id(item),
        role: id("reader"),
        given_by_user: id("adele"),
        given_by_name: "Adele Vance".into(),
        since,
        until: None,
        invitation: None,
    }
}

/// A share by `adele` of the item `plan`.
pub fn share(share: &str, key: &str) -> ShareRow {
    ShareRow {
        id: id(share),
        tenant: tenant(),
        inviter: id("adele"),
        item: id("plan"),
        key: id(key),
        form_hash: "hash".into(),
        created_at: 1_000,
    }
}

/// An invitation by `adele` to the item `plan`, in a share of its own.
pub fn invitation(invitation: &str) -> InvitationRow {
    InvitationRow {
        id: id(invitation),
        share: id(&format!("share-{invitation}")),
        tenant: tenant(),
        inviter: id("adele"),
        inviter_name: "Adele Vance".into(),
        item: id("plan"),
        item_title: "The plan".into(),
        role: id("reader"),
        address: "New.Person@fabrikam.example".into(),
        canonical: "new.person@fabrikam.example".into(),
        chosen: None,
        name: Some("New Person".into()),
        message: Some("Have a look".into()),
        language: Language::English,
        options: None,
        state: InvitationState::Working,
        facts: "{}".into(),
        problem: None,
        guest: None,
        person: None,
        link: None,
        created_at: 1_000,
        updated_at: 1_000,
    }
}

/// Stores an invitation with a share that holds it alone.
pub async fn insert_shared(tx: &mut Tx, row: &InvitationRow) -> Result<(), StorageError> {
    let own = ShareRow {
        tenant: row.tenant.clone(),
        inviter: row.inviter.clone(),
        item: row.item.clone(),
        created_at: row.created_at,
        ..share(row.share.as_str(), row.share.as_str())
    };
    assert!(shares::insert(tx, &own).await?);
    invitations::insert(tx, row).await
}

pub fn step(invitation: &str, position: i64, kind: StepKind) -> StepRow {
    StepRow {
        invitation: id(invitation),
        position,
        kind,
        state: StepState::Open,
        attempts: 0,
        intent: None,
        facts: None,
    }
}

pub fn job(id: &str, run_at: i64) -> JobRow {
    JobRow {
        id: id.into(),
        kind: "invite".into(),
        subject: format!("subject-{id}"),
        run_at,
        attempts: 0,
        failures: 0,
        lease_token: None,
        lease_until: None,
        dedupe: None,
    }
}

pub fn entry(action: &str) -> NewEntry {
    NewEntry {
        at: 1_000,
        tenant: TENANT.into(),
        actor: "adele".into(),
        actor_name: "Adele Vance".into(),
        action: action.into(),
        subject: "plan".into(),
        detail: r#"{"n":1}"#.into(),
    }
}

/// Adele, who is a member, and the item `plan`.
pub async fn adele_and_plan(storage: &Storage) {
    change(storage, async |tx| {
        people::upsert(tx, &person("adele", "Adele Vance", "member")).await?;
        items::upsert(tx, &item("plan", "The plan")).await
    })
    .await;
}
