//! What reading a document gathers: placeholders, warnings, errors, and how much work it was.

use super::inputs::{Folder, Inputs, MAX_FILE_BYTES, Values};
use super::limits::{MAX_DIAGNOSTICS, MAX_FILES, MAX_WORK};
use super::node::Node;
use super::placeholders::{Placeholder, Reference, candidates};
use super::rule::{Found, RuleDocument, Source};
use super::text::{Piece, Text};
use super::wording;
use iot_sql::Diagnostic;
use iot_sql::text::shortened;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The most characters of a placeholder's name.
const NAME_LENGTH: usize = 64;
/// The most characters of what a placeholder stands for.
const MEANING_LENGTH: usize = 200;

pub(super) struct Reader<'t> {
    pub(super) text: &'t str,
    inputs: Inputs<'t>,
    /// Whether what is being read is a part of an action, in which the rule's own templates can stand.
    pub(super) in_action: bool,
    placeholders: Vec<Placeholder>,
    /// Placeholders by what they stand for, and how often each name was wanted.
    known: BTreeMap<String, usize>,
    names: BTreeMap<String, usize>,
    /// What looks like a placeholder in the rules' own strings, and what did when the document was read before.
    look_alikes: BTreeSet<String>,
    reserved: BTreeSet<String>,
    /// The values that were given and used, and the defaults that were taken.
    used: BTreeSet<String>,
    defaults: BTreeMap<String, Range<usize>>,
    warnings: Vec<Diagnostic>,
    errors: Vec<Diagnostic>,
    work: usize,
    files: usize,
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str, inputs: Inputs<'t>) -> Self {
        Self {
            text,
            inputs,
            in_action: true,
            placeholders: Vec::new(),
            known: BTreeMap::new(),
            names: BTreeMap::new(),
            look_alikes: BTreeSet::new(),
            reserved: BTreeSet::new(),
            used: BTreeSet::new(),
            defaults: BTreeMap::new(),
            warnings: Vec::new(),
            errors: Vec::new(),
            work: 0,
            files: 0,
        }
    }

    /// A reader for the same document that calls no placeholder like a string of its rules; `None` where none is.
    pub(super) fn again(&self) -> Option<Self> {
        let is_mixed_up = self.placeholders.iter().any(|one| self.look_alikes.contains(&one.text));
        is_mixed_up.then(|| Self { reserved: self.look_alikes.clone(), ..Self::new(self.text, self.inputs) })
    }

    pub(super) fn warn(&mut self, warning: Diagnostic) {
        if self.warnings.len() < MAX_DIAGNOSTICS && !self.warnings.contains(&warning) {
            self.warnings.push(warning);
        }
    }

    pub(super) fn error(&mut self, error: Diagnostic) {
        if self.errors.len() < MAX_DIAGNOSTICS {
            self.errors.push(error);
        }
    }

    /// Counts the making of a value of this size. False where the document asks for more than RuleLens does: whoever
    /// asked then goes on with as little as can be, and [`Reader::finish`] says so.
    pub(super) fn spend(&mut self, size: usize) -> bool {
        self.work = self.work.saturating_add(size.max(1));
        self.work <= MAX_WORK
    }

    /// Whether the document has asked for more than RuleLens does.
    pub(super) fn is_exhausted(&self) -> bool {
        self.work > MAX_WORK
    }

    /// What is known only when the document is deployed, unless a value is given for it. The same thing is the same
    /// placeholder, another thing is another.
    pub(super) fn unknown(
        &mut self,
        name: &str,
        meaning: &str,
        reference: Option<Reference>,
        range: Range<usize>,
    ) -> Node {
        if self.spend(meaning.len())
            && let Some(value) = self.given(meaning)
        {
            return value.placed(&range);
        }
        let placeholder = self.placeholder(name, meaning, reference, range.clone());
        Node::of_text(Text::unknown(placeholder), range)
    }

    fn placeholder(
        &mut self,
        name: &str,
        meaning: &str,
        reference: Option<Reference>,
        range: Range<usize>,
    ) -> usize {
        let meaning = shortened(&collapsed(meaning), MEANING_LENGTH);
        if let Some(known) = self.known.get(&meaning) {
            return *known;
        }
        let name = placeholder_name(name);
        let text = loop {
            let wanted = self.names.entry(name.clone()).or_default();
            *wanted += 1;
            let text = if *wanted == 1 { format!("<{name}>") } else { format!("<{name} ({wanted})>") };
            if !self.reserved.contains(&text) {
                break text;
            }
        };
        self.known.insert(meaning.clone(), self.placeholders.len());
        self.warn(wording::placeholder(&text, &meaning, range.clone()));
        self.placeholders.push(Placeholder { text, stands_for: meaning, range, reference });
        self.placeholders.len() - 1
    }

    /// The value that is given for a name.
    pub(super) fn given(&mut self, name: &str) -> Option<Node> {
        let value = self.inputs.values?.get(name)?.clone();
        self.used.insert(name.to_owned());
        Some(value).filter(|value| self.spend(value.size()))
    }

    /// Says that a default was taken.
    pub(super) fn took_default(&mut self, name: &str, range: &Range<usize>) {
        if !self.defaults.contains_key(name) {
            self.defaults.insert(name.to_owned(), range.clone());
        }
    }

    /// A placeholder that the reader knows.
    pub(super) fn known_placeholder(&self, placeholder: usize) -> &Placeholder {
        &self.placeholders[placeholder]
    }

    /// The string with placeholders in its holes.
    pub(super) fn render(&mut self, text: &Text) -> String {
        let mut rendered = String::with_capacity(text.size());
        for piece in text.pieces() {
            match piece {
                Piece::Known(literal) => {
                    for range in candidates(literal) {
                        if self.look_alikes.len() < MAX_DIAGNOSTICS {
                            self.look_alikes.insert(literal[range].to_owned());
                        }
                    }
                    rendered.push_str(literal);
                }
                Piece::Unknown(placeholder) => rendered.push_str(&self.placeholders[placeholder].text),
            }
        }
        rendered
    }

    /// The document's text at a place.
    pub(super) fn source(&self, range: &Range<usize>) -> &'t str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    /// The text of a file below the document's folder. How long it is counts as work.
    pub(super) fn file(&mut self, path: &str) -> Option<String> {
        self.files += 1;
        let folder = self.inputs.folder.filter(|_| self.files <= MAX_FILES)?;
        let text = folder.read(path).filter(|text| text.len() <= MAX_FILE_BYTES)?;
        self.spend(text.len()).then_some(text)
    }

    /// The names of the files beside the document.
    pub(super) fn files_beside(&self) -> Vec<String> {
        self.inputs.folder.map(Folder::names).unwrap_or_default()
    }

    pub(super) fn finish(
        mut self,
        source: Source,
        mut rules: Vec<RuleDocument>,
    ) -> Result<Found, Vec<Diagnostic>> {
        if self.is_exhausted() {
            return Err(vec![wording::too_much_work()]);
        }
        if !self.errors.is_empty() {
            return Err(self.errors);
        }
        if rules.is_empty() {
            return Err(vec![wording::no_rule(source.name())]);
        }
        for name in self.inputs.values.into_iter().flat_map(Values::names) {
            if !self.used.contains(name) {
                let candidates = self.placeholders.iter().map(|one| one.stands_for.as_str());
                let nearest = iot_sql::nearest(name, candidates).map(str::to_owned);
                self.warn(wording::value_unused(name, nearest.as_deref()));
            }
        }
        if let Some(range) = self.defaults.values().next() {
            let names: Vec<&str> = self.defaults.keys().map(String::as_str).collect();
            let warning = wording::defaults(&names, range.clone());
            self.warn(warning);
        }
        for rule in &mut rules {
            rule.know_placeholders(&self.placeholders);
        }
        super::rule::make_ids_unique(&mut rules);
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
