//! What can be typed at a place.

mod grammar;
mod names;
mod offer;
mod strings;

pub use offer::{Completion, CompletionKind};

use super::place::{Clause, Expects, Frame, FrameKind, Walk};
use super::sample::{self, Values};
use super::{Language, Sample, boundary, statements, within_limit};
use crate::message::Context;
use crate::syntax::{Lexeme, LexemeKind, scan};
use crate::value::Value;
use offer::Offers;
use std::ops::Range;

/// What can be typed at the offset, best first; only what begins with, or contains, what is typed there already.
///
/// Unless asked for (`explicit`), it is empty where nothing is typed yet and after what is finished, so that Enter is a
/// line break there.
#[must_use]
pub fn complete(
    text: &str,
    offset: usize,
    language: Language,
    sample: &Sample<'_>,
    explicit: bool,
) -> Vec<Completion> {
    let text = within_limit(text);
    let offset = boundary(text, offset);
    let is_here = |inner: &Range<usize>| inner.start <= offset && offset <= inner.end;
    let Some(statement) = statements(text, language).into_iter().find(|statement| is_here(&statement.inner))
    else {
        return Vec::new();
    };
    let lexemes = scan(text, statement.inner, !statement.is_template);
    let Some(typed) = Typed::at(text, &lexemes, offset) else { return Vec::new() };
    let walk = Walk::over(text, &lexemes[..typed.before], statement.is_template);

    let context = Context::default();
    let own = if statement.is_template { sample.statement } else { text };
    let places = set_variables(own);
    let variables = sample::variables(own, &places, sample.version);
    let site = Site { text, lexemes: &lexemes, walk: &walk, offset, sample, before: typed.before };
    let mut offers = Offers::new(&text[typed.range.clone()], typed.range.clone(), explicit);
    let mut values = site.values(Values::of(*sample, &context, &variables));
    if typed.quote.is_some() {
        strings::inside(&site, &mut values, &mut offers);
        return offers.best();
    }
    match walk.top().expects {
        Expects::Operand => {
            if !strings::is_written_out(&site) {
                let names = places.iter().map(|(name, _)| &own[name.clone()]);
                names::variables(&mut values, names, &mut offers);
                strings::literals(&site, &mut values, &mut offers);
                names::keys(&site, &mut values, &mut offers);
                grammar::operand(&site, &mut offers);
            }
        }
        Expects::Member => names::members(&site, &mut values, &mut offers),
        Expects::Topic => strings::topic(&site, &mut offers, true),
        Expects::Variable | Expects::Assignment | Expects::Name | Expects::Colon | Expects::Key => {}
        Expects::Statement | Expects::Operator | Expects::AfterName | Expects::Exists | Expects::Close => {
            grammar::keywords(&site, &mut offers);
        }
        Expects::Type => grammar::types(sample.version, &mut offers),
    }
    offers.best()
}

/// The variables of a statement's SET clause.
fn set_variables(statement: &str) -> Vec<(Range<usize>, Range<usize>)> {
    let statement = within_limit(statement);
    let starts = statement.trim_start().get(..3).is_some_and(|word| word.eq_ignore_ascii_case("SET"));
    if !starts {
        return Vec::new();
    }
    Walk::over(statement, &scan(statement, 0..statement.len(), true), false).variables
}

/// What is typed already at a place.
struct Typed {
    range: Range<usize>,
    /// How many tokens stand before it.
    before: usize,
    /// The quote of the string that it stands in.
    quote: Option<char>,
}

impl Typed {
    /// `None` in a comment or a number, where nothing can be offered.
    fn at(text: &str, lexemes: &[Lexeme], offset: usize) -> Option<Self> {
        use LexemeKind as Kind;
        let before = lexemes.iter().take_while(|lexeme| lexeme.range.start < offset).count();
        let nothing = Self { range: offset..offset, before, quote: None };
        let Some(last) = before.checked_sub(1).map(|last| &lexemes[last]) else { return Some(nothing) };
        let quote = text[last.range.clone()].chars().next();
        let written = &text[last.range.clone()];
        let is_on_its_line = !text[last.range.end.min(offset)..offset].contains('\n');
        let is_open_comment = || {
            written.starts_with("--") && is_on_its_line
                || written.starts_with("/*") && !written.ends_with("*/")
        };
        match last.kind {
            Kind::Comment if is_open_comment() => None,
            _ if offset > last.range.end && last.kind != Kind::OpenString => Some(nothing),
            Kind::Comment | Kind::Number => None,
            Kind::Word | Kind::Keyword | Kind::Variable => {
                Some(Self { range: last.range.start..offset, before: before - 1, quote: None })
            }
            Kind::String if offset == last.range.end => Some(nothing),
            Kind::OpenString if !is_on_its_line => Some(nothing),
            Kind::String | Kind::OpenString => {
                Some(Self { range: last.range.start + 1..offset, before: before - 1, quote })
            }
            _ => Some(nothing),
        }
    }
}

/// A place, with what is known of it.
struct Site<'a> {
    text: &'a str,
    lexemes: &'a [Lexeme],
    walk: &'a Walk,
    offset: usize,
    sample: &'a Sample<'a>,
    /// How many tokens stand before what is typed.
    before: usize,
}

impl<'a> Site<'a> {
    /// What expressions give at this place: inside nested queries, for the first element.
    fn values<'v>(&self, values: Values<'v>) -> ValuesHere<'v> {
        /// Nested queries that are looked into.
        const MOST: usize = 4;
        let is_inside = |frame: &&Frame| frame.kind == FrameKind::Query && frame.clause != Clause::From;
        let queries = self.walk.frames.iter().rev().filter(is_inside).take(MOST);
        ValuesHere { values, sources: queries.filter_map(|query| self.source(query)).collect() }
    }

    /// What a nested query goes through, and its alias.
    fn source(&self, query: &Frame) -> Option<(String, String)> {
        let starts = self.lexemes.partition_point(|lexeme| lexeme.range.start <= query.open.start);
        let mut depth = 0_usize;
        let mut from = None;
        let mut until = starts;
        for (index, lexeme) in self.lexemes.iter().enumerate().skip(starts) {
            let slice = &self.text[lexeme.range.clone()];
            match lexeme.kind {
                LexemeKind::Open => depth += 1,
                LexemeKind::Close if depth == 0 => break,
                LexemeKind::Close => depth -= 1,
                LexemeKind::Keyword if depth == 0 && slice.eq_ignore_ascii_case("FROM") => {
                    from = Some(index + 1);
                }
                LexemeKind::Keyword | LexemeKind::Comma if depth == 0 && from.is_some() => break,
                _ => {}
            }
            until = index + 1;
        }
        let mut source = self.lexemes.get(from?..until)?;
        let mut alias = None;
        let after = self.lexemes.get(until).map_or("", |lexeme| &self.text[lexeme.range.clone()]);
        if after.eq_ignore_ascii_case("AS") {
            alias = self.lexemes.get(until + 1).filter(|lexeme| lexeme.kind == LexemeKind::Word);
        } else if let [rest @ .., before, last] = source
            && matches!(before.kind, LexemeKind::Word | LexemeKind::Close)
            && last.kind == LexemeKind::Word
        {
            alias = Some(last);
            source = &source[..=rest.len()];
        }
        let range = source.first()?.range.start..source.last()?.range.end;
        let alias = alias.map_or("", |lexeme| &self.text[lexeme.range.clone()]);
        Some((self.text[range].to_owned(), alias.to_owned()))
    }

    /// The text of an argument of the innermost call.
    fn argument(&self, number: usize) -> &'a str {
        let Some(call) = self.walk.call() else { return "" };
        let first = self.lexemes.partition_point(|lexeme| lexeme.range.start < call.open.end);
        let (mut depth, mut commas) = (0_usize, 0);
        let mut range: Option<Range<usize>> = None;
        for lexeme in self.lexemes[first..].iter().take_while(|lexeme| lexeme.range.start < self.offset) {
            match lexeme.kind {
                LexemeKind::Comma if depth == 0 => commas += 1,
                LexemeKind::Open => depth += 1,
                LexemeKind::Close => depth = depth.saturating_sub(1),
                _ => {}
            }
            let is_it = commas == number && !(lexeme.kind == LexemeKind::Comma && depth == 0);
            if is_it {
                range.get_or_insert_with(|| lexeme.range.clone()).end = lexeme.range.end;
            }
        }
        range.map_or("", |range| &self.text[range])
    }
}

/// What expressions give at a place.
struct ValuesHere<'v> {
    values: Values<'v>,
    /// What the nested queries around it go through, the innermost first, each with the element's name.
    sources: Vec<(String, String)>,
}

impl ValuesHere<'_> {
    fn get(&mut self, expression: &str) -> Value {
        self.get_from(expression, 0)
    }

    /// The value as so many of the innermost queries do not see it.
    fn get_from(&mut self, expression: &str, outer: usize) -> Value {
        let mut wrapped = expression.to_owned();
        for (source, alias) in self.sources.iter().skip(outer) {
            let named = if alias.is_empty() { String::new() } else { format!(" AS {alias}") };
            wrapped = format!("get((SELECT VALUE {wrapped} FROM {source}{named}), 0)");
        }
        self.values.get(&wrapped)
    }
}
