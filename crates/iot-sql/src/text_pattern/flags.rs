//! The flags that a pattern can set, such as `(?i)`.

use super::Fault;

/// What is set at a place in a pattern.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own, as in the pattern")]
pub(super) struct Flags {
    /// `i`: case is ignored, of ASCII letters only.
    pub(super) ignore_case: bool,
    /// `u`: with `i`, case is ignored of all letters.
    pub(super) unicode_case: bool,
    /// `m`: `^` and `$` match at every line.
    pub(super) multi_line: bool,
    /// `s`: the dot matches line ends.
    pub(super) dot_all: bool,
    /// `d`: only `\n` ends a line.
    pub(super) unix_lines: bool,
    /// `x`: white space and comments do not count.
    pub(super) comments: bool,
    /// `U`: `\w`, `\d`, `\s` and the POSIX classes follow Unicode.
    pub(super) unicode_classes: bool,
}

impl Flags {
    /// Sets or clears a flag by its letter.
    pub(super) fn set(&mut self, letter: char, on: bool) -> Result<(), Fault> {
        match letter {
            'i' => self.ignore_case = on,
            'u' => self.unicode_case = on,
            'm' => self.multi_line = on,
            's' => self.dot_all = on,
            'd' => self.unix_lines = on,
            'x' => self.comments = on,
            'U' => {
                self.unicode_classes = on;
                self.unicode_case |= on;
            }
            'c' => return Err(Fault::new("the flag c, canonical equivalence, is not supported")),
            _ => return Err(Fault::new(format!("`{letter}` is not a flag"))),
        }
        Ok(())
    }

    /// The other characters that match where this one is written.
    pub(super) fn variants(self, ch: char) -> Vec<char> {
        let mut variants = vec![ch];
        if self.ignore_case && ch.is_ascii_alphabetic() {
            variants.push(if ch.is_ascii_lowercase() {
                ch.to_ascii_uppercase()
            } else {
                ch.to_ascii_lowercase()
            });
        } else if self.ignore_case && self.unicode_case {
            // Java compares single characters, so that a mapping to two of them does not count.
            let single = |mut mapped: Box<dyn Iterator<Item = char>>| {
                mapped.next().filter(|_| mapped.next().is_none())
            };
            let mapped = [single(Box::new(ch.to_lowercase())), single(Box::new(ch.to_uppercase()))];
            variants.extend(mapped.into_iter().flatten().filter(|mapped| *mapped != ch));
        }
        variants
    }
}
