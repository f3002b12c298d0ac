//! How a behaviour is known.

use std::fmt;

/// How RuleLens knows that AWS behaves in a certain way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub enum Evidence {
    /// Observed on AWS.
    Verified,
    /// Seen on AWS by others, in a test that they run on it or in a rule that they rely on; the text beside it names the
    /// source. It outranks a page that says otherwise.
    Reported,
    /// Stated by AWS's documentation.
    Documented,
    /// AWS's pages disagree with each other; the text beside it says which reading is followed.
    Contradicted,
    /// Not documented; RuleLens's assumption.
    Assumed,
}

impl Evidence {
    /// All of them, the strongest first.
    pub const ALL: [Self; 5] =
        [Self::Verified, Self::Reported, Self::Documented, Self::Contradicted, Self::Assumed];

    /// Whether it takes more than a word: a source that is not AWS, or a reading among several.
    #[must_use]
    pub fn needs_a_note(self) -> bool {
        matches!(self, Self::Reported | Self::Contradicted | Self::Assumed)
    }

    /// The word for it, in lower case.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Reported => "reported",
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
