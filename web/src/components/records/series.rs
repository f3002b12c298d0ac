//! Records that share time and dimensions, which then stand once.

use crate::components::plain::plain;
use rulelens_wasm::{Dimension, RecordView, TimeUnit};
use yew::{Html, html};

/// The message that records come from, where there are several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    /// Its number, counted from 1.
    pub(crate) number: usize,
    /// Its name.
    pub(crate) name: String,
}

/// Records that share time and dimensions, or why a message has none.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Series {
    /// The message.
    pub(crate) origin: Option<Origin>,
    /// The place of the first record among those of its message.
    pub(crate) first: usize,
    /// The records, in order.
    pub(crate) records: Vec<RecordView>,
    /// Why there are none, as a clause.
    pub(crate) reason: Option<String>,
}

/// What records of one series share.
type Shared<'r> = (&'r str, TimeUnit, bool, &'r [Dimension]);

fn shared(record: &RecordView) -> Shared<'_> {
    (&record.time, record.time_unit, record.processing_time, &record.dimensions)
}

impl Series {
    /// The series of the records of one message: a new one begins where time or dimensions change.
    pub(crate) fn of(records: &[RecordView], origin: Option<&Origin>) -> Vec<Self> {
        let mut first = 0;
        let chunks = records.chunk_by(|one, next| shared(one) == shared(next));
        let series = chunks.map(|chunk| {
            let series = Self { origin: origin.cloned(), first, records: chunk.to_vec(), reason: None };
            first += chunk.len();
            series
        });
        series.collect()
    }

    /// The records whose name, value or type contains a text in lower case, each still at its place.
    pub(crate) fn only(self, text: &str) -> Vec<Self> {
        let has = |record: &RecordView| {
            let RecordView { measure_name, measure_value, measure_value_type, .. } = record;
            [measure_name.as_str(), measure_value, measure_value_type.name()]
                .iter()
                .any(|part| part.to_lowercase().contains(text))
        };
        let mut found: Vec<Self> = Vec::new();
        for (record, place) in self.records.into_iter().zip(self.first..) {
            if !has(&record) {
                continue;
            }
            match found.last_mut() {
                Some(last) if last.first + last.records.len() == place => last.records.push(record),
                _ => found.push(Self {
                    origin: self.origin.clone(),
                    first: place,
                    records: vec![record],
                    reason: None,
                }),
            }
        }
        found
    }
}

/// The line above the records: message, dimensions, time.
pub(super) fn head(series: &Series) -> Html {
    let origin = series.origin.as_ref().map(|origin| {
        html! { <span class="who"><span class="soft">{ origin.number }</span>{ "\u{a0} " }{ plain(&origin.name) }</span> }
    });
    let Some(record) = series.records.first() else {
        let reason = series.reason.as_deref().unwrap_or("no records");
        return html! { <div class="series-line">{ origin }<span class="soft">{ reason }</span></div> };
    };
    let dimensions = record.dimensions.iter().map(|dimension| {
        html! { <div><dt>{ plain(&dimension.name) }</dt><dd>{ plain(&dimension.value) }</dd></div> }
    });
    html! {
        <div class="series-line">
            { origin }
            if record.dimensions.is_empty() {
                <span class="soft">{ "no dimensions" }</span>
            } else {
                <dl class="dimensions">{ for dimensions }</dl>
            }
            <span class="series-time">
                if record.processing_time {
                    <span class="tag is-dashed">{ "processing time" }</span>
                }
                // Among many messages the date is enough.
                if series.origin.is_none() || record.time_utc.is_none() {
                    <span class="epoch code">{ &record.time }{ " " }{ record.time_unit.symbol() }</span>
                }
                if let Some(date) = &record.time_utc {
                    <time>{ date }{ " UTC" }</time>
                }
            </span>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::Series;
    use rulelens_wasm::{MeasureValueType, RecordView, TimeUnit, VerdictView, WriteOutcome};

    fn record(name: &str, time: &str) -> RecordView {
        RecordView {
            measure_name: name.to_owned(),
            measure_value: "1".to_owned(),
            measure_value_type: MeasureValueType::Bigint,
            time: time.to_owned(),
            time_unit: TimeUnit::Milliseconds,
            dimensions: Vec::new(),
            time_utc: None,
            processing_time: false,
            type_reason: None,
            verdict: VerdictView { outcome: WriteOutcome::Accepted, store: None, reasons: Vec::new() },
        }
    }

    #[test]
    fn what_records_share_stands_once() {
        let records = [record("a", "5"), record("b", "5"), record("c", "6"), record("d", "5")];
        let series = Series::of(&records, None);
        let shown: Vec<(usize, usize)> =
            series.iter().map(|series| (series.first, series.records.len())).collect();
        assert_eq!(shown, [(0, 2), (2, 1), (3, 1)]);
        assert!(Series::of(&[], None).is_empty());
    }

    #[test]
    fn a_filter_leaves_records_their_places() {
        let records = [record("ax", "5"), record("Xb", "5"), record("c", "5"), record("x", "5")];
        let found = Series::of(&records, None).remove(0).only("x");
        let shown: Vec<(usize, usize)> =
            found.iter().map(|series| (series.first, series.records.len())).collect();
        assert_eq!(shown, [(0, 2), (3, 1)]);
    }
}
