//! What the payloads of one sender have in common: the same keys in the same order with the same white space between them.
//!
//! What stood before each value in an earlier payload is compared as it is, many bytes at a time, instead of being
//! read again. Where it differs, the member is read; so the result never depends on what came before.

use super::scan::{Next, next_member, short_integer, value};
use smol_str::SmolStr;

/// Members that are remembered.
const MOST: usize = 64;

/// Payloads that may differ before the next one is remembered instead.
const PATIENCE: u32 = 32;

/// What earlier payloads of a rule looked like, so that the next one is read faster.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    members: Vec<Member>,
    differed: u32,
}

#[derive(Clone, Debug)]
struct Member {
    /// From the end of the value before it to its own value.
    before: Box<[u8]>,
    /// Which of the wanted keys it is.
    wanted: Option<usize>,
}

impl Layout {
    /// Goes along an object, as [`members`](super::scan::members) does; `member` gets the number of each wanted key,
    /// where its value starts, and whether the key certainly was not there before, and gives where the value ends. The
    /// wanted keys must be the same each time.
    pub(super) fn members(
        &mut self,
        bytes: &[u8],
        levels: usize,
        keys: &[SmolStr],
        mut member: impl FnMut(usize, usize, bool) -> Option<usize>,
    ) -> Option<usize> {
        let (mut at, mut index) = (0, 0);
        // As far as all is as it was; mostly that is everything.
        for known in &self.members {
            if !starts_with(bytes, at, &known.before) {
                break;
            }
            let start = at + known.before.len();
            at = match known.wanted {
                // Each is remembered once.
                Some(wanted) => member(wanted, start, true)?,
                None => match short_integer(bytes, start) {
                    Some(end) => end,
                    None => value(bytes, start, levels - 1)?,
                },
            };
            index += 1;
        }
        let mut differs = false;
        for index in index.. {
            let known = self.members.get(index).filter(|known| starts_with(bytes, at, &known.before));
            let (start, wanted) = match known {
                Some(known) => (at + known.before.len(), known.wanted),
                None => match next_member(bytes, at, index == 0)? {
                    Next::End(end) => {
                        at = end;
                        break;
                    }
                    Next::Member(key, start) => {
                        let wanted = keys.iter().position(|wanted| wanted.as_bytes() == key);
                        let is_again =
                            wanted.is_some() && self.members.iter().any(|known| known.wanted == wanted);
                        if index == self.members.len() && index < MOST && !is_again {
                            self.members.push(Member { before: bytes[at..start].into(), wanted });
                        }
                        differs = true;
                        (start, wanted)
                    }
                },
            };
            at = match wanted {
                Some(wanted) => member(wanted, start, false)?,
                None => value(bytes, start, levels - 1)?,
            };
        }
        if differs {
            self.differed += 1;
            if self.differed > PATIENCE {
                *self = Self::default();
            }
        }
        Some(at)
    }
}

/// Whether the bytes from a place on start with others; the last of few together with what was compared before.
#[inline]
fn starts_with(bytes: &[u8], at: usize, expected: &[u8]) -> bool {
    let Some(bytes) = bytes.get(at..at + expected.len()) else { return false };
    match expected.len() {
        8..16 => has_same_ends::<8>(bytes, expected),
        16..=32 => has_same_ends::<16>(bytes, expected),
        _ => bytes == expected,
    }
}

/// Whether the first bytes are the same, so many of them, and the last.
#[inline]
fn has_same_ends<const COUNT: usize>(one: &[u8], other: &[u8]) -> bool {
    one.first_chunk::<COUNT>() == other.first_chunk() && one.last_chunk::<COUNT>() == other.last_chunk()
}
