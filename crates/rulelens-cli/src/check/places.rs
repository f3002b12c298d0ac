//! Places in the document of what stands in a rule's strings.

use iot_sql::{Diagnostic, Edit, Input};
use std::ops::Range;

/// A piece of a string, where it begins in the document, and how long it is.
struct Piece {
    start: usize,
    in_document: usize,
    length: usize,
}

/// The diagnostic with its places in the document, where the string that it is about stands there as it is, and only once.
pub(super) fn in_document(diagnostic: &Diagnostic, text: &str, document: &str) -> Option<Diagnostic> {
    if diagnostic.labels.is_empty() || !matches!(diagnostic.input, Input::Sql | Input::Action(_)) {
        return None;
    }
    let pieces = pieces(text, document)?;
    let mut placed = diagnostic.clone();
    placed.input = Input::Document;
    for label in &mut placed.labels {
        label.range = place(&pieces, &label.range)?;
    }
    placed.fixes.retain_mut(|fix| {
        fix.edits
            .iter_mut()
            .all(|edit: &mut Edit| place(&pieces, &edit.range).map(|range| edit.range = range).is_some())
    });
    Some(placed)
}

/// The string in the document: whole, or line by line where the document indents them.
fn pieces(text: &str, document: &str) -> Option<Vec<Piece>> {
    let only = |part: &str| {
        let at = document.find(part)?;
        (!part.is_empty() && document.rfind(part) == Some(at)).then_some(at)
    };
    if let Some(in_document) = only(text) {
        return Some(vec![Piece { start: 0, in_document, length: text.len() }]);
    }
    let mut pieces: Vec<Piece> = Vec::new();
    let mut start = 0;
    for whole in text.split_inclusive('\n') {
        let line = whole.trim();
        if !line.is_empty() {
            let from = match pieces.last() {
                Some(last) => last.in_document + last.length,
                None => only(line)?,
            };
            let in_document = from + document.get(from..)?.find(line)?;
            // Between two lines of a string there is nothing but what indents them.
            let is_next = pieces.is_empty() || document[from..in_document].trim().is_empty();
            let indent = whole.len() - whole.trim_start().len();
            pieces.push(Piece { start: start + indent, in_document, length: line.len() });
            if !is_next {
                return None;
            }
        }
        start += whole.len();
    }
    (!pieces.is_empty()).then_some(pieces)
}

fn place(pieces: &[Piece], range: &Range<usize>) -> Option<Range<usize>> {
    let find = |at: usize| {
        let piece = pieces.iter().find(|piece| (piece.start..=piece.start + piece.length).contains(&at))?;
        Some(piece.in_document + (at - piece.start))
    };
    let (start, end) = (find(range.start)?, find(range.end)?);
    (start <= end).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::in_document;
    use iot_sql::{Rule, SqlVersion};

    #[test]
    fn lines_are_found_where_they_are_indented() {
        let sql = "SELECT a,\n  b\nFORM 'x'\n";
        let document = "Sql: |\n      SELECT a,\n        b\n      FORM 'x'\nOther: 1\n";
        let error = Rule::parse(sql, SqlVersion::default()).expect_err("FORM");
        let placed = in_document(&error, sql, document).expect("a place");
        assert_eq!(&document[placed.labels[0].range.clone()], "FORM");
        let fixed = placed.fixes[0].apply(document).expect("a fix");
        assert!(fixed.contains("      FROM 'x'\n"), "{fixed}");
        assert_eq!(in_document(&error, sql, &document.repeat(2)), None, "it could be either");
        assert_eq!(in_document(&error, sql, "Sql: other"), None);
    }
}
