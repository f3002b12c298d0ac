//! Parts of strings: finding, cutting, replacing.

use super::{utf16_length, utf16_slice};
use crate::evidence::Evidence::{Assumed, Documented};
use crate::functions::{Arguments, Body, Function, Parameter, documented, gives, one, optional};
use crate::value::Value;
use crate::version::SqlVersion::{V2015_10_08, V2016_03_23};

const TEXT_AND_PART: &[Parameter] =
    &[one("text", "String", "The string to look in."), one("part", "String", "The string to look for.")];

const ABSENT: &str =
    "Other types are converted to strings first; a Null or Undefined among them returns Undefined.";

pub(in crate::functions) static FUNCTIONS: &[Function] = &documented([
    Function {
        name: "startswith",
        parameters: TEXT_AND_PART,
        summary: "Returns true if a string starts with another string.",
        absent: ABSENT,
        since: V2015_10_08,
        evidence: Documented,
        note: "",
        examples: &[
            gives("startswith('ranger', 'ran')", "true"),
            gives("startswith(123, 12)", "true"),
            gives("startswith('ranger', 'anger')", "false"),
            gives("startswith('ranger', missing)", "Undefined"),
        ],
        body: Body::Pure(startswith),
    },
    Function {
        name: "endswith",
        parameters: TEXT_AND_PART,
        summary: "Returns true if a string ends with another string.",
        absent: ABSENT,
        since: V2015_10_08,
        evidence: Documented,
        note: "",
        examples: &[
            gives("endswith('cat', 'at')", "true"),
            gives("endswith('cat', 'ca')", "false"),
            gives("endswith(NULL, 'at')", "Undefined"),
        ],
        body: Body::Pure(endswith),
    },
    Function {
        name: "indexof",
        parameters: TEXT_AND_PART,
        summary: "Returns the index of the first occurrence of a string in another, counted from 0.",
        absent: ABSENT,
        since: V2016_03_23,
        evidence: Assumed,
        note: "AWS does not document the result for a string that is not contained; RuleLens returns -1, as Java does. Characters are counted as length counts them.",
        examples: &[
            gives("indexof('abcd', 'bc')", "1"),
            gives("indexof('abcd', 'x')", "-1"),
            gives("indexof('😀a', 'a')", "2"),
            gives("indexof('abcd', NULL)", "Undefined"),
        ],
        body: Body::Pure(indexof),
    },
    Function {
        name: "substring",
        parameters: &[
            one("text", "String", "The string to take a part of."),
            one("from", "Int", "The index of the first character, counted from 0."),
            optional(
                "to",
                "Int",
                "The index after the last character; without it, the part reaches to the end.",
            ),
        ],
        summary: "Returns the part of a string from a start index, counted from 0, up to but not including an end index, or to the end.",
        absent: "Other types are converted to strings or rounded down to integers first; what cannot be converted returns Undefined.",
        since: V2015_10_08,
        evidence: Assumed,
        note: "Characters are counted as length counts them; where that cuts a character in half, the half becomes U+FFFD. AWS does not say.",
        examples: &[
            gives("substring('012345', 0)", "\"012345\""),
            gives("substring('012345', 2)", "\"2345\""),
            gives("substring('012345', 2.745)", "\"2345\""),
            gives("substring(123, 2)", "\"3\""),
            gives("substring('012345', -1)", "\"012345\""),
            gives("substring(true, 1.2)", "\"rue\""),
            gives("substring(false, -2.411E247)", "\"false\""),
            gives("substring('012345', 1, 3)", "\"12\""),
            gives("substring('012345', -50, 50)", "\"012345\""),
            gives("substring('012345', 3, 1)", "\"\""),
            gives("substring('012345', NULL)", "Undefined"),
        ],
        body: Body::Pure(substring),
    },
    Function {
        name: "replace",
        parameters: &[
            one("text", "String", "The string to change."),
            one("part", "String", "The string to replace, each time it occurs."),
            one("replacement", "String", "What takes its place."),
        ],
        summary: "Replaces every occurrence of a string in another string.",
        absent: ABSENT,
        since: V2015_10_08,
        evidence: Documented,
        note: "",
        examples: &[
            gives("replace('abcd', 'bc', 'x')", "\"axd\""),
            gives("replace('abcdabcd', 'b', 'x')", "\"axcdaxcd\""),
            gives("replace(1.25, '.', ',')", "\"1,25\""),
            gives("replace('abcd', 'b', NULL)", "Undefined"),
        ],
        body: Body::Pure(replace),
    },
    Function {
        name: "chr",
        parameters: &[one("code", "Int, Decimal, String", "The ASCII code of the character, 0 to 127.")],
        summary: "Returns the ASCII character of a number from 0 to 127.",
        absent: "Decimals, and strings that write a number, are rounded down first; other types and numbers return Undefined.",
        since: V2015_10_08,
        evidence: Documented,
        note: "",
        examples: &[
            gives("chr(65)", "\"A\""),
            gives("chr(49)", "\"1\""),
            gives("chr('65.9')", "\"A\""),
            gives("chr(128)", "Undefined"),
            gives("chr(true)", "Undefined"),
        ],
        body: Body::Pure(chr),
    },
]);

fn startswith(arguments: &Arguments<'_>) -> Option<Value> {
    Some(arguments.text(0)?.starts_with(arguments.text(1)?.as_str()).into())
}

fn endswith(arguments: &Arguments<'_>) -> Option<Value> {
    Some(arguments.text(0)?.ends_with(arguments.text(1)?.as_str()).into())
}

fn indexof(arguments: &Arguments<'_>) -> Option<Value> {
    let (text, part) = (arguments.text(0)?, arguments.text(1)?);
    let index = text.find(part.as_str()).and_then(|at| text.get(..at)).map(utf16_length);
    Some(Value::Int(index.map_or(-1, |index| index as i128).into()))
}

fn substring(arguments: &Arguments<'_>) -> Option<Value> {
    let text = arguments.text(0)?;
    let length = utf16_length(&text) as i128;
    let from = arguments.int_within(1, 0, length)?;
    let to = if arguments.len() > 2 { arguments.int_within(2, 0, length)? } else { length };
    utf16_slice(&text, from as usize..to.max(from) as usize)
}

fn replace(arguments: &Arguments<'_>) -> Option<Value> {
    let (text, part, replacement) = (arguments.text(0)?, arguments.text(1)?, arguments.text(2)?);
    let count = text.matches(part.as_str()).count();
    let built = replacement.len().checked_mul(count)?.checked_add(text.len())?;
    arguments.meter().build(built).then(|| Value::string(text.replace(part.as_str(), &replacement)))
}

fn chr(arguments: &Arguments<'_>) -> Option<Value> {
    let code = u8::try_from(arguments.int(0)?).ok().filter(u8::is_ascii)?;
    Some(Value::string(char::from(code).to_string()))
}
