//! Takes the place of `text_pattern` in builds without regular expressions: no pattern gives a result.

use smol_str::SmolStr;
use std::ops::Range;

/// Why a pattern gives no result.
pub(crate) struct Fault;

impl Fault {
    /// The reason, as half a sentence.
    #[expect(clippy::unused_self, reason = "stands in for the method of builds with regular expressions")]
    pub(crate) fn words(&self) -> &'static str {
        "regular expressions are not included in this build"
    }
}

/// The patterns of one evaluation.
#[derive(Default)]
pub(crate) struct Patterns(());

#[expect(clippy::unused_self, reason = "stand in for the methods of builds with regular expressions")]
impl Patterns {
    pub(crate) fn take_cost(&mut self) -> u64 {
        0
    }

    pub(crate) fn contains(&mut self, _: &SmolStr, _: &str) -> Result<bool, Fault> {
        Err(Fault)
    }

    pub(crate) fn first(&mut self, _: &SmolStr, _: &str) -> Result<Option<Range<usize>>, Fault> {
        Err(Fault)
    }

    pub(crate) fn replace(&mut self, _: &SmolStr, _: &str, _: &str, _: usize) -> Result<String, Fault> {
        Err(Fault)
    }
}
