//! Which field of one side's points stands beside which of the other, and in what they differ.

use super::rows::{DifferenceKind, listed};
use rule_actions::influxdb::{Field, FieldValue, Point};
use std::collections::{HashMap, VecDeque};

/// A field with its point.
#[derive(Clone, Copy)]
pub(super) struct FieldEntry<'r> {
    pub(super) point: &'r Point,
    pub(super) field: &'r Field,
}

/// How much two points have in common that stand beside each other.
#[derive(Clone, Copy)]
enum Likeness {
    /// They are the same point of the same series.
    Point,
    /// They are of the same series.
    Series,
    /// They are of the same table.
    Table,
    /// They are of the same action.
    Action,
}

/// What is alike; what does not count is none.
#[derive(PartialEq, Eq, Hash)]
struct Key<'r> {
    measurement: Option<&'r str>,
    tags: Vec<(&'r str, &'r str)>,
    time: Option<i128>,
}

impl<'r> Key<'r> {
    fn of(point: &'r Point, likeness: Likeness) -> Self {
        let level = likeness as usize;
        let tags = point.tags.iter().map(|tag| (tag.key.as_str(), tag.value.as_str()));
        Self {
            measurement: (level <= Likeness::Table as usize).then_some(&point.measurement),
            tags: if level <= Likeness::Series as usize { tags.collect() } else { Vec::new() },
            time: (level == Likeness::Point as usize).then(|| nanoseconds(point)),
        }
    }
}

fn nanoseconds(point: &Point) -> i128 {
    i128::from(point.time) * point.time_unit.nanoseconds()
}

/// The fields of both sides, each beside that of its key in the point that has most in common with its own.
pub(super) fn fields([one, other]: [&[Point]; 2]) -> Vec<[Option<FieldEntry<'_>>; 2]> {
    let mut partners: Vec<Option<usize>> = vec![None; one.len()];
    let mut taken = vec![false; other.len()];
    for likeness in [Likeness::Point, Likeness::Series, Likeness::Table, Likeness::Action] {
        let mut free: HashMap<Key<'_>, VecDeque<usize>> = HashMap::new();
        for (at, point) in other.iter().enumerate().filter(|(at, _)| !taken[*at]) {
            free.entry(Key::of(point, likeness)).or_default().push_back(at);
        }
        for (point, partner) in one.iter().zip(&mut partners).filter(|(_, partner)| partner.is_none()) {
            *partner = free.get_mut(&Key::of(point, likeness)).and_then(VecDeque::pop_front);
            if let Some(at) = *partner {
                taken[at] = true;
            }
        }
    }
    let of_one = one.iter().zip(partners).map(|(point, partner)| [Some(point), partner.map(|at| &other[at])]);
    let alone = other.iter().zip(taken).filter(|(_, taken)| !taken).map(|(point, _)| [None, Some(point)]);
    of_one.chain(alone).flat_map(of_points).collect()
}

/// The fields of two points by their keys: in the order of the first, and behind them those that only the second has.
fn of_points<'r>(points: [Option<&'r Point>; 2]) -> Vec<[Option<FieldEntry<'r>>; 2]> {
    let [one, other] = points.map(|point| {
        let fields = point
            .into_iter()
            .flat_map(|point| point.fields.iter().map(move |field| FieldEntry { point, field }));
        fields.collect::<Vec<_>>()
    });
    let by_key = |entries: &[FieldEntry<'r>]| -> HashMap<&'r str, FieldEntry<'r>> {
        entries.iter().map(|entry| (entry.field.key.as_str(), *entry)).collect()
    };
    let [of_one, of_other] = [by_key(&one), by_key(&other)];
    let both = one.iter().map(|entry| [Some(*entry), of_other.get(entry.field.key.as_str()).copied()]);
    let alone = other.iter().filter(|entry| !of_one.contains_key(entry.field.key.as_str()));
    both.chain(alone.map(|entry| [None, Some(*entry)])).collect()
}

/// In what two fields differ.
pub(super) fn kinds(pair: [Option<FieldEntry<'_>>; 2]) -> Vec<DifferenceKind> {
    let [one, other] = match pair {
        [Some(one), Some(other)] => [one, other],
        [Some(_), None] => return vec![DifferenceKind::OnlyA],
        [None, _] => return vec![DifferenceKind::OnlyB],
    };
    let values = [one, other].map(|entry| &entry.field.value);
    let points = [one, other].map(|entry| entry.point);
    let found = [
        (values[0].field_type() != values[1].field_type(), DifferenceKind::Type),
        (!is_same_value(values), DifferenceKind::Value),
        (nanoseconds(points[0]) != nanoseconds(points[1]), DifferenceKind::Time),
        (points[0].tags != points[1].tags, DifferenceKind::Tags),
        (points[0].measurement != points[1].measurement, DifferenceKind::Table),
    ];
    found.into_iter().filter(|(differs, _)| *differs).map(|(_, kind)| kind).collect()
}

/// Whether two values are the same; those of other types also as numbers: the integer 3 is the float 3.0.
fn is_same_value([one, other]: [&FieldValue; 2]) -> bool {
    let number = |value: &FieldValue| match value {
        FieldValue::Integer(_) | FieldValue::Unsigned(_) | FieldValue::Float(_) => {
            value.to_string().parse::<f64>().ok().filter(|number| number.is_finite())
        }
        FieldValue::Boolean(_) | FieldValue::String(_) => None,
    };
    one == other
        || one.field_type() != other.field_type() && number(one).is_some_and(|one| number(other) == Some(one))
}

/// The value as line protocol writes it, by which its type is seen.
pub(super) fn value(entry: FieldEntry<'_>) -> String {
    match &entry.field.value {
        FieldValue::Integer(value) => format!("{value}i"),
        FieldValue::Unsigned(value) => format!("{value}u"),
        FieldValue::String(text) => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
        other => other.to_string(),
    }
}

/// What a field is called: its key, with its table where there are several.
pub(super) fn name(pair: [Option<FieldEntry<'_>>; 2], several: bool) -> String {
    let entry = pair.into_iter().flatten().next();
    entry.map_or_else(String::new, |FieldEntry { point, field }| {
        if several { format!("{} {}", point.measurement, field.key) } else { field.key.clone() }
    })
}

/// What differs between two fields, in sentences.
pub(super) fn words(kinds: &[DifferenceKind], pair: [Option<FieldEntry<'_>>; 2], names: [&str; 2]) -> String {
    let [one, other] = match pair {
        [Some(one), Some(other)] => [one, other],
        [Some(_), None] => return format!("Only {} writes it.", names[0]),
        [None, _] => return format!("Only {} writes it.", names[1]),
    };
    let differ = |what: &str, of: &dyn Fn(FieldEntry<'_>) -> String| {
        format!("The {what}: {} and {}.", of(one), of(other))
    };
    let sentences = kinds.iter().map(|kind| match kind {
        DifferenceKind::Type => differ("type differs", &|entry| entry.field.value.field_type().to_string()),
        DifferenceKind::Time => differ("time differs", &|entry| {
            let point = entry.point;
            point.time_utc().unwrap_or_else(|| format!("{} {}", point.time, point.time_unit.symbol()))
        }),
        DifferenceKind::Tags => {
            differ("tags differ", &|entry| listed(entry.point.tags.iter().map(|tag| (&tag.key, &tag.value))))
        }
        DifferenceKind::Table => {
            format!("Another table: {} and {}.", one.point.measurement, other.point.measurement)
        }
        _ => "The value differs.".to_owned(),
    });
    sentences.collect::<Vec<_>>().join(" ")
}
