//! Which record of one side stands beside which of the other.

use rule_actions::timestream::{Dimension, Written};
use std::collections::{HashMap, VecDeque};

/// A record with where it goes.
#[derive(Clone, Copy)]
pub(super) struct Entry<'r> {
    pub(super) database: &'r str,
    pub(super) table: &'r str,
    pub(super) written: &'r Written,
}

/// How much two records have in common that stand beside each other.
#[derive(Clone, Copy)]
enum Likeness {
    /// They are the same point of the same table.
    Point,
    /// They are of the same series.
    Series,
    /// They are of the same table.
    Table,
    /// They are of the same measure.
    Measure,
}

/// What is alike; what does not count is none.
#[derive(PartialEq, Eq, Hash)]
struct Key<'r> {
    measure: &'r str,
    table: Option<(&'r str, &'r str)>,
    dimensions: Option<&'r [Dimension]>,
    time: Option<Time<'r>>,
}

/// A time as such, or as it is written where it is none.
#[derive(PartialEq, Eq, Hash)]
pub(super) enum Time<'r> {
    Nanoseconds(i128),
    Text(&'r str),
}

impl<'r> Entry<'r> {
    pub(super) fn time(&self) -> Time<'r> {
        let record = &self.written.record;
        record.nanoseconds().map_or(Time::Text(&record.time), Time::Nanoseconds)
    }

    fn key(&self, likeness: Likeness) -> Key<'r> {
        let record = &self.written.record;
        let level = likeness as usize;
        Key {
            measure: &record.measure_name,
            table: (level <= Likeness::Table as usize).then_some((self.database, self.table)),
            dimensions: (level <= Likeness::Series as usize).then_some(&record.dimensions[..]),
            time: (level == Likeness::Point as usize).then(|| self.time()),
        }
    }
}

/// Both sides' records of one message, each beside the one of the other side that it has most in common with; those that
/// have none alone. They come in the order of the second side.
pub(super) fn pairs<'r>(one: &[Entry<'r>], other: &[Entry<'r>]) -> Vec<[Option<Entry<'r>>; 2]> {
    let mut partners: Vec<Option<usize>> = vec![None; one.len()];
    let mut taken = vec![false; other.len()];
    for likeness in [Likeness::Point, Likeness::Series, Likeness::Table, Likeness::Measure] {
        let mut free: HashMap<Key<'_>, VecDeque<usize>> = HashMap::new();
        for (at, entry) in other.iter().enumerate().filter(|(at, _)| !taken[*at]) {
            free.entry(entry.key(likeness)).or_default().push_back(at);
        }
        if free.is_empty() {
            break;
        }
        for (entry, partner) in one.iter().zip(&mut partners).filter(|(_, partner)| partner.is_none()) {
            *partner = free.get_mut(&entry.key(likeness)).and_then(VecDeque::pop_front);
            if let Some(at) = *partner {
                taken[at] = true;
            }
        }
    }
    // A record that is alone comes after the one that it follows on its own side.
    let mut placed: Vec<(usize, [Option<Entry<'_>>; 2])> = Vec::with_capacity(one.len().max(other.len()));
    let mut after = 0;
    for (entry, partner) in one.iter().zip(&partners) {
        if let Some(at) = partner {
            after = at + 1;
            placed.push((2 * at + 1, [Some(*entry), Some(other[*at])]));
        } else {
            placed.push((2 * after, [Some(*entry), None]));
        }
    }
    let alone = other.iter().enumerate().filter(|(at, _)| !taken[*at]);
    placed.extend(alone.map(|(at, entry)| (2 * at + 1, [None, Some(*entry)])));
    placed.sort_by_key(|(place, _)| *place);
    placed.into_iter().map(|(_, pair)| pair).collect()
}
