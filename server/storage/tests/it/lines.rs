//! Invitations as a page shows them: whose they are, and what the line says of the person.

use contract::{InvitationId, InvitationState};
use storage::invitations::{InvitationLine, InvitationPage, InvitationRow, lines_of, list, load_line};
use storage::people;
use testing::TestDb;

use crate::invitations::store;
use crate::rows::{TENANT, id, invitation, person, tenant};

stories![
    who_has_access_and_has_not_accepted_is_awaited,
    an_earlier_link_is_the_inviters_own,
    the_lines_asked_for_are_the_callers_own,
];

/// Adele's lines of these invitations, after all ways to them have said the same.
async fn lines(db: &TestDb, invitations: &[InvitationId]) -> Vec<InvitationLine> {
    let (tenant, adele) = (tenant(), id("adele"));
    let mut asked = lines_of(&db.storage, &tenant, Some(&adele), invitations).await.unwrap();
    asked.sort_by_key(|line| invitations.iter().position(|id| *id == line.row.id));
    assert_eq!(asked.len(), invitations.len());
    let page = InvitationPage { limit: 10_000, ..InvitationPage::default() };
    let mut listed = list(&db.storage, &tenant, &adele, page).await.unwrap();
    listed.retain(|line| invitations.contains(&line.row.id));
    listed.sort_by_key(|line| invitations.iter().position(|id| *id == line.row.id));
    assert_eq!(listed, asked);
    for line in &asked {
        let loaded = load_line(&db.storage, &tenant, Some(&adele), &line.row.id).await.unwrap();
        assert_eq!(loaded.as_ref(), Some(line));
    }
    asked
}

async fn who_has_access_and_has_not_accepted_is_awaited(db: &TestDb) {
    const STANDINGS: [Option<&str>; 4] = [None, Some("member"), Some("guest"), Some("pending")];
    let mut rows = Vec::new();
    for state in InvitationState::ALL {
        for standing in STANDINGS {
            let person = standing.map_or_else(|| "stranger".to_owned(), |standing| format!("a-{standing}"));
            let line = invitation(&format!("{state}-{person}"));
            rows.push((standing, InvitationRow { state, person: Some(id(&person)), ..line }));
        }
        rows.push((None, InvitationRow { state, ..invitation(&format!("{state}-nobody-yet")) }));
    }
    let (standings, rows): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
    store(db, &rows).await;
    db.change(async |tx| {
        for standing in STANDINGS.into_iter().flatten() {
            people::upsert(tx, &person(&format!("a-{standing}"), "A Person", standing)).await?;
        }
        // another tenant's person is another person
        let elsewhere =
            people::PersonRow { tenant: id("tenant-2"), ..person("stranger", "A Stranger", "pending") };
        people::upsert(tx, &elsewhere).await
    })
    .await;
    let asked: Vec<_> = rows.iter().map(|row| row.id.clone()).collect();
    for ((standing, row), line) in standings.into_iter().zip(rows).zip(lines(db, &asked).await) {
        let awaits = row.state == InvitationState::Shared && standing == Some("pending");
        assert_eq!((line.awaits_guest, line.has_earlier_link), (awaits, false), "{}", row.id);
        assert_eq!(line.row, row);
    }
}

/// A line of each state beside an earlier invitation of the same person: of each state, and as it must be but for one thing.
async fn an_earlier_link_is_the_inviters_own(db: &TestDb) {
    type Change = fn(&mut InvitationRow);
    const CHANGES: [(&str, Change); 6] = [
        ("as-it-must-be", |_| {}),
        ("of-another-inviter", |row| row.inviter = id("alex")),
        ("without-a-link", |row| row.link = None),
        ("of-another-guest", |row| row.guest = Some(id("joni"))),
        ("without-a-guest", |row| row.guest = None),
        ("of-another-tenant", |row| row.tenant = id("tenant-2")),
    ];
    let mut rows = Vec::new();
    let mut expected = Vec::new();
    for state in InvitationState::ALL {
        let beside = CHANGES.map(|(name, change)| (name.to_owned(), InvitationState::Sent, change));
        let each = InvitationState::ALL.map(|earlier| (format!("earlier-{earlier}"), earlier, CHANGES[0].1));
        for (name, earlier_state, change) in beside.into_iter().chain(each) {
            let name = format!("{state}-{name}");
            let person = Some(id(&format!("p-{name}")));
            let mut earlier = InvitationRow {
                state: earlier_state,
                guest: person.clone(),
                link: Some(vec![1]),
                ..invitation(&format!("e-{name}"))
            };
            change(&mut earlier);
            let is_usable = earlier_state == InvitationState::Sent
                && (name.ends_with("as-it-must-be") || name.ends_with("earlier-sent"));
            expected.push((id(&name), state == InvitationState::Shared && is_usable));
            rows.push(earlier);
            rows.push(InvitationRow { state, person, ..invitation(&name) });
        }
    }
    store(db, &rows).await;
    let asked: Vec<_> = expected.iter().map(|(line, _)| InvitationId::clone(line)).collect();
    for ((name, has_link), line) in expected.into_iter().zip(lines(db, &asked).await) {
        assert_eq!((line.has_earlier_link, line.awaits_guest), (has_link, false), "{name}");
    }
}

async fn the_lines_asked_for_are_the_callers_own(db: &TestDb) {
    let of = |invitation_id: &str, tenant: &str, inviter: &str| InvitationRow {
        tenant: id(tenant),
        inviter: id(inviter),
        ..invitation(invitation_id)
    };
    let rows = [
        of("n1", TENANT, "adele"),
        of("n2", TENANT, "alex"),
        of("n3", "tenant-2", "adele"),
        of("n4", TENANT, "adele"),
        of("n5", TENANT, "adele"),
    ];
    store(db, &rows).await;
    let ask = async |tenant: &str, inviter: &str, asked: &[&str]| {
        let asked: Vec<_> = asked.iter().copied().map(id).collect();
        let lines = lines_of(&db.storage, &id(tenant), Some(&id(inviter)), &asked).await.unwrap();
        let mut ids: Vec<_> = lines.into_iter().map(|line| line.row.id.to_string()).collect();
        ids.sort();
        ids
    };
    let all = ["n5", "n9", "n3", "n2", "n1"];
    assert_eq!(ask(TENANT, "adele", &all).await, ["n1", "n5"]);
    assert_eq!(ask(TENANT, "alex", &all).await, ["n2"]);
    assert_eq!(ask("tenant-2", "adele", &all).await, ["n3"]);
    assert!(ask("tenant-2", "alex", &all).await.is_empty());
    assert_eq!(ask(TENANT, "adele", &["n4", "n4"]).await, ["n4"], "asked twice, told once");
    assert!(ask(TENANT, "adele", &[]).await.is_empty());

    for (invitation, tenant, inviter, is_own) in [
        ("n1", TENANT, "adele", true),
        ("n1", TENANT, "alex", false),
        ("n1", "tenant-2", "adele", false),
        ("n3", TENANT, "adele", false),
        ("n3", "tenant-2", "adele", true),
        ("n9", TENANT, "adele", false),
    ] {
        let line = load_line(&db.storage, &id(tenant), Some(&id(inviter)), &id(invitation)).await.unwrap();
        assert_eq!(line.is_some(), is_own, "{invitation} {tenant} {inviter}");
    }

    // Without an inviter, whosever they are; never those of another tenant.
    let asked: Vec<_> = all.iter().copied().map(id).collect();
    let lines = lines_of(&db.storage, &tenant(), None, &asked).await.unwrap();
    let mut ids: Vec<_> = lines.iter().map(|line| line.row.id.as_str()).collect();
    ids.sort_unstable();
    assert_eq!(ids, ["n1", "n2", "n5"]);
    for (invitation, is_there) in [("n1", true), ("n2", true), ("n3", false), ("n9", false)] {
        let line = load_line(&db.storage, &tenant(), None, &id(invitation)).await.unwrap();
        assert_eq!(line.is_some(), is_there, "{invitation}");
    }
}
