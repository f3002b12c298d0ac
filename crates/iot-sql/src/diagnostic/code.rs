//! The kinds of diagnostics, each with a stable code.

use super::{Example, Severity};
use std::fmt;

/// A kind of diagnostic.
pub struct Code {
    /// The stable name, such as `sql.unterminated-string`; never reused for another meaning.
    pub id: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// What it means, in one sentence.
    pub summary: &'static str,
    /// Rules and messages that it is reported for, the one for the documentation first; none where the build has
    /// none.
    pub examples: &'static [Example],
    /// Near ones that it must not be reported for.
    pub silent: &'static [Example],
}

/// Codes are the same where their names are.
impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Code {}

/// The name alone: a code stands in every diagnostic that is printed.
impl fmt::Debug for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.id)
    }
}

/// Declares codes as statics, and a list of them in the order written.
///
/// ```
/// use iot_sql::Example;
///
/// iot_sql::declare_codes! {
///     CODES;
///     TOO_WARM = "climate.too-warm", Warning, "It is too warm.",
///         [Example::sql("SELECT t FROM 'sensors/+'").payload(r#"{"t": 40}"#)],
///         silent [Example::sql("SELECT t FROM 'sensors/+'").payload(r#"{"t": 20}"#)];
/// }
/// assert_eq!(CODES[0].id, TOO_WARM.id);
/// ```
#[macro_export]
macro_rules! declare_codes {
    (
        $visibility:vis $list:ident;
        $(
            $name:ident = $id:literal, $severity:ident, $summary:literal
            $(, [$($example:expr),* $(,)?])?
            $(, silent [$($silent:expr),* $(,)?])?
            ;
        )*
    ) => {
        $(
            #[doc = $summary]
            $visibility static $name: $crate::Code = $crate::Code {
                id: $id,
                severity: $crate::Severity::$severity,
                summary: $summary,
                examples: $crate::Example::listed(&[$($($example),*)?]),
                silent: $crate::Example::listed(&[$($($silent),*)?]),
            };
        )*

        /// The codes declared here.
        $visibility static $list: &[&$crate::Code] = &[$(&$name),*];
    };
}

/// A part that the rule needs was left out of this build.
///
/// It is not among [`CODES`]: a build with all parts never says it.
pub static LEFT_OUT: Code = Code {
    id: "build.left-out",
    severity: Severity::Error,
    summary: "A part that the rule needs was left out of this build.",
    examples: &[],
    silent: &[],
};

declare_codes! {
    pub CODES;
    SQL_TOO_LONG = "sql.too-long", Error, "The statement is longer than a whole rule may be.";
    EMPTY = "sql.empty", Error, "There is no statement.";
    UNTERMINATED_STRING = "sql.unterminated-string", Error, "A string has no closing quote.";
    TYPOGRAPHIC = "sql.typographic-character", Error, "A curly quote or a long dash stands where SQL has a plain one.";
    COMMENT = "sql.comment", Error, "AWS IoT SQL has no comments.";
    TOO_DEEP = "sql.too-deep", Error, "The statement is nested deeper than RuleLens follows.";
    EXPECTED = "sql.expected", Error, "Something else must stand here.";
    UNEXPECTED = "sql.unexpected", Error, "The statement goes on where it must have ended.";
    MISSPELT_KEYWORD = "sql.misspelt-keyword", Error, "A word looks like a misspelt keyword.";
    OTHER_DIALECT = "sql.other-dialect", Error, "The construct belongs to another SQL.";
    BAD_NUMBER = "sql.bad-number", Error, "A number literal is not one of AWS IoT SQL's.";
    BAD_NAME = "sql.bad-name", Error, "A name cannot be written like this.";
    UNKNOWN_FUNCTION = "sql.unknown-function", Error, "There is no function of this name.";
    ARGUMENT_COUNT = "sql.argument-count", Warning, "A function has too few or too many arguments.";
    UNKNOWN_CAST_TYPE = "sql.unknown-cast-type", Error, "A cast names no type that there is.";
    BAD_VARIABLE = "sql.bad-variable", Error, "A SET variable breaks one of its rules.";
    VALUE_ITEMS = "sql.value-items", Error, "SELECT VALUE takes one expression.";
    BAD_TOPIC_FILTER = "sql.bad-topic-filter", Error, "The topic filter in FROM is not one.";
    NEEDS_NEWER_VERSION = "sql.needs-newer-version", Error, "The construct does not exist in the rule's SQL version.";
    CALL_LIMIT = "sql.call-limit", Error, "A function is called more often than AWS allows.";
    CALL_NOT_ALLOWED = "sql.call-not-allowed", Error, "A function cannot be called at this place.";
    CONSTANT_ARGUMENT = "sql.constant-argument", Error, "An argument must be written out in the rule.";
    TRAILING_COMMA = "sql.trailing-comma", Warning, "A comma stands before FROM, or before the `}` of an object literal.";
    TOPIC_QUOTES = "sql.topic-quotes", Warning, "The topic filter is not in single quotes.";
    DOUBLED_QUOTE = "sql.doubled-quote", Warning, "A doubled quote inside a string is not documented.";
    NOT_EQUAL_SIGN = "sql.not-equal-sign", Warning, "`!=` is not documented; `<>` is.";
    ALIASED_SPREAD = "sql.aliased-spread", Warning, "An alias on `path.*` is not documented.";
    TRAILING_SEMICOLON = "sql.trailing-semicolon", Warning, "A semicolon after the statement is not documented.";
    VALUE_ALIAS = "sql.value-alias", Warning, "An alias after SELECT VALUE has nothing to name.";
    BAD_TEMPLATE = "template.malformed", Error, "A substitution template is not complete.";
    PAYLOAD_NOT_JSON = "payload.not-json", Error, "The payload is not JSON, and the rule reads it as JSON.";
    PAYLOAD_TOO_LARGE = "payload.too-large", Error, "AWS IoT accepts payloads of up to 128 KB.";
    PAYLOAD_BINARY = "payload.binary", Info, "The payload is not JSON and passes the rule as it is.";
    TOPIC_INVALID = "topic.invalid", Error, "No message can be published to this topic.";
    TOPIC_TOO_LONG = "topic.too-long", Error, "AWS IoT limits topics to 256 bytes and 8 levels.";
    WILDCARD_STAR = "sql.star-in-filter", Warning, "`*` is not a wildcard in topic filters.";
    BASIC_INGEST_PREFIX = "sql.basic-ingest-prefix", Info, "FROM begins as the topics of Basic Ingest do, for which it does not matter.";
    TOO_MANY_STEPS = "run.too-many-steps", Error, "The evaluation takes longer than any rule should.";
    VARIABLE_TOO_LARGE = "run.variable-too-large", Error, "The SET variables have more than 128 KiB together.";
    EVALUATION_FAILED = "run.failed", Error, "The rule started and failed.";
    NEEDS_STAND_IN = "run.needs-stand-in", Error, "The function asks another service, and no answer was supplied.";
    HYPHEN_AS_MINUS = "lint.hyphen-as-minus", Warning, "A hyphen between two names is read as a minus.";
    COMPARED_WITH_NULL = "lint.compared-with-null", Warning, "A comparison with NULL is Undefined for a missing key.";
    CASE_WHEN_NULL = "lint.case-when-null", Warning, "WHEN NULL does not match a missing key.";
    CASE_WHEN_CONDITION = "lint.case-when-condition", Warning, "CASE compares its operand with a condition's result.";
    TOPIC_LEVEL = "lint.topic-level", Warning, "The topic has no such level.";
    VARIABLE_NEVER_SET = "lint.variable-never-set", Warning, "No SET assigns the variable.";
    ALIAS_IN_WHERE = "lint.alias-in-where", Warning, "WHERE does not see aliases of SELECT.";
    ALIAS_IN_TEMPLATE = "lint.alias-in-template", Warning, "Templates do not see aliases of SELECT.";
    UNNAMED_ITEM = "lint.unnamed-item", Info, "AWS documents no key for an item without alias that is no path.";
    DATE_PATTERN = "lint.date-pattern", Warning, "A letter of a date pattern means something else than it seems to.";
    DATE_PATTERN_NOTE = "lint.date-pattern-note", Info, "A letter of a date pattern has a meaning worth knowing.";
    LOOKS_LIKE_SECONDS = "lint.looks-like-seconds", Warning, "Seconds stand where milliseconds are meant.";
    MISSING_KEY = "run.missing-key", Warning, "SELECT or a template reads a key that the payload does not have.",
        [Example::sql("SELECT temperature, humidty FROM 'sensors/+'").payload(r#"{"temperature": 21.5, "humidity": 47}"#)],
        silent [
            Example::sql("SELECT temperature, get_or_default(humidity, 0) AS h FROM 'sensors/+'").payload(r#"{"temperature": 21.5}"#),
            Example::sql("SELECT temperature, humidity FROM 'sensors/+' WHERE isUndefined(humidity) = true")
                .payload(r#"{"temperature": 21.5}"#),
        ];
    UNDEFINED = "run.undefined", Warning, "A part of the outgoing payload or of a template is Undefined, though its keys are there.",
        [Example::sql("SELECT total / count AS mean FROM 'sensors/+'").payload(r#"{"total": 21.5, "count": 0}"#)],
        silent [Example::sql("SELECT CASE id WHEN 'a' THEN 1 END AS a FROM 'sensors/+'").payload(r#"{"id": "b"}"#)];
    MAY_BE_ABSENT = "run.may-be-absent", Info, "A part of the outgoing payload or of a template is Undefined, which may be meant.",
        [Example::sql("SELECT get((SELECT v FROM readings WHERE n = 'hum'), 0).v AS hum FROM 'sensors/+'")
            .payload(r#"{"readings": [{"n": "temp", "v": 21.5}]}"#)];
    TIME_FAULT = "run.time-fault", Warning, "A date pattern, a date or a zone does not work out, which gives Undefined.";
    PATTERN_FAULT = "run.pattern-fault", Warning, "A regular expression does not work out, which gives Undefined.";
    WHOLE_DECIMAL = "lint.whole-decimal", Info, "A Decimal without fraction is an Int since SQL version 2016-03-23.";
    LEGACY_LOSS = "lint.legacy-loss", Warning, "SQL version 2015-10-08 loses arrays and nested objects.";
    NO_VERSION = "lint.no-version", Warning, "A rule without SQL version has 2015-10-08.";
}

#[cfg(test)]
mod tests {
    use super::CODES;
    use std::collections::HashSet;

    #[test]
    fn codes_are_unique_and_their_summaries_are_sentences() {
        let mut seen = HashSet::new();
        for code in CODES {
            assert!(seen.insert(code.id), "{} twice", code.id);
            assert!(code.summary.ends_with('.'), "{}", code.id);
        }
    }
}
