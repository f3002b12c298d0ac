//! Terraform's functions, as far as what they give can be known before the configuration is deployed.

mod collections;
mod scalars;
mod strings;

use crate::documents::node::{Kind, Node};
use crate::documents::reader::Reader;
use crate::documents::text::Text;

/// Functions whose names mean something to Terraform though nothing is worked out for them here.
const OTHERS: &str = "timestamp plantimestamp uuid uuidv5 bcrypt md5 sha1 sha256 sha512 file templatefile templatestring \
    filebase64 fileexists fileset formatdate timeadd regex regexall cidrhost cidrsubnet cidrnetmask \
    yamldecode yamlencode jsonencode abspath basename dirname pathexpand try can urlencode log pow \
    signum parseint textencodebase64";

/// A value of one place, whose own place comes later.
fn node(kind: Kind) -> Node {
    Node { kind, span: 0..0 }
}

fn text(text: impl Into<Text>) -> Option<Node> {
    Some(Node::of_text(text, 0..0))
}

fn list(items: Vec<Node>) -> Option<Node> {
    Some(node(Kind::List(items)))
}

/// The items of a list or a map, each with its index or key; `None` where that is not known.
pub(super) fn items_of(value: &Node) -> Option<Vec<(Node, Node)>> {
    match &value.kind {
        Kind::List(items) => {
            let items = items.iter().enumerate();
            Some(items.map(|(at, item)| (node(Kind::Number(at.to_string())), item.clone())).collect())
        }
        Kind::Map(entries) => {
            let entries = entries.iter();
            Some(entries.map(|(key, value)| (Node::of_text(key.as_str(), 0..0), value.clone())).collect())
        }
        _ => None,
    }
}

/// The values of each key in a list of their own.
pub(super) fn grouped(entries: Vec<(String, Node)>) -> Vec<(String, Node)> {
    let mut groups: Vec<(String, Node)> = Vec::new();
    for (key, value) in entries {
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, Node { kind: Kind::List(items), .. })) => items.push(value),
            _ => groups.push((key, node(Kind::List(vec![value])))),
        }
    }
    groups
}

/// Whether Terraform has a function of this name.
pub(super) fn is_known(name: &str) -> bool {
    [OTHERS, KNOWN].iter().any(|names| names.split_whitespace().any(|known| known == name))
}

const KNOWN: &str = "abs alltrue anytrue base64decode base64encode ceil chomp chunklist coalesce coalescelist compact \
    concat contains distinct element endswith flatten floor format formatlist indent index join \
    jsondecode keys length lookup lower max merge min nonsensitive one range replace reverse sensitive \
    slice sort split startswith strcontains strrev substr sum title tobool tolist tomap tonumber toset \
    tostring trim trimprefix trimspace trimsuffix upper values zipmap";

/// What a function gives; `None` where that is not known, or where Terraform rejects the call.
pub(super) fn call(name: &str, arguments: &[Node], reader: &mut Reader<'_>) -> Option<Node> {
    let size: usize = arguments.iter().map(Node::size).sum();
    if !reader.spend(size) {
        return None;
    }
    strings::strings(name, arguments, reader)
        .or_else(|| collections::collections(name, arguments, reader))
        .or_else(|| scalars::scalars(name, arguments))
}
