//! The texts that diagnostics point into, their names, and places in them.

use iot_sql::Input;
use std::borrow::Cow;

/// The texts of an evaluation, and what they are called on screen: a file's path or a word.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Texts<'t> {
    pub(crate) sql: &'t str,
    pub(crate) sql_name: &'t str,
    pub(crate) topic: &'t str,
    pub(crate) payload: &'t [u8],
    pub(crate) payload_name: &'t str,
    pub(crate) action: Option<&'t str>,
    pub(crate) action_name: &'t str,
    pub(crate) document: &'t str,
    pub(crate) document_name: &'t str,
}

impl Texts<'_> {
    /// The text that an input names.
    pub(crate) fn text(&self, input: &Input) -> Cow<'_, [u8]> {
        match input {
            Input::Sql => Cow::Borrowed(self.sql.as_bytes()),
            Input::Payload => Cow::Borrowed(self.payload),
            Input::Topic => Cow::Borrowed(self.topic.as_bytes()),
            Input::Action(path) if path.is_empty() => {
                Cow::Borrowed(self.action.unwrap_or_default().as_bytes())
            }
            Input::Action(path) => {
                Cow::Owned(rule_actions::text_at(self.action.unwrap_or_default(), path).into_bytes())
            }
            Input::Document => Cow::Borrowed(self.document.as_bytes()),
            Input::Request => Cow::Borrowed(&[]),
        }
    }

    /// What an input is called; empty where it is no text.
    pub(crate) fn name(&self, input: &Input) -> String {
        match input {
            Input::Sql => self.sql_name.to_owned(),
            Input::Payload => self.payload_name.to_owned(),
            Input::Topic => "topic".to_owned(),
            Input::Action(path) if path.is_empty() => self.action_name.to_owned(),
            Input::Action(path) => format!("{}: {path}", self.action_name),
            Input::Document => self.document_name.to_owned(),
            Input::Request => String::new(),
        }
    }
}

/// The line and the column, in characters, of a byte, both from 1. A byte that is not UTF-8 counts as a character.
pub(crate) fn position(text: &[u8], offset: usize) -> (usize, usize) {
    let before = &text[..offset.min(text.len())];
    let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let line = before[..line_start].split(|byte| *byte == b'\n').count();
    (line, String::from_utf8_lossy(&before[line_start..]).chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::position;

    #[test]
    fn positions_count_lines_and_characters() {
        for (text, offset, expected) in [
            (&b""[..], 0, (1, 1)),
            (b"abc", 2, (1, 3)),
            (b"abc", 99, (1, 4)),
            (b"a\nbc", 2, (2, 1)),
            (b"a\r\nbc", 4, (2, 2)),
            ("ä\n€x".as_bytes(), 6, (2, 2)),
            (b"a\xFF\xFEb", 3, (1, 4)),
        ] {
            assert_eq!(position(text, offset), expected, "{:?} {offset}", String::from_utf8_lossy(text));
        }
    }
}
