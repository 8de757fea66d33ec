//! Access that ends by itself, and what is kept of changes.

use contract::AccessChangeId;
use storage::access::{
    AccessChangeRow, NewAccess, SharerRow, add_change, badges, change, change_in, delete_old_changes, end,
    ended, grant, latest_change, live_of_item, note_change_undone, of_item, of_person, open_changes, replace,
    sharer_in,
};
use storage::invitations::{Holding, load_in, of_access, set_options, update};
use storage::items::{ItemQuery, kinds, list};
use storage::{counts, people};
use testing::TestDb;

use crate::rows::{TENANT, access, adele_and_plan, id, insert_shared, invitation, person};

stories![
    what_has_ended_counts_no_more,
    what_has_ended_gives_way_to_any_role,
    the_same_role_gives_way_to_one_that_lasts_longer,
    access_is_ended_whoever_gave_it_and_counted,
    a_role_is_replaced_in_either_direction,
    a_change_is_kept_for_some_time,
    a_change_can_be_undone_as_long_as_nothing_else_has_happened,
    a_change_of_the_last_day_can_be_undone_as_long_as_that_stands,
    the_invitations_behind_access_are_those_that_stand,
    a_last_day_is_moved_and_what_runs_meanwhile_leaves_it,
];

fn until(user: &str, since: i64, until: i64) -> NewAccess {
    NewAccess { until: Some(until), ..access(user, "plan", since) }
}

async fn what_has_ended_counts_no_more(db: &TestDb) {
    adele_and_plan(&db.storage).await;
    db.change(async |tx| {
        people::upsert(tx, &person("grady", "Grady Archie", "guest")).await?;
        grant(tx, &access("adele", "plan", 1), &[]).await?;
        grant(tx, &until("grady", 2, 100), &[]).await
    })
    .await;
    for (now, names) in [(99, &["grady", "adele"][..]), (100, &["adele"]), (101, &["adele"])] {
        let live = live_of_item(&db.storage, (TENANT, "plan"), None, 9, now).await.unwrap();
        assert_eq!(live.iter().map(|row| row.access.user.as_str()).collect::<Vec<_>>(), names, "{now}");
        let shown = badges(&db.storage, TENANT, &[id("plan")], 4, now).await.unwrap();
        assert_eq!(shown.len(), names.len(), "{now}");
        let ends = names.len() == 2;
        let query = ItemQuery {
            tenant: TENANT,
            user: "grady",
            is_guest: true,
            limit: 9,
            now,
            ..ItemQuery::default()
        };
        assert_eq!(list(&db.storage, query).await.unwrap().len(), usize::from(ends), "{now}");
        let kinds = kinds(&db.storage, (TENANT, "grady", true), now).await.unwrap();
        assert_eq!(kinds.len(), usize::from(ends), "{now}");
        let sharer = db.change(async |tx| sharer_in(tx, TENANT, "grady", "plan", now).await).await;
        let role = ends.then(|| id("reader"));
        assert_eq!(sharer, Some(SharerRow { open_to_members: true, role }), "{now}");
        // A member sees what is open to all; their own line says nothing of what has ended.
        let query = ItemQuery { is_guest: false, ..query };
        let listed = list(&db.storage, query).await.unwrap();
        assert_eq!((listed.len(), listed[0].since.is_some()), (1, ends), "{now}");
        let row = of_person(&db.storage, TENANT, "grady", "plan").await.unwrap().unwrap();
        assert_eq!((row.until, row.lives(now)), (Some(100), ends), "{now}");
    }
    let all = of_item(&db.storage, TENANT, "plan", None, 9).await.unwrap();
    assert_eq!(all.len(), 2, "until it is taken away");
    for (before, found) in [(100, 0), (101, 1)] {
        assert_eq!(db.change(async |tx| ended(tx, before).await).await.len(), found, "{before}");
    }
}

async fn what_has_ended_gives_way_to_any_role(db: &TestDb) {
    adele_and_plan(&db.storage).await;
    let owner = NewAccess { role: id("owner"), ..until("adele", 1, 100) };
    db.change(async |tx| grant(tx, &owner, &[]).await).await;
    let (kept, reader) = ([id("reader"), id("owner")], |since| access("adele", "plan", since));
    assert!(!db.change(async |tx| grant(tx, &reader(99), &kept).await).await);
    assert!(db.change(async |tx| grant(tx, &reader(100), &kept).await).await);
    let row = of_person(&db.storage, TENANT, "adele", "plan").await.unwrap().unwrap();
    assert_eq!((row.role, row.until, row.since), (id("reader"), None, 100));
}

async fn the_same_role_gives_way_to_one_that_lasts_longer(db: &TestDb) {
    adele_and_plan(&db.storage).await;
    let kept: [contract::RoleName; 2] = [id("reader"), id("owner")];
    let given = async |access: &NewAccess| db.change(async |tx| grant(tx, access, &kept).await).await;
    let ends = async || of_person(&db.storage, TENANT, "adele", "plan").await.unwrap().unwrap().until;
    assert!(given(&until("adele", 1, 100)).await);
    for (other, is_given, left) in [
        (until("adele", 2, 90), false, Some(100)),
        (until("adele", 2, 100), false, Some(100)),
        (until("adele", 2, 110), true, Some(110)),
        (access("adele", "plan", 3), true, None),
        (until("adele", 4, 500), false, None),
        (access("adele", "plan", 5), false, None),
    ] {
        assert_eq!((given(&other).await, ends().await), (is_given, left), "{other:?}");
    }
    let owner = NewAccess { role: id("owner"), ..until("adele", 6, 700) };
    db.change(async |tx| grant(tx, &owner, &[]).await).await;
    assert!(!given(&access("adele", "plan", 7)).await, "another role reaches further until then");
    assert_eq!(counts::recount(&db.storage).await.unwrap(), 0);
}

async fn access_is_ended_whoever_gave_it_and_counted(db: &TestDb) {
    adele_and_plan(&db.storage).await;
    db.change(async |tx| {
        people::upsert(tx, &person("grady", "Grady Archie", "guest")).await?;
        insert_shared(tx, &invitation("n1")).await?;
        grant(tx, &access("adele", "plan", 1), &[]).await?;
        grant(tx, &NewAccess { invitation: Some(id("n1")), ..access("grady", "plan", 2) }, &[]).await
    })
    .await;
    let ended = async |tenant, user| db.change(async |tx| end(tx, tenant, user, "plan").await).await;
    assert!(!ended("tenant-2", "grady").await && !ended(TENANT, "nobody").await);
    assert!(ended(TENANT, "grady").await && !ended(TENANT, "grady").await);
    assert!(ended(TENANT, "adele").await);
    assert_eq!(db.number("SELECT people FROM item_counts").await, 0);
    assert_eq!(counts::recount(&db.storage).await.unwrap(), 0);
}

async fn a_role_is_replaced_in_either_direction(db: &TestDb) {
    adele_and_plan(&db.storage).await;
    let owner = NewAccess { role: id("owner"), ..access("adele", "plan", 7) };
    db.change(async |tx| grant(tx, &owner, &[]).await).await;
    db.change(async |tx| insert_shared(tx, &invitation("n1")).await).await;
    let reader = NewAccess {
        given_by_user: id("alex"),
        given_by_name: "Alex Wilber".into(),
        invitation: Some(id("n1")),
        ..until("adele", 9, 100)
    };
    assert!(db.change(async |tx| replace(tx, &reader).await).await);
    let row = of_person(&db.storage, TENANT, "adele", "plan").await.unwrap().unwrap();
    assert_eq!((row.role, row.since, row.until), (id("reader"), 7, Some(100)));
    assert_eq!((row.given_by_user, row.invitation), (id("alex"), Some(id("n1"))));
    let elsewhere = NewAccess { user: id("nobody"), ..reader };
    assert!(!db.change(async |tx| replace(tx, &elsewhere).await).await);
    assert_eq!(counts::recount(&db.storage).await.unwrap(), 0);
}

/// That the access of Grady, which would have ended by itself at 900, was ended.
fn end_of_gradys(change: &str, made_at: i64) -> AccessChangeRow {
    AccessChangeRow {
        id: id(change),
        tenant: id(TENANT),
        user: id("grady"),
        item: id("plan"),
        made_by: id("adele"),
        made_at,
        role: id("reader"),
        given_by_user: id("alex"),
        given_by_name: "Alex Wilber".into(),
        invitation: Some(id("n0")),
        since: 5,
        until: Some(900),
        new_role: None,
        new_invitation: None,
        undone_at: None,
        new_until: None,
        cut: None,
    }
}

async fn a_change_is_kept_for_some_time(db: &TestDb) {
    let ended = end_of_gradys("c1", 10);
    let changed = AccessChangeRow {
        invitation: None,
        until: None,
        new_role: Some(id("owner")),
        new_invitation: Some(id("n1")),
        ..end_of_gradys("c2", 20)
    };
    let moved = AccessChangeRow {
        user: id("joni"),
        new_role: Some(id("reader")),
        new_until: Some(100),
        cut: Some("[]".to_owned()),
        ..end_of_gradys("c4", 20)
    };
    db.change(async |tx| {
        add_change(tx, &ended).await?;
        add_change(tx, &moved).await?;
        add_change(tx, &changed).await
    })
    .await;
    let load = async |name: &str| change(&db.storage, &id::<AccessChangeId>(name)).await.unwrap();
    assert_eq!(load("c1").await, Some(ended.clone()));
    assert_eq!(load("c4").await, Some(moved));
    assert_eq!(load("c3").await, None);
    let latest = latest_change(&db.storage, TENANT, "grady", "plan").await.unwrap();
    assert_eq!(latest, Some(changed));
    assert_eq!(latest_change(&db.storage, TENANT, "grady", "other").await.unwrap(), None);
    let known = id::<AccessChangeId>("c1");
    db.change(async |tx| note_change_undone(tx, &known, 30).await).await;
    let locked = db.change(async |tx| change_in(tx, &known).await).await;
    assert_eq!(locked, Some(AccessChangeRow { undone_at: Some(30), ..ended }));
    assert_eq!(db.change(async |tx| delete_old_changes(tx, 20).await).await, 1);
    assert!(load("c1").await.is_none() && load("c2").await.is_some());
}

async fn a_change_can_be_undone_as_long_as_nothing_else_has_happened(db: &TestDb) {
    adele_and_plan(&db.storage).await;
    let changed = AccessChangeRow {
        user: id("adele"),
        until: None,
        new_role: Some(id("reader")),
        new_invitation: Some(id("n1")),
        ..end_of_gradys("changed", 20)
    };
    let by = |invitation: &str| NewAccess { invitation: Some(id(invitation)), ..access("adele", "plan", 1) };
    db.change(async |tx| {
        people::upsert(tx, &person("grady", "Grady Archie", "guest")).await?;
        insert_shared(tx, &invitation("n1")).await?;
        insert_shared(tx, &invitation("n2")).await?;
        grant(tx, &by("n1"), &[]).await?;
        add_change(tx, &end_of_gradys("ended", 10)).await?;
        add_change(tx, &changed).await
    })
    .await;
    let open = async |now: i64| {
        let asked = ["ended", "changed", "no-such-change"].map(id::<AccessChangeId>);
        let asked: Vec<_> = asked.iter().collect();
        let open = open_changes(&db.storage, &asked, now).await.unwrap();
        let mut names: Vec<_> = open.iter().map(AccessChangeId::to_string).collect();
        names.sort();
        names
    };
    assert!(open_changes(&db.storage, &[], 100).await.unwrap().is_empty());
    assert_eq!(open(100).await, ["changed", "ended"]);
    assert_eq!(open(900).await, ["changed"], "it would have ended by itself");

    // Grady has got it again, until 200.
    db.change(async |tx| grant(tx, &until("grady", 30, 200), &[]).await).await;
    assert_eq!(open(199).await, ["changed"]);
    assert_eq!(open(200).await, ["changed", "ended"], "what has ended counts no more");

    db.change(async |tx| replace(tx, &by("n2")).await).await;
    assert_eq!(open(100).await, Vec::<String>::new(), "another invitation gives it");
    db.change(async |tx| replace(tx, &by("n1")).await).await;
    assert_eq!(open(100).await, ["changed"]);
    db.change(async |tx| note_change_undone(tx, &id("changed"), 40).await).await;
    assert_eq!(open(100).await, Vec::<String>::new());
}

async fn the_invitations_behind_access_are_those_that_stand(db: &TestDb) {
    adele_and_plan(&db.storage).await;
    let of = |name: &str, state: &str| storage::invitations::InvitationRow {
        person: Some(id("grady")),
        state: contract::InvitationState::from_text(state).unwrap(),
        ..invitation(name)
    };
    let rows = [
        of("n1", "shared"),
        of("n2", "undone"),
        of("n3", "undoing"),
        of("n4", "failed"),
        of("n5", "working"),
        storage::invitations::InvitationRow { person: Some(id("joni")), ..of("n6", "shared") },
    ];
    db.change(async |tx| {
        for row in &rows {
            insert_shared(tx, row).await?;
            update(tx, row).await?;
        }
        Ok(())
    })
    .await;
    let (tenant, person, item) = (id(TENANT), id("grady"), id("plan"));
    let of = Holding { tenant: &tenant, person: &person, item: &item };
    let found = db.change(async |tx| of_access(tx, of).await).await;
    assert_eq!(found.iter().map(contract::InvitationId::as_str).collect::<Vec<_>>(), ["n1", "n4", "n5"]);
}

async fn a_change_of_the_last_day_can_be_undone_as_long_as_that_stands(db: &TestDb) {
    adele_and_plan(&db.storage).await;
    let moved = AccessChangeRow {
        user: id("adele"),
        new_role: Some(id("reader")),
        new_until: Some(500),
        cut: Some("[]".to_owned()),
        ..end_of_gradys("moved", 20)
    };
    let given = until("adele", 1, 500);
    db.change(async |tx| {
        grant(tx, &given, &[]).await?;
        add_change(tx, &moved).await
    })
    .await;
    let known = id("moved");
    let is_open = async |now: i64| !open_changes(&db.storage, &[&known], now).await.unwrap().is_empty();
    assert!(is_open(499).await);
    assert!(!is_open(500).await, "it has ended");
    db.change(async |tx| insert_shared(tx, &invitation("n1")).await).await;
    for (other, open) in [
        (NewAccess { until: Some(400), ..given.clone() }, false),
        (NewAccess { until: None, ..given.clone() }, false),
        (NewAccess { role: id("owner"), ..given.clone() }, false),
        (NewAccess { invitation: Some(id("n1")), ..given.clone() }, false),
        (given, true),
    ] {
        assert!(db.change(async |tx| replace(tx, &other).await).await);
        assert_eq!(is_open(100).await, open, "{other:?}");
    }
}

/// A run has read the invitation before, and stores how far it is after it.
async fn a_last_day_is_moved_and_what_runs_meanwhile_leaves_it(db: &TestDb) {
    adele_and_plan(&db.storage).await;
    let until = |until: i64| format!(r#"{{"until":{until}}}"#);
    let first = storage::invitations::InvitationRow { options: Some(until(100)), ..invitation("n1") };
    db.change(async |tx| insert_shared(tx, &first).await).await;
    let known = id("n1");
    let stands = async || db.change(async |tx| load_in(tx, &known).await).await.unwrap().options;
    for options in [Some(until(200)), None, Some(until(300))] {
        db.change(async |tx| set_options(tx, &known, options.as_deref()).await).await;
        assert_eq!(stands().await, options);
        db.change(async |tx| update(tx, &first).await).await;
        assert_eq!(stands().await, options, "a run keeps what it does not change");
    }
    let mut tx = db.storage.begin().await.unwrap();
    let missing = set_options(&mut tx, &id("n2"), None).await;
    assert!(matches!(missing, Err(storage::StorageError::NotFound)), "{missing:?}");
}
