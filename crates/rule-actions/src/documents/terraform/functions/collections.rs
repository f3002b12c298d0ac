//! Functions of lists and maps.

use super::{format, list, node};
use crate::documents::node::{Kind, Node};
use crate::documents::reader::Reader;
use std::collections::BTreeSet;

/// Functions of lists and maps. Their items may be unknown where the function does not look at them.
pub(super) fn collections(name: &str, arguments: &[Node], reader: &mut Reader<'_>) -> Option<Node> {
    let items = |at: usize| match arguments.get(at).map(|argument| &argument.kind) {
        Some(Kind::List(items)) => Some(items),
        _ => None,
    };
    match (name, arguments) {
        ("tolist", [_]) => list(items(0)?.clone()),
        ("toset" | "distinct", [all]) if all.is_known() => {
            let mut seen: Vec<Node> = Vec::new();
            let mut keys = BTreeSet::new();
            for item in items(0)? {
                if keys.insert(item.to_json()?.to_string()) {
                    seen.push(item.clone());
                }
            }
            if name == "toset" {
                seen.sort_by(|one, other| one.text().cmp(&other.text()));
            }
            list(seen)
        }
        ("concat", all) => {
            let mut joined = Vec::new();
            for argument in all {
                let Kind::List(items) = &argument.kind else { return None };
                joined.extend(items.iter().cloned());
            }
            list(joined)
        }
        ("flatten", [_]) => {
            let mut flat = Vec::new();
            flatten(items(0)?, &mut flat)?;
            list(flat)
        }
        ("keys" | "values" | "merge" | "lookup" | "tomap" | "zipmap", _) => maps(name, arguments, reader),
        ("coalesce" | "coalescelist" | "compact" | "sort" | "range" | "formatlist", _) => {
            more(name, arguments, reader)
        }
        ("element", [_, index]) => {
            let items = items(0).filter(|items| !items.is_empty())?;
            items.get(index.text()?.parse::<usize>().ok()? % items.len()).cloned()
        }
        ("one", [_]) => match items(0)?.as_slice() {
            [] => Some(node(Kind::Null)),
            [item] => Some(item.clone()),
            _ => None,
        },
        ("reverse", [_]) => list(items(0)?.iter().rev().cloned().collect()),
        ("slice", [_, from, to]) => {
            let (from, to) = (from.text()?.parse::<usize>().ok()?, to.text()?.parse::<usize>().ok()?);
            list(items(0)?.get(from..to)?.to_vec())
        }
        _ => None,
    }
}

/// Functions of maps.
fn maps(name: &str, arguments: &[Node], reader: &mut Reader<'_>) -> Option<Node> {
    match (name, arguments) {
        ("tomap", [map]) if map.is_map() => Some(map.clone()),
        ("merge", all) => {
            let mut merged: Vec<(String, Node)> = Vec::new();
            for argument in all {
                let Kind::Map(entries) = &argument.kind else { return None };
                for (key, value) in entries {
                    if !reader.spend(1 + merged.len() / 8) {
                        return None;
                    }
                    merged.retain(|(known, _)| known != key);
                    merged.push((key.clone(), value.clone()));
                }
            }
            Some(node(Kind::Map(merged)))
        }
        ("keys", [map]) if map.is_map() => {
            let mut keys: Vec<&str> = map.entries().iter().map(|(key, _)| key.as_str()).collect();
            keys.sort_unstable();
            list(keys.into_iter().map(|key| Node::of_text(key, 0..0)).collect())
        }
        ("values", [map]) if map.is_map() => {
            let mut entries: Vec<&(String, Node)> = map.entries().iter().collect();
            entries.sort_by(|one, other| one.0.cmp(&other.0));
            list(entries.into_iter().map(|(_, value)| value.clone()).collect())
        }
        ("lookup", [map, key, rest @ ..]) if map.is_map() => {
            map.get(key.text()?).or_else(|| rest.first()).cloned()
        }
        ("zipmap", [keys, values]) => {
            let keys = keys.items().iter().map(|key| key.text().map(str::to_owned));
            let keys: Vec<String> = keys.collect::<Option<_>>()?;
            (keys.len() == values.items().len())
                .then(|| node(Kind::Map(keys.into_iter().zip(values.items().iter().cloned()).collect())))
        }
        _ => None,
    }
}

/// Functions that choose, sort or make lists.
fn more(name: &str, arguments: &[Node], reader: &mut Reader<'_>) -> Option<Node> {
    match (name, arguments) {
        ("coalesce", all) => {
            for argument in all {
                match (&argument.kind, argument.text()) {
                    (Kind::Null, _) | (_, Some("")) => {}
                    _ => return argument.is_known().then(|| argument.clone()),
                }
            }
            None
        }
        ("coalescelist", all) => {
            for argument in all {
                let Kind::List(items) = &argument.kind else { return None };
                if !items.is_empty() {
                    return Some(argument.clone());
                }
            }
            None
        }
        ("compact", [all]) if all.is_known() => {
            let is_meant = |item: &&Node| item.text().is_some_and(|text| !text.is_empty());
            list(all.items().iter().filter(is_meant).cloned().collect())
        }
        ("sort", [all]) if all.is_known() => {
            let mut sorted = all.items().to_vec();
            sorted.sort_by(|one, other| one.text().cmp(&other.text()));
            list(sorted)
        }
        ("range", bounds) => range(bounds, reader),
        ("formatlist", [pattern, lists @ ..]) => {
            let length = lists.iter().map(|one| one.items().len()).max()?;
            let mut made = Vec::new();
            for at in 0..length {
                let row = lists.iter().map(|one| match &one.kind {
                    Kind::List(items) => items.get(at).cloned(),
                    _ => Some(one.clone()),
                });
                let row: Vec<Node> = row.collect::<Option<_>>()?;
                if !reader.spend(pattern.size()) {
                    return None;
                }
                made.push(format::format(pattern, &row, reader)?);
            }
            list(made)
        }
        _ => None,
    }
}

/// Lists are nested as deep at most as the document is, times the depth of resolving.
fn flatten(items: &[Node], flat: &mut Vec<Node>) -> Option<()> {
    for item in items {
        match &item.kind {
            Kind::List(inner) => flatten(inner, flat)?,
            _ if item.unknown().is_some() => return None,
            _ => flat.push(item.clone()),
        }
    }
    Some(())
}

fn range(bounds: &[Node], reader: &mut Reader<'_>) -> Option<Node> {
    let bounds: Vec<i64> = bounds.iter().map(|bound| bound.text()?.parse().ok()).collect::<Option<_>>()?;
    let (from, to, step) = match bounds.as_slice() {
        [to] => (0, *to, if *to < 0 { -1 } else { 1 }),
        [from, to] => (*from, *to, if to < from { -1 } else { 1 }),
        [from, to, step] if *step != 0 => (*from, *to, *step),
        _ => return None,
    };
    let mut items = Vec::new();
    let mut at = from;
    // Terraform makes no more than these.
    while items.len() <= 1024 && (step > 0 && at < to || step < 0 && at > to) {
        items.push(node(Kind::Number(at.to_string())));
        at = at.checked_add(step)?;
    }
    (items.len() <= 1024 && reader.spend(items.len())).then(|| list(items))?
}
