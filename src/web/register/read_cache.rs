//! What programs read of the register a moment ago, for as long as nothing is written to it.
//! Whoever reads it again waits neither for a thread nor for the disk.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::Bytes;

use crate::register::{KeyHolder, QuoteRow, RegisterVersion, RegisterWatch};

/// Keys that are remembered at most.
const KEYS_MAX: usize = 1_000;
/// Bytes of sealed JSON that are remembered at most.
pub(super) const CONTENT_BYTES_MAX: usize = 4 * 1024 * 1024;

/// What was read of a register in a file; of one in PostgreSQL, nothing is remembered.
pub(super) struct ReadCache(Option<Mutex<CachedReads>>);

/// All of it was read of one state of the register.
struct CachedReads {
    watch: RegisterWatch,
    version: Option<RegisterVersion>,
    /// By the digest of the key.
    keys: BTreeMap<String, Arc<KeyHolder>>,
    contents: BTreeMap<RevisionPath, Arc<SealedJson>>,
    content_bytes: usize,
}

/// A quote or one revision of it, as a program names it.
pub(super) type RevisionPath = (String, Option<u32>);

/// The JSON of a revision, with what its answer says besides.
pub(super) struct SealedJson {
    pub(super) quote: QuoteRow,
    /// The number of the document.
    pub(super) document: String,
    /// The quote's last event.
    pub(super) seq: i64,
    /// `None` where it was erased.
    pub(super) content: Option<Bytes>,
}

/// The state of the register that a request saw when it came in; none of one that is not watched.
#[derive(Debug, Clone, Copy)]
pub(super) struct SeenState(Option<RegisterVersion>);

impl ReadCache {
    pub(super) fn of(watch: Option<RegisterWatch>) -> Self {
        Self(watch.map(|watch| {
            Mutex::new(CachedReads {
                watch,
                version: None,
                keys: BTreeMap::new(),
                contents: BTreeMap::new(),
                content_bytes: 0,
            })
        }))
    }

    /// Looks whether the register was written. Requests do so by themselves: this is for when none
    /// comes, so that what was erased does not stay.
    pub(super) fn look(&self) {
        if let Some(mut reads) = self.lock() {
            reads.forget_what_may_have_changed();
        }
    }

    /// Looks whether the register was written; then whom a key was made for, by its digest, where
    /// that is remembered.
    pub(super) fn key(&self, sha256: &str) -> (SeenState, Option<Arc<KeyHolder>>) {
        let Some(mut reads) = self.lock() else { return (SeenState(None), None) };
        reads.forget_what_may_have_changed();
        (SeenState(reads.version), reads.keys.get(sha256).cloned())
    }

    pub(super) fn remember_key(&self, state: SeenState, sha256: String, holder: Arc<KeyHolder>) {
        self.remember(state, |reads| {
            if reads.keys.len() >= KEYS_MAX {
                reads.keys.clear();
            }
            reads.keys.insert(sha256, holder);
        });
    }

    /// The JSON of a revision in a state of the register, where that is remembered.
    pub(super) fn content(&self, state: SeenState, path: &RevisionPath) -> Option<Arc<SealedJson>> {
        let reads = self.lock()?;
        reads.is_of(state).then(|| reads.contents.get(path).cloned())?
    }

    pub(super) fn remember_content(
        &self,
        state: SeenState,
        path: RevisionPath,
        sealed: Arc<SealedJson>,
    ) {
        let bytes = sealed.content.as_ref().map_or(0, Bytes::len).saturating_add(path.0.len());
        if bytes > CONTENT_BYTES_MAX {
            return;
        }
        self.remember(state, |reads| {
            // Two requests may have read it at once, and read the same.
            if reads.contents.contains_key(&path) {
                return;
            }
            if reads.content_bytes.saturating_add(bytes) > CONTENT_BYTES_MAX {
                reads.contents.clear();
                reads.content_bytes = 0;
            }
            reads.content_bytes = reads.content_bytes.saturating_add(bytes);
            reads.contents.insert(path, sealed);
        });
    }

    /// Remembers what was read, unless the register was written since its state was seen.
    fn remember(&self, state: SeenState, add: impl FnOnce(&mut CachedReads)) {
        let Some(mut reads) = self.lock() else { return };
        reads.forget_what_may_have_changed();
        if reads.is_of(state) {
            add(&mut reads);
        }
    }

    fn lock(&self) -> Option<MutexGuard<'_, CachedReads>> {
        Some(self.0.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl CachedReads {
    fn is_of(&self, SeenState(version): SeenState) -> bool {
        version.is_some() && version == self.version
    }

    fn forget_what_may_have_changed(&mut self) {
        let version = self.watch.version();
        if version.is_none() || version != self.version {
            self.version = version;
            self.keys.clear();
            self.contents.clear();
            self.content_bytes = 0;
        }
    }
}
