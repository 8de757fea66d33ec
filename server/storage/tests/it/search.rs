//! Everyone's invitations of whoever is looked for.

use contract::InvitationState;
use storage::invitations::{
    InvitationPage, InvitationRow, MOST_SOUGHT, Sought, put_away, search_everyones, sought,
};
use storage::people::{self, PersonRow};
use testing::TestDb;

use crate::invitations::store;
use crate::rows::{id, invitation, person, tenant};

stories![
    people_are_found_by_the_start_of_a_name_or_an_address,
    more_than_fit_are_cut_and_said_to_be,
    what_is_found_is_newest_first_and_goes_on_behind_any_line,
];

async fn know(db: &TestDb, rows: &[PersonRow]) {
    db.change(async |tx| {
        for row in rows {
            people::upsert(tx, row).await?;
        }
        Ok(())
    })
    .await;
}

async fn people_are_found_by_the_start_of_a_name_or_an_address(db: &TestDb) {
    let sarunas = PersonRow {
        address: "S.Ziogas@Northwind.example".into(),
        ..person("guest-1", "Šarūnas Žiogas", "guest")
    };
    let elsewhere = PersonRow { tenant: id("tenant-2"), ..person("guest-2", "Šarūnė Kita", "guest") };
    store(db, &[invitation("n1"), invitation("n2")]).await;
    know(db, &[sarunas.clone(), elsewhere]).await;
    let found = async |text: &str| sought(&db.storage, &tenant(), text).await.unwrap();
    let only = Sought { people: vec!["guest-1".to_owned()], ..Sought::default() };
    for text in ["ŠAR", " šarūnas ž", "žIOGAS", "s.ziogas@", "Šarūnas Žiogas\0"] {
        assert_eq!(found(text).await, only, "{text}");
    }
    // Wildcards are letters, and only the start counts.
    for text in ["", "  ", "\0", "%", "š_r", "arūnas", "northwind", "nobody"] {
        assert_eq!(found(text).await, Sought::default(), "{text}");
    }
    let invited = Sought { addresses: vec!["new.person@fabrikam.example".to_owned()], ..Sought::default() };
    assert_eq!(found("New.P").await, invited, "invited twice, found once");
    assert_eq!(found("adele").await.people, ["adele"], "who invites");

    know(db, &[PersonRow { name: "Ona Kitokia".into(), ..sarunas }]).await;
    assert_eq!(found("šar").await, Sought::default(), "the name of before");
    assert_eq!(found("kit").await, only);
}

async fn more_than_fit_are_cut_and_said_to_be(db: &TestDb) {
    store(db, &[]).await;
    let many: Vec<_> = (0..=MOST_SOUGHT)
        .map(|n| person(&format!("guest-{n:02}"), &format!("Guest {n:02}"), "guest"))
        .collect();
    know(db, &many[1..]).await;
    let all = sought(&db.storage, &tenant(), "guest").await.unwrap();
    assert_eq!((all.people.len(), all.is_cut), (MOST_SOUGHT, false));
    know(db, &many[..1]).await;
    let some = sought(&db.storage, &tenant(), "guest").await.unwrap();
    assert_eq!((some.people.len(), some.is_cut), (MOST_SOUGHT, true));
}

async fn what_is_found_is_newest_first_and_goes_on_behind_any_line(db: &TestDb) {
    let (sent, failed) = (InvitationState::Sent, InvitationState::Failed);
    let row = |name: &str, state, created_at| InvitationRow { state, created_at, ..invitation(name) };
    let to = |address: &str, row: InvitationRow| InvitationRow { canonical: address.into(), ..row };
    let of_person =
        InvitationRow { person: Some(id("grady")), ..to("g@fabrikam.example", row("n2", failed, 2)) };
    let of_alex = InvitationRow { inviter: id("alex"), ..to("lee@fabrikam.example", row("n3", sent, 3)) };
    let of_nobody = InvitationRow { inviter: id("diego"), ..to("kim@fabrikam.example", row("n4", sent, 4)) };
    // Found from both sides, and listed once.
    let of_both = InvitationRow { inviter: id("alex"), ..to("ana@fabrikam.example", row("n5", sent, 5)) };
    let elsewhere =
        InvitationRow { tenant: id("tenant-2"), ..to("ana@fabrikam.example", row("n6", sent, 6)) };
    let rows =
        [to("ana@fabrikam.example", row("n1", sent, 1)), of_person, of_alex, of_nobody, of_both, elsewhere];
    let whom = Sought {
        people: vec!["alex".to_owned(), "grady".to_owned()],
        addresses: vec!["ana@fabrikam.example".to_owned()],
        is_cut: false,
    };
    store(db, &rows).await;
    let listed = async |state, before: Option<&str>, limit| {
        let before = before.map(id);
        let page = InvitationPage { state, before: before.as_ref(), limit };
        let lines = search_everyones(&db.storage, &tenant(), &whom, page).await.unwrap();
        lines.iter().map(|line| line.row.id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(listed(None, None, 9).await, ["n5", "n3", "n2", "n1"]);
    assert_eq!(listed(None, None, 2).await, ["n5", "n3"]);
    assert_eq!(listed(None, Some("n3"), 9).await, ["n2", "n1"]);
    assert_eq!(listed(None, Some("n4"), 1).await, ["n3"], "behind one that is not listed");
    assert_eq!(listed(Some(sent), None, 9).await, ["n5", "n3", "n1"]);
    assert_eq!(listed(Some(sent), Some("n5"), 1).await, ["n3"]);
    assert_eq!(listed(Some(failed), None, 9).await, ["n2"]);
    assert!(listed(None, Some("n6"), 9).await.is_empty(), "behind one of another tenant");
    let page = InvitationPage { limit: 9, ..InvitationPage::default() };
    let nobody = search_everyones(&db.storage, &tenant(), &Sought::default(), page).await.unwrap();
    assert!(nobody.is_empty());
    assert!(db.change(async |tx| put_away(tx, (&tenant(), &id("adele")), &id("n2"), 9).await).await);
    assert_eq!(listed(None, None, 9).await, ["n5", "n3", "n1"]);
}
