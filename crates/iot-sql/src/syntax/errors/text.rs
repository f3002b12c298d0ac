//! A statement's text, strings and numbers.

use crate::diagnostic::{Code, Diagnostic, Edit, Example};
use crate::evidence::Evidence;
use crate::limits::MAX_STATEMENT_BYTES;
use crate::text::brief;
use std::ops::Range;

crate::declare_codes! {
    pub(super) CODES;
    SQL_TOO_LONG = "sql.too-long", Error, "The statement is longer than a whole rule may be.",
        [Example::built("A statement of almost 140,000 bytes.", || {
            format!("SELECT {}a FROM 'sensors/+'", "a, ".repeat(46_658))
        })],
        silent [Example::built("A statement of 131,072 bytes.", || {
            format!("SELECT a FROM '{}'", "s".repeat(MAX_STATEMENT_BYTES - 16))
        })];
    EMPTY = "sql.empty", Error, "There is no statement.",
        [Example::sql(""), Example::sql(" \n")],
        silent [Example::sql("SELECT a FROM 'sensors/+'")];
    TOO_DEEP = "sql.too-deep", Error, "The statement is nested deeper than RuleLens follows.",
        [Example::built("A statement with 100 opening brackets inside each other.", || {
            format!("SELECT {}a{} AS b FROM 'sensors/+'", "(".repeat(100), ")".repeat(100))
        })],
        silent [Example::built("A statement with 50 opening brackets inside each other.", || {
            format!("SELECT {}a{} AS b FROM 'sensors/+'", "(".repeat(50), ")".repeat(50))
        })];
    UNTERMINATED_STRING = "sql.unterminated-string", Error, "A string has no closing quote.",
        [
            Example::sql("SELECT 'a AS b"),
            Example::sql("SELECT \"a AS b"),
            Example::sql("SELECT a FROM 'sensors/+ WHERE b = 'on'"),
            Example::sql("SELECT a FROM 'sensors/+\u{2019} WHERE b > 1"),
            Example::sql("SELECT a FROM \u{2018}sensors/+' WHERE b > 1"),
            Example::sql("SELECT a FROM sensors/+' WHERE b = 'on'"),
            Example::sql("SELECT a FROM 'sensors/+' WHERE b = \"on'"),
            Example::action(r#"{"republish": {"topic": "rooms/${get(at, 'room)}", "roleArn": "r"}}"#),
        ],
        silent [Example::sql("SELECT \"it's\" AS b FROM 'sensors/+'")];
    TYPOGRAPHIC = "sql.typographic-character", Error, "A typographic quote or dash is used instead of a plain one.",
        [
            Example::sql("SELECT a FROM \u{2018}sensors/+\u{2019}"),
            Example::sql("SELECT a \u{2013} 1 AS b FROM 'sensors/+'"),
        ],
        silent [Example::sql("SELECT 'it\u{2019}s \u{2013}' AS b FROM 'sensors/+'")];
    COMMENT = "sql.comment", Error, "AWS IoT SQL has no comments.",
        [
            Example::sql("SELECT a FROM 'sensors/+' -- all rooms"),
            Example::sql("SELECT a /* the room */ FROM 'sensors/+'"),
        ],
        silent [
            Example::sql("SELECT '-- all rooms' AS a FROM 'sensors/+'"),
            Example::sql("SELECT a - -1 AS b FROM 'sensors/+'"),
        ];
    BAD_NUMBER = "sql.bad-number", Error, "A number is not written as AWS IoT SQL writes numbers.",
        [Example::sql("SELECT .5 AS half FROM 'sensors/+'"), Example::sql("SELECT 1E1000 AS big FROM 'sensors/+'")],
        silent [Example::sql("SELECT 0.5 AS half, -2.411E247 AS big FROM 'sensors/+'")];
    DOUBLED_QUOTE = "sql.doubled-quote", Warning, "A doubled quote inside a string is not documented.",
        [Example::sql("SELECT a FROM 'sensors/+' WHERE b = 'o''brien'")],
        silent [
            Example::sql("SELECT a FROM 'sensors/+' WHERE b = \"o'brien\""),
            Example::sql("SELECT a FROM 'sensors/+' WHERE b = ''"),
        ];
}

pub(in crate::syntax) fn statement_too_long(length: usize, text: &str) -> Diagnostic {
    let end = text.floor_char_boundary(MAX_STATEMENT_BYTES);
    Diagnostic::new(
        &SQL_TOO_LONG,
        format!("The statement has {length} bytes; a whole rule may have 131,072."),
    )
    .at(end..length, "past the limit")
    .help("Shorten the statement. AWS counts SQL, actions and description of a rule together.")
    .evidence(Evidence::Documented)
}

pub(in crate::syntax) fn empty_statement(length: usize) -> Diagnostic {
    Diagnostic::new(&EMPTY, "There is no SQL statement.")
        .at(0..length, "")
        .help("Start with `SELECT * FROM 'topic/filter'`.")
}

pub(in crate::syntax) fn too_deep(range: Range<usize>, limit: usize) -> Diagnostic {
    Diagnostic::new(&TOO_DEEP, format!("The statement is nested more than {limit} levels deep."))
        .at(range, "one level too many")
        .help("Split the expression, for example with SET variables. AWS documents no limit; this one is RuleLens's.")
}

pub(crate) fn unterminated_string(range: Range<usize>, quote: char) -> Diagnostic {
    let end = range.end;
    Diagnostic::new(&UNTERMINATED_STRING, format!("The string that starts here has no closing {quote}."))
        .at(range, "starts here and never ends")
        .help(format!("Close the string with {quote}, the quote it starts with."))
        .fix(format!("Add {quote} at the end"), end..end, quote.to_string())
}

/// Whether it is about a quote or another character in a typographic form.
pub(in crate::syntax) fn is_about_quotes(code: &Code) -> bool {
    [&UNTERMINATED_STRING, &TYPOGRAPHIC].contains(&code)
}

/// A quote without its partner, and what puts it right, if that is known.
pub(in crate::syntax) fn unpaired_quote(
    range: Range<usize>,
    lacks_start: bool,
    edits: Vec<Edit>,
) -> Diagnostic {
    let (message, label) = if lacks_start {
        ("The string that ends here has no opening quote.", "a string without its opening quote")
    } else {
        ("The string that starts here is not closed by the same quote.", "a string that is not closed")
    };
    let diagnostic = Diagnostic::new(&UNTERMINATED_STRING, message)
        .at(range, label)
        .help("A string starts and ends with the same plain quote, ' or \". One that is missing turns all later ones round.");
    if edits.is_empty() { diagnostic } else { diagnostic.fix_all("Pair the quotes", edits) }
}

pub(in crate::syntax) fn typographic(range: Range<usize>, found: char, sign: &str) -> Diagnostic {
    Diagnostic::new(&TYPOGRAPHIC, format!("`{found}` is not `{sign}`."))
        .at(range, "a typographic character")
        .help("Word processors and web pages turn plain quotes and dashes into typographic ones; SQL accepts only the plain ones.")
}

pub(in crate::syntax) fn comment(text: &str, range: Range<usize>) -> Diagnostic {
    let (removed, instead) = without_comment(text, range.clone());
    Diagnostic::new(&COMMENT, "AWS IoT SQL has no comments.")
        .at(range, "a comment in other SQLs")
        .help("Remove the comment; a rule's description is the place for it.")
        .evidence(Evidence::Documented)
        .fix("Remove the comment", removed, instead)
}

/// What to remove, and what to put there, so that the signs around a comment do not start another one.
fn without_comment(text: &str, comment: Range<usize>) -> (Range<usize>, &'static str) {
    let before = &text[..comment.start];
    let next = text[comment.end..].chars().next();
    if before.ends_with("--") && next.is_none_or(|next| next.is_whitespace() || next == '-') {
        return (before.trim_end_matches('-').len()..comment.end, "");
    }
    let would_join =
        matches!((before.chars().next_back(), next), (Some('-'), Some('-')) | (Some('/'), Some('*' | '/')));
    (comment, if would_join { " " } else { "" })
}

pub(in crate::syntax) fn bad_number(range: Range<usize>, text: &str) -> Diagnostic {
    Diagnostic::new(&BAD_NUMBER, format!("`{}` is not a valid number in AWS IoT SQL.", brief(text)))
        .at(range, "digits, an optional fraction and an optional exponent")
        .help("Write digits on both sides of the decimal point, at most 34 of them, and an exponent of at most 999: `0.5`, `-2.411E247`.")
}

pub(in crate::syntax) fn doubled_quote(range: Range<usize>, quote: &str) -> Diagnostic {
    Diagnostic::new(&DOUBLED_QUOTE, format!("A doubled {quote} inside the string is read as one {quote}."))
        .at(range, "not documented")
        .help("AWS documents no way to write a quote inside a string of the same quotes; use the other kind of quotes.")
        .evidence(Evidence::Assumed)
}
