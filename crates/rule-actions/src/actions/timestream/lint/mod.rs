//! Lints: what is written to Timestream but probably not what was meant. One file a lint, with its code, check, words, and
//! examples of what it must and must not be reported for.

pub(super) mod case_twins;
mod confusable_name;
mod date_text;
mod hidden_text;
mod local_time;
mod nested_value;
mod quoted_number;
mod sometimes_whole;
#[cfg(test)]
mod tests;
pub(super) mod unit;
mod written_twice;

use super::action::TimestreamAction;
use super::origin::{Origin, Origins};
use super::record::MAX_VALUES;
use super::written::Written;
use iot_sql::tree::Item;
use iot_sql::{Code, Diagnostic, Edit, Object, Outgoing, Rule, Value};

/// A message's records as lints see them.
pub(super) struct Seen<'s> {
    pub(super) rule: &'s Rule,
    pub(super) action: &'s TimestreamAction,
    pub(super) attributes: &'s Object,
    pub(super) records: &'s [Written],
    pub(super) origins: Origins<'s>,
}

/// A lint: one diagnostic at most for each message, naming all measures that it is about.
struct Lint {
    code: &'static Code,
    check: fn(&Seen<'_>) -> Option<Diagnostic>,
}

const LINTS: &[Lint] = &[
    sometimes_whole::LINT,
    case_twins::LINT,
    written_twice::LINT,
    unit::LINT,
    quoted_number::LINT,
    nested_value::LINT,
    confusable_name::LINT,
    hidden_text::LINT,
    date_text::LINT,
    local_time::LINT,
];

/// The codes of all lints.
pub(crate) static CODES: &[&Code] = &{
    let mut codes = [LINTS[0].code; LINTS.len()];
    let mut index = 1;
    while index < LINTS.len() {
        codes[index] = LINTS[index].code;
        index += 1;
    }
    codes
};

/// Everything that lints report about a message's records.
pub(super) fn all(
    rule: &Rule,
    action: &TimestreamAction,
    payload: &[u8],
    outgoing: &Outgoing,
    records: &[Written],
) -> Vec<Diagnostic> {
    let Outgoing::Json(Value::Object(attributes)) = outgoing else { return Vec::new() };
    let records = &records[..records.len().min(MAX_VALUES)];
    let seen = Seen { rule, action, attributes, records, origins: Origins::new(rule, payload) };
    LINTS.iter().filter_map(|lint| (lint.check)(&seen)).collect()
}

impl<'s> Seen<'s> {
    /// The outgoing attributes for which two tests hold, with where they come from; of the first 100, which are all that
    /// the action can write. Where a value comes from takes a while to find out, so its own test comes first.
    fn attributes_that(
        &self,
        test_value: impl Fn(&str, &Value) -> bool,
        test: impl Fn(&str, &Value, &Origin<'s>) -> bool,
    ) -> Vec<(&'s str, Option<&'s Item>)> {
        let mut found = Vec::new();
        for (name, value) in self.attributes.iter().take(MAX_VALUES) {
            if !test_value(name, value) {
                continue;
            }
            let origin = self.origins.find(name);
            if test(name, value, &origin) {
                found.push((name.as_str(), origin.item));
            }
        }
        found
    }

    /// The text of a place in the statement.
    fn text(&self, range: &std::ops::Range<usize>) -> &'s str {
        self.rule.text().get(range.clone()).unwrap_or_default()
    }

    /// Offers edits of the statement that change all of these items, where each has one and the statement can still
    /// be read afterwards.
    fn fix(
        &self,
        diagnostic: Diagnostic,
        title: &str,
        found: &[(&'s str, Option<&'s Item>)],
        change: impl Fn(&str, &'s Item) -> Option<String>,
    ) -> Diagnostic {
        let edits: Option<Vec<Edit>> = found
            .iter()
            .map(|(name, item)| {
                let item = (*item)?;
                Some(Edit { range: item.range.clone(), text: change(name, item)? })
            })
            .collect();
        match edits {
            Some(edits) if !edits.is_empty() => self.fix_all(diagnostic, title, edits),
            _ => diagnostic,
        }
    }

    /// Offers edits of the statement where it can still be read afterwards.
    fn fix_all(&self, diagnostic: Diagnostic, title: &str, edits: Vec<Edit>) -> Diagnostic {
        let Some(text) = Edit::apply_all(&edits, self.rule.text()) else { return diagnostic };
        match Rule::parse(&text, self.rule.version()) {
            Ok(_) => diagnostic.fix_all(title, edits),
            Err(_) => diagnostic,
        }
    }
}

/// A diagnostic with the places of these items in the statement.
fn at(diagnostic: Diagnostic, found: &[(&str, Option<&Item>)]) -> Diagnostic {
    let items = found.iter().filter_map(|(_, item)| *item);
    items.fold(diagnostic, |diagnostic, item| diagnostic.at(item.range.clone(), ""))
}

/// The names, each in back-ticks.
fn names(found: &[(&str, Option<&Item>)]) -> Vec<String> {
    found.iter().map(|(name, _)| format!("`{name}`")).collect()
}

/// An item's expression with what follows it, and a name: `cast(a AS Decimal) AS a`.
fn aliased(expression: &str, name: &str) -> Option<String> {
    is_plain(name).then(|| format!("{expression} AS {name}"))
}

/// Whether a name can be written in a statement as it is.
pub(super) fn is_plain(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with(|ch: char| ch.is_ascii_digit())
        && name.chars().all(|ch| ch.is_ascii_alphanumeric() || ch == '_')
}

/// The verb's form for so many names.
pub(super) fn form(names: &[String], one: &'static str, many: &'static str) -> &'static str {
    if names.len() == 1 { one } else { many }
}
