//! What the directory has just said of people, for whoever looks at a share before it is sent: the same is asked again and again meanwhile. What is
//! sent is looked up anew.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use contract::{Caller, EntraUserId, TenantId};
use graph::User;

/// How long an answer is good, in milliseconds.
const TTL: i64 = 60_000;
/// The most answers that are remembered.
const MOST_ANSWERS: usize = 2_000;

/// What the directory was asked.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum LookUpKey {
    /// Who has this object id.
    Person(EntraUserId),
    /// Who has this address, in its canonical form.
    Address(String),
}

/// Whose answer it is: nobody is shown what another one may see.
type CacheKey = (TenantId, EntraUserId, LookUpKey);

/// What the directory said last to each caller, with when that was in unix milliseconds.
#[derive(Debug, Default)]
pub(crate) struct LookUpCache(Mutex<HashMap<CacheKey, (i64, Vec<User>)>>);

impl LookUpCache {
    /// Who it is, by what was said of late.
    pub(crate) fn known(&self, caller: &Caller, key: &LookUpKey, now: i64) -> Option<Vec<User>> {
        let answers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, users) = answers.get(&asked(caller, key))?;
        (now.saturating_sub(*at) < TTL).then(|| users.clone())
    }

    /// Whether anything was said of late.
    pub(crate) fn knows(&self, caller: &Caller, key: &LookUpKey, now: i64) -> bool {
        let answers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        answers.get(&asked(caller, key)).is_some_and(|(at, _)| now.saturating_sub(*at) < TTL)
    }

    /// Remembers who it is. Where there are too many answers, what is outdated goes, or else the oldest one.
    pub(crate) fn remember(&self, caller: &Caller, key: &LookUpKey, now: i64, users: &[User]) {
        let mut answers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let asked = asked(caller, key);
        if answers.len() >= MOST_ANSWERS && !answers.contains_key(&asked) {
            answers.retain(|_, (at, _)| now.saturating_sub(*at) < TTL);
            let oldest = answers.iter().min_by_key(|(_, (at, _))| *at).map(|(asked, _)| asked.clone());
            if let Some(oldest) = oldest.filter(|_| answers.len() >= MOST_ANSWERS) {
                answers.remove(&oldest);
            }
        }
        answers.insert(asked, (now, users.to_vec()));
    }
}

fn asked(caller: &Caller, key: &LookUpKey) -> CacheKey {
    (caller.tenant.clone(), caller.user.clone(), key.clone())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use contract::{SessionKey, Via};

    use super::*;

    fn caller(user: &str) -> Caller {
        Caller {
            tenant: TenantId::parse("tenant").unwrap(),
            user: EntraUserId::parse(user).unwrap(),
            name: user.to_owned(),
            address: None,
            has_mail: true,
            is_admin: false,
            is_guest: false,
            via: Via::Session { key: SessionKey::parse("session").unwrap() },
        }
    }

    fn user(id: &str) -> User {
        serde_json::from_value(serde_json::json!({ "id": id })).unwrap()
    }

    fn key(address: &str) -> LookUpKey {
        LookUpKey::Address(address.to_owned())
    }

    #[test]
    fn an_answer_is_one_callers_and_good_for_a_minute() {
        let (cache, adele, diego) = (LookUpCache::default(), caller("adele"), caller("diego"));
        cache.remember(&adele, &key("a"), 5, &[user("ana")]);
        assert_eq!(cache.known(&adele, &key("a"), 5 + TTL - 1), Some(vec![user("ana")]));
        assert!(cache.knows(&adele, &key("a"), 5 + TTL - 1));
        assert_eq!(cache.known(&adele, &key("a"), 5 + TTL), None);
        assert_eq!(cache.known(&diego, &key("a"), 5), None);
        let person = LookUpKey::Person(EntraUserId::parse("a").unwrap());
        assert!(!cache.knows(&adele, &person, 5), "an id is no address");
        cache.remember(&adele, &key("b"), 6, &[]);
        assert_eq!(cache.known(&adele, &key("b"), 6), Some(Vec::new()), "nobody is an answer");
    }

    #[test]
    fn the_oldest_gives_way_where_there_are_too_many() {
        let (cache, adele) = (LookUpCache::default(), caller("adele"));
        for (number, now) in (0..MOST_ANSWERS).zip(0..) {
            cache.remember(&adele, &key(&number.to_string()), now, &[]);
        }
        let now = i64::try_from(MOST_ANSWERS).unwrap();
        cache.remember(&adele, &key("new"), now, &[]);
        assert!(!cache.knows(&adele, &key("0"), now));
        assert!(cache.knows(&adele, &key("1"), now) && cache.knows(&adele, &key("new"), now));
        cache.remember(&adele, &key("later"), now + TTL, &[]);
        assert_eq!(cache.0.lock().unwrap().len(), 1, "the others are outdated");
    }
}
