//! The characters of a JSON string that stand for themselves: all but quotes, backslashes and control characters.

/// How many bytes from the first one on stand for themselves.
#[inline]
pub(crate) fn plain_length(bytes: &[u8]) -> usize {
    length_before(bytes, special, |byte| matches!(byte, 0..0x20 | b'"' | b'\\'))
}

/// How many of them are ASCII, too.
#[inline]
pub(super) fn plain_ascii_length(bytes: &[u8]) -> usize {
    let in_word = |word| special(word) | word & (ONES << 7);
    length_before(bytes, in_word, |byte| matches!(byte, 0..0x20 | b'"' | b'\\' | 0x80..))
}

/// How many bytes there are before the first one that is looked for: in a word, whose byte has its highest bit set then, or
/// one byte at a time.
#[inline]
fn length_before(bytes: &[u8], in_word: impl Fn(u64) -> u64, is_it: impl Fn(u8) -> bool) -> usize {
    let mut at = 0;
    while let Some(chunk) = bytes[at..].first_chunk() {
        let found = in_word(u64::from_le_bytes(*chunk));
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += chunk.len();
    }
    let rest = &bytes[at..];
    at + rest.iter().position(|byte| is_it(*byte)).unwrap_or(rest.len())
}

/// Whether all bytes stand for themselves.
#[inline]
pub(crate) fn is_plain(bytes: &[u8]) -> bool {
    let word = |chunk: &[u8; 8]| u64::from_le_bytes(*chunk);
    match (bytes.first_chunk(), bytes.last_chunk()) {
        // The last ones together with some of the first.
        (Some(first), Some(last)) if bytes.len() <= 16 => special(word(first)) | special(word(last)) == 0,
        (_, Some::<&[u8; 8]>(_)) => is_long_plain(bytes),
        _ => special(few(bytes)) == 0,
    }
}

/// The same for more bytes.
#[inline(never)]
fn is_long_plain(bytes: &[u8]) -> bool {
    let plain = |chunk: &[u8; 8]| special(u64::from_le_bytes(*chunk)) == 0;
    bytes.as_chunks().0.iter().all(plain) && bytes.last_chunk().is_none_or(plain)
}

/// Less than eight bytes as eight: some of them twice, or with spaces.
#[inline(never)]
fn few(bytes: &[u8]) -> u64 {
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        return u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << 32;
    }
    let at = |index: usize| bytes.get(index).copied().unwrap_or(b' ');
    u64::from_le_bytes([at(0), at(1), at(2), b' ', b' ', b' ', b' ', b' '])
}

/// Eight bytes of one.
const ONES: u64 = u64::from_le_bytes([1; 8]);

/// The highest bit of each of eight bytes that does not stand for itself; those after the first one may be wrong.
fn special(word: u64) -> u64 {
    // Subtracting borrows in a byte that is less than what is taken off, which its highest bit shows.
    let below = |word: u64, limit: u8| word.wrapping_sub(ONES * u64::from(limit)) & !word;
    let equal = |byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
    (below(word, 0x20) | equal(b'"') | equal(b'\\')) & (ONES << 7)
}

#[cfg(test)]
mod tests {
    use super::{is_plain, plain_ascii_length, plain_length};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_end_is_found(bytes in prop::collection::vec(any_often_plain(), 0..40)) {
            let special = bytes.iter().position(|byte| *byte < 0x20 || b"\"\\".contains(byte));
            prop_assert_eq!(plain_length(&bytes), special.unwrap_or(bytes.len()));
            prop_assert_eq!(is_plain(&bytes), special.is_none());
            let beyond = bytes.iter().position(|byte| *byte < 0x20 || *byte >= 0x80 || b"\"\\".contains(byte));
            prop_assert_eq!(plain_ascii_length(&bytes), beyond.unwrap_or(bytes.len()));
        }
    }

    fn any_often_plain() -> impl Strategy<Value = u8> {
        prop_oneof![1 => any::<u8>(), 20 => prop::sample::select(b" !#[]a\x7F\x80\xFF".to_vec())]
    }
}
