//! The codes of this crate, and running the examples of any code.

use crate::{ContextDocument, Plan, Report, Simulation, context, invalid_request};
use iot_sql::{Code, Diagnostic, Example, Message, SqlVersion};

/// The codes of everything that this crate reports: about actions, and in a build with documents about these.
pub fn codes() -> impl Iterator<Item = &'static Code> {
    let codes = [crate::absence::CODES, context::CODES, crate::placeholder::CODES].into_iter().flatten();
    let codes = codes.copied().chain(crate::actions::codes());
    #[cfg(feature = "documents")]
    let codes = codes.chain(crate::documents::CODES.iter().copied());
    codes
}

/// Everything that is reported about an example.
#[must_use]
pub fn diagnostics(example: &Example) -> Vec<Diagnostic> {
    let mut found = report(example).map_or_else(|errors| errors, |report| report.diagnostics);
    if example.version.is_none() {
        found.push(iot_sql::no_version());
    }
    found
}

/// What becomes of an example's message, or why its rule is rejected.
fn report(example: &Example) -> Result<Report, Vec<Diagnostic>> {
    // What AWS takes where a rule names no version.
    let version = example.version.unwrap_or(SqlVersion::V2015_10_08);
    let plan = Plan::new(&example.sql.get(), version, example.action)?;
    let context = serde_json::from_str(example.context.unwrap_or("{}"))
        .map_err(|error| vec![invalid_request(error.to_string())])?;
    let context = ContextDocument::into_context(context, Example::NOW_MS, 0)
        .map_err(|error| vec![Diagnostic::from(error)])?;
    let mut simulation = Simulation::default();
    let mut deliver = |payload: &str| {
        let message = Message { topic: example.topic, payload: payload.as_bytes() };
        plan.deliver(message, &context, &mut simulation)
    };
    for earlier in example.earlier.map(|earlier| (earlier.make)()).unwrap_or_default() {
        deliver(&earlier);
    }
    Ok(deliver(&example.payload.get()))
}

#[cfg(test)]
mod tests {
    use super::{codes, diagnostics};
    use crate::text_at;
    use iot_sql::{Code, Diagnostic, Example, ExampleText, Fix, Input, Severity};
    use std::collections::HashSet;

    fn all() -> impl Iterator<Item = &'static Code> {
        iot_sql::codes().chain(codes())
    }

    /// A string that lives as long as the test.
    fn leaked(text: String) -> &'static str {
        text.leak()
    }

    /// The example after a diagnostic's fix; `None` where it is not for a string of the example.
    fn fixed(example: &Example, diagnostic: &Diagnostic, fix: &Fix) -> Option<Example> {
        let apply = |text: &str| fix.apply(text).expect("a fix of this text");
        Some(match &diagnostic.input {
            Input::Sql => Example { sql: ExampleText::Plain(leaked(apply(&example.sql.get()))), ..*example },
            Input::Payload => example.payload(leaked(apply(&example.payload.get()))),
            Input::Topic => example.on(leaked(apply(example.topic))),
            Input::Action(path) => {
                let action = example.action?;
                let text = text_at(action, path);
                let (old, new) =
                    (serde_json::json!(text).to_string(), serde_json::json!(apply(&text)).to_string());
                assert_eq!(action.matches(&old).count(), 1, "{old} in {action}");
                example.with_action(leaked(action.replacen(&old, &new, 1)))
            }
            Input::Document | Input::Request => return None,
        })
    }

    /// What is wrong with an example that its code must be reported for; and whether it has a fix.
    fn check(code: &Code, example: &Example) -> Result<bool, String> {
        let before = diagnostics(example);
        let Some(diagnostic) = before.iter().find(|diagnostic| diagnostic.code == code) else {
            let others: Vec<&str> = before.iter().map(|other| other.code.id).collect();
            return Err(format!("{} is not reported for {example:?}, but {others:?}", code.id));
        };
        let mut is_fixed = false;
        for fix in &diagnostic.fixes {
            let Some(fixed) = fixed(example, diagnostic, fix) else { continue };
            is_fixed = true;
            for after in diagnostics(&fixed) {
                let is_new = before.iter().all(|before| before.code != after.code);
                // A statement that can be read may be about a key that the example's payload does not have.
                let is_error = after.severity() == Severity::Error && !after.code.id.starts_with("run.");
                // Another place of the example may have the same.
                let place = |found: &Diagnostic| found.primary().map(|label| label.range.start);
                let is_left = after.code == code
                    && (after.message == diagnostic.message || place(&after) == place(diagnostic));
                if is_left || is_new && is_error {
                    let fixed = (fixed.sql, fixed.action);
                    let (title, id) = (&fix.title, after.code.id);
                    return Err(format!("{} of {example:?}: {id} after {title:?}, {fixed:?}", code.id));
                }
            }
        }
        Ok(is_fixed)
    }

    #[test]
    fn codes_are_reported_for_their_examples_and_their_fixes_help() {
        let (mut fixes, mut wrong) = (0, Vec::new());
        for code in all() {
            for example in code.examples {
                match check(code, example) {
                    Ok(has_fix) => fixes += usize::from(has_fix),
                    Err(why) => wrong.push(why),
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert!(fixes > 50, "{fixes} fixes");
    }

    #[test]
    fn codes_are_not_reported_for_near_neighbours() {
        let mut wrong = Vec::new();
        for code in all() {
            for example in code.silent {
                if diagnostics(example).iter().any(|diagnostic| diagnostic.code == code) {
                    wrong.push(format!("{} is reported for {example:?}", code.id));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn every_lint_has_near_neighbours_that_it_is_silent_about() {
        for code in all().filter(|code| code.id.starts_with("lint.")) {
            assert!(!code.examples.is_empty() && code.silent.len() >= 2, "{}", code.id);
        }
    }

    #[test]
    fn every_code_has_an_example() {
        for code in all() {
            // Those of documents are documents, which stand elsewhere.
            assert!(!code.examples.is_empty() || code.id.starts_with("document."), "{}", code.id);
        }
    }

    #[test]
    fn codes_are_unique_and_their_summaries_are_sentences() {
        let mut seen = HashSet::new();
        for code in all() {
            assert!(seen.insert(code.id), "{} twice", code.id);
            assert!(code.summary.ends_with('.'), "{}", code.id);
        }
    }

    /// What becomes of an example, a line for each thing that there is to see.
    #[cfg(feature = "view")]
    fn lines(example: &Example) -> String {
        use serde_json::to_string;
        let (sql, payload) = (example.sql.get(), example.payload.get());
        let viewer = crate::view::Viewer {
            sql: &sql,
            topic: example.topic,
            payload: payload.as_bytes(),
            action: example.action,
            ..crate::view::Viewer::default()
        };
        let seen = match super::report(example) {
            Ok(report) => viewer.evaluation(&report, None),
            Err(errors) => viewer.rejected(&errors),
        };
        let mut lines = vec![sql.clone(), payload.clone()];
        lines.extend(example.action.map(str::to_owned));
        lines.extend(seen.diagnostics.iter().map(|one| {
            let rest = (&one.labels, &one.help, &one.fixes);
            format!("  {}: {} {}", one.code, one.message, to_string(&rest).expect("JSON"))
        }));
        lines.extend(seen.stages.iter().map(|stage| format!("  {}", to_string(stage).expect("JSON"))));
        let deliveries = seen.deliveries.iter().chain(&seen.error_delivery);
        lines.extend(deliveries.map(|delivery| {
            let content = (&delivery.destination, &delivery.content, &delivery.templates);
            format!("  {}: {}", delivery.kind, to_string(&content).expect("JSON"))
        }));
        lines.iter().map(|line| iot_sql::text::shortened(line, 500) + "\n").collect()
    }

    #[test]
    #[cfg(feature = "view")]
    fn what_becomes_of_the_examples() {
        let mut seen = String::new();
        for code in all() {
            let own = |example: &&Example| super::codes().any(|own| own == code) || example.action.is_some();
            let (warned, silent) = (code.examples.iter().filter(own), code.silent.iter().filter(own));
            for (example, whether) in warned.map(|one| (one, "")).chain(silent.map(|one| (one, "silent: "))) {
                seen += &format!("## {whether}{}\n{}\n", code.id, lines(example));
            }
        }
        insta::assert_snapshot!(seen);
    }
}
