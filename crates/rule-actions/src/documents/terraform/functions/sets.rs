//! Functions that take several lists, sets or maps together.

use super::{list, node};
use crate::documents::node::{Kind, Node};
use crate::documents::reader::Reader;

pub(super) fn sets(name: &str, arguments: &[Node], reader: &mut Reader<'_>) -> Option<Node> {
    if !arguments.iter().all(Node::is_known) {
        return None;
    }
    let lists: Option<Vec<&[Node]>> = arguments
        .iter()
        .map(|argument| matches!(argument.kind, Kind::List(_)).then(|| argument.items()))
        .collect();
    match (name, arguments) {
        ("setunion", _) => set(lists?.concat(), reader),
        ("setintersection", _) => {
            let lists = lists?;
            let (first, others) = lists.split_first()?;
            let is_meant = |item: &&Node| others.iter().all(|other| has(other, item));
            spend(&lists, reader)?;
            set(first.iter().filter(is_meant).cloned().collect(), reader)
        }
        ("setsubtract", [_, _]) => {
            let lists = lists?;
            spend(&lists, reader)?;
            set(lists[0].iter().filter(|item| !has(lists[1], item)).cloned().collect(), reader)
        }
        ("setproduct", [_, _, ..]) => {
            let mut rows: Vec<Vec<Node>> = vec![Vec::new()];
            for items in lists? {
                let size: usize = items.iter().map(Node::size).sum();
                if !reader
                    .spend((size + 1).saturating_mul(rows.len() + rows.iter().map(Vec::len).sum::<usize>()))
                {
                    return None;
                }
                let longer = rows.iter().flat_map(|row| {
                    items.iter().map(|item| row.iter().cloned().chain([item.clone()]).collect())
                });
                rows = longer.collect();
            }
            list(rows.into_iter().map(|row| node(Kind::List(row))).collect())
        }
        ("chunklist", [_, size]) => {
            let size = size.text()?.parse::<usize>().ok().filter(|size| *size > 0)?;
            list(arguments[0].items().chunks(size).map(|chunk| node(Kind::List(chunk.to_vec()))).collect())
        }
        ("matchkeys", [values, keys, wanted]) => {
            spend(&[keys.items(), wanted.items()], reader)?;
            let pairs = values.items().iter().zip(keys.items());
            list(pairs.filter(|(_, key)| has(wanted.items(), key)).map(|(value, _)| value.clone()).collect())
        }
        ("transpose", [map]) if map.is_map() => {
            let mut turned: Vec<(String, Node)> = Vec::new();
            for (key, value) in map.entries() {
                for item in value.items() {
                    let name = item.text()?.to_owned();
                    if !reader.spend(1 + turned.len()) {
                        return None;
                    }
                    let key = Node::of_text(key.as_str(), 0..0);
                    match turned.iter_mut().find(|(known, _)| *known == name) {
                        Some((_, Node { kind: Kind::List(keys), .. })) => keys.push(key),
                        _ => turned.push((name, node(Kind::List(vec![key])))),
                    }
                }
            }
            turned.sort_by(|one, other| one.0.cmp(&other.0));
            Some(node(Kind::Map(turned)))
        }
        _ => None,
    }
}

/// Counts comparing everything with everything.
fn spend(lists: &[&[Node]], reader: &mut Reader<'_>) -> Option<()> {
    let work = lists.iter().map(|list| list.len() + 1).fold(1, usize::saturating_mul);
    reader.spend(work).then_some(())
}

fn has(items: &[Node], wanted: &Node) -> bool {
    items.iter().any(|item| item.same(wanted))
}

/// The items, each once, in order.
fn set(items: Vec<Node>, reader: &mut Reader<'_>) -> Option<Node> {
    super::call("toset", &[node(Kind::List(items))], reader)
}
