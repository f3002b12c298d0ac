//! Calls of functions and casts.

use crate::diagnostic::{Diagnostic, Example};
use crate::evidence::Evidence;
use crate::functions::Function;
use crate::syntax::tree::Expr;
use crate::text::{brief, counted};
use std::ops::Range;

crate::declare_codes! {
    pub(super) CODES;
    UNKNOWN_FUNCTION = "sql.unknown-function", Error, "No function has this name.",
        [
            Example::sql("SELECT toppic(2) AS room FROM 'sensors/+'"),
            Example::sql("SELECT messageId() AS id FROM 'sensors/+'"),
        ],
        silent [Example::sql("SELECT TOPIC(2) AS room FROM 'sensors/+'")];
    ARGUMENT_COUNT = "sql.argument-count", Warning, "A function has too few or too many arguments.",
        [
            Example::sql("SELECT abs() AS size FROM 'sensors/+'"),
            Example::sql("SELECT abs(a, b) AS size FROM 'sensors/+'"),
            Example::sql("SELECT decode(b, 'base64', 'k') AS m FROM 'sensors/+'"),
            Example::sql("SELECT decode(b, 'base64', 'b', 'k', 'p', 'M') AS m FROM 'sensors/+'"),
            Example::sql("SELECT decode(b, 'proto') AS m FROM 'sensors/+'"),
        ],
        silent [
            Example::sql("SELECT abs(a) AS size FROM 'sensors/+'"),
            Example::sql("SELECT topic() AS all, topic(2) AS room FROM 'sensors/+'"),
            Example::sql("SELECT decode(b, 'base64') AS m FROM 'sensors/+'"),
        ];
    UNKNOWN_CAST_TYPE = "sql.unknown-cast-type", Error, "The type of a cast does not exist.",
        [Example::sql("SELECT cast(a AS Decmal) AS b FROM 'sensors/+'")],
        silent [Example::sql("SELECT cast(a AS decimal) AS b FROM 'sensors/+'")];
}

pub(in crate::syntax) fn unknown_function(
    range: Range<usize>,
    name: &str,
    nearest: Option<&str>,
) -> Diagnostic {
    let lower = brief(&name.to_lowercase());
    let name = brief(name);
    let message = format!(
        "There is no function `{name}`; AWS answers \"The provided function {lower} does not exist\"."
    );
    let diagnostic = Diagnostic::new(&UNKNOWN_FUNCTION, message)
        .help("CreateTopicRule rejects the rule. A function's name may be written in any case.")
        .evidence(Evidence::Verified);
    match nearest {
        Some(nearest) => diagnostic.at(range.clone(), format!("did you mean {nearest}()?")).fix(
            format!("Use {nearest}"),
            range,
            nearest,
        ),
        None => diagnostic.at(range, "no such function"),
    }
}

pub(in crate::syntax) fn argument_count(
    range: Range<usize>,
    function: &Function,
    arguments: &[Expr],
) -> Diagnostic {
    let (scheme, form) = match function.written_scheme(arguments) {
        Some("base64") => (" of 'base64'", "decode(value, 'base64')".to_owned()),
        Some("proto") => {
            (" of 'proto'", "decode(value, 'proto', bucket, key, protoName, messageType)".to_owned())
        }
        _ => ("", function.signature()),
    };
    let given = counted(arguments.len(), "argument");
    Diagnostic::new(&ARGUMENT_COUNT, format!("`{}`{scheme} with {given} is Undefined.", function.name))
        .at(range, format!("write `{form}`"))
        .help(format!("A call with a wrong number of arguments is Undefined. {}", function.summary))
        .evidence(Evidence::Documented)
}

pub(in crate::syntax) fn unknown_cast_type(
    range: Range<usize>,
    name: &str,
    nearest: Option<&str>,
) -> Diagnostic {
    let diagnostic = Diagnostic::new(&UNKNOWN_CAST_TYPE, format!("cast() has no type `{}`.", brief(name)))
        .help("The types are String, Int, Decimal and Boolean, with the other names Nvarchar, Text, Ntext, Varchar, Integer, Double and Bool.")
        .evidence(Evidence::Documented);
    match nearest {
        Some(nearest) => diagnostic.at(range.clone(), format!("did you mean {nearest}?")).fix(
            format!("Use {nearest}"),
            range,
            nearest,
        ),
        None => diagnostic.at(range, "no such type"),
    }
}
