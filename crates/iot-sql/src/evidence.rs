//! How a behaviour is known.

use std::fmt;

/// How RuleLens knows that AWS behaves in a certain way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Evidence {
    /// Observed on AWS.
    Verified,
    /// Stated by AWS's documentation.
    Documented,
    /// AWS's pages disagree with each other; the text beside it says which reading is followed.
    Contradicted,
    /// Not documented; our reading.
    Assumed,
}

impl Evidence {
    /// The word for it, in lower case.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Documented => "documented",
            Self::Contradicted => "contradicted",
            Self::Assumed => "assumed",
        }
    }
}

impl fmt::Display for Evidence {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}
