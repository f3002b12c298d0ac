//! What a prediction asks of the engine.

use crate::check::quoted;
use serde::{Deserialize, Serialize};

/// A question to the engine, and what it must answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Ask {
    /// What is asked.
    pub about: About,
    /// The name of the message that it is asked of.
    pub message: String,
    /// What must be answered.
    pub answer: String,
    /// Its line.
    pub line: usize,
}

/// What is asked about a message, under the rule of Start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum About {
    /// Whether a rule with this statement acts on it: `yes` or `no`.
    Acts(String),
    /// What an expression gives: its JSON, or `Undefined`.
    Value(String),
    /// How many records it makes.
    Records,
    /// The type of a measure.
    Type(String),
    /// What becomes of the record of a measure.
    Verdict(String),
    /// The year of its first record's time.
    Year,
}

const FORMS: &str = "expected `acts with \"STATEMENT\"`, `value of \"EXPRESSION\"`, `number of records`, `type of MEASURE`, \
    `verdict of MEASURE` or `year of the first record`, then `on \"MESSAGE\" = ANSWER`";

impl Ask {
    /// Reads what stands after `asks:`.
    ///
    /// # Errors
    /// What was expected instead.
    pub(crate) fn read(text: &str, line: usize) -> Result<Self, String> {
        let parts = || {
            let (question, answer) = text.rsplit_once(" = ")?;
            let (about, message) = question.rsplit_once(" on \"")?;
            Some((About::read(about.trim())?, quoted(&format!("\"{message}"))?, answer.trim().to_owned()))
        };
        let (about, message, answer) = parts().ok_or_else(|| format!("`{text}` cannot be asked; {FORMS}"))?;
        Ok(Self { about, message, answer, line })
    }
}

impl About {
    fn read(text: &str) -> Option<Self> {
        let after = |prefix: &str| text.strip_prefix(prefix).map(str::trim).filter(|rest| !rest.is_empty());
        if let Some(rest) = after("acts with ") {
            return quoted(rest).map(Self::Acts);
        }
        if let Some(rest) = after("value of ") {
            return quoted(rest).map(Self::Value);
        }
        if let Some(measure) = after("type of ") {
            return Some(Self::Type(measure.to_owned()));
        }
        if let Some(measure) = after("verdict of ") {
            return Some(Self::Verdict(measure.to_owned()));
        }
        match text {
            "number of records" => Some(Self::Records),
            "year of the first record" => Some(Self::Year),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{About, Ask};

    #[test]
    fn questions_are_read() {
        for (text, about, message, answer) in [
            (
                r#"acts with "SELECT a FROM 'b' WHERE c = 1" on "One" = yes"#,
                About::Acts("SELECT a FROM 'b' WHERE c = 1".into()),
                "One",
                "yes",
            ),
            (
                r#"value of "a = NULL" on "The one on top" = Undefined"#,
                About::Value("a = NULL".into()),
                "The one on top",
                "Undefined",
            ),
            (r#"number of records on "x" = 3"#, About::Records, "x", "3"),
            (r#"type of kwh on "x" = VARCHAR"#, About::Type("kwh".into()), "x", "VARCHAR"),
            (r#"verdict of kwh on "x" = rejected"#, About::Verdict("kwh".into()), "x", "rejected"),
            (r#"year of the first record on "x" = 1970"#, About::Year, "x", "1970"),
        ] {
            let expected = Ask { about, message: message.into(), answer: answer.into(), line: 3 };
            assert_eq!(Ask::read(text, 3), Ok(expected), "{text}");
        }
        for text in [
            "",
            "acts on \"x\" = yes",
            "number of records on x = 3",
            "value of a on \"x\" = 1",
            "records = 1",
        ] {
            assert!(Ask::read(text, 1).expect_err(text).contains("expected `acts with"), "{text}");
        }
    }
}
