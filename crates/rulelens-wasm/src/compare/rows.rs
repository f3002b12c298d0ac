//! What is compared of one message, line by line.

use super::fields::{self, FieldEntry};
use super::pairs::{Entry, pairs};
use iot_sql::Outgoing;
use iot_sql::text::shortened;
use rule_actions::action::{Content, Delivery};
use rule_actions::influxdb::Point;
use rule_actions::timestream::table::WriteOutcome;
use rule_actions::timestream::{Dimension, MeasureValueType, Record, TypeReasons, Written};
use rule_actions::{Plan, Report, StageName};
use serde::{Deserialize, Serialize};
use std::cell::OnceCell;
use std::collections::HashMap;
use std::fmt::Display;

/// Characters of a value.
const MAX_VALUE: usize = 200;

/// Characters of a sentence.
const MAX_WORDS: usize = 300;

/// In what the two sides differ. The first of two rules is called A, the second B.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DifferenceKind {
    /// The message ends elsewhere.
    Outcome,
    /// Only A has the record or field.
    OnlyA,
    /// Only B has the record or field.
    OnlyB,
    /// Timestream rejects A's record and not B's.
    RejectedA,
    /// Timestream rejects B's record and not A's.
    RejectedB,
    /// The records or fields have other types.
    Type,
    /// The records or fields have other values.
    Value,
    /// The records or fields have other times.
    Time,
    /// The records have other dimensions.
    Dimensions,
    /// The points have other tags.
    Tags,
    /// The records or points go into other tables.
    Table,
    /// Timestream treats the records differently, though it rejects neither or both.
    Verdict,
    /// An action other than Timestream and InfluxDB sends something else.
    Request,
    /// The outgoing payloads differ, and nothing else does.
    Payload,
    /// Nothing differs.
    Same,
}

/// Something that is compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ComparedRow {
    /// What it is: a measure's name, a field's key, or what else is compared.
    pub name: String,
    /// Whether it is a record, or a field of a point.
    pub record: bool,
    /// What is there on each side; none where nothing is.
    pub sides: [Option<ComparedCell>; 2],
    /// What differs; nothing where both are the same.
    pub kinds: Vec<DifferenceKind>,
    /// What differs, in sentences.
    pub words: String,
}

/// What is there on one side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ComparedCell {
    /// A record's value, a field's as line protocol writes it, or what else is there; shortened after 200 characters.
    pub value: String,
    /// A record's type, and what Timestream does with it.
    pub written: Option<(MeasureValueType, WriteOutcome)>,
}

/// Something that is compared, before it is known whether it is listed.
pub(super) struct Row<'r> {
    pub(super) kinds: Vec<DifferenceKind>,
    content: Compared<'r>,
}

enum Compared<'r> {
    Record([Option<Entry<'r>>; 2]),
    /// Whether its message has points of several tables.
    Field([Option<FieldEntry<'r>>; 2], bool),
    Request([Option<&'r Delivery>; 2]),
    Outcome,
    Payload,
}

impl Row<'_> {
    pub(super) fn is_record(&self) -> bool {
        matches!(self.content, Compared::Record(_))
    }

    pub(super) fn is_field(&self) -> bool {
        matches!(self.content, Compared::Field(..))
    }

    pub(super) fn differs(&self) -> bool {
        !self.kinds.is_empty()
    }
}

/// All that is compared of one message; of what is neither record nor field only what differs.
pub(super) fn rows(reports: [&Report; 2]) -> Vec<Row<'_>> {
    // Where records are rejected, these say so.
    let has_records = |report: &Report| report.deliveries.iter().any(|one| !one.records().is_empty());
    let ends = reports.map(|report| {
        let stopped = report.stopped_at().map(|stage| stage.name);
        (report.outcome_kind(), stopped.filter(|name| *name != StageName::Actions || !has_records(report)))
    });
    let mut rows = Vec::new();
    if ends[0] != ends[1] {
        rows.push(Row { kinds: vec![DifferenceKind::Outcome], content: Compared::Outcome });
    }
    let lists = reports.map(|report| report.deliveries.iter().flat_map(entries).collect::<Vec<_>>());
    rows.extend(
        pairs(&lists[0], &lists[1])
            .into_iter()
            .map(|pair| Row { kinds: kinds(pair), content: Compared::Record(pair) }),
    );
    for pair in requests(reports) {
        if let Some(points) = points(pair) {
            let mut tables = points.iter().flat_map(|points| points.iter()).map(|point| &point.measurement);
            let first = tables.next();
            let several = tables.any(|table| Some(table) != first);
            rows.extend(
                fields::fields(points)
                    .into_iter()
                    .map(|pair| Row { kinds: fields::kinds(pair), content: Compared::Field(pair, several) }),
            );
            continue;
        }
        if pair[0].map(|one| &one.content) != pair[1].map(|other| &other.content) {
            rows.push(Row { kinds: vec![DifferenceKind::Request], content: Compared::Request(pair) });
        }
    }
    if rows.iter().all(|row| !row.differs()) && reports[0].outgoing() != reports[1].outgoing() {
        rows.push(Row { kinds: vec![DifferenceKind::Payload], content: Compared::Payload });
    }
    rows
}

fn entries(delivery: &Delivery) -> Vec<Entry<'_>> {
    match &delivery.content {
        Content::Records { database, table, records } => {
            records.iter().map(|written| Entry { database, table, written }).collect()
        }
        _ => Vec::new(),
    }
}

/// The points of both sides, where there are some on a side and nothing else on the other.
fn points(pair: [Option<&Delivery>; 2]) -> Option<[&[Point]; 2]> {
    let is_other = |delivery: &&Delivery| !matches!(delivery.content, Content::Points(_) | Content::Nothing);
    let points = pair.map(|side| side.map_or(&[][..], Delivery::points));
    (!pair.iter().flatten().any(is_other) && points.iter().any(|points| !points.is_empty())).then_some(points)
}

/// What actions other than Timestream do, each beside that of the other side of the same kind and place among these.
fn requests(reports: [&Report; 2]) -> Vec<[Option<&Delivery>; 2]> {
    let lists = reports.map(|report| {
        let mut seen: HashMap<_, usize> = HashMap::new();
        let others = report.deliveries.iter().filter(|one| !matches!(one.content, Content::Records { .. }));
        let keyed = others.map(|delivery| {
            let kind = (delivery.kind, delivery.path.starts_with("errorAction"));
            let nth = seen.entry(kind).or_default();
            *nth += 1;
            ((kind, *nth), delivery)
        });
        keyed.collect::<Vec<_>>()
    });
    let find =
        |side: usize, key| lists[side].iter().find(|(other, _)| *other == key).map(|(_, delivery)| *delivery);
    // A Timestream action that wrote nothing has nothing to show beside records.
    let has = |pair: &[Option<&Delivery>; 2]| {
        pair.iter().flatten().any(|delivery| delivery.content != Content::Nothing)
    };
    let of_one = lists[0].iter().map(|(key, delivery)| [Some(*delivery), find(1, *key)]);
    let of_other = lists[1].iter().filter(|(key, _)| find(0, *key).is_none());
    of_one.chain(of_other.map(|(_, delivery)| [None, Some(*delivery)])).filter(has).collect()
}

/// In what two records differ.
fn kinds(pair: [Option<Entry<'_>>; 2]) -> Vec<DifferenceKind> {
    let [one, other] = match pair {
        [Some(one), Some(other)] => [one, other],
        [Some(_), None] => return vec![DifferenceKind::OnlyA],
        [None, _] => return vec![DifferenceKind::OnlyB],
    };
    let records = [one, other].map(|entry| &entry.written.record);
    let outcomes = [one, other].map(|entry| entry.written.verdict.outcome);
    let rejected = outcomes.map(|outcome| outcome == WriteOutcome::Rejected);
    let reasons =
        [one, other].map(|entry| entry.written.verdict.reasons.first().map(|reason| reason.code.id));
    let found = [
        (rejected == [true, false], DifferenceKind::RejectedA),
        (rejected == [false, true], DifferenceKind::RejectedB),
        (records[0].measure_value_type != records[1].measure_value_type, DifferenceKind::Type),
        (!is_same_value(records), DifferenceKind::Value),
        (one.time() != other.time(), DifferenceKind::Time),
        (records[0].dimensions != records[1].dimensions, DifferenceKind::Dimensions),
        ((one.database, one.table) != (other.database, other.table), DifferenceKind::Table),
        (
            rejected[0] == rejected[1]
                && (outcomes[0] != outcomes[1] || rejected[0] && reasons[0] != reasons[1]),
            DifferenceKind::Verdict,
        ),
    ];
    found.into_iter().filter(|(differs, _)| *differs).map(|(_, kind)| kind).collect()
}

/// Whether two values are the same; those of other types also as numbers: `3` is 3.0.
fn is_same_value([one, other]: [&Record; 2]) -> bool {
    let number =
        |record: &Record| record.measure_value.text().parse::<f64>().ok().filter(|number| number.is_finite());
    one.measure_value == other.measure_value
        || one.measure_value_type != other.measure_value_type
            && number(one).is_some_and(|one| number(other) == Some(one))
}

/// What rows are written from.
pub(super) struct Sides<'s> {
    pub(super) reports: [&'s Report; 2],
    pub(super) plans: [&'s Plan; 2],
    pub(super) payload: &'s [u8],
    pub(super) names: [&'s str; 2],
    /// Why records have their types; the payload is worked through once more for them.
    pub(super) reasons: [OnceCell<Option<TypeReasons<'s>>>; 2],
}

impl Sides<'_> {
    /// A row with its words.
    pub(super) fn view(&self, row: Row<'_>) -> ComparedRow {
        let Row { kinds, content } = row;
        let text = |value: &str| ComparedCell { value: shortened(value, MAX_VALUE), written: None };
        let (name, sides, words) = match &content {
            Compared::Record(pair) => {
                let name =
                    pair.iter().flatten().next().map_or("", |entry| &entry.written.record.measure_name);
                (
                    name.to_owned(),
                    pair.map(|entry| entry.map(|entry| cell(entry.written))),
                    self.words(&kinds, *pair),
                )
            }
            Compared::Field(pair, several) => {
                let name = fields::name(*pair, *several);
                let sides = pair.map(|entry| entry.map(|entry| text(&fields::value(entry))));
                (name, sides, fields::words(&kinds, *pair, self.names))
            }
            Compared::Request(pair) => {
                let title = pair.iter().flatten().next().map_or("", |delivery| delivery.title);
                let sides = pair.map(|delivery| {
                    let delivery = delivery.filter(|delivery| delivery.content != Content::Nothing)?;
                    Some(text(&sent(delivery)))
                });
                let words = match pair {
                    [Some(_), Some(_)] => "The request differs.".to_owned(),
                    [Some(_), None] => format!("Only {} has this action.", self.names[0]),
                    _ => format!("Only {} has this action.", self.names[1]),
                };
                (title.to_owned(), sides, words)
            }
            Compared::Outcome => {
                let sides = self.reports.map(|report| Some(text(&end(report))));
                ("Outcome".to_owned(), sides, "The message ends elsewhere.".to_owned())
            }
            Compared::Payload => {
                let sides =
                    self.reports.map(|report| report.outgoing().map(|outgoing| text(&written(outgoing))));
                ("Outgoing payload".to_owned(), sides, "Only the outgoing payload differs.".to_owned())
            }
        };
        ComparedRow {
            name: shortened(&name, MAX_VALUE),
            record: matches!(content, Compared::Record(_) | Compared::Field(..)),
            sides,
            kinds,
            words: shortened(&words, MAX_WORDS),
        }
    }

    /// What differs between two records, in sentences.
    fn words(&self, kinds: &[DifferenceKind], pair: [Option<Entry<'_>>; 2]) -> String {
        let rejection = |side: usize| {
            let verdict = &pair[side]?.written.verdict;
            (verdict.outcome == WriteOutcome::Rejected)
                .then(|| verdict.reasons.first().map_or("AWS does not say why.", |reason| &reason.message))
        };
        let sentences = kinds.iter().map(|kind| match (kind, pair) {
            (DifferenceKind::OnlyA | DifferenceKind::OnlyB, _) => {
                let side = usize::from(*kind == DifferenceKind::OnlyB);
                let name = self.names[side];
                rejection(side).map_or_else(
                    || format!("Only {name} writes it."),
                    |why| format!("Only {name} has it, rejected: {why}"),
                )
            }
            (DifferenceKind::RejectedA | DifferenceKind::RejectedB, _) => {
                let side = usize::from(*kind == DifferenceKind::RejectedB);
                format!("Rejected for {}: {}", self.names[side], rejection(side).unwrap_or_default())
            }
            (DifferenceKind::Type, [Some(one), Some(other)]) => self.type_words([one, other]),
            (DifferenceKind::Value, _) => "The value differs.".to_owned(),
            (DifferenceKind::Time, [Some(one), Some(other)]) => {
                let [one, other] = [one, other].map(|entry| {
                    let record = &entry.written.record;
                    record
                        .time_utc()
                        .unwrap_or_else(|| format!("{} {}", record.time, record.time_unit.symbol()))
                });
                format!("The time differs: {one} and {other}.")
            }
            (DifferenceKind::Dimensions, [Some(one), Some(other)]) => {
                let [one, other] = [one, other].map(|entry| dimensions(&entry.written.record.dimensions));
                format!("The dimensions differ: {one} and {other}.")
            }
            (DifferenceKind::Table, [Some(one), Some(other)]) => {
                format!(
                    "Another table: {}.{} and {}.{}.",
                    one.database, one.table, other.database, other.table
                )
            }
            _ => match (rejection(0), rejection(1)) {
                (Some(one), Some(other)) => format!("Rejected for another reason: {one} {other}"),
                _ => "Timestream treats it differently.".to_owned(),
            },
        });
        sentences.collect::<Vec<_>>().join(" ")
    }

    /// Why two records have other types: what is known of the second one, or else of the first.
    fn type_words(&self, pair: [Entry<'_>; 2]) -> String {
        let reason = |side: usize| {
            let reasons = self.reasons[side]
                .get_or_init(|| self.reports[side].type_reasons(self.plans[side].rule(), self.payload));
            pair[side].written.type_reason(reasons.as_ref()?).map(|reason| reason.explanation)
        };
        reason(1).or_else(|| reason(0)).unwrap_or_else(|| {
            let [one, other] = pair.map(|entry| entry.written.record.measure_value_type.name());
            format!("{one} for {}, {other} for {}.", self.names[0], self.names[1])
        })
    }
}

fn cell(written: &Written) -> ComparedCell {
    ComparedCell {
        value: shortened(&written.record.measure_value.text(), MAX_VALUE),
        written: Some((written.record.measure_value_type, written.verdict.outcome)),
    }
}

fn dimensions(dimensions: &[Dimension]) -> String {
    listed(dimensions.iter().map(|dimension| (&dimension.name, &dimension.value)))
}

/// Pairs of names and values.
pub(super) fn listed<N: Display, V: Display>(pairs: impl Iterator<Item = (N, V)>) -> String {
    let all: Vec<String> = pairs.map(|(name, value)| format!("{name}={value}")).collect();
    if all.is_empty() { "none".to_owned() } else { shortened(&all.join(", "), MAX_VALUE / 2) }
}

/// What an action sends, as text.
fn sent(delivery: &Delivery) -> String {
    match &delivery.content {
        Content::Nothing | Content::Records { .. } => String::new(),
        Content::Points(_) => delivery.lines().collect::<Vec<_>>().join(" "),
        Content::Request { body, .. } => body.to_string(),
        Content::Text { text, .. } => text.clone(),
    }
}

/// Where the message ends, in a few words.
fn end(report: &Report) -> String {
    report
        .stopped_at()
        .map_or_else(|| "acts".to_owned(), |stage| format!("{}: {}", stage.title, stage.summary))
}

fn written(outgoing: &Outgoing) -> String {
    match outgoing {
        Outgoing::Json(value) => value.to_json(),
        Outgoing::Binary(_) => "bytes that are not JSON".to_owned(),
    }
}
