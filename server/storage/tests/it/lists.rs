//! Invitations of somebody: an inviter's list, a guest's, and who is still needed.

use contract::{EntraUserId, InvitationState};
use storage::access::{NewAccess, grant};
use storage::counts::recount;
use storage::invitations::{
    InvitationLine, InvitationPage, InvitationRow, counts, everyones_states, is_guest_needed, list,
    list_everyones, on_the_way, open_of_inviter, pending_of_guest, pending_of_guest_in, put_away,
    stopped_of_guest, update,
};
use storage::{items, people};
use testing::TestDb;

use crate::invitations::store;
use crate::rows::{TENANT, access, id, insert_shared, invitation, item, person, tenant};

stories![
    lists_are_newest_first_and_by_state,
    a_list_goes_on_behind_any_of_its_lines,
    everyones_list_is_of_the_tenant_and_goes_on_behind_any_line,
    what_is_put_away_is_on_no_list_until_it_goes_on,
    what_is_on_its_way_to_an_item_is_the_inviters_own,
    a_guests_pending_invitations_are_those_sent,
    a_guests_stopped_invitations_are_of_one_item,
    a_guest_is_needed_by_what_is_not_over,
];

fn ids(rows: &[InvitationRow]) -> Vec<&str> {
    rows.iter().map(|row| row.id.as_str()).collect()
}

fn line_ids(lines: &[InvitationLine]) -> Vec<&str> {
    lines.iter().map(|line| line.row.id.as_str()).collect()
}

fn at(invitation_id: &str, state: InvitationState, created_at: i64) -> InvitationRow {
    InvitationRow { state, created_at, ..invitation(invitation_id) }
}

async fn lists_are_newest_first_and_by_state(db: &TestDb) {
    let of_alex = InvitationRow { inviter: id("alex"), ..at("n6", InvitationState::Working, 9) };
    let rows = [
        at("n1", InvitationState::Working, 1),
        at("n2", InvitationState::Waiting, 3),
        at("n3", InvitationState::Stopped, 2),
        at("n4", InvitationState::Sent, 3),
        at("n5", InvitationState::Failed, 4),
        of_alex,
    ];
    store(db, &rows).await;
    let of_adele = async |state, limit| {
        let page = InvitationPage { state, before: None, limit };
        list(&db.storage, &tenant(), &id("adele"), page).await.unwrap()
    };
    let all = of_adele(None, 9).await;
    assert_eq!(line_ids(&all), ["n5", "n4", "n2", "n3", "n1"]);
    assert_eq!(all[0].row, rows[4], "each line has its whole row");
    assert_eq!(line_ids(&of_adele(None, 2).await), ["n5", "n4"]);
    assert_eq!(line_ids(&of_adele(Some(InvitationState::Sent), 9).await), ["n4"]);
    let page = InvitationPage { limit: 9, ..InvitationPage::default() };
    assert!(list(&db.storage, &id("tenant-2"), &id("adele"), page).await.unwrap().is_empty());
    assert_eq!(db.change(async |tx| open_of_inviter(tx, TENANT, "adele").await).await, 2);
    assert_eq!(db.change(async |tx| open_of_inviter(tx, TENANT, "nobody").await).await, 0);
}

async fn a_list_goes_on_behind_any_of_its_lines(db: &TestDb) {
    let (sent, failed) = (InvitationState::Sent, InvitationState::Failed);
    let of_alex = InvitationRow { inviter: id("alex"), ..at("n0", sent, 9) };
    // three of one moment: the id decides
    let rows = [at("n1", sent, 1), at("n2", sent, 3), at("n3", failed, 3), at("n4", sent, 3), of_alex];
    store(db, &rows).await;
    let behind = async |before: &str, state, limit| {
        let page = InvitationPage { state, before: Some(&id(before)), limit };
        list(&db.storage, &tenant(), &id("adele"), page).await.unwrap()
    };
    assert_eq!(line_ids(&behind("n4", None, 9).await), ["n3", "n2", "n1"]);
    assert_eq!(line_ids(&behind("n3", None, 1).await), ["n2"]);
    assert_eq!(line_ids(&behind("n3", Some(failed), 9).await), [""; 0]);
    assert_eq!(line_ids(&behind("n4", Some(sent), 9).await), ["n2", "n1"]);
    for not_hers in ["n0", "n9"] {
        assert!(behind(not_hers, None, 9).await.is_empty(), "{not_hers}");
    }
    let all = counts(&db.storage, &tenant(), &id("adele")).await.unwrap();
    assert_eq!(all, [("failed".to_owned(), 1), ("sent".to_owned(), 3)]);
    assert!(counts(&db.storage, &id("tenant-2"), &id("adele")).await.unwrap().is_empty());
}

async fn everyones_list_is_of_the_tenant_and_goes_on_behind_any_line(db: &TestDb) {
    let (sent, failed) = (InvitationState::Sent, InvitationState::Failed);
    let of_alex = |name: &str, state, created_at| InvitationRow {
        inviter: id("alex"),
        inviter_name: "Alex Wilber".into(),
        ..at(name, state, created_at)
    };
    let elsewhere = InvitationRow { tenant: id("tenant-2"), ..at("n0", InvitationState::Working, 9) };
    let rows =
        [at("n1", sent, 1), of_alex("n2", failed, 3), at("n3", sent, 3), of_alex("n4", sent, 5), elsewhere];
    store(db, &rows).await;
    let listed = async |state, before: Option<&str>, limit| {
        let before = before.map(id);
        let page = InvitationPage { state, before: before.as_ref(), limit };
        list_everyones(&db.storage, &tenant(), page).await.unwrap()
    };
    let all = listed(None, None, 9).await;
    assert_eq!(line_ids(&all), ["n4", "n3", "n2", "n1"]);
    assert_eq!(all[0].row, rows[3], "each line has its whole row, and so its inviter");
    assert_eq!(line_ids(&listed(None, None, 2).await), ["n4", "n3"]);
    assert_eq!(line_ids(&listed(Some(sent), None, 9).await), ["n4", "n3", "n1"]);
    assert_eq!(line_ids(&listed(None, Some("n3"), 1).await), ["n2"]);
    assert_eq!(line_ids(&listed(Some(sent), Some("n4"), 9).await), ["n3", "n1"]);
    assert!(listed(None, Some("n0"), 9).await.is_empty(), "one of another tenant");
    let states = async || {
        let mut states = everyones_states(&db.storage, &tenant()).await.unwrap();
        states.sort();
        states
    };
    assert_eq!(states().await, ["failed", "sent"]);
    assert!(db.change(async |tx| put_away(tx, (&tenant(), &id("alex")), &rows[1].id, 9).await).await);
    assert_eq!(line_ids(&listed(None, None, 9).await), ["n4", "n3", "n1"]);
    assert_eq!(states().await, ["sent"]);
}

async fn what_is_put_away_is_on_no_list_until_it_goes_on(db: &TestDb) {
    let adele: EntraUserId = id("adele");
    let states: Vec<_> = InvitationState::ALL.into_iter().zip(1..).collect();
    let rows: Vec<_> = states.iter().map(|(state, n)| at(&format!("n-{state}"), *state, *n)).collect();
    store(db, &rows).await;
    let listed = async || {
        let page = InvitationPage { limit: 99, ..InvitationPage::default() };
        list(&db.storage, &tenant(), &adele, page).await.unwrap().len()
    };
    let counted = async || counts(&db.storage, &tenant(), &adele).await.unwrap().len();
    let away = async |owner: &EntraUserId, row: &InvitationRow| {
        db.change(async |tx| put_away(tx, (&tenant(), owner), &row.id, 9).await).await
    };
    for row in &rows {
        assert!(!away(&id("alex"), row).await, "another's {}", row.state);
        assert_eq!(away(&adele, row).await, row.state.may_be_put_away(), "{}", row.state);
        assert!(!away(&adele, row).await, "twice: {}", row.state);
    }
    assert_eq!((listed().await, counted().await), (rows.len() - 3, rows.len() - 3));
    assert_eq!(recount(&db.storage).await.unwrap(), 0);
    let failed = rows.iter().find(|row| row.state == InvitationState::Failed).unwrap();
    let change = async |state| {
        db.change(async |tx| update(tx, &InvitationRow { state, ..failed.clone() }).await).await;
        assert_eq!(recount(&db.storage).await.unwrap(), 0, "{state}");
    };
    change(InvitationState::Failed).await;
    assert_eq!(listed().await, rows.len() - 3, "what is learned of it changes nothing");
    change(InvitationState::Working).await;
    change(InvitationState::Failed).await;
    assert_eq!((listed().await, counted().await), (rows.len() - 2, rows.len() - 2), "tried again");
}

async fn what_is_on_its_way_to_an_item_is_the_inviters_own(db: &TestDb) {
    let rows: Vec<_> = InvitationState::ALL
        .into_iter()
        .zip(1..)
        .map(|(state, n)| at(&format!("n-{state}"), state, n))
        .chain([InvitationRow { inviter: id("alex"), ..at("of-alex", InvitationState::Working, 9) }])
        .collect();
    store(db, &rows).await;
    let of = async |inviter: &str, item: &str, limit| {
        let rows = on_the_way(&db.storage, &tenant(), &id(inviter), &id(item), limit).await.unwrap();
        rows.into_iter().map(|row| row.id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(of("adele", "plan", 9).await, ["n-stopped", "n-waiting", "n-working"]);
    assert_eq!(of("adele", "plan", 1).await, ["n-stopped"]);
    assert_eq!(of("alex", "plan", 9).await, ["of-alex"]);
    assert!(of("adele", "other", 9).await.is_empty());
}

async fn a_guests_pending_invitations_are_those_sent(db: &TestDb) {
    let to = |invitation_id: &str, guest: &str, state| InvitationRow {
        guest: Some(id(guest)),
        state,
        ..invitation(invitation_id)
    };
    store(
        db,
        &[
            to("n1", "grady", InvitationState::Sent),
            to("n2", "grady", InvitationState::Accepted),
            to("n3", "joni", InvitationState::Sent),
            to("n4", "grady", InvitationState::Sent),
        ],
    )
    .await;
    let grady: EntraUserId = id("grady");
    let pending = pending_of_guest(&db.storage, &tenant(), &grady).await.unwrap();
    assert_eq!(ids(&pending), ["n1", "n4"]);
    let locked = db.change(async |tx| pending_of_guest_in(tx, &tenant(), &grady).await).await;
    assert_eq!(locked, pending);
    assert!(pending_of_guest(&db.storage, &id("tenant-2"), &grady).await.unwrap().is_empty());
}

async fn a_guests_stopped_invitations_are_of_one_item(db: &TestDb) {
    let to = |invitation_id: &str, guest: &str, created_at| InvitationRow {
        guest: Some(id(guest)),
        ..at(invitation_id, InvitationState::Stopped, created_at)
    };
    let sent = InvitationRow { state: InvitationState::Sent, ..to("n4", "grady", 1) };
    store(db, &[to("n1", "grady", 2), to("n2", "grady", 1), to("n3", "joni", 1), sent]).await;
    db.change(async |tx| {
        items::upsert(tx, &item("other", "Other")).await?;
        let of_other = InvitationRow { item: id("other"), ..to("n5", "grady", 1) };
        insert_shared(tx, &of_other).await
    })
    .await;
    let of = async |tenant: &str, item: &str| {
        let rows = stopped_of_guest(&db.storage, &id(tenant), &id("grady"), &id(item)).await.unwrap();
        rows.into_iter().map(|row| row.id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(of(TENANT, "plan").await, ["n2", "n1"], "oldest first");
    assert_eq!(of(TENANT, "other").await, ["n5"]);
    assert!(of("tenant-2", "plan").await.is_empty());
}

async fn a_guest_is_needed_by_what_is_not_over(db: &TestDb) {
    let to = |invitation_id: &str, guest: &str, state| InvitationRow {
        guest: Some(id(guest)),
        person: Some(id(guest)),
        state,
        ..invitation(invitation_id)
    };
    let mut rows = vec![to("n1", "grady", InvitationState::Undoing), to("n2", "joni", InvitationState::Sent)];
    for state in InvitationState::ALL {
        let guest = format!("guest-{state}");
        rows.push(to(&format!("own-{state}"), &guest, InvitationState::Undoing));
        // given to a known person, as the inviter of another item does: no guest of its own
        let other = to(&format!("other-{state}"), &guest, state);
        rows.push(InvitationRow { guest: None, inviter: id("alex"), ..other });
    }
    store(db, &rows).await;
    let needed = async |tenant: &str, guest: &str, besides: &str| {
        db.change(async |tx| is_guest_needed(tx, &id(tenant), &id(guest), &id(besides)).await).await
    };
    assert!(!needed(TENANT, "grady", "n1").await, "its own invitation does not count");
    assert!(!needed(TENANT, "joni", "n2").await);
    assert!(needed(TENANT, "joni", "n1").await, "for any other it does");
    for state in InvitationState::ALL {
        let is_over =
            matches!(state, InvitationState::Failed | InvitationState::Undoing | InvitationState::Undone);
        let (guest, own) = (format!("guest-{state}"), format!("own-{state}"));
        assert_eq!(needed(TENANT, &guest, &own).await, !is_over, "{state}");
        assert!(!needed("tenant-2", &guest, &own).await, "{state}");
    }

    let from =
        |invitation: Option<&str>| NewAccess { invitation: invitation.map(id), ..access("grady", "plan", 1) };
    db.change(async |tx| people::upsert(tx, &person("grady", "Grady", "pending")).await).await;
    for (invitation, expected) in [(Some("n1"), false), (Some("own-failed"), true), (None, true)] {
        db.change(async |tx| grant(tx, &from(invitation), &[]).await).await;
        assert_eq!(needed(TENANT, "grady", "n1").await, expected, "access from {invitation:?}");
        assert!(!needed(TENANT, "guest-failed", "own-failed").await, "of another person");
    }
}
