//! What a rule document leaves open until it is deployed, such as `<Table.Arn>`.

use crate::Plan;
use crate::action::text_at;
use iot_sql::{Diagnostic, Input, SqlVersion};
use std::collections::BTreeMap;
use std::ops::Range;

iot_sql::declare_codes! {
    pub CODES;
    VALUE_NEEDED = "document.value-needed", Error, "The rule cannot be evaluated without a value that is known only after deployment.";
}

/// A string in a rule that stands for what is known only when the rule is deployed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unknown {
    /// The string, such as `<Table.Arn>`; one that is not between `<` and `>` stands for nothing.
    pub text: String,
    /// What it stands for.
    pub stands_for: String,
}

impl Plan {
    /// As [`Plan::new`], for a rule in which strings stand for what is known only when it is deployed: a statement with one
    /// is not parsed, and a string of an action with one is not judged.
    ///
    /// ```
    /// use iot_sql::SqlVersion;
    /// use rule_actions::{Plan, Unknown};
    ///
    /// let unknown = [Unknown { text: "<Limit>".into(), stands_for: "Limit".into() }];
    /// let errors = Plan::with_unknown("SELECT * FROM 'a' WHERE t > <Limit>", SqlVersion::default(), None, &unknown);
    /// assert_eq!(errors.expect_err("an error")[0].code.id, "document.value-needed");
    /// ```
    ///
    /// # Errors
    /// Everything that makes AWS reject the rule, and what has to be known before it can be evaluated.
    pub fn with_unknown(
        sql: &str,
        version: SqlVersion,
        actions: Option<&str>,
        unknown: &[Unknown],
    ) -> Result<Self, Vec<Diagnostic>> {
        let mut known = BTreeMap::new();
        known.extend(unknown.iter().map(|one| (one.text.as_str(), one)));
        let in_sql = found_in(sql, &known);
        if !in_sql.is_empty() {
            let needed = needed("The statement", &in_sql).input(Input::Sql);
            let places = in_sql.into_iter().take(SHOWN).map(|(range, _)| range);
            return Err(vec![
                places.fold(needed, |needed, range| needed.at(range, "known only after deployment")),
            ]);
        }
        Self::new(sql, version, actions).map_err(|errors| {
            let judged = |error: Diagnostic| match &error.input {
                Input::Action(path) if !path.is_empty() => {
                    let text = actions.map(|actions| text_at(actions, path)).unwrap_or_default();
                    match found_in(&text, &known).as_slice() {
                        [] => error,
                        found => needed(path, found).input(error.input.clone()),
                    }
                }
                _ => error,
            };
            let mut judged: Vec<Diagnostic> = errors.into_iter().map(judged).collect();
            judged.dedup();
            judged
        })
    }
}

/// What of a text is unknown, each once, where it stands first.
fn found_in<'u>(text: &str, known: &BTreeMap<&str, &'u Unknown>) -> Vec<(Range<usize>, &'u Unknown)> {
    let mut found: Vec<(Range<usize>, &Unknown)> = Vec::new();
    if known.is_empty() {
        return found;
    }
    for range in candidates(text) {
        if let Some(one) = known.get(&text[range.clone()])
            && !found.iter().any(|(_, other)| other.text == one.text)
        {
            found.push((range, one));
        }
    }
    found
}

fn needed(what: &str, found: &[(Range<usize>, &Unknown)]) -> Diagnostic {
    let names: Vec<&str> = found.iter().take(SHOWN).map(|(_, one)| one.stands_for.as_str()).collect();
    let help = if found.len() == 1 { "Put a value in its place." } else { "Put values in their places." };
    value_needed(what, &known_only_later(&names, found.len() - names.len())).help(help)
}

/// How many placeholders are named.
pub(crate) const SHOWN: usize = 5;

/// Says that `what` has to wait for a value; the clause says which, and why it is not known.
pub(crate) fn value_needed(what: &str, clause: &str) -> Diagnostic {
    Diagnostic::new(&VALUE_NEEDED, format!("{what} cannot be evaluated: {clause}."))
}

/// Why a few names, and so many more, have no value: a clause.
pub(crate) fn known_only_later(names: &[&str], more: usize) -> String {
    let rest = if more == 0 { String::new() } else { format!(" and {more} more") };
    let verb = if names.len() + more == 1 { "is" } else { "are" };
    format!("{}{rest} {verb} known only after deployment", names.join(", "))
}

/// The most bytes of a placeholder's text: 64 characters, a number, and `<>`.
const MOST_BYTES: usize = 64 * 4 + 16;

/// Where something stands between `<` and `>` that could be a placeholder.
pub(crate) fn candidates(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let close = from + text[from..].find('>')?;
            let open = text[from..close].rfind('<').map(|open| from + open);
            from = close + 1;
            if let Some(open) = open.filter(|open| close - open < MOST_BYTES) {
                return Some(open..close + 1);
            }
        }
    })
}

/// The text without its `<…>`.
pub(crate) fn without_placeholders(text: &str) -> String {
    let mut bare = String::new();
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        let Some(close) = rest[open..].find('>') else { break };
        bare.push_str(&rest[..open]);
        rest = &rest[open + close + 1..];
    }
    bare + rest
}

/// Whether a string as it is written in an action has something in it that only the deployed rule knows.
pub(crate) fn has_placeholder(written: &str) -> bool {
    without_placeholders(written).len() < written.len()
}

#[cfg(test)]
mod tests {
    use super::Unknown;
    use crate::Plan;
    use iot_sql::{Diagnostic, Input, SqlVersion};

    fn errors(sql: &str, actions: Option<&str>) -> Vec<Diagnostic> {
        let unknown = ["Stage", "Table", "Unit"]
            .map(|name| Unknown { text: format!("<{name}>"), stands_for: name.to_owned() });
        Plan::with_unknown(sql, SqlVersion::default(), actions, &unknown).err().unwrap_or_default()
    }

    #[test]
    fn a_statement_with_a_hole_is_not_parsed() {
        for sql in ["SELECT <Stage> FORM", "SELECT * FROM '<Stage>/a'", "<Stage>"] {
            let found = errors(sql, None);
            assert_eq!(found.len(), 1, "{found:?}");
            assert_eq!((found[0].code.id, &found[0].input), ("document.value-needed", &Input::Sql));
            assert_eq!(&sql[found[0].labels[0].range.clone()], "<Stage>");
            assert!(
                found[0].message.contains("Stage is known only after deployment"),
                "{}",
                found[0].message
            );
        }
        let both = errors("SELECT <Table> FROM '<Stage>/<Table>'", None);
        assert_eq!(both[0].labels.len(), 2);
        assert!(both[0].message.contains("Table, Stage are known"), "{}", both[0].message);
        // What is no placeholder of the rule is the rule's own.
        let own = errors("SELECT <other> FROM 'a'", None);
        assert!(!own.is_empty() && own[0].code.id != "document.value-needed", "{own:?}");
        assert_eq!(errors("SELECT * FROM 'a'", None), []);
    }

    #[test]
    fn what_is_wrong_with_a_string_that_has_a_hole_is_not_told() {
        let action = |unit: &str, table: &str| {
            format!(
                r#"{{"timestream": {{"databaseName": "d", "tableName": "{table}", "roleArn": "arn:aws:iam::123456789012:role/r",
                    "dimensions": [{{"name": "n", "value": "${{topic()}}"}}], "timestamp": {{"value": "${{t}}", "unit": "{unit}"}}}}}}"#
            )
        };
        assert_eq!(errors("SELECT * FROM 'a'", Some(&action("SECONDS", "<Table>"))), []);
        let found = errors("SELECT * FROM 'a'", Some(&action("<Unit>", "t")));
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].code.id, "document.value-needed");
        assert_eq!(found[0].input, Input::Action("timestream.timestamp.unit".to_owned()));
        let found = errors("SELECT * FROM 'a'", Some(&action("WEEKS", "t")));
        assert_ne!(found[0].code.id, "document.value-needed", "a mistake that is the rule's own");
    }
}
