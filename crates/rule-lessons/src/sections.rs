//! The parts of a file: sections below headings, fences, and lines that are a key with a value.

use crate::problem::{Problems, one_of};

/// A line of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Line<'t> {
    /// Its number, from 1.
    pub(crate) number: usize,
    /// Its text.
    pub(crate) text: &'t str,
}

/// A heading and what stands below it.
#[derive(Clone, Debug)]
pub(crate) struct Section<'t> {
    /// The heading's text.
    pub(crate) title: &'t str,
    /// The heading's line.
    pub(crate) line: usize,
    /// What stands below it, up to the next heading of the same level.
    pub(crate) body: Vec<Line<'t>>,
}

/// A block between two lines of three backticks.
#[derive(Clone, Debug)]
pub(crate) struct Fence<'t> {
    /// The first word after the backticks.
    pub(crate) language: &'t str,
    /// The other words there.
    pub(crate) info: &'t str,
    /// The text inside.
    pub(crate) text: String,
    /// The line of the opening backticks.
    pub(crate) line: usize,
}

impl Fence<'_> {
    /// The fence as a message names it.
    pub(crate) fn name(&self) -> String {
        let words = [self.language, self.info].join(" ");
        format!("a fence ```{}", words.trim())
    }
}

/// What a section is made of.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parts<'t> {
    /// The fences, in order.
    pub(crate) fences: Vec<Fence<'t>>,
    /// The lines `key: value`, with their line.
    pub(crate) keys: Vec<(&'static str, &'t str, usize)>,
    /// All other lines.
    pub(crate) rest: Vec<Line<'t>>,
}

impl<'t> Parts<'t> {
    /// The value of a key that may stand once.
    pub(crate) fn key(&self, name: &str) -> Option<(&'t str, usize)> {
        self.keys.iter().find(|(key, ..)| *key == name).map(|(_, value, line)| (*value, *line))
    }

    /// The first line that is not blank, among those that are neither fences nor keys.
    pub(crate) fn first_text(&self) -> Option<Line<'t>> {
        self.rest.iter().find(|line| !line.text.trim().is_empty()).copied()
    }
}

/// The lines of a file.
pub(crate) fn lines(text: &str) -> Vec<Line<'_>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.lines().enumerate().map(|(at, text)| Line { number: at + 1, text }).collect()
}

/// Whether a line opens or closes a fence.
fn is_fence(text: &str) -> bool {
    text.starts_with("```")
}

/// What stands before the first heading of a level (`## `), and the sections. Headings inside fences are none.
pub(crate) fn split<'t>(lines: &[Line<'t>], mark: &str) -> (Vec<Line<'t>>, Vec<Section<'t>>) {
    let (mut before, mut sections) = (Vec::new(), Vec::<Section<'_>>::new());
    let mut in_fence = false;
    for line in lines {
        if is_fence(line.text) {
            in_fence = !in_fence;
        }
        match line.text.strip_prefix(mark).filter(|_| !in_fence) {
            Some(title) => {
                sections.push(Section { title: title.trim(), line: line.number, body: Vec::new() });
            }
            None => sections.last_mut().map_or(&mut before, |section| &mut section.body).push(*line),
        }
    }
    (before, sections)
}

/// What lines are made of, where these keys have a meaning.
pub(crate) fn parts<'t>(lines: &[Line<'t>], known: &[&'static str], problems: &mut Problems) -> Parts<'t> {
    let mut parts = Parts::default();
    let mut lines = lines.iter();
    while let Some(line) = lines.next() {
        if let Some(words) = line.text.strip_prefix("```") {
            let (language, info) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
            let mut text = Vec::new();
            let closed = lines.by_ref().any(|inside| {
                let closes = inside.text.trim_end() == "```";
                if !closes {
                    text.push(inside.text);
                }
                closes
            });
            if !closed {
                problems.add(line.number, "this fence is not closed; expected a line of three backticks");
            }
            let text = text.join("\n");
            parts.fences.push(Fence { language, info: info.trim(), text, line: line.number });
            continue;
        }
        match key(line.text, known) {
            Key::Known(name, value) => {
                if parts.key(name).is_some() {
                    problems.add(line.number, format!("`{name}:` stands here twice; expected one"));
                }
                parts.keys.push((name, value, line.number));
            }
            Key::Misspelt(word, meant) => {
                problems.add(line.number, format!("unknown key `{word}`; did you mean `{meant}`?"));
            }
            Key::Text => parts.rest.push(*line),
        }
    }
    parts
}

enum Key<'t> {
    Known(&'static str, &'t str),
    Misspelt(&'t str, &'static str),
    Text,
}

/// The key that a line begins with. Text may begin with a word and a colon, so only a near miss is a mistake.
fn key<'t>(text: &'t str, known: &[&'static str]) -> Key<'t> {
    let Some((word, value)) = text.split_once(':') else { return Key::Text };
    if let Some(name) = known.iter().find(|name| **name == word) {
        return Key::Known(name, value.trim());
    }
    let is_word = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphabetic());
    let meant = iot_sql::nearest_within(word, 1, known.iter().copied().filter(|name| name.len() > 2));
    match meant.filter(|_| is_word).and_then(|meant| known.iter().find(|name| **name == meant)) {
        Some(meant) => Key::Misspelt(word, meant),
        None => Key::Text,
    }
}

/// Reports fences that have no meaning where they stand.
pub(crate) fn no_other_fences<'f>(
    fences: impl IntoIterator<Item = &'f Fence<'f>>,
    expected: &[&str],
    problems: &mut Problems,
) {
    for fence in fences {
        let name = fence.name();
        let expected = match expected {
            [] => "expected text only".to_owned(),
            expected => format!("expected {}", one_of(expected)),
        };
        problems.add(fence.line, format!("{name} means nothing here; {expected}"));
    }
}
