//! What SELECT made of a payload, member by member.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How a member of the outgoing payload stands to the incoming one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    /// It is in both, the same.
    Same,
    /// It is only in the incoming payload, or is another value there.
    Removed,
    /// It is only in the outgoing payload, or is another value there.
    Added,
}

/// A member with how it stands, as JSON text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// How it stands.
    pub change: Change,
    /// Its key, as JSON text.
    pub key: String,
    /// Its value, as JSON text.
    pub value: String,
}

/// The members of both payloads: those of the outgoing one in their order, each after what it took the place of, and
/// then what was not passed on. `None` where one of them is not an object.
#[must_use]
pub fn difference(incoming: &str, outgoing: &str) -> Option<Vec<Member>> {
    let (incoming, outgoing) = (members(incoming)?, members(outgoing)?);
    let name = |key: &str| serde_json::from_str::<String>(key).unwrap_or_else(|_| key.to_owned());
    let mut before = BTreeMap::new();
    before.extend(incoming.iter().map(|(key, value)| (name(key), *value)));
    let member =
        |change, key: &str, value: &str| Member { change, key: key.to_owned(), value: value.to_owned() };
    let mut all = Vec::new();
    let mut passed_on = BTreeSet::new();
    for (key, value) in &outgoing {
        let known = name(key);
        match before.get(&known) {
            Some(old) if same(old, value) => all.push(member(Change::Same, key, value)),
            old => {
                all.extend(old.map(|old| member(Change::Removed, key, old)));
                all.push(member(Change::Added, key, value));
            }
        }
        passed_on.insert(known);
    }
    let lost = incoming.iter().filter(|(key, _)| !passed_on.contains(&name(key)));
    all.extend(lost.map(|(key, value)| member(Change::Removed, key, value)));
    Some(all)
}

/// Whether two JSON texts differ in white space at most.
fn same(one: &str, other: &str) -> bool {
    one == other || super::formatted(one).is_some_and(|one| super::formatted(other) == Some(one))
}

/// The members of an object as they are written; `None` where the text is not an object.
fn members(text: &str) -> Option<Vec<(&str, &str)>> {
    let text = text.trim();
    let inner = text.strip_prefix('{')?.strip_suffix('}')?;
    let mut members = Vec::new();
    let (mut start, mut colon) = (0, None);
    let (mut depth, mut in_string, mut escaped) = (0_u32, false, false);
    for (at, ch) in inner.char_indices() {
        if in_string {
            in_string = escaped || ch != '"';
            escaped = ch == '\\' && !escaped;
            continue;
        }
        match ch {
            '"' => in_string = true,
            '{' | '[' => depth += 1,
            '}' | ']' => depth = depth.checked_sub(1)?,
            ':' if depth == 0 && colon.is_none() => colon = Some(at),
            ',' if depth == 0 => {
                let colon = colon.take()?;
                members.push((inner[start..colon].trim(), inner[colon + 1..at].trim()));
                start = at + 1;
            }
            _ => {}
        }
    }
    match colon {
        Some(colon) => members.push((inner[start..colon].trim(), inner[colon + 1..].trim())),
        None if inner[start..].trim().is_empty() => {}
        None => return None,
    }
    (depth == 0 && !in_string).then_some(members)
}

#[cfg(test)]
mod tests {
    use super::{Change, difference};

    fn shown(incoming: &str, outgoing: &str) -> Option<Vec<String>> {
        let sign = |change| match change {
            Change::Same => ' ',
            Change::Removed => '-',
            Change::Added => '+',
        };
        let members = difference(incoming, outgoing)?;
        Some(
            members
                .iter()
                .map(|member| format!("{}{}:{}", sign(member.change), member.key, member.value))
                .collect(),
        )
    }

    #[test]
    fn what_is_the_same_and_what_is_not() {
        let incoming = r#"{ "t": 24.040, "h": {"a": [1, "}"]}, "old": null, "x": "a,b:\"" }"#;
        let outgoing = r#"{"t":24.04,"h":{"a":[1,"}"]},"new":5}"#;
        assert_eq!(
            shown(incoming, outgoing).unwrap(),
            [
                r#"-"t":24.040"#,
                r#"+"t":24.04"#,
                r#" "h":{"a":[1,"}"]}"#,
                r#"+"new":5"#,
                r#"-"old":null"#,
                r#"-"x":"a,b:\"""#,
            ]
        );
        assert_eq!(shown("{}", "{ }"), Some(vec![]));
        assert_eq!(shown(r#"{"\u0061": 1}"#, r#"{"a":1}"#).unwrap(), [r#" "a":1"#]);
        for odd in ["", "5", "[1]", "{", "{]}", r#"{"a}"#, "{a}"] {
            assert_eq!(shown(odd, "{}"), None, "{odd}");
        }
    }
}
