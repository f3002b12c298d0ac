//! YAML. Strings are quoted wherever a reader of YAML 1.1 or 1.2 could take them for something else.

use serde_json::Value as Json;
use std::fmt::Write;

/// Characters up to which a key may stand before its colon without further ado (YAML 1.2, 7.4.2).
const MAX_IMPLICIT_KEY: usize = 1024;

/// A document.
pub(super) fn document(json: &Json) -> String {
    let mut out = String::new();
    block(json, 0, &mut out);
    out.trim_start_matches('\n').to_owned()
}

/// A value after its key or its dash, with the line break at its end.
fn block(json: &Json, indent: usize, out: &mut String) {
    match json {
        Json::Object(members) if !members.is_empty() => {
            out.push('\n');
            for (key, value) in members {
                pad(indent, out);
                let key = flow(key);
                if key.chars().count() > MAX_IMPLICIT_KEY {
                    // A key that long is one only where it says so, with its value on a line of its own.
                    out.push_str("? ");
                    out.push_str(&key);
                    out.push('\n');
                    pad(indent, out);
                } else {
                    out.push_str(&key);
                }
                out.push(':');
                block(value, indent + 2, out);
            }
        }
        Json::Array(items) if !items.is_empty() => {
            out.push('\n');
            for item in items {
                pad(indent, out);
                out.push('-');
                let mut below = String::new();
                block(item, indent + 2, &mut below);
                // The first member of an object stands beside the dash.
                match below.strip_prefix('\n') {
                    Some(lines) => {
                        out.push(' ');
                        out.push_str(&lines[indent + 2..]);
                    }
                    None => out.push_str(&below),
                }
            }
        }
        Json::Object(_) => out.push_str(" {}\n"),
        Json::Array(_) => out.push_str(" []\n"),
        Json::String(text) if is_literal(text) => {
            // The indent is told, in case that the first line starts with white space.
            let _ = writeln!(out, " |{}", if text.ends_with('\n') { "" } else { "-" });
            for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
                if !line.is_empty() {
                    pad(indent, out);
                }
                let _ = writeln!(out, "{line}");
            }
        }
        Json::String(text) => {
            let _ = writeln!(out, " {}", flow(text));
        }
        other => {
            let _ = writeln!(out, " {other}");
        }
    }
}

fn pad(indent: usize, out: &mut String) {
    out.extend(std::iter::repeat_n(' ', indent));
}

/// Whether a string can stand as lines of their own, character by character.
fn is_literal(text: &str) -> bool {
    let body = text.strip_suffix('\n').unwrap_or(text);
    let is_good =
        |line: &str| !line.starts_with([' ', '\t']) && !line.ends_with([' ', '\t']) && !line.is_empty();
    body.contains('\n')
        && body.split('\n').next().is_some_and(is_good)
        && body.split('\n').next_back().is_some_and(is_good)
        && body.split('\n').all(|line| line.trim().len() == line.trim_start().len())
        && body.split('\n').all(|line| line.is_empty() || !line.trim().is_empty())
        && text.chars().all(|ch| ch == '\n' || is_printable(ch))
}

/// Characters that need no escape in any version of YAML.
fn is_printable(ch: char) -> bool {
    matches!(ch, ' '..='~' | '\u{A0}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
        && !matches!(ch, '\u{2028}' | '\u{2029}' | '\u{FEFF}')
}

/// A string in one line.
fn flow(text: &str) -> String {
    if is_word(text) {
        return text.to_owned();
    }
    if text.contains(['"', '\\']) && text.chars().all(is_printable) {
        return format!("'{}'", text.replace('\'', "''"));
    }
    let mut out = String::from('"');
    for ch in text.chars() {
        match ch {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            ch if is_printable(ch) => out.push(ch),
            ch if u32::from(ch) <= 0xFFFF => {
                let _ = write!(out, "\\u{:04X}", u32::from(ch));
            }
            ch => {
                let _ = write!(out, "\\U{:08X}", u32::from(ch));
            }
        }
    }
    out.push('"');
    out
}

/// Whether a string without quotes is that text for every reader.
fn is_word(text: &str) -> bool {
    const OTHERS: &[&str] = &["true", "false", "yes", "no", "on", "off", "null", "y", "n"];
    text.starts_with(|ch: char| ch.is_ascii_alphabetic())
        && text.chars().all(|ch| ch.is_ascii_alphanumeric() || "_-./:".contains(ch))
        && !text.ends_with(':')
        && !OTHERS.contains(&text.to_ascii_lowercase().as_str())
}
