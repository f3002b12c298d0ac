//! The versions of the rules engine, and what differs between them.

use std::fmt;

/// A version of the AWS IoT SQL engine, a property of the rule.
///
/// Source: `iot-rule-sql-version`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SqlVersion {
    /// `2015-10-08`: what a rule gets through the API, CloudFormation or Terraform when it names no version.
    V2015_10_08,
    /// `2016-03-23`: what the console sets.
    #[default]
    V2016_03_23,
    /// `beta`: the newest, which AWS may change at any time; treated like `2016-03-23`.
    Beta,
}

impl SqlVersion {
    /// All versions, oldest first.
    pub const ALL: [Self; 3] = [Self::V2015_10_08, Self::V2016_03_23, Self::Beta];

    /// The version as a rule names it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::V2015_10_08 => "2015-10-08",
            Self::V2016_03_23 => "2016-03-23",
            Self::Beta => "beta",
        }
    }

    /// The version with that name, or `None`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|version| version.name() == name)
    }

    /// Whether a Decimal without a fraction (`5.0`) stays a Decimal; since `2016-03-23` it becomes an Int.
    #[must_use]
    pub fn keeps_whole_decimals(self) -> bool {
        self == Self::V2015_10_08
    }

    /// Whether arrays and nested objects of the payload arrive in the outgoing payload as they are.
    ///
    /// Version `2015-10-08` empties arrays at the top, drops arrays in objects and merges nested objects into their
    /// parent (observed by a user in 2026; AWS only says that the newer version has better support for arrays).
    #[must_use]
    pub fn keeps_nested_values(self) -> bool {
        self != Self::V2015_10_08
    }

    /// Whether array and object literals and nested queries exist.
    #[must_use]
    pub fn has_literals_and_nested_queries(self) -> bool {
        self != Self::V2015_10_08
    }
}

impl fmt::Display for SqlVersion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}
