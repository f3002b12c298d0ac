//! What is offered, in which order.

use std::ops::Range;

/// What an offer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompletionKind {
    /// A word of the grammar, or `true`, `false`, `null`.
    Keyword,
    /// A function.
    Function,
    /// A key of the payload, or a path to one.
    Key,
    /// The name of a nested query's element.
    Name,
    /// A SET variable.
    Variable,
    /// A topic filter or levels of one.
    Topic,
    /// A string, or a part of one: a SQL version, letters of a date pattern, the name of a zone.
    Text,
    /// A number: the level of a topic, a value of the message.
    Number,
    /// A type after `cast(… AS`.
    Type,
}

/// Something that can be typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What is shown.
    pub label: String,
    /// What is inserted.
    pub insert: String,
    /// Where the cursor stands then, in bytes of what is inserted.
    pub cursor: usize,
    /// What is replaced, in bytes of the text.
    pub range: Range<usize>,
    /// What it is.
    pub kind: CompletionKind,
    /// Beside the label: a signature, or a value with its type.
    pub detail: String,
    /// What it does, in a sentence; may be empty.
    pub summary: String,
    /// How well it fits, 0 best; what is offered is in this order.
    pub rank: u8,
}

/// Most that is offered at once.
const MOST: usize = 100;

/// Collects what is offered.
pub(super) struct Offers<'t> {
    typed: &'t str,
    range: Range<usize>,
    explicit: bool,
    found: Vec<Completion>,
    /// Whether what is typed is one of the offers already.
    is_finished: bool,
    /// Whether something is offered where nothing is typed, and nobody asked.
    pub(super) unasked: bool,
}

impl<'t> Offers<'t> {
    pub(super) fn new(typed: &'t str, range: Range<usize>, explicit: bool) -> Self {
        Self { typed, range, explicit, found: Vec::new(), is_finished: false, unasked: false }
    }

    /// What is typed.
    pub(super) fn typed(&self) -> &'t str {
        self.typed
    }

    /// Lets only the end of what is typed count, from this byte of it on.
    pub(super) fn from(&mut self, at: usize) {
        self.typed = &self.typed[at..];
        self.range.start += at;
    }

    /// What is replaced.
    pub(super) fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// Offers a path, which is found by its last name too.
    pub(super) fn add_path(&mut self, path: &str, last: &str, detail: String, rank: u8) {
        let rank = match (distance(path, self.typed), distance(last, self.typed)) {
            (Some(far), Some(near)) => rank.saturating_add(far.min(near)),
            (far, near) => match far.or(near) {
                Some(far) => rank.saturating_add(far),
                None => return,
            },
        };
        if self.found.iter().any(|known| known.label == path) {
            return;
        }
        let (label, insert, cursor) = (path.to_owned(), path.to_owned(), path.len());
        let (range, kind) = (self.range.clone(), CompletionKind::Key);
        self.found.push(Completion {
            label,
            insert,
            cursor,
            range,
            kind,
            detail,
            summary: String::new(),
            rank,
        });
    }

    /// Offers what is inserted as it is shown.
    pub(super) fn add(&mut self, label: &str, kind: CompletionKind, detail: String, summary: &str, rank: u8) {
        self.put(label, label.to_owned(), self.range.clone(), kind, detail, summary, rank);
    }

    /// Offers something that replaces more than what is typed, or is inserted in another form; `cursor` bytes of it stand
    /// behind the cursor then.
    #[expect(clippy::too_many_arguments, reason = "they are the offer's fields")]
    pub(super) fn put(
        &mut self,
        label: &str,
        insert: String,
        range: Range<usize>,
        kind: CompletionKind,
        detail: String,
        summary: &str,
        rank: u8,
    ) {
        let ignores_case =
            matches!(kind, CompletionKind::Keyword | CompletionKind::Function | CompletionKind::Type);
        self.is_finished |= label == self.typed || ignores_case && label.eq_ignore_ascii_case(self.typed);
        let Some(far) = distance(label, self.typed) else { return };
        if self.found.iter().any(|known| known.label == label && known.kind == kind) {
            return;
        }
        let rank = rank.saturating_add(far);
        let cursor = insert.len();
        let (label, summary) = (label.to_owned(), summary.to_owned());
        self.found.push(Completion { label, insert, cursor, range, kind, detail, summary, rank });
    }

    /// Puts the cursor of what was offered last so many bytes before its end.
    pub(super) fn cursor_back(&mut self, label: &str, bytes: usize) {
        if let Some(last) = self.found.last_mut().filter(|last| last.label == label) {
            last.cursor = last.insert.len().saturating_sub(bytes);
        }
    }

    /// What is offered, best first.
    pub(super) fn best(mut self) -> Vec<Completion> {
        if !self.explicit && (self.is_finished || self.typed.is_empty() && !self.unasked) {
            return Vec::new();
        }
        self.found.sort_by_key(|found| found.rank);
        self.found.truncate(MOST);
        self.found
    }
}

/// How far a label is from what is typed; `None` where they have nothing in common.
fn distance(label: &str, typed: &str) -> Option<u8> {
    /// More than the ranks of what begins like it.
    const INSIDE: u8 = 20;
    if label.starts_with(typed) {
        return Some(0);
    }
    let start = label.get(..typed.len());
    if start.is_some_and(|start| start.eq_ignore_ascii_case(typed)) {
        return Some(1);
    }
    let is_long = typed.len() > 1 && typed.len() <= 64;
    let inside = is_long && label.to_ascii_lowercase().contains(&typed.to_ascii_lowercase());
    inside.then_some(INSIDE)
}
