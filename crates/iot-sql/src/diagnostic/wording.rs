//! What the diagnostics of this crate say: all the wording is here and in the files below.
//!
//! First what happened, then (as help) why and what to do.

use super::code::{
    ALIASED_SPREAD, BAD_NAME, BAD_NUMBER, BAD_TEMPLATE, BAD_TOPIC_FILTER, BAD_VARIABLE, BASIC_INGEST_PREFIX,
    COMMENT, DOUBLED_QUOTE, EMPTY, EXPECTED, MISSPELT_KEYWORD, NEEDS_NEWER_VERSION, NOT_EQUAL_SIGN,
    OTHER_DIALECT, PAYLOAD_BINARY, PAYLOAD_NOT_JSON, PAYLOAD_TOO_LARGE, SQL_TOO_LONG, TOO_DEEP,
    TOO_MANY_STEPS, TOPIC_INVALID, TOPIC_QUOTES, TOPIC_TOO_LONG, TRAILING_COMMA, TRAILING_SEMICOLON,
    TYPOGRAPHIC, UNEXPECTED, UNKNOWN_CAST_TYPE, UNKNOWN_FUNCTION, UNTERMINATED_STRING, VALUE_ALIAS,
    VALUE_ITEMS, VARIABLE_TOO_LARGE, WILDCARD_STAR,
};
use super::{Diagnostic, Input};
use crate::evidence::Evidence;
use crate::value::JsonError;
use crate::version::SqlVersion;
use std::ops::Range;

mod absence;
mod calls;
mod lints;

pub(crate) use absence::{missing_key, undefined};
pub(crate) use calls::{
    argument_count, call_failed, call_limit, call_limit_with_templates, decode_failed, left_out,
    must_be_one_of, needs_descriptor, needs_stand_in, no_variable_here, not_in_default, not_in_template,
};
pub use lints::no_version;
pub(crate) use lints::{
    alias_in_template, alias_in_where, case_when_condition, case_when_null, compared_with_null, date_pattern,
    hyphen_read_as_minus, legacy_loss, looks_like_seconds, pattern_fault, time_fault, topic_level,
    unnamed_item, variable_never_set, whole_decimal,
};

pub(crate) fn statement_too_long(length: usize, text: &str) -> Diagnostic {
    let end = text.floor_char_boundary(crate::syntax::MAX_STATEMENT_BYTES);
    Diagnostic::new(
        &SQL_TOO_LONG,
        format!("The statement has {length} bytes; a whole rule may have 131,072."),
    )
    .at(end..length, "past the limit")
    .help("Shorten the statement. AWS counts SQL, actions and description of a rule together.")
    .evidence(Evidence::Documented)
}

pub(crate) fn empty_statement(length: usize) -> Diagnostic {
    Diagnostic::new(&EMPTY, "There is no SQL statement.")
        .at(0..length, "")
        .help("Start with `SELECT * FROM 'topic/filter'`.")
}

pub(crate) fn unterminated_string(range: Range<usize>, quote: char) -> Diagnostic {
    let end = range.end;
    Diagnostic::new(&UNTERMINATED_STRING, format!("The string that starts here has no closing {quote}."))
        .at(range, "starts here and never ends")
        .help(format!("Close the string with {quote}, the quote it starts with."))
        .fix(format!("Add {quote} at the end"), end..end, quote.to_string())
}

pub(crate) fn comment(range: Range<usize>) -> Diagnostic {
    Diagnostic::new(&COMMENT, "AWS IoT SQL has no comments.")
        .at(range.clone(), "a comment in other SQLs")
        .help("Remove the comment; a rule's description is the place for it.")
        .evidence(Evidence::Documented)
        .fix("Remove the comment", range, "")
}

pub(crate) fn typographic(range: Range<usize>, found: char, sign: &str) -> Diagnostic {
    Diagnostic::new(&TYPOGRAPHIC, format!("`{found}` is not `{sign}`."))
        .at(range, "a typographic character")
        .help("Word processors and web pages turn plain quotes and dashes into typographic ones; SQL takes only the plain ones.")
}

pub(crate) fn too_deep(range: Range<usize>, limit: usize) -> Diagnostic {
    Diagnostic::new(&TOO_DEEP, format!("The statement is nested more than {limit} levels deep."))
        .at(range, "one level too many")
        .help("Split the expression, for example with SET variables. AWS documents no limit; this one is RuleLens's.")
}

pub(crate) fn expected(range: Range<usize>, what: &str) -> Diagnostic {
    Diagnostic::new(&EXPECTED, format!("Expected {what}.")).at(range, format!("expected {what}"))
}

pub(crate) fn expected_at_end(range: Range<usize>, what: &str) -> Diagnostic {
    Diagnostic::new(&EXPECTED, format!("The statement ends where {what} must follow."))
        .at(range, format!("expected {what}"))
}

pub(crate) fn expected_but_found(range: Range<usize>, what: &str, found: &str) -> Diagnostic {
    Diagnostic::new(&EXPECTED, format!("Expected {what}, found `{}`.", shortened(found)))
        .at(range, format!("expected {what}"))
}

pub(crate) fn keyword_as_name(range: Range<usize>, word: &str) -> Diagnostic {
    Diagnostic::new(&EXPECTED, format!("`{word}` is a keyword, so that it cannot name an attribute."))
        .at(range.clone(), "expected an expression")
        .help("AWS does not list the words that it keeps for itself. get() reads an attribute of any name.")
        .evidence(Evidence::Assumed)
        .fix("Write get()", range, format!("get(*, '{word}')"))
}

pub(crate) fn unexpected(range: Range<usize>, found: &str) -> Diagnostic {
    Diagnostic::new(&UNEXPECTED, format!("`{}` cannot follow here.", shortened(found)))
        .at(range, "the statement must have ended before this")
        .help("A statement is SET, SELECT, FROM and WHERE, in this order.")
}

pub(crate) fn misspelt_keyword(range: Range<usize>, found: &str, keyword: &str) -> Diagnostic {
    Diagnostic::new(&MISSPELT_KEYWORD, format!("`{}` looks like a misspelt {keyword}.", shortened(found)))
        .at(range.clone(), format!("did you mean {keyword}?"))
        .help("AWS answers CreateTopicRule with a SqlParseException.")
        .fix(format!("Write {keyword}"), range, keyword)
}

pub(crate) fn alias_without_as(range: Range<usize>, found: &str, after: usize) -> Diagnostic {
    Diagnostic::new(&EXPECTED, format!("`{}` follows an expression without AS or a comma.", shortened(found)))
        .at(range, "a comma, AS, FROM or WHERE must stand before this")
        .help("An alias needs AS; a further item needs a comma.")
        .fix("Insert AS", after..after, " AS")
        .fix("Insert a comma", after..after, ",")
}

pub(crate) fn missing_comma(range: Range<usize>) -> Diagnostic {
    Diagnostic::new(&EXPECTED, "Two items stand side by side without a comma.")
        .at(range.clone(), "a comma is missing")
        .fix("Insert a comma", range.start..range.start, ",")
}

pub(crate) fn foreign(range: Range<usize>, what: &str, instead: &str) -> Diagnostic {
    Diagnostic::new(&OTHER_DIALECT, format!("AWS IoT SQL has no {what}."))
        .at(range, "from another SQL")
        .help(capitalised(instead))
}

pub(crate) fn foreign_function(range: Range<usize>, name: &str, instead: &str) -> Diagnostic {
    Diagnostic::new(&OTHER_DIALECT, format!("AWS IoT SQL has no function `{name}`."))
        .at(range, "from another SQL")
        .help(format!("{} AWS answers: The provided function {name} does not exist.", capitalised(instead)))
}

pub(crate) fn in_list(range: Range<usize>) -> Diagnostic {
    Diagnostic::new(&OTHER_DIALECT, "IN takes an array, not a list in parentheses.")
        .at(range, "write an array: `['a', 'b']`")
        .help("The right side of IN is one expression that gives an array.")
        .evidence(Evidence::Documented)
}

pub(crate) fn list_in_parentheses(range: Range<usize>) -> Diagnostic {
    Diagnostic::new(&EXPECTED, "Parentheses hold one expression.")
        .at(range, "a comma inside parentheses")
        .help("Write an array as `[a, b]`.")
}

pub(crate) fn searched_case(range: Range<usize>) -> Diagnostic {
    Diagnostic::new(&OTHER_DIALECT, "CASE compares one expression with the values after WHEN.")
        .at(range, "an expression must stand between CASE and WHEN")
        .help("To test a condition, compare it with true: `CASE a > 10 WHEN true THEN x ELSE y END`.")
        .evidence(Evidence::Documented)
}

pub(crate) fn template_in_sql(range: Range<usize>) -> Diagnostic {
    Diagnostic::new(&OTHER_DIALECT, "`$` starts a substitution template, which belongs in actions.")
        .at(range, "not part of the SQL statement")
        .help("In the statement write the expression itself, without `${` and `}`.")
}

pub(crate) fn bad_number(range: Range<usize>, text: &str) -> Diagnostic {
    Diagnostic::new(&BAD_NUMBER, format!("`{}` is not a number of AWS IoT SQL.", shortened(text)))
        .at(range, "digits, an optional fraction and an optional exponent")
        .help("Write digits on both sides of the decimal point, at most 34 of them, and an exponent of at most 999: `0.5`, `-2.411E247`.")
}

pub(crate) fn name_starts_with_digit(range: Range<usize>, text: &str) -> Diagnostic {
    Diagnostic::new(&BAD_NAME, format!("`{}` starts with a digit, so it cannot be a name.", shortened(text)))
        .at(range, "a name starts with a letter or `_`")
        .help("Reach such a key with get(): `get(*, '1st')`, or `get(parent, '1st')` inside an object. For an alias use an object literal: `{\"1st\": x}`.")
        .evidence(Evidence::Documented)
}

pub(crate) fn digits_after_dot(range: Range<usize>, target: &str, key: &str) -> Diagnostic {
    Diagnostic::new(&BAD_NAME, format!("`.{key}` is not a member: names start with a letter."))
        .at(range.clone(), "digits after the dot")
        .help("Reach such a key with get(); an array's element is reached by its index, from 0.")
        .evidence(Evidence::Documented)
        .fix(format!("Write get({target}, '{key}')"), range.clone(), format!("get({target}, '{key}')"))
        .fix(format!("Write get({target}, {key})"), range, format!("get({target}, {key})"))
}

pub(crate) fn index_brackets(range: Range<usize>, target: &str, index: &str) -> Diagnostic {
    Diagnostic::new(&OTHER_DIALECT, "AWS IoT SQL has no `[…]` after a value.")
        .at(range.clone(), "reach elements with get()")
        .help("`get(array, 0)` is the first element, `get(object, 'key')` a member.")
        .evidence(Evidence::Assumed)
        .fix(format!("Write get({target}, {index})"), range, format!("get({target}, {index})"))
}

pub(crate) fn quoted_name(range: Range<usize>, text: &str, what: &str) -> Diagnostic {
    Diagnostic::new(&BAD_NAME, format!("Expected {what}, found the string {}.", shortened(text)))
        .at(range, "both kinds of quotes write strings, not names")
        .help("A key that is no plain name is reached by `get(object, 'key')`; as an alias it needs an object literal: `{\"my key\": x}`.")
        .evidence(Evidence::Documented)
}

pub(crate) fn unquoted_key(range: Range<usize>, text: &str) -> Diagnostic {
    Diagnostic::new(&EXPECTED, format!("The key `{}` must be in quotes.", shortened(text)))
        .at(range.clone(), "a key is a string")
        .fix("Put the key in quotes", range, format!("\"{text}\""))
}

pub(crate) fn hyphen_in_alias(range: Range<usize>, text: &str) -> Diagnostic {
    Diagnostic::new(&BAD_NAME, format!("`{}` is not an alias: a hyphen is a minus.", shortened(text)))
        .at(range.clone(), "use letters, digits and underscores")
        .help("For a key with a hyphen select an object literal: `SELECT {\"my-key\": x} FROM …`.")
        .evidence(Evidence::Documented)
        .fix("Write an underscore", range, text.replace('-', "_"))
}

pub(crate) fn unknown_function(range: Range<usize>, name: &str, nearest: Option<&str>) -> Diagnostic {
    let lower = shortened(&name.to_lowercase());
    let name = shortened(name);
    let message = format!(
        "There is no function `{name}`; AWS answers \"The provided function {lower} does not exist\"."
    );
    let diagnostic = Diagnostic::new(&UNKNOWN_FUNCTION, message)
        .help("CreateTopicRule refuses the rule. A function's name may be written in any case.")
        .evidence(Evidence::Verified);
    match nearest {
        Some(nearest) => diagnostic.at(range.clone(), format!("did you mean {nearest}()?")).fix(
            format!("Write {nearest}"),
            range,
            nearest,
        ),
        None => diagnostic.at(range, "no such function"),
    }
}

pub(crate) fn unknown_cast_type(range: Range<usize>, name: &str, nearest: Option<&str>) -> Diagnostic {
    let diagnostic = Diagnostic::new(&UNKNOWN_CAST_TYPE, format!("cast() knows no type `{}`.", shortened(name)))
        .help("The types are String, Int, Decimal and Boolean, with the other names Nvarchar, Text, Ntext, Varchar, Integer, Double and Bool.")
        .evidence(Evidence::Documented);
    match nearest {
        Some(nearest) => diagnostic.at(range.clone(), format!("did you mean {nearest}?")).fix(
            format!("Write {nearest}"),
            range,
            nearest,
        ),
        None => diagnostic.at(range, "no such type"),
    }
}

pub(crate) fn bad_variable(range: Range<usize>, why: &str) -> Diagnostic {
    Diagnostic::new(&BAD_VARIABLE, format!("{}.", capitalised(why).trim_end_matches('.')))
        .at(range, "this variable")
        .help("`SET @a = expression, @b = expression SELECT …`: up to 10 variables, each set once.")
        .evidence(Evidence::Documented)
}

pub(crate) fn second_set(range: Range<usize>) -> Diagnostic {
    Diagnostic::new(&BAD_VARIABLE, "A statement has one SET clause.")
        .at(range.clone(), "a second SET")
        .help("Separate the variables by commas.")
        .evidence(Evidence::Documented)
        .fix("Write a comma", range, ",")
}

pub(crate) fn value_items(range: Range<usize>) -> Diagnostic {
    Diagnostic::new(&VALUE_ITEMS, "SELECT VALUE takes one expression.")
        .at(range, "a second item")
        .help("Leave VALUE out to select several items.")
        .evidence(Evidence::Documented)
}

pub(crate) fn value_alias(range: Range<usize>) -> Diagnostic {
    Diagnostic::new(&VALUE_ALIAS, "The alias after SELECT VALUE has nothing to name.")
        .at(range, "without effect")
        .help("SELECT VALUE makes the value itself the outgoing payload. Leave VALUE out to give it a key.")
        .evidence(Evidence::Assumed)
}

pub(crate) fn needs_newer_version(range: Range<usize>, what: &str, version: SqlVersion) -> Diagnostic {
    Diagnostic::new(&NEEDS_NEWER_VERSION, format!("SQL version {version} has no {what}."))
        .at(range, "needs SQL version 2016-03-23")
        .help("Set the rule's SQL version to 2016-03-23. A rule made through the API, CloudFormation or Terraform without a version has 2015-10-08.")
        .evidence(Evidence::Documented)
}

pub(crate) fn trailing_comma(range: Range<usize>) -> Diagnostic {
    Diagnostic::new(&TRAILING_COMMA, "The comma before FROM has no item after it.")
        .at(range.clone(), "without effect")
        .help("No AWS page mentions it, but deployed rules have it.")
        .evidence(Evidence::Assumed)
        .fix("Remove the comma", range, "")
}

pub(crate) fn trailing_comma_in_object(range: Range<usize>) -> Diagnostic {
    Diagnostic::new(&TRAILING_COMMA, "The comma before `}` has no member after it.")
        .at(range.clone(), "without effect")
        .help("No AWS page mentions it, but AWS takes a rule that has it.")
        .evidence(Evidence::Reported)
        .fix("Remove the comma", range, "")
}

pub(crate) fn trailing_semicolon(range: Range<usize>) -> Diagnostic {
    Diagnostic::new(&TRAILING_SEMICOLON, "AWS documents no semicolon after the statement.")
        .at(range.clone(), "may be refused")
        .evidence(Evidence::Assumed)
        .fix("Remove the semicolon", range, "")
}

pub(crate) fn double_quoted_topic(range: Range<usize>, filter: &str) -> Diagnostic {
    Diagnostic::new(&TOPIC_QUOTES, "The topic filter is in double quotes.")
        .at(range.clone(), "AWS documents single quotes")
        .help("Deployed rules use double quotes; the documented form is single quotes.")
        .evidence(Evidence::Assumed)
        .fix("Write single quotes", range, format!("'{filter}'"))
}

pub(crate) fn unquoted_topic(range: Range<usize>, filter: &str) -> Diagnostic {
    Diagnostic::new(&TOPIC_QUOTES, "The topic filter is not in quotes.")
        .at(range.clone(), "AWS documents single quotes")
        .help("AWS's own pages write it both ways; quotes are the documented form.")
        .evidence(Evidence::Contradicted)
        .fix("Write single quotes", range, format!("'{filter}'"))
}

pub(crate) fn doubled_quote(range: Range<usize>, quote: &str) -> Diagnostic {
    Diagnostic::new(&DOUBLED_QUOTE, format!("A doubled {quote} inside the string is read as one {quote}."))
        .at(range, "not documented")
        .help("AWS documents no way to write a quote inside a string of the same quotes; use the other kind of quotes.")
        .evidence(Evidence::Assumed)
}

pub(crate) fn not_equal_sign(range: Range<usize>) -> Diagnostic {
    Diagnostic::new(&NOT_EQUAL_SIGN, "`!=` is read as `<>`.")
        .at(range.clone(), "not documented")
        .help("AWS documents `<>` only.")
        .evidence(Evidence::Assumed)
        .fix("Write `<>`", range, "<>")
}

pub(crate) fn aliased_spread(range: Range<usize>) -> Diagnostic {
    Diagnostic::new(&ALIASED_SPREAD, "`path.*` with an alias puts the members under the alias.")
        .at(range, "not documented")
        .help("Write `path AS name`, which gives the same.")
        .evidence(Evidence::Assumed)
}

pub(crate) fn second_topic(range: Range<usize>) -> Diagnostic {
    Diagnostic::new(&OTHER_DIALECT, "FROM takes one topic filter.")
        .at(range, "a second source")
        .help("Widen the filter with `+` or `#`, or make a second rule.")
        .evidence(Evidence::Documented)
}

pub(crate) fn bad_topic_filter(range: Range<usize>, problem: &str) -> Diagnostic {
    Diagnostic::new(&BAD_TOPIC_FILTER, format!("The topic filter is not one: {problem}."))
        .at(range, problem)
        .help("`+` stands for exactly one level and `#`, at the end, for all further levels: `sensors/+/data`, `sensors/#`.")
        .evidence(Evidence::Documented)
}

pub(crate) fn star_in_filter(range: Range<usize>) -> Diagnostic {
    Diagnostic::new(&WILDCARD_STAR, "`*` is not a wildcard; it matches only a topic with an asterisk in it.")
        .at(range.clone(), "an ordinary character")
        .help("Write `+` for one level or `#` for all further levels.")
        .evidence(Evidence::Documented)
        .fix("Write `#`", range, "#")
}

pub(crate) fn basic_ingest_prefix(range: Range<usize>) -> Diagnostic {
    let message = "With Basic Ingest FROM does not matter: a message to `$aws/rules/<name>/…` starts the rule of that name.";
    Diagnostic::new(&BASIC_INGEST_PREFIX, message)
        .at(range, "no ordinary topic begins like this")
        .help("`topic()` and `topic(1)` count behind the rule's name. A rule that ordinary topics reach too names them in FROM.")
        .evidence(Evidence::Reported)
}

pub(crate) fn unclosed_template(range: Range<usize>) -> Diagnostic {
    Diagnostic::new(&BAD_TEMPLATE, "The template that starts here has no closing `}`.")
        .at(range, "starts here and never ends")
        .help("A substitution template is `${expression}`.")
}

pub(crate) fn too_many_steps(range: Range<usize>, limit: u64) -> Diagnostic {
    Diagnostic::new(&TOO_MANY_STEPS, format!("The evaluation was stopped after {limit} steps."))
        .at(range, "stopped here")
        .help("Nested queries inside each other multiply. AWS documents no limit; this one is RuleLens's.")
}

pub(crate) fn variable_too_large(range: Range<usize>, size: usize) -> Diagnostic {
    Diagnostic::new(
        &VARIABLE_TOO_LARGE,
        format!("With this variable the SET clause has {size} bytes of JSON; 131,072 are allowed."),
    )
    .at(range, "this variable")
    .help("Select less into the variables. What AWS does beyond the limit is not documented; RuleLens lets the rule fail.")
    .evidence(Evidence::Assumed)
}

pub(crate) fn payload_not_json(payload: &[u8], error: &JsonError) -> Diagnostic {
    let help = "AWS passes such a payload on only by `SELECT *` alone; `encode(*, 'base64')` makes it text that any rule can carry.";
    let (message, label) = if payload.is_empty() {
        ("The payload is empty, and the rule reads it as JSON.".to_owned(), String::new())
    } else {
        (format!("The payload cannot be read as JSON: {}.", error.message), error.message.clone())
    };
    let end = payload.len().min(error.offset + 1);
    Diagnostic::new(&PAYLOAD_NOT_JSON, message)
        .at(error.offset.min(end)..end, label)
        .help(help)
        .evidence(Evidence::Assumed)
        .input(Input::Payload)
}

pub(crate) fn payload_binary(error: &JsonError, length: usize) -> Diagnostic {
    let end = length.min(error.offset + 1);
    let message = if length == 0 {
        "The payload is empty.".to_owned()
    } else {
        format!("The payload cannot be read as JSON: {}. Its members are Undefined.", error.message)
    };
    Diagnostic::new(&PAYLOAD_BINARY, message)
        .at(error.offset.min(end)..end, error.message.clone())
        .help("`SELECT *` alone passes it on as it is, `encode(*, 'base64')` as text.")
        .evidence(Evidence::Documented)
        .input(Input::Payload)
}

pub(crate) fn payload_too_large(length: usize) -> Diagnostic {
    Diagnostic::new(
        &PAYLOAD_TOO_LARGE,
        format!("The payload has {} bytes; AWS IoT accepts up to 131,072.", grouped(length)),
    )
    .input(Input::Payload)
    .help("The broker rejects the message, so no rule sees it. Send less in one message.")
    .evidence(Evidence::Documented)
}

pub(crate) fn topic_invalid(range: Range<usize>, why: &str) -> Diagnostic {
    Diagnostic::new(&TOPIC_INVALID, format!("No message can be published to this topic: {why}."))
        .at(range, why)
        .input(Input::Topic)
        .help("A message has one topic, such as `sensors/kitchen`; wildcards are for the rule's FROM.")
        .evidence(Evidence::Documented)
}

pub(crate) fn topic_too_long(length: usize) -> Diagnostic {
    Diagnostic::new(&TOPIC_TOO_LONG, "The topic has more than 256 bytes or more than 7 slashes.")
        .at(0..length, "")
        .input(Input::Topic)
        .help("The broker rejects the message, so no rule sees it. Shorten the topic.")
        .evidence(Evidence::Documented)
}

/// A number with its thousands apart: `131,072`.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A text cut to what fits in a message.
fn shortened(text: &str) -> String {
    crate::text::shortened(text, 60)
}

/// A sentence from a half-sentence.
fn capitalised(text: &str) -> String {
    format!("{}.", crate::text::capitalised(text.trim_end_matches('.')))
}
