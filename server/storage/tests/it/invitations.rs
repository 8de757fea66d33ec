//! The ledger of invitations.

use storage::StorageError;
use storage::invitations::{
    HistoryRow, InvitationRow, StepRow, add_history, by_key, counts, history_of, insert, insert_steps, list,
    load, load_in, of_address, open_of_inviter, pending_of_guest, pending_of_guest_in, set_step, steps,
    steps_in, steps_of, update, works_for,
};

use crate::place::{Place, change};
use crate::rows::{TENANT, adele_and_plan, invitation, step};

stories![
    everything_that_was_asked_comes_back,
    a_key_has_its_effect_once,
    of_many_with_one_key_at_once_one_is_stored,
    only_what_changes_on_the_way_is_changed,
    lists_are_newest_first_and_by_state,
    a_list_goes_on_behind_any_of_its_lines,
    a_guests_pending_invitations_are_those_sent,
    steps_keep_their_order_and_their_counts,
    history_is_told_in_the_order_it_was_stored,
];

async fn store(place: &Place, rows: &[InvitationRow]) {
    adele_and_plan(&place.storage).await;
    place
        .change(async |tx| {
            for row in rows {
                assert!(insert(tx, row).await?);
            }
            Ok(())
        })
        .await;
}

fn ids(rows: &[InvitationRow]) -> Vec<&str> {
    rows.iter().map(|row| row.id.as_str()).collect()
}

async fn everything_that_was_asked_comes_back(place: &Place) {
    let full = InvitationRow {
        chosen: Some("grady".into()),
        problem: Some(r#"{"code":"internal"}"#.into()),
        guest: Some("guest-1".into()),
        link: Some(vec![0, 255]),
        message: Some("Ačiū 👋\n\"kabutės\" 'apostrofas' \\".into()),
        ..invitation("n1", "k1")
    };
    let bare = InvitationRow { name: None, message: None, ..invitation("n2", "k2") };
    store(place, &[full.clone(), bare.clone()]).await;
    assert_eq!(load(&place.storage, "n1").await.unwrap(), Some(full.clone()));
    assert_eq!(load(&place.storage, "n2").await.unwrap(), Some(bare));
    assert_eq!(load(&place.storage, "n3").await.unwrap(), None);
    assert_eq!(place.change(async |tx| load_in(tx, "n1").await).await, Some(full.clone()));
    assert_eq!(ids(&of_address(&place.storage, TENANT, &full.canonical).await.unwrap()), ["n1", "n2"]);
}

async fn a_key_has_its_effect_once(place: &Place) {
    store(place, &[invitation("n1", "k1")]).await;
    assert!(!place.change(async |tx| insert(tx, &invitation("n2", "k1")).await).await);
    assert_eq!(load(&place.storage, "n2").await.unwrap(), None);
    assert_eq!(by_key(&place.storage, TENANT, "adele", "k1").await.unwrap().unwrap().id, "n1");
    assert_eq!(by_key(&place.storage, TENANT, "alex", "k1").await.unwrap(), None);
    // another inviter's key is another key
    let alex = InvitationRow { inviter: "alex".into(), ..invitation("n3", "k1") };
    assert!(place.change(async |tx| insert(tx, &alex).await).await);
}

async fn of_many_with_one_key_at_once_one_is_stored(place: &Place) {
    adele_and_plan(&place.storage).await;
    let other = place.second_process().await;
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..6 {
        let storage = if n % 2 == 0 { place.storage.clone() } else { other.clone() };
        tasks.spawn(async move {
            change(&storage, async |tx| {
                let stored = insert(tx, &invitation(&format!("n{n}"), "k1")).await?;
                if stored {
                    insert_steps(tx, &[step(&format!("n{n}"), 0, "find-person")]).await?;
                }
                Ok(stored)
            })
            .await
        });
    }
    let stored = tasks.join_all().await;
    other.close().await;
    assert_eq!(stored.iter().filter(|stored| **stored).count(), 1);
    let row = by_key(&place.storage, TENANT, "adele", "k1").await.unwrap().unwrap();
    assert_eq!(steps(&place.storage, &row.id).await.unwrap().len(), 1);
}

async fn only_what_changes_on_the_way_is_changed(place: &Place) {
    store(place, &[invitation("n1", "k1")]).await;
    let changed = InvitationRow {
        state: "sent".into(),
        facts: r#"{"found":false}"#.into(),
        problem: Some("{}".into()),
        guest: Some("guest-1".into()),
        link: Some(vec![1, 2]),
        updated_at: 2_000,
        ..invitation("n1", "k1")
    };
    let with_more = InvitationRow { role: "owner".into(), address: "else@where".into(), ..changed.clone() };
    place.change(async |tx| update(tx, &with_more).await).await;
    assert_eq!(load(&place.storage, "n1").await.unwrap(), Some(changed));

    let mut tx = place.storage.begin().await.unwrap();
    assert_eq!(update(&mut tx, &invitation("n9", "k9")).await, Err(StorageError::NotFound));
}

async fn lists_are_newest_first_and_by_state(place: &Place) {
    let at = |id: &str, state: &str, created_at| InvitationRow {
        state: state.into(),
        created_at,
        ..invitation(id, id)
    };
    let of_alex = InvitationRow { inviter: "alex".into(), ..at("n6", "working", 9) };
    let rows = [
        at("n1", "working", 1),
        at("n2", "waiting", 3),
        at("n3", "stopped", 2),
        at("n4", "sent", 3),
        at("n5", "failed", 4),
        of_alex,
    ];
    store(place, &rows).await;
    let of_adele =
        async |state, limit| list(&place.storage, TENANT, "adele", state, None, limit).await.unwrap();
    assert_eq!(ids(&of_adele(None, 9).await), ["n5", "n4", "n2", "n3", "n1"]);
    assert_eq!(ids(&of_adele(None, 2).await), ["n5", "n4"]);
    assert_eq!(ids(&of_adele(Some("sent"), 9).await), ["n4"]);
    assert!(list(&place.storage, "tenant-2", "adele", None, None, 9).await.unwrap().is_empty());
    assert_eq!(place.change(async |tx| open_of_inviter(tx, TENANT, "adele").await).await, 2);
    assert_eq!(place.change(async |tx| open_of_inviter(tx, TENANT, "nobody").await).await, 0);
    assert!(works_for(&place.storage, TENANT, "adele").await.unwrap());
    assert!(!works_for(&place.storage, TENANT, "nobody").await.unwrap());
}

async fn a_list_goes_on_behind_any_of_its_lines(place: &Place) {
    let at = |id: &str, state: &str, created_at| InvitationRow {
        state: state.into(),
        created_at,
        ..invitation(id, id)
    };
    let of_alex = InvitationRow { inviter: "alex".into(), ..at("n0", "sent", 9) };
    // three of one moment: the id decides
    let rows =
        [at("n1", "sent", 1), at("n2", "sent", 3), at("n3", "failed", 3), at("n4", "sent", 3), of_alex];
    store(place, &rows).await;
    let behind =
        async |id, state, limit| list(&place.storage, TENANT, "adele", state, Some(id), limit).await.unwrap();
    assert_eq!(ids(&behind("n4", None, 9).await), ["n3", "n2", "n1"]);
    assert_eq!(ids(&behind("n3", None, 1).await), ["n2"]);
    assert_eq!(ids(&behind("n3", Some("failed"), 9).await), [""; 0]);
    assert_eq!(ids(&behind("n4", Some("sent"), 9).await), ["n2", "n1"]);
    for not_hers in ["n0", "n9"] {
        assert!(behind(not_hers, None, 9).await.is_empty(), "{not_hers}");
    }
    let all = counts(&place.storage, TENANT, "adele").await.unwrap();
    assert_eq!(all, [("failed".to_owned(), 1), ("sent".to_owned(), 3)]);
    assert!(counts(&place.storage, "tenant-2", "adele").await.unwrap().is_empty());
}

async fn a_guests_pending_invitations_are_those_sent(place: &Place) {
    let to = |id: &str, guest: &str, state: &str| InvitationRow {
        guest: Some(guest.into()),
        state: state.into(),
        ..invitation(id, id)
    };
    store(
        place,
        &[
            to("n1", "grady", "sent"),
            to("n2", "grady", "accepted"),
            to("n3", "joni", "sent"),
            to("n4", "grady", "sent"),
        ],
    )
    .await;
    assert_eq!(ids(&pending_of_guest(&place.storage, TENANT, "grady").await.unwrap()), ["n1", "n4"]);
    let locked = place.change(async |tx| pending_of_guest_in(tx, TENANT, "grady").await).await;
    assert_eq!(ids(&locked), ["n1", "n4"]);
    assert!(pending_of_guest(&place.storage, "tenant-2", "grady").await.unwrap().is_empty());
}

async fn steps_keep_their_order_and_their_counts(place: &Place) {
    store(place, &[invitation("n1", "k1"), invitation("n2", "k2")]).await;
    let plan = [step("n1", 1, "record-access"), step("n1", 0, "find-person"), step("n2", 0, "find-person")];
    place.change(async |tx| insert_steps(tx, &plan).await).await;
    let done = StepRow { state: "done".into(), attempts: 3, ..step("n1", 0, "find-person") };
    place.change(async |tx| set_step(tx, &done).await).await;

    let of_first = [done, step("n1", 1, "record-access")];
    assert_eq!(steps(&place.storage, "n1").await.unwrap(), of_first);
    assert_eq!(place.change(async |tx| steps_in(tx, "n1").await).await, of_first);
    let both = steps_of(&place.storage, &["n2".into(), "n1".into(), "n9".into()]).await.unwrap();
    assert_eq!(both, [of_first[0].clone(), of_first[1].clone(), step("n2", 0, "find-person")]);
    assert!(steps_of(&place.storage, &[]).await.unwrap().is_empty());

    let mut tx = place.storage.begin().await.unwrap();
    assert_eq!(set_step(&mut tx, &step("n1", 7, "x")).await, Err(StorageError::NotFound));
}

async fn history_is_told_in_the_order_it_was_stored(place: &Place) {
    store(place, &[invitation("n1", "k1"), invitation("n2", "k2")]).await;
    let line = |invitation: &str, at, problem: Option<&str>| HistoryRow {
        invitation: invitation.into(),
        at,
        event: r#"{"event":"asked"}"#.into(),
        problem: problem.map(String::from),
    };
    // the clock may be set back meanwhile
    let lines = [line("n2", 5, None), line("n1", 9, Some("{}")), line("n1", 3, None)];
    place
        .change(async |tx| {
            for line in &lines {
                add_history(tx, line).await?;
            }
            Ok(())
        })
        .await;
    let [of_second, first, second] = lines;
    assert_eq!(
        history_of(&place.storage, &["n2".into(), "n1".into()]).await.unwrap(),
        [first.clone(), second.clone(), of_second]
    );
    assert_eq!(history_of(&place.storage, &["n1".into()]).await.unwrap(), [first, second]);
}

#[test]
fn neither_link_nor_message_nor_address_is_printed() {
    let row = InvitationRow { link: Some(vec![201, 202]), ..invitation("n1", "k1") };
    let printed = format!("{row:?}");
    for secret in ["201", "Have a look", "fabrikam", "New Person"] {
        assert!(!printed.contains(secret), "{printed}");
    }
}
