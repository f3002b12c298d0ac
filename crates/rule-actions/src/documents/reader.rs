//! What reading a document gathers: placeholders, warnings, errors, and how much work it was.

use super::inputs::{Inputs, MAX_FILE_BYTES, Unread, Values};
use super::limits::{MAX_DIAGNOSTICS, MAX_FILES, MAX_WORK};
use super::node::Node;
use super::placeholders::{Placeholder, Reference, candidates};
use super::places::{Place, Places};
use super::rule::{Found, RuleDocument, Source};
use super::text::{Piece, Run, Text};
use super::wording;
use iot_sql::Diagnostic;
use iot_sql::text::shortened;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The most characters of a placeholder's name.
const NAME_LENGTH: usize = 64;
/// The most members of a rule whose places are kept.
const MAX_MEMBERS: usize = 2000;
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
    /// Whether what is being read is a condition, and which placeholders have only stood in such.
    pub(super) is_aside: bool,
    met_aside: BTreeSet<usize>,
    /// Where the strings of the rule that is being read stand in the document.
    places: Places,
    /// The path of what is being read in the rule.
    path: Vec<String>,
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
            is_aside: false,
            met_aside: BTreeSet::new(),
            places: Places::default(),
            path: Vec::new(),
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
        self.unknown_because(name, meaning, reference, None, range)
    }

    /// The same, with why it is not known where it stands in a file that was not read.
    pub(super) fn unknown_because(
        &mut self,
        name: &str,
        meaning: &str,
        reference: Option<Reference>,
        unread: Option<Unread>,
        range: Range<usize>,
    ) -> Node {
        if self.spend(meaning.len())
            && let Some(value) = self.given(meaning)
        {
            return value.placed(&range);
        }
        let placeholder = self.placeholder(name, meaning, reference, unread, range.clone());
        Node::of_text(Text::unknown(placeholder), range)
    }

    fn placeholder(
        &mut self,
        name: &str,
        meaning: &str,
        reference: Option<Reference>,
        unread: Option<Unread>,
        range: Range<usize>,
    ) -> usize {
        let meaning = shortened(&collapsed(meaning), MEANING_LENGTH);
        if let Some(known) = self.known.get(&meaning) {
            if !self.is_aside && self.met_aside.remove(known) {
                self.placeholders[*known].range = range;
            }
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
        if self.is_aside {
            self.met_aside.insert(self.placeholders.len());
        }
        self.placeholders.push(Placeholder { text, stands_for: meaning, range, reference, unread });
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
        let mut runs = Vec::new();
        for piece in text.pieces() {
            match piece {
                Piece::Known(literal, at) => {
                    let moved = rendered.len();
                    let slice = text.slice(at..at + literal.len());
                    runs.extend(slice.runs().iter().map(|run| Run { at: run.at + moved, ..*run }));
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
        if !runs.is_empty() {
            self.places.strings.push(Place { text: rendered.clone(), runs });
        }
        rendered
    }

    /// Where the strings that were rendered since the last time stand in the document.
    pub(super) fn take_places(&mut self) -> Places {
        std::mem::take(&mut self.places)
    }

    /// Reads a member of an action: `step` is its name, or its index in brackets.
    pub(super) fn member<R>(
        &mut self,
        step: String,
        span: &Range<usize>,
        read: impl FnOnce(&mut Self) -> R,
    ) -> R {
        self.path.push(step);
        if self.places.members.len() < MAX_MEMBERS {
            let path = self.path.join(".").replace(".[", "[");
            self.places.members.push((path, span.clone()));
        }
        let value = read(self);
        self.path.pop();
        value
    }

    /// The document's text at a place.
    pub(super) fn source(&self, range: &Range<usize>) -> &'t str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    /// The text of a file below the document's folder. How long it is counts as work.
    pub(super) fn file(&mut self, path: &str) -> Result<String, Unread> {
        self.files += 1;
        let folder = self.inputs.folder.ok_or(Unread::NoFolder)?;
        if self.files > MAX_FILES {
            return Err(Unread::TooLarge);
        }
        let text = folder.read(path)?;
        if text.len() > MAX_FILE_BYTES || !self.spend(text.len()) {
            return Err(Unread::TooLarge);
        }
        Ok(text)
    }

    /// The paths of the files in a folder below the document's, or in that itself.
    pub(super) fn files_in(&self, folder: &str) -> Vec<String> {
        let mut names = self.inputs.folder.map(|all| all.names(folder)).unwrap_or_default();
        names.sort();
        if !folder.is_empty() {
            for name in &mut names {
                *name = format!("{folder}/{name}");
            }
        }
        names
    }

    /// Whether there is a folder to read files from.
    pub(super) fn has_folder(&self) -> bool {
        self.inputs.folder.is_some()
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
            // What was not read can be where the rules are.
            let mut errors = vec![wording::no_rule(source.name())];
            errors
                .extend(self.warnings.into_iter().filter(|one| one.code.id == wording::DOCUMENT_LEFT_OUT.id));
            return Err(errors);
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
        let mut used: BTreeSet<usize> = BTreeSet::new();
        for rule in &mut rules {
            used.extend(rule.know_placeholders(&self.placeholders));
        }
        // What stands only in conditions, or in what is tried in vain, is in no rule.
        let mut index = 0;
        self.placeholders.retain(|_| {
            index += 1;
            used.contains(&(index - 1))
        });
        let notes = self.placeholders.iter().map(wording::placeholder);
        self.warnings = notes.take(MAX_DIAGNOSTICS).chain(self.warnings).collect();
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
