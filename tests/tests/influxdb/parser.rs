//! Reading lines with `InfluxData`'s parser.

use influxdb_line_protocol::{FieldValue as Parsed, parse_lines};
use rule_actions::influxdb::{Field, FieldValue, Point, Tag};
use rule_actions::timestream::TimeUnit;

/// The points in lines, with their times in milliseconds.
pub(crate) fn read(lines: &str) -> Vec<Point> {
    let parsed = parse_lines(lines).map(|line| {
        let line = line.unwrap_or_else(|error| panic!("{error}: {lines}"));
        let tags = line.series.tag_set.into_iter().flatten();
        let tags = tags.map(|(key, value)| Tag { key: key.to_string(), value: value.to_string() });
        let fields = line.field_set.into_iter().map(|(key, value)| {
            let value = match value {
                Parsed::I64(value) => FieldValue::Integer(value),
                Parsed::U64(value) => FieldValue::Unsigned(value),
                Parsed::F64(value) => FieldValue::Float(value.to_string()),
                Parsed::String(value) => FieldValue::String(value.to_string()),
                Parsed::Boolean(value) => FieldValue::Boolean(value),
            };
            Field { key: key.to_string(), value }
        });
        Point {
            measurement: line.series.measurement.to_string(),
            tags: tags.collect(),
            fields: fields.collect(),
            time: line.timestamp.expect("a time"),
            time_unit: TimeUnit::Milliseconds,
        }
    });
    parsed.collect()
}

/// The point with numbers as the parser's are written here: their text does not say how they were written before.
pub(crate) fn with_usual_floats(mut point: Point) -> Point {
    for field in &mut point.fields {
        if let FieldValue::Float(text) = &mut field.value {
            *text = text.parse::<f64>().expect("a number").to_string();
        }
    }
    point
}
