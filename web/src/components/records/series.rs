//! Records that share time and dimensions, which then stand once.

use crate::components::plain::plain;
use crate::state::{ReplayShown, Shown};
use rulelens_wasm::{Dimension, RecordView, TimeUnit};
use std::ops::Range;
use std::rc::Rc;
use yew::{Html, html};

/// What has the records of one message, which are not copied: an answer has many, and another one comes with each key.
#[derive(Clone, Debug)]
pub(crate) enum Holder {
    /// The answer about the message.
    Answer(Rc<Shown>),
    /// What all messages came to, and the message's place among them.
    Replay(Rc<ReplayShown>, usize),
}

impl Holder {
    fn records(&self) -> &[RecordView] {
        match self {
            Self::Answer(shown) => shown.records(),
            Self::Replay(replay, at) => replay.messages.get(*at).map_or(&[], |row| row.records.as_slice()),
        }
    }
}

impl PartialEq for Holder {
    /// Whether both are the same one.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Answer(one), Self::Answer(other)) => Rc::ptr_eq(one, other),
            (Self::Replay(one, at), Self::Replay(other, place)) => Rc::ptr_eq(one, other) && at == place,
            _ => false,
        }
    }
}

/// One of the records.
#[derive(Clone, Debug)]
pub(super) struct Held {
    holder: Holder,
    at: usize,
}

impl Held {
    /// The record; what it is a handle to has it for good.
    pub(super) fn record(&self) -> &RecordView {
        &self.holder.records()[self.at]
    }
}

impl PartialEq for Held {
    /// Whether they look alike, whichever answer they are from.
    fn eq(&self, other: &Self) -> bool {
        self.record() == other.record()
    }
}

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
    /// The place of the first record among all that are shown.
    pub(crate) first: usize,
    /// What has the records.
    pub(crate) holder: Holder,
    /// Which of its records, in order.
    pub(crate) places: Range<usize>,
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
    pub(crate) fn of(holder: &Holder, origin: Option<&Origin>) -> Vec<Self> {
        let mut first = 0;
        let chunks = holder.records().chunk_by(|one, next| shared(one) == shared(next));
        let series = chunks.map(|chunk| {
            let places = first..first + chunk.len();
            first = places.end;
            Self {
                origin: origin.cloned(),
                first: places.start,
                holder: holder.clone(),
                places,
                reason: None,
            }
        });
        series.collect()
    }

    /// The records.
    pub(crate) fn records(&self) -> &[RecordView] {
        &self.holder.records()[self.places.clone()]
    }

    /// A handle to one of the records, by its place among them.
    pub(super) fn held(&self, at: usize) -> Held {
        Held { holder: self.holder.clone(), at: self.places.start + at }
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
        for (at, record) in self.records().iter().enumerate() {
            if !has(record) {
                continue;
            }
            let place = self.places.start + at;
            match found.last_mut() {
                Some(last) if last.places.end == place => last.places.end += 1,
                _ => found.push(Self { first: self.first + at, places: place..place + 1, ..self.clone() }),
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
    let Some(record) = series.records().first() else {
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
    use super::{Holder, Series};
    use crate::state::Shown;
    use crate::worker::preview::preview;
    use rulelens_wasm::{
        ContentView, DeliveryView, Evaluation, MeasureValueType, RecordView, TimeUnit, VerdictView,
        WriteOutcome,
    };
    use std::rc::Rc;

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

    /// An answer with records of these names and times.
    fn answer<const N: usize>(records: [(&str, &str); N]) -> Holder {
        let records = records.iter().map(|(name, time)| record(name, time)).collect();
        let (database, table) = ("plant".to_owned(), "readings".to_owned());
        let delivery = DeliveryView {
            kind: "timestream".to_owned(),
            title: "Timestream".to_owned(),
            path: "timestream".to_owned(),
            destination: "plant.readings".to_owned(),
            content: ContentView::Records { database, table, records },
            templates: Vec::new(),
            errors: Vec::new(),
        };
        let response = Evaluation { deliveries: vec![delivery], ..Evaluation::rejected(Vec::new()) };
        let (answer, _) = preview(response);
        Holder::Answer(Rc::new(Shown { answer: Rc::new(answer), outgoing: None, missing: None }))
    }

    /// The places and the names of the records of each series.
    fn shown(series: &[Series]) -> Vec<(usize, Vec<&str>)> {
        let names =
            |series| Series::records(series).iter().map(|record| record.measure_name.as_str()).collect();
        series.iter().map(|series| (series.first, names(series))).collect()
    }

    #[test]
    fn what_records_share_stands_once() {
        let series = Series::of(&answer([("a", "5"), ("b", "5"), ("c", "6"), ("d", "5")]), None);
        assert_eq!(shown(&series), [(0, vec!["a", "b"]), (2, vec!["c"]), (3, vec!["d"])]);
        assert_eq!(series[1].held(0).record().measure_name, "c");
        assert!(Series::of(&answer([]), None).is_empty());
    }

    #[test]
    fn a_filter_leaves_records_their_places() {
        let mut series =
            Series::of(&answer([("ax", "5"), ("Xb", "5"), ("c", "5"), ("x", "5")]), None).remove(0);
        series.first += 10;
        assert_eq!(shown(&series.only("x")), [(10, vec!["ax", "Xb"]), (13, vec!["x"])]);
    }

    #[test]
    fn records_that_look_alike_are_not_drawn_anew() {
        let of = |time| Series::of(&answer([("a", "5"), ("b", time)]), None);
        let (one, same, other) = (of("5"), of("5"), of("6"));
        assert_ne!(one, same, "they are of two answers");
        assert_eq!(one[0].held(1), same[0].held(1));
        assert_ne!(one[0].held(1), other[1].held(0));
    }
}
