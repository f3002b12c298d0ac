//! JSON, whole or not: its tokens, its members with their places, and its layout.

use super::bracket::Pairs;
use super::{Token, TokenKind};
use crate::value::{Number, Value};
use std::borrow::Cow;
use std::ops::Range;

/// The tokens of JSON, from the start of any of its lines on: no string goes beyond its line.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let bytes = text.as_bytes();
    let mut tokens = Vec::new();
    let mut start = 0;
    while let Some(byte) = bytes.get(start) {
        let run = |is: fn(&u8) -> bool| start + bytes[start..].iter().take_while(|byte| is(byte)).count();
        let (end, kind) = match byte {
            b' ' | b'\t' | b'\r' | b'\n' => {
                start += 1;
                continue;
            }
            b'"' => string(bytes, start),
            b'{' | b'}' | b'[' | b']' | b',' | b':' => (start + 1, TokenKind::Punctuation),
            b'-' | b'0'..=b'9' => {
                let end = run(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte));
                let number = &text[start..end];
                let digits = number.trim_start_matches('-').as_bytes();
                let has_zeros = matches!(digits, [b'0', b'0'..=b'9', ..]);
                let is_number = !has_zeros && Number::from_json_text(number).is_some();
                (end, if is_number { TokenKind::Number } else { TokenKind::Error })
            }
            _ if byte.is_ascii_alphabetic() => {
                let end = run(u8::is_ascii_alphanumeric);
                let is_known = matches!(&text[start..end], "true" | "false" | "null");
                (end, if is_known { TokenKind::Constant } else { TokenKind::Error })
            }
            _ => (start + text[start..].chars().next().map_or(1, char::len_utf8), TokenKind::Error),
        };
        tokens.push(Token { start, end, kind });
        start = end;
    }
    tokens
}

/// Where the string that starts here ends, and whether it is a key.
fn string(bytes: &[u8], start: usize) -> (usize, TokenKind) {
    let mut at = start + 1;
    loop {
        match bytes.get(at) {
            None | Some(b'\n') => return (at, TokenKind::Error),
            Some(b'\\') if bytes.get(at + 1).is_some_and(|next| *next != b'\n') => at += 2,
            Some(b'"') => break,
            Some(_) => at += 1,
        }
    }
    let end = at + 1;
    let after = bytes[end..].iter().find(|byte| !byte.is_ascii_whitespace());
    (end, if after == Some(&b':') { TokenKind::Key } else { TokenKind::String })
}

/// Brackets that belong together, and those without a partner.
pub(super) fn pairs(text: &str) -> (Pairs, Vec<Range<usize>>) {
    let (mut pairs, mut alone, mut open) = (Vec::new(), Vec::new(), Vec::<Range<usize>>::new());
    for token in tokens(text) {
        let range = token.start..token.end;
        match &text[range.clone()] {
            "{" | "[" => open.push(range),
            close @ ("}" | "]") => {
                let wanted = if close == "}" { "{" } else { "[" };
                match open.pop_if(|open| &text[open.clone()] == wanted) {
                    Some(open) => pairs.push((open, range)),
                    None => alone.push(range),
                }
            }
            _ => {}
        }
    }
    alone.extend(open);
    (pairs, alone)
}

/// A value of a JSON text.
#[derive(Debug)]
pub(super) struct Node {
    /// Its key with the quotes, where it is a member.
    pub(super) key: Option<Range<usize>>,
    /// The value.
    pub(super) value: Range<usize>,
    /// The number of the node after it and all in it.
    pub(super) after: usize,
}

impl Node {
    /// From its key to its end.
    pub(super) fn range(&self) -> Range<usize> {
        self.key.as_ref().map_or(self.value.start, |key| key.start)..self.value.end
    }
}

/// The values of a JSON text, each before what is in it, so that the first is the whole; what is not JSON is passed over.
#[derive(Debug, Default)]
pub(super) struct Outline {
    pub(super) nodes: Vec<Node>,
}

impl Outline {
    pub(super) fn of(text: &str) -> Self {
        let mut nodes: Vec<Node> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        let mut key = None;
        for token in tokens(text) {
            let range = token.start..token.end;
            let opens = match (token.kind, &text[range.clone()]) {
                (TokenKind::Key, _) => {
                    key = Some(range);
                    continue;
                }
                (TokenKind::Punctuation, "{" | "[") => true,
                (TokenKind::Punctuation, "}" | "]") => {
                    if let Some(node) = open.pop() {
                        nodes[node].value.end = range.end;
                        nodes[node].after = nodes.len();
                    }
                    key = None;
                    continue;
                }
                (TokenKind::Punctuation, ",") => {
                    key = None;
                    continue;
                }
                (TokenKind::Punctuation, _) => continue,
                _ => false,
            };
            if open.is_empty() && !nodes.is_empty() {
                // Something after the end of the JSON.
                break;
            }
            let after = nodes.len() + 1;
            if opens {
                open.push(nodes.len());
            }
            nodes.push(Node { key: key.take(), value: range, after });
        }
        let count = nodes.len();
        for node in open {
            nodes[node].value.end = text.len();
            nodes[node].after = count;
        }
        Self { nodes }
    }

    /// The members or elements of a node, by their numbers.
    pub(super) fn children(&self, node: usize) -> impl Iterator<Item = usize> {
        let end = self.nodes.get(node).map_or(0, |node| node.after);
        let mut next = node + 1;
        std::iter::from_fn(move || {
            let child = next;
            next = self.nodes.get(child)?.after;
            (child < end).then_some(child)
        })
    }

    /// The node that a JSON pointer leads to: of members with one key the last.
    pub(super) fn find(&self, text: &str, pointer: &str) -> Option<usize> {
        let mut node = 0;
        self.nodes.first()?;
        for step in pointer.split('/').skip(1) {
            let step = step.replace("~1", "/").replace("~0", "~");
            let is_array = text[self.nodes[node].value.clone()].starts_with('[');
            let mut children = self.children(node);
            node = if is_array {
                children.nth(step.parse().ok()?)?
            } else {
                let is_it = |key: &Range<usize>| unquoted(&text[key.clone()]) == step;
                children.filter(|child| self.nodes[*child].key.as_ref().is_some_and(is_it)).last()?
            };
        }
        Some(node)
    }
}

/// What a JSON string stands for.
pub(super) fn unquoted(quoted: &str) -> Cow<'_, str> {
    let plain = quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(quoted);
    if plain.contains('\\')
        && let Ok(Value::String(text)) = Value::from_json(quoted.as_bytes())
    {
        return Cow::Owned(text.to_string());
    }
    Cow::Borrowed(plain)
}

/// How deep the lines are indented at most; what is deeper stands as deep as this.
const DEEPEST: usize = 40;

/// A JSON text with a line for each member and element. Numbers and strings stay as they are written, which reading and
/// writing them again would not promise. `None` where the text is not an object or array, so that it has no lines.
///
/// ```
/// assert_eq!(iot_sql::assist::format_json(r#"{"a":1.50}"#).as_deref(), Some("{\n  \"a\": 1.50\n}"));
/// ```
#[must_use]
pub fn format_json(text: &str) -> Option<String> {
    let text = text.trim();
    if !text.starts_with(['{', '[']) {
        return None;
    }
    let mut lines = String::with_capacity(text.len() * 2);
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    let mut characters = text.chars().peekable();
    // Whether white space separates what is before it from what follows, where the input is not JSON yet.
    let mut apart = false;
    while let Some(ch) = characters.next() {
        if std::mem::take(&mut apart) && !"{}[],: \t\r\n".contains(ch) && !lines.ends_with(AFTER_SIGN) {
            lines.push(' ');
        }
        if in_string {
            lines.push(ch);
            in_string = escaped || ch != '"';
            escaped = ch == '\\' && !escaped;
            continue;
        }
        match ch {
            '"' => {
                in_string = true;
                lines.push(ch);
            }
            '{' | '[' => {
                lines.push(ch);
                while characters.peek().is_some_and(char::is_ascii_whitespace) {
                    characters.next();
                }
                if characters.peek().is_some_and(|next| matches!(next, '}' | ']')) {
                    lines.extend(characters.next());
                } else {
                    depth += 1;
                    new_line(&mut lines, depth);
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                new_line(&mut lines, depth);
                lines.push(ch);
            }
            ',' => {
                lines.push(ch);
                new_line(&mut lines, depth);
            }
            ':' => lines.push_str(": "),
            ch if ch.is_ascii_whitespace() => apart = true,
            ch => lines.push(ch),
        }
    }
    Some(lines)
}

/// What a value may follow without a space.
const AFTER_SIGN: &[char] = &['{', '[', '}', ']', ',', ' ', '\n'];

fn new_line(lines: &mut String, depth: usize) {
    lines.push('\n');
    lines.extend(std::iter::repeat_n("  ", depth.min(DEEPEST)));
}

#[cfg(test)]
mod tests {
    use super::{Outline, format_json};

    #[test]
    fn each_member_has_a_line_and_no_value_changes() {
        for (text, lines) in [
            (r#"{"a":1.50,"b":[],"c":{}}"#, Some("{\n  \"a\": 1.50,\n  \"b\": [],\n  \"c\": {}\n}")),
            (r#"[1,{"x":"a,\"b\\"}]"#, Some("[\n  1,\n  {\n    \"x\": \"a,\\\"b\\\\\"\n  }\n]")),
            (r#"{"b":1,"a":2,"b":3}"#, Some("{\n  \"b\": 1,\n  \"a\": 2,\n  \"b\": 3\n}")),
            ("{ }", Some("{}")),
            ("{\"a\": 1 2, tru e}", Some("{\n  \"a\": 1 2,\n  tru e\n}")),
            ("1.50", None),
            ("", None),
        ] {
            assert_eq!(format_json(text).as_deref(), lines, "{text}");
            if let Some(lines) = lines {
                assert_eq!(format_json(lines).as_deref(), Some(lines));
            }
        }
        let deep = "[".repeat(100_000);
        assert!(format_json(&deep).is_some_and(|text| text.len() < 100_000 * 90));
    }

    #[test]
    fn a_pointer_leads_to_its_place() {
        let text = r#"{"a": {"b/c": [1, {"d": 2}], "a": 3}, "a\u0062": 4, "e": 5, "e": 6, "open": [7"#;
        let outline = Outline::of(text);
        for (pointer, place) in [
            ("", Some(text)),
            ("/a/b~1c", Some(r#""b/c": [1, {"d": 2}]"#)),
            ("/a/b~1c/1/d", Some(r#""d": 2"#)),
            ("/a/b~1c/0", Some("1")),
            ("/a/a", Some(r#""a": 3"#)),
            ("/ab", Some(r#""a\u0062": 4"#)),
            ("/e", Some(r#""e": 6"#)),
            ("/open/0", Some("7")),
            ("/b", None),
            ("/e/1", None),
        ] {
            let found = outline.find(text, pointer).map(|node| &text[outline.nodes[node].range()]);
            assert_eq!(found, place, "{pointer}");
        }
        assert!(Outline::of("").find("", "").is_none());
    }
}
