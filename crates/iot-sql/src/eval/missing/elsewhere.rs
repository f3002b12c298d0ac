//! Where else in a payload a missing key is: under another spelling, or at another path.

use crate::limits::{Meter, SLOT_BYTES};
use crate::syntax::nearest;
use crate::value::Value;
use std::collections::VecDeque;

/// Paths to what `rest` leads to from objects in a value, which `prefix` leads to; not from the object at `known`.
/// Those in what a shadow document holds beside the reported state come last.
/// They are looked for as long as there are steps for it.
pub(super) fn elsewhere(
    value: &Value,
    prefix: &[String],
    rest: &[&str],
    known: &[String],
    meter: &Meter,
) -> Vec<String> {
    /// Values that are looked at.
    const MOST_VALUES: usize = 1000;
    /// Paths that are told.
    const MOST_PATHS: usize = 3;
    let mut found: Vec<Vec<String>> = Vec::new();
    let mut waiting = VecDeque::from([(prefix.to_vec(), value.clone())]);
    let mut seen = 0;
    while let Some((path, value)) = waiting.pop_front() {
        seen += 1;
        let Value::Object(object) = &value else { continue };
        if seen > MOST_VALUES || path.len() > prefix.len() + 6 {
            break;
        }
        // Each object below gets a path of its own.
        let bytes = path.iter().map(|name| SLOT_BYTES + name.len()).sum::<usize>() + SLOT_BYTES;
        if meter.left() < meter.limit() / 2 || !meter.read(bytes.saturating_mul(object.len())) {
            meter.fall_short();
            break;
        }
        let step = |value: Value, name: &&str| Some(value.member(name)).filter(|value| !value.is_undefined());
        let reached = rest.iter().try_fold(value.clone(), step).is_some();
        if path != known && reached {
            found.push(path.iter().cloned().chain(rest.first().map(|key| (*key).to_owned())).collect());
        }
        for (key, member) in object.iter() {
            let to_member = path.iter().cloned().chain([key.to_string()]);
            match member {
                _ if waiting.len() >= MOST_VALUES => {}
                Value::Object(_) => waiting.push_back((to_member.collect(), member.clone())),
                Value::Array(elements) => {
                    if let Some(first @ Value::Object(_)) = elements.first() {
                        let to_first = to_member.chain([FIRST_ELEMENT.to_owned()]);
                        waiting.push_back((to_first.collect(), first.clone()));
                    }
                }
                _ => {}
            }
        }
    }
    let rank = |path: &Vec<String>| {
        let has = |names: &[&str]| path.iter().any(|name| names.contains(&name.as_str()));
        if has(&[FIRST_ELEMENT]) {
            3
        } else if has(&["metadata", "previous"]) {
            2
        } else {
            u8::from(has(&["desired", "delta"]))
        }
    };
    found.sort_by_key(rank);
    found.iter().filter_map(|path| path_text(path)).take(MOST_PATHS).collect()
}

/// In a path, the first element of an array; no name has this character.
const FIRST_ELEMENT: &str = "\0";

/// A path as a rule writes it: names that are plain after dots, others in calls of `get`.
fn path_text(path: &[String]) -> Option<String> {
    let mut names = path.iter();
    let first = names.next()?;
    let quoted = |name: &str| (!name.contains(['\'', '\\'])).then(|| format!("'{name}'"));
    let mut text = if is_plain(first) { first.clone() } else { format!("get(*, {})", quoted(first)?) };
    for name in names {
        text = if name == FIRST_ELEMENT {
            format!("get({text}, 0)")
        } else if is_plain(name) {
            format!("{text}.{name}")
        } else {
            format!("get({text}, {})", quoted(name)?)
        };
    }
    Some(text)
}

/// Whether a key can be written as a name.
pub(crate) fn is_plain(key: &str) -> bool {
    key.starts_with(|ch: char| ch.is_ascii_alphabetic() || ch == '_')
        && key.chars().all(|ch| ch.is_ascii_alphanumeric() || ch == '_')
}

/// Steps that it takes to compare a key with another one.
const STEPS_PER_KEY: u64 = 10;

/// The key of an object that may have been meant by another one.
///
/// Among very many keys it is only looked for as long as there are steps for it.
pub(super) fn near_key(key: &str, holder: &Value, meter: &Meter) -> Option<String> {
    let Value::Object(object) = holder else { return None };
    let steps = object.len() as u64 * STEPS_PER_KEY;
    if steps > meter.left() {
        meter.fall_short();
        return None;
    }
    meter.spend(steps);
    let lower = key.to_lowercase();
    let digits = |key: &str| key.chars().filter(char::is_ascii_digit).collect::<String>();
    // `t1` and `t2` are two keys, not one and a misspelling of it.
    let keys = || object.iter().map(|(known, _)| known.as_str()).filter(|known| digits(known) == digits(key));
    if let Some(same) = keys().find(|known| known.to_lowercase() == lower) {
        return Some(same.to_owned());
    }
    if key.chars().count() < 3 {
        return None;
    }
    let starting = |known: &&str| {
        let known = known.to_lowercase();
        known.starts_with(&lower) || lower.starts_with(&known) && known.chars().count() >= 3
    };
    let long = keys().filter(|known| known.chars().count() > 1);
    nearest(key, long).or_else(|| keys().find(starting)).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::elsewhere;
    use crate::limits::Meter;
    use crate::value::Value;

    #[test]
    fn a_thousand_values_are_looked_at() {
        let payload = |empty: usize| {
            let members: Vec<String> = (0..empty).map(|index| format!("\"e{index}\":{{}}")).collect();
            format!("{{{},\"last\":{{\"wanted\":1}}}}", members.join(","))
        };
        // The payload itself is one of them, and the object that has the key the last.
        for (empty, found) in [(998, &["last.wanted"][..]), (999, &[])] {
            let value = Value::from_json(payload(empty).as_bytes()).expect("JSON");
            assert_eq!(elsewhere(&value, &[], &["wanted"], &[], &Meter::default()), found, "{empty}");
        }
    }
}
