//! A trace in the parts in which the page shows it.

use rulelens_wasm::{RangeView, TraceView, TracedExpressionView, TracedValueView};

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
            pointers: &[],
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
    use super::{PartKind, parts};
    use rulelens_wasm::{EvaluateRequest, respond};

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
}
