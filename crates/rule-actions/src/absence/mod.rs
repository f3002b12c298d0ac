//! Which parts of outgoing payloads and of templates were Undefined, over all messages.

pub(crate) mod wording;

#[cfg(test)]
mod tests;

use crate::action::wording::in_action;
use iot_sql::{Diagnostic, Run, Template, Undefined, UndefinedPart};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
pub(crate) use wording::CODES;

/// Which parts of outgoing payloads and of templates were Undefined, over the messages for which the rule acted.
#[derive(Clone, Debug, Default)]
pub struct Absences {
    /// Whether messages are only counted, and what there is to say is asked for in the end, by [`Absences::summary`].
    pub counts_only: bool,
    /// Messages for which the rule acted.
    messages: u64,
    /// The present message's ordinal.
    present: u64,
    /// By the text, which is the statement or the template at a path of the action, and the part's place in it.
    places: BTreeMap<(String, usize, usize), Place>,
}

/// A part that was Undefined.
#[derive(Clone, Debug, Default)]
struct Place {
    /// For so many messages.
    count: u64,
    /// Why, for the first of them.
    first: Option<Undefined>,
    /// The first one's ordinal.
    first_message: u64,
}

impl Absences {
    /// None yet, and messages are only counted.
    #[must_use]
    pub fn counting() -> Self {
        Self { counts_only: true, ..Self::default() }
    }

    /// The message of this ordinal comes.
    pub(crate) fn comes(&mut self, message: u64) {
        self.present = message;
    }

    /// Adds what was counted of other messages at the same time.
    pub fn merge(&mut self, other: Self) {
        self.messages += other.messages;
        for (key, found) in other.places {
            match self.places.entry(key) {
                Entry::Vacant(place) => drop(place.insert(found)),
                Entry::Occupied(mut known) => {
                    let known = known.get_mut();
                    known.count += found.count;
                    if found.first_message < known.first_message {
                        (known.first, known.first_message) = (found.first, found.first_message);
                    }
                }
            }
        }
    }

    /// Counts a message for which the rule acts, and tells what of SELECT is Undefined for it; `None` where nothing is.
    pub(crate) fn select(&mut self, run: &mut Run<'_>) -> Option<(Vec<UndefinedPart>, Vec<Diagnostic>)> {
        self.messages += 1;
        if run.is_quiet() {
            return None;
        }
        let parts = run.take_undefined();
        let mut said: Vec<Diagnostic> = Vec::new();
        for part in &parts {
            let found = self.part(String::new(), part, |_| run.why_undefined(part, None));
            said.extend(found.filter(|found| !is_known(found, &said)));
        }
        Some((parts, said))
    }

    /// Tells what of a template, which stands at a path of the action, was Undefined when it was evaluated last.
    pub(crate) fn template(
        &mut self,
        run: &mut Run<'_>,
        template: &Template,
        parts: &[UndefinedPart],
        path: impl Fn() -> String,
    ) -> Vec<Diagnostic> {
        let parts = parts.iter().filter_map(|part| {
            let why = |path: &str| {
                let why = run.why_undefined(part, Some(template))?;
                Some(Undefined { diagnostic: in_action(why.diagnostic, path), ..why })
            };
            self.part(path(), part, why)
        });
        parts.collect()
    }

    /// Counts a part that is Undefined for the present message, and tells what there is to say of it now.
    fn part(
        &mut self,
        path: String,
        part: &UndefinedPart,
        why: impl FnOnce(&str) -> Option<Undefined>,
    ) -> Option<Diagnostic> {
        let key = (path, part.range.start, part.range.end);
        // Said before the place is made, which takes the path.
        let is_first = !self.places.contains_key(&key);
        let why = if is_first || !self.counts_only { why(&key.0) } else { None };
        let place = self.places.entry(key).or_default();
        place.count += 1;
        if is_first {
            place.first.clone_from(&why);
            place.first_message = self.present;
        }
        if self.counts_only { None } else { Some(wording::undefined_in(why?, place.count, self.messages)) }
    }

    /// What there is to say over all messages: a warning for what was Undefined for each of them, a note for what was
    /// so for some.
    #[must_use]
    pub fn summary(&self) -> Vec<Diagnostic> {
        let mut said: Vec<Diagnostic> = Vec::new();
        for place in self.places.values() {
            let found = place.first.clone().map(|why| wording::undefined_in(why, place.count, self.messages));
            said.extend(found.filter(|found| !is_known(found, &said)));
        }
        Diagnostic::sort_by_severity(&mut said);
        said
    }
}

/// Whether the same is said of the same place already, as of a variable that is used twice.
fn is_known(found: &Diagnostic, said: &[Diagnostic]) -> bool {
    said.iter()
        .any(|said| said.code == found.code && said.input == found.input && said.primary() == found.primary())
}
