//! Every page: in English as a whole, in the other languages what it says.

use super::{GRADY, busy_server, hold, invitations, said, whole};
use crate::outline::{outline, part};
use crate::test_server::ITEM;
use crate::test_server::{TestServer, end_access, share};
use testing::Browser;
use testing::names::ADELE;

const OTHER_LANGUAGES: [&str; 4] = ["lt", "fr", "pt-BR", "zh-TW"];

/// A page's address, and the name of what is recorded of it.
fn addresses(invitations: &[String]) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for page in app::page_addresses() {
        let name = match page.replace("/{id}", "_one").replace('/', "_") {
            front if front == "_" => "front".to_owned(),
            name => name.trim_start_matches('_').to_owned(),
        };
        match page.as_str() {
            "/invitations/{id}" => {
                let one = |(at, to): (usize, &String)| (to.clone(), format!("{name}_{}", at + 1));
                all.extend(invitations.iter().enumerate().map(one));
            }
            "/invitations/{id}/undo" => {
                all.extend(invitations.first().map(|to| (format!("{to}/undo"), name)));
            }
            // Of mail of our own, and of access that has changed: each has a test of its own.
            "/arrive/{id}" | "/access/{id}/undo" => {}
            // For administrators, who have a test of their own.
            settings if settings.starts_with("/settings") => {}
            "/items/{id}" => all.push((ITEM.to_owned(), name)),
            "/items/{id}/share" => all.push((format!("{ITEM}/share"), name)),
            "/share" => {
                let item = ITEM.trim_start_matches("/items/");
                all.push((format!("/share?item={item}&to=kim@woodgrove.example"), name));
            }
            page => {
                assert!(!page.contains('{'), "this test has to learn about {page}");
                all.push((page.to_owned(), name));
            }
        }
    }
    all
}

async fn hold_all(server: &TestServer, browser: &mut Browser, addresses: &[(String, String)], who: &str) {
    for (address, name) in addresses {
        let page = browser.get(address).await;
        if page.status != 303 {
            hold(server, &format!("{who}_{name}"), &whole(&page));
        }
    }
}

/// Pages of a language in one: a text is read beside its neighbours.
async fn hold_texts(server: &TestServer, browser: &mut Browser, addresses: &[(String, String)], name: &str) {
    let mut all = String::new();
    for (address, page_name) in addresses {
        let page = browser.get(address).await;
        if page.status != 303 {
            all += &format!("# {page_name}\n{}\n", said(&page));
        }
    }
    hold(server, name, &all);
}

/// Addresses with the names of what is recorded of them.
type Named = Vec<(String, String)>;

/// The pages that say something which the others do not: the form stands on the item's page too, and two guests who were known are as one.
fn of_own_words(addresses: Named) -> (Named, Named) {
    let repeated = ["items_one_share", "share", "invitations_one_2", "invitations_one_3"];
    let own = addresses.into_iter().filter(|(_, name)| !repeated.contains(&name.as_str()));
    own.partition(|(_, name)| name.starts_with("items"))
}

#[tokio::test]
async fn every_page_of_somebody_who_shares() {
    let (server, mut adele) = busy_server().await;
    let invitations = invitations(&mut adele).await;
    assert_eq!(invitations.len(), 4);
    let addresses = addresses(&invitations);
    hold_all(&server, &mut adele, &addresses, "adele").await;
    let page = adele.get("/").await;
    let frame = outline(part(&page.text, "body"));
    hold(&server, "adele_frame_and_toasts", &frame);
    let (items, others) = of_own_words(addresses);
    for language in OTHER_LANGUAGES {
        adele.set_cookie("vestibule-language", language);
        hold_texts(&server, &mut adele, &items, &format!("adele_texts_of_items_{language}")).await;
        hold_texts(&server, &mut adele, &others, &format!("adele_texts_{language}")).await;
    }
}

/// The settings before anything was changed, what a change would do, and what it did.
#[tokio::test]
async fn the_pages_of_an_administrator() {
    let server = TestServer::start();
    let mut megan = server.signed_in(testing::names::MEGAN).await;
    let mut pages = Vec::new();
    for (address, name) in [
        ("/settings", "settings"),
        ("/settings/roles", "settings_roles"),
        ("/settings/limits", "settings_limits"),
        ("/settings/permissions", "settings_permissions"),
        ("/settings/grants", "settings_grants"),
        ("/settings/attributes", "settings_attributes"),
    ] {
        pages.push((address.to_owned(), name.to_owned()));
    }
    let limits = megan.get("/settings/limits").await;
    let form = limits.form("/api/settings/edit");
    let review = megan.send(&limits, &form, &[("form[fields][retry_minutes]", "7")]).await;
    hold(&server, "megan_settings_review", &whole(&review));
    let confirmed = [("reason", "It took too long."), ("step", "confirm")];
    let stored = megan.send(&review, &review.form("/api/settings/confirm"), &confirmed).await;
    hold(&server, "megan_settings_stored", &whole(&stored));
    let refused = megan.send(&limits, &form, &[("form[fields][retry_minutes]", "soon")]).await;
    hold(&server, "megan_settings_refused", &whole(&refused));
    let told = megan.send(&limits, &form, &[("form[fields][retry_minutes]", "8")]).await;
    pages.push(("/settings/history".to_owned(), "settings_history".to_owned()));
    pages.push(("/settings/history/1".to_owned(), "settings_version".to_owned()));
    hold_all(&server, &mut megan, &pages, "megan").await;
    pages.extend([refused, told].map(|page| (page.url.to_string(), "settings_again".to_owned())));
    for language in OTHER_LANGUAGES {
        megan.set_cookie("vestibule-language", language);
        hold_texts(&server, &mut megan, &pages, &format!("megan_texts_{language}")).await;
    }
}

#[tokio::test]
async fn every_page_of_somebody_unknown() {
    let server = TestServer::shared();
    // Where Microsoft signs people out is known once somebody has signed in.
    server.signed_in(ADELE).await;
    let mut nobody = server.browser();
    let mut addresses = addresses(&[]);
    addresses
        .push(("/sign-in?problem=session-lapsed&to=%2Finvitations".to_owned(), "sign-in_lapsed".to_owned()));
    hold_all(server, &mut nobody, &addresses, "nobody").await;
    for language in OTHER_LANGUAGES {
        nobody.speaks(language);
        hold_texts(server, &mut nobody, &addresses, &format!("nobody_texts_{language}")).await;
    }
}

#[tokio::test]
async fn the_pages_of_a_guest() {
    let (server, _) = busy_server().await;
    let mut grady = server.signed_in(GRADY).await;
    hold(&server, "grady_items", &whole(&grady.get("/items").await));
    hold(&server, "grady_items_one", &whole(&grady.get(ITEM).await));
}

/// In a world of its own: in the other one everybody keeps what they have.
#[tokio::test]
async fn the_question_before_a_change_of_access_is_undone() {
    let server = TestServer::start();
    let mut adele = server.signed_in(ADELE).await;
    super::share(&mut adele, &[("form[address]", GRADY)]).await;
    let page = (end_access(&mut adele).await, "access_one_undo".to_owned());
    let pages = [page];
    hold_all(&server, &mut adele, &pages, "adele").await;
    for language in OTHER_LANGUAGES {
        adele.set_cookie("vestibule-language", language);
        hold_texts(&server, &mut adele, &pages, &format!("adele_texts_of_access_{language}")).await;
    }
}

/// The form as it comes back.
#[tokio::test]
async fn the_share_form_refused_and_asking() {
    let (server, mut adele) = busy_server().await;
    let refused = share(&mut adele, &[("form[address]", "not an address"), ("form[role]", "nonsense")]).await;
    hold(&server, "share_refused", &whole(&adele.follow(refused).await));
    let asked =
        share(&mut adele, &[("form[address]", "joni.sherman@northwind.example"), ("form[message]", "Hello")])
            .await;
    hold(&server, "share_asks_who", &whole(&adele.follow(asked).await));
}

#[tokio::test]
async fn searches_that_find_something_and_nothing() {
    // Its own: on the shared one other tests share the item that is found.
    let server = TestServer::start();
    let mut adele = server.signed_in(testing::names::ADELE).await;
    hold(&server, "items_found", &whole(&adele.get("/items?q=elm&kind=project").await));
    hold(&server, "items_not_found", &whole(&adele.get("/items?q=nonsense").await));
}
