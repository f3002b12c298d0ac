//! Functions of strings.

use super::{list, node, text};
use crate::documents::json;
use crate::documents::node::{Kind, Node};
use crate::documents::reader::Reader;
use crate::documents::text::Text;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Functions of strings. Those that change each character alike, or only the ends, take strings with unknown parts.
pub(super) fn strings(name: &str, arguments: &[Node], reader: &mut Reader<'_>) -> Option<Node> {
    let [first, rest @ ..] = arguments else { return None };
    if let ("join", [list]) = (name, rest) {
        return join(&first.parts()?, list, reader);
    }
    if name == "format" {
        return format(first.text()?, rest, reader);
    }
    let subject = first.parts()?;
    let whole = |range: std::ops::Range<usize>| range;
    match (name, rest) {
        ("chomp", []) => text(subject.trimmed(|text| whole(0..text.trim_end_matches(['\n', '\r']).len()))),
        ("trimspace", []) => text(subject.trimmed(|text| {
            let start = text.len() - text.trim_start().len();
            whole(start..text.trim_end().len().max(start))
        })),
        ("indent", [spaced]) => {
            let count = first.text()?.parse::<usize>().ok().filter(|count| *count <= 200)?;
            let spaced = spaced.parts()?;
            let lines = spaced.pieces().count() + spaced.size();
            if !reader.spend(lines.saturating_mul(count)) {
                return None;
            }
            let blanks = format!("\n{}", " ".repeat(count));
            text(spaced.with_pieces(|piece| piece.replace('\n', &blanks)))
        }
        ("replace", [from, to]) => {
            let (from, to) = (from.text()?, to.text()?);
            // Between slashes it is a pattern.
            if from.is_empty() || from.len() > 1 && from.starts_with('/') && from.ends_with('/') {
                return None;
            }
            let most = subject.size() / from.len() * to.len();
            reader.spend(most).then(|| text(subject.with_pieces(|piece| piece.replace(from, to))))?
        }
        ("tostring", []) if !matches!(first.kind, Kind::Null) => text(subject),
        ("sensitive" | "nonsensitive", []) => Some(first.clone()),
        _ => {
            let subject = subject.known()?;
            let second = rest.first().map(Node::text);
            match (name, second, rest.get(1)) {
                ("lower", None, _) => text(subject.to_lowercase()),
                ("upper", None, _) => text(subject.to_uppercase()),
                ("title", None, _) => text(titled(subject)),
                ("strrev", None, _) => text(subject.chars().rev().collect::<String>()),
                ("trimprefix", Some(Some(prefix)), _) => {
                    text(subject.strip_prefix(prefix).unwrap_or(subject))
                }
                ("trimsuffix", Some(Some(suffix)), _) => {
                    text(subject.strip_suffix(suffix).unwrap_or(subject))
                }
                ("trim", Some(Some(set)), _) => text(subject.trim_matches(|ch| set.contains(ch))),
                ("startswith", Some(Some(part)), _) => Some(node(Kind::Bool(subject.starts_with(part)))),
                ("endswith", Some(Some(part)), _) => Some(node(Kind::Bool(subject.ends_with(part)))),
                ("strcontains", Some(Some(part)), _) => Some(node(Kind::Bool(subject.contains(part)))),
                ("base64encode", None, _) => text(STANDARD.encode(subject)),
                ("base64decode", None, _) => text(String::from_utf8(STANDARD.decode(subject).ok()?).ok()?),
                ("jsondecode", None, _) => json::parse(subject).ok().map(|value| value.placed(&(0..0))),
                ("split", Some(Some(whole)), _) if !subject.is_empty() => {
                    list(whole.split(subject).map(|item| Node::of_text(item, 0..0)).collect())
                }
                ("substr", Some(Some(from)), Some(length)) => {
                    let from: usize = from.parse().ok()?;
                    let length: i64 = length.text()?.parse().ok()?;
                    let chars = subject.chars().skip(from);
                    text(match usize::try_from(length) {
                        Ok(length) => chars.take(length).collect::<String>(),
                        Err(_) => chars.collect(),
                    })
                }
                _ => None,
            }
        }
    }
}

fn titled(text: &str) -> String {
    let mut after_letter = false;
    let title = |ch: char| {
        let first = !std::mem::replace(&mut after_letter, ch.is_alphanumeric());
        if first { ch.to_uppercase().collect::<String>() } else { ch.to_string() }
    };
    text.chars().map(title).collect()
}

fn join(delimiter: &Text, items: &Node, reader: &mut Reader<'_>) -> Option<Node> {
    let Kind::List(items) = &items.kind else { return None };
    let mut joined = Text::default();
    for (index, item) in items.iter().enumerate() {
        let item = item.parts()?;
        if !reader.spend(delimiter.size() + item.size()) {
            return None;
        }
        if index > 0 {
            joined.push(delimiter);
        }
        joined.push(&item);
    }
    text(joined)
}

/// `%s`, `%v`, `%d` and `%%`; what else Go's verbs do is not worked out.
pub(super) fn format(pattern: &str, arguments: &[Node], reader: &mut Reader<'_>) -> Option<Node> {
    let mut out = Text::default();
    let mut arguments = arguments.iter();
    let mut rest = pattern;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        let verb = rest[at + 1..].chars().next()?;
        match verb {
            '%' => out.push_str("%"),
            's' | 'v' | 'd' => {
                let argument = arguments.next()?.parts()?;
                if !reader.spend(argument.size()) {
                    return None;
                }
                out.push(&argument);
            }
            'q' => {
                let quoted = serde_json::Value::from(arguments.next()?.text()?).to_string();
                out.push_str(&quoted);
            }
            _ => return None,
        }
        rest = &rest[at + 1 + verb.len_utf8()..];
    }
    out.push_str(rest);
    arguments.next().is_none().then(|| text(out))?
}
