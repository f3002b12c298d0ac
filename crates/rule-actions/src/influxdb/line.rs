//! Writing points as line protocol.
//!
//! The crate `influxdb-line-protocol` writes lines too, but leaves backslashes in texts as they are, so that a text
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

/// Why line protocol has no way to write a text as a measurement, a key or a tag's value.
///
/// It ends a line at every line break outside a text in quotes, and has no escape for a backslash, so that one at the
/// end would escape what follows.
pub(super) fn unwritable(text: &str) -> Option<&'static str> {
    if text.contains('\n') {
        Some("it has a line break, at which the line would end")
    } else if text.ends_with('\\') {
        Some("it ends with a backslash, which would escape what follows")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::point::{Field, FieldValue, Point, Tag};
    use super::unwritable;
    use crate::timestream::TimeUnit;

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
        assert!(unwritable("a\nb").is_some() && unwritable("a\\").is_some());
        assert!(unwritable("a\\b").is_none() && unwritable("a\r,\u{1F600}").is_none());
    }
}
