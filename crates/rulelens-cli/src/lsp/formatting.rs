//! The layout of statements: of a whole file, or of those in a document, in their places.

use super::document::Open;
use iot_sql::{Edit, assist};
use lsp_types::TextEdit;
use rule_actions::documents::{Found, Inputs, RuleDocument, read_with};

/// The edits that lay out the SQL of a text; `None` where nothing changes.
pub(super) fn edits(open: &Open) -> Option<Vec<TextEdit>> {
    let text = open.text();
    let edits = if open.is_statement() { of_statement(open)? } else { of_document(open) };
    let to_edit = |edit: Edit| TextEdit { range: open.lines.range(text, &edit.range), new_text: edit.text };
    (!edits.is_empty()).then(|| edits.into_iter().map(to_edit).collect())
}

fn of_statement(open: &Open) -> Option<Vec<Edit>> {
    let text = open.text();
    let mut formatted = assist::format_sql(text, open.sql_version()).ok()?;
    if text.ends_with('\n') {
        formatted.push('\n');
    }
    if text.contains("\r\n") {
        formatted = formatted.replace('\n', "\r\n");
    }
    (formatted != text).then(|| vec![Edit { range: 0..text.len(), text: formatted }])
}

fn of_document(open: &Open) -> Vec<Edit> {
    let text = open.text();
    let rules = || open.file.entries.iter().map(|entry| &entry.rule);
    let mut edits: Vec<Edit> = Vec::new();
    for rule in rules() {
        let (Some(string), Ok(version)) = (rule.statement_in_document(), rule.version()) else { continue };
        let of_rule = string.layout(version, text);
        // One place can make several rules.
        let is_new = |edit: &Edit| {
            edits
                .iter()
                .all(|other| other.range.end <= edit.range.start || edit.range.end <= other.range.start)
        };
        if of_rule.iter().all(is_new) {
            edits.extend(of_rule);
        }
    }
    // Whatever the layout does, the document says the same.
    let is_same = Edit::apply_all(&edits, text).is_some_and(|edited| says_the_same(&edited, text));
    if is_same { edits } else { Vec::new() }
}

/// Whether two documents have the same rules but for the layout of their statements.
fn says_the_same(one: &str, other: &str) -> bool {
    let read = |text| read_with(text, Inputs::default()).ok();
    let (Some(Found { rules: one, .. }), Some(Found { rules: other, .. })) = (read(one), read(other)) else {
        return false;
    };
    let laid_out =
        |rule: &RuleDocument| assist::format_sql(&rule.sql, rule.version().unwrap_or_default()).ok();
    one.len() == other.len()
        && one.iter().zip(&other).all(|(one, other)| {
            let is_one_statement = one.sql == other.sql || laid_out(one) == laid_out(other);
            is_one_statement && RuleDocument { sql: other.sql.clone(), ..one.clone() } == *other
        })
}
