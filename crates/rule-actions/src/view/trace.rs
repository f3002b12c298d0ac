//! Where the values of an evaluation came from.

use super::{Positions, TemplateTraceView, Viewer};
use crate::action::TemplateTrace;
use iot_sql::{LevelFit, Rule, Trace, Value};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Bytes of values that a trace shows whole; what comes after them is shortened.
const MAX_VALUES: usize = 4 * 1024 * 1024;

/// Bytes of a value that is shortened.
const MAX_SHORTENED: usize = 200;

/// Levels of a topic that are shown; AWS takes no more than eight and those of Basic Ingest.
const MAX_LEVELS: usize = 40;

/// Bytes of a range's text; expressions inside each other repeat each other's text.
const MAX_TEXT: usize = 200;

/// What an evaluation did: the values of expressions, and where outgoing attributes came from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct TraceView {
    /// The levels of the topic beside those of the filter in FROM.
    #[serde(default)]
    pub topic: Vec<TopicLevelView>,
    /// The condition of WHERE, if there is one and it was evaluated; its values are among `expressions`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<RangeView>,
    /// The outgoing attributes, in the order of their SELECT items.
    pub attributes: Vec<TracedAttributeView>,
    /// The expressions that were evaluated, by their place in the statement, outer ones before inner ones.
    pub expressions: Vec<TracedExpressionView>,
}

/// A level of a topic beside the level of the filter that it is compared with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct TopicLevelView {
    /// The filter's level, or the rule's name in a topic of Basic Ingest; absent if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
    /// The topic's level; absent if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// How the two fit.
    pub fit: LevelFitView,
    /// The number by which `topic(n)` reads it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<usize>,
}

/// How a level of a topic fits that of a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub enum LevelFitView {
    /// They are the same.
    Same,
    /// A wildcard takes it.
    Wildcard,
    /// They are not the same, or one is missing.
    Differs,
    /// It is not compared.
    NotCompared,
}

/// A range of the statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct RangeView {
    /// Where it starts, counted from 0.
    pub start: usize,
    /// Where it ends, exclusive.
    pub end: usize,
}

/// An outgoing attribute, or a group of them for `*`, and where it came from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct TracedAttributeView {
    /// Its key; a dotted alias has several parts. Empty for `*` and for SELECT VALUE.
    pub key: Vec<String>,
    /// The SELECT item.
    pub item: RangeView,
    /// The SELECT item's text; shortened with an ellipsis if it is long.
    pub text: String,
    /// Its value; Undefined if it was omitted.
    pub value: TracedValueView,
    /// JSON pointers into the payload of what its item read; the empty one is the whole payload.
    pub pointers: Vec<String>,
}

/// An expression that was evaluated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct TracedExpressionView {
    /// Where it stands.
    pub range: RangeView,
    /// Its text; shortened with an ellipsis if it is long.
    pub text: String,
    /// Its first values, in order; more than one inside nested queries.
    pub values: Vec<TracedValueView>,
    /// How often it was evaluated.
    pub count: usize,
    /// Whether it is a literal, whose text says as much.
    pub literal: bool,
    /// JSON pointers into the payload of what it read, where it is a path in WHERE that led to something.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pointers: Vec<String>,
}

/// A value on the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct TracedValueView {
    /// The value as JSON text; absent for Undefined. Shortened with an ellipsis after 4 MiB of values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub json: Option<String>,
    /// `Int`, `Decimal`, `Boolean`, `String`, `Array`, `Object`, `Null` or `Undefined`.
    #[serde(rename = "type")]
    pub type_name: String,
}

impl Viewer<'_> {
    /// The view of a trace of the rule.
    #[must_use]
    pub fn trace(&self, trace: &Trace, rule: &Rule) -> TraceView {
        let offsets = self.positions.offsets(self.sql);
        let range =
            |range: &Range<usize>| RangeView { start: offsets.of(range.start), end: offsets.of(range.end) };
        let mut shown = 0;
        let condition = rule.query().condition.as_ref().map(|condition| &condition.range);
        let attributes = trace.attributes.iter().map(|attribute| TracedAttributeView {
            key: attribute.key.iter().map(ToString::to_string).collect(),
            item: range(&attribute.item),
            text: written(self.sql, &attribute.item),
            value: value(&attribute.value, &mut shown),
            pointers: attribute.pointers.clone(),
        });
        let attributes = attributes.collect();
        let levels = rule.topic_levels(self.topic).into_iter().take(MAX_LEVELS).map(|level| TopicLevelView {
            filter: level.filter.map(str::to_owned),
            topic: level.topic.map(str::to_owned),
            fit: match level.fit {
                LevelFit::Same => LevelFitView::Same,
                LevelFit::Wildcard => LevelFitView::Wildcard,
                LevelFit::Differs => LevelFitView::Differs,
                LevelFit::NotCompared => LevelFitView::NotCompared,
            },
            number: level.number,
        });
        TraceView {
            topic: levels.collect(),
            condition: condition.filter(|range| trace.expression(range).is_some()).map(range),
            attributes,
            expressions: expressions(trace, self.sql, self.positions, condition, &mut shown),
        }
    }

    /// The view of how a template came to its text.
    pub(super) fn template_trace(&self, trace: &TemplateTrace) -> TemplateTraceView {
        let TemplateTrace { template, trace, failure } = trace;
        TemplateTraceView {
            template: template.clone(),
            expressions: expressions(trace, template, self.positions, None, &mut 0),
            failure: failure.clone(),
        }
    }
}

/// The expressions of a trace of this text, in which WHERE may be; `shown` is how many bytes of values there are so far.
fn expressions(
    trace: &Trace,
    text: &str,
    positions: Positions,
    condition: Option<&Range<usize>>,
    shown: &mut usize,
) -> Vec<TracedExpressionView> {
    let offsets = positions.offsets(text);
    let mut following = trace.expressions().skip(1);
    let expressions = trace.expressions().map(|expression| {
        // The innermost of those that start at the same place is the path; it comes last.
        let is_path = following.next().is_none_or(|next| next.range.start != expression.range.start);
        let is_there = expression.values.first().is_some_and(|value| !value.is_undefined());
        let in_where = condition.is_some_and(|condition| {
            condition.start <= expression.range.start && expression.range.end <= condition.end
        });
        let reads = trace.read_from(expression.range.start).filter(|_| is_path && is_there && in_where);
        let Range { start, end } = expression.range;
        TracedExpressionView {
            range: RangeView { start: offsets.of(start), end: offsets.of(end) },
            text: written(text, &expression.range),
            values: expression.values.iter().map(|found| value(found, shown)).collect(),
            count: expression.count,
            literal: expression.is_literal,
            pointers: reads.take(1).map(str::to_owned).collect(),
        }
    });
    expressions.collect()
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

/// A value's view; `shown` is how many bytes the trace has so far.
fn value(value: &Value, shown: &mut usize) -> TracedValueView {
    let most = MAX_VALUES.saturating_sub(*shown).max(MAX_SHORTENED);
    let (mut json, all) = value.to_json_start(most);
    *shown += json.len();
    if !all {
        json.truncate(json.floor_char_boundary(MAX_SHORTENED));
        json.push('…');
    }
    TracedValueView { json: (!value.is_undefined()).then_some(json), type_name: value.type_name().to_owned() }
}
