//! No token, secret or redeem link outside its place.

use testing::Browser;
use testing::html::opened;
use testing::names::ADELE;

use crate::test_server::{ITEM, TestServer, share};

const GUEST: &str = "nora.new@fabrikam.example";

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
    let mut server = TestServer::start_logging("debug");
    let mut adele = server.signed_in(ADELE).await;
    let sent = share(&mut adele, &[("form[address]", GUEST), ("form[message]", "Welcome")]).await;
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
    let ticket = server.invited(GUEST).await[0]["invitation"]["ticket"].as_str().unwrap().to_owned();
    assert!(link.contains("/redeem") && link.contains(&ticket), "{link}");
    // Nobody else's.
    let mut diego = server.signed_in("diego.siciliani@contoso.example").await;
    let refused = diego.post(&form.action, &[]).await;
    assert!(refused.status == 404 && !refused.text.contains(&ticket), "{}", refused.status);

    let mut guest = server.browser();
    let landed = guest.redeem(&link, GUEST, "Nora New").await;
    let landed = guest.follow(landed).await;
    assert_eq!((landed.status, landed.url.path()), (200, ITEM), "{}", landed.text);
    let list = adele.get("/invitations").await;
    assert!(list.text.contains("data-state=\"accepted\""), "the inviter sees it");

    let clients = server.control("clients").await;
    let secret = clients.as_array().unwrap().iter().find(|client| client["name"] == "vestibule").unwrap();
    let code = |visitor: &Browser| {
        let back = visitor.seen.iter().find(|answer| answer.url.path() == "/sign-in/callback").unwrap();
        back.url.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned()
    };
    let cookie = |visitor: &Browser| visitor.cookie("__Host-vestibule").unwrap().clone();
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
    assert_absent(&secrets, "log", server.log().as_bytes());
    let files = server.database();
    assert!(!files.is_empty());
    for file in files {
        assert_absent(&secrets, &file.display().to_string(), &std::fs::read(&file).unwrap());
    }
    assert!(server.stop().unwrap().success());
    for file in server.database() {
        assert_absent(&secrets, &file.display().to_string(), &std::fs::read(&file).unwrap());
    }
    let verified = server.command(&["audit", "verify"]).output().unwrap();
    let said = String::from_utf8_lossy(&verified.stdout).into_owned();
    assert!(verified.status.success() && said.contains("holds") && !said.contains(" 0 entries"), "{said}");
}
