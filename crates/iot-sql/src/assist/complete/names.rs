//! Keys of the payload, variables, and the names of elements.

use super::offer::{CompletionKind, Offers};
use super::{Site, ValuesHere};
use crate::assist::place::FrameKind;
use crate::assist::sample::shown;
use crate::eval::is_plain;
use crate::functions::Occurs;
use crate::syntax::is_reserved;
use crate::value::Value;
use std::ops::Range;

/// Keys of one object that are offered.
const MOST_KEYS: usize = 300;

/// Paths into the payload that are offered.
const MOST_PATHS: usize = 200;

/// How deep these go, and how many elements of an array are offered.
const DEEPEST: usize = 5;
const MOST_ELEMENTS: usize = 5;

/// The types that are wanted at a place, as a function's parameter lists them; `any` where all are.
pub(super) fn wanted(site: &Site<'_>, values: &mut ValuesHere<'_>) -> &'static str {
    const NUMBER: &str = "Int, Decimal";
    let frame = site.walk.top();
    if let Some((left, operator)) = &frame.left {
        let sign = &site.text[operator.clone()];
        return match sign {
            "<" | ">" | "<=" | ">=" | "-" | "*" | "/" | "%" => NUMBER,
            "=" | "<>" | "!=" => match values.get(&site.text[left.clone()]) {
                Value::Int(_) | Value::Decimal(_) => NUMBER,
                Value::Undefined => "any",
                value => value.type_name(),
            },
            _ if sign.eq_ignore_ascii_case("IN") => "Array",
            _ => "any",
        };
    }
    if let FrameKind::Call(Some(function)) = frame.kind {
        let last = function.parameters.last().filter(|last| last.occurs == Occurs::Any);
        return function.parameters.get(frame.commas).or(last).map_or("any", |parameter| parameter.types);
    }
    "any"
}

/// How well a value fits what is wanted: 0 well, 1 not known, 2 not.
fn fit(value: &Value, wanted: &str) -> u8 {
    let is_known = wanted != "any" && !wanted.contains('\'');
    match value {
        _ if !is_known => 1,
        _ if wanted.contains(value.type_name()) => 0,
        // What fits may be in it.
        Value::Object(_) | Value::Array(_) => 1,
        _ => 2,
    }
}

fn detail(value: &Value) -> String {
    match value {
        Value::Null => shown(value),
        _ => format!("{} {}", shown(value), value.type_name()),
    }
}

/// SET variables with their values.
pub(super) fn variables<'n>(
    values: &mut ValuesHere<'_>,
    names: impl Iterator<Item = &'n str>,
    offers: &mut Offers<'_>,
) {
    for name in names {
        let value = values.values.get(name);
        offers.unasked |= offers.typed().starts_with('@');
        offers.add(name, CompletionKind::Variable, detail(&value), "", 1);
    }
}

/// Keys of the element and of the payload, and paths to what lies deeper.
pub(super) fn keys(site: &Site<'_>, values: &mut ValuesHere<'_>, offers: &mut Offers<'_>) {
    let wanted = wanted(site, values);
    for outer in 0..=values.sources.len() {
        let value = values.get_from("*", outer);
        let alias = values.sources.get(outer).map(|(_, alias)| alias.clone()).unwrap_or_default();
        if !alias.is_empty() {
            offers.add(&alias, CompletionKind::Name, detail(&value), "", 1);
        }
        members_of(&value, None, offers.range(), wanted, u8::from(outer > 0), offers);
        let mut left = MOST_PATHS;
        paths(&value, "", DEEPEST, wanted, &mut left, offers);
    }
}

/// The members of an object that `base` leads to, or the element's or payload's; `whole` is what a call of `get` replaces.
fn members_of(
    value: &Value,
    base: Option<&str>,
    whole: Range<usize>,
    wanted: &str,
    rank: u8,
    offers: &mut Offers<'_>,
) {
    let Value::Object(object) = value else { return };
    for (key, member) in object.iter().take(MOST_KEYS) {
        let rank = rank + fit(member, wanted);
        let kind = CompletionKind::Key;
        let is_name = is_plain(key) && (base.is_some() || !is_reserved(key));
        if is_name {
            offers.add(key, kind, detail(member), "", rank);
        } else if !key.contains(['\'', '\\', '\n']) {
            let insert = format!("get({}, '{key}')", base.unwrap_or("*"));
            offers.put(key, insert, whole.clone(), kind, detail(member), "", rank);
        }
    }
}

/// Paths to what lies in the members of a value.
fn paths(value: &Value, path: &str, levels: usize, wanted: &str, left: &mut usize, offers: &mut Offers<'_>) {
    let Value::Object(object) = value else { return };
    for (key, member) in object.iter().filter(|(key, _)| is_plain(key)) {
        if *left == 0 {
            return;
        }
        if path.is_empty() {
            if !is_reserved(key) && levels > 0 {
                paths(member, key, levels - 1, wanted, left, offers);
            }
            continue;
        }
        let path = format!("{path}.{key}");
        *left -= 1;
        // By its last name it is found too.
        offers.add_path(&path, key, detail(member), 2 + fit(member, wanted));
        if levels > 0 {
            paths(member, &path, levels - 1, wanted, left, offers);
        }
    }
}

/// What can follow a dot.
pub(super) fn members(site: &Site<'_>, values: &mut ValuesHere<'_>, offers: &mut Offers<'_>) {
    offers.unasked = true;
    let frame = site.walk.top();
    let Some(period) = site.before.checked_sub(1).map(|last| site.lexemes[last].range.clone()) else {
        return;
    };
    let Some(base) = site.text.get(frame.operand..period.start) else { return };
    let whole = frame.operand..site.offset;
    let wanted = wanted(site, values);
    let value = values.get(base);
    members_of(&value, Some(base), whole.clone(), wanted, 0, offers);
    if let Value::Array(elements) = &value {
        for (index, element) in elements.iter().enumerate().take(MOST_ELEMENTS) {
            let insert = format!("get({base}, {index})");
            let rank = fit(element, wanted);
            offers.put(
                &insert.clone(),
                insert,
                whole.clone(),
                CompletionKind::Key,
                detail(element),
                "",
                rank,
            );
        }
        if let Some(first @ Value::Object(_)) = elements.first() {
            let first_path = format!("get({base}, 0)");
            elements_members(first, &first_path, &whole, wanted, offers);
        }
    }
}

/// The members of an array's first element, each by a path through `get`.
fn elements_members(
    element: &Value,
    base: &str,
    whole: &Range<usize>,
    wanted: &str,
    offers: &mut Offers<'_>,
) {
    let Value::Object(object) = element else { return };
    for (key, member) in object.iter().filter(|(key, _)| is_plain(key)).take(MOST_KEYS) {
        let insert = format!("{base}.{key}");
        offers.put(
            key,
            insert,
            whole.clone(),
            CompletionKind::Key,
            detail(member),
            "",
            1 + fit(member, wanted),
        );
    }
}
