#![allow(clippy::unwrap_used, clippy::expect_used)]

use proptest::prelude::*;
use time::macros::datetime;

use super::{User, UserId, Users};
use crate::ids::AccountId;

/// What happens to the user with one of a few ids.
#[derive(Debug, Clone)]
enum Step {
    Insert(u8, String),
    Remove(u8),
    Rename(u8, String),
    Readdress(u8, String),
    Link(u8, u8),
}

fn step() -> impl Strategy<Value = Step> {
    let id = 0_u8..6;
    let word = prop::sample::select(vec!["Ada", "ada lovelace", "ÅSE", "x@y.example", "X@Y.example", ""]);
    let word = word.prop_map(str::to_owned);
    prop_oneof![
        (id.clone(), word.clone()).prop_map(|(id, word)| Step::Insert(id, word)),
        id.clone().prop_map(Step::Remove),
        (id.clone(), word.clone()).prop_map(|(id, word)| Step::Rename(id, word)),
        (id.clone(), word).prop_map(|(id, word)| Step::Readdress(id, word)),
        (id, 0_u8..3).prop_map(|(id, account)| Step::Link(id, account)),
    ]
}

fn id(number: u8) -> UserId {
    UserId::of(number.into())
}

fn take(users: &mut Users, step: Step) {
    match step {
        Step::Insert(number, name) => {
            users.insert(User::member(id(number), "a@b.example", &name, datetime!(2026-01-01 0:00 UTC)));
        }
        Step::Remove(number) => drop(users.remove(&id(number))),
        Step::Rename(number, name) => {
            users.change(id(number), |user| user.display_name = name);
        }
        Step::Readdress(number, mail) => {
            users.change(id(number), |user| {
                user.proxy_addresses = vec![format!("SMTP:{mail}")];
                user.mail = Some(mail);
            });
        }
        Step::Link(number, account) => {
            users.change(id(number), |user| user.account = Some(AccountId::of(account.into())));
        }
    }
}

proptest! {
    #[test]
    fn the_indexes_of_users_follow_every_change(steps in prop::collection::vec(step(), 0..40)) {
        let mut users = Users::default();
        for step in steps {
            take(&mut users, step);
        }
        let fresh: Users = users.values().cloned().collect();
        prop_assert_eq!(&users.addresses, &fresh.addresses);
        prop_assert_eq!(&users.names, &fresh.names);
        prop_assert_eq!(&users.accounts, &fresh.accounts);
    }
}

#[test]
fn whoever_has_an_address_is_found_by_it() {
    let mut user = User::guest(id(1), "Ada@Home.example", "contoso.example", datetime!(2026-01-01 0:00 UTC));
    user.other_mails.push("second@home.example".to_owned());
    let users: Users = [user].into_iter().collect();
    for address in [
        "ada@home.example",
        "SECOND@home.example",
        "ada@home.example#",
        "Ada_Home.example#EXT#@contoso.example",
    ] {
        let found = users.at_address(address).count();
        assert_eq!(found, usize::from(!address.ends_with("example#")), "{address}");
    }
    assert_eq!(users.address_starting("sec").collect::<Vec<_>>(), [id(1)]);
    assert_eq!(users.name_starting("AD").collect::<Vec<_>>(), [id(1)]);
    assert!(users.named("a").next().is_none());
}
