//! What RuleLens says about a rule or a message.

mod code;
mod example;

pub use code::Code;
pub use example::{Earlier, Example, ExampleText};

use crate::eval::TOO_MANY_STEPS;
use crate::evidence::Evidence;
use crate::functions::FEATURE_DISABLED;
use std::fmt;
use std::ops::Range;

/// How severe a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub enum Severity {
    /// Rejected.
    Error,
    /// Accepted, but probably not what was meant.
    Warning,
    /// Worth knowing.
    Info,
}

impl Severity {
    /// The word for it, in lower case.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// The text that a diagnostic's ranges point into.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Input {
    /// The SQL statement.
    Sql,
    /// The message's payload.
    Payload,
    /// The message's topic.
    Topic,
    /// A string of the action, named by its path in it, such as `timestream.dimensions[0].value`.
    Action(String),
    /// The document that the rule was read from, such as a CloudFormation template.
    Document,
    /// No text in particular.
    Request,
}

/// A place in a string and what to say there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place, in bytes of the text that [`Diagnostic::input`] names.
    pub range: Range<usize>,
    /// What to say at this place; may be empty.
    pub message: String,
}

/// A replacement in the text that [`Diagnostic::input`] names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The place, in bytes.
    pub range: Range<usize>,
    /// What to put there.
    pub text: String,
}

/// A change that fixes a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What the change does, as a button's words.
    pub title: String,
    /// The edits, which belong together and do not overlap.
    pub edits: Vec<Edit>,
}

impl Fix {
    /// The text with the edits made; `None` where it is not the text that they are for: an edit lies outside of it or
    /// within a character, or two of them overlap.
    ///
    /// ```
    /// use iot_sql::{Rule, SqlVersion};
    ///
    /// let sql = "SELECT a FORM 'sensors/+'";
    /// let error = Rule::parse(sql, SqlVersion::V2016_03_23).expect_err("FORM");
    /// assert_eq!(error.fixes[0].apply(sql).as_deref(), Some("SELECT a FROM 'sensors/+'"));
    /// assert_eq!(error.fixes[0].apply("SELECT"), None);
    /// ```
    #[must_use]
    pub fn apply(&self, text: &str) -> Option<String> {
        Edit::apply_all(&self.edits, text)
    }
}

impl Edit {
    /// The text with all these edits made; `None` where an edit lies outside of it or within a character, or where two
    /// of them overlap.
    #[must_use]
    pub fn apply_all(edits: &[Self], text: &str) -> Option<String> {
        let mut edits: Vec<&Self> = edits.iter().collect();
        // Stable: several insertions at one place stay in their order.
        edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
        let (mut edited, mut at) = (String::with_capacity(text.len()), 0);
        for edit in edits {
            edited.push_str(text.get(at..edit.range.start)?);
            edited.push_str(&edit.text);
            text.get(edit.range.clone())?;
            at = edit.range.end;
        }
        edited.push_str(text.get(at..)?);
        Some(edited)
    }
}

/// What the context has to supply before a call can be evaluated.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "camelCase", rename_all_fields = "camelCase")
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub enum Needed {
    /// What another service would answer.
    Mock {
        /// The name of the function that asks it.
        function: String,
        /// The call's arguments as a JSON array; absent where they are too long to be written by hand.
        #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
        arguments: Option<String>,
    },
    /// A protobuf descriptor.
    Descriptor {
        /// The name of its bucket.
        bucket: String,
        /// Its key in the bucket.
        key: String,
    },
}

/// One thing to say about a rule, a message or an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of thing it is.
    pub code: &'static Code,
    /// What happened, in one sentence.
    pub message: String,
    /// Which text the labels point into.
    pub input: Input,
    /// The places, the primary one first.
    pub labels: Vec<Label>,
    /// What to do about it.
    pub help: Option<String>,
    /// How it is known, where a user could doubt it.
    pub evidence: Option<Evidence>,
    /// Changes that would fix it.
    pub fixes: Vec<Fix>,
    /// What the context has to supply, where that is what it is about.
    pub needed: Option<Box<Needed>>,
}

impl Diagnostic {
    /// Puts the most severe first; those of one severity stay in their order.
    pub fn sort_by_severity(diagnostics: &mut [Self]) {
        Self::sort(diagnostics, |diagnostic| diagnostic.severity() as usize);
    }

    /// Puts those of the lowest rank first. One function for all ranks, since each kind of sorting is 4 kB in WebAssembly.
    pub(crate) fn sort(diagnostics: &mut [Self], rank: fn(&Self) -> usize) {
        diagnostics.sort_by_key(rank);
    }

    /// The first hundred diagnostics of each code; the last of them says how many more there are.
    #[must_use]
    pub fn first_of_each(diagnostics: Vec<Self>) -> Vec<Self> {
        const MOST: usize = 100;
        if diagnostics.len() <= MOST {
            return diagnostics;
        }
        // Codes are few, and most of them have few diagnostics.
        let mut counts: Vec<(&'static Code, usize, usize)> = Vec::new();
        let mut kept: Vec<Self> = Vec::new();
        for diagnostic in diagnostics {
            let known = counts.iter_mut().find(|(code, ..)| *code == diagnostic.code);
            match known {
                Some((_, count, _)) if *count >= MOST => *count += 1,
                Some((_, count, last)) => {
                    *count += 1;
                    *last = kept.len();
                    kept.push(diagnostic);
                }
                None => {
                    counts.push((diagnostic.code, 1, kept.len()));
                    kept.push(diagnostic);
                }
            }
        }
        for (_, count, last) in counts.into_iter().filter(|(_, count, _)| *count > MOST) {
            kept[last].message += &format!(" There are {} more of this kind.", count - MOST);
        }
        kept
    }

    /// Whether a limit of RuleLens's own stopped the evaluation, so that nobody knows what AWS does.
    #[must_use]
    pub fn is_limit(&self) -> bool {
        [&TOO_MANY_STEPS, &FEATURE_DISABLED].contains(&self.code)
    }

    /// A diagnostic about the SQL statement, without a place yet.
    #[must_use]
    pub fn new(code: &'static Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            input: Input::Sql,
            labels: Vec::new(),
            help: None,
            evidence: None,
            fixes: Vec::new(),
            needed: None,
        }
    }

    /// How severe it is.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.code.severity
    }

    /// Adds a place; the first one added is the primary one.
    #[must_use]
    pub fn at(mut self, range: Range<usize>, message: impl Into<String>) -> Self {
        self.labels.push(Label { range, message: message.into() });
        self
    }

    /// Says what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says how it is known.
    #[must_use]
    pub fn evidence(mut self, evidence: Evidence) -> Self {
        self.evidence = Some(evidence);
        self
    }

    /// Names the text that the places are in.
    #[must_use]
    pub fn input(mut self, input: Input) -> Self {
        self.input = input;
        self
    }

    /// Offers a change of one place.
    #[must_use]
    pub fn fix(self, title: impl Into<String>, range: Range<usize>, text: impl Into<String>) -> Self {
        self.fix_all(title, vec![Edit { range, text: text.into() }])
    }

    /// Offers a change of several places.
    #[must_use]
    pub fn fix_all(mut self, title: impl Into<String>, edits: Vec<Edit>) -> Self {
        self.fixes.push(Fix { title: title.into(), edits });
        self
    }

    /// Says what the context has to supply.
    #[must_use]
    pub fn needed(mut self, needed: Needed) -> Self {
        self.needed = Some(Box::new(needed));
        self
    }

    /// The primary place, where there is one.
    #[must_use]
    pub fn primary(&self) -> Option<&Label> {
        self.labels.first()
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.severity(), self.message)
    }
}

impl std::error::Error for Diagnostic {}
