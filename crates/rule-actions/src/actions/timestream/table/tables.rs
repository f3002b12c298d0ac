//! Several tables, for rules whose table name is a template.

use super::points::Points;
use super::schema::Schema;
use super::series::Shared;
use super::time::Window;
use super::{Measure, TableSettings, Verdict, Writing};
use crate::actions::timestream::record::Record;
use crate::actions::timestream::written::Written;
use foldhash::fast::RandomState;
use smol_str::SmolStr;
use std::collections::HashMap;

/// Tables whose measures are kept; records of further ones are judged as if no record had been written before.
pub const MAX_TABLES: usize = 10_000;

/// Measures that are kept of all tables together; types of further ones are not compared.
const MAX_MEASURES_TOGETHER: usize = 100_000;

/// Tables up to which one is looked for from the first one on.
const FEW: usize = 8;

/// Tables by database and name, all with the same settings, which are made when they are first written to.
///
/// What is kept is bounded whatever is written: [`MAX_TABLES`] tables, 100,000 measures, and
/// [`MAX_POINTS`](super::MAX_POINTS) points of all tables together.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    settings: TableSettings,
    all: Vec<Named>,
    /// Where each stands by database and name, once there are more than [`FEW`].
    by_name: HashMap<SmolStr, HashMap<SmolStr, usize, RandomState>, RandomState>,
    /// The table that was written to last.
    last: usize,
    points: Points,
    /// What the last records had in common.
    shared: Shared,
    measures: usize,
    forgetful: bool,
}

/// A table of [`Tables`].
#[derive(Clone, Debug)]
pub struct Named {
    /// The database's name.
    pub database: SmolStr,
    /// The table's name.
    pub table: SmolStr,
    schema: Schema,
}

impl Named {
    /// The measures in the order in which they were first written.
    #[must_use]
    pub fn schema(&self) -> impl ExactSizeIterator<Item = Measure> {
        self.schema.measures()
    }

    /// The measures of which records had more than one type.
    pub fn conflicts(&self) -> impl Iterator<Item = Measure> {
        self.schema.conflicts()
    }
}

impl Tables {
    /// No tables yet.
    #[must_use]
    pub fn new(settings: TableSettings) -> Self {
        Self { settings, ..Self::default() }
    }

    /// Tables with the same settings, and nothing in them.
    pub(crate) fn without_data(&self) -> Self {
        Self::new(self.settings.clone())
    }

    /// Writes the records of one message to a table as [`Table::write`](super::Table::write) does.
    pub fn write(
        &mut self,
        name: (&str, &str),
        records: &[Record],
        now_ms: i64,
        message: u64,
    ) -> Vec<Verdict> {
        let mut written: Vec<Written> = records.iter().cloned().map(Written::of).collect();
        self.write_all((&name.0.into(), &name.1.into()), &mut written, now_ms, message);
        written.into_iter().map(|written| written.verdict).collect()
    }

    /// The same for records that get their verdicts where they are.
    pub(in crate::actions::timestream) fn write_all(
        &mut self,
        (database, table): (&SmolStr, &SmolStr),
        records: &mut [Written],
        now_ms: i64,
        message: u64,
    ) {
        let window = Window::new(&self.settings, now_ms);
        let Some(at) = self.position(database, table) else {
            self.forgetful = true;
            let (schema, points) = (&mut Schema::new(self.settings.measures()), &mut Points::default());
            return Writing::new(window, schema, points, &mut self.shared, message).request(records);
        };
        let schema = &mut self.all[at].schema;
        let before = schema.len();
        let remembers = self.measures + records.len() <= MAX_MEASURES_TOGETHER;
        self.forgetful |= !remembers;
        let mut writing = Writing::new(window, schema, &mut self.points, &mut self.shared, message);
        (writing.table, writing.remembers) = (at as u64, remembers);
        writing.request(records);
        self.measures += self.all[at].schema.len() - before;
    }

    /// Where a table stands; a new one is made where there is room.
    fn position(&mut self, database: &SmolStr, table: &SmolStr) -> Option<usize> {
        // One message after the other mostly goes to the same table.
        if self.all.get(self.last).is_some_and(|last| last.table == *table && last.database == *database) {
            return Some(self.last);
        }
        let is_it = |known: &Named| known.table == *table && known.database == *database;
        let known = if self.all.len() <= FEW {
            self.all.iter().position(is_it)
        } else {
            self.by_name.get(database.as_str()).and_then(|tables| tables.get(table.as_str())).copied()
        };
        if let Some(at) = known {
            self.last = at;
            return Some(at);
        }
        if self.all.len() >= MAX_TABLES {
            return None;
        }
        let at = self.all.len();
        let (database, table) = (database.clone(), table.clone());
        self.all.push(Named { database, table, schema: Schema::new(self.settings.measures()) });
        let first = if at == FEW { 0 } else { at };
        if at >= FEW {
            for (at, Named { database, table, .. }) in self.all.iter().enumerate().skip(first) {
                self.by_name.entry(database.clone()).or_default().insert(table.clone(), at);
            }
        }
        Some(at)
    }

    /// The tables in the order in which they were first written to.
    #[must_use]
    pub fn all(&self) -> &[Named] {
        &self.all
    }

    /// Whether tables or measures were too many to be kept, so that some conflicts went unnoticed.
    #[must_use]
    pub fn is_forgetful(&self) -> bool {
        self.forgetful
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_MEASURES_TOGETHER, MAX_TABLES, Tables};
    use crate::actions::timestream::record::MeasureValueType::{Bigint, Double};
    use crate::actions::timestream::record::Record;
    use crate::actions::timestream::table::tests::record;

    const NOW_MS: i64 = 1_700_000_000_000;

    fn code(tables: &mut Tables, name: (&str, &str), record: Record) -> Option<&'static str> {
        tables.write(name, &[record], NOW_MS, 1)[0].code()
    }

    #[test]
    fn tables_are_kept_apart() {
        let mut tables = Tables::default();
        let (whole, half) = (|| record("t", Bigint, "1"), || record("t", Double, "1.5"));
        assert_eq!(code(&mut tables, ("d", "one"), whole()), None);
        assert_eq!(code(&mut tables, ("d", "two"), half()), None);
        assert_eq!(code(&mut tables, ("e", "one"), half()), None);
        assert_eq!(code(&mut tables, ("d", "one"), half()), Some("timestream.type-conflict"));
        assert_eq!(code(&mut tables, ("d", "two"), half()), Some("timestream.duplicate"));
        let names: Vec<(&str, &str)> =
            tables.all().iter().map(|table| (table.database.as_str(), table.table.as_str())).collect();
        assert_eq!(names, [("d", "one"), ("d", "two"), ("e", "one")]);
        assert_eq!(tables.all()[0].conflicts().count(), 1);
        assert!(!tables.is_forgetful());
    }

    #[test]
    fn what_is_kept_is_bounded() {
        let mut tables = Tables::default();
        for index in 0..MAX_TABLES {
            tables.write(("d", &index.to_string()), &[], NOW_MS, 1);
        }
        assert!(!tables.is_forgetful());
        assert_eq!(code(&mut tables, ("d", "another"), record("t", Bigint, "1")), None);
        assert_eq!(code(&mut tables, ("d", "another"), record("t", Double, "1.5")), None);
        assert!(tables.is_forgetful());
        assert_eq!(tables.all().len(), MAX_TABLES);

        let mut tables = Tables::default();
        for request in 0..=MAX_MEASURES_TOGETHER / 100 {
            let named = |index: usize| record(&format!("m{}", request % 80 * 100 + index), Bigint, "1");
            let records: Vec<Record> = (0..100).map(named).collect();
            tables.write(("d", &(request / 80).to_string()), &records, NOW_MS, 1);
        }
        assert!(tables.is_forgetful());
        let kept: usize = tables.all().iter().map(|table| table.schema().len()).sum();
        assert_eq!(kept, MAX_MEASURES_TOGETHER);
    }
}
