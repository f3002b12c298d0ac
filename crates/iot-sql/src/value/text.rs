//! Writing values as compact JSON.

use super::Value;
use super::json::{is_plain, plain_length};
use super::number::format_signed;

/// Appends a value; Undefined appends nothing.
pub(super) fn write(value: &Value, out: &mut String) {
    write_with(value, out, write_string);
}

/// The same as a part of a JSON string, in which quotes and backslashes are escaped once more.
pub(super) fn write_in_string(value: &Value, out: &mut String) {
    write_with(value, out, |text, out| {
        // Most strings have nothing to escape but their quotes.
        if is_plain(text.as_bytes()) {
            out.push_str("\\\"");
            out.push_str(text);
            return out.push_str("\\\"");
        }
        let mut json = String::new();
        write_string(text, &mut json);
        write_escaped(&json, out);
    });
}

/// Appends a value whose strings are written by a function.
#[inline]
fn write_with(value: &Value, out: &mut String, string: impl Fn(&str, &mut String) + Copy) {
    match value {
        Value::Undefined => {}
        Value::Null => out.push_str("null"),
        Value::Boolean(true) => out.push_str("true"),
        Value::Boolean(false) => out.push_str("false"),
        Value::Int(int) => {
            out.push_str(format_signed(&mut itoa::Buffer::new(), int.get()));
        }
        Value::Decimal(decimal) => decimal.write(out),
        Value::String(text) => string(text, out),
        Value::Array(elements) => {
            out.push('[');
            for (index, element) in elements.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_with(element, out, string);
            }
            out.push(']');
        }
        Value::Object(object) => {
            out.push('{');
            for (index, (key, member)) in object.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                string(key, out);
                out.push(':');
                write_with(member, out, string);
            }
            out.push('}');
        }
    }
}

/// Appends a value's beginning until the text has about `most` bytes; says whether that is all of it.
pub(super) fn write_start(value: &Value, most: usize, out: &mut String) -> bool {
    let left = most.saturating_sub(out.len());
    match value {
        Value::String(text) if text.len() > left => {
            write_string(&text[..text.floor_char_boundary(left)], out);
            false
        }
        Value::Array(elements) => {
            out.push('[');
            for (index, element) in elements.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                if out.len() > most || !write_start(element, most, out) {
                    return false;
                }
            }
            out.push(']');
            true
        }
        Value::Object(object) => {
            out.push('{');
            for (index, (key, member)) in object.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                if out.len() > most || key.len() > most {
                    return false;
                }
                write_string(key, out);
                out.push(':');
                if !write_start(member, most, out) {
                    return false;
                }
            }
            out.push('}');
            true
        }
        scalar => {
            write(scalar, out);
            true
        }
    }
}

/// Appends a JSON string: only quotes, backslashes and control characters are escaped.
pub(crate) fn write_string(text: &str, out: &mut String) {
    // Most strings have nothing to escape.
    if is_plain(text.as_bytes()) {
        out.reserve(text.len() + 2);
        out.push('"');
        out.push_str(text);
        return out.push('"');
    }
    out.push('"');
    write_escaped(text, out);
    out.push('"');
}

/// Appends what stands between the quotes of a JSON string.
fn write_escaped(text: &str, out: &mut String) {
    let mut plain_from = 0;
    loop {
        let at = plain_from + plain_length(&text.as_bytes()[plain_from..]);
        let Some(byte) = text.as_bytes().get(at) else { break };
        out.push_str(&text[plain_from..at]);
        plain_from = at + 1;
        match byte {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            0x08 => out.push_str("\\b"),
            0x0C => out.push_str("\\f"),
            _ => {
                const HEX: &[u8; 16] = b"0123456789abcdef";
                out.push_str("\\u00");
                out.push(HEX[usize::from(byte >> 4)] as char);
                out.push(HEX[usize::from(byte & 15)] as char);
            }
        }
    }
    out.push_str(&text[plain_from..]);
}

#[cfg(test)]
mod tests {
    use crate::value::Value;

    #[test]
    fn a_beginning_is_short_whatever_the_value() {
        let long = format!(r#"{{"{0}":["{0}",{{"a":"{0}"}}]}}"#, "é\\u0001".repeat(1000));
        let value = Value::from_json(long.as_bytes()).expect("JSON");
        let whole = value.to_json();
        assert_eq!(value.to_json_start(whole.len() * 2), (whole.clone(), true));
        for most in [0, 1, 10, 5_000, 9_000] {
            let (start, all) = value.to_json_start(most);
            assert!(!all && start.len() <= most * 7 + 10, "{most}: {}", start.len());
        }
        let shared = (0..40).fold(Value::Null, |value, _| Value::array([value.clone(), value]));
        assert!(shared.to_json_start(100).0.len() < 300, "what would be of 2^40 bytes");
    }

    #[test]
    fn json_in_a_string_reads_back() {
        let json = r#"{"a \"b\"":[1.50,-2,null,true,"c\\d\n\u0001é",{"":"plain"}],"plain":"\\"}"#;
        let value = Value::from_json(json.as_bytes()).expect("JSON");
        let mut text = String::from('"');
        value.write_json_in_string(&mut text);
        text.push('"');
        assert_eq!(text, Value::string(value.to_json()).to_json());
        assert_eq!(Value::from_json(text.as_bytes()).expect("a string"), Value::string(json));
    }

    #[test]
    fn json_goes_in_and_comes_out() {
        for text in [
            "null",
            "true",
            "-12",
            "24.04",
            "\"a\\\"b\\\\c\\n\\u0001é\"",
            "[1,[],{}]",
            "{\"b\":1,\"a\":{\"c\":[null,false]}}",
        ] {
            assert_eq!(Value::from_json(text.as_bytes()).expect(text).to_json(), text);
        }
    }
}
