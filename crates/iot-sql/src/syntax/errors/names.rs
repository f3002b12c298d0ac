//! Names that cannot be written as they are.

use crate::diagnostic::{Diagnostic, Example};
use crate::evidence::Evidence;
use crate::text::brief;
use std::ops::Range;

crate::declare_codes! {
    pub(super) CODES;
    BAD_NAME = "sql.bad-name", Error, "A name cannot be written like this.",
        [
            Example::sql("SELECT a.1 AS b FROM 'sensors/+'"),
            Example::sql("SELECT 1st AS b FROM 'sensors/+'"),
            Example::sql("SELECT a AS my-key FROM 'sensors/+'"),
            Example::sql("SELECT a AS 'my key' FROM 'sensors/+'"),
        ],
        silent [
            Example::sql("SELECT a1 AS my_key FROM 'sensors/+'"),
            Example::sql("SELECT get(a, '1') AS b FROM 'sensors/+'"),
            Example::sql("SELECT {\"my key\": a} FROM 'sensors/+'"),
        ];
}

pub(in crate::syntax) fn name_starts_with_digit(range: Range<usize>, text: &str) -> Diagnostic {
    Diagnostic::new(&BAD_NAME, format!("`{}` starts with a digit, so it cannot be a name.", brief(text)))
        .at(range, "a name starts with a letter or `_`")
        .help("Read such a key with get(): `get(*, '1st')`, or `get(parent, '1st')` inside an object. For an alias use an object literal: `{\"1st\": x}`.")
        .evidence(Evidence::Documented)
}

pub(in crate::syntax) fn digits_after_dot(range: Range<usize>, target: &str, key: &str) -> Diagnostic {
    Diagnostic::new(&BAD_NAME, format!("`.{key}` is not a member: names start with a letter."))
        .at(range.clone(), "digits after the dot")
        .help("Read such a key with get(), and an array's element by its index, from 0.")
        .evidence(Evidence::Documented)
        .fix(format!("Use get({target}, '{key}')"), range.clone(), format!("get({target}, '{key}')"))
        .fix(format!("Use get({target}, {key})"), range, format!("get({target}, {key})"))
}

pub(in crate::syntax) fn quoted_name(range: Range<usize>, text: &str, what: &str) -> Diagnostic {
    Diagnostic::new(&BAD_NAME, format!("Expected {what}, found the string {}.", brief(text)))
        .at(range, "both kinds of quotes write strings, not names")
        .help("A key that is not a plain name is read by `get(object, 'key')`; as an alias it needs an object literal: `{\"my key\": x}`.")
        .evidence(Evidence::Documented)
}

pub(in crate::syntax) fn hyphen_in_alias(range: Range<usize>, text: &str) -> Diagnostic {
    Diagnostic::new(&BAD_NAME, format!("`{}` is not an alias: a hyphen is a minus.", brief(text)))
        .at(range.clone(), "use letters, digits and underscores")
        .help("For a key with a hyphen select an object literal: `SELECT {\"my-key\": x} FROM …`.")
        .evidence(Evidence::Documented)
        .fix("Use an underscore", range, text.replace('-', "_"))
}
