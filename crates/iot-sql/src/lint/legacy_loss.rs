//! What version 2015-10-08 loses of nested payloads.

use super::{Check, Lint};
use crate::diagnostic::{Diagnostic, Example, Input};
use crate::eval::Loss;
use crate::evidence::Evidence;
use crate::text::shortened;
use crate::version::SqlVersion;

/// A whole payload under the old version.
const fn old(payload: &'static str) -> Example {
    Example::sql("SELECT * FROM 'sensors/+'").payload(payload).version(Some(SqlVersion::V2015_10_08))
}

crate::declare_codes! {
    pub(super) CODES;
    LEGACY_LOSS = "lint.legacy-loss", Warning, "SQL version 2015-10-08 loses arrays and nested objects.",
        [
            old(r#"{"a": {"b": 1}}"#),
            old(r#"{"a": [1]}"#),
            old("[1]"),
        ],
        silent [
            old(r#"{"a": 1, "b": "[1]"}"#),
            old("[]"),
            old(r#"{"a": {"b": 1}}"#).version(Some(SqlVersion::V2016_03_23)),
            old(r#"{"a": {"b": 1}}"#).selecting("SELECT a.b AS b FROM 'sensors/+'"),
        ];
}

pub(super) static LINT: Lint = Lint { codes: CODES, check: Check::Called };

/// Reports which arrays and nested objects of the outgoing value have not survived.
pub(crate) fn check(loss: &Loss) -> Option<Diagnostic> {
    let what = match (loss.top, loss.arrays, loss.objects) {
        (true, ..) => "an array at the top becomes empty",
        (_, true, true) => "arrays in it are dropped and nested objects are merged into their parent",
        (_, true, false) => "arrays in it are dropped",
        (_, false, true) => "nested objects are merged into their parent",
        (_, false, false) => return None,
    };
    let mut message = format!("SQL version 2015-10-08 changes the outgoing payload: {what}.");
    if let Some(overwritten) = overwritten(loss) {
        message += " ";
        message += &overwritten;
    }
    let diagnostic =
        Diagnostic::new(&LEGACY_LOSS, message)
            .input(Input::Request)
            .help("Set the SQL version 2016-03-23 to keep arrays and nested objects; AWS says only that it fixes selecting them. encode(*, 'base64') is not touched.")
            .evidence(Evidence::Assumed);
    Some(diagnostic)
}

/// Which members gave way to others of the same name, as a sentence.
fn overwritten(loss: &Loss) -> Option<String> {
    /// Characters of a path that are shown.
    const MAX_PATH: usize = 80;
    let shown = |path: &str| shortened(path, MAX_PATH);
    let named = loss.overwritten.iter();
    let mut parts: Vec<String> = named
        .map(|(earlier, later)| format!("`{}` is overwritten by `{}`", shown(earlier), shown(later)))
        .collect();
    let more = loss.overwritten_count - parts.len();
    if more > 0 {
        parts.push(format!("{more} more values are overwritten"));
    }
    let last = parts.pop()?;
    Some(if parts.is_empty() { format!("{last}.") } else { format!("{} and {last}.", parts.join(", ")) })
}

#[cfg(test)]
mod tests {
    use crate::{Context, Message, Rule, SqlVersion};

    #[test]
    fn what_is_overwritten_is_named() {
        let message_for = |sql: &str, payload: &str| {
            let rule = Rule::parse(sql, SqlVersion::V2015_10_08).expect(sql);
            let context = Context::default();
            let mut run = rule.start(Message { topic: "a", payload: payload.as_bytes() }, &context);
            run.listen();
            let outcome = run.run();
            run.remarks(&outcome).into_iter().map(|remark| remark.message).collect::<String>()
        };
        for (sql, payload, expected) in [
            (
                "SELECT * FROM 'a'",
                r#"{"inlet":{"temp":12.5},"outlet":{"temp":38.25}}"#,
                Some("`inlet.temp` is overwritten by `outlet.temp`."),
            ),
            ("SELECT * FROM 'a'", r#"{"t":1,"b":{"c":{"t":2}}}"#, Some("`t` is overwritten by `b.c.t`.")),
            ("SELECT * FROM 'a'", r#"{"b":{"t":2},"t":1}"#, Some("`b.t` is overwritten by `t`.")),
            (
                "SELECT * FROM 'a'",
                r#"{"a":{"t":1},"b":{"t":2},"c":{"t":3}}"#,
                Some("`a.t` is overwritten by `b.t` and `b.t` is overwritten by `c.t`."),
            ),
            ("SELECT * FROM 'a'", r#"{"a":{"t":1},"b":{"u":2}}"#, None),
            ("SELECT a.t AS x.t, b.t AS y.t FROM 'a'", r#"{"a":{"t":1},"b":{"t":2}}"#, None),
        ] {
            let said = message_for(sql, payload);
            match expected {
                Some(expected) => assert!(said.ends_with(expected), "{payload}: {said}"),
                None => assert!(!said.contains("overwritten"), "{payload}: {said}"),
            }
        }
        let wide: Vec<String> = (0..10).map(|index| format!("\"o{index}\":{{\"t\":1}}")).collect();
        let said = message_for("SELECT * FROM 'a'", &format!("{{{}}}", wide.join(",")));
        assert!(said.ends_with(" and 5 more values are overwritten."), "{said}");
    }
}
