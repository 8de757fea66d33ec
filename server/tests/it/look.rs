//! The look of the pages: what an administrator chooses, everybody sees.

use reqwest::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, COOKIE, LOCATION};
use reqwest::{Client, Response};
use testing::html::{by_id, opened};
use testing::names::{ADELE, MEGAN};
use testing::{Browser, BrowserResponse};

use crate::settings::change;
use crate::test_server::TestServer;

const EDIT: &str = "/api/settings/edit";
const CONFIRM: &str = "/api/settings/confirm";
const UPLOAD: &str = "/settings/look/mark";
/// Purple, 16 by 16 pixels, with a comment in it.
const MARK: &[u8] = include_bytes!("look/mark.png");

fn client() -> Client {
    Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

/// Sends a file as a browser does by the form of the page.
async fn upload(server: &TestServer, browser: &Browser, page: &BrowserResponse, file: &[u8]) -> Response {
    let form = page.form(UPLOAD);
    let mut body = Vec::new();
    for field in form.fields.iter().filter(|field| field.kind == "hidden") {
        let head = format!("--part\r\nContent-Disposition: form-data; name=\"{}\"\r\n\r\n", field.name);
        body.extend(format!("{head}{}\r\n", field.value).into_bytes());
    }
    body.extend(
        b"--part\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../mark.svg\"\r\nContent-Type: image/svg+xml\r\n\r\n",
    );
    body.extend(file);
    body.extend(b"\r\n--part--\r\n");
    let cookie = format!("__Host-vestibule={}", browser.cookie("__Host-vestibule").unwrap());
    let request = client().post(format!("{}{UPLOAD}", server.origin())).body(body);
    let request = request.header(ACCEPT, "text/html").header(COOKIE, cookie);
    let request = request.header("origin", server.origin()).header("sec-fetch-site", "same-origin");
    request.header(CONTENT_TYPE, "multipart/form-data; boundary=part").send().await.unwrap()
}

/// Where a response leads to.
fn location(response: &Response) -> String {
    assert_eq!(response.status(), 303, "{:?}", response.headers());
    response.headers()[LOCATION].to_str().unwrap().to_owned()
}

async fn fetched(server: &TestServer, address: &str) -> Response {
    client().get(format!("{}{address}", server.origin())).send().await.unwrap()
}

fn assert_for_ever(response: &Response, content_type: &str) {
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()[CONTENT_TYPE], content_type);
    assert_eq!(response.headers()[CACHE_CONTROL], "public, max-age=31536000, immutable");
    assert_eq!(response.headers()["x-content-type-options"], "nosniff");
    assert!(response.headers().contains_key("content-security-policy"));
}

/// The addresses of the style sheets.
fn styles(page: &BrowserResponse) -> Vec<String> {
    let links = opened(&page.text).into_iter().filter(|tag| tag.get("rel") == Some("stylesheet"));
    links.map(|tag| tag.value("href")).collect()
}

/// The address of the picture in the bar, if it is not drawn.
fn mark(page: &BrowserResponse) -> Option<String> {
    let pictures = opened(&page.text).into_iter().filter(|tag| tag.name == "img");
    pictures.map(|tag| tag.value("src")).find(|address| address.starts_with("/look/"))
}

#[tokio::test]
async fn name_and_accent_are_everybodys_and_a_colour_that_cannot_be_read_is_corrected() {
    let server = TestServer::start();
    let mut megan = server.signed_in(MEGAN).await;
    let mut nobody = server.browser();
    let before = nobody.get("/").await;
    assert!(before.text.contains("· Vestibule</title>"), "{}", before.text);
    assert!(!styles(&before).iter().any(|sheet| sheet.starts_with("/look/")), "{}", before.text);

    let stored = change(&mut megan, "look", &[("product_name", "Har <b>our"), ("accent", "#FFDD00")]).await;
    assert!(stored.text.contains("The color is too light"), "{}", stored.text);
    for page in [nobody.get("/").await, nobody.get("/nowhere").await, megan.get("/items").await] {
        assert!(page.text.contains("· Har &lt;b&gt;our</title>"), "{}", page.text);
        assert!(page.text.contains("aria-label=\"Har &lt;b&gt;our, front page\""), "{}", page.text);
        assert!(!opened(&page.text).iter().any(|tag| tag.name == "b"));
        let accent = styles(&page).pop().unwrap();
        assert!(accent.starts_with("/look/ffdd00-"), "the last one counts: {accent}");
    }
    assert!(nobody.get("/sign-in").await.text.contains("Sign in to Har &lt;b&gt;our"));
    let accent = styles(&nobody.get("/").await).pop().unwrap();
    let sheet = fetched(&server, &accent).await;
    assert_for_ever(&sheet, "text/css; charset=utf-8");
    let sheet = sheet.text().await.unwrap();
    assert!(sheet.contains("--colorBrandBackground: light-dark(#") && !sheet.contains("(#ffdd00"), "{sheet}");

    let page = megan.visit("/settings/look").await;
    let wrong = [("form[fields][accent]", "yellow"), ("action", "review")];
    let refused = megan.send(&page, &page.form(EDIT), &wrong).await;
    let field = refused.form(EDIT).field("form[fields][accent]").clone();
    assert!(field.invalid && field.value == "yellow", "{field:?}");
    let (_, said) = by_id(&refused.text, "setting-accent-trouble").unwrap();
    assert!(said.contains("six digits"), "{said}");
    change(&mut megan, "look", &[("product_name", ""), ("accent", "")]).await;
    let after = nobody.get("/").await;
    assert!(after.text.contains("· Vestibule</title>") && styles(&after).len() == 1, "{}", after.text);
    for address in ["/look/ffdd00-00000000.css", "/look/ffdd00.css", "/look/x.png", "/look/x"] {
        assert_eq!(fetched(&server, address).await.status(), 404, "{address}");
    }
}

#[tokio::test]
async fn a_mark_is_shown_once_it_is_confirmed_and_goes_with_its_version() {
    let server = TestServer::start();
    let mut megan = server.signed_in(MEGAN).await;
    let mut nobody = server.browser();
    let page = megan.visit("/settings/look").await;
    let sent = upload(&server, &megan, &page, MARK).await;
    let review = megan.visit(&location(&sent)).await;
    assert_eq!(review.url.path(), "/settings/look");
    assert_eq!(mark(&nobody.get("/").await), None, "nothing is stored yet");
    let confirmed = [("reason", "Ours"), ("step", "confirm")];
    let stored = megan.send(&review, &review.form(CONFIRM), &confirmed).await;
    assert!(stored.url.query().is_some_and(|query| query == "saved=1"), "{}", stored.url);

    let address = mark(&nobody.get("/").await).unwrap();
    assert_eq!(mark(&megan.get("/items").await).as_ref(), Some(&address));
    let picture = fetched(&server, &address).await;
    assert_for_ever(&picture, "image/png");
    let picture = picture.bytes().await.unwrap();
    assert!(picture.starts_with(b"\x89PNG") && picture != MARK, "written anew");
    let is_there = |text: &[u8]| picture.windows(text.len()).any(|part| part == text);
    assert!(!is_there(b"script") && !is_there(b"tEXt"));

    // Without the tick the drawn one is back; an earlier version brings it again.
    let page = megan.visit("/settings/look").await;
    let pairs: Vec<_> = page.form(EDIT).pairs();
    let without: Vec<_> = pairs.into_iter().filter(|(name, _)| name != "form[fields][mark]").collect();
    let sent = megan.post(EDIT, &without).await;
    let review = megan.follow(sent).await;
    megan.send(&review, &review.form(CONFIRM), &[("step", "confirm")]).await;
    assert_eq!(mark(&nobody.get("/").await), None);
    let first = megan.visit("/settings/history/1").await;
    megan.send(&first, &first.form("/api/settings/restore"), &[]).await;
    assert_eq!(mark(&nobody.get("/").await), Some(address));

    // The file of the settings has the digest only, so another installation has to choose the picture itself.
    let file = server.command(&["settings", "export"]).output().unwrap().stdout;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.json");
    std::fs::write(&path, file).unwrap();
    let import = ["settings", "import", path.to_str().unwrap()];
    assert!(server.command(&import).output().unwrap().status.success());
    let refused = TestServer::start().command(&import).output().unwrap();
    let said = [refused.stdout, refused.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    assert!(!refused.status.success() && said.contains("look.mark: mark-unknown"), "{said}");
}

#[tokio::test]
async fn a_file_that_cannot_be_the_mark_is_refused_beside_its_field() {
    let server = TestServer::start();
    let mut megan = server.signed_in(MEGAN).await;
    let page = megan.visit("/settings/look").await;
    for (file, sentence) in [
        (&b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>"[..], "PNG or WebP picture that can be read"),
        (&[][..], "Fill this in."),
        (&vec![0x89; 65 * 1024][..], "larger than 64 kB"),
    ] {
        let sent = upload(&server, &megan, &page, file).await;
        let refused = megan.visit(&location(&sent)).await;
        let (hidden, said) = by_id(&refused.text, "mark-file-trouble").unwrap();
        assert!(!hidden && said.contains(sentence), "{said}");
        assert!(refused.form(UPLOAD).field("file").invalid);
    }
    let adele = server.signed_in(ADELE).await;
    assert_eq!(upload(&server, &adele, &page, MARK).await.status(), 403);
    let version = megan.visit("/settings/history").await;
    assert!(version.text.contains("Nothing has been changed yet"), "{}", version.text);
}
