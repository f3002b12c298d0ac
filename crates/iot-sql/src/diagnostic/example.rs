//! Rules and messages that lead to a diagnostic, or must not.

use crate::version::SqlVersion;

/// A rule and a message, as an example of a [`Code`](super::Code): one that the diagnostic is reported for, or one that
/// it must not be reported for.
///
/// ```
/// use iot_sql::Example;
///
/// let example = Example::sql("SELECT topic(3) AS room FROM 'sensors/+'").payload(r#"{"t": 1}"#);
/// assert_eq!(example.topic, "sensors/kitchen");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// The statement.
    pub sql: ExampleText,
    /// The rule's SQL version; `None` where the rule names none.
    pub version: Option<SqlVersion>,
    /// The message's topic.
    pub topic: &'static str,
    /// The message's payload.
    pub payload: ExampleText,
    /// The rule's action or actions as JSON.
    pub action: Option<&'static str>,
    /// The message context as JSON.
    pub context: Option<&'static str>,
    /// The payloads that the rule took before, on the same topic.
    pub earlier: Option<Earlier>,
}

/// A string of an example.
#[derive(Clone, Copy, Debug)]
pub enum ExampleText {
    /// Written out.
    Plain(&'static str),
    /// Too long to be shown.
    Built {
        /// What it is, in words.
        shown: &'static str,
        /// Makes it.
        make: fn() -> String,
    },
}

/// Payloads of messages that come before an example's.
#[derive(Clone, Copy, Debug)]
pub struct Earlier {
    /// What they are, in words that follow `earlier messages: `.
    pub shown: &'static str,
    /// Makes them.
    pub make: fn() -> Vec<String>,
}

impl ExampleText {
    /// The text itself.
    #[must_use]
    pub fn get(&self) -> String {
        match self {
            Self::Plain(text) => (*text).to_owned(),
            Self::Built { make, .. } => make(),
        }
    }
}

impl Example {
    /// The topic of examples that name no other.
    pub const TOPIC: &'static str = "sensors/kitchen";

    /// The time of an example's message in milliseconds since 1970-01-01 UTC: 2023-11-14 22:13:20.
    pub const NOW_MS: i64 = 1_700_000_000_000;

    /// The examples of a code; none in a build without the feature `examples`, which then holds nothing of them.
    #[must_use]
    pub const fn listed(examples: &'static [Self]) -> &'static [Self] {
        if cfg!(feature = "examples") { examples } else { &[] }
    }

    /// A statement, with the payload `{}`.
    #[must_use]
    pub const fn sql(sql: &'static str) -> Self {
        Self {
            sql: ExampleText::Plain(sql),
            version: Some(SqlVersion::V2016_03_23),
            topic: Self::TOPIC,
            payload: ExampleText::Plain("{}"),
            action: None,
            context: None,
            earlier: None,
        }
    }

    /// A statement that is too long to be shown; `shown` says what it is.
    #[must_use]
    pub const fn built(shown: &'static str, make: fn() -> String) -> Self {
        Self { sql: ExampleText::Built { shown, make }, ..Self::sql("") }
    }

    /// An action beside a statement that selects one attribute, `{"t": 1}`.
    #[must_use]
    pub const fn action(action: &'static str) -> Self {
        Self::sql("SELECT t FROM 'sensors/+'").payload(r#"{"t": 1}"#).with_action(action)
    }

    /// An action that gets the whole payload.
    #[must_use]
    pub const fn whole(action: &'static str, payload: &'static str) -> Self {
        Self::sql("SELECT * FROM 'sensors/+'").payload(payload).with_action(action)
    }

    /// The same with another statement.
    #[must_use]
    pub const fn selecting(self, sql: &'static str) -> Self {
        Self { sql: ExampleText::Plain(sql), ..self }
    }

    /// The same with a statement that is too long to be shown; `shown` says what it is.
    #[must_use]
    pub const fn selecting_built(self, shown: &'static str, make: fn() -> String) -> Self {
        Self { sql: ExampleText::Built { shown, make }, ..self }
    }

    /// The same with an action.
    #[must_use]
    pub const fn with_action(self, action: &'static str) -> Self {
        Self { action: Some(action), ..self }
    }

    /// The same with a payload.
    #[must_use]
    pub const fn payload(self, payload: &'static str) -> Self {
        Self { payload: ExampleText::Plain(payload), ..self }
    }

    /// The same with a payload that is too long to be shown; `shown` says what it is.
    #[must_use]
    pub const fn built_payload(self, shown: &'static str, make: fn() -> String) -> Self {
        Self { payload: ExampleText::Built { shown, make }, ..self }
    }

    /// The same with earlier messages; `shown` says what they are.
    #[must_use]
    pub const fn after(self, shown: &'static str, make: fn() -> Vec<String>) -> Self {
        Self { earlier: Some(Earlier { shown, make }), ..self }
    }

    /// The same with a message context as JSON.
    #[must_use]
    pub const fn in_context(self, context: &'static str) -> Self {
        Self { context: Some(context), ..self }
    }

    /// The same on another topic.
    #[must_use]
    pub const fn on(self, topic: &'static str) -> Self {
        Self { topic, ..self }
    }

    /// The same under another SQL version; `None` for a rule that names none.
    #[must_use]
    pub const fn version(self, version: Option<SqlVersion>) -> Self {
        Self { version, ..self }
    }
}
