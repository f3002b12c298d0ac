//! Text that looks like a substitution template and is not one.

use crate::diagnostic::{Diagnostic, Edit, Example};
use crate::evidence::Evidence;
use crate::functions;
use crate::syntax::parse_expression;
use crate::syntax::tree::{BinaryOperator, Expr, ExprKind};
use crate::version::SqlVersion;
use std::ops::Range;

crate::declare_codes! {
    pub(crate) CODES;
    LOOKALIKE = "template.lookalike", Warning, "A string looks like a substitution template and is not one.",
        [
            Example::action(r#"{"republish": {"topic": "rooms/{topic(2)}", "roleArn": "r"}}"#),
            Example::action(r#"{"republish": {"topic": "rooms/{{topic(2)}}/all", "roleArn": "r"}}"#),
            Example::action(r#"{"republish": {"topic": "rooms/#{topic(2)}", "roleArn": "r"}}"#),
            Example::action(r#"{"republish": {"topic": "rooms/%{room}", "roleArn": "r"}}"#),
            Example::action(r#"{"republish": {"topic": "rooms/$topic(2)", "roleArn": "r"}}"#),
            Example::action(r#"{"republish": {"topic": "rooms/$(topic(2))", "roleArn": "r"}}"#),
            Example::action(r#"{"republish": {"topic": "rooms/$ {topic(2)}", "roleArn": "r"}}"#),
            Example::action(r#"{"republish": {"topic": "rooms/topic(2)", "roleArn": "r"}}"#),
            Example::action(r#"{"republish": {"topic": "rooms/${topic(2)}}", "roleArn": "r"}}"#),
            Example::action(r#"{"timestream": {"databaseName": "home", "tableName": "climate", "roleArn": "r", "dimensions": [{"name": "room", "value": "topic(2)"}]}}"#),
            Example::action(r#"{"timestream": {"databaseName": "home", "tableName": "climate", "roleArn": "r", "dimensions": [{"name": "room", "value": "upper(topic(2)) + '-' + clientid()"}]}}"#),
            Example::action(r#"{"iotEvents": {"inputName": "{clientid()}", "roleArn": "r"}}"#),
        ],
        silent [
            Example::action(r#"{"republish": {"topic": "rooms/${topic(2)}", "roleArn": "r"}}"#),
            Example::action(r#"{"republish": {"topic": "rooms/topic", "roleArn": "r"}}"#),
            Example::action(r#"{"republish": {"topic": "$$aws/things/${topic(2)}/shadow/update", "roleArn": "r"}}"#),
            Example::action(r#"{"sns": {"targetArn": "arn:aws:sns:us-east-1:123456789012:t", "roleArn": "r"}}"#),
            Example::action(r#"{"timestream": {"databaseName": "home", "tableName": "climate", "roleArn": "r", "dimensions": [{"name": "room", "value": "floor (2)"}]}}"#),
            Example::action(r#"{"timestream": {"databaseName": "home", "tableName": "climate", "roleArn": "r", "dimensions": [{"name": "room", "value": "{\"level\": 2}"}]}}"#),
            Example::action(r#"{"timestream": {"databaseName": "home", "tableName": "climate", "roleArn": "r", "dimensions": [{"name": "room", "value": "{\"level\": ${t}}"}]}}"#),
            Example::action(r#"{"timestream": {"databaseName": "home", "tableName": "climate", "roleArn": "r", "dimensions": [{"name": "room", "value": "cost ($5)"}]}}"#),
        ];
}

/// The longest string that is looked through.
const MAX_BYTES: usize = 4096;

/// What a template starts with in other languages, and by what it is closed there; longer ones first.
const FORMS: &[(&str, &str)] =
    &[("{{", "}}"), ("$ {", "}"), ("#{", "}"), ("%{", "}"), ("$(", ")"), ("{", "}")];

/// What looks like a template in the parts of a string that stay as they are. `literals` are these parts.
pub(crate) fn check(
    text: &str,
    literals: impl Iterator<Item = Range<usize>>,
    version: SqlVersion,
) -> Option<Diagnostic> {
    if text.len() > MAX_BYTES {
        return None;
    }
    let mut found = Vec::new();
    let literals: Vec<Range<usize>> = literals.collect();
    if let [whole] = literals.as_slice()
        && whole.len() == text.len()
        && let Some(expr) = call_in(text.trim(), version)
    {
        let start = text.len() - text.trim_start().len();
        found.push((start..start + expr.range.end, text.trim().to_owned()));
    } else {
        for literal in &literals {
            in_literal(text, literal.clone(), version, &mut found);
        }
        found.extend(closing_brace_too_many(text, &literals));
    }
    diagnostic(text, &found)
}

/// The expression that a whole string is, where it calls a function.
fn call_in(text: &str, version: SqlVersion) -> Option<Expr> {
    let (expr, _) = parse_expression(text, 0..text.len(), version).ok()?;
    let mut calls = false;
    expr.walk(&mut |expr| calls |= matches!(expr.kind, ExprKind::Call(_)));
    // `rooms/topic(2)` is a path with a call in it, and no division.
    let joins = match &expr.kind {
        ExprKind::Call(_) | ExprKind::Members(..) => true,
        ExprKind::Chain(_, links) => links.iter().all(|link| link.operator == BinaryOperator::Plus),
        _ => false,
    };
    (calls && joins && !text.contains(" (")).then_some(expr)
}

/// Each lookalike with the expression in it; none where it is to go.
fn in_literal(
    text: &str,
    literal: Range<usize>,
    version: SqlVersion,
    found: &mut Vec<(Range<usize>, String)>,
) {
    let mut at = literal.start;
    while at < literal.end {
        let rest = &text[at..literal.end];
        let Some(ch) = rest.chars().next() else { return };
        let hit = form(text, at, literal.end, version).or_else(|| call(text, at, literal.end, version));
        match hit {
            Some((range, expression)) => {
                at = range.end;
                found.push((range, expression));
            }
            None => at += ch.len_utf8(),
        }
    }
}

/// A template in the form of another language that starts here.
fn form(text: &str, at: usize, end: usize, version: SqlVersion) -> Option<(Range<usize>, String)> {
    let rest = text.get(at..end)?;
    let (open, close) = FORMS.iter().find(|(open, _)| rest.starts_with(open))?;
    let from = at + open.len();
    // The first place where it may be closed and can be read.
    let mut to = from;
    while let Some(found) = text.get(to..end)?.find(close).map(|found| to + found) {
        let inner = text.get(from..found)?.trim();
        if let Ok((expr, _)) = parse_expression(inner, 0..inner.len(), version) {
            let is_sure = open.len() > 1;
            return reads_something(&expr, is_sure).then(|| (at..found + close.len(), inner.to_owned()));
        }
        to = found + 1;
    }
    None
}

/// A call of a function that starts here, with the `$` that may stand before it.
fn call(text: &str, at: usize, end: usize, version: SqlVersion) -> Option<(Range<usize>, String)> {
    let is_word = |ch: char| ch.is_ascii_alphanumeric() || ch == '_';
    if text[..at].ends_with(is_word) {
        return None;
    }
    let rest = text.get(at..end)?;
    let name_start = at + usize::from(rest.starts_with('$'));
    let open = text.get(name_start..end)?.find(|ch: char| !is_word(ch)).map(|found| name_start + found)?;
    if !text[open..end].starts_with('(') || functions::find(&text[name_start..open]).is_none() {
        return None;
    }
    let mut to = open;
    while let Some(found) = text.get(to..end)?.find(')').map(|found| to + found + 1) {
        let call = &text[name_start..found];
        if let Ok((Expr { kind: ExprKind::Call(read), .. }, _)) =
            parse_expression(call, 0..call.len(), version)
        {
            return read.callable.then(|| (at..found, call.to_owned()));
        }
        to = found;
    }
    None
}

/// Whether an expression reads the message or calls a function; if the form leaves a doubt, all of it must be a path or
/// a call.
fn reads_something(expr: &Expr, is_sure: bool) -> bool {
    let mut reads = false;
    expr.walk(&mut |expr| {
        reads |= matches!(expr.kind, ExprKind::Attribute(_) | ExprKind::Call(_) | ExprKind::Variable(_));
    });
    reads
        && (is_sure
            || matches!(expr.kind, ExprKind::Attribute(_) | ExprKind::Members(..) | ExprKind::Call(_)))
}

/// A `}` right after a template, where none of the string's is open.
fn closing_brace_too_many(text: &str, literals: &[Range<usize>]) -> Option<(Range<usize>, String)> {
    let mut open = 0_usize;
    for literal in literals {
        let part = &text[literal.clone()];
        if open == 0 && literal.start > 0 && part.starts_with('}') {
            return Some((literal.start..literal.start + 1, String::new()));
        }
        for ch in part.chars() {
            match ch {
                '{' => open += 1,
                '}' => open = open.saturating_sub(1),
                _ => {}
            }
        }
    }
    None
}

fn diagnostic(text: &str, found: &[(Range<usize>, String)]) -> Option<Diagnostic> {
    let (first, expression) = found.first()?;
    let written = crate::text::brief(&text[first.clone()]);
    let (message, title) = if expression.is_empty() {
        (
            "The `}` after the template closes nothing; it stays in the string.".to_owned(),
            "Remove it".to_owned(),
        )
    } else {
        let template = format!("${{{expression}}}");
        (
            format!("`{written}` is not a template and stays in the string as it is written."),
            format!("Write {}", crate::text::brief(&template)),
        )
    };
    let edits = found.iter().map(|(range, expression)| Edit {
        range: range.clone(),
        text: if expression.is_empty() { String::new() } else { format!("${{{expression}}}") },
    });
    let edits = edits.collect();
    let mut diagnostic = Diagnostic::new(&LOOKALIKE, message);
    for (range, _) in found {
        diagnostic = diagnostic.at(range.clone(), "not a template");
    }
    Some(
        diagnostic
            .help("A substitution template is `${expression}`; everything else is taken literally.")
            .evidence(Evidence::Documented)
            .fix_all(title, edits),
    )
}
