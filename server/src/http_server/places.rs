//! Places for connections: so many in all, and so many for each peer.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use backend::config::TrustedProxies;
use backend::http::ClientNetwork;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::limits::Limits;

type Taken = Arc<Mutex<HashMap<ClientNetwork, usize>>>;

/// The places.
pub(super) struct Places {
    all: Arc<Semaphore>,
    per_peer: usize,
    taken: Taken,
    proxies: TrustedProxies,
}

/// A place of a peer; it is free again when this is dropped.
pub(super) struct Place {
    _of_all: OwnedSemaphorePermit,
    of_peer: Option<(Taken, ClientNetwork)>,
}

impl Places {
    pub(super) fn new(limits: Limits, proxies: TrustedProxies) -> Self {
        let all = Arc::new(Semaphore::new(limits.connections));
        Self { all, per_peer: limits.per_peer, taken: Taken::default(), proxies }
    }

    /// Waits until there is a place for whoever comes next.
    pub(super) async fn free(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.all).acquire_owned().await.ok()
    }

    /// Gives the place to this peer. The place comes back where the peer has all that it may have. A trusted proxy may have any number: all
    /// its clients come through it.
    pub(super) fn take(
        &self,
        peer: IpAddr,
        place: OwnedSemaphorePermit,
    ) -> Result<Place, OwnedSemaphorePermit> {
        if self.proxies.trusts(peer) {
            return Ok(Place { _of_all: place, of_peer: None });
        }
        let network = ClientNetwork::of(peer);
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let count = taken.entry(network).or_default();
        if *count >= self.per_peer {
            return Err(place);
        }
        *count += 1;
        Ok(Place { _of_all: place, of_peer: Some((Arc::clone(&self.taken), network)) })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Some((taken, network)) = &self.of_peer else { return };
        let mut taken = taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = taken.get_mut(network) {
            *count -= 1;
            if *count == 0 {
                taken.remove(network);
            }
        }
    }
}
