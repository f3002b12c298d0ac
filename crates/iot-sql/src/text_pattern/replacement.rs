//! What replaces a match, with `$1`, `${name}` and `\$`, as `java.util.regex.Matcher.replaceAll` reads it.

use super::Fault;
use super::search::Found;
use std::iter::Peekable;
use std::str::Chars;

/// A part of a replacement.
enum Part {
    Text(String),
    /// What a group has matched; nothing where it has not.
    Group(usize),
}

/// A replacement that was read.
pub(super) struct Replacement(Vec<Part>);

impl Replacement {
    /// Reads a replacement for a pattern with so many groups and these names.
    pub(super) fn read(text: &str, groups: usize, names: &[(String, usize)]) -> Result<Self, Fault> {
        let mut parts = Vec::new();
        let mut plain = String::new();
        let mut chars = text.chars().peekable();
        while let Some(ch) = chars.next() {
            match ch {
                '\\' => {
                    let next =
                        chars.next().ok_or_else(|| Fault::new("the replacement ends in a backslash"))?;
                    plain.push(next);
                }
                '$' => {
                    parts.push(Part::Text(std::mem::take(&mut plain)));
                    parts.push(Part::Group(group(&mut chars, groups, names)?));
                }
                other => plain.push(other),
            }
        }
        parts.push(Part::Text(plain));
        Ok(Self(parts))
    }

    /// Appends it for a match.
    pub(super) fn append(&self, found: &Found<'_>, out: &mut String) {
        for part in &self.0 {
            out.push_str(match part {
                Part::Text(text) => text,
                Part::Group(group) => found.group(*group),
            });
        }
    }
}

/// The group that follows a `$`.
fn group(chars: &mut Peekable<Chars<'_>>, groups: usize, names: &[(String, usize)]) -> Result<usize, Fault> {
    let unknown = |group: &str| Fault::new(format!("the pattern has no group `{group}`"));
    match chars.next() {
        Some('{') => {
            let mut name = String::new();
            loop {
                match chars.next() {
                    Some('}') => break,
                    Some(ch) => name.push(ch),
                    None => return Err(Fault::new("`${` in the replacement has no `}`")),
                }
            }
            names
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, group)| *group)
                .ok_or_else(|| unknown(&name))
        }
        Some(digit @ '0'..='9') => {
            let mut group = digit as usize - '0' as usize;
            if group > groups {
                return Err(unknown(&group.to_string()));
            }
            // A further digit belongs to the number as long as there is such a group.
            while let Some(digit) = chars.peek().and_then(|next| next.to_digit(10)) {
                let longer = group * 10 + digit as usize;
                if longer > groups {
                    break;
                }
                group = longer;
                chars.next();
            }
            Ok(group)
        }
        _ => Err(Fault::new("`$` in the replacement has no group after it; write `\\$` for the sign")),
    }
}
