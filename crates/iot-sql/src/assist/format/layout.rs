//! Where lines end.

use super::atoms::Atom;
use crate::syntax::LexemeKind;
use std::ops::Range;

/// Columns that a line has, where it can be broken.
const COLUMNS: usize = 80;

/// Columns that what belongs to a line is indented by.
const STEP: usize = 2;

/// The most columns that a line is indented by.
const DEEPEST: usize = 60;

const CLAUSES: &[&str] = &["SET", "SELECT", "FROM", "WHERE"];

/// A statement that is being laid out.
pub(super) struct Layout<'a> {
    atoms: &'a [Atom<'a>],
    /// The columns that all atoms before each take on one line.
    widths: Vec<usize>,
    /// How many of the atoms before each begin another line, or hold one.
    breaks: Vec<usize>,
    out: String,
    column: usize,
    /// What the current line is indented by.
    indent: usize,
    /// What the line was indented by that goes on here.
    line: usize,
    /// Whether what comes next must stand on another line.
    must_break: bool,
}

impl<'a> Layout<'a> {
    pub(super) fn of(atoms: &'a [Atom<'a>]) -> Self {
        let (mut widths, mut breaks) = (vec![0], vec![0]);
        let mut ends_line = false;
        for (index, atom) in atoms.iter().enumerate() {
            widths.push(widths[index] + usize::from(atom.spaced) + atom.width());
            // A break before the first of a range is none in it; one that the atom holds counts for itself.
            let has_lines = usize::from(atom.has_lines()) * 2;
            breaks.push(breaks[index] + usize::from(ends_line || !atom.leading.is_empty()) + has_lines);
            ends_line = atom.ends_line();
        }
        Self { atoms, widths, breaks, out: String::new(), column: 0, indent: 0, line: 0, must_break: false }
    }

    /// The whole statement.
    pub(super) fn statement(mut self) -> String {
        self.query(0..self.atoms.len(), 0);
        self.out.truncate(self.out.trim_end().len());
        self.out
    }

    /// Columns that a part takes on one line, without the space before it.
    fn width(&self, range: &Range<usize>) -> usize {
        let space = self.atoms.get(range.start).is_some_and(|atom| atom.spaced);
        self.widths[range.end] - self.widths[range.start] - usize::from(space && !range.is_empty())
    }

    /// Whether a part can stand on the current line as it is, with so many columns after it.
    fn fits(&self, range: &Range<usize>, after: usize) -> bool {
        if range.is_empty() {
            return true;
        }
        let first = &self.atoms[range.start];
        let before_first = self.breaks[range.start + 1] - usize::from(first.has_lines()) * 2;
        self.breaks[range.end] == before_first
            && self.column + usize::from(self.column > self.indent) + self.width(range) + after <= COLUMNS
    }

    fn newline(&mut self, indent: usize) {
        self.line = indent.min(DEEPEST);
        self.start_line(self.line);
    }

    fn start_line(&mut self, indent: usize) {
        self.out.truncate(self.out.trim_end_matches(' ').len());
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
        self.indent = indent;
        self.out.extend(std::iter::repeat_n(' ', indent));
        self.column = indent;
        self.must_break = false;
    }

    fn write(&mut self, text: &str) {
        self.out.push_str(text);
        self.column = match text.rfind('\n') {
            Some(at) => text[at + 1..].chars().count(),
            None => self.column + text.chars().count(),
        };
    }

    fn emit(&mut self, index: usize) {
        let atoms = self.atoms;
        let atom = &atoms[index];
        if self.must_break || !atom.leading.is_empty() && self.column > self.indent {
            self.start_line(self.line + STEP);
        }
        for comment in &atom.leading {
            self.write(comment);
            self.start_line(self.indent);
        }
        if atom.spaced && self.column > self.indent {
            self.write(" ");
        }
        self.write(&atom.text);
        for comment in &atom.trailing {
            self.write(" ");
            self.write(comment);
        }
        self.must_break |= atom.ends_line();
    }

    fn emit_all(&mut self, range: Range<usize>) {
        range.for_each(|index| self.emit(index));
    }

    /// The places of a part, outside of brackets and CASE in it, where `is` holds.
    fn places(&self, range: &Range<usize>, is: impl Fn(&Atom<'_>) -> bool) -> Vec<usize> {
        let mut places = Vec::new();
        let mut at = range.start;
        while at < range.end {
            let atom = &self.atoms[at];
            if is(atom) {
                places.push(at);
            }
            at = atom.close.filter(|close| *close > at).unwrap_or(at) + 1;
        }
        places
    }

    /// The parts of a part that begin at these places.
    fn cut(range: &Range<usize>, places: Vec<usize>) -> Vec<Range<usize>> {
        let mut starts: Vec<usize> = std::iter::once(range.start).chain(places).collect();
        starts.dedup();
        let ends = starts.iter().skip(1).copied().chain([range.end]).collect::<Vec<_>>();
        starts.into_iter().zip(ends).map(|(start, end)| start..end).collect()
    }

    /// A statement, or a nested query from its SELECT on: a line for each clause.
    fn query(&mut self, range: Range<usize>, indent: usize) {
        // The last atom may be empty, for comments after the statement.
        let clauses = self.places(&range, |atom| atom.is_keyword(CLAUSES) || atom.text.is_empty());
        for clause in Self::cut(&range, clauses) {
            self.newline(indent);
            self.clause(clause, indent);
        }
    }

    fn clause(&mut self, range: Range<usize>, indent: usize) {
        if self.fits(&range, 0) {
            return self.emit_all(range);
        }
        let mut rest = range.clone();
        let is_list = self.atoms[range.start].is_keyword(&["SET", "SELECT"]);
        while rest.start < rest.end
            && self.atoms[rest.start].is_keyword(&["SET", "SELECT", "FROM", "WHERE", "VALUE"])
        {
            self.emit(rest.start);
            rest.start += 1;
        }
        let items = self.items(&rest);
        if is_list && items.len() > 1 {
            for item in items {
                self.newline(indent + STEP);
                self.expression(item, indent + STEP, 0);
            }
        } else {
            self.expression(rest, indent, 0);
        }
    }

    /// The parts between commas, each with its comma.
    fn items(&self, range: &Range<usize>) -> Vec<Range<usize>> {
        let commas = self.places(range, |atom| atom.kind == LexemeKind::Comma);
        let starts = commas.into_iter().map(|comma| comma + 1).filter(|start| *start < range.end).collect();
        Self::cut(range, starts)
    }

    /// An expression, or an item; its line is indented by `indent`, and so many columns stand after it.
    fn expression(&mut self, range: Range<usize>, indent: usize, after: usize) {
        if self.fits(&range, after) {
            return self.emit_all(range);
        }
        for word in ["OR", "AND"] {
            let operators = self.places(&range, |atom| atom.is_keyword(&[word]));
            if operators.is_empty() {
                continue;
            }
            for part in Self::cut(&range, operators) {
                let is_first = part.start == range.start;
                let mut rest = part;
                if !is_first {
                    self.newline(indent + STEP);
                    self.emit(rest.start);
                    rest.start += 1;
                }
                let indent = if is_first { indent } else { indent + STEP };
                self.expression(rest, indent, 0);
            }
            return;
        }
        self.sequence(range, indent);
    }

    /// An expression that is not broken at AND or OR.
    fn sequence(&mut self, range: Range<usize>, indent: usize) {
        let infixes = self.places(&range, |atom| atom.is_infix);
        for part in Self::cut(&range, infixes) {
            let is_operator = self.atoms[part.start].is_infix;
            if is_operator && !self.fits(&part, 0) && self.column > self.indent {
                self.newline(indent + STEP);
            }
            let mut at = part.start;
            while at < part.end {
                match self.atoms[at].close.filter(|close| *close < part.end) {
                    Some(close) => {
                        self.group(at..close + 1, indent.max(self.indent));
                        at = close + 1;
                    }
                    None => {
                        self.emit(at);
                        at += 1;
                    }
                }
            }
        }
    }

    /// A bracket, or CASE, with all in it.
    fn group(&mut self, range: Range<usize>, indent: usize) {
        if self.fits(&range, 0) || range.len() == 2 {
            return self.emit_all(range);
        }
        let (open, close) = (range.start, range.end - 1);
        if self.atoms[open].kind == LexemeKind::Keyword {
            let branches = self.places(&(open + 1..close), |atom| atom.is_keyword(&["WHEN", "ELSE"]));
            for (index, branch) in Self::cut(&(open..close), branches).into_iter().enumerate() {
                if index == 0 {
                    self.emit(open);
                    self.expression(open + 1..branch.end, indent, 0);
                    continue;
                }
                self.newline(indent + STEP);
                self.expression(branch, indent + STEP, 0);
            }
        } else {
            self.emit(open);
            let inner = open + 1..close;
            if self.atoms[inner.start].is_keyword(&["SELECT"]) {
                self.query(inner, indent + STEP);
            } else {
                for item in self.items(&inner) {
                    self.newline(indent + STEP);
                    self.expression(item, indent + STEP, 0);
                }
            }
        }
        self.newline(indent);
        self.emit(close);
    }
}
