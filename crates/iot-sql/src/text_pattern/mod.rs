//! Regular expressions in Java's syntax, which the `regexp_` functions take.
//!
//! A pattern is translated to the syntax of `fancy-regex`, which then does the matching. `translate` reads Java's
//! syntax, with `anchor`, `class`, `escape` and `quantifier` for its parts; `property` knows the names in `\p{…}`,
//! `replacement` reads what replaces a match, and `search` runs the result within a budget.

mod anchor;
mod class;
mod escape;
mod flags;
mod piece;
mod property;
mod quantifier;
mod replacement;
mod search;
mod translate;

#[cfg(test)]
mod tests;

use replacement::Replacement;
use search::Program;
use smol_str::SmolStr;
use std::borrow::Cow;
use std::ops::Range;

/// Why a pattern gives no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault(Cow<'static, str>);

impl Fault {
    fn new(words: impl Into<Cow<'static, str>>) -> Self {
        Self(words.into())
    }

    /// The reason, as half a sentence.
    pub(crate) fn words(&self) -> &str {
        &self.0
    }
}

/// What a string's line ends mean for `^`, `$` and `\Z`, so that most patterns need no look-around for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LineEnds {
    /// There are none, and the text is not empty.
    None,
    /// There are some, or the text is empty.
    Inside,
    /// The last character is one.
    Last,
}

impl LineEnds {
    fn of(text: &str) -> Self {
        let is_end = |ch| matches!(ch, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
        if text.ends_with(is_end) {
            Self::Last
        } else if text.is_empty() || text.contains(is_end) {
            Self::Inside
        } else {
            Self::None
        }
    }
}

/// What matching has cost, in bytes read by a slow matcher.
#[derive(Debug, Default)]
struct Budget {
    spent: u64,
}

/// What one call may cost; well below a second on an ordinary machine.
const MAX_COST: u64 = 200_000_000;

impl Budget {
    /// Whether so much is left.
    fn allows(&self, cost: u64) -> bool {
        self.spent.saturating_add(cost) <= MAX_COST
    }

    fn spend(&mut self, cost: u64) {
        self.spent = self.spent.saturating_add(cost);
    }
}

/// A pattern as it was compiled for strings with such line ends.
struct Known {
    pattern: SmolStr,
    line_ends: LineEnds,
    program: Result<Program, Fault>,
}

/// The patterns of one evaluation, each compiled once.
#[derive(Default)]
pub(crate) struct Patterns {
    known: Vec<Known>,
    budget: Budget,
}

/// Patterns that are kept; a rule seldom has more than a few.
const MAX_KNOWN: usize = 16;

/// The longest pattern, in bytes.
const MAX_PATTERN: usize = 10_000;

impl Patterns {
    /// What the calls since the last question have cost, in bytes read by a slow matcher.
    pub(crate) fn take_cost(&mut self) -> u64 {
        std::mem::take(&mut self.budget).spent
    }

    /// Whether a string contains a match.
    pub(crate) fn contains(&mut self, pattern: &SmolStr, text: &str) -> Result<bool, Fault> {
        Ok(self.first(pattern, text)?.is_some())
    }

    /// Where a string's first match is, in bytes.
    pub(crate) fn first(&mut self, pattern: &SmolStr, text: &str) -> Result<Option<Range<usize>>, Fault> {
        let Self { known, budget } = self;
        let program = compiled(known, pattern, text, budget)?;
        Ok(program.find(text, 0, budget)?.map(|found| found.range()))
    }

    /// A string with every match replaced; `longest` is how many bytes the result may have.
    pub(crate) fn replace(
        &mut self,
        pattern: &SmolStr,
        text: &str,
        replacement: &str,
        longest: usize,
    ) -> Result<String, Fault> {
        let Self { known, budget } = self;
        let program = compiled(known, pattern, text, budget)?;
        let replacement = Replacement::read(replacement, program.groups(), program.names())?;
        let mut built = String::new();
        let (mut kept, mut position) = (0, 0);
        while let Some(found) = program.find(text, position, budget)? {
            let range = found.range();
            built.push_str(text.get(kept..range.start).unwrap_or_default());
            replacement.append(&found, &mut built);
            if built.len() > longest {
                return Err(Fault::new("the result would be too long"));
            }
            kept = range.end;
            position = range.end;
            if range.is_empty() {
                // An empty match is possible right after another match, but not twice at one place.
                match text.get(position..).and_then(|rest| rest.chars().next()) {
                    Some(next) => position += next.len_utf8(),
                    None => break,
                }
            }
        }
        built.push_str(text.get(kept..).unwrap_or_default());
        Ok(built)
    }
}

/// The program of a pattern for a string, compiled if it is new.
fn compiled<'k>(
    known: &'k mut Vec<Known>,
    pattern: &SmolStr,
    text: &str,
    budget: &mut Budget,
) -> Result<&'k mut Program, Fault> {
    let line_ends = LineEnds::of(text);
    let is_it = |entry: &Known| entry.line_ends == line_ends && entry.pattern == *pattern;
    let index = match known.iter().position(is_it) {
        Some(index) => index,
        None => {
            if known.len() >= MAX_KNOWN {
                known.remove(0);
            }
            budget.spend(pattern.len() as u64);
            let program = if pattern.len() > MAX_PATTERN {
                Err(Fault::new("the pattern is too long"))
            } else {
                translate::translate(pattern, line_ends).map(Program::new)
            };
            known.push(Known { pattern: pattern.clone(), line_ends, program });
            known.len() - 1
        }
    };
    known[index].program.as_mut().map_err(|fault| fault.clone())
}
