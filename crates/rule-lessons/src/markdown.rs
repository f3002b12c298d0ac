//! The Markdown of lessons: a subset, read into nodes.
//!
//! Paragraphs, lists, `code`, **bold**, *italic*, and links to `https:` or to another lesson's file. Nothing becomes HTML:
//! a tag is text. A whole Markdown parser (pulldown-cmark) is six times as large as what the budget of the page's worker
//! leaves for lessons.

use crate::problem::Problems;
use crate::sections::Line;
use serde::{Deserialize, Serialize};

/// A paragraph or a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list.
    List {
        /// Whether its items are numbered.
        numbered: bool,
        /// Its items.
        items: Vec<Vec<Inline>>,
    },
}

/// A piece of running text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Inline {
    /// Text as it is.
    Text(String),
    /// Code.
    Code(String),
    /// Strong text.
    Bold(Vec<Inline>),
    /// Text that stands out.
    Italic(Vec<Inline>),
    /// A link.
    Link {
        /// What it is called.
        text: Vec<Inline>,
        /// Where it leads.
        to: Target,
    },
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Target {
    /// An address that begins with `https:`.
    Address(String),
    /// The file of another lesson in the same folder.
    Lesson(String),
}

/// Inline nodes inside each other; what would stand deeper is text.
const MAX_DEPTH: usize = 4;

/// Reads lines of text.
pub(crate) fn blocks(lines: &[Line<'_>], problems: &mut Problems) -> Vec<Block> {
    let mut reader = Reader { problems, blocks: Vec::new(), open: Open::Nothing };
    for line in lines {
        reader.line(*line);
    }
    reader.close();
    reader.blocks
}

/// Reads running text of one line.
pub(crate) fn inline(text: &str, line: usize, problems: &mut Problems) -> Vec<Inline> {
    Scanner { text, line, at: 0, problems, without: Vec::new() }.read(0)
}

/// The words of nodes, without their marks.
#[must_use]
pub fn plain(nodes: &[Inline]) -> String {
    nodes.iter().map(words).collect()
}

fn words(node: &Inline) -> String {
    match node {
        Inline::Text(text) | Inline::Code(text) => text.clone(),
        Inline::Bold(nodes) | Inline::Italic(nodes) | Inline::Link { text: nodes, .. } => plain(nodes),
    }
}

/// The words of blocks, without their marks, one block or item a line.
#[must_use]
pub fn plain_blocks(blocks: &[Block]) -> String {
    let lines = blocks.iter().flat_map(|block| match block {
        Block::Paragraph(nodes) => vec![plain(nodes)],
        Block::List { items, .. } => items.iter().map(|item| plain(item)).collect(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// What is being read: its first line, and its text so far.
enum Open {
    Nothing,
    Paragraph(usize, String),
    List(bool, Vec<(usize, String)>),
}

struct Reader<'p> {
    problems: &'p mut Problems,
    blocks: Vec<Block>,
    open: Open,
}

impl Reader<'_> {
    fn line(&mut self, Line { number, text }: Line<'_>) {
        let text = text.trim_end();
        if text.trim_start().is_empty() {
            self.close();
            return;
        }
        self.warn(number, text);
        if let Some((numbered, item)) = item(text) {
            match &mut self.open {
                Open::List(of, items) if *of == numbered => items.push((number, item.to_owned())),
                _ => {
                    self.close();
                    self.open = Open::List(numbered, vec![(number, item.to_owned())]);
                }
            }
            return;
        }
        let text = text.trim_start();
        match &mut self.open {
            Open::Paragraph(_, words) => add(words, text),
            Open::List(_, items) => {
                if let Some((_, words)) = items.last_mut() {
                    add(words, text);
                }
            }
            Open::Nothing => self.open = Open::Paragraph(number, text.to_owned()),
        }
    }

    /// Says which Markdown is not part of the subset.
    fn warn(&mut self, number: usize, text: &str) {
        let what = match text.trim_start().as_bytes() {
            [b'#', ..] => "a heading of this level",
            [b'|', ..] => "a table",
            [b'>', ..] => "a quotation",
            [b'!', b'[', ..] => "an image",
            _ => return,
        };
        let message = format!("{what} means nothing here; expected paragraphs and lists");
        self.problems.add(number, message);
    }

    fn close(&mut self) {
        match std::mem::replace(&mut self.open, Open::Nothing) {
            Open::Nothing => {}
            Open::Paragraph(line, text) => {
                let nodes = inline(&text, line, self.problems);
                self.blocks.push(Block::Paragraph(nodes));
            }
            Open::List(numbered, items) => {
                let items = items.iter().map(|(line, text)| inline(text, *line, self.problems)).collect();
                self.blocks.push(Block::List { numbered, items });
            }
        }
    }
}

fn add(words: &mut String, text: &str) {
    words.push(' ');
    words.push_str(text);
}

/// An item of a list: whether it is numbered, and its text.
pub(crate) fn item(text: &str) -> Option<(bool, &str)> {
    let text = text.trim_start();
    if let Some(item) = text.strip_prefix("- ").or_else(|| text.strip_prefix("* ")) {
        return Some((false, item.trim()));
    }
    let (number, item) = text.split_once(". ")?;
    let is_number = matches!(number.len(), 1..=2) && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then_some((true, item.trim()))
}

/// Reads running text from the left.
struct Scanner<'t, 'p> {
    text: &'t str,
    line: usize,
    at: usize,
    problems: &'p mut Problems,
    /// Marks that are known not to stand in the rest of the text, so that each is looked for only once.
    without: Vec<&'static str>,
}

impl<'t> Scanner<'t, '_> {
    fn read(&mut self, depth: usize) -> Vec<Inline> {
        let mut nodes = Vec::new();
        let mut text = String::new();
        while let Some(first) = self.text[self.at..].chars().next() {
            let node = match first {
                '\\' => self.escaped().map(Inline::Text),
                '`' => self.code(),
                '*' => self.emphasis(depth),
                '[' => self.link(depth),
                '!' if self.text[self.at..].starts_with("![") => {
                    self.problems.add(self.line, "an image means nothing here; expected text");
                    None
                }
                _ => None,
            };
            match node {
                Some(Inline::Text(more)) => text.push_str(&more),
                Some(node) => {
                    push_text(&mut nodes, &mut text);
                    nodes.push(node);
                }
                None => {
                    text.push(first);
                    self.at += first.len_utf8();
                }
            }
        }
        push_text(&mut nodes, &mut text);
        nodes
    }

    fn escaped(&mut self) -> Option<String> {
        let next = self.text[self.at + 1..].chars().next().filter(char::is_ascii_punctuation)?;
        self.at += 2;
        Some(next.to_string())
    }

    fn code(&mut self) -> Option<Inline> {
        let mark = if self.text[self.at..].starts_with("``") { "``" } else { "`" };
        let (inside, after) = self.inside(mark, false)?;
        self.at = after;
        let inside = if mark == "``" { inside.trim() } else { inside };
        Some(Inline::Code(inside.to_owned()))
    }

    fn emphasis(&mut self, depth: usize) -> Option<Inline> {
        let mark = if self.text[self.at..].starts_with("**") { "**" } else { "*" };
        let (inside, after) = self.inside(mark, true)?;
        if depth == MAX_DEPTH || inside.starts_with(char::is_whitespace) {
            return None;
        }
        self.at = after;
        let nodes = self.nested(inside, depth);
        Some(if mark == "**" { Inline::Bold(nodes) } else { Inline::Italic(nodes) })
    }

    /// `[text](target)`.
    fn link(&mut self, depth: usize) -> Option<Inline> {
        let (inside, after) = self.inside("](", false)?;
        let inside = &inside[1..];
        let end = self.text[after..].find([')', ' ', '['])?;
        if depth == MAX_DEPTH || self.text.as_bytes()[after + end] != b')' || inside.contains('[') {
            return None;
        }
        let to = target(&self.text[after..after + end]);
        if to.is_none() {
            let message = format!(
                "the link `{}` leads nowhere; expected an address with `https:`, or the file of a lesson such as `too-warm.md`",
                &self.text[after..after + end]
            );
            self.problems.add(self.line, message);
        }
        self.at = after + end + 1;
        let text = self.nested(inside, depth);
        // What leads nowhere stays as its text.
        Some(match to {
            Some(to) => Inline::Link { text, to },
            None => Inline::Text(plain(&text)),
        })
    }

    /// What stands between a mark here and the next one like it, and where the text goes on. `](` only closes.
    fn inside(&mut self, mark: &'static str, tight: bool) -> Option<(&'t str, usize)> {
        if self.without.contains(&mark) {
            return None;
        }
        let start = if mark == "](" { self.at } else { self.at + mark.len() };
        let mut from = start;
        let found = loop {
            let Some(at) = self.text[from..].find(mark).map(|at| from + at) else { break None };
            let is_closing = !tight || !self.text[..at].ends_with(char::is_whitespace);
            if is_closing && at > start {
                break Some(at);
            }
            from = at + mark.len();
        };
        let Some(end) = found else {
            self.without.push(mark);
            return None;
        };
        Some((&self.text[start..end], end + mark.len()))
    }

    fn nested(&mut self, text: &str, depth: usize) -> Vec<Inline> {
        let scanner = Scanner { text, line: self.line, at: 0, problems: self.problems, without: Vec::new() };
        { scanner }.read(depth + 1)
    }
}

fn push_text(nodes: &mut Vec<Inline>, text: &mut String) {
    if !text.is_empty() {
        nodes.push(Inline::Text(std::mem::take(text)));
    }
}

/// Where a link leads, where it may lead there.
fn target(text: &str) -> Option<Target> {
    if text.starts_with("https://") && text.len() > 8 {
        return Some(Target::Address(text.to_owned()));
    }
    is_lesson_file(text).then(|| Target::Lesson(text.to_owned()))
}

/// Whether this can be the file of a lesson: a name in the same folder that ends in `.md`.
pub(crate) fn is_lesson_file(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    name.strip_suffix(".md").is_some_and(|stem| !stem.is_empty() && !stem.starts_with('.'))
        && name.bytes().all(allowed)
}

#[cfg(test)]
mod tests {
    use super::{Block, Inline, Target, blocks, inline, plain_blocks};
    use crate::problem::{Problem, Problems};
    use crate::sections::lines;

    fn nodes(text: &str) -> (Vec<Inline>, Vec<Problem>) {
        let mut problems = Problems::default();
        let nodes = inline(text, 7, &mut problems);
        (nodes, problems.sorted())
    }

    fn text(text: &str) -> Inline {
        Inline::Text(text.to_owned())
    }

    #[test]
    fn running_text_becomes_nodes() {
        for (source, expected) in [
            ("plain", vec![text("plain")]),
            ("a `b` c", vec![text("a "), Inline::Code("b".into()), text(" c")]),
            ("`` a`b ``", vec![Inline::Code("a`b".into())]),
            (
                "**bold** and *it*",
                vec![Inline::Bold(vec![text("bold")]), text(" and "), Inline::Italic(vec![text("it")])],
            ),
            ("**a `*` b**", vec![Inline::Bold(vec![text("a "), Inline::Code("*".into()), text(" b")])]),
            ("2 * 3 * 4 and snake_case_name", vec![text("2 * 3 * 4 and snake_case_name")]),
            (r"\*no\* \`code\`", vec![text("*no* `code`")]),
            ("open ` and ** stay", vec![text("open ` and ** stay")]),
            ("<script>alert(1)</script>", vec![text("<script>alert(1)</script>")]),
            (
                "[here](https://example.com/a_b)",
                vec![Inline::Link {
                    text: vec![text("here")],
                    to: Target::Address("https://example.com/a_b".into()),
                }],
            ),
            (
                "as in [*Too warm*](05-too-warm.md).",
                vec![
                    text("as in "),
                    Inline::Link {
                        text: vec![Inline::Italic(vec![text("Too warm")])],
                        to: Target::Lesson("05-too-warm.md".into()),
                    },
                    text("."),
                ],
            ),
            ("a [b] (c)", vec![text("a [b] (c)")]),
            ("`[x](y)`", vec![Inline::Code("[x](y)".into())]),
        ] {
            assert_eq!(nodes(source), (expected, Vec::new()), "{source}");
        }
    }

    #[test]
    fn links_lead_to_https_and_to_lessons_only() {
        for to in
            ["http://a.b", "javascript:alert(1)", "../x.md", "//evil", "a/b.md", ".md", "data:x", "https://"]
        {
            let (_, problems) = nodes(&format!("[x]({to})"));
            assert_eq!(problems.len(), 1, "{to}");
            assert!(
                problems[0].line == 7 && problems[0].message.contains("expected an address"),
                "{problems:?}"
            );
        }
        assert!(nodes("![x](https://a.b/c.png)").1[0].message.contains("an image means nothing here"));
    }

    #[test]
    fn lines_become_paragraphs_and_lists() {
        let source = "One\ntwo.\n\n- a\n- b\n  goes on\n\n1. first\n2. second\n\nEnd";
        let mut problems = Problems::default();
        let blocks = blocks(&lines(source), &mut problems);
        assert!(problems.is_empty());
        let kinds: Vec<&str> = blocks
            .iter()
            .map(|block| match block {
                Block::Paragraph(_) => "paragraph",
                Block::List { numbered: true, .. } => "numbered",
                Block::List { .. } => "list",
            })
            .collect();
        assert_eq!(kinds, ["paragraph", "list", "numbered", "paragraph"]);
        assert_eq!(plain_blocks(&blocks), "One two.\na\nb goes on\nfirst\nsecond\nEnd");
    }

    #[test]
    fn other_markdown_is_reported_with_its_line() {
        for (source, what) in
            [("a\n\n#### b", "heading"), ("\n\n| a | b |", "table"), ("\n\n> a", "quotation")]
        {
            let mut problems = Problems::default();
            blocks(&lines(source), &mut problems);
            let problems = problems.sorted();
            assert!(problems.len() == 1 && problems[0].line == 3, "{problems:?}");
            assert!(problems[0].message.contains(what) && problems[0].message.contains("expected"));
        }
    }

    /// Each mark is looked for once, so that no text takes time by the square of its length.
    #[test]
    fn many_open_marks_take_no_time() {
        for mark in ["*a ", "`", "**a ", "[", "[a](", "![", "*a* **b"] {
            let source = mark.repeat(60_000);
            let start = std::time::Instant::now();
            nodes(&source);
            assert!(start.elapsed().as_secs() < 5, "{mark}");
        }
    }
}
