//! The look of the pages: what an administrator chooses, everybody sees.

use reqwest::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, COOKIE, LOCATION};
use reqwest::{Client, Response};
use testing::html::{Tag, by_id, opened};
use testing::names::{ADELE, MEGAN};
use testing::{Browser, BrowserResponse};

use crate::settings::change;
use crate::test_server::TestServer;

const EDIT: &str = "/api/settings/edit";
const CONFIRM: &str = "/api/settings/confirm";
const UPLOAD: &str = "/settings/look/mark";
const NAME: &str = "form[fields][product_name]";
const ACCENT: &str = "form[fields][accent]";
/// Purple, 16 by 16 pixels, with a comment in it.
const MARK: &[u8] = include_bytes!("look/mark.png");

fn client() -> Client {
    Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

/// Sends a file with the form of its section, as a browser does by the button beside the file. These are typed first.
async fn upload(
    server: &TestServer,
    browser: &Browser,
    page: &BrowserResponse,
    typed: &[(&str, &str)],
    file: &[u8],
) -> Response {
    let controls = opened(&page.text);
    let control = |name: &str, value: &str| {
        let control = controls.iter().find(|tag| tag.get(name) == Some(value)).unwrap();
        assert_eq!(control.get("form"), Some("settings-form"), "{control:?}");
        control.clone()
    };
    assert!(!control("type", "file").has("required"), "the form is saved without a file, too");
    assert_eq!(control("formaction", UPLOAD).value("formenctype"), "multipart/form-data");
    let is_form = |tag: &&Tag| tag.name == "form" && tag.get("id") == Some("settings-form");
    let form = controls.iter().find(is_form).unwrap();
    assert_eq!((form.value("method"), form.value("action")), ("post".to_owned(), EDIT.to_owned()));
    let mut body = Vec::new();
    // That button has no name.
    for (name, value) in page.form(EDIT).filled(typed).iter().filter(|(name, _)| name != "action") {
        let head = format!("--part\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
        body.extend(format!("{head}{value}\r\n").into_bytes());
    }
    body.extend(
        b"--part\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../mark.svg\"\r\nContent-Type: image/svg+xml\r\n\r\n",
    );
    body.extend(file);
    body.extend(b"\r\n--part--\r\n");
    let session = browser.cookie("__Host-vestibule").map(String::as_str).unwrap_or_default();
    let cookie = format!("__Host-vestibule={session}");
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
    assert!(nobody.get("/").await.text.contains("Har &lt;b&gt;our lets you share"));
    let sign_in = nobody.get("/sign-in").await.text;
    assert!(sign_in.contains("Sign in to Har &lt;b&gt;our"), "{sign_in}");
    assert!(sign_in.contains("Har &lt;b&gt;our never sees your password"), "{sign_in}");
    let accent = styles(&nobody.get("/").await).pop().unwrap();
    let sheet = fetched(&server, &accent).await;
    assert_for_ever(&sheet, "text/css; charset=utf-8");
    let sheet = sheet.text().await.unwrap();
    assert!(sheet.contains("--colorBrandBackground: light-dark(#") && !sheet.contains("(#ffdd00"), "{sheet}");

    let page = megan.visit("/settings/look").await;
    // Browsers send the name of a file along that nobody has chosen.
    let wrong = [(ACCENT, "yellow"), ("file", ""), ("action", "review")];
    let refused = megan.send(&page, &page.form(EDIT), &wrong).await;
    let field = refused.form(EDIT).field(ACCENT).clone();
    assert!(field.invalid && field.value == "yellow", "{field:?}");
    let (_, said) = by_id(&refused.text, "setting-accent-trouble").unwrap();
    assert!(said.contains("six digits"), "{said}");
    change(&mut megan, "look", &[("product_name", ""), ("accent", "")]).await;
    let after = nobody.get("/").await;
    assert!(after.text.contains("· Vestibule</title>"), "{}", after.text);
    assert!(!styles(&after).iter().any(|sheet| sheet.starts_with("/look/")), "{}", after.text);
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
    let sent = upload(&server, &megan, &page, &[], MARK).await;
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
async fn what_was_typed_beside_a_mark_goes_with_it() {
    let server = TestServer::start();
    let mut megan = server.signed_in(MEGAN).await;
    let page = megan.visit("/settings/look").await;
    let typed = [(NAME, "Harbour"), (ACCENT, "#5B2A86")];
    let sent = upload(&server, &megan, &page, &typed, MARK).await;
    let review = megan.visit(&location(&sent)).await;
    assert!(mark(&review).is_some(), "{}", review.text);
    for value in ["Harbour", "#5b2a86"] {
        assert!(review.text.to_lowercase().contains(&value.to_lowercase()), "{}", review.text);
    }
    let back = megan.send(&review, &review.form(CONFIRM), &[("reason", ""), ("step", "back")]).await;
    let form = back.form(EDIT);
    assert_eq!(form.field(NAME).value, "Harbour");
    assert_eq!(form.field(ACCENT).value.to_lowercase(), "#5b2a86");
    assert_eq!(form.field("form[fields][mark]").value.len(), 64, "the picture is ticked");

    // Whose session has ended meanwhile finds it after signing in.
    let sent = upload(&server, &server.browser(), &page, &typed, MARK).await;
    let to = location(&sent);
    assert!(to.starts_with("/sign-in?problem=") && to.contains("draft"), "{to}");
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
        let sent = upload(&server, &megan, &page, &[(NAME, "Harbour")], file).await;
        let refused = megan.visit(&location(&sent)).await;
        let (hidden, said) = by_id(&refused.text, "mark-file-trouble").unwrap();
        assert!(!hidden && said.contains(sentence), "{said}");
        let tags = opened(&refused.text);
        let file = tags.iter().find(|tag| tag.get("id") == Some("mark-file")).unwrap();
        assert_eq!(file.get("aria-invalid"), Some("true"));
        assert_eq!(refused.form(EDIT).field(NAME).value, "Harbour", "what was typed is there");
    }
    let adele = server.signed_in(ADELE).await;
    assert_eq!(upload(&server, &adele, &page, &[], MARK).await.status(), 403);
    let version = megan.visit("/settings/history").await;
    assert!(version.text.contains("Nothing has been changed yet"), "{}", version.text);
}
