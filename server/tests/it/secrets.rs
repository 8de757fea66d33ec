//! No token, secret or redeem link outside its place.

use crate::house::House;
use crate::html::opened;
use crate::visitor::{ADELE, Answer, ITEM, Visitor};

const GUEST: &str = "nora.new@fabrikam.example";

/// From the link in the mail to the item, as the guest.
async fn redeem(guest: &mut Visitor, link: &str) -> Answer {
    let first = guest.visit(link).await;
    let home = guest.visit(first.url.join(&first.link("button")).unwrap().as_str()).await;
    let form = home.forms().into_iter().find(|form| form.text.contains(GUEST)).unwrap();
    let consent = guest.send(&home, &form, &[("name", "Nora New")]).await;
    let form = consent.forms().into_iter().find(|form| form.action.contains("consent")).unwrap();
    guest.send(&consent, &form, &[("decision", "accept")]).await
}

fn assert_absent(secrets: &[String], place: &str, contents: &[u8]) {
    for secret in secrets {
        assert!(secret.len() >= 3, "too short to look for");
        let found = contents.windows(secret.len()).position(|window| window == secret.as_bytes());
        let near = found.map(|at| {
            let from = at.saturating_sub(120);
            String::from_utf8_lossy(&contents[from..(at + 40).min(contents.len())]).into_owned()
        });
        assert!(near.is_none(), "{place}: {secret} in {near:?}");
    }
}

#[tokio::test]
async fn a_whole_invitation_leaves_no_secret_behind() {
    let mut house = House::start_logging("debug");
    let mut adele = Visitor::signed_in(&house, ADELE).await;
    let sent = adele.share(&[("form[address]", GUEST), ("form[message]", "Welcome")]).await;
    let item = adele.follow(sent).await;
    assert_eq!(item.url.path(), ITEM);
    let list = adele.get("/invitations").await;
    let tags = opened(&list.text);
    let details =
        tags.iter().map(|tag| tag.value("href")).find(|to| to.starts_with("/invitations/")).unwrap();
    let page = adele.get(&details).await;

    // The one place where the link is given out.
    let form = page.forms().into_iter().find(|form| form.action.ends_with("/link")).unwrap();
    let given = adele.post(&form.action, &form.pairs()).await;
    adele.seen.pop();
    assert_eq!((given.status, given.header("cache-control")), (200, "no-store"));
    assert!(given.header("content-type").starts_with("text/plain"), "{}", given.header("content-type"));
    let link = given.text.trim().to_owned();
    let ticket = house.invited(GUEST).await[0]["invitation"]["ticket"].as_str().unwrap().to_owned();
    assert!(link.contains("/redeem") && link.contains(&ticket), "{link}");
    // Nobody else's.
    let mut diego = Visitor::signed_in(&house, "diego.siciliani@contoso.example").await;
    let refused = diego.post(&form.action, &[]).await;
    assert!(refused.status == 404 && !refused.text.contains(&ticket), "{}", refused.status);

    let mut guest = Visitor::of(&house);
    let landed = redeem(&mut guest, &link).await;
    assert_eq!((landed.status, landed.url.path()), (200, ITEM), "{}", landed.text);
    let list = adele.get("/invitations").await;
    assert!(list.text.contains("data-state=\"accepted\""), "the inviter sees it");

    let clients = house.control("clients").await;
    let secret = clients.as_array().unwrap().iter().find(|client| client["name"] == "vestibule").unwrap();
    let code = |visitor: &Visitor| {
        let back = visitor.seen.iter().find(|answer| answer.url.path() == "/sign-in/callback").unwrap();
        back.url.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned()
    };
    let cookie = |visitor: &Visitor| visitor.cookie("__Host-vestibule").unwrap().clone();
    let mut secrets = vec![
        ticket,
        secret["clientSecret"].as_str().unwrap().to_owned(),
        // Every token of the directory, access, refresh or id, is a JWT: this is how `{"` begins in base64.
        "eyJ".to_owned(),
        code(&adele),
        code(&guest),
    ];
    for visitor in [&adele, &guest, &diego] {
        for answer in &visitor.seen {
            assert_absent(&secrets, answer.url.as_str(), answer.text.as_bytes());
        }
    }
    // Nor does whoever reads the database or the log get into a session.
    secrets.extend([cookie(&adele), cookie(&guest)]);
    assert_absent(&secrets, "log", house.log().as_bytes());
    let files = house.database();
    assert!(!files.is_empty());
    for file in files {
        assert_absent(&secrets, &file.display().to_string(), &std::fs::read(&file).unwrap());
    }
    assert!(house.stop().unwrap().success());
    for file in house.database() {
        assert_absent(&secrets, &file.display().to_string(), &std::fs::read(&file).unwrap());
    }
    let verified = house.command(&["audit", "verify"]).output().unwrap();
    let said = String::from_utf8_lossy(&verified.stdout).into_owned();
    assert!(verified.status.success() && said.contains("holds") && !said.contains(" 0 entries"), "{said}");
}
