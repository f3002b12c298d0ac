//! Two strings side by side with what differs between them marked.

use crate::cases::Difference;
use crate::printable::escaped;
use anstyle::{AnsiColor, Style};
use similar::{ChangeTag, TextDiff};
use std::io::{self, Write};
use std::ops::Range;
use std::time::Duration;

const EXPECTED: Style = AnsiColor::Green.on_default();
const FOUND: Style = AnsiColor::Red.on_default();

/// Writes what was expected and what was found; where they are of one kind, the differing parts in colour and
/// underlined by carets.
pub(crate) fn write(out: &mut dyn Write, difference: &Difference) -> io::Result<()> {
    let (expected, found) = difference.sides();
    let (expected, found) = (escaped(&expected), escaped(&found));
    let (expected_marks, found_marks) =
        if difference.comparable { marks(&expected, &found) } else { Default::default() };
    write_side(out, "expected", &expected, &expected_marks, EXPECTED)?;
    write_side(out, "found", &found, &found_marks, FOUND)
}

fn write_side(
    out: &mut dyn Write,
    name: &str,
    text: &str,
    marks: &[Range<usize>],
    style: Style,
) -> io::Result<()> {
    write!(out, "    {name:<9}")?;
    let mut carets = String::new();
    let mut at = 0;
    for mark in marks {
        let plain = &text[at..mark.start];
        let marked = &text[mark.clone()];
        write!(out, "{plain}{style}{marked}{style:#}")?;
        carets.extend(plain.chars().map(|_| ' '));
        carets.extend(marked.chars().map(|_| '^'));
        at = mark.end;
    }
    writeln!(out, "{}", &text[at..])?;
    if !carets.is_empty() {
        writeln!(out, "    {:<9}{style}{carets}{style:#}", "")?;
    }
    Ok(())
}

/// The byte ranges in which the strings differ.
fn marks(expected: &str, found: &str) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    let diff = TextDiff::configure().timeout(Duration::from_millis(200)).diff_unicode_words(expected, found);
    let mut sides = (Vec::new(), Vec::new());
    let mut at = (0, 0);
    for change in diff.iter_all_changes() {
        let length = change.value().len();
        match change.tag() {
            ChangeTag::Equal => {
                at.0 += length;
                at.1 += length;
            }
            ChangeTag::Delete => mark(&mut sides.0, &mut at.0, length),
            ChangeTag::Insert => mark(&mut sides.1, &mut at.1, length),
        }
    }
    sides
}

fn mark(marks: &mut Vec<Range<usize>>, at: &mut usize, length: usize) {
    let end = *at + length;
    match marks.last_mut() {
        Some(last) if last.end == *at => last.end = end,
        _ => marks.push(*at..end),
    }
    *at = end;
}

#[cfg(test)]
mod tests {
    use super::{Difference, write};

    fn written(expected: &str, found: &str) -> String {
        let mut out = Vec::new();
        let difference = Difference {
            what: String::new(),
            expected: expected.into(),
            found: found.into(),
            comparable: true,
        };
        write(&mut out, &difference).expect("a vector");
        anstream::adapter::strip_str(&String::from_utf8(out).expect("text")).to_string()
    }

    #[test]
    fn differing_words_are_underlined() {
        assert_eq!(
            written(r#"{"a":24.04,"b":1}"#, r#"{"a":24.05,"b":1}"#),
            concat!(
                "    expected {\"a\":24.04,\"b\":1}\n",
                "                  ^^^^^\n",
                "    found    {\"a\":24.05,\"b\":1}\n",
                "                  ^^^^^\n",
            )
        );
    }

    #[test]
    fn long_texts_are_cut_around_the_first_difference() {
        let same = "same ".repeat(10_000);
        let text = written(&format!("{same}old{same}"), &format!("{same}new{same}\n\u{1b}"));
        assert!(text.len() < 2500 && text.contains("old") && text.contains("new"), "{text}");
        assert!(written("", "a\nb\u{1b}").contains(r"found    a⏎b\u001b"));
    }
}
