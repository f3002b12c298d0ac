//! What reading a document gathers: placeholders, warnings, errors.

use super::limits::MAX_DIAGNOSTICS;
use super::rule::{Found, Placeholder, RuleDocument, Source};
use super::wording;
use iot_sql::Diagnostic;
use iot_sql::text::shortened;
use std::collections::BTreeMap;
use std::ops::Range;

/// The most characters of a placeholder's name.
const NAME_LENGTH: usize = 64;
/// The most characters of what a placeholder stands for.
const MEANING_LENGTH: usize = 200;

pub(super) struct Reader<'t> {
    pub(super) text: &'t str,
    placeholders: Vec<Placeholder>,
    /// Placeholders by what they stand for, and how often each name was wanted.
    known: BTreeMap<String, String>,
    names: BTreeMap<String, usize>,
    warnings: Vec<Diagnostic>,
    errors: Vec<Diagnostic>,
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            placeholders: Vec::new(),
            known: BTreeMap::new(),
            names: BTreeMap::new(),
            warnings: Vec::new(),
            errors: Vec::new(),
        }
    }

    pub(super) fn warn(&mut self, warning: Diagnostic) {
        if self.warnings.len() < MAX_DIAGNOSTICS {
            self.warnings.push(warning);
        }
    }

    pub(super) fn error(&mut self, error: Diagnostic) {
        if self.errors.len() < MAX_DIAGNOSTICS {
            self.errors.push(error);
        }
    }

    /// The text that stands for something: `<name>`. The same thing has the same text, another thing has another.
    pub(super) fn placeholder(&mut self, name: &str, meaning: &str, range: Range<usize>) -> String {
        let meaning = shortened(&collapsed(meaning), MEANING_LENGTH);
        if let Some(text) = self.known.get(&meaning) {
            return text.clone();
        }
        let name = placeholder_name(name);
        let wanted = self.names.entry(name.clone()).or_default();
        *wanted += 1;
        let text = if *wanted == 1 { format!("<{name}>") } else { format!("<{name} ({wanted})>") };
        self.known.insert(meaning.clone(), text.clone());
        self.warn(wording::placeholder(&text, &meaning, range.clone()));
        self.placeholders.push(Placeholder { text: text.clone(), stands_for: meaning, range });
        text
    }

    /// The document's text at a place.
    pub(super) fn source(&self, range: &Range<usize>) -> &'t str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    pub(super) fn finish(self, source: Source, rules: Vec<RuleDocument>) -> Result<Found, Vec<Diagnostic>> {
        if !self.errors.is_empty() {
            return Err(self.errors);
        }
        if rules.is_empty() {
            return Err(vec![wording::no_rule(source.name())]);
        }
        Ok(Found { source, rules, placeholders: self.placeholders, warnings: self.warnings })
    }
}

/// Characters that mean nothing in a template, in a string of SQL or between `<` and `>`.
fn placeholder_name(name: &str) -> String {
    let is_safe = |ch: char| ch.is_alphanumeric() || " ._-:[]()/,".contains(ch);
    let safe: String = collapsed(name).chars().filter(|ch| is_safe(*ch)).take(NAME_LENGTH).collect();
    let safe = safe.trim();
    if safe.is_empty() { "unknown".to_owned() } else { safe.to_owned() }
}

fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
