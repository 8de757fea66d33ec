//! Who gets what at every address: the table of routes and server functions by who asks. A new page, function or other route is in it by itself,
//! and the recorded table then differs.

use contract::routes;
use reqwest::Method;
use testing::html::opened;
use testing::names::{ADELE, ALEX, GRADY, JONI, MEGAN};
use testing::{Browser, BrowserResponse};

use crate::csrf;
use crate::event_stream;
use crate::share_fields::share_with_known;
use crate::snapshots::hold;
use crate::test_server::{ITEM, TestServer, end_access, share};

/// Where there is the same for everybody, or what leads somewhere.
const OPEN: [&str; 10] = [
    "/",
    "/sign-in",
    "/sign-out",
    "/signed-out",
    "/trouble",
    ARRIVE,
    routes::SIGN_OUT_REMOTE,
    routes::SPECULATION_RULES,
    routes::HEALTH_LIVE,
    routes::HEALTH_READY,
];

/// The page of the link in a mail of ours.
const ARRIVE: &str = "/arrive/{id}";

/// The page on which whoever changed somebody's access can undo that.
const UNDO_ACCESS: &str = "/access/{id}/undo";

/// What there is for this invitation at a route.
fn address(route: &str, invitation: &str) -> String {
    let item = ITEM.trim_start_matches("/items/");
    if route == "/share" {
        return format!("{route}?item={item}&to=somebody@northwind.example");
    }
    let id = if route.starts_with("/items") { item } else { invitation };
    let filled = [
        ("{id}", id),
        ("{version}", "1"),
        ("{section}", "limits"),
        ("{build}", "none"),
        ("{name}", "none.png"),
    ];
    let filled = filled.iter().fold(route.to_owned(), |route, (name, value)| route.replace(name, value));
    assert!(!filled.contains('{'), "this test has to learn about {route}");
    filled
}

/// The status, and where it leads or which problem it names.
fn outcome(answer: &BrowserResponse) -> String {
    let code = answer.text.split("\"code\":\"").nth(1).and_then(|rest| rest.split('"').next());
    match (answer.status, code) {
        (303, _) => format!("303 {}", answer.location().split('?').next().unwrap()),
        (status, Some(code)) => format!("{status} {code}"),
        (status, None) => status.to_string(),
    }
}

/// Asks as a script does, with fields that would do for the inviter.
async fn call(browser: &mut Browser, function: &str, invitation: &str) -> BrowserResponse {
    let headers = [("accept", "application/json"), ("sec-fetch-site", "same-origin")];
    browser.ask(Method::POST, function, &headers, Some(&csrf::fields(invitation))).await
}

#[tokio::test]
async fn everybody_gets_what_is_theirs_and_nothing_else() {
    let server = TestServer::start();
    let mut adele = server.signed_in(ADELE).await;
    let mut megan = server.signed_in(MEGAN).await;
    share_with_known(&mut adele, ("joni", JONI), &[]).await;
    let undo = end_access(&mut adele).await;
    crate::settings::change(&mut megan, "limits", &[("retry_minutes", "7")]).await;
    crate::settings::change(&mut megan, "inviting", &[("mail_way", "own")]).await;
    share(&mut adele, &[("form[address]", INVITED)]).await;
    let (id, key) = mailed(&server).await;
    let mut table = "address | nobody | guest | member | administrator | inviter\n".to_owned();
    let mut who = [
        server.browser(),
        server.signed_in(GRADY).await,
        server.signed_in(ALEX).await,
        megan,
        server.signed_in(ADELE).await,
    ];

    // An event stream has no end that could be waited for.
    let with_an_end = routes::GET.iter().copied().filter(|route| *route != routes::EVENTS);
    let beside_pages = with_an_end.chain(["/nowhere"]).map(str::to_owned);
    for route in app::page_addresses().chain(beside_pages) {
        let at = if route == UNDO_ACCESS { undo.clone() } else { address(&route, &id) };
        let line = asked(&mut who, &at).await;
        let may = line.iter().map(|outcome| outcome == "200").collect::<Vec<_>>();
        match route.as_str() {
            open if OPEN.contains(&open) => {}
            settings if settings.starts_with("/settings") => {
                assert_eq!(may, [false, false, false, true, false], "{route} {line:?}");
            }
            of_one if of_one.starts_with("/invitations/") => {
                // An administrator sees everyone's.
                assert_eq!(may, [false, false, false, true, true], "{route} {line:?}");
            }
            UNDO_ACCESS => {
                assert_eq!(may, [false, false, false, false, true], "{route} {line:?}");
            }
            _ => assert!(!may[0], "{route} {line:?}"),
        }
        table += &format!("{route} | {}\n", line.join(" | "));
    }

    // Whoever has the mail has the key: the page asks nobody to sign in.
    for route in [ARRIVE, routes::ARRIVE_ON] {
        let at = format!("{}?key=", address(route, &id));
        assert_eq!(asked(&mut who, &format!("{at}x")).await, ["404"; 5], "{route} with another key");
        let line = asked(&mut who, &format!("{at}{key}")).await;
        let leads = format!("303 {}/redeem", server.emulator());
        let same = if route == ARRIVE { "200" } else { leads.as_str() };
        assert_eq!(line, [same; 5], "{route}");
        table += &format!("{route}?key | {}\n", line.join(" | "));
    }

    let mut line = Vec::new();
    for browser in &who {
        line.push(event_stream::ask(&server, browser).await.status().as_u16().to_string());
    }
    assert_eq!(line, ["401", "200", "200", "200", "200"]);
    table += &format!("{} | {}\n", routes::EVENTS, line.join(" | "));

    // What Adele may do with her invitation depends on where it is: her stories are elsewhere. An administrator undoes it when all others have
    // failed to do anything with it; whoever signs out does so last.
    let mut functions: Vec<_> = csrf::functions().into_iter().collect();
    functions.extend(routes::POST.iter().map(|route| (*route).to_owned()));
    functions.sort_by_key(|function| (function.ends_with("sign-out"), function.ends_with(UNDO)));
    for function in functions {
        let mut line = Vec::new();
        for (at, browser) in who[..4].iter_mut().enumerate() {
            if function.ends_with(UNDO) && at == 3 {
                is_untouched(&mut adele, &id).await;
            }
            line.push(outcome(&call(browser, &function.replace("{id}", &id), &id).await));
        }
        if function.starts_with("/api/settings/") {
            let refused = ["401 sign-in-needed", "403 not-allowed", "403 not-allowed"];
            assert_eq!(line[..3], refused, "{function}");
            assert!(!["401", "403"].contains(&&line[3][..3]), "{function} {line:?}");
        }
        table += &format!("{function} | {} | -\n", line.join(" | "));
    }
    hold(&server, "access", &table);
    let page = adele.get(&format!("/invitations/{id}")).await;
    assert!(!page.text.contains(&format!("/invitations/{id}/undo")), "undone: {}", page.text);
}

/// Whom the invitation is for.
const INVITED: &str = "matrix@northwind.example";

/// What each of them gets at an address.
async fn asked(who: &mut [Browser], address: &str) -> Vec<String> {
    let mut line = Vec::new();
    for browser in who {
        line.push(outcome(&browser.get(address).await));
    }
    line
}

/// The id of the invitation, and the key of the link in its mail.
async fn mailed(server: &TestServer) -> (String, String) {
    let mails = server.control(&format!("mail?to={INVITED}")).await;
    let said = mails[0]["text"].as_str().unwrap_or_else(|| panic!("no mail: {mails}"));
    let link = said.split_whitespace().find_map(|word| word.split_once("/arrive/")).expect("a link").1;
    let (id, key) = link.split_once("?key=").expect("a key");
    (id.to_owned(), key.to_owned())
}

/// The table has every route: whatever the server answers at is a page, a server function, or one of the two lists.
#[test]
fn every_route_of_the_server_is_in_a_list_that_the_table_goes_through() {
    let mut routed = 0;
    for (path, source) in ["src", "backend/src"].into_iter().flat_map(csrf::sources) {
        if path.components().any(|part| part.as_os_str() == "tests") || path.ends_with("tests.rs") {
            continue;
        }
        for unlisted in [".nest(", ".route_service(", ".nest_service("] {
            assert!(!source.contains(unlisted), "{}: {unlisted}", path.display());
        }
        for call in source.split(".route(").skip(1) {
            let address = call.split(',').next().unwrap().trim();
            // The pages and the files at the root; the server functions.
            if !["&path", "\"/api/{*function}\""].contains(&address) {
                assert!(address.starts_with("routes::"), "{}: {address} is in no list", path.display());
                routed += 1;
            }
        }
    }
    assert_eq!(routed, routes::GET.len() + routes::POST.len(), "each listed address is routed, and once");
}

/// The one function by which an administrator may do something to the invitation of somebody else.
const UNDO: &str = "/api/invitations/undo";

/// Nobody but Adele has done anything to it.
async fn is_untouched(adele: &mut Browser, id: &str) {
    assert!(adele.get("/invitations").await.text.contains(&format!("/invitations/{id}")));
    let page = adele.get(&format!("/invitations/{id}")).await;
    assert!(page.text.contains(&format!("/invitations/{id}/undo")), "not undone: {}", page.text);
}

/// What others share an administrator sees, and need not be able to open.
#[tokio::test]
async fn the_item_of_anothers_invitation_is_named_and_is_no_link() {
    let server = TestServer::start();
    let (mut adele, mut megan) = (server.signed_in(ADELE).await, server.signed_in(MEGAN).await);
    share(&mut adele, &[("form[address]", "named@northwind.example")]).await;
    let leads = |page: &BrowserResponse, to: &str| {
        opened(&page.text).into_iter().filter(|tag| tag.name == "a").any(|tag| tag.value("href") == to)
    };
    let list = adele.get("/invitations").await;
    let links = opened(&list.text).into_iter().filter(|tag| tag.name == "a").map(|tag| tag.value("href"));
    let mut links = links.filter(|to| to.starts_with("/invitations/"));
    let one = links.next().expect("the page of the invitation");
    assert!(leads(&list, ITEM) && leads(&adele.get(&one).await, ITEM), "her own");
    for address in ["/invitations?whose=everyone", &one] {
        let page = megan.get(address).await;
        assert!(page.text.contains("Elm Street track renewal"), "{}", page.text);
        assert!(!leads(&page, ITEM), "{address}");
    }
}

/// Whom somebody is asked about is found among everyone's, whoever has shared.
#[tokio::test]
async fn everyones_invitations_are_searched_by_guest_and_by_inviter() {
    let server = TestServer::start();
    let (mut adele, mut megan) = (server.signed_in(ADELE).await, server.signed_in(MEGAN).await);
    for address in ["first@northwind.example", "second@northwind.example"] {
        share(&mut adele, &[("form[address]", address)]).await;
    }
    let mut listed = async |query: &str| {
        let page = megan.get(&format!("/invitations?whose=everyone&q={query}")).await.text;
        let shown =
            ["first@northwind.example", "second@northwind.example"].map(|address| page.contains(address));
        (shown, page)
    };
    for (query, shown) in
        [("", [true; 2]), ("FIRST", [true, false]), ("vance", [true; 2]), ("adele.v", [true; 2])]
    {
        assert_eq!(listed(query).await.0, shown, "{query}");
    }
    let (shown, page) = listed("third%3Cb%3E").await;
    assert_eq!(shown, [false; 2], "{page}");
    assert!(page.contains("No invitation fits “third&lt;b&gt;”"), "{page}");
    assert_eq!(page.matches("Show all").count(), 2, "beside the search and where nothing is: {page}");
    // One's own list is not searched.
    assert!(adele.get("/invitations?q=third").await.text.contains("first@northwind.example"));
}
