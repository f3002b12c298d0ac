//! Functions of strings.

use super::{list, node, text};
use crate::documents::node::{Kind, Node};
use crate::documents::reader::Reader;
use crate::documents::text::Text;

/// Functions of strings. Those that change each character alike, or only the ends, take strings with unknown parts.
pub(super) fn strings(name: &str, arguments: &[Node], reader: &mut Reader<'_>) -> Option<Node> {
    let [first, rest @ ..] = arguments else { return None };
    if let ("join", [list]) = (name, rest) {
        return join(&first.parts()?, list, reader);
    }
    if name == "format" {
        return super::format::format(first, rest, reader);
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
                ("basename", None, _) => text(base_name(subject)),
                ("dirname", None, _) => text(folder_name(subject)),
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

/// The last part of a path.
fn base_name(path: &str) -> &str {
    match path.trim_end_matches('/') {
        "" if path.is_empty() => ".",
        "" => "/",
        path => path.rsplit('/').next().unwrap_or(path),
    }
}

/// A path without its last part.
fn folder_name(path: &str) -> &str {
    match path.rfind('/') {
        Some(0) => "/",
        Some(at) => path[..at].trim_end_matches('/'),
        None => ".",
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
