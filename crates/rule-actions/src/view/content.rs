//! What the actions did.

use super::{DiagnosticView, TracedExpressionView, Viewer};
use crate::action::{Content, Delivery, GivenTemplate};
use crate::actions::influxdb::{FieldType, Point, Tag};
use crate::actions::timestream::table::{Store, WriteOutcome};
use crate::actions::timestream::{
    self, MeasureValueType, Record, TimeUnit, TypeReason, TypeReasons, TypeRule, Written,
};
use iot_sql::Evidence;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What an action did with a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct DeliveryView {
    /// The action's key in a rule, such as `timestream`; empty for a kind that RuleLens does not know.
    pub kind: String,
    /// The action's name, such as `Timestream`.
    pub title: String,
    /// Where the action stands among the rule's actions, such as `actions[0].timestream`.
    pub path: String,
    /// Where the message goes, such as a table's name.
    pub destination: String,
    /// What arrives there.
    #[serde(serialize_with = "content")]
    pub content: ContentView,
    /// What the templates with expressions in it gave.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub templates: Vec<TemplateView>,
    /// Why something of it is lost; the error action gets each of them.
    pub errors: Vec<DiagnosticView>,
}

/// What a template gave for the message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct TemplateView {
    /// Where the template stands in the action's parameters, such as `dimensions[0].value`.
    pub path: String,
    /// Its text; empty if it failed.
    pub text: String,
    /// How it came to that, if it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace: Option<TemplateTraceView>,
}

/// How a template came to its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct TemplateTraceView {
    /// The template as written.
    pub template: String,
    /// Its expressions by their place in it, outer ones before inner ones.
    pub expressions: Vec<TracedExpressionView>,
    /// Why it failed, if it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
}

/// What arrives at an action's destination.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum ContentView {
    /// Nothing: the action fails, or has nothing to send.
    Nothing,
    /// Records of a Timestream table.
    Records {
        /// The database's name.
        #[serde(rename = "DatabaseName")]
        database: String,
        /// The table's name.
        #[serde(rename = "TableName")]
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
    /// A request whose body is text rather than JSON.
    Text {
        /// What the text is called, such as `line protocol`.
        format: String,
        /// The text.
        text: String,
    },
}

/// Every member that some kind of content has.
///
/// Serde's own way to read an enum by a tag among its members holds the members in memory first and reads everything in
/// them a second way, which makes up a twentieth of the page's program.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Members {
    kind: Kind,
    #[serde(default, rename = "DatabaseName")]
    database: String,
    #[serde(default, rename = "TableName")]
    table: String,
    #[serde(default)]
    records: Vec<RecordView>,
    #[serde(default)]
    points: Vec<PointView>,
    #[serde(default)]
    operation: String,
    #[serde(default)]
    request: String,
    #[serde(default)]
    format: String,
    #[serde(default)]
    text: String,
}

/// The tag of a content.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum Kind {
    Nothing,
    Records,
    Points,
    Request,
    Text,
}

/// The same in the same order, for a form without names; a kind is its place in [`Kind`].
#[derive(Default, Serialize)]
struct WrittenMembers<'v> {
    kind: u32,
    database: &'v str,
    table: &'v str,
    records: &'v [RecordView],
    points: &'v [PointView],
    operation: &'v str,
    request: &'v str,
    format: &'v str,
    text: &'v str,
}

/// Writes a content: by the tag among its members, and in a form without names as all of [`Members`] in their order.
fn content<S: Serializer>(content: &ContentView, serializer: S) -> Result<S::Ok, S::Error> {
    if serializer.is_human_readable() {
        return content.serialize(serializer);
    }
    let nothing = WrittenMembers::default();
    let members = match content {
        ContentView::Nothing => nothing,
        ContentView::Records { database, table, records } => {
            WrittenMembers { kind: 1, database, table, records, ..nothing }
        }
        ContentView::Points { points } => WrittenMembers { kind: 2, points, ..nothing },
        ContentView::Request { operation, request } => {
            WrittenMembers { kind: 3, operation, request, ..nothing }
        }
        ContentView::Text { format, text } => WrittenMembers { kind: 4, format, text, ..nothing },
    };
    members.serialize(serializer)
}

impl<'de> Deserialize<'de> for ContentView {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Members { kind, database, table, records, points, operation, request, format, text } =
            Members::deserialize(deserializer)?;
        Ok(match kind {
            Kind::Nothing => Self::Nothing,
            Kind::Records => Self::Records { database, table, records },
            Kind::Points => Self::Points { points },
            Kind::Request => Self::Request { operation, request },
            Kind::Text => Self::Text { format, text },
        })
    }
}

/// One record of a `WriteRecords` request, and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "PascalCase")]
pub struct RecordView {
    /// The attribute's name.
    pub measure_name: String,
    /// The value as `WriteRecords` takes it: a string, whatever the type.
    pub measure_value: String,
    /// The value's type.
    pub measure_value_type: MeasureValueType,
    /// The time as a string, in `TimeUnit` since 1970-01-01 UTC.
    pub time: String,
    /// The time's unit.
    pub time_unit: TimeUnit,
    /// The dimensions, in the action's order.
    pub dimensions: Vec<Dimension>,
    /// The time as a date in UTC (`2026-01-31 08:15:00.000`), if it is one.
    #[serde(rename = "timeUtc", skip_serializing_if = "Option::is_none")]
    pub time_utc: Option<String>,
    /// Whether the time is that of processing because the action names none.
    #[serde(rename = "processingTime")]
    pub processing_time: bool,
    /// Why the measure has its type, if it was asked for.
    #[serde(rename = "typeReason", skip_serializing_if = "Option::is_none")]
    pub type_reason: Option<TypeReasonView>,
    /// What Timestream does with it.
    #[serde(rename = "verdict")]
    pub verdict: VerdictView,
}

/// A dimension of a record.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "PascalCase")]
pub struct Dimension {
    /// Its name.
    pub name: String,
    /// Its value after templates.
    pub value: String,
}

/// What Timestream does with a record, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct VerdictView {
    /// What becomes of the record.
    pub outcome: WriteOutcome,
    /// The store that it is written to, if it is accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub store: Option<Store>,
    /// What there is to report about it; nothing for a record that is simply written. If Timestream's own words are
    /// known, a reason's `help` quotes them.
    pub reasons: Vec<DiagnosticView>,
}

/// Why a measure has its type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct TypeReasonView {
    /// Which of the rules of the action's page decided.
    pub rule: TypeRule,
    /// The value that decided, as the payload writes it if it comes from there; shortened after 60 characters.
    pub value: String,
    /// The rule's SQL version.
    pub sql_version: String,
    /// The value that decided, SQL version and rule in one sentence.
    pub explanation: String,
    /// How it is known.
    pub evidence: Evidence,
}

/// One point: tags and fields of one time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct PointView {
    /// The table, which InfluxDB 2 calls a measurement.
    pub measurement: String,
    /// The tags, sorted by key.
    pub tags: Vec<Tag>,
    /// The fields, in the attributes' order.
    pub fields: Vec<FieldView>,
    /// The time as a string, in `timeUnit` since 1970-01-01 UTC.
    pub time: String,
    /// The time's unit.
    pub time_unit: TimeUnit,
    /// The time as a date in UTC, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_utc: Option<String>,
    /// The point as a line of line protocol.
    pub line: String,
}

/// A field of a point.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct FieldView {
    /// Its key.
    pub key: String,
    /// Its type.
    #[serde(rename = "type")]
    pub field_type: FieldType,
    /// Its value as a string, without what line protocol puts around it.
    pub value: String,
}

impl DeliveryView {
    /// The records, if the action writes to Timestream.
    #[must_use]
    pub fn records(&self) -> &[RecordView] {
        match &self.content {
            ContentView::Records { records, .. } => records,
            _ => &[],
        }
    }
}

impl Viewer<'_> {
    /// The view of a delivery; records have the reasons of their types if `reasons` are given.
    #[must_use]
    pub fn delivery(&self, delivery: &Delivery, reasons: Option<&TypeReasons<'_>>) -> DeliveryView {
        let most = self.limit.unwrap_or(usize::MAX);
        DeliveryView {
            kind: delivery.kind.to_owned(),
            title: delivery.title.to_owned(),
            path: delivery.path.to_string(),
            destination: delivery.destination.to_string(),
            content: match &delivery.content {
                Content::Nothing => ContentView::Nothing,
                Content::Records { database, table, records } => ContentView::Records {
                    database: database.to_string(),
                    table: table.to_string(),
                    records: records.iter().take(most).map(|written| self.record(written, reasons)).collect(),
                },
                Content::Points(points) => {
                    ContentView::Points { points: points.iter().take(most).map(PointView::from).collect() }
                }
                Content::Request { operation, body } => {
                    ContentView::Request { operation: (*operation).to_owned(), request: body.to_string() }
                }
                Content::Text { format, text } => {
                    ContentView::Text { format: (*format).to_owned(), text: text.clone() }
                }
            },
            templates: self.templates(delivery),
            errors: self.diagnostics(delivery.errors()),
        }
    }

    /// The view of what a delivery's templates gave.
    pub(super) fn templates(&self, delivery: &Delivery) -> Vec<TemplateView> {
        let view = |given: &GivenTemplate| TemplateView {
            path: given.path.to_string(),
            text: given.text.to_string(),
            trace: given.trace.as_ref().map(|trace| self.template_trace(trace)),
        };
        delivery.templates.iter().map(view).collect()
    }

    fn record(&self, written: &Written, reasons: Option<&TypeReasons<'_>>) -> RecordView {
        let Written { record, verdict, .. } = written;
        RecordView {
            measure_name: record.measure_name.to_string(),
            measure_value: record.measure_value.to_string(),
            measure_value_type: record.measure_value_type,
            time: record.time.to_string(),
            time_unit: record.time_unit,
            dimensions: record.dimensions.iter().map(Dimension::from).collect(),
            time_utc: record.time_utc(),
            processing_time: record.processing_time,
            type_reason: reasons.and_then(|reasons| written.type_reason(reasons)).map(TypeReasonView::from),
            verdict: VerdictView {
                outcome: verdict.outcome,
                store: verdict.store,
                reasons: self.diagnostics(verdict.reasons.iter().map(AsRef::as_ref)),
            },
        }
    }
}

impl From<&timestream::Dimension> for Dimension {
    fn from(dimension: &timestream::Dimension) -> Self {
        Self { name: dimension.name.to_string(), value: dimension.value.to_string() }
    }
}

impl From<&Dimension> for timestream::Dimension {
    fn from(view: &Dimension) -> Self {
        Self { name: view.name.as_str().into(), value: view.value.as_str().into() }
    }
}

impl From<&RecordView> for Record {
    fn from(view: &RecordView) -> Self {
        Self {
            measure_name: view.measure_name.as_str().into(),
            measure_value: view.measure_value.as_str().into(),
            measure_value_type: view.measure_value_type,
            time: view.time.as_str().into(),
            time_unit: view.time_unit,
            processing_time: view.processing_time,
            dimensions: view.dimensions.iter().map(Into::into).collect(),
        }
    }
}

impl From<TypeReason> for TypeReasonView {
    fn from(reason: TypeReason) -> Self {
        let TypeReason { rule, value, version, explanation, evidence, .. } = reason;
        Self { rule, value, sql_version: version.name().to_owned(), explanation, evidence }
    }
}

impl From<&Point> for PointView {
    fn from(point: &Point) -> Self {
        let fields = point.fields.iter().map(|field| FieldView {
            key: field.key.clone(),
            field_type: field.value.field_type(),
            value: field.value.to_string(),
        });
        Self {
            measurement: point.measurement.clone(),
            tags: point.tags.clone(),
            fields: fields.collect(),
            time: point.time.to_string(),
            time_unit: point.time_unit,
            time_utc: point.time_utc(),
            line: point.line(),
        }
    }
}
