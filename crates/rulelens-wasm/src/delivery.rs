//! What the actions did with a message, as it crosses the border to JavaScript.

use crate::api::{DiagnosticView, DimensionView, EvidenceView, RecordView};
use crate::view::{Texts, evidence};
use rule_actions::action::{Content, Delivery};
use rule_actions::influxdb::{Field, Point, Tag};
use rule_actions::timestream::table::{Store, Verdict, WriteOutcome};
use rule_actions::timestream::{TypeReason, TypeReasons, TypeRule, Written};
use serde::{Deserialize, Serialize};
use tsify::Tsify;

/// What an action did with a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct DeliveryView {
    /// The action's key in a rule, such as `timestream`; empty for a kind that RuleLens does not know.
    pub action: String,
    /// The action's name, such as `Timestream`.
    pub title: String,
    /// Where the action stands in the request's `action`, such as `actions[0].timestream`.
    pub path: String,
    /// Where the message goes, such as a table's name.
    pub destination: String,
    /// What arrives there.
    pub content: ContentView,
    /// Why something of it is lost; the error action is told of each.
    pub errors: Vec<DiagnosticView>,
}

/// What arrives at an action's destination.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Tsify)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum ContentView {
    /// Nothing: the action fails, or has nothing to hand on.
    Nothing,
    /// Records of a Timestream table.
    Records {
        /// The database's name.
        database: String,
        /// The table's name.
        table: String,
        /// The records, in the attributes' order.
        records: Vec<RecordView>,
    },
    /// Points of InfluxDB tables.
    Points {
        /// The points, one for each object of the outgoing payload.
        points: Vec<PointView>,
    },
    /// A request to the service.
    Request {
        /// What the request is called in the service's API, such as `PutItem`.
        operation: String,
        /// The request as JSON text, whose numbers are exact.
        request: String,
    },
    /// A text.
    Text {
        /// What the text is called, such as `line protocol`.
        format: String,
        /// The text.
        text: String,
    },
}

/// One point: tags and fields of one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct PointView {
    /// The table, which InfluxDB 2 calls a measurement.
    pub measurement: String,
    /// The tags, sorted by key.
    pub tags: Vec<TagView>,
    /// The fields, in the attributes' order.
    pub fields: Vec<FieldView>,
    /// The time as text, in `timeUnit` since 1970-01-01 UTC.
    pub time: String,
    /// `SECONDS`, `MILLISECONDS`, `MICROSECONDS` or `NANOSECONDS`.
    pub time_unit: String,
    /// The time as a date in UTC, where it is one.
    #[tsify(optional)]
    pub time_utc: Option<String>,
    /// The point as a line of line protocol.
    pub line: String,
}

/// A tag of a point.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct TagView {
    /// Its key.
    pub key: String,
    /// Its value after templates.
    pub value: String,
}

/// A field of a point.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct FieldView {
    /// Its key.
    pub key: String,
    /// `integer`, `unsigned`, `float`, `boolean` or `string`.
    pub field_type: String,
    /// Its value as text, without what line protocol puts around it.
    pub value: String,
}

/// Why a measure has its type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct TypeReasonView {
    /// Which of the rules of the action's page decided.
    pub rule: TypeRuleView,
    /// The value that decided, SQL version and rule in one sentence.
    pub explanation: String,
    /// How it is known.
    pub evidence: EvidenceView,
}

/// The rules by which the action's page gives types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub enum TypeRuleView {
    /// A number without a decimal point is BIGINT.
    WholeNumber,
    /// A decimal number is DOUBLE.
    DecimalNumber,
    /// A truth value without quotes is BOOLEAN.
    TruthValue,
    /// A text in quotes is VARCHAR.
    Text,
    /// An object or an array is VARCHAR with its JSON text.
    Json,
}

/// What Timestream does with a record, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct VerdictView {
    /// What becomes of the record.
    pub outcome: VerdictOutcome,
    /// The store that it is written to, where it is accepted.
    #[tsify(optional)]
    pub store: Option<StoreView>,
    /// What there is to say about it; nothing for a record that is simply written. Where Timestream's own words are
    /// known, a reason's `help` quotes them.
    pub reasons: Vec<DiagnosticView>,
}

/// What becomes of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub enum VerdictOutcome {
    /// It is written.
    Accepted,
    /// The same point is there with the same value: nothing changes.
    Unchanged,
    /// It is not written.
    Refused,
    /// AWS does not say.
    Undocumented,
}

/// A table's stores.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub enum StoreView {
    /// For recent records.
    Memory,
    /// For older ones.
    Magnetic,
}

impl DeliveryView {
    /// `reasons` are those of the records' types; `None` where nobody asked.
    pub(crate) fn new(delivery: &Delivery, reasons: Option<&TypeReasons<'_>>, texts: &Texts<'_>) -> Self {
        Self {
            action: delivery.kind.to_owned(),
            title: delivery.title.to_owned(),
            path: delivery.path.clone(),
            destination: delivery.destination.clone(),
            content: match &delivery.content {
                Content::Nothing => ContentView::Nothing,
                Content::Records { database, table, records } => ContentView::Records {
                    database: database.clone(),
                    table: table.clone(),
                    records: records.iter().map(|written| record_view(written, reasons, texts)).collect(),
                },
                Content::Points(points) => {
                    ContentView::Points { points: points.iter().map(point_view).collect() }
                }
                Content::Request { operation, body } => {
                    ContentView::Request { operation: (*operation).to_owned(), request: body.to_string() }
                }
                Content::Text { format, text } => {
                    ContentView::Text { format: (*format).to_owned(), text: text.clone() }
                }
            },
            errors: delivery.errors().map(|error| texts.diagnostic(error)).collect(),
        }
    }

    /// The records, where the action writes to Timestream.
    #[must_use]
    pub fn records(&self) -> &[RecordView] {
        match &self.content {
            ContentView::Records { records, .. } => records,
            _ => &[],
        }
    }
}

fn record_view(written: &Written, reasons: Option<&TypeReasons<'_>>, texts: &Texts<'_>) -> RecordView {
    let Written { record, verdict } = written;
    RecordView {
        measure_name: record.measure_name.clone(),
        measure_value: record.measure_value.clone(),
        measure_value_type: record.measure_value_type.name().to_owned(),
        time: record.time.clone(),
        time_unit: record.time_unit.name().to_owned(),
        time_utc: record.time_utc(),
        processing_time: record.processing_time,
        dimensions: record
            .dimensions
            .iter()
            .map(|dimension| DimensionView { name: dimension.name.clone(), value: dimension.value.clone() })
            .collect(),
        type_reason: reasons.and_then(|reasons| written.type_reason(reasons)).as_ref().map(type_reason_view),
        verdict: verdict_view(verdict, texts),
    }
}

fn point_view(point: &Point) -> PointView {
    let tag = |tag: &Tag| TagView { key: tag.key.clone(), value: tag.value.clone() };
    let field = |field: &Field| FieldView {
        key: field.key.clone(),
        field_type: field.value.field_type().name().to_owned(),
        value: field.value.to_string(),
    };
    PointView {
        measurement: point.measurement.clone(),
        tags: point.tags.iter().map(tag).collect(),
        fields: point.fields.iter().map(field).collect(),
        time: point.time.to_string(),
        time_unit: point.time_unit.name().to_owned(),
        time_utc: point.time_utc(),
        line: point.line(),
    }
}

fn verdict_view(verdict: &Verdict, texts: &Texts<'_>) -> VerdictView {
    VerdictView {
        outcome: match verdict.outcome {
            WriteOutcome::Accepted { .. } => VerdictOutcome::Accepted,
            WriteOutcome::Unchanged => VerdictOutcome::Unchanged,
            WriteOutcome::Refused => VerdictOutcome::Refused,
            WriteOutcome::Undocumented => VerdictOutcome::Undocumented,
        },
        store: verdict.outcome.store().map(|store| match store {
            Store::Memory => StoreView::Memory,
            Store::Magnetic => StoreView::Magnetic,
        }),
        reasons: verdict.reasons.iter().map(|reason| texts.diagnostic(reason)).collect(),
    }
}

fn type_reason_view(reason: &TypeReason) -> TypeReasonView {
    TypeReasonView {
        rule: match reason.rule {
            TypeRule::WholeNumber => TypeRuleView::WholeNumber,
            TypeRule::DecimalNumber => TypeRuleView::DecimalNumber,
            TypeRule::TruthValue => TypeRuleView::TruthValue,
            TypeRule::Text => TypeRuleView::Text,
            TypeRule::Json => TypeRuleView::Json,
        },
        explanation: reason.explanation.clone(),
        evidence: evidence(reason.evidence),
    }
}
