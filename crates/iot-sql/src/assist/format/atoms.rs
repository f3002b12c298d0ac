//! What a statement's layout is made of.

use crate::syntax::{Lexeme, LexemeKind};
use std::borrow::Cow;
use std::ops::Range;

/// A token, or a part of the text that stays as it is, with the comments around it.
pub(super) struct Atom<'t> {
    pub(super) text: Cow<'t, str>,
    pub(super) kind: LexemeKind,
    /// Whether a space stands between it and what is before it, on one line.
    pub(super) spaced: bool,
    /// Comments on lines of their own before it.
    pub(super) leading: Vec<&'t str>,
    /// Comments behind it on its line.
    pub(super) trailing: Vec<&'t str>,
    /// Of an opening bracket and of CASE, the number of what closes it.
    pub(super) close: Option<usize>,
    /// Whether it is an operator between two operands.
    pub(super) is_infix: bool,
}

impl Atom<'_> {
    pub(super) fn is_keyword(&self, words: &[&str]) -> bool {
        self.kind == LexemeKind::Keyword && words.contains(&self.text.as_ref())
    }

    /// Whether what follows it must stand on another line.
    pub(super) fn ends_line(&self) -> bool {
        self.trailing.last().is_some_and(|comment| comment.starts_with("--"))
    }

    /// How many columns it takes, with its comments, without the space before it.
    pub(super) fn width(&self) -> usize {
        let count = |text: &str| text.chars().count();
        count(&self.text) + self.trailing.iter().map(|comment| 1 + count(comment)).sum::<usize>()
    }

    pub(super) fn has_lines(&self) -> bool {
        self.text.contains('\n') || self.trailing.iter().any(|comment| comment.contains('\n'))
    }
}

/// The atoms of a statement; `kept` are the parts that stay as they are, outer ones first.
pub(super) fn atoms<'t>(text: &'t str, lexemes: &[Lexeme], kept: &[Range<usize>]) -> Vec<Atom<'t>> {
    let mut atoms: Vec<Atom<'t>> = Vec::new();
    let mut leading = Vec::new();
    let mut kept = kept.iter().peekable();
    let (mut end, mut last) = (0, 0);
    for lexeme in lexemes {
        let Range { start, .. } = lexeme.range;
        if start < end {
            // In what stays as it is.
            continue;
        }
        let slice = &text[lexeme.range.clone()];
        if lexeme.kind == LexemeKind::Comment {
            let is_apart = text[last..start].contains('\n') || atoms.is_empty();
            match atoms.last_mut().filter(|atom| leading.is_empty() && !is_apart && !atom.ends_line()) {
                Some(atom) => atom.trailing.push(slice),
                None => leading.push(slice),
            }
            last = lexeme.range.end;
            continue;
        }
        while kept.peek().is_some_and(|range| range.start < start) {
            kept.next();
        }
        let before = atoms.last();
        let atom = if let Some(whole) = kept.next_if(|range| range.start == start) {
            end = whole.end;
            plain(&text[whole.clone()], LexemeKind::String)
        } else {
            end = lexeme.range.end;
            // A member may have the name of a keyword.
            let is_member = before.is_some_and(|before| before.kind == LexemeKind::Period);
            let kind = match lexeme.kind {
                LexemeKind::Keyword if is_member => LexemeKind::Word,
                kind => kind,
            };
            plain(slice, kind)
        };
        let is_glued = last == start && last > 0;
        let spaced = before.is_some_and(|before| is_spaced(before, &atom, is_glued));
        let is_infix = atom.kind == LexemeKind::Operator && before.is_some_and(ends_operand);
        atoms.push(Atom { spaced, is_infix, leading: std::mem::take(&mut leading), ..atom });
        last = end;
    }
    if !leading.is_empty() {
        atoms.push(Atom { leading, ..plain("", LexemeKind::Semicolon) });
    }
    pair(&mut atoms);
    atoms
}

fn plain(text: &str, kind: LexemeKind) -> Atom<'_> {
    let text = match kind {
        LexemeKind::Keyword => Cow::Owned(text.to_ascii_uppercase()),
        _ => Cow::Borrowed(text),
    };
    Atom {
        text,
        kind,
        spaced: false,
        leading: Vec::new(),
        trailing: Vec::new(),
        close: None,
        is_infix: false,
    }
}

/// Whether an operand may end with it, so that an operator after it stands between two.
fn ends_operand(atom: &Atom<'_>) -> bool {
    match atom.kind {
        LexemeKind::Keyword => atom.text == "END",
        // `*` where it is not a multiplication.
        LexemeKind::Operator => atom.text == "*" && !atom.is_infix,
        LexemeKind::Comma | LexemeKind::Colon | LexemeKind::Open | LexemeKind::Period => false,
        _ => true,
    }
}

fn is_spaced(before: &Atom<'_>, atom: &Atom<'_>, is_glued: bool) -> bool {
    use LexemeKind as Kind;
    match (before.kind, atom.kind) {
        (_, Kind::Comma | Kind::Semicolon | Kind::Close | Kind::Period | Kind::Colon)
        | (Kind::Open | Kind::Period, _) => false,
        (Kind::Word, Kind::Open) => atom.text != "(",
        // A sign stands before its operand; two of them would begin a comment, and one right before a number is the
        // number's.
        (Kind::Operator, kind) if before.text == "-" && !before.is_infix => {
            kind == Kind::Operator || kind == Kind::Number && !is_glued
        }
        _ => true,
    }
}

/// Finds what closes each bracket and each CASE.
fn pair(atoms: &mut [Atom<'_>]) {
    let mut open: Vec<usize> = Vec::new();
    for index in 0..atoms.len() {
        let atom = &atoms[index];
        let closes = atom.kind == LexemeKind::Close || atom.is_keyword(&["END"]);
        if closes {
            if let Some(start) = open.pop() {
                atoms[start].close = Some(index);
            }
        } else if atom.kind == LexemeKind::Open || atom.is_keyword(&["CASE"]) {
            open.push(index);
        }
    }
}
