//! Values over time as a line; those that were rejected are marked.

use crate::state::sorted;
use rulelens_wasm::{MeasureValueType, SeriesPoint, SeriesView};
use std::fmt::Write;
use yew::{AttrValue, Html, Properties, classes, function_component, html};

/// From how many marks on they are small.
const DENSE: usize = 40;

/// Where points lie in a drawing of this width and height.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Plot {
    /// The line of what was written, as the data of a path.
    pub(crate) line: String,
    /// The marks of what was rejected, as the data of a path.
    pub(crate) marks: String,
    /// The lowest and the highest value.
    pub(crate) values: (f64, f64),
    /// The first and the last time, in milliseconds, where all points have one and they differ; else points lie by message.
    pub(crate) times: Option<(f64, f64)>,
}

/// A value as a number; a truth is 0 or 1.
fn number(point: &SeriesPoint) -> Option<f64> {
    match (point.kind, point.value.as_str()) {
        (MeasureValueType::Boolean, "true") => Some(1.0),
        (MeasureValueType::Boolean, "false") => Some(0.0),
        (MeasureValueType::Bigint | MeasureValueType::Double, value) => {
            value.parse().ok().filter(|value: &f64| value.is_finite())
        }
        _ => None,
    }
}

impl Plot {
    /// Draws a series; none where it has no two numbers.
    pub(crate) fn of(series: &SeriesView, width: f64, height: f64) -> Option<Self> {
        let all = || series.written.iter().chain(&series.lost);
        let first_time = all().next().and_then(|point| point.time);
        // Records of one moment would lie on top of each other.
        let timed = all().all(|point| point.time.is_some()) && all().any(|point| point.time != first_time);
        let place = |point: &SeriesPoint| point.time.filter(|_| timed).unwrap_or(point.message as f64);
        let numbers: Vec<(f64, f64)> =
            all().filter_map(|point| Some((place(point), number(point)?))).collect();
        if numbers.len() < 2 {
            return None;
        }
        let bounds = |values: &mut dyn Iterator<Item = f64>| {
            values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
                (low.min(value), high.max(value))
            })
        };
        let (first, last) = bounds(&mut numbers.iter().map(|(at, _)| *at));
        let (low, high) = bounds(&mut numbers.iter().map(|(_, value)| *value));
        let share =
            |value: f64, low: f64, high: f64| if high > low { (value - low) / (high - low) } else { 0.5 };
        let at = |point: &SeriesPoint| {
            let value = number(point)?;
            Some((share(place(point), first, last) * width, (1.0 - share(value, low, high)) * height))
        };
        let steps = series.written.iter().all(|point| point.kind == MeasureValueType::Boolean);
        let written = sorted(&series.written, |point| place(point));
        let (mut line, mut marks) = (String::new(), String::new());
        let mut last_height = None;
        for (x, y) in written.into_iter().filter_map(at) {
            // Writing to a string does not fail.
            if let (Some(before), true) = (last_height, steps) {
                let _ = write!(line, "L{x:.1} {before:.1}");
            }
            let _ = write!(line, "{}{x:.1} {y:.1}", if line.is_empty() { "M" } else { "L" });
            last_height = Some(y);
        }
        if series.written.len() == 1 {
            // One value is a dot.
            line.push_str("h0");
        }
        for (x, y) in series.lost.iter().filter_map(at) {
            // A line without length is as wide as it is thick, however the drawing is stretched.
            let _ = write!(marks, "M{x:.1} {y:.1}h0");
        }
        Some(Self { line, marks, values: (low, high), times: timed.then_some((first, last)) })
    }
}

/// The style class of a type.
pub(crate) fn type_class(kind: MeasureValueType) -> &'static str {
    match kind {
        MeasureValueType::Bigint => "is-bigint",
        MeasureValueType::Double => "is-double",
        MeasureValueType::Boolean => "is-boolean",
        MeasureValueType::Varchar => "is-varchar",
    }
}

/// The style class of a line of one value.
fn dot(series: &SeriesView) -> Option<&'static str> {
    (series.written.len() == 1).then_some("is-dot")
}

/// What a [`Sparkline`] is given.
#[derive(Properties, PartialEq)]
pub(crate) struct SparklineProps {
    /// The series.
    pub(crate) series: SeriesView,
}

/// A line in a line of a table; its numbers stand in a table of their own.
#[function_component]
pub(crate) fn Sparkline(props: &SparklineProps) -> Html {
    let series = &props.series;
    let Some(Plot { line, marks, .. }) = Plot::of(series, 148.0, 20.0) else {
        let last = series.written.last().or(series.lost.last());
        let last = last.map(|point| point.value.clone()).unwrap_or_default();
        return html! { <span class="code spark-text">{ super::plain::plain(&last) }</span> };
    };
    html! {
        <svg class={classes!("spark", type_class(series.kind))} viewBox="0 -2 148 24" preserveAspectRatio="none" aria-hidden="true">
            <path class={dot(series)} d={line} />
            <path class={classes!("reject", (series.lost.len() > DENSE).then_some("is-dense"))} d={marks} />
        </svg>
    }
}

/// What a [`Chart`] is given.
#[derive(Properties, PartialEq)]
pub(crate) struct ChartProps {
    /// The series.
    pub(crate) series: SeriesView,
    /// What it shows, for those who hear it.
    pub(crate) label: AttrValue,
    /// What stands below its start and its end.
    pub(crate) ends: [AttrValue; 2],
}

/// A line over time with its highest and lowest value.
#[function_component]
pub(crate) fn Chart(props: &ChartProps) -> Html {
    let ChartProps { series, label, ends } = props;
    let Some(Plot { line, marks, values: (low, high), .. }) = Plot::of(series, 520.0, 104.0) else {
        return Html::default();
    };
    html! {
        <div class={classes!("chart-frame", type_class(series.kind))}>
            <div class="y" aria-hidden="true"><span>{ short(high) }</span><span>{ short(low) }</span></div>
            <svg class="chart" viewBox="0 -4 520 112" preserveAspectRatio="none" role="img" aria-label={label}>
                <path class="grid" d="M0 0H520M0 52H520M0 104H520" />
                <path class={classes!("series", dot(series))} d={line} />
                <path class={classes!("reject", (series.lost.len() > DENSE).then_some("is-dense"))} d={marks} />
            </svg>
            <div class="x" aria-hidden="true"><span>{ &ends[0] }</span><span>{ &ends[1] }</span></div>
        </div>
    }
}

/// A number in at most seven characters or so.
fn short(number: f64) -> String {
    let size = number.abs();
    if size >= 1e6 || (size > 0.0 && size < 1e-3) {
        format!("{number:.2e}")
    } else if number.fract() == 0.0 {
        format!("{number}")
    } else {
        format!("{number:.3}").trim_end_matches('0').trim_end_matches('.').to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(
        kind: MeasureValueType,
        written: &[(u64, Option<f64>, &str)],
        lost: &[(u64, &str)],
    ) -> SeriesView {
        let point =
            |message, time, value: &str, kind| SeriesPoint { message, time, kind, value: value.to_owned() };
        SeriesView {
            database: "d".to_owned(),
            table: "t".to_owned(),
            measure: "m".to_owned(),
            kind,
            accepted: written.len() as u64,
            rejected: lost.len() as u64,
            unknown: 0,
            written: written
                .iter()
                .map(|(message, time, value)| point(*message, *time, value, kind))
                .collect(),
            lost: lost
                .iter()
                .map(|(message, value)| {
                    point(*message, Some(*message as f64), value, MeasureValueType::Bigint)
                })
                .collect(),
        }
    }

    #[test]
    fn points_lie_by_time_and_value() {
        let double = MeasureValueType::Double;
        let found = Plot::of(
            &series(
                double,
                &[(3, Some(20.0), "1.5"), (1, Some(0.0), "0.5"), (2, Some(10.0), "1.0")],
                &[(5, "2")],
            ),
            100.0,
            10.0,
        );
        let found = found.expect("a drawing");
        assert_eq!(found.line, "M0.0 10.0L50.0 6.7L100.0 3.3", "in the order of time");
        assert_eq!(found.marks, "M25.0 0.0h0");
        assert_eq!((found.values, found.times), ((0.5, 2.0), Some((0.0, 20.0))));
        let at_once =
            Plot::of(&series(double, &[(1, Some(7.0), "1"), (2, Some(7.0), "2")], &[]), 100.0, 10.0);
        assert_eq!(
            at_once.map(|plot| (plot.line, plot.times)),
            Some(("M0.0 10.0L100.0 0.0".to_owned(), None)),
            "by message, where all have the same time"
        );
        let untimed = Plot::of(&series(double, &[(1, None, "1"), (3, None, "1")], &[]), 100.0, 10.0);
        assert_eq!(
            untimed.map(|plot| (plot.line, plot.times)),
            Some(("M0.0 5.0L100.0 5.0".to_owned(), None))
        );
    }

    #[test]
    fn a_truth_is_a_step_and_text_is_no_line() {
        let boolean =
            series(MeasureValueType::Boolean, &[(1, Some(0.0), "false"), (2, Some(1.0), "true")], &[]);
        assert_eq!(
            Plot::of(&boolean, 10.0, 10.0).map(|plot| plot.line),
            Some("M0.0 10.0L10.0 10.0L10.0 0.0".into())
        );
        let text = series(MeasureValueType::Varchar, &[(1, Some(0.0), "1"), (2, Some(1.0), "2")], &[]);
        assert_eq!(Plot::of(&text, 10.0, 10.0), None);
        let one = series(MeasureValueType::Double, &[(1, Some(0.0), "1")], &[]);
        assert_eq!(Plot::of(&one, 10.0, 10.0), None);
    }

    #[test]
    fn numbers_at_the_axis_are_short() {
        for (number, text) in
            [(88.0, "88"), (0.25, "0.25"), (1.0 / 3.0, "0.333"), (1.23e9, "1.23e9"), (0.0, "0")]
        {
            assert_eq!(short(number), text);
        }
    }
}
