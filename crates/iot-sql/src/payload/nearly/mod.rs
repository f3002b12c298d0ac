//! Payloads that are nearly JSON: what a person or a program wrote in its place, and the edits that make it JSON.

mod around;
mod scan;

use crate::diagnostic::{Diagnostic, Edit};
use crate::limits::MAX_PAYLOAD_BYTES;
use crate::value::Value;
use std::ops::Range;

/// Layers of quotes and backslashes around a payload that are looked through.
const MOST_AROUND: usize = 2;

/// Something that is written in the place of JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Habit {
    SingleQuotes,
    CurlyQuotes,
    BareKey,
    Number,
    Digits,
    NotANumber,
    Constant,
    Comma,
    NoComma,
    Separator,
    Comment,
    NotClosed,
    Bracket,
    NoBraces,
    Control,
    Escape,
    Quoted,
    Escaped,
}

impl Habit {
    fn help(self) -> &'static str {
        match self {
            Self::SingleQuotes => "JSON has its strings in double quotes.",
            Self::CurlyQuotes => {
                "JSON has straight double quotes; a word processor may have made curly ones of them."
            }
            Self::Number => {
                "A number of JSON has no plus sign, and a digit before and behind its decimal point."
            }
            Self::BareKey => "JSON has its keys in double quotes.",
            Self::NotANumber => {
                "JSON has no NaN and no Infinity; a device that has no value sends null or leaves the key out."
            }
            Self::Constant => "JSON writes true, false and null in small letters.",
            Self::Comma => "JSON has no comma behind the last one.",
            Self::Comment => "JSON has no comments.",
            Self::NotClosed => "The end of the payload is missing.",
            Self::Digits => {
                "A number of JSON is written in decimal digits, without zeros before it; what needs them, such as an id, is a string."
            }
            Self::NoComma | Self::Separator => {
                "JSON has a colon behind a key, and a comma between two values."
            }
            Self::Bracket => "Each bracket of JSON is closed by one of its kind.",
            Self::NoBraces => "The members of an object stand in braces.",
            Self::Control => "A line break in a string of JSON is written as an escape, \\n.",
            Self::Escape => "A backslash in a string of JSON is written twice.",
            Self::Quoted => {
                "The quotes around the payload are a shell's or a program's; what is published is what stands in them."
            }
            Self::Escaped => {
                "The quotes have backslashes before them, as in a string of a program; what is published is what that string holds."
            }
        }
    }
}

/// Adds to a diagnostic of a payload what is usually meant by one like it, and the edits where they make it JSON.
pub(crate) fn explain(payload: &[u8], diagnostic: Diagnostic) -> Diagnostic {
    let Some(text) = std::str::from_utf8(payload).ok().filter(|text| text.len() <= MAX_PAYLOAD_BYTES) else {
        return diagnostic;
    };
    let after = diagnostic.help.as_deref().map(|help| format!(" {help}")).unwrap_or_default();
    if is_several(text) {
        let several = "There are several JSON values. A rule gets one message at a time, so each is a message of its own.";
        return diagnostic.help(format!("{several}{after}"));
    }
    let Some(Found { habits, edits }) = found(text, MOST_AROUND) else { return diagnostic };
    let Some(first) = habits.first() else { return diagnostic };
    diagnostic.help(format!("{}{after}", first.help())).fix_all("Write it as JSON", edits)
}

/// What is in the way of JSON, whose edits make it JSON.
fn found(text: &str, around: usize) -> Option<Found> {
    let layers = if around == 0 { [None, None] } else { [around::unquoted(text), around::unescaped(text)] };
    for layer in layers.into_iter().flatten() {
        let Some(inner) = Edit::apply_all(&layer.edits, text) else { continue };
        if is_json(&inner) {
            return Some(layer);
        }
        let whole = found(&inner, around - 1).and_then(|found| Edit::apply_all(&found.edits, &inner));
        if let Some(whole) = whole {
            let edits = vec![Edit { range: 0..text.len(), text: whole }];
            return Some(Found { habits: layer.habits, edits });
        }
    }
    scan::scan(text).filter(|found| Edit::apply_all(&found.edits, text).is_some_and(|text| is_json(&text)))
}

fn is_json(text: &str) -> bool {
    Value::from_json(text.as_bytes()).is_ok()
}

/// Whether the payload is several JSON values, one on each line or one after the other.
fn is_several(text: &str) -> bool {
    scan::parts(text).is_some_and(|parts| parts.len() > 1 && parts.into_iter().all(is_json))
}

/// What was found, and how it would be JSON.
#[derive(Default)]
struct Found {
    habits: Vec<Habit>,
    edits: Vec<Edit>,
}

impl Found {
    fn note(&mut self, habit: Habit, range: Range<usize>, text: impl Into<String>) {
        if !self.habits.contains(&habit) {
            self.habits.push(habit);
        }
        self.edits.push(Edit { range, text: text.into() });
    }
}

#[cfg(test)]
mod tests {
    use super::super::PAYLOAD_NOT_JSON;
    use super::explain;
    use crate::diagnostic::Diagnostic;
    use proptest::prelude::*;

    /// The help and the payload as the fix writes it.
    fn explained(payload: &str) -> (String, Option<String>) {
        let diagnostic = explain(payload.as_bytes(), Diagnostic::new(&PAYLOAD_NOT_JSON, "x"));
        let fixed = diagnostic.fixes.first().map(|fix| fix.apply(payload).expect("edits of the payload"));
        (diagnostic.help.unwrap_or_default(), fixed)
    }

    #[test]
    fn what_is_usually_meant_is_told_and_offered() {
        for (payload, help, fixed) in [
            ("{'a': 1}", "double quotes", r#"{"a": 1}"#),
            (r"{'it\'s': 'a \n b'}", "double quotes", r#"{"it's": "a \n b"}"#),
            (r#"{'say': 'a "b"'}"#, "double quotes", r#"{"say": "a \"b\""}"#),
            ("{“a”: “x”, „b“: ‘y’}", "straight", r#"{"a": "x", "b": "y"}"#),
            (
                r#"{"a": .5, "b": -.5, "c": +5, "d": 5., "e": +.5}"#,
                "plus sign",
                r#"{"a": 0.5, "b": -0.5, "c": 5, "d": 5.0, "e": 0.5}"#,
            ),
            ("{a: 1, b_2: {$c: true}}", "keys", r#"{"a": 1, "b_2": {"$c": true}}"#),
            (r#"{"a": NaN, "b": -Infinity}"#, "no NaN", r#"{"a": null, "b": null}"#),
            (
                r#"{"a": True, "b": None, "c": [False]}"#,
                "small letters",
                r#"{"a": true, "b": null, "c": [false]}"#,
            ),
            (r#"{"a": [1, 2, ], "b": {"c": 1,},}"#, "comma", r#"{"a": [1, 2 ], "b": {"c": 1}}"#),
            ("{\"a\": 1, // the first\n\"b\": /* two */ 2}", "comments", "{\"a\": 1, \n\"b\":  2}"),
            (r#"{"a": [1, {"b": 2"#, "missing", r#"{"a": [1, {"b": 2}]}"#),
            (r#"{"a": 1, "#, "missing", r#"{"a": 1}"#),
            ("{'a': True, 'b': 1.5e3,}", "double quotes", r#"{"a": true, "b": 1.5e3}"#),
            (r#"{"a": 0x1F, "c": 007, "d": -0X0a}"#, "decimal", r#"{"a": 31, "c": 7, "d": -10}"#),
            (
                r#"{"a": 1_000, "b": 00, "c": 0, "d": 10, "e": 00.5}"#,
                "decimal",
                r#"{"a": 1000, "b": 0, "c": 0, "d": 10, "e": 0.5}"#,
            ),
            (r#"{"a": "x" "b": 1 "c": [1 2]}"#, "between two", r#"{"a": "x", "b": 1, "c": [1, 2]}"#),
            (r#"[{"a": 1}{"a": 2} {"a": 3}]"#, "between two", r#"[{"a": 1},{"a": 2}, {"a": 3}]"#),
            (r#"{"a" = 1; "b" = 2}"#, "colon", r#"{"a" : 1, "b" : 2}"#),
            ("{t=20.5, on=true}", "keys", r#"{"t":20.5, "on":true}"#),
            (r#"{"a": 1}}"#, "bracket", r#"{"a": 1}"#),
            ("{\"a\": 1}} ]}\n", "bracket", "{\"a\": 1}\n"),
            (r#"{"a": [1, 2}"#, "bracket", r#"{"a": [1, 2]}"#),
            (r#"{"a": [{"b": 1], "c": 2}"#, "bracket", r#"{"a": [{"b": 1}], "c": 2}"#),
            (r#""a": 1, "b": {"c": 2}"#, "braces", r#"{"a": 1, "b": {"c": 2}}"#),
            ("a: 1, b: true", "keys", r#"{"a": 1, "b": true}"#),
            ("{\"a\": \"one\ntwo\tx\"}", "line break", r#"{"a": "one\ntwo\tx"}"#),
            (r#"{"a": "C:\Temp\new", "b": "x\n"}"#, "twice", r#"{"a": "C:\\Temp\\new", "b": "x\n"}"#),
            (r#"{"a": "\u12"}"#, "twice", r#"{"a": "\\u12"}"#),
            (r#"'{"a": "it's"}'"#, "shell", r#"{"a": "it's"}"#),
            (r#"b'{"a": 1}'"#, "shell", r#"{"a": 1}"#),
            ("`[1, 2]`\n", "shell", "[1, 2]\n"),
            ("b\"{'a': True}\"", "shell", r#"{"a": true}"#),
            (r#"'{\"a\": 1}'"#, "shell", r#"{"a": 1}"#),
            (r#"{\"a\": 1 \"b\": 0x1F}"#, "backslashes", r#"{"a": 1, "b": 31}"#),
            (r#"{\"a\": \"x \\\"y\\\"\", \"b\": 1}"#, "backslashes", r#"{"a": "x \"y\"", "b": 1}"#),
        ] {
            let (said, made) = explained(payload);
            assert_eq!(made.as_deref(), Some(fixed), "{payload}");
            assert!(said.contains(help), "{payload}: {said}");
        }
    }

    #[test]
    fn what_is_not_understood_is_left_alone() {
        for payload in [
            "hello",
            "t=20",
            "t=20 h=4",
            "21.5;47",
            "{\"a\": b}",
            "{\"a\" 1}",
            "{'a",
            "<a/>",
            "{\"a\": 12:30}",
            "0xg",
            "{\"a\": 2026-01-01}",
            "",
        ] {
            assert_eq!(explained(payload).1, None, "{payload}");
        }
    }

    #[test]
    fn a_value_on_each_line_is_a_message_on_each_line() {
        let (said, made) = explained("{\"a\": 1}\n{\"a\": 2}\n\n{\"a\": 3}\n");
        assert!(said.contains("message of its own") && made.is_none(), "{said}");
        for together in ["{\"a\": 1}{\"a\": 2}", "{\"a\": \"}\"}, {\"a\": 2}, [1]", "{\"a\": 1} {\"a\":\n2}"]
        {
            let (said, made) = explained(together);
            assert!(said.contains("message of its own") && made.is_none(), "{said}");
        }
        for other in ["{\"a\": 1}\n{\"a\": 2\n", "{\"a\": 1} x", "{\"a\": 1}, 2"] {
            let (said, _) = explained(other);
            assert!(!said.contains("message of its own"), "{said}");
        }
    }

    proptest! {
        #[test]
        fn a_fix_always_gives_json(payload in "[\\[\\]{}'“”‘`\",:;=_xa-cNT/*+\\\\\n 0-9.-]{0,40}") {
            if let (_, Some(fixed)) = explained(&payload) {
                prop_assert!(crate::Value::from_json(fixed.as_bytes()).is_ok(), "{payload} -> {fixed}");
            }
        }
    }
}
