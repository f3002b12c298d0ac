//! Where in a file a diagnostic is, for formats that know files and nothing else.

use super::entries::{Entry, File, Form};
use iot_sql::{Diagnostic, Fix, Input, Severity};
use rule_actions::view::Positions;
use std::ops::Range;

/// A stretch of a file: lines and columns from 1, columns in UTF-16 code units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Region {
    /// The line and the column where it starts.
    pub(crate) start: (usize, usize),
    /// Where it ends, exclusive; `None`: the line as a whole.
    pub(crate) end: Option<(usize, usize)>,
}

/// A diagnostic at its place in a file.
pub(crate) struct Placed<'f> {
    /// The file's path, as it was given or found.
    pub(crate) file: &'f str,
    /// The file's text.
    pub(crate) text: &'f str,
    /// The diagnostic; its places are the file's where `is_in_file`.
    pub(crate) diagnostic: Diagnostic,
    /// Whether its places are bytes of the file.
    pub(crate) is_in_file: bool,
    /// How severe it is for whoever asks.
    pub(crate) severity: Severity,
    /// Which rule of the file it is about, where that is not plain.
    pub(crate) rule: Option<&'f str>,
    line: Option<usize>,
}

impl<'f> Placed<'f> {
    /// A diagnostic about a document as a whole.
    pub(crate) fn of_document(file: &'f File, diagnostic: &Diagnostic) -> Self {
        Self {
            file: &file.name,
            text: &file.text,
            diagnostic: diagnostic.clone(),
            is_in_file: true,
            severity: diagnostic.severity(),
            rule: None,
            line: None,
        }
    }

    /// A diagnostic about a rule.
    pub(crate) fn of_rule(
        file: &'f File,
        entry: &'f Entry,
        diagnostic: &Diagnostic,
        severity: Severity,
    ) -> Self {
        let placed = file.texts_of(entry).placed(diagnostic).into_owned();
        let is_in_file = match entry.form {
            Form::Statement => placed.input == Input::Sql,
            Form::Line(_) => false,
            Form::Document => placed.input == Input::Document,
        };
        let line = match entry.form {
            Form::Line(line) => Some(line),
            // What stands nowhere in the document is told where the rule's name is.
            Form::Document => entry
                .rule
                .name_range
                .as_ref()
                .map(|range| Positions::Utf16.line_and_column(file.text.as_bytes(), range.start).0),
            Form::Statement => None,
        };
        let rule = entry.place.strip_prefix(file.name.as_str()).and_then(|rest| rest.strip_prefix(": "));
        Self { file: &file.name, text: &file.text, diagnostic: placed, is_in_file, severity, rule, line }
    }

    /// The places in the file, the primary one first, each with what is said there.
    pub(crate) fn regions(&self) -> Vec<(Region, &str)> {
        let in_file = self.is_in_file.then_some(&self.diagnostic.labels);
        in_file
            .into_iter()
            .flatten()
            .map(|label| (self.region(&label.range), label.message.as_str()))
            .collect()
    }

    /// The primary place: of what stands nowhere in the file the line of its rule, or the first.
    pub(crate) fn primary(&self) -> Region {
        let line = Region { start: (self.line.unwrap_or(1), 1), end: None };
        self.regions().first().map_or(line, |(region, _)| *region)
    }

    /// The primary place in bytes of the file, where it is known.
    pub(crate) fn bytes(&self) -> Option<Range<usize>> {
        let label = self.is_in_file.then(|| self.diagnostic.labels.first()).flatten();
        label.map(|label| label.range.clone())
    }

    /// The bytes of the line that stands for what has no place.
    pub(crate) fn line_bytes(&self) -> Range<usize> {
        let mut start = 0;
        for (index, line) in self.text.split_inclusive('\n').enumerate() {
            if index + 1 == self.line.unwrap_or(1) {
                let indent = line.len() - line.trim_start().len();
                return start + indent.min(line.trim_end().len())..start + line.trim_end().len();
            }
            start += line.len();
        }
        0..0
    }

    /// The fixes that can be made in the file.
    pub(crate) fn fixes(&self) -> &[Fix] {
        if self.is_in_file { &self.diagnostic.fixes } else { &[] }
    }

    /// Bytes of the file as a region.
    pub(crate) fn region(&self, range: &Range<usize>) -> Region {
        let of = |byte| Positions::Utf16.line_and_column(self.text.as_bytes(), byte);
        Region { start: of(range.start), end: Some(of(range.end)) }
    }

    /// What happened and what to do about it, on one line.
    pub(crate) fn sentences(&self) -> String {
        let mut said = match self.rule {
            Some(rule) => format!("{rule}: {}", self.diagnostic.message),
            None => self.diagnostic.message.clone(),
        };
        if let Some(help) = &self.diagnostic.help {
            said += &format!(" {}", capital_and_stop(help));
        }
        if let Some(evidence) = self.diagnostic.evidence {
            said += &format!(" (evidence: {})", evidence.name());
        }
        said
    }
}

/// A help, which begins small and has no full stop, as a sentence of its own.
fn capital_and_stop(help: &str) -> String {
    let text = iot_sql::text::capitalised(help);
    if text.ends_with(['.', '?', '!']) { text } else { format!("{text}.") }
}
