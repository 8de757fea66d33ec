//! Rows as the stories need them.

use storage::access::NewAccess;
use storage::audit::NewEntry;
use storage::invitations::{InvitationRow, StepRow};
use storage::items::ItemRow;
use storage::jobs::JobRow;
use storage::people::PersonRow;
use storage::{Storage, items, people};

use crate::place::change;

pub const TENANT: &str = "tenant-1";

pub fn person(user: &str, name: &str, standing: &str) -> PersonRow {
    PersonRow {
        tenant: TENANT.into(),
        user: user.into(),
        name: name.into(),
        address: format!("{user}@contoso.example"),
        standing: standing.into(),
        company: None,
        seen_at: 1_000,
    }
}

pub fn item(id: &str, title: &str) -> ItemRow {
    ItemRow {
        id: id.into(),
        kind: "document".into(),
        title: title.into(),
        summary: "What it is.".into(),
        application: "Papers".into(),
        landing: format!("http://localhost:3000/items/{id}"),
        open_to_members: true,
    }
}

pub fn access(user: &str, item: &str, since: i64) -> NewAccess {
    NewAccess {
        tenant: TENANT.into(),
        user: user.into(),
        item: item.into(),
        role: "reader".into(),
        given_by_user: "adele".into(),
        given_by_name: "Adele Vance".into(),
        since,
        invitation: None,
    }
}

/// An invitation by `adele` to the item `plan`.
pub fn invitation(id: &str, key: &str) -> InvitationRow {
    InvitationRow {
        id: id.into(),
        tenant: TENANT.into(),
        inviter: "adele".into(),
        inviter_name: "Adele Vance".into(),
        item: "plan".into(),
        role: "reader".into(),
        address: "New.Person@fabrikam.example".into(),
        canonical: "new.person@fabrikam.example".into(),
        chosen: None,
        name: Some("New Person".into()),
        message: Some("Have a look".into()),
        language: "en".into(),
        state: "working".into(),
        facts: "{}".into(),
        problem: None,
        key: key.into(),
        form_hash: "hash".into(),
        guest: None,
        link: None,
        created_at: 1_000,
        updated_at: 1_000,
    }
}

pub fn step(invitation: &str, position: i64, kind: &str) -> StepRow {
    StepRow { invitation: invitation.into(), position, kind: kind.into(), state: "open".into(), attempts: 0 }
}

pub fn job(id: &str, run_at: i64) -> JobRow {
    JobRow {
        id: id.into(),
        kind: "invite".into(),
        subject: format!("subject-{id}"),
        run_at,
        attempts: 0,
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
