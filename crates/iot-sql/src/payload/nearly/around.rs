//! What was put around a payload, or before its quotes, on the way from a program or a shell.

use super::{Found, Habit};

/// A payload in quotes, as a shell takes it and as Python prints bytes (`b'{"a": 1}'`).
pub(super) fn unquoted(text: &str) -> Option<Found> {
    let trimmed = text.trim();
    let start = text.len() - text.trim_start().len();
    let prefix = usize::from(trimmed.starts_with(['b', 'B']));
    let quote = trimmed[prefix..].chars().next().filter(|quote| "'\"`".contains(*quote))?;
    let inner = trimmed[prefix + 1..].strip_suffix(quote)?;
    if !inner.starts_with(['{', '[']) {
        return None;
    }
    let mut found = Found::default();
    found.note(Habit::Quoted, start..start + prefix + 1, "");
    let end = start + trimmed.len();
    found.note(Habit::Quoted, end - 1..end, "");
    Some(found)
}

/// A payload each of whose quotes has a backslash before it, as it stands in a string of a program or a log.
pub(super) fn unescaped(text: &str) -> Option<Found> {
    let mut found = Found::default();
    let mut characters = text.char_indices();
    while let Some((at, next)) = characters.next() {
        match next {
            '"' => return None,
            '\\' => {
                let becomes = match characters.next()?.1 {
                    'n' => "\n",
                    'r' => "\r",
                    't' => "\t",
                    '"' => "\"",
                    '\\' => "\\",
                    _ => return None,
                };
                found.note(Habit::Escaped, at..at + 2, becomes);
            }
            _ => {}
        }
    }
    (!found.edits.is_empty()).then_some(found)
}
