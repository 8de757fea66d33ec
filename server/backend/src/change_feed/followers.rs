//! Who follows the changes in this process.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use contract::{EntraUserId, TenantId};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio_util::sync::CancellationToken;

/// How many streams a session may have in this process: a browser has one, and while it goes from page to page the one before it may not have ended.
/// A further one ends the oldest: that one may have lost its browser without anybody noticing, and whoever is refused would hear nothing at all.
const MAX_PER_SESSION: usize = 3;

/// How many streams this process has. Each holds a connection for as long as somebody looks, and there are 4,096, of which one peer, such as an office
/// behind one address, may have 1,024 (`http_server/limits.rs` of `server`): half of a peer's are left for requests, whoever opens streams.
const MAX_STREAMS: usize = 512;

/// A person of a tenant.
pub(super) type Person = (TenantId, EntraUserId);

/// All that follow. Cheap to clone; clones are the same.
#[derive(Clone)]
pub(crate) struct Followers {
    inner: Arc<Mutex<Inner>>,
    places: Arc<Semaphore>,
    closed: CancellationToken,
}

impl Default for Followers {
    fn default() -> Self {
        Self {
            inner: Arc::default(),
            places: Arc::new(Semaphore::new(MAX_STREAMS)),
            closed: CancellationToken::new(),
        }
    }
}

/// Who does not follow any more is left until the next look.
#[derive(Default)]
struct Inner {
    /// The last number that is known of each person.
    people: HashMap<Person, watch::Sender<i64>>,
    /// The streams of each session, the oldest first.
    sessions: HashMap<String, VecDeque<Weak<Place>>>,
}

/// What a stream has while it is open.
struct Place {
    over: CancellationToken,
    /// One of the places of this process.
    permit: Arc<OwnedSemaphorePermit>,
}

/// Hears of the changes of one person, until it is dropped.
pub struct Follower {
    version: watch::Receiver<i64>,
    place: Arc<Place>,
    closed: CancellationToken,
}

/// What a follower hears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// Something has changed; the number by which it is known.
    Changed(i64),
    /// Another stream of the session has taken its place.
    Displaced,
    /// This process stops.
    Closed,
}

impl Followers {
    /// One more, for a session; none where this process has no place left.
    pub(super) fn add(&self, person: Person, session: &str) -> Option<Follower> {
        let mut inner = self.lock();
        let streams = inner.sessions.entry(session.to_owned()).or_default();
        streams.retain(|stream| stream.strong_count() > 0);
        // What is over has its place until it is noticed, so whoever comes in its stead shares that.
        let mut left = None;
        while streams.len() >= MAX_PER_SESSION {
            if let Some(oldest) = streams.pop_front().and_then(|oldest| oldest.upgrade()) {
                oldest.over.cancel();
                left = Some(Arc::clone(&oldest.permit));
            }
        }
        let permit = match left {
            Some(permit) => permit,
            None => Arc::new(Arc::clone(&self.places).try_acquire_owned().ok()?),
        };
        let place = Arc::new(Place { over: self.closed.child_token(), permit });
        streams.push_back(Arc::downgrade(&place));
        let version = inner.people.entry(person).or_insert_with(|| watch::Sender::new(0)).subscribe();
        Some(Follower { version, place, closed: self.closed.clone() })
    }

    /// The people who are followed.
    pub(super) fn people(&self) -> Vec<Person> {
        let mut inner = self.lock();
        inner.people.retain(|_, version| version.receiver_count() > 0);
        inner.sessions.retain(|_, streams| streams.iter().any(|stream| stream.strong_count() > 0));
        inner.people.keys().cloned().collect()
    }

    /// The number of a person, as it was read. One that is smaller counts too: the database may be an older copy.
    pub(super) fn tell(&self, person: &Person, version: i64) {
        if let Some(known) = self.lock().people.get(person) {
            known.send_if_modified(|known| std::mem::replace(known, version) != version);
        }
    }

    /// Ends all that follow, and whoever comes later.
    pub(super) fn close(&self) {
        self.closed.cancel();
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Follower {
    /// The last number that is known; it is heard by that.
    pub fn version(&mut self) -> i64 {
        *self.version.borrow_and_update()
    }

    /// What comes next.
    pub async fn news(&mut self) -> News {
        tokio::select! {
            biased;
            () = self.place.over.cancelled() => {
                if self.closed.is_cancelled() { News::Closed } else { News::Displaced }
            }
            changed = self.version.changed() => {
                // The other end lives for as long as somebody follows.
                if changed.is_ok() { News::Changed(self.version()) } else { News::Closed }
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn person(user: &str) -> Person {
        (TenantId::parse("contoso").unwrap(), EntraUserId::parse(user).unwrap())
    }

    #[tokio::test]
    async fn a_number_that_differs_is_heard_once_and_by_its_person_only() {
        let followers = Followers::default();
        let (mut one, mut other) =
            (followers.add(person("adele"), "s1").unwrap(), followers.add(person("alex"), "s2").unwrap());
        followers.tell(&person("adele"), 3);
        followers.tell(&person("adele"), 3);
        followers.tell(&person("diego"), 9);
        assert_eq!(one.news().await, News::Changed(3));
        followers.tell(&person("adele"), 3);
        followers.tell(&person("adele"), 2);
        assert_eq!(one.news().await, News::Changed(2), "an older copy of the database");
        followers.tell(&person("alex"), 1);
        assert_eq!(other.news().await, News::Changed(1));
    }

    #[tokio::test]
    async fn a_fourth_stream_of_a_session_ends_the_first_that_is_still_there() {
        let followers = Followers::default();
        let add = |session| followers.add(person("adele"), session).unwrap();
        let (gone, mut first, mut second) = (add("s"), add("s"), add("s"));
        drop(gone);
        let (_third, mut elsewhere) = (add("s"), add("another"));
        followers.tell(&person("adele"), 1);
        assert_eq!(first.news().await, News::Changed(1), "three are there");
        let _fourth = add("s");
        assert_eq!(first.news().await, News::Displaced);
        assert_eq!(second.news().await, News::Changed(1));
        assert_eq!(elsewhere.news().await, News::Changed(1));
    }

    #[tokio::test]
    async fn whoever_is_gone_is_forgotten_and_all_end_with_the_process() {
        let followers = Followers::default();
        let mut adele = followers.add(person("adele"), "s1").unwrap();
        drop(followers.add(person("alex"), "s2"));
        assert_eq!(followers.people(), [person("adele")]);
        assert_eq!(followers.lock().sessions.len(), 1);
        followers.close();
        assert_eq!(adele.news().await, News::Closed);
        assert_eq!(followers.add(person("alex"), "s2").unwrap().news().await, News::Closed, "too late");
    }

    #[tokio::test]
    async fn where_no_place_is_left_a_stream_is_refused_unless_it_ends_one_of_its_session() {
        let followers = Followers::default();
        let add = |session: &str| followers.add(person("adele"), session);
        let mut first = add("s").unwrap();
        let others: Vec<_> = (1..MAX_STREAMS)
            .map(|at| add(&if at < MAX_PER_SESSION { "s".to_owned() } else { format!("s{at}") }).unwrap())
            .collect();
        assert!(add("late").is_none());
        let further = add("s").unwrap();
        assert_eq!(first.news().await, News::Displaced);
        drop(first);
        assert!(add("late").is_none(), "its place is taken");
        drop(further);
        let late = add("late").unwrap();
        assert!(add("later").is_none());
        drop((late, others));
        assert!(add("later").is_some());
    }
}
