//! Payloads that are nearly JSON: what a person or a program wrote in its place, and the edits that make it JSON.

use crate::diagnostic::{Diagnostic, Edit};
use crate::limits::MAX_PAYLOAD_BYTES;
use crate::value::Value;
use std::ops::Range;

/// Something that is written in the place of JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Habit {
    SingleQuotes,
    CurlyQuotes,
    BareKey,
    Number,
    NotANumber,
    Constant,
    Comma,
    Comment,
    NotClosed,
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
        }
    }
}

/// Adds to a diagnostic of a payload what is usually meant by one like it, and the edits where they make it JSON.
pub(crate) fn explain(payload: &[u8], diagnostic: Diagnostic) -> Diagnostic {
    let Some(text) = std::str::from_utf8(payload).ok().filter(|text| text.len() <= MAX_PAYLOAD_BYTES) else {
        return diagnostic;
    };
    let after = diagnostic.help.as_deref().map(|help| format!(" {help}")).unwrap_or_default();
    if is_lines(text) {
        let lines = "There is one JSON value on each line. A rule gets one message at a time, so each line is a message of its own.";
        return diagnostic.help(format!("{lines}{after}"));
    }
    let Some(Found { habits, edits }) = Scanner::new(text).scan() else { return diagnostic };
    let Some(first) = habits.first() else { return diagnostic };
    let is_json = Edit::apply_all(&edits, text).is_some_and(|text| Value::from_json(text.as_bytes()).is_ok());
    if !is_json {
        return diagnostic;
    }
    diagnostic.help(format!("{}{after}", first.help())).fix_all("Write it as JSON", edits)
}

/// Whether there are several lines, each of which is JSON with something in it.
fn is_lines(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let is_message =
        |line: &str| line.trim_start().starts_with(['{', '[']) && Value::from_json(line.as_bytes()).is_ok();
    let several = lines.by_ref().take(2).filter(|line| is_message(line)).count() == 2;
    several && lines.all(is_message)
}

/// What was found, and how it would be JSON.
struct Found {
    habits: Vec<Habit>,
    edits: Vec<Edit>,
}

/// Goes through a payload once.
struct Scanner<'t> {
    text: &'t str,
    at: usize,
    /// The brackets that close what is open.
    open: Vec<char>,
    found: Found,
}

impl<'t> Scanner<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, at: 0, open: Vec::new(), found: Found { habits: Vec::new(), edits: Vec::new() } }
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn note(&mut self, habit: Habit, range: Range<usize>, text: impl Into<String>) {
        if !self.found.habits.contains(&habit) {
            self.found.habits.push(habit);
        }
        self.found.edits.push(Edit { range, text: text.into() });
    }

    /// What was found; `None` where it cannot be told what is meant.
    fn scan(mut self) -> Option<Found> {
        while let Some(next) = self.rest().chars().next() {
            let start = self.at;
            self.at += next.len_utf8();
            match next {
                '"' => self.at = start + string_length(&self.text[start..])?,
                '\'' => self.quoted(Habit::SingleQuotes, start, &['\''])?,
                '‘' | '’' => self.quoted(Habit::CurlyQuotes, start, &['‘', '’'])?,
                '“' | '”' | '„' => self.quoted(Habit::CurlyQuotes, start, &['“', '”'])?,
                '{' => self.open.push('}'),
                '[' => self.open.push(']'),
                '}' | ']' => {
                    self.open.pop().filter(|close| *close == next)?;
                }
                ',' if self.rest().trim_start().starts_with(['}', ']']) => {
                    self.note(Habit::Comma, start..self.at, "");
                }
                '/' => self.comment(start)?,
                '-' if self.rest().starts_with("Infinity") => {
                    self.at += "Infinity".len();
                    self.note(Habit::NotANumber, start..self.at, "null");
                }
                '+' if self.rest().starts_with(|ch: char| ch == '.' || ch.is_ascii_digit()) => {
                    self.note(Habit::Number, start..self.at, "");
                }
                '.' if self.rest().starts_with(|ch: char| ch.is_ascii_digit()) => {
                    self.note(Habit::Number, start..start, "0");
                    self.number();
                }
                '_' | '$' => self.word(start)?,
                _ if next.is_alphabetic() => self.word(start)?,
                // Whatever else there is, such as numbers, is right or is not understood.
                _ if next.is_ascii_digit() => self.number(),
                _ => {}
            }
        }
        if !self.open.is_empty() {
            let close: String = std::mem::take(&mut self.open).into_iter().rev().collect();
            let end = self.text.trim_end().trim_end_matches(',').len();
            self.note(Habit::NotClosed, end..self.text.len(), close);
        }
        Some(self.found)
    }

    /// The rest of a number.
    fn number(&mut self) {
        let is_other = |ch: char| !(ch.is_ascii_alphanumeric() || "+-.".contains(ch));
        self.at = self.rest().find(is_other).map_or(self.text.len(), |length| self.at + length);
        if self.text[..self.at].ends_with('.') {
            self.note(Habit::Number, self.at..self.at, "0");
        }
    }

    /// A string in other quotes than JSON's, which one of `ends` ends.
    fn quoted(&mut self, habit: Habit, start: usize, ends: &[char]) -> Option<()> {
        self.note(habit, start..self.at, "\"");
        loop {
            let at = self.at;
            let next = self.rest().chars().next()?;
            self.at += next.len_utf8();
            match next {
                _ if ends.contains(&next) => {
                    self.note(habit, at..self.at, "\"");
                    return Some(());
                }
                '"' => self.note(habit, at..self.at, "\\\""),
                '\\' => {
                    let escaped = self.rest().chars().next()?;
                    self.at += escaped.len_utf8();
                    if escaped == '\'' {
                        self.note(habit, at..self.at, "'");
                    }
                }
                _ => {}
            }
        }
    }

    /// A comment up to the end of the line, or up to its own end.
    fn comment(&mut self, start: usize) -> Option<()> {
        let rest = &self.text[start..];
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/")? + 2
        } else {
            return None;
        };
        self.at = start + length;
        self.note(Habit::Comment, start..self.at, "");
        Some(())
    }

    /// A word outside of strings: a key, or a constant.
    fn word(&mut self, start: usize) -> Option<()> {
        let is_part = |ch: char| ch.is_alphanumeric() || "_$-".contains(ch);
        let length = self.text[start..].find(|ch| !is_part(ch)).unwrap_or(self.text.len() - start);
        self.at = start + length;
        let word = &self.text[start..self.at];
        let range = start..self.at;
        if self.rest().trim_start().starts_with(':') {
            self.note(Habit::BareKey, range, format!("\"{word}\""));
            return Some(());
        }
        match word {
            "true" | "false" | "null" => {}
            "NaN" | "Infinity" | "nan" | "inf" => self.note(Habit::NotANumber, range, "null"),
            "None" | "undefined" => self.note(Habit::Constant, range, "null"),
            _ => match word.to_lowercase().as_str() {
                small @ ("true" | "false" | "null") => self.note(Habit::Constant, range, small),
                _ => return None,
            },
        }
        Some(())
    }
}

/// The length of a string in double quotes with both of them.
fn string_length(text: &str) -> Option<usize> {
    let mut characters = text.char_indices().skip(1);
    while let Some((at, next)) = characters.next() {
        match next {
            '"' => return Some(at + 1),
            '\\' => {
                characters.next();
            }
            _ => {}
        }
    }
    None
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
        ] {
            let (said, made) = explained(payload);
            assert_eq!(made.as_deref(), Some(fixed), "{payload}");
            assert!(said.contains(help), "{payload}: {said}");
        }
    }

    #[test]
    fn what_is_not_understood_is_left_alone() {
        for payload in
            ["hello", "t=20", "21.5;47", "{\"a\": b}", "{\"a\" 1}", "{'a", "{]", "<a/>", "{\"a\": 1}}", ""]
        {
            assert_eq!(explained(payload).1, None, "{payload}");
        }
    }

    #[test]
    fn a_value_on_each_line_is_a_message_on_each_line() {
        let (said, made) = explained("{\"a\": 1}\n{\"a\": 2}\n\n{\"a\": 3}\n");
        assert!(said.contains("message of its own") && made.is_none(), "{said}");
        let (said, _) = explained("{\"a\": 1}\n{\"a\": 2\n");
        assert!(!said.contains("message of its own"), "{said}");
    }

    proptest! {
        #[test]
        fn a_fix_always_gives_json(payload in "[\\[\\]{}'“”‘\",:a-cNT/*+\\\\\n 0-9.-]{0,40}") {
            if let (_, Some(fixed)) = explained(&payload) {
                prop_assert!(crate::Value::from_json(fixed.as_bytes()).is_ok(), "{payload} -> {fixed}");
            }
        }
    }
}
