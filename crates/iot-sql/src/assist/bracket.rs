//! Brackets that belong together, and what can be folded away.

use super::place::Walk;
use super::{Language, boundary, json, statements, within_limit};
use crate::syntax::scan;
use std::ops::Range;

/// A bracket beside the cursor, or CASE or END, and its partner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brackets {
    /// The one at the cursor.
    pub here: Range<usize>,
    /// The one that it belongs to; `None` where there is none.
    pub partner: Option<Range<usize>>,
}

/// The bracket right before the offset or, if there is none, right after it.
#[must_use]
pub fn brackets(text: &str, language: Language, offset: usize) -> Option<Brackets> {
    let text = within_limit(text);
    let offset = boundary(text, offset);
    let (pairs, alone) = pairs(text, language);
    let touches = |range: &Range<usize>, before: bool| {
        if before { range.end == offset } else { range.start == offset }
    };
    [true, false].into_iter().find_map(|before| {
        let paired = pairs.iter().find_map(|(open, close)| {
            let (here, partner) = match (touches(open, before), touches(close, before)) {
                (true, _) => (open, close),
                (_, true) => (close, open),
                _ => return None,
            };
            Some(Brackets { here: here.clone(), partner: Some(partner.clone()) })
        });
        paired.or_else(|| {
            let here = alone.iter().find(|range| touches(range, before))?;
            Some(Brackets { here: here.clone(), partner: None })
        })
    })
}

/// What can be folded away, outer ranges before inner ones: what stands between brackets, or between CASE and END, over
/// more than one line.
#[must_use]
pub fn folds(text: &str, language: Language) -> Vec<Range<usize>> {
    let text = within_limit(text);
    let (pairs, _) = pairs(text, language);
    let inner = pairs.into_iter().map(|(open, close)| open.end..close.start);
    let mut folds: Vec<Range<usize>> = inner.filter(|range| text[range.clone()].contains('\n')).collect();
    outer_first(&mut folds);
    folds
}

/// Puts ranges in their order, outer ones before those within them.
pub(super) fn outer_first(ranges: &mut [Range<usize>]) {
    ranges.sort_by_key(|range| (range.start, usize::MAX - range.end));
}

/// Pairs of brackets, and those without a partner.
fn pairs(text: &str, language: Language) -> (Pairs, Vec<Range<usize>>) {
    if language == Language::Json {
        return json::pairs(text);
    }
    let mut pairs = Vec::new();
    let mut alone = Vec::new();
    for statement in statements(text, language) {
        let lexemes = scan(text, statement.inner.clone(), !statement.is_template);
        let walk = Walk::over(text, &lexemes, statement.is_template);
        pairs.extend(walk.pairs);
        alone.extend(walk.alone);
        let delimiters =
            [statement.open(), statement.close()].map(|token| token.map(|token| token.start..token.end));
        match delimiters {
            [Some(open), Some(close)] => pairs.push((open, close)),
            [open, close] => alone.extend(open.into_iter().chain(close)),
        }
    }
    (pairs, alone)
}

/// An opening and a closing bracket each.
pub(super) type Pairs = Vec<(Range<usize>, Range<usize>)>;
