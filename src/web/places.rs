//! Places for connections: so many in all, and so many for each address, so that one client cannot
//! take those of the others.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// So many connections at once.
pub(super) struct ConnectionPlaces {
    most: usize,
    most_of_one: usize,
    taken: Mutex<TakenPlaces>,
}

#[derive(Default)]
struct TakenPlaces {
    all: usize,
    of: BTreeMap<IpAddr, usize>,
}

/// A place that a connection has; it is free again when this is dropped.
pub(super) struct ConnectionPlace {
    places: Arc<ConnectionPlaces>,
    client: Option<IpAddr>,
}

/// Why a connection has no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoPlace {
    /// All are taken.
    Full,
    /// Its address has as many as it may have.
    FullOfClient,
}

impl ConnectionPlaces {
    /// So many places, of which one client has so many at the most.
    pub(super) fn new(most: usize, most_of_one: usize) -> Arc<Self> {
        Arc::new(Self { most, most_of_one, taken: Mutex::default() })
    }

    /// A place for a client; one without a name, as a trusted proxy is, is not held to the number
    /// for each.
    ///
    /// # Errors
    /// There is none.
    pub(super) fn take(
        self: &Arc<Self>,
        client: Option<IpAddr>,
    ) -> Result<ConnectionPlace, NoPlace> {
        let mut taken = self.taken();
        if let Some(client) = client {
            let of_client = taken.of.get(&client).copied().unwrap_or(0);
            if of_client >= self.most_of_one {
                return Err(NoPlace::FullOfClient);
            }
            if taken.all >= self.most {
                return Err(NoPlace::Full);
            }
            taken.of.insert(client, of_client + 1);
        } else if taken.all >= self.most {
            return Err(NoPlace::Full);
        }
        taken.all += 1;
        Ok(ConnectionPlace { places: Arc::clone(self), client })
    }

    fn taken(&self) -> MutexGuard<'_, TakenPlaces> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for ConnectionPlace {
    fn drop(&mut self) {
        let mut taken = self.places.taken();
        taken.all = taken.all.saturating_sub(1);
        let Some(client) = self.client else { return };
        match taken.of.get_mut(&client) {
            Some(count) if *count > 1 => *count -= 1,
            _ => {
                taken.of.remove(&client);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(last: u8) -> Option<IpAddr> {
        Some(IpAddr::from([192, 0, 2, last]))
    }

    #[test]
    fn one_client_leaves_places_to_the_others() {
        let places = ConnectionPlaces::new(5, 2);
        let mut first: Vec<_> = (0..2).map(|_| places.take(ip(1)).ok()).collect();
        assert!(first.iter().all(Option::is_some));
        assert_eq!(places.take(ip(1)).err(), Some(NoPlace::FullOfClient));
        let others: Vec<_> = (0..2).map(|_| places.take(ip(2)).ok()).collect();
        assert!(others.iter().all(Option::is_some));
        let proxy = places.take(None).ok();
        assert!(proxy.is_some());
        assert_eq!(places.take(ip(3)).err(), Some(NoPlace::Full));
        assert_eq!(places.take(None).err(), Some(NoPlace::Full));
        first.pop();
        drop(proxy);
        assert!(places.take(ip(3)).is_ok(), "and free again at once");
        let again = places.take(ip(1));
        assert!(again.is_ok());
        assert_eq!(places.take(ip(1)).err(), Some(NoPlace::FullOfClient));
    }

    #[test]
    fn a_trusted_proxy_may_have_them_all_and_nobody_is_remembered() {
        let places = ConnectionPlaces::new(9, 2);
        let of_proxy: Vec<_> = (0..9).map_while(|_| places.take(None).ok()).collect();
        assert_eq!(of_proxy.len(), 9);
        drop(of_proxy);
        drop((0..9).map_while(|last| places.take(ip(last)).ok()).collect::<Vec<_>>());
        assert!(places.taken().of.is_empty());
        assert_eq!(places.taken().all, 0);
    }
}
