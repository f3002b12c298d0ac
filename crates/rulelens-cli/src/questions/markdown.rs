//! Markdown as blocks with their lines: as much of it as the open questions use.

use super::Problem;
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Parser, Tag, TagEnd};
use std::iter::Peekable;
use std::ops::Range;

/// A block, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) kind: Kind,
    /// The line, from 1.
    pub(super) line: usize,
    /// The bytes of the file.
    pub(super) range: Range<usize>,
}

#[derive(Clone, Debug)]
pub(super) enum Kind {
    Heading { level: HeadingLevel, text: String },
    Paragraph(Vec<Span>),
    Code { language: String, text: String },
    List(Vec<Vec<Block>>),
}

/// A piece of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Span {
    Plain(String),
    Strong(String),
    Code(String),
    Link { text: String, address: String },
}

type Events<'t> = Peekable<pulldown_cmark::OffsetIter<'t>>;

/// The blocks of a file.
///
/// # Errors
/// What the format of the open questions has no place for.
pub(super) fn blocks(text: &str) -> Result<Vec<Block>, Problem> {
    let mut events = Parser::new(text).into_offset_iter().peekable();
    Reader { text }.blocks(&mut events, None)
}

/// The line of a byte, from 1.
pub(super) fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes().iter().take(at).filter(|&&byte| byte == b'\n').count() + 1
}

struct Reader<'t> {
    text: &'t str,
}

impl Reader<'_> {
    /// The blocks up to the end of what holds them.
    fn blocks(&self, events: &mut Events<'_>, end: Option<TagEnd>) -> Result<Vec<Block>, Problem> {
        let mut blocks = Vec::new();
        while let Some((event, mut range)) = events.peek().cloned() {
            let line = line_of(self.text, range.start);
            let kind = match event {
                Event::End(tag) if Some(tag) == end => {
                    events.next();
                    return Ok(blocks);
                }
                Event::Start(Tag::Heading { level, .. }) => {
                    events.next();
                    let (spans, _) = self.spans(events, Some(TagEnd::Heading(level)))?;
                    Kind::Heading { level, text: plain(&spans) }
                }
                Event::Start(Tag::Paragraph) => {
                    events.next();
                    Kind::Paragraph(self.spans(events, Some(TagEnd::Paragraph))?.0)
                }
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => {
                    events.next();
                    Kind::Code { language: language.to_string(), text: self.code(events)? }
                }
                Event::Start(Tag::List(_)) => {
                    events.next();
                    Kind::List(self.items(events)?)
                }
                // An item of a tight list has no paragraphs around its text.
                Event::Text(_)
                | Event::Code(_)
                | Event::Start(Tag::Strong | Tag::Emphasis | Tag::Link { .. }) => {
                    let (spans, end) = self.spans(events, None)?;
                    range.end = end;
                    Kind::Paragraph(spans)
                }
                event => return Err(self.misplaced(&event, range)),
            };
            blocks.push(Block { kind, line, range });
        }
        Ok(blocks)
    }

    fn items(&self, events: &mut Events<'_>) -> Result<Vec<Vec<Block>>, Problem> {
        let mut items = Vec::new();
        while let Some((event, range)) = events.next() {
            match event {
                Event::Start(Tag::Item) => items.push(self.blocks(events, Some(TagEnd::Item))?),
                Event::End(TagEnd::List(_)) => break,
                event => return Err(self.misplaced(&event, range)),
            }
        }
        Ok(items)
    }

    fn code(&self, events: &mut Events<'_>) -> Result<String, Problem> {
        let mut code = String::new();
        for (event, range) in events {
            match event {
                Event::Text(text) => code.push_str(&text),
                Event::End(TagEnd::CodeBlock) => break,
                event => return Err(self.misplaced(&event, range)),
            }
        }
        // The line break before the closing fence is not part of the text.
        code.truncate(code.strip_suffix('\n').map_or(code.len(), str::len));
        Ok(code)
    }

    /// The spans up to the end of what holds them, and where they end; `None`: up to the next block or the end of an
    /// item.
    fn spans(&self, events: &mut Events<'_>, end: Option<TagEnd>) -> Result<(Vec<Span>, usize), Problem> {
        let (mut spans, mut last) = (Vec::new(), 0);
        while let Some((event, range)) = events.peek().cloned() {
            let span = match event {
                Event::End(tag) if Some(tag) == end => {
                    events.next();
                    break;
                }
                Event::Text(text) => Span::Plain(text.to_string()),
                Event::SoftBreak => Span::Plain(" ".into()),
                Event::Code(code) => Span::Code(code.to_string()),
                Event::Start(Tag::Emphasis) | Event::End(TagEnd::Emphasis) => Span::Plain(String::new()),
                Event::Start(Tag::Strong) => {
                    events.next();
                    push(&mut spans, Span::Strong(plain(&self.spans(events, Some(TagEnd::Strong))?.0)));
                    last = range.end;
                    continue;
                }
                Event::Start(Tag::Link { dest_url, .. }) => {
                    events.next();
                    let text = plain(&self.spans(events, Some(TagEnd::Link))?.0);
                    push(&mut spans, Span::Link { text, address: dest_url.to_string() });
                    last = range.end;
                    continue;
                }
                _ if end.is_none() => break,
                event => return Err(self.misplaced(&event, range)),
            };
            events.next();
            last = range.end;
            push(&mut spans, span);
        }
        Ok((spans, last))
    }

    fn misplaced(&self, event: &Event<'_>, range: Range<usize>) -> Problem {
        let what = match event {
            Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::HtmlBlock) => {
                "HTML is not allowed here; put `<` in a code span"
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => {
                "an indented code block is not allowed here; use a fenced one"
            }
            Event::Start(Tag::BlockQuote(_)) => "a block quote is not allowed here",
            Event::Rule => "a rule is not allowed here",
            Event::HardBreak => {
                "a hard line break is not allowed here; remove the spaces or the backslash before it"
            }
            Event::Start(Tag::Image { .. }) => "an image is not allowed here",
            _ => "the format of the open questions has no place for this",
        };
        Problem { line: line_of(self.text, range.start), message: what.into() }
    }
}

fn push(spans: &mut Vec<Span>, span: Span) {
    match (spans.last_mut(), span) {
        (_, Span::Plain(text)) if text.is_empty() => {}
        (Some(Span::Plain(before)), Span::Plain(text)) => before.push_str(&text),
        (_, span) => spans.push(span),
    }
}

/// Spans without their marks.
pub(super) fn plain(spans: &[Span]) -> String {
    let text = |span: &Span| match span {
        Span::Plain(text) | Span::Strong(text) | Span::Code(text) | Span::Link { text, .. } => text.clone(),
    };
    spans.iter().map(text).collect()
}
