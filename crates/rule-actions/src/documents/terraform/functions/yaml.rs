//! `yamlencode`: values as the YAML that Terraform writes, with keys in order and strings in double quotes.

use super::encodings::write_string;
use crate::documents::node::{Kind, Node};

/// The value as YAML; `None` where something in it is unknown, or is a text of several lines, which Terraform writes
/// otherwise.
pub(super) fn written(value: &Node) -> Option<String> {
    let mut out = String::new();
    write(value, 0, Place::Alone, &mut out)?;
    Some(out)
}

/// What stands before a value.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    /// Nothing.
    Alone,
    /// A key and a colon.
    Member,
    /// A dash.
    Item,
}

/// Writes a value whose lines are indented by so many blanks; ends with a line break.
fn write(value: &Node, indent: usize, place: Place, out: &mut String) -> Option<()> {
    let blanks = " ".repeat(indent);
    match &value.kind {
        Kind::Map(entries) if !entries.is_empty() => {
            let mut entries: Vec<&(String, Node)> = entries.iter().collect();
            entries.sort_by(|one, other| one.0.cmp(&other.0));
            out.push_str(if place == Place::Member { "\n" } else { "" });
            for (at, (name, member)) in entries.into_iter().enumerate() {
                // The first member of an item stands behind its dash.
                out.push_str(if at > 0 || place != Place::Item { &blanks } else { "" });
                write_string(name, out);
                out.push_str(if is_nested(member) { ":" } else { ": " });
                let is_list = matches!(member.kind, Kind::List(_));
                write(member, if is_list { indent } else { indent + 2 }, Place::Member, out)?;
            }
        }
        Kind::List(items) if !items.is_empty() => {
            out.push_str(if place == Place::Member { "\n" } else { "" });
            for (at, item) in items.iter().enumerate() {
                out.push_str(if at > 0 || place != Place::Item { &blanks } else { "" });
                out.push_str("- ");
                write(item, indent + 2, Place::Item, out)?;
            }
        }
        Kind::Map(_) => out.push_str("{}\n"),
        Kind::List(_) => out.push_str("[]\n"),
        Kind::Null => out.push_str("null\n"),
        Kind::Text(text) | Kind::Plain(text) => {
            let text = text.known().filter(|text| !text.contains(char::is_control))?;
            write_string(text, out);
            out.push('\n');
        }
        Kind::Bool(_) | Kind::Number(_) => {
            out.push_str(value.text()?);
            out.push('\n');
        }
    }
    Some(())
}

/// Whether a value begins on the next line.
fn is_nested(value: &Node) -> bool {
    match &value.kind {
        Kind::Map(entries) => !entries.is_empty(),
        Kind::List(items) => !items.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::written;
    use crate::documents::json;

    fn yaml(text: &str) -> Option<String> {
        written(&json::parse(text).expect("JSON"))
    }

    /// The examples of Terraform's page on `yamlencode`.
    #[test]
    fn values_are_written_as_terraform_writes_them() {
        for (value, expected) in [
            (r#"{"c": "d", "a": "b"}"#, "\"a\": \"b\"\n\"c\": \"d\"\n"),
            (r#"{"foo": [1, 2, 3], "bar": "baz"}"#, "\"bar\": \"baz\"\n\"foo\":\n- 1\n- 2\n- 3\n"),
            (
                r#"{"foo": [1, {"a": "b", "c": "d"}, 3], "bar": "baz"}"#,
                "\"bar\": \"baz\"\n\"foo\":\n- 1\n- \"a\": \"b\"\n  \"c\": \"d\"\n- 3\n",
            ),
            (r#"{"a": {"b": {}, "c": []}}"#, "\"a\":\n  \"b\": {}\n  \"c\": []\n"),
            ("\"x\"", "\"x\"\n"),
            ("true", "true\n"),
        ] {
            assert_eq!(yaml(value).as_deref(), Some(expected), "{value}");
        }
        assert_eq!(yaml(r#"{"a": "two\nlines"}"#), None);
    }
}
