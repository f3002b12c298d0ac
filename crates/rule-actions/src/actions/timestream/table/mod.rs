//! A simulated table: what WriteRecords would do with each record, one message after the other.
//!
//! A [`Table`] is written to like the real one and says for each record what becomes of it. It keeps the type of each
//! measure, and the last [`MAX_POINTS`] points as fingerprints, so that its memory does not grow with the messages.
//!
//! ```
//! use rule_actions::timestream::table::{Store, Table, TableSettings, WriteOutcome};
//! use rule_actions::timestream::{MeasureValueType, Record, TimeUnit};
//!
//! let record = |value: &str, kind, time: &str| Record {
//!     measure_name: "temperature".into(),
//!     measure_value: value.into(),
//!     measure_value_type: kind,
//!     time: time.into(),
//!     time_unit: TimeUnit::Seconds,
//!     processing_time: false,
//!     dimensions: [].into(),
//! };
//! let mut table = Table::new(TableSettings::default());
//! let now_ms = 1_700_000_000_000;
//! let first = table.write(&[record("21", MeasureValueType::Bigint, "1700000000")], now_ms, 1);
//! assert_eq!(first[0].store, Some(Store::Memory));
//! let second = table.write(&[record("21.5", MeasureValueType::Double, "1700000001")], now_ms, 2);
//! assert_eq!(second[0].outcome, WriteOutcome::Rejected);
//! assert_eq!(second[0].code(), Some("timestream.type-conflict"));
//! ```

pub(super) mod check;
mod existing;
mod points;
mod schema;
mod series;
mod settings;
mod tables;
pub(super) mod time;
pub(super) mod verdict;
mod wording;

pub use points::MAX_POINTS;
pub use schema::{MAX_MEASURES, Measure, WrittenValue};
pub use settings::{SettingsError, TableSettings};
pub use tables::{MAX_TABLES, Named, Tables};
pub use verdict::{Store, Verdict, WriteOutcome};
pub(super) use wording::CODES;

use super::lint::{case_twins, unit};
use super::record::{MAX_VALUES, Record};
use super::written::Written;
use check::{Findings, check, is_plain, spoils};
use iot_sql::Diagnostic;
use points::{Fingerprint, Known, Points, moment, of_text};
use schema::{Fit, Schema};
use series::{Series, Shared};
use std::sync::Arc;
use time::{Place, Window};

/// A table with its settings and what was written to it.
#[derive(Clone, Debug)]
pub struct Table {
    settings: TableSettings,
    schema: Schema,
    points: Points,
    shared: Shared,
}

impl Table {
    /// An empty table.
    #[must_use]
    pub fn new(settings: TableSettings) -> Self {
        let schema = Schema::new(settings.measures());
        Self { settings, schema, points: Points::default(), shared: Shared::default() }
    }

    /// Writes the records of one message as one WriteRecords request, and says for each in order what becomes of it.
    ///
    /// `now_ms` is the system's time in milliseconds since 1970-01-01 UTC, `message` the message's ordinal from 1.
    pub fn write(&mut self, records: &[Record], now_ms: i64, message: u64) -> Vec<Verdict> {
        let mut written: Vec<Written> = records.iter().cloned().map(Written::of).collect();
        let window = Window::new(&self.settings, now_ms);
        let Self { schema, points, shared, .. } = self;
        Writing::new(window, schema, points, shared, message).request(&mut written);
        written.into_iter().map(|written| written.verdict).collect()
    }

    /// The measures in the order in which they were first written, each with its type, the message that gave it, and
    /// the records that conflict with it.
    #[must_use]
    pub fn schema(&self) -> impl ExactSizeIterator<Item = Measure> {
        self.schema.measures()
    }

    /// The measures of which records had more than one type.
    pub fn conflicts(&self) -> impl Iterator<Item = Measure> {
        self.schema.conflicts()
    }
}

/// A request at work on a table.
struct Writing<'t> {
    window: Window,
    schema: &'t mut Schema,
    points: &'t mut Points,
    /// Keeps the points of several tables apart.
    table: u64,
    message: u64,
    /// Whether new measures are kept.
    remembers: bool,
    /// A time outside the window with what there is to say of it: records of a message mostly have one time.
    outside: Option<(i128, Arc<Diagnostic>)>,
    /// What the records have in common.
    shared: &'t mut Shared,
    /// The series and the time of the last record: records of a message mostly have one of each.
    last: Option<Moment>,
}

/// A series at a time.
#[derive(Clone, Copy)]
struct Moment {
    /// The fingerprint of the series.
    series: u64,
    /// The time, in nanoseconds.
    time: i64,
    /// The fingerprint of both, and of the table.
    fingerprint: u64,
    /// The store that takes records of this time.
    store: Store,
}

impl<'t> Writing<'t> {
    fn new(
        window: Window,
        schema: &'t mut Schema,
        points: &'t mut Points,
        shared: &'t mut Shared,
        message: u64,
    ) -> Self {
        Self { window, schema, points, table: 0, message, remembers: true, outside: None, shared, last: None }
    }

    /// Writes the records and gives each its verdict.
    fn request(&mut self, records: &mut [Written]) {
        let spoiler = records.iter().position(spoils);
        let spoiler =
            spoiler.map(|index| Arc::new(wording::request_rejected(&records[index].record.measure_name)));
        let too_many =
            (records.len() > MAX_VALUES).then(|| Arc::new(wording::too_many_records(records.len())));
        let is_sound = spoiler.is_none() && too_many.is_none();
        for written in records {
            let series = self.shared.series(&written.record);
            if is_sound && let Some(store) = self.plain(written, series) {
                // It has no reasons yet.
                (written.verdict.outcome, written.verdict.store) = (WriteOutcome::Accepted, Some(store));
                continue;
            }
            let mut findings = check(written, series);
            let Written { record, verdict, numbers } = written;
            let place = match numbers.time {
                Some(time) => {
                    let place = self.window.place(i128::from(time));
                    self.time(place, i128::from(time), record, &mut findings);
                    place
                }
                None => {
                    let right = unit::probable(record);
                    findings.add(wording::time_range(&record.time, record.time_unit, right));
                    Place::TooOld
                }
            };
            if !findings.rejected {
                for shared in [&spoiler, &too_many].into_iter().flatten() {
                    findings.add(Arc::clone(shared));
                }
            }
            *verdict = match (place, numbers.time) {
                (Place::In(store), Some(time)) if !findings.rejected => self.record(
                    record,
                    Fingerprint::of(
                        moment(series, self.table, time),
                        of_text(&record.measure_name),
                        record,
                        *numbers,
                    ),
                    store,
                    findings,
                ),
                _ => Verdict { outcome: WriteOutcome::Rejected, store: None, reasons: findings.reasons },
            };
        }
    }

    /// The store of a record of which there is nothing to say, which most are: the table has the measure with its type,
    /// and not the point, which it takes.
    #[inline]
    fn plain(&mut self, written: &Written, series: Series) -> Option<Store> {
        let Written { record, numbers, .. } = written;
        let time = numbers.time?;
        let moment = match self.last {
            Some(last) if last.series == series.fingerprint && last.time == time => last,
            _ => {
                let Place::In(store) = self.window.place(i128::from(time)) else { return None };
                let fingerprint = moment(series, self.table, time);
                *self.last.insert(Moment { series: series.fingerprint, time, fingerprint, store })
            }
        };
        let name = self.schema.plain(record).filter(|_| is_plain(written, series))?;
        let point = Fingerprint::of(moment.fingerprint, name, record, *numbers);
        self.points.remember(point, self.message).then_some(moment.store)
    }

    fn time(&mut self, place: Place, time: i128, record: &Record, findings: &mut Findings) {
        if let Place::In(_) = place {
            return;
        }
        if let Some((told, reason)) = &self.outside
            && *told == time
        {
            findings.add(Arc::clone(reason));
            return;
        }
        let (shown, ends) = (time::shown(time), self.window.ends());
        let units = unit::probable(record).map(|right| (record.time_unit, right));
        let reason = match place {
            Place::TooNew => wording::too_new(&shown, &ends, units),
            Place::TooOld | Place::In(_) => wording::too_old(&shown, &ends, units),
        };
        let reason = Arc::new(reason);
        self.outside = Some((time, Arc::clone(&reason)));
        findings.add(reason);
    }

    /// A record that only the table can reject.
    fn record(
        &mut self,
        record: &Record,
        point: Fingerprint,
        store: Store,
        mut findings: Findings,
    ) -> Verdict {
        let fit = self.schema.fit(record, self.message, self.remembers);
        match &fit {
            Fit::New | Fit::Known => {}
            Fit::Conflict(first) => findings.add(wording::type_conflict(record, first, self.message)),
            Fit::MeasuresFull => findings.add(wording::measures_full(&record.measure_name)),
        }
        let mut outcome = WriteOutcome::Accepted;
        let mut known = Known::New;
        if !findings.rejected {
            known = self.points.find(point);
            match known {
                Known::New => {}
                Known::Same(earlier) => {
                    findings.add(wording::duplicate(&record.measure_name, earlier, self.message));
                    outcome = WriteOutcome::Unchanged;
                }
                Known::Other(earlier) => {
                    findings.add(wording::other_value(&record.measure_name, earlier, self.message, store));
                }
            }
        }
        if findings.rejected {
            outcome = WriteOutcome::Rejected;
        } else {
            // Twins within one message are reported together, by the lint.
            if fit == Fit::New
                && let Some(twin) = self.schema.twin(&record.measure_name)
                && twin.1 != self.message
            {
                findings.remark(case_twins::beside_earlier(twin.0, twin.1, &record.measure_name));
            }
            if fit == Fit::New && self.remembers {
                self.schema.take(record, self.message);
            }
            if known == Known::New {
                self.points.remember(point, self.message);
            }
            if findings.doubtful {
                outcome = WriteOutcome::Undocumented;
            }
        }
        let store = (outcome == WriteOutcome::Accepted).then_some(store);
        Verdict { outcome, store, reasons: findings.reasons }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::{Store, Table, TableSettings, WriteOutcome};
    use crate::actions::timestream::record::MeasureValueType::{Bigint, Double, Varchar};
    use crate::actions::timestream::record::{MeasureValueType, Record, TimeUnit};

    const NOW_MS: i64 = 1_700_000_000_000;
    const WRITTEN: WriteOutcome = WriteOutcome::Accepted;

    pub(crate) fn record(name: &str, kind: MeasureValueType, value: &str) -> Record {
        Record {
            measure_name: name.into(),
            measure_value: value.into(),
            measure_value_type: kind,
            time: NOW_MS.to_string().into(),
            time_unit: TimeUnit::Milliseconds,
            processing_time: false,
            dimensions: [].into(),
        }
    }

    fn at(time: &str, unit: TimeUnit) -> Record {
        Record { time: time.into(), time_unit: unit, ..record("m", Bigint, "1") }
    }

    /// What becomes of each record of a request, with the code of what decided.
    fn fates(table: &mut Table, records: &[Record]) -> Vec<(WriteOutcome, Option<&'static str>)> {
        let verdicts = table.write(records, NOW_MS, 1);
        assert_eq!(verdicts.len(), records.len());
        verdicts.iter().map(|verdict| (verdict.outcome, verdict.code())).collect()
    }

    #[test]
    fn the_first_type_wins_and_the_rest_of_the_request_is_written() {
        let mut table = Table::new(TableSettings::default());
        assert_eq!(fates(&mut table, &[record("a", Bigint, "1")]), [(WRITTEN, None)]);
        let second = [record("a", Double, "1.5"), record("b", Varchar, "x")];
        let conflict = (WriteOutcome::Rejected, Some("timestream.type-conflict"));
        assert_eq!(fates(&mut table, &second), [conflict, (WRITTEN, None)]);
        assert_eq!(table.schema().len(), 2);
        assert_eq!(table.conflicts().map(|measure| measure.name).collect::<Vec<_>>(), ["a"]);
    }

    #[test]
    fn a_name_in_other_letters_is_another_measure_and_is_remarked_once() {
        let mut table = Table::new(TableSettings::default());
        table.write(&[record("Latitude", Bigint, "1")], NOW_MS, 1);
        let twin = |message: i64| Record {
            time: (NOW_MS + message).to_string().into(),
            ..record("latitude", Bigint, "1")
        };
        let verdicts = table.write(&[twin(2)], NOW_MS, 2);
        assert_eq!((verdicts[0].outcome, verdicts[0].code()), (WRITTEN, Some("timestream.case-twins")));
        let verdicts = table.write(&[twin(3)], NOW_MS, 3);
        assert_eq!((verdicts[0].outcome, verdicts[0].code()), (WRITTEN, None));
    }

    #[test]
    fn a_rejected_record_gives_no_type() {
        let mut table = Table::new(TableSettings::default());
        let old = Record { time: "1".into(), ..record("a", Bigint, "1") };
        assert_eq!(fates(&mut table, &[old]), [(WriteOutcome::Rejected, Some("timestream.too-old"))]);
        assert_eq!(fates(&mut table, &[record("a", Double, "1.5")]), [(WRITTEN, None)]);
    }

    #[test]
    fn duplicates_are_known_by_their_value() {
        let mut table = Table::new(TableSettings::default());
        let same = (WriteOutcome::Unchanged, Some("timestream.duplicate"));
        let other = (WriteOutcome::Rejected, Some("timestream.other-value"));
        let in_seconds = at("1700000000", TimeUnit::Seconds);
        assert_eq!(fates(&mut table, &[record("m", Bigint, "1")]), [(WRITTEN, None)]);
        assert_eq!(fates(&mut table, &[record("m", Bigint, "1")]), [same]);
        assert_eq!(fates(&mut table, &[in_seconds]), [same]);
        assert_eq!(fates(&mut table, &[record("m", Bigint, "2")]), [other]);
        assert_eq!(fates(&mut table, &[record("m", Bigint, "1")]), [same]);
    }

    #[test]
    fn a_record_that_is_accepted_goes_to_the_store_of_its_time() {
        let late = || TableSettings::new(6, 30, true).expect("in bounds");
        for (time, store) in
            [("1699990000", Some(Store::Memory)), ("1699900000", Some(Store::Magnetic)), ("1690000000", None)]
        {
            let verdicts = Table::new(late()).write(&[at(time, TimeUnit::Seconds)], NOW_MS, 1);
            assert_eq!(verdicts[0].store, store, "{time}");
        }
    }

    #[test]
    fn times_are_checked() {
        let rejected = |code| (WriteOutcome::Rejected, Some(code));
        let late = || TableSettings::new(6, 30, true).expect("in bounds");
        for (settings, time, unit, expected) in [
            (TableSettings::default(), "1699990000", TimeUnit::Seconds, (WRITTEN, None)),
            (TableSettings::default(), "1699900000", TimeUnit::Seconds, rejected("timestream.too-old")),
            (late(), "1699900000", TimeUnit::Seconds, (WRITTEN, None)),
            (late(), "1690000000", TimeUnit::Seconds, rejected("timestream.too-old")),
            (late(), "1700000900000", TimeUnit::Milliseconds, rejected("timestream.in-future")),
            (late(), "1700000000000", TimeUnit::Seconds, rejected("timestream.time-range")),
            (late(), "-1", TimeUnit::Seconds, rejected("timestream.time-range")),
            (late(), "noon", TimeUnit::Seconds, rejected("timestream.time-range")),
            (late(), "9223372036854775807", TimeUnit::Nanoseconds, rejected("timestream.in-future")),
            (late(), "9223372036854775808", TimeUnit::Nanoseconds, rejected("timestream.time-range")),
        ] {
            let mut table = Table::new(settings);
            assert_eq!(fates(&mut table, &[at(time, unit)]), [expected], "{time}");
        }
    }

    #[test]
    fn what_breaks_the_apis_bounds_leaves_the_other_records_open() {
        let mut table = Table::new(TableSettings::default());
        let request = [record("a", Bigint, "1"), record("b", Varchar, ""), record("ts_c", Bigint, "1")];
        let open = (WriteOutcome::Undocumented, Some("timestream.request-rejected"));
        let empty = (WriteOutcome::Rejected, Some("timestream.value-empty"));
        let name = (WriteOutcome::Rejected, Some("timestream.measure-name"));
        assert_eq!(fates(&mut table, &request), [open, empty, name]);
        let conflict = (WriteOutcome::Rejected, Some("timestream.type-conflict"));
        assert_eq!(fates(&mut table, &[record("a", Double, "1.5")]), [conflict]);
    }

    #[test]
    fn more_than_a_hundred_records_are_left_open() {
        let mut table = Table::new(TableSettings::default());
        let records = |count: usize| -> Vec<Record> {
            (0..count).map(|index| record(&format!("m{index}"), Bigint, "1")).collect()
        };
        assert!(fates(&mut table, &records(100)).iter().all(|fate| *fate == (WRITTEN, None)));
        let mut table = Table::new(TableSettings::default());
        let open = (WriteOutcome::Undocumented, Some("timestream.too-many-values"));
        assert!(fates(&mut table, &records(101)).iter().all(|fate| *fate == open));
    }
}
