//! Writing points as line protocol.
//!
//! The crate `influxdb-line-protocol` writes lines too, but leaves backslashes in strings as they are, so that a string
//! that ends with one takes the rest of the line with it. It reads them well, and the tests read these lines with it.

use super::point::{FieldValue, Point};

/// Escaped in keys and in tags' values; in a measurement only the first two are.
const IN_KEYS: &[char] = &[',', ' ', '='];

/// The point as a line, without the line's end.
pub(super) fn write(point: &Point) -> String {
    let mut line = String::with_capacity(64);
    escape(&point.measurement, &IN_KEYS[..2], &mut line);
    for tag in &point.tags {
        line.push(',');
        escape(&tag.key, IN_KEYS, &mut line);
        line.push('=');
        escape(&tag.value, IN_KEYS, &mut line);
    }
    for (index, field) in point.fields.iter().enumerate() {
        line.push(if index == 0 { ' ' } else { ',' });
        escape(&field.key, IN_KEYS, &mut line);
        line.push('=');
        write_value(&field.value, &mut line);
    }
    line.push(' ');
    line.push_str(&point.time.to_string());
    line
}

fn write_value(value: &FieldValue, line: &mut String) {
    match value {
        FieldValue::Integer(value) => line.push_str(&format!("{value}i")),
        FieldValue::Unsigned(value) => line.push_str(&format!("{value}u")),
        FieldValue::Float(text) => line.push_str(text),
        FieldValue::Boolean(true) => line.push('t'),
        FieldValue::Boolean(false) => line.push('f'),
        FieldValue::String(text) => {
            line.push('"');
            escape(text, &['"', '\\'], line);
            line.push('"');
        }
    }
}

fn escape(text: &str, escaped: &[char], line: &mut String) {
    for ch in text.chars() {
        if escaped.contains(&ch) {
            line.push('\\');
        }
        line.push(ch);
    }
}

/// Why line protocol has no way to write a string as a measurement, a key or a tag's value.
///
/// It takes line breaks and tabs outside of quotes for the end of a part, and has no escape for a backslash: InfluxDB 1.6 keeps
/// two of them in a row, later versions make one of them, and before what is escaped they disagree as well.
pub(super) fn unwritable(text: &str) -> Option<&'static str> {
    let rest = text.split('\\').skip(1);
    if text.contains(char::is_control) {
        Some("it has a line break, a tab or another control character, at which the line would end")
    } else if rest.into_iter().any(|rest| rest.is_empty() || rest.starts_with(['\\', '"', ',', '=', ' '])) {
        Some(
            "it has a backslash at the end or before another one, a quote, a comma, an equals sign or a space, where it would be read as an escape",
        )
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::point::{Field, FieldValue, Point, Tag};
    use super::unwritable;
    use crate::actions::timestream::record::TimeUnit;

    #[test]
    fn each_part_escapes_what_ends_it() {
        let field = |key: &str, value| Field { key: key.into(), value };
        let point = Point {
            measurement: "a,b c=d".into(),
            tags: vec![Tag { key: "k, =".into(), value: "v, =\"".into() }],
            fields: vec![
                field("i, =", FieldValue::Integer(-5)),
                field("u", FieldValue::Unsigned(u64::MAX)),
                field("f", FieldValue::Float("23.5".into())),
                field("yes", FieldValue::Boolean(true)),
                field("no", FieldValue::Boolean(false)),
                field("s", FieldValue::String("a, =\"\\\n".into())),
            ],
            time: -1,
            time_unit: TimeUnit::Seconds,
        };
        let expected = "a\\,b\\ c=d,k\\,\\ \\==v\\,\\ \\=\" i\\,\\ \\==-5i,u=18446744073709551615u,f=23.5,yes=t,no=f,\
            s=\"a, =\\\"\\\\\n\" -1";
        assert_eq!(point.line(), expected);
    }

    #[test]
    fn some_texts_cannot_be_written() {
        for text in ["a\nb", "a\tb", "a\\", "a\\\\b", "a\\,b", "a\\=b", "a\\ b", "a\\\"b"] {
            assert!(unwritable(text).is_some(), "{text}");
        }
        assert!(unwritable("a\\b\"").is_none() && unwritable("a#,\u{1F600}").is_none());
    }
}
