#![allow(clippy::unwrap_used)]

use http::HeaderValue;
use http::header::{COOKIE, SET_COOKIE};
use secrecy::SecretString;

use super::*;
use crate::clock::RandomIds;

const NOW: i64 = 1_800_000_000_000;

fn sealer() -> Sealer {
    Sealer::new(&SecretString::from("k1"))
}

fn begun(to: &str) -> BegunSignIn {
    begin_sign_in(&RandomIds, LocalPath::parse(to).unwrap(), NOW)
}

/// A jar, in the order in which cookies were set.
#[derive(Default)]
struct Jar(Vec<(String, String)>);

impl Jar {
    fn request(&self) -> HeaderMap {
        let line = self.0.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>();
        HeaderMap::from_iter([(COOKIE, HeaderValue::from_str(&line.join("; ")).unwrap())])
    }

    fn keep(&mut self, response: &HeaderMap) {
        for line in response.get_all(SET_COOKIE) {
            let line = line.to_str().unwrap();
            assert!(line.contains("; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age="), "{line}");
            let (name, value) = line.split(';').next().unwrap().split_once('=').unwrap();
            self.0.retain(|(known, _)| known != name);
            if !value.is_empty() {
                self.0.push((name.to_owned(), value.to_owned()));
            }
        }
    }

    fn begin(&mut self, begun: &BegunSignIn) {
        let mut response = HeaderMap::new();
        begun.send_with(&sealer(), &self.request(), &mut response);
        self.keep(&response);
    }

    fn take(&mut self, state: &str) -> Option<BegunSignIn> {
        let mut response = HeaderMap::new();
        let taken = take_sign_in(&sealer(), state, &self.request(), &mut response);
        self.keep(&response);
        taken
    }
}

#[test]
fn each_is_taken_once_by_its_own_state() {
    let (mut jar, one, other) = (Jar::default(), begun("/items/1"), begun("/items/2?tab=people"));
    jar.begin(&one);
    jar.begin(&other);
    assert!(jar.take("made-up").is_none());
    let taken = jar.take(&other.state).unwrap();
    assert_eq!(taken.to.as_str(), "/items/2?tab=people");
    assert_eq!((taken.nonce(), taken.verifier()), (other.nonce(), other.verifier()));
    assert!(jar.take(&other.state).is_none());
    assert_eq!(jar.take(&one.state).unwrap().to.as_str(), "/items/1");
    assert!(jar.0.is_empty());
    assert!(Jar::default().take(&one.state).is_none(), "another browser");
}

#[test]
fn a_cookie_opens_under_its_own_state_and_name_only() {
    let (mut jar, one, other) = (Jar::default(), begun("/items/1"), begun("/items/2"));
    jar.begin(&one);
    let (_, value) = jar.0.pop().unwrap();
    jar.0.push((name_of(&other.state), value));
    assert!(jar.take(&other.state).is_none(), "moved to another sign-in");
    jar.begin(&one);
    jar.0[0].1.insert(20, 'A');
    assert!(jar.take(&one.state).is_none(), "changed");
}

#[test]
fn secrets_differ_and_are_long_enough() {
    let (one, other) = (begun("/"), begun("/"));
    let all = [&one.state, &one.nonce(), &one.verifier(), &other.state, &other.nonce(), &other.verifier()]
        .map(Clone::clone);
    assert!(all.iter().all(|secret| secret.len() == 43), "RFC 7636, section 4.1: 43 characters at least");
    assert_eq!(std::collections::BTreeSet::from(all).len(), 6);
}

#[test]
fn ten_minutes() {
    let one = begun("/");
    assert!(!one.is_late(NOW) && !one.is_late(NOW + 600_000));
    assert!(one.is_late(NOW + 600_001) && one.is_late(NOW - 1));
}

#[test]
fn a_browser_carries_the_newest_two_dozen() {
    let mut jar = Jar::default();
    let all: Vec<_> = (0..30).map(|n| begun(&format!("/items/{n}"))).collect();
    for one in &all {
        jar.begin(one);
    }
    assert_eq!(jar.0.len(), MOST);
    for (n, one) in all.iter().enumerate() {
        assert_eq!(jar.take(&one.state).is_some(), n >= 30 - MOST, "{n}");
    }
}

#[test]
fn nor_do_long_ways_back_make_a_request_too_large() {
    let mut jar = Jar::default();
    let long = format!("/items?q={}", "x".repeat(2_000));
    for _ in 0..9 {
        jar.begin(&begun(&long));
        let bytes: usize = jar.0.iter().map(|(name, value)| name.len() + value.len()).sum();
        assert!(bytes <= MOST_BYTES, "{bytes}");
    }
    let last = begun("/");
    jar.begin(&last);
    assert!(jar.0.len() > 1 && jar.take(&last.state).is_some());
}
