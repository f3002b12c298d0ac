//! The codes of this crate, and running the examples of any code.

use crate::{Plan, Simulation};
use iot_sql::{Code, Context, Diagnostic, Example, Message, SqlVersion};

/// The codes of everything that this crate reports: about actions, and in a build with documents about these.
pub fn codes() -> impl Iterator<Item = &'static Code> {
    let codes = crate::absence::CODES.iter().copied().chain(crate::actions::codes());
    #[cfg(feature = "documents")]
    let codes = codes.chain(crate::documents::CODES.iter().copied());
    codes
}

/// Everything that is reported about an example.
#[must_use]
pub fn diagnostics(example: &Example) -> Vec<Diagnostic> {
    // What AWS takes where a rule names no version.
    let version = example.version.unwrap_or(SqlVersion::V2015_10_08);
    let mut found = match Plan::new(&example.sql.get(), version, example.action) {
        Err(errors) => errors,
        Ok(plan) => {
            let payload = example.payload.get();
            let context = Context { timestamp_ms: Example::NOW_MS, ..Context::default() };
            let mut simulation = Simulation::default();
            let mut deliver = |payload: &str| {
                let message = Message { topic: example.topic, payload: payload.as_bytes() };
                plan.deliver(message, &context, &mut simulation).diagnostics
            };
            for earlier in example.earlier.map(|earlier| (earlier.make)()).unwrap_or_default() {
                deliver(&earlier);
            }
            deliver(&payload)
        }
    };
    if example.version.is_none() {
        found.push(iot_sql::no_version());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{codes, diagnostics};
    use iot_sql::{CODES, Code};
    use std::collections::HashSet;

    fn reports(code: &Code, example: &iot_sql::Example) -> bool {
        diagnostics(example).iter().any(|diagnostic| diagnostic.code == code)
    }

    #[test]
    fn codes_are_reported_for_their_examples_and_for_no_others() {
        for code in CODES.iter().copied().chain(codes()) {
            for example in code.examples {
                assert!(reports(code, example), "{} is not reported for {example:?}", code.id);
            }
            for example in code.silent {
                assert!(!reports(code, example), "{} is reported for {example:?}", code.id);
            }
        }
    }

    #[test]
    fn every_code_about_actions_has_an_example() {
        for code in crate::actions::codes() {
            assert!(!code.examples.is_empty(), "{}", code.id);
        }
    }

    #[test]
    fn codes_are_unique_and_their_summaries_are_sentences() {
        let mut seen = HashSet::new();
        for code in CODES.iter().copied().chain(codes()) {
            assert!(seen.insert(code.id), "{} twice", code.id);
            assert!(code.summary.ends_with('.'), "{}", code.id);
        }
    }
}
