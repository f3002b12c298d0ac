//! Terraform's functions, as far as what they give can be known before the configuration is deployed.

mod collections;
mod dates;
mod encodings;
mod format;
mod networks;
mod patterns;
mod scalars;
mod sets;
mod strings;
mod yaml;

use crate::documents::node::{Kind, Node};
use crate::documents::reader::Reader;
use crate::documents::text::Text;

/// Functions that Terraform has and for which nothing is worked out here.
const OTHERS: &str = "abspath bcrypt csvdecode defaults ephemeralasnull filebase64sha256 filebase64sha512 fileexists \
    filemd5 fileset filesha1 filesha256 filesha512 issensitive pathexpand plantimestamp provider rsadecrypt \
    textdecodebase64 textencodebase64 timeadd timecmp timestamp type uuid uuidv5";

/// Functions that fail where they do not find what they look for.
pub(super) const CAN_FAIL: &[&str] = &[
    "regex",
    "lookup",
    "index",
    "element",
    "tonumber",
    "tobool",
    "jsondecode",
    "yamldecode",
    "coalesce",
    "one",
];

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

const KNOWN: &str = "abs alltrue anytrue base64decode base64encode base64sha256 base64sha512 basename can ceil chomp \
    chunklist cidrhost cidrnetmask cidrsubnet cidrsubnets coalesce coalescelist compact concat contains dirname distinct element endswith file filebase64 flatten \
    floor format formatdate formatlist indent index join jsondecode jsonencode keys length list log lookup lower map matchkeys max \
    md5 merge min nonsensitive one parseint pow range regex regexall replace reverse sensitive setintersection \
    setproduct setsubtract setunion sha1 sha256 sha512 signum slice sort split startswith strcontains strrev substr sum \
    templatefile templatestring title tobool tolist tomap tonumber toset tostring transpose trim trimprefix trimspace \
    trimsuffix try upper urlencode values yamldecode yamlencode \
    zipmap";

/// What a function gives; `None` where that is not known, or where Terraform rejects the call.
pub(super) fn call(name: &str, arguments: &[Node], reader: &mut Reader<'_>) -> Option<Node> {
    let size: usize = arguments.iter().map(Node::size).sum();
    if !reader.spend(size) {
        return None;
    }
    strings::strings(name, arguments, reader)
        .or_else(|| collections::collections(name, arguments, reader))
        .or_else(|| scalars::scalars(name, arguments))
        .or_else(|| patterns::patterns(name, arguments, reader))
        .or_else(|| encodings::encodings(name, arguments))
        .or_else(|| sets::sets(name, arguments, reader))
        .or_else(|| dates::dates(name, arguments))
        .or_else(|| networks::networks(name, arguments))
}
