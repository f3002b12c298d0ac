//! Words and numbers that appear in more than one place.

use super::plain::{plain, visible};
use crate::state::{Slot, actions, forms};
use rulelens_wasm::{DiagnosticView, Evidence, InputName, Severity, StageName};
use yew::{Classes, Html, classes, html};

/// A number with its thousands apart: `12,345`.
pub(crate) fn count(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number of things: `1 record`, `2 records`.
pub(crate) fn counted(number: usize, thing: &str) -> String {
    format!("{} {thing}{}", count(number), if number == 1 { "" } else { "s" })
}

/// The same, with a word for none: `No records`.
pub(crate) fn counted_or_no(number: usize, thing: &str) -> String {
    if number == 0 { format!("No {thing}s") } else { counted(number, thing) }
}

/// The class of what comes of an attribute, by the attribute's place among those that are marked: there are four colours,
/// which the code editor has too (`web/editor/lineage.mjs`).
pub(crate) fn lit_class(at: usize) -> Classes {
    classes!("is-lit", format!("is-lit-{}", at % 4 + 1))
}

/// A stage as AWS writes it.
pub(crate) fn stage_name(stage: StageName) -> &'static str {
    match stage {
        StageName::Topic => "Topic",
        StageName::Where => "WHERE",
        StageName::Select => "SELECT",
        StageName::Actions => "Timestream",
    }
}

/// A severity as a word.
pub(crate) fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
        Severity::Info => "Note",
    }
}

/// A severity as a style class.
pub(crate) fn severity_class(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "is-error",
        Severity::Warning => "is-warning",
        Severity::Info => "is-info",
    }
}

/// A text in which what stands between backticks is code.
pub(crate) fn prose(text: &str) -> Html {
    let last = text.matches('`').count();
    let parts = text.split('`').enumerate().map(|(at, part)| {
        // A backtick without a partner is a character like any other.
        if at % 2 == 1 && at < last {
            html! { <code>{ plain(part) }</code> }
        } else if at % 2 == 1 {
            visible(&format!("`{part}"))
        } else {
            visible(part)
        }
    });
    html! { <>{ for parts }</> }
}

/// How a behaviour is known, as a word and as a sentence.
pub(crate) fn evidence(evidence: Evidence) -> (&'static str, &'static str) {
    match evidence {
        Evidence::Verified => ("verified", "This was observed on AWS."),
        Evidence::Reported => ("reported", "Others saw this on AWS; the open questions name the source."),
        Evidence::Documented => ("documented", "AWS’s documentation says so."),
        Evidence::Contradicted => ("contradicted", "AWS’s pages disagree with each other."),
        Evidence::Assumed => ("assumed", "AWS does not document this; it is RuleLens's assumption."),
    }
}

/// Where a diagnostic points to: `SQL 1:8`.
pub(crate) fn short_place(diagnostic: &DiagnosticView) -> String {
    let field = diagnostic.action_path.as_deref().map(action_field);
    let input = match diagnostic.input {
        InputName::Sql => "SQL".to_owned(),
        InputName::Payload => "Payload".to_owned(),
        InputName::Topic => "Topic".to_owned(),
        InputName::Action => field.unwrap_or_else(|| "Action".to_owned()),
        InputName::Document => "Document".to_owned(),
        InputName::Request => "WriteRecords".to_owned(),
    };
    match diagnostic.labels.first() {
        Some(label)
            if matches!(diagnostic.input, InputName::Sql | InputName::Payload | InputName::Document) =>
        {
            format!("{input} {}:{}", label.line, label.column)
        }
        _ => input,
    }
}

/// A field of an action in the form's own words: `dimensions[0].value` is `Dimension 1, value`.
fn action_field(path: &str) -> String {
    let Some((slot, rest)) = actions::place(path) else { return "Actions".to_owned() };
    let field = field_words(rest);
    match (slot, field.is_empty()) {
        (Slot::Action(0), true) => "Action".to_owned(),
        (Slot::Action(0), false) => field,
        (Slot::Action(at), true) => format!("Action {}", at + 1),
        (Slot::Action(at), false) => format!("Action {}, {}", at + 1, forms::lower(&field)),
        (Slot::Error, true) => "Error action".to_owned(),
        (Slot::Error, false) => format!("Error action, {}", forms::lower(&field)),
    }
}

/// A path in an action's parameters, member by member.
fn field_words(path: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    for member in path.split('.').filter(|member| !member.is_empty()) {
        let (name, index) = member
            .split_once('[')
            .map_or((member, None), |(name, rest)| (name, rest.trim_end_matches(']').parse::<usize>().ok()));
        let label = match index {
            Some(index) => format!("{} {}", forms::upper(&forms::singular(name)), index + 1),
            None => forms::label(name),
        };
        let is_first = words.is_empty();
        words.push(if is_first { label } else { forms::lower(&label) });
    }
    // A value is what its object is about.
    if words.len() == 2 && path.rsplit('.').next() == Some("value") && !path.contains('[') {
        words.pop();
    }
    words.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rulelens_wasm::LabelView;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        for (number, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (12_345_678, "12,345,678")] {
            assert_eq!(count(number), text);
        }
        assert_eq!(counted(1, "record"), "1 record");
        assert_eq!(counted(0, "record"), "0 records");
        assert_eq!(counted_or_no(0, "record"), "No records");
        assert_eq!(counted_or_no(1, "record"), "1 record");
    }

    #[test]
    fn a_place_is_named_in_the_words_of_the_page() {
        let diagnostic = |input, path: Option<&str>, labelled: bool| DiagnosticView {
            code: String::new(),
            severity: Severity::Error,
            message: String::new(),
            input,
            action_path: path.map(str::to_owned),
            labels: labelled
                .then(|| LabelView {
                    start: 7,
                    end: 9,
                    line: 1,
                    column: 8,
                    end_line: 1,
                    end_column: 10,
                    message: String::new(),
                })
                .into_iter()
                .collect(),
            help: None,
            evidence: None,
            fixes: Vec::new(),
            needed: None,
        };
        let rows = [
            (InputName::Sql, None, true, "SQL 1:8"),
            (InputName::Payload, None, true, "Payload 1:8"),
            (InputName::Payload, None, false, "Payload"),
            (InputName::Topic, None, true, "Topic"),
            (InputName::Action, Some("timestream.dimensions[0].value"), true, "Dimension 1, value"),
            (InputName::Action, Some("timestream.tableName"), false, "Table"),
            (InputName::Action, Some("timestream.dimensions"), false, "Dimensions"),
            (InputName::Action, Some("timestream.timestamp.value"), false, "Timestamp"),
            (
                InputName::Action,
                Some("actions[1].dynamoDBv2.putItem.tableName"),
                false,
                "Action 2, put item, table",
            ),
            (InputName::Action, Some("errorAction.republish"), false, "Error action"),
            (InputName::Action, None, false, "Action"),
        ];
        for (input, path, labelled, text) in rows {
            assert_eq!(short_place(&diagnostic(input, path, labelled)), text);
        }
    }
}
