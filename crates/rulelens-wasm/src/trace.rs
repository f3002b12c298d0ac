//! Where the values of an evaluation came from.
//!
//! Ranges are in UTF-16 code units of the SQL statement.

use crate::utf16::Utf16Text;
use iot_sql::{Rule, Trace, Value};
use serde::{Deserialize, Serialize};
use std::ops::Range;
use tsify::Tsify;

/// Bytes of a range's text; expressions inside each other repeat each other's text.
const MAX_TEXT: usize = 200;

/// What an evaluation did: the values of expressions, and where outgoing attributes came from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct TraceView {
    /// The condition of WHERE, where there is one and it was evaluated; its values are among `expressions`.
    #[tsify(optional)]
    pub condition: Option<RangeView>,
    /// The outgoing attributes, in the order of their SELECT items.
    pub attributes: Vec<TracedAttributeView>,
    /// The expressions that were evaluated, by their place in the statement, outer ones before inner ones.
    pub expressions: Vec<TracedExpressionView>,
}

/// A range of the statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Tsify)]
pub struct RangeView {
    /// First UTF-16 code unit, counted from 0.
    pub start: usize,
    /// One past the last UTF-16 code unit.
    pub end: usize,
}

/// An outgoing attribute, or a group of them for `*`, and where it came from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Tsify)]
pub struct TracedAttributeView {
    /// Its key; a dotted alias has several parts. Empty for `*` and for SELECT VALUE.
    pub key: Vec<String>,
    /// The SELECT item.
    pub item: RangeView,
    /// The SELECT item's text; cut with an ellipsis where it is long.
    pub text: String,
    /// Its value; Undefined where it was omitted.
    pub value: TracedValueView,
    /// JSON pointers into the payload of what its item read; the empty one is the whole payload.
    pub pointers: Vec<String>,
}

/// An expression that was evaluated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Tsify)]
pub struct TracedExpressionView {
    /// Where it stands.
    pub range: RangeView,
    /// Its text; cut with an ellipsis where it is long.
    pub text: String,
    /// Its first values, in order; more than one inside nested queries.
    pub values: Vec<TracedValueView>,
    /// How often it was evaluated.
    pub count: usize,
    /// Whether it is a value that is written out, whose text says as much.
    pub literal: bool,
}

/// A value on the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Tsify)]
pub struct TracedValueView {
    /// The value as JSON text; absent for Undefined.
    #[tsify(optional)]
    pub json: Option<String>,
    /// `Int`, `Decimal`, `Boolean`, `String`, `Array`, `Object`, `Null` or `Undefined`.
    #[serde(rename = "type")]
    pub type_name: String,
}

/// A trace as JavaScript gets it.
pub(crate) fn view(trace: &Trace, rule: &Rule, sql: &str) -> TraceView {
    let text = Utf16Text::new(sql);
    let offsets = text.offsets();
    let range =
        |range: &Range<usize>| RangeView { start: offsets.of(range.start), end: offsets.of(range.end) };
    let condition = rule.query().condition.as_ref().map(|condition| &condition.range);
    TraceView {
        condition: condition.filter(|range| trace.expression(range).is_some()).map(range),
        attributes: trace
            .attributes
            .iter()
            .map(|attribute| TracedAttributeView {
                key: attribute.key.iter().map(ToString::to_string).collect(),
                item: range(&attribute.item),
                text: written(sql, &attribute.item),
                value: value(&attribute.value),
                pointers: attribute.pointers.clone(),
            })
            .collect(),
        expressions: trace
            .expressions()
            .map(|expression| TracedExpressionView {
                range: range(&expression.range),
                text: written(sql, &expression.range),
                values: expression.values.iter().map(value).collect(),
                count: expression.count,
                literal: expression.is_literal,
            })
            .collect(),
    }
}

/// The text of a range, on one line.
fn written(sql: &str, range: &Range<usize>) -> String {
    let text = sql.get(range.clone()).unwrap_or_default();
    let mut words = String::new();
    for word in text.split_whitespace() {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
        if words.len() > MAX_TEXT {
            words.truncate(words.floor_char_boundary(MAX_TEXT));
            words.push('…');
            break;
        }
    }
    words
}

fn value(value: &Value) -> TracedValueView {
    TracedValueView {
        json: (!value.is_undefined()).then(|| value.to_json()),
        type_name: value.type_name().to_owned(),
    }
}
