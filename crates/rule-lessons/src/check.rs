//! Conditions beyond doing what the solution does, as lines under `## Checks` and after `if:` say them.

use crate::problem::instead;
use crate::uses;
use iot_sql::SqlVersion;
use rule_actions::timestream::MeasureValueType;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A line under `## Checks`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Check {
    /// What must hold.
    pub kind: CheckKind,
    /// Its line.
    pub line: usize,
}

/// What must hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum CheckKind {
    /// Something is written, and no record and no delivery is lost.
    AllAccepted,
    /// A measure has a type, in every message for which the solution writes it.
    MeasureIs(String, MeasureValueType),
    /// A measure has the value of an expression on the message, within a tolerance.
    MeasureEquals(String, String, f64),
    /// The rule acts on the message of that name.
    ActsOn(String),
    /// The rule does not act on the message of that name.
    SilentOn(String),
    /// No message has a diagnostic of that code.
    NoDiagnostic(String),
    /// Some message has a diagnostic of that code.
    Diagnostic(String),
    /// A function, keyword or operator is used.
    Uses(String),
    /// It is not used.
    UsesNo(String),
}

/// The forms of a check, for messages.
const FORMS: &str = "`all accepted`, `measure NAME is TYPE`, `measure NAME = EXPRESSION ± NUMBER`, `acts on \"NAME\"`, \
    `silent on \"NAME\"`, `diagnostic CODE`, `no diagnostic CODE`, `uses WORD` or `uses no WORD`";

impl CheckKind {
    /// Reads a check.
    ///
    /// # Errors
    /// What was expected instead.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        if text == "all accepted" {
            return Ok(Self::AllAccepted);
        }
        if let Some(rest) = text.strip_prefix("measure ") {
            return measure(rest);
        }
        for (prefix, make) in
            [("acts on ", Self::ActsOn as fn(String) -> Self), ("silent on ", Self::SilentOn)]
        {
            if let Some(rest) = text.strip_prefix(prefix) {
                return Ok(make(quoted(rest).ok_or("expected the name of a message in double quotes")?));
            }
        }
        if let Some(rest) = text.strip_prefix("no diagnostic ") {
            return Ok(Self::NoDiagnostic(code(rest)?));
        }
        if let Some(rest) = text.strip_prefix("diagnostic ") {
            return Ok(Self::Diagnostic(code(rest)?));
        }
        match text.strip_prefix("uses ").map(|rest| (rest.strip_prefix("no "), rest)) {
            Some((Some(word), _)) => Ok(Self::UsesNo(uses::known(word)?)),
            Some((None, word)) => Ok(Self::Uses(uses::known(word)?)),
            None => Err(format!("`{text}` is not a check; expected {FORMS}")),
        }
    }

    /// The name of the message that it is about, where it is about one.
    pub(crate) fn message(&self) -> Option<&str> {
        match self {
            Self::ActsOn(name) | Self::SilentOn(name) => Some(name),
            _ => None,
        }
    }

    /// Whether it is about how the rule is written, not about what it does.
    #[must_use]
    pub fn is_about_style(&self) -> bool {
        matches!(self, Self::Uses(_) | Self::UsesNo(_) | Self::NoDiagnostic(_) | Self::Diagnostic(_))
    }
}

impl fmt::Display for CheckKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AllAccepted => formatter.write_str("all accepted"),
            Self::MeasureIs(name, kind) => write!(formatter, "measure {name} is {}", kind.name()),
            Self::MeasureEquals(name, expression, tolerance) => {
                write!(formatter, "measure {name} = {expression} ± {tolerance}")
            }
            Self::ActsOn(name) => write!(formatter, "acts on \"{name}\""),
            Self::SilentOn(name) => write!(formatter, "silent on \"{name}\""),
            Self::NoDiagnostic(code) => write!(formatter, "no diagnostic {code}"),
            Self::Diagnostic(code) => write!(formatter, "diagnostic {code}"),
            Self::Uses(word) => write!(formatter, "uses {word}"),
            Self::UsesNo(word) => write!(formatter, "uses no {word}"),
        }
    }
}

/// `NAME is TYPE` or `NAME = EXPRESSION ± NUMBER`.
fn measure(text: &str) -> Result<CheckKind, String> {
    if let Some((name, rest)) = text.split_once(" = ") {
        let (expression, tolerance) =
            rest.rsplit_once('±').ok_or("expected `± NUMBER` at the end, such as `± 0.001`")?;
        let tolerance =
            tolerance.trim().parse().ok().filter(|number: &f64| number.is_finite() && *number >= 0.0);
        let tolerance = tolerance.ok_or("expected a number after `±`")?;
        return Ok(CheckKind::MeasureEquals(name.trim().to_owned(), expression.trim().to_owned(), tolerance));
    }
    let (name, kind) = text.split_once(" is ").ok_or("expected `is TYPE` or `= EXPRESSION ± NUMBER`")?;
    let names = MeasureValueType::ALL.map(MeasureValueType::name);
    let kind = MeasureValueType::from_name(kind.trim()).ok_or_else(|| {
        format!("`{}` is not a type of a measure; {}", kind.trim(), instead(kind.trim(), &names))
    })?;
    Ok(CheckKind::MeasureIs(name.trim().to_owned(), kind))
}

/// A name in double quotes.
pub(crate) fn quoted(text: &str) -> Option<String> {
    let name = text.trim().strip_prefix('"')?.strip_suffix('"')?;
    (!name.is_empty()).then(|| name.to_owned())
}

/// The code of a diagnostic, which must exist.
pub(crate) fn code(text: &str) -> Result<String, String> {
    let known: Vec<&str> = iot_sql::codes().chain(rule_actions::codes()).map(|code| code.id).collect();
    if known.contains(&text) {
        return Ok(text.to_owned());
    }
    Err(match iot_sql::nearest(text, known) {
        Some(meant) => format!("`{text}` is not the code of a diagnostic; did you mean `{meant}`?"),
        None => {
            format!("`{text}` is not the code of a diagnostic; expected one such as `lint.alias-in-where`")
        }
    })
}

/// What tells a mistake apart from another one that looks alike from outside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Condition {
    /// A function, keyword or operator is used.
    Uses(String),
    /// It is not used.
    No(String),
    /// The statement or the actions have this text in them.
    Text(String),
    /// The rule has this version.
    Version(String),
}

impl Condition {
    /// Reads a condition.
    ///
    /// # Errors
    /// What was expected instead.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
        let rest = rest.trim();
        Ok(match word {
            "uses" => Self::Uses(uses::known(rest)?),
            "no" => Self::No(uses::known(rest)?),
            "text" if !rest.is_empty() => Self::Text(quoted(rest).unwrap_or_else(|| rest.to_owned())),
            "version" if SqlVersion::from_name(rest).is_some() => Self::Version(rest.to_owned()),
            "version" => return Err(not_a_version(rest)),
            _ => {
                let forms = "expected `uses WORD`, `no WORD`, `text \"…\"` or `version V`";
                return Err(format!("`{text}` is not a condition; {forms}"));
            }
        })
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Uses(word) => write!(formatter, "uses {word}"),
            Self::No(word) => write!(formatter, "no {word}"),
            Self::Text(text) => write!(formatter, "text \"{text}\""),
            Self::Version(version) => write!(formatter, "version {version}"),
        }
    }
}

/// What to say to a version that there is not.
pub(crate) fn not_a_version(name: &str) -> String {
    let names = SqlVersion::ALL.map(SqlVersion::name);
    format!("`{name}` is not a version of the SQL; {}", instead(name, &names))
}

#[cfg(test)]
mod tests {
    use super::{CheckKind, Condition};

    #[test]
    fn checks_are_read_as_they_are_written() {
        for text in [
            "all accepted",
            "measure t is DOUBLE",
            "measure t = (f - 32) * 5 / 9 ± 0.001",
            "acts on \"Too warm\"",
            "silent on \"Cool\"",
            "no diagnostic lint.alias-in-where",
            "diagnostic timestream.quoted-number",
            "uses SET",
            "uses no cast",
            "uses *",
            "uses <=",
        ] {
            assert_eq!(CheckKind::read(text).map(|check| check.to_string()), Ok(text.to_owned()));
        }
    }

    #[test]
    fn malformed_checks_say_what_was_expected() {
        for (text, part) in [
            ("all acepted", "expected `all accepted`"),
            ("measure t is DUBLE", "did you mean `DOUBLE`?"),
            ("measure t = t", "expected `± NUMBER`"),
            ("measure t = t ± x", "expected a number"),
            ("measure t = t ± -1", "expected a number"),
            ("measure t", "expected `is TYPE`"),
            ("acts on Cool", "in double quotes"),
            ("no diagnostic lint.alias-in-were", "did you mean `lint.alias-in-where`?"),
            ("uses isUndefned", "did you mean `isUndefined`?"),
            ("uses no", "is not a function"),
        ] {
            let error = CheckKind::read(text).expect_err(text);
            assert!(error.contains(part), "{text}: {error}");
        }
    }

    #[test]
    fn conditions_are_read_as_they_are_written() {
        for (text, expected) in [
            ("uses isUndefined", "uses isUndefined"),
            ("no SET", "no SET"),
            ("text \"probe\"", "text \"probe\""),
            ("text 'Z'", "text \"'Z'\""),
            ("version 2015-10-08", "version 2015-10-08"),
        ] {
            assert_eq!(Condition::read(text).map(|found| found.to_string()), Ok(expected.to_owned()));
        }
        for (text, part) in [
            ("", "expected `uses WORD`"),
            ("text", "expected `uses WORD`"),
            ("version 2016", "is not a version"),
            ("uses foo()", "is not a function"),
        ] {
            assert!(Condition::read(text).expect_err(text).contains(part), "{text}");
        }
    }
}
