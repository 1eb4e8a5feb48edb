//! Secrets that whoever holds them shows: random, and kept as digests alone.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::engine::digest::{hex, sha256};

/// So many random bytes are in one: nobody finds one by trying.
pub const TOKEN_BYTES: usize = 32;

/// Random bytes as text that can stand in a link: 43 letters, digits, `-` and `_`.
///
/// Source: the quote register, section 6; base64url without padding (RFC 4648, section 5).
#[must_use]
pub fn token(random: &[u8; TOKEN_BYTES]) -> String {
    URL_SAFE_NO_PAD.encode(random)
}

/// What is kept of a token: its SHA-256, in hexadecimal digits.
#[must_use]
pub fn token_sha256(token: &str) -> String {
    hex(&sha256(token.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand, with `printf … | basenc --base64url` and `sha256sum`.
    #[test]
    fn a_token_can_stand_in_a_link() {
        let text = token(&[0xfb; TOKEN_BYTES]);
        assert_eq!(text, "-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_s");
        assert_eq!(
            token_sha256("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
