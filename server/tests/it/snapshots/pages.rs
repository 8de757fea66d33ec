//! Every page of `app::PAGES`: in English as a whole, in the other languages what it says.

use super::{GRADY, busy_house, hold, invitations, said, whole};
use crate::outline::{outline, part};
use crate::test_server::TestServer;
use crate::test_server::{ITEM, share};
use testing::Browser;

const OTHER_LANGUAGES: [&str; 4] = ["lt", "fr", "pt-BR", "zh-TW"];

/// A page's address, and the name of what is recorded of it.
fn addresses(invitations: &[String]) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for page in app::PAGES {
        let name = match page.replace("/{id}", "_one").replace('/', "_") {
            front if front == "_" => "front".to_owned(),
            name => name.trim_start_matches('_').to_owned(),
        };
        match *page {
            "/invitations/{id}" => {
                let one = |(at, to): (usize, &String)| (to.clone(), format!("{name}_{}", at + 1));
                all.extend(invitations.iter().enumerate().map(one));
            }
            "/items/{id}" => all.push((ITEM.to_owned(), name)),
            "/items/{id}/share" => all.push((format!("{ITEM}/share"), name)),
            page => {
                assert!(!page.contains('{'), "this test has to learn about {page}");
                all.push((page.to_owned(), name));
            }
        }
    }
    all
}

async fn hold_all(house: &TestServer, visitor: &mut Browser, addresses: &[(String, String)], who: &str) {
    for (address, name) in addresses {
        let page = visitor.get(address).await;
        if page.status != 303 {
            hold(house, &format!("{who}_{name}"), &whole(&page));
        }
    }
}

/// Pages of a language in one: a text is read beside its neighbours.
async fn hold_texts(house: &TestServer, visitor: &mut Browser, addresses: &[(String, String)], name: &str) {
    let mut all = String::new();
    for (address, page_name) in addresses {
        let page = visitor.get(address).await;
        if page.status != 303 {
            all += &format!("# {page_name}\n{}\n", said(&page));
        }
    }
    hold(house, name, &all);
}

/// Addresses with the names of what is recorded of them.
type Named = Vec<(String, String)>;

/// The pages that say something which the others do not: the form stands on the item's page too, and two guests who were known are as one.
fn of_own_words(addresses: Named) -> (Named, Named) {
    let repeated = ["items_one_share", "invitations_one_2", "invitations_one_3"];
    let own = addresses.into_iter().filter(|(_, name)| !repeated.contains(&name.as_str()));
    own.partition(|(_, name)| name.starts_with("items"))
}

#[tokio::test]
async fn every_page_of_somebody_who_shares() {
    let (house, mut adele) = busy_house().await;
    let invitations = invitations(&mut adele).await;
    assert_eq!(invitations.len(), 4);
    let addresses = addresses(&invitations);
    hold_all(&house, &mut adele, &addresses, "adele").await;
    let page = adele.get("/").await;
    let frame = outline(part(&page.text, "body"));
    hold(&house, "adele_frame_and_toasts", &frame);
    let (items, others) = of_own_words(addresses);
    for language in OTHER_LANGUAGES {
        adele.set_cookie("vestibule-language", language);
        hold_texts(&house, &mut adele, &items, &format!("adele_texts_of_items_{language}")).await;
        hold_texts(&house, &mut adele, &others, &format!("adele_texts_{language}")).await;
    }
}

#[tokio::test]
async fn every_page_of_somebody_unknown() {
    let house = TestServer::shared();
    let mut nobody = house.browser();
    let mut addresses = addresses(&[]);
    addresses
        .push(("/sign-in?problem=session-lapsed&to=%2Finvitations".to_owned(), "sign-in_lapsed".to_owned()));
    hold_all(house, &mut nobody, &addresses, "nobody").await;
    for language in OTHER_LANGUAGES {
        nobody.speaks(language);
        hold_texts(house, &mut nobody, &addresses, &format!("nobody_texts_{language}")).await;
    }
}

#[tokio::test]
async fn the_pages_of_a_guest() {
    let (house, _) = busy_house().await;
    let mut grady = house.signed_in(GRADY).await;
    hold(&house, "grady_items", &whole(&grady.get("/items").await));
    hold(&house, "grady_items_one", &whole(&grady.get(ITEM).await));
}

/// The form as it comes back.
#[tokio::test]
async fn the_share_form_refused_and_asking() {
    let (house, mut adele) = busy_house().await;
    let refused = share(&mut adele, &[("form[address]", "not an address"), ("form[role]", "nonsense")]).await;
    hold(&house, "share_refused", &whole(&adele.follow(refused).await));
    let asked =
        share(&mut adele, &[("form[address]", "joni.sherman@northwind.example"), ("form[message]", "Hello")])
            .await;
    hold(&house, "share_asks_who", &whole(&adele.follow(asked).await));
}

#[tokio::test]
async fn searches_that_find_something_and_nothing() {
    let house = TestServer::shared();
    let mut adele = house.signed_in(testing::names::ADELE).await;
    hold(house, "items_found", &whole(&adele.get("/items?q=elm&kind=project").await));
    hold(house, "items_not_found", &whole(&adele.get("/items?q=nonsense").await));
}
