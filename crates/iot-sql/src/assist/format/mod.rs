//! A statement in one layout.

mod atoms;
mod layout;

use super::bracket::outer_first;
use super::within_limit;
use crate::diagnostic::Diagnostic;
use crate::syntax::tree::{Expr, ExprKind, Item, Query, Select};
use crate::syntax::{Lexeme, LexemeKind, Parsed, parse_statement, print, scan};
use crate::topic::TopicFilter;
use crate::version::SqlVersion;
use atoms::atoms;
use layout::Layout;
use std::ops::Range;

/// The statement with each clause on its own line, items on their own where the line would get too long, keywords in
/// capitals. It means the same: an item whose text is its key stays as it is written. Comments, which AWS rejects, stay
/// too.
///
/// ```
/// use iot_sql::{SqlVersion, assist::format_sql};
///
/// let formatted = format_sql("select  a.b as c from 'x' where c>1", SqlVersion::V2016_03_23);
/// assert_eq!(formatted.as_deref(), Ok("SELECT a.b AS c\nFROM 'x'\nWHERE c > 1"));
/// ```
///
/// # Errors
/// Why the statement, without its comments, cannot be read.
pub fn format_sql(text: &str, version: SqlVersion) -> Result<String, Diagnostic> {
    let lexemes = scan(within_limit(text), 0..within_limit(text).len(), true);
    let parsed = parse_statement(&without_comments(text, &lexemes), version)?;
    let kept = kept(&parsed);
    let formatted = Layout::of(&atoms(text, &lexemes, &kept)).statement();
    // Whatever the layout does, the statement stays the same.
    let lexemes = scan(&formatted, 0..formatted.len(), true);
    let again = parse_statement(&without_comments(&formatted, &lexemes), version);
    Ok(if again.is_ok_and(|again| means(&again) == means(&parsed)) { formatted } else { text.to_owned() })
}

/// The text with blanks in place of its comments.
fn without_comments(text: &str, lexemes: &[Lexeme]) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut at = 0;
    for lexeme in lexemes.iter().filter(|lexeme| lexeme.kind == LexemeKind::Comment) {
        plain.push_str(&text[at..lexeme.range.start]);
        plain.extend(std::iter::repeat_n(' ', lexeme.range.len()));
        at = lexeme.range.end;
    }
    plain.push_str(&text[at..]);
    plain
}

/// What a statement is read as: in one form, and the keys of its items.
fn means(parsed: &Parsed) -> (String, Vec<Option<&str>>) {
    let filter = parsed.topic.as_ref().map(|source| &source.filter).map(TopicFilter::as_str);
    let mut keys = Vec::new();
    each_item(parsed, &mut |item| keys.push(item.default_key.as_deref().filter(|_| item.alias.is_empty())));
    (print::statement(&parsed.variables, &parsed.query, filter), keys)
}

/// What stays as it is written: items whose text is their key, and a topic filter without quotes.
fn kept(parsed: &Parsed) -> Vec<Range<usize>> {
    let mut kept: Vec<Range<usize>> = parsed.topic.iter().map(|source| source.range.clone()).collect();
    each_item(parsed, &mut |item| {
        let is_named = match &item.expr.kind {
            ExprKind::Attribute(_) | ExprKind::Variable(_) | ExprKind::Members(..) => true,
            ExprKind::Call(call) => call.arguments.is_empty(),
            _ => false,
        };
        if item.alias.is_empty() && item.default_key.is_some() && !is_named {
            kept.push(item.range.clone());
        }
    });
    outer_first(&mut kept);
    kept
}

/// Calls `visit` for each item, those of nested queries included.
fn each_item<'p>(parsed: &'p Parsed, visit: &mut impl FnMut(&'p Item)) {
    fn of<'p>(query: &'p Query, visit: &mut impl FnMut(&'p Item)) {
        if let Select::Items(items) = &query.select {
            items.iter().for_each(visit);
        }
    }
    of(&parsed.query, visit);
    let mut nested = |expr: &'p Expr| {
        if let ExprKind::Query(query) | ExprKind::Exists(query) = &expr.kind {
            of(query, visit);
        }
    };
    for variable in &parsed.variables {
        variable.expr.walk(&mut nested);
    }
    parsed.query.walk(&mut nested);
}
