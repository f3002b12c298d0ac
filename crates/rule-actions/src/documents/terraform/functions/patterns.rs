//! Functions with regular expressions, which are those of RE2 as in Terraform.

use super::{list, node, text};
use crate::documents::node::{Kind, Node};
use crate::documents::reader::Reader;
use regex::{Captures, Regex, RegexBuilder};

/// The most bytes that a compiled pattern may take.
const MOST: usize = 1 << 18;

pub(super) fn patterns(name: &str, arguments: &[Node], reader: &mut Reader<'_>) -> Option<Node> {
    match (name, arguments) {
        ("regex", [pattern, subject]) => {
            let (pattern, subject) = (compiled(pattern.text()?, reader)?, subject.text()?);
            Some(captured(&pattern, &pattern.captures(subject)?))
        }
        ("regexall", [pattern, subject]) => {
            let (pattern, subject) = (compiled(pattern.text()?, reader)?, subject.text()?);
            let mut found = Vec::new();
            for captures in pattern.captures_iter(subject) {
                let found_one = captured(&pattern, &captures);
                if !reader.spend(1 + found_one.size()) {
                    return None;
                }
                found.push(found_one);
            }
            list(found)
        }
        // Between slashes, what is replaced is a pattern.
        ("replace", [subject, from, to]) => {
            let pattern = from.text()?.strip_prefix('/')?.strip_suffix('/')?;
            let (pattern, subject, to) = (compiled(pattern, reader)?, subject.text()?, to.text()?);
            let most = subject.len().saturating_mul(1 + to.len() + subject.len().min(64));
            reader.spend(most).then(|| text(pattern.replace_all(subject, to).into_owned()))?
        }
        _ => None,
    }
}

fn compiled(pattern: &str, reader: &mut Reader<'_>) -> Option<Regex> {
    // Making a pattern takes longer than reading it.
    if !reader.spend(pattern.len().saturating_mul(64)) {
        return None;
    }
    RegexBuilder::new(pattern).size_limit(MOST).dfa_size_limit(MOST).build().ok()
}

/// All of what was found, or its groups where the pattern has some.
fn captured(pattern: &Regex, captures: &Captures<'_>) -> Node {
    let group = |found: Option<regex::Match<'_>>| match found {
        Some(found) => Node::of_text(found.as_str(), 0..0),
        None => node(Kind::Null),
    };
    if captures.len() == 1 {
        return group(captures.get(0));
    }
    let named: Vec<(String, Node)> =
        pattern.capture_names().flatten().map(|name| (name.to_owned(), group(captures.name(name)))).collect();
    node(if named.is_empty() {
        Kind::List(captures.iter().skip(1).map(group).collect())
    } else {
        Kind::Map(named)
    })
}
