//! In what a message goes other than wanted.

use super::group::Group;
use super::{Facts, SHOWN};
use iot_sql::text::shortened;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Differences of a message that are told.
const MOST_DIFFERENCES: usize = 20;

/// Something in which a message goes other than wanted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Difference {
    /// What it is, such as `temperature` or ``record `kwh`, type``.
    pub what: String,
    /// What is wanted; `None` where nothing is.
    pub wanted: Option<String>,
    /// What came; `None` where nothing did.
    pub got: Option<String>,
}

/// What a difference is called that is about whether the rule acts.
pub(crate) const RULE: &str = "the rule";

/// What an action does that does not fail, in a difference.
pub(crate) const SENT: &str = "is sent";

impl Facts {
    /// In what a message goes other than wanted, a few differences at most; what is wanted and did not come stands first.
    pub(crate) fn differences(&self, wanted: &Self) -> Vec<Difference> {
        if self.acts != wanted.acts {
            let word = |acts| Some(if acts { "acts" } else { "stays silent" }.to_owned());
            return vec![Difference { what: RULE.into(), wanted: word(wanted.acts), got: word(self.acts) }];
        }
        let mut found = Vec::new();
        let names: BTreeSet<&String> = wanted.groups.keys().chain(self.groups.keys()).collect();
        for name in names {
            between(name, wanted.groups.get(name), self.groups.get(name), &mut found);
        }
        found.sort_by_key(|(rank, _)| *rank);
        found.truncate(MOST_DIFFERENCES);
        found.into_iter().map(|(_, difference)| difference).collect()
    }
}

/// How much a difference matters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// An action failed, or was meant to.
    Fails,
    /// Something wanted did not come.
    Wanted,
    /// Something came that is not wanted.
    Extra,
}

/// The differences of two groups of one name.
fn between(name: &str, want: Option<&Group>, got: Option<&Group>, found: &mut Vec<(Rank, Difference)>) {
    let mut add = |rank, what: String, wanted: Option<String>, got: Option<String>| {
        found.push((rank, Difference { what, wanted, got }));
    };
    if want.is_some_and(|group| group.fails) != got.is_some_and(|group| group.fails) {
        let side = |group: Option<&Group>| match group {
            Some(group) if group.fails => Some(format!("fails: {}", group.shown)),
            _ => Some(SENT.to_owned()),
        };
        return add(Rank::Fails, name.to_owned(), side(want), side(got));
    }
    let (Some(want), Some(got)) = (want, got) else {
        let rank = if want.is_some() { Rank::Wanted } else { Rank::Extra };
        let shown = |group: Option<&Group>| group.map(|group| shown(&group.shown));
        return add(rank, name.to_owned(), shown(want), shown(got));
    };
    let places: BTreeSet<&String> = want.facts.keys().chain(got.facts.keys()).collect();
    // The members of an object or array that stands where something else is wanted, or the other way round.
    let mut covered: Vec<&str> = Vec::new();
    let mut differences = Vec::new();
    for place in places {
        let (wanted, came) = (want.facts.get(place), got.facts.get(place));
        if wanted.map(|(value, _)| value) == came.map(|(value, _)| value) {
            continue;
        }
        let side = |fact: Option<&(String, String)>, group: &Group| {
            fact.map(|(_, text)| shown(text)).or_else(|| group.containers.get(place).cloned())
        };
        let (wanted, came) = (side(wanted, want), side(came, got));
        if want.containers.contains_key(place) || got.containers.contains_key(place) {
            covered.push(place);
        }
        differences.push((place, wanted, came));
    }
    for (place, wanted, came) in differences {
        let is_inside = |outer: &&str| {
            place.strip_prefix(*outer).is_some_and(|rest| rest.starts_with(['.', '[']) || outer.is_empty())
        };
        if covered.iter().any(|outer| *outer != place.as_str() && is_inside(outer)) {
            continue;
        }
        let what = match (name, place.as_str()) {
            ("", "") => "the outgoing payload".to_owned(),
            ("", place) => place.to_owned(),
            (name, "") => name.to_owned(),
            (name, place) => format!("{name}, {place}"),
        };
        let rank = if wanted.is_some() { Rank::Wanted } else { Rank::Extra };
        add(rank, what, wanted, came);
    }
}

/// A value as a difference shows it.
fn shown(text: &str) -> String {
    if text.is_empty() { "empty".to_owned() } else { shortened(text, SHOWN) }
}
