//! A trace in the parts in which the page shows it.

use super::actions::in_order;
use rulelens_wasm::{
    DeliveryView, EditView, RangeView, TemplateView, TraceView, TracedExpressionView, TracedValueView,
};

/// What a part of a trace is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// The condition of WHERE.
    Where,
    /// An item of SELECT.
    Select,
}

/// WHERE, or an item of SELECT with what it gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Part<'t> {
    /// What it is.
    pub kind: PartKind,
    /// Its place in the SQL.
    pub range: RangeView,
    /// Its text.
    pub text: &'t str,
    /// The attribute's key; empty for WHERE, and where the item gives more than one attribute.
    pub key: String,
    /// Its value.
    pub value: Option<&'t TracedValueView>,
    /// JSON pointers into the payload.
    pub pointers: &'t [String],
    /// The expressions inside it.
    pub steps: Vec<Step<'t>>,
}

/// An expression inside a part.
#[derive(Clone, Debug, PartialEq)]
pub struct Step<'t> {
    /// How many expressions of the part are around it.
    pub depth: usize,
    /// The expression.
    pub expression: &'t TracedExpressionView,
}

/// The parts of a trace, WHERE first, as AWS evaluates it.
#[must_use]
pub fn parts(trace: &TraceView) -> Vec<Part<'_>> {
    let condition = trace.condition.and_then(|range| {
        let whole = trace.expressions.iter().find(|expression| expression.range == range)?;
        let value = whole.values.first();
        let steps = steps(trace, range);
        Some(Part {
            kind: PartKind::Where,
            range,
            text: &whole.text,
            key: String::new(),
            value,
            pointers: &whole.pointers,
            steps,
        })
    });
    let items = trace.attributes.iter().map(|attribute| Part {
        kind: PartKind::Select,
        range: attribute.item,
        text: &attribute.text,
        key: attribute.key.join("."),
        value: Some(&attribute.value),
        pointers: &attribute.pointers,
        steps: steps(trace, attribute.item),
    });
    condition.into_iter().chain(items).collect()
}

/// The item of SELECT that an attribute comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ItemOrigin<'t> {
    /// The item's number, counted from 1.
    pub number: usize,
    /// Its place in the SQL.
    pub range: RangeView,
    /// Its text.
    pub text: &'t str,
    /// JSON pointers into the payload of what it read.
    pub pointers: &'t [String],
}

/// The item of SELECT that gave an attribute of the outgoing payload, the last one where several did; what no item names
/// came by `*`.
#[must_use]
pub fn origin_of<'t>(trace: &'t TraceView, attribute: &str) -> Option<ItemOrigin<'t>> {
    let named = |key: &[String]| key.first().is_some_and(|first| first == attribute);
    let last = |is: &dyn Fn(&[String]) -> bool| trace.attributes.iter().rev().find(|found| is(&found.key));
    let found = last(&named).or_else(|| last(&|key| key.is_empty()))?;
    let mut items: Vec<usize> = trace.attributes.iter().map(|attribute| attribute.item.start).collect();
    items.dedup();
    let number = items.iter().position(|start| *start == found.item.start)? + 1;
    Some(ItemOrigin { number, range: found.item, text: &found.text, pointers: &found.pointers })
}

/// The expression of WHERE that decided that the message does not pass: from the whole condition inwards, always the
/// first one with the same value.
#[must_use]
pub fn decided(trace: &TraceView) -> Option<RangeView> {
    let range = trace.condition?;
    let mut decided = trace.expressions.iter().find(|expression| expression.range == range)?;
    let value = decided.values.first()?;
    if value.json.as_deref() == Some("true") {
        return None;
    }
    for expression in &trace.expressions {
        let is_inside = expression.range != decided.range
            && expression.range.start >= decided.range.start
            && expression.range.end <= decided.range.end;
        if is_inside && expression.values.first() == Some(value) {
            decided = expression;
        }
    }
    Some(decided.range)
}

/// A template of an action with what is in it.
#[derive(Clone, Debug, PartialEq)]
pub struct TemplatePart<'t> {
    /// The template's path, its text as written, and what it gave.
    pub view: &'t TemplateView,
    /// The text as written.
    pub written: &'t str,
    /// Why it failed, where it did.
    pub failure: Option<&'t str>,
    /// Its expressions; none where all have values, so that the line says it all.
    pub steps: Vec<Step<'t>>,
}

/// The templates of an action, those that were traced.
pub fn templates(delivery: &DeliveryView) -> impl Iterator<Item = TemplatePart<'_>> {
    delivery.templates.iter().filter_map(|view| {
        let traced = view.trace.as_ref()?;
        let failure = traced.failure.as_deref();
        let is_absent = |found: &TracedExpressionView| found.values.iter().any(|value| value.json.is_none());
        let opens = failure.is_some() || traced.expressions.iter().any(is_absent);
        let steps = if opens { nested(traced.expressions.iter()) } else { Vec::new() };
        Some(TemplatePart { view, written: &traced.template, failure, steps })
    })
}

/// The lines of a text that edits change, as they are and as they become; ranges count UTF-16 code units.
#[must_use]
pub fn changed_lines(text: &str, edits: &[EditView]) -> Option<(String, String)> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let start = edits.iter().map(|edit| edit.start).min()?;
    let end = edits.iter().map(|edit| edit.end).max()?;
    if start > end || end > units.len() {
        return None;
    }
    let is_break = |unit: &u16| *unit == u16::from(b'\n');
    let from = units[..start].iter().rposition(is_break).map_or(0, |at| at + 1);
    let to = units[end..].iter().position(is_break).map_or(units.len(), |at| end + at);
    let (mut changed, mut at) = (Vec::new(), from);
    for edit in in_order(edits) {
        changed.extend_from_slice(units.get(at..edit.start)?);
        changed.extend(edit.text.encode_utf16());
        at = edit.end;
    }
    changed.extend_from_slice(units.get(at..to)?);
    Some((String::from_utf16_lossy(&units[from..to]), String::from_utf16_lossy(&changed)))
}

/// Expressions with how many of the others are around them.
fn nested<'t>(expressions: impl Iterator<Item = &'t TracedExpressionView>) -> Vec<Step<'t>> {
    let mut around: Vec<usize> = Vec::new();
    let mut found = Vec::new();
    for expression in expressions.filter(|expression| !expression.literal) {
        while around.last().is_some_and(|end| *end <= expression.range.start) {
            around.pop();
        }
        found.push(Step { depth: around.len(), expression });
        around.push(expression.range.end);
    }
    found
}

/// The expressions inside a range, with their depth; literals say nothing, and the outermost one is the part itself.
fn steps(trace: &TraceView, range: RangeView) -> Vec<Step<'_>> {
    let mut around: Vec<usize> = Vec::new();
    let mut found = Vec::new();
    let inside = |expression: &&TracedExpressionView| {
        expression.range.start >= range.start && expression.range.end <= range.end && !expression.literal
    };
    for expression in trace.expressions.iter().filter(inside) {
        while around.last().is_some_and(|end| *end <= expression.range.start) {
            around.pop();
        }
        if !(around.is_empty() && found.is_empty() && expression.range.start == range.start) {
            found.push(Step { depth: around.len().saturating_sub(1), expression });
        }
        around.push(expression.range.end);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{PartKind, changed_lines, decided, origin_of, parts, templates};
    use rulelens_wasm::{EditView, EvaluateRequest, respond};

    #[test]
    fn an_attribute_comes_from_the_item_that_gave_it() {
        let request = EvaluateRequest {
            sql: "SELECT *, t * 2 AS double, u AS t FROM 'a'".to_owned(),
            topic: "a".to_owned(),
            payload: r#"{"t": 50, "u": 7}"#.to_owned(),
            trace: true,
            ..EvaluateRequest::default()
        };
        let trace = respond(&request).trace.unwrap();
        let found = |name: &str| {
            origin_of(&trace, name).map(|origin| (origin.number, origin.text, origin.pointers.join(" ")))
        };
        assert_eq!(found("double"), Some((2, "t * 2 AS double", "/t".to_owned())));
        assert_eq!(found("t"), Some((3, "u AS t", "/u".to_owned())));
        assert_eq!(found("u").map(|(number, text, _)| (number, text)), Some((1, "*")));
    }

    #[test]
    fn templates_are_opened_where_something_is_absent() {
        let request = EvaluateRequest {
            sql: "SELECT t FROM 'a'".to_owned(),
            topic: "a".to_owned(),
            payload: r#"{"t": 50}"#.to_owned(),
            action: Some(r#"{"republish": {"topic": "x/${t + 1}", "roleArn": "r", "headers": {"contentType": "${upper(none) + 1}"}}}"#.to_owned()),
            trace: true,
            ..EvaluateRequest::default()
        };
        let response = respond(&request);
        let found: Vec<_> = templates(&response.deliveries[0])
            .map(|part| {
                let steps: Vec<_> =
                    part.steps.iter().map(|step| (step.depth, step.expression.text.as_str())).collect();
                (part.written, part.view.text.as_str(), steps)
            })
            .collect();
        assert!(found.contains(&("x/${t + 1}", "x/51", Vec::new())), "{found:?}");
        let opened = vec![(0, "upper(none) + 1"), (1, "upper(none)"), (2, "none")];
        assert!(found.contains(&("${upper(none) + 1}", "", opened)), "{found:?}");
    }

    #[test]
    fn a_fix_is_shown_on_its_line() {
        let edit = |start, end, text: &str| EditView { start, end, text: text.to_owned() };
        let sql = "SELECT 'ä𝄞', temp\nFROM 'a'\nWHERE temp > 2";
        assert_eq!(
            changed_lines(sql, &[edit(34, 38, "tempC")]),
            Some(("WHERE temp > 2".to_owned(), "WHERE tempC > 2".to_owned()))
        );
        let two = [edit(34, 38, "tempC"), edit(14, 18, "tempC")];
        let (before, after) = changed_lines(sql, &two).expect("lines");
        assert_eq!((before.as_str(), after.lines().next()), (sql, Some("SELECT 'ä𝄞', tempC")));
        assert_eq!(changed_lines(sql, &[edit(90, 95, "x")]), None);
        assert_eq!(changed_lines(sql, &[]), None);
    }

    #[test]
    fn what_decided_is_the_innermost_expression_with_the_value_of_the_condition() {
        for (condition, payload, text) in [
            ("a > 1 AND b > 2", r#"{"a": 5, "b": 1}"#, Some("b > 2")),
            ("a > 1 AND b > 2", r#"{"a": 5}"#, Some("b")),
            ("a > 1 AND (b > 2 OR c.d > 3)", r#"{"a": 5, "b": 1, "c": {}}"#, Some("c.d")),
            ("a > 1 OR b > 2", r#"{"a": 0, "b": 1}"#, Some("a > 1")),
            ("flag", r#"{"flag": false}"#, Some("flag")),
            ("NOT flag", r#"{"flag": true}"#, Some("NOT flag")),
            ("a > 1", r#"{"a": 5}"#, None),
        ] {
            let request = EvaluateRequest {
                sql: format!("SELECT * FROM 'a' WHERE {condition}"),
                topic: "a".to_owned(),
                payload: payload.to_owned(),
                trace: true,
                ..EvaluateRequest::default()
            };
            let trace = respond(&request).trace.unwrap();
            let found = decided(&trace).map(|range| &request.sql[range.start..range.end]);
            assert_eq!(found, text, "{condition} of {payload}");
        }
    }

    #[test]
    fn where_comes_first_and_every_part_has_what_is_inside_it() {
        let request = EvaluateRequest {
            sql: "SELECT (t - 32) * 5 AS c, u FROM 'a' WHERE t > 40 AND u <> 1".to_owned(),
            topic: "a".to_owned(),
            payload: r#"{"t": 50, "u": "x"}"#.to_owned(),
            trace: true,
            ..EvaluateRequest::default()
        };
        let trace = respond(&request).trace.unwrap();
        let parts = parts(&trace);
        let shown: Vec<_> = parts
            .iter()
            .map(|part| {
                let steps: Vec<_> =
                    part.steps.iter().map(|step| (step.depth, step.expression.text.as_str())).collect();
                (part.kind, part.text, part.key.as_str(), part.pointers.join(" "), steps)
            })
            .collect();
        let expected = [
            (
                PartKind::Where,
                "t > 40 AND u <> 1",
                "",
                String::new(),
                vec![(0, "t > 40"), (1, "t"), (0, "u <> 1"), (1, "u")],
            ),
            (PartKind::Select, "(t - 32) * 5 AS c", "c", "/t".to_owned(), vec![(0, "(t - 32)"), (1, "t")]),
            (PartKind::Select, "u", "u", "/u".to_owned(), vec![]),
        ];
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_path_in_where_tells_what_it_reads_and_what_is_not_there_is_not_read() {
        for (sql, reads) in [
            ("SELECT b FROM 'a' WHERE t.x > 4 AND u <> 'y'", [vec!["t.x: /t/x", "u: /u"], vec![]]),
            (
                "SELECT t.x + none AS c FROM 'a' WHERE flag",
                [vec!["flag: /flag"], vec!["t.x + none AS c: /t/x"]],
            ),
            ("SELECT none FROM 'a' WHERE none = 1 OR flag", [vec!["flag: /flag"], vec![]]),
        ] {
            let request = EvaluateRequest {
                sql: sql.to_owned(),
                topic: "a".to_owned(),
                payload: r#"{"t": {"x": 50}, "u": "x", "flag": true}"#.to_owned(),
                trace: true,
                ..EvaluateRequest::default()
            };
            let trace = respond(&request).trace.unwrap();
            let found = [PartKind::Where, PartKind::Select].map(|kind| {
                let parts = parts(&trace).into_iter().filter(|part| part.kind == kind);
                let lines = parts.flat_map(|part| {
                    let steps =
                        part.steps.iter().map(|step| (&*step.expression.text, &step.expression.pointers[..]));
                    std::iter::once((part.text, part.pointers)).chain(steps).collect::<Vec<_>>()
                });
                let reading = lines.filter(|(_, pointers)| !pointers.is_empty());
                reading.map(|(text, pointers)| format!("{text}: {}", pointers.join(" "))).collect::<Vec<_>>()
            });
            assert_eq!(found, reads, "{sql}");
        }
    }
}
