//! The JSON of quotes, as it is stored.

use super::error::{RegisterError, StoreFault};

/// The most bytes of a quote's JSON.
const CONTENT_BYTES_MAX: usize = 256 * 1024 * 1024;
/// How hard the JSON of a quote is compressed: 13,638 bytes become 3,362. Level 3 makes 3,262 of
/// them, and takes half as long again, both to pack and to unpack.
const LEVEL: i32 = 1;

/// Makes many contents into what is stored of them, with the memory of one.
pub(super) struct Packer(zstd::bulk::Compressor<'static>);

impl Packer {
    pub(super) fn new() -> Result<Self, RegisterError> {
        let made = zstd::bulk::Compressor::new(LEVEL);
        made.map(Self).map_err(|error| not_packed("cannot be compressed", &error))
    }

    pub(super) fn packed(&mut self, bytes: &[u8]) -> Result<Vec<u8>, RegisterError> {
        self.0.compress(bytes).map_err(|error| not_packed("cannot be compressed", &error))
    }
}

/// Unpacks many contents with the memory of one.
#[derive(Default)]
pub(super) struct Unpacker(zstd::bulk::Decompressor<'static>);

impl Unpacker {
    pub(super) fn unpacked(&mut self, packed: &[u8]) -> Result<Vec<u8>, RegisterError> {
        let mut content = Vec::new();
        self.unpack(packed, &mut content)?;
        Ok(content)
    }

    /// The same into memory that is there already, in place of what it holds.
    pub(super) fn unpack(
        &mut self,
        packed: &[u8],
        content: &mut Vec<u8>,
    ) -> Result<(), RegisterError> {
        let capacity = zstd::bulk::Decompressor::upper_bound(packed).unwrap_or(CONTENT_BYTES_MAX);
        content.clear();
        content.reserve(capacity.min(CONTENT_BYTES_MAX));
        let unpacked = self.0.decompress_to_buffer(packed, content);
        unpacked.map(drop).map_err(|error| not_packed("is damaged", &error))
    }
}

fn not_packed(what: &str, error: &std::io::Error) -> RegisterError {
    let message = format!("the content of a revision {what}: {error}");
    RegisterError::store(StoreFault::Damaged, message, "`reinstate register verify` names it")
}
