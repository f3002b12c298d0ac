//! Matching within a budget.
//!
//! `fancy-regex` runs what it can on automata, which never go back in the text, and the rest by trying: look-around,
//! references to groups and atomic groups. It counts how often it tries again, but not how far each try reads. So a
//! search starts with few tries and is repeated with more of them as long as tries and length together stay affordable.

use super::translate::Translated;
use super::{Budget, Fault};
use fancy_regex::{Captures, Error, Regex, RegexBuilder};
use std::ops::Range;

/// How many tries the runs of a search have, one after the other.
const TRIES: [usize; 4] = [32, 1_024, 16_384, 1_000_000];

/// What one try costs where the pattern can only read a few characters.
const SHORT_TRY: u64 = 64;

/// How much cheaper a byte is for an automaton.
const AUTOMATON_BYTES: u64 = 4;

/// What a unit of weight costs to compile.
const COMPILE_COST: u64 = 2_048;

/// Memory of an automaton, in bytes.
const MAX_AUTOMATON: usize = 8 * 1024 * 1024;

/// Instructions of a pattern that is matched by trying.
const MAX_INSTRUCTIONS: usize = 50_000;

/// A pattern that can be searched for.
pub(super) struct Program {
    translated: Translated,
    /// Compiled when first needed, one for each number of tries.
    compiled: [Option<Result<Regex, Fault>>; TRIES.len()],
}

/// A match.
pub(super) struct Found<'t>(Captures<'t, str>);

impl Found<'_> {
    /// Where it is, in bytes.
    pub(super) fn range(&self) -> Range<usize> {
        self.0.get(0).map_or(0..0, |found| found.range())
    }

    /// What a group has matched; empty where it has not.
    pub(super) fn group(&self, group: usize) -> &str {
        self.0.get(group).map_or("", |found| found.as_str())
    }
}

impl Program {
    pub(super) fn new(translated: Translated) -> Self {
        Self { translated, compiled: Default::default() }
    }

    /// How many groups the pattern has.
    pub(super) fn groups(&self) -> usize {
        self.translated.groups
    }

    /// The groups that have names.
    pub(super) fn names(&self) -> &[(String, usize)] {
        &self.translated.names
    }

    /// The first match at or after a byte.
    pub(super) fn find<'t>(
        &mut self,
        text: &'t str,
        from: usize,
        budget: &mut Budget,
    ) -> Result<Option<Found<'t>>, Fault> {
        let gave_up = || Fault::new("the pattern takes too long for this text");
        let rest = text.len().saturating_sub(from) as u64;
        for (level, tries) in TRIES.into_iter().enumerate() {
            let cost = if self.translated.effort.tries {
                tries as u64 * if self.translated.effort.reads_far { rest + SHORT_TRY } else { SHORT_TRY }
            } else if self.translated.effort.reads_far {
                rest / AUTOMATON_BYTES
            } else {
                0
            };
            if !budget.allows(cost) {
                break;
            }
            let regex = self.regex(level, budget)?;
            match regex.captures_from_pos(text, from) {
                Ok(found) => {
                    budget.spend(cost);
                    if cost == 0 {
                        let end = found
                            .as_ref()
                            .and_then(|found| found.get(0))
                            .map_or(text.len(), |found| found.end());
                        budget.spend(SHORT_TRY + end.saturating_sub(from) as u64 / AUTOMATON_BYTES);
                    }
                    return Ok(found.map(Found));
                }
                Err(Error::RuntimeError(fancy_regex::RuntimeError::BacktrackLimitExceeded)) => {
                    budget.spend(cost);
                }
                Err(_) => break,
            }
        }
        Err(gave_up())
    }

    fn regex(&mut self, level: usize, budget: &mut Budget) -> Result<&Regex, Fault> {
        if self.compiled[level].is_none() {
            budget.spend(self.translated.weight as u64 * COMPILE_COST);
        }
        let compile = || {
            RegexBuilder::new(&self.translated.text)
                .backtrack_limit(TRIES[level])
                .delegate_size_limit(MAX_AUTOMATON)
                .max_prog_size(MAX_INSTRUCTIONS)
                .build()
                .map_err(|_| Fault::new("the pattern is not one that RuleLens can match"))
        };
        self.compiled[level].get_or_insert_with(compile).as_ref().map_err(Clone::clone)
    }
}
