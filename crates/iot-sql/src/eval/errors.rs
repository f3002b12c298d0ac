//! Limits that end an evaluation.

use crate::diagnostic::{Diagnostic, Example};
use crate::evidence::Evidence;
use std::ops::Range;

crate::declare_codes! {
    pub(crate) CODES;
    TOO_MANY_STEPS = "run.too-many-steps", Error, "The evaluation takes more time or memory than any rule should.",
        [Example::sql("SELECT (SELECT (SELECT 1 AS c FROM a) AS b FROM a) AS x FROM 'sensors/+'")
            .built_payload("`{\"a\": [1, 1, …]}` with 3,000 elements", || ones(3_000))],
        silent [Example::sql("SELECT (SELECT (SELECT 1 AS c FROM a) AS b FROM a) AS x FROM 'sensors/+'")
            .built_payload("`{\"a\": [1, 1, …]}` with 50 elements", || ones(50))];
    VARIABLE_TOO_LARGE = "run.variable-too-large", Error, "The SET variables have more than 128 KiB together.",
        [twice().built_payload("`{\"a\": \"xxx…\"}` with 65,536 letters", || letters(65_536))],
        // With the quotes, the variable has 131,072 bytes.
        silent [twice().built_payload("`{\"a\": \"xxx…\"}` with 65,535 letters", || letters(65_535))];
}

/// A variable of twice the payload's length.
const fn twice() -> Example {
    Example::sql("SET @twice = concat(a, a) SELECT @twice AS b FROM 'sensors/+'")
}

fn ones(count: usize) -> String {
    format!("{{\"a\":[{}]}}", vec!["1"; count].join(","))
}

fn letters(count: usize) -> String {
    format!("{{\"a\":\"{}\"}}", "x".repeat(count))
}

pub(crate) fn too_many_steps(range: Range<usize>, limit: u64) -> Diagnostic {
    let message = format!("The evaluation was stopped after {limit} steps of work and memory.");
    Diagnostic::new(&TOO_MANY_STEPS, message)
        .at(range, "stopped here")
        .help("Nested queries inside each other multiply, and a large value counts wherever it stands: select less, or only the members that are needed. AWS documents no limit; this one is RuleLens's.")
}

pub(super) fn variable_too_large(range: Range<usize>, size: usize) -> Diagnostic {
    Diagnostic::new(
        &VARIABLE_TOO_LARGE,
        format!("With this variable the SET clause has {size} bytes of JSON; 131,072 are allowed."),
    )
    .at(range, "this variable")
    .help("Select less into the variables. What AWS does beyond the limit is not documented; RuleLens makes the rule fail.")
    .evidence(Evidence::Assumed)
}
