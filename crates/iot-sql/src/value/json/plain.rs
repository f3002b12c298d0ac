//! The characters of a JSON string that stand for themselves: all but quotes, backslashes and control characters.

/// How many bytes from the first one on stand for themselves.
#[inline]
pub(crate) fn plain_length(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(chunk) = bytes[at..].first_chunk()
        && all_plain(u64::from_le_bytes(*chunk))
    {
        at += chunk.len();
    }
    // One by one in the last eight: the processor guesses such steps, while it would wait for a computed place.
    let rest = &bytes[at..];
    at + rest.iter().position(|byte| matches!(byte, 0..0x20 | b'"' | b'\\')).unwrap_or(rest.len())
}

/// Whether eight bytes stand for themselves.
fn all_plain(word: u64) -> bool {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    // Subtracting borrows in a byte that is less than what is taken off, which its highest bit shows.
    let below = |word: u64, limit: u8| word.wrapping_sub(ONES * u64::from(limit)) & !word;
    let equal = |byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
    (below(word, 0x20) | equal(b'"') | equal(b'\\')) & (ONES << 7) == 0
}

#[cfg(test)]
mod tests {
    use super::plain_length;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_end_is_found(bytes in prop::collection::vec(any_often_plain(), 0..40)) {
            let special = bytes.iter().position(|byte| *byte < 0x20 || b"\"\\".contains(byte));
            prop_assert_eq!(plain_length(&bytes), special.unwrap_or(bytes.len()));
        }
    }

    fn any_often_plain() -> impl Strategy<Value = u8> {
        prop_oneof![1 => any::<u8>(), 20 => prop::sample::select(b" !#[]a\x7F\x80\xFF".to_vec())]
    }
}
