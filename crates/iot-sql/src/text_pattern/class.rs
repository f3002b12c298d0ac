//! Classes in brackets: unions, intersections, ranges.

use super::Fault;
use super::piece::write_char;
use super::property::Set;
use super::translate::Reader;

/// What a class may weigh when everything but a few characters is in it.
const NEGATED_WEIGHT: usize = 10;

impl Reader {
    /// What follows `[`, up to its `]`; the result has brackets of its own.
    pub(super) fn class(&mut self) -> Result<Set, Fault> {
        let negated = self.take_sign('^');
        let mut parts: Vec<String> = Vec::new();
        let mut part = String::new();
        let mut weight = if negated { NEGATED_WEIGHT } else { 1 };
        let mut is_first = true;
        loop {
            self.pass_comments();
            match self.sign() {
                None if self.is_at_end() => return Err(Fault::new("a `[` has no `]`")),
                Some(']') if !is_first => {
                    self.take();
                    break;
                }
                Some('[') => {
                    self.take();
                    let inner = self.deeper(Self::class)?;
                    part.push_str(&inner.text);
                    weight += inner.weight;
                }
                Some('&') if self.sign_after(1) == Some('&') => {
                    self.take();
                    self.take();
                    // Nothing before or between is not a set of its own.
                    parts.extend(Some(std::mem::take(&mut part)).filter(|part| !part.is_empty()));
                }
                _ => weight += self.class_item(&mut part)?,
            }
            is_first = false;
        }
        parts.extend(Some(part).filter(|part| !part.is_empty()));
        let sign = if negated { "^" } else { "" };
        let text = match parts.as_slice() {
            [] => return Err(Fault::new("`&&` needs sets of characters beside it")),
            [only] => format!("[{sign}{only}]"),
            several => {
                let several: Vec<String> = several.iter().map(|part| format!("[{part}]")).collect();
                format!("[{sign}{}]", several.join("&&"))
            }
        };
        Ok(Set { text, weight })
    }

    /// A character, a range or a class by an escape; gives its weight.
    fn class_item(&mut self, part: &mut String) -> Result<usize, Fault> {
        let first = if self.take_sign('\\') {
            if let Some((set, negated)) = self.class_escape()? {
                if negated {
                    part.push_str(&format!("[^{}]", set.text));
                } else {
                    part.push_str(&set.text);
                }
                return Ok(set.weight);
            }
            self.escaped_char()?
        } else {
            self.class_char()?
        };
        self.pass_comments();
        // A hyphen before a `[` or `]` stands for itself.
        let is_range = self.sign() == Some('-') && !matches!(self.sign_after(1), None | Some('[' | ']'));
        if !is_range {
            for ch in self.flags.variants(first) {
                write_char(ch, part);
            }
            return Ok(first.len_utf8());
        }
        self.take();
        let last = if self.take_sign('\\') { self.escaped_char()? } else { self.class_char()? };
        if last < first {
            return Err(Fault::new(format!("the range `{first}-{last}` runs backwards")));
        }
        write_range(first, last, part);
        if self.flags.ignore_case {
            for (low, high, to) in [('a', 'z', 'A'), ('A', 'Z', 'a')] {
                let (from, until) = (first.max(low), last.min(high));
                if from <= until {
                    let other = |ch: char| char::from((ch as u8 - low as u8) + to as u8);
                    write_range(other(from), other(until), part);
                }
            }
        }
        Ok(if last.is_ascii() { 2 } else { NEGATED_WEIGHT })
    }

    fn class_char(&mut self) -> Result<char, Fault> {
        self.take().ok_or_else(|| Fault::new("a `[` has no `]`"))
    }
}

fn write_range(first: char, last: char, part: &mut String) {
    write_char(first, part);
    part.push('-');
    write_char(last, part);
}
