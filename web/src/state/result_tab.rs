//! What of the result is shown.

/// A tab of the result; each answers one question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ResultTab {
    /// What is written?
    #[default]
    Records,
    /// What will a query show?
    Rows,
    /// What leaves the rule?
    Payload,
    /// What does each action receive?
    Actions,
    /// Where did the message stop, and why?
    Why,
    /// What does another rule or version do otherwise?
    Compare,
    /// Does the rule still do what was once right?
    Cases,
    /// How is the rule deployed?
    Export,
    /// Which types does the table get?
    Schema,
}

impl ResultTab {
    /// The id of its tab in the page.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Records => "result-records",
            Self::Rows => "result-rows",
            Self::Schema => "result-schema",
            Self::Payload => "result-payload",
            Self::Actions => "result-actions",
            Self::Why => "result-why",
            Self::Compare => "result-compare",
            Self::Cases => "result-cases",
            Self::Export => "result-export",
        }
    }

    /// What is shown beside it where nothing else was chosen.
    #[must_use]
    pub fn beside(self) -> Self {
        if self == Self::Records { Self::Payload } else { Self::Records }
    }

    /// Whether what it shows comes from a replay of the messages, even of one.
    #[must_use]
    pub fn needs_replay(self) -> bool {
        matches!(self, Self::Rows | Self::Schema)
    }

    /// Whether what it shows needs a trace of the evaluation.
    #[must_use]
    pub fn needs_trace(self) -> bool {
        matches!(self, Self::Why)
    }
}
