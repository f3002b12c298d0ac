//! Goes through a payload that is nearly JSON, from value to value.

use super::{Found, Habit};

/// What stands in the place of JSON, with the edits that make it JSON; `None` where it cannot be told what is meant.
pub(super) fn scan(text: &str) -> Option<Found> {
    Scanner { text, at: 0, open: Vec::new(), ended: None, is_bare: false, found: Found::default() }.scan()
}

/// The objects and arrays that a text is made of, with or without commas between them; `None` if it holds
/// anything else.
pub(super) fn parts(text: &str) -> Option<Vec<&str>> {
    let (mut parts, mut depth, mut from, mut at) = (Vec::new(), 0_usize, 0, 0);
    while let Some(next) = text[at..].chars().next() {
        let start = at;
        at += next.len_utf8();
        match next {
            '{' | '[' => {
                if depth == 0 {
                    from = start;
                }
                depth += 1;
            }
            '}' | ']' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    parts.push(&text[from..at]);
                }
            }
            _ if depth == 0 && next != ',' && !next.is_whitespace() => return None,
            '"' => at = start + string_length(&text[start..])?,
            _ => {}
        }
    }
    (depth == 0).then_some(parts)
}

/// Goes through a payload once.
struct Scanner<'t> {
    text: &'t str,
    at: usize,
    /// The brackets that close what is open.
    open: Vec<char>,
    /// Where the last value or key ended, until a comma or colon comes.
    ended: Option<usize>,
    /// Whether the braces of the outermost object are missing.
    is_bare: bool,
    found: Found,
}

impl<'t> Scanner<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn scan(mut self) -> Option<Found> {
        while let Some(next) = self.rest().chars().next() {
            let start = self.at;
            self.at += next.len_utf8();
            match next {
                ':' => self.ended = None,
                ',' => self.comma(start, Habit::Comma),
                ';' if !self.open.is_empty() => self.comma(start, Habit::Separator),
                '=' if !self.open.is_empty() => {
                    self.found.note(Habit::Separator, start..self.at, ":");
                    self.ended = None;
                }
                '}' | ']' => self.close(start, next)?,
                '/' => self.comment(start)?,
                _ if next.is_whitespace() => {}
                _ => self.value(start, next)?,
            }
        }
        if !self.open.is_empty() {
            let habit = if self.is_bare && self.open.len() == 1 { Habit::NoBraces } else { Habit::NotClosed };
            let close: String = std::mem::take(&mut self.open).into_iter().rev().collect();
            let end = self.text.trim_end().trim_end_matches(',').len();
            self.found.note(habit, end..self.text.len(), close);
        }
        Some(self.found)
    }

    /// A comma, or what stands in its place; it is removed where nothing follows it.
    fn comma(&mut self, start: usize, habit: Habit) {
        self.ended = None;
        let is_last = self.rest().trim_start().starts_with(['}', ']']);
        if is_last || habit == Habit::Separator {
            self.found.note(habit, start..self.at, if is_last { "" } else { "," });
        }
    }

    /// A closing bracket: of the innermost open one, of one further out, or one too many at the end.
    fn close(&mut self, start: usize, next: char) -> Option<()> {
        if let Some(at) = self.open.iter().rposition(|open| *open == next) {
            let missing: String = self.open.drain(at + 1..).rev().collect();
            if !missing.is_empty() {
                self.found.note(Habit::Bracket, start..start, missing);
            }
            self.open.pop();
        } else {
            let is_end = self.rest().chars().all(|ch| ch.is_whitespace() || "}]".contains(ch));
            if !(is_end && self.open.is_empty() && self.ended.is_some()) {
                return None;
            }
            // All that are too many at once.
            self.at = self.text.trim_end().len();
            self.found.note(Habit::Bracket, start..self.at, "");
        }
        self.ended = Some(self.at);
        Some(())
    }

    /// A value or a key.
    fn value(&mut self, start: usize, next: char) -> Option<()> {
        if let Some(end) = self.ended.take() {
            if self.open.is_empty() {
                return None;
            }
            self.found.note(Habit::NoComma, end..end, ",");
        }
        match next {
            '{' | '[' => {
                self.open.push(if next == '{' { '}' } else { ']' });
                return Some(());
            }
            '"' => {
                self.string(start)?;
                if self.rest().trim_start().starts_with(':') {
                    self.braces(start);
                }
            }
            '\'' => self.quoted(Habit::SingleQuotes, start, &['\''])?,
            '‘' | '’' => self.quoted(Habit::CurlyQuotes, start, &['‘', '’'])?,
            '“' | '”' | '„' => self.quoted(Habit::CurlyQuotes, start, &['“', '”'])?,
            '-' if self.rest().starts_with("Infinity") => {
                self.at += "Infinity".len();
                self.found.note(Habit::NotANumber, start..self.at, "null");
            }
            // The number comes behind it.
            '-' => return Some(()),
            '+' if self.rest().starts_with(|ch: char| ch == '.' || ch.is_ascii_digit()) => {
                self.found.note(Habit::Number, start..self.at, "");
                return Some(());
            }
            '.' if self.rest().starts_with(|ch: char| ch.is_ascii_digit()) => {
                self.found.note(Habit::Number, start..start, "0");
                self.number(start);
            }
            '_' | '$' => self.word(start)?,
            _ if next.is_alphabetic() => self.word(start)?,
            _ if next.is_ascii_digit() => self.number(start),
            _ => return None,
        }
        self.ended = Some(self.at);
        Some(())
    }

    /// Opens the outermost object, whose first key this is, where nothing has.
    fn braces(&mut self, start: usize) {
        if self.open.is_empty() {
            self.found.note(Habit::NoBraces, start..start, "{");
            self.open.push('}');
            self.is_bare = true;
        }
    }

    /// A string in double quotes: line breaks in it, and backslashes that stand for themselves.
    fn string(&mut self, start: usize) -> Option<()> {
        self.at = start + string_length(&self.text[start..])?;
        let inner = start + 1..self.at - 1;
        for (at, ch) in self.text[inner.clone()].char_indices().filter(|(_, ch)| *ch < ' ') {
            let escape = match ch {
                '\n' => "\\n".to_owned(),
                '\r' => "\\r".to_owned(),
                '\t' => "\\t".to_owned(),
                _ => format!("\\u{:04x}", u32::from(ch)),
            };
            self.found.note(Habit::Control, inner.start + at..inner.start + at + 1, escape);
        }
        // Where one backslash begins no escape, as in C:\Users, the others are not meant to either.
        let (mut single, mut is_wrong) = (Vec::new(), false);
        let mut characters = self.text[inner.clone()].char_indices();
        while let Some((at, ch)) = characters.next() {
            if ch != '\\' {
                continue;
            }
            let (behind, escaped) = characters.next()?;
            let is_unicode = || {
                let digits = self.text[inner.start + behind + 1..inner.end].bytes().take(4);
                digits.filter(u8::is_ascii_hexdigit).count() == 4
            };
            match escaped {
                '"' | '\\' => continue,
                '/' | 'b' | 'f' | 'n' | 'r' | 't' => {}
                'u' if is_unicode() => {}
                _ => is_wrong = true,
            }
            single.push(inner.start + at);
        }
        if is_wrong {
            for at in single {
                self.found.note(Habit::Escape, at..at, "\\");
            }
        }
        Some(())
    }

    /// A number up to its end.
    fn number(&mut self, start: usize) {
        let is_other = |ch: char| !(ch.is_ascii_alphanumeric() || "+-._".contains(ch));
        self.at = self.rest().find(is_other).map_or(self.text.len(), |length| self.at + length);
        let written = &self.text[start..self.at];
        if let Some(decimal) = in_decimal(written) {
            return self.found.note(Habit::Digits, start..self.at, decimal);
        }
        let bytes = written.as_bytes();
        let mut is_zero = true;
        for (at, byte) in bytes.iter().enumerate() {
            is_zero &= *byte == b'0' && bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
            if is_zero || *byte == b'_' {
                self.found.note(Habit::Digits, start + at..start + at + 1, "");
            }
        }
        if written.ends_with('.') {
            self.found.note(Habit::Number, self.at..self.at, "0");
        }
    }

    /// A string in other quotes than JSON's, which one of `ends` ends.
    fn quoted(&mut self, habit: Habit, start: usize, ends: &[char]) -> Option<()> {
        self.found.note(habit, start..self.at, "\"");
        loop {
            let at = self.at;
            let next = self.rest().chars().next()?;
            self.at += next.len_utf8();
            match next {
                _ if ends.contains(&next) => {
                    self.found.note(habit, at..self.at, "\"");
                    return Some(());
                }
                '"' => self.found.note(habit, at..self.at, "\\\""),
                '\\' => {
                    let escaped = self.rest().chars().next()?;
                    self.at += escaped.len_utf8();
                    if escaped == '\'' {
                        self.found.note(habit, at..self.at, "'");
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
        self.found.note(Habit::Comment, start..self.at, "");
        Some(())
    }

    /// A word outside of strings: a key, or a constant.
    fn word(&mut self, start: usize) -> Option<()> {
        let is_part = |ch: char| ch.is_alphanumeric() || "_$-".contains(ch);
        let length = self.text[start..].find(|ch| !is_part(ch)).unwrap_or(self.text.len() - start);
        self.at = start + length;
        let word = &self.text[start..self.at];
        let range = start..self.at;
        let behind = self.rest().trim_start();
        // Without braces `t=20` is a form of its own.
        if behind.starts_with(':') || behind.starts_with('=') && !self.open.is_empty() {
            self.found.note(Habit::BareKey, range, format!("\"{word}\""));
            self.braces(start);
            return Some(());
        }
        match word {
            "true" | "false" | "null" => {}
            "NaN" | "Infinity" | "nan" | "inf" => self.found.note(Habit::NotANumber, range, "null"),
            "None" | "undefined" => self.found.note(Habit::Constant, range, "null"),
            _ => match word.to_lowercase().as_str() {
                small @ ("true" | "false" | "null") => self.found.note(Habit::Constant, range, small),
                _ => return None,
            },
        }
        Some(())
    }
}

/// A number that is written in hexadecimal digits.
fn in_decimal(written: &str) -> Option<String> {
    let digits = written.strip_prefix("0x").or_else(|| written.strip_prefix("0X"))?;
    let is_plain = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    let number = u64::from_str_radix(digits, 16).ok().filter(|_| is_plain)?;
    Some(number.to_string())
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
