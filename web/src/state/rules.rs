//! The list of one's rules: their names, their earlier versions, and the file that holds them all.

use super::kept::{Head, Kept, kept};
use super::portable::Portable;
use serde_json::{Value as Json, json};
use std::cmp::Ordering;

/// How long a name is at most, in characters.
pub const MAX_NAME: usize = 80;

/// How many earlier versions of a rule are kept.
pub const MAX_VERSIONS: usize = 20;

/// How long all earlier versions of a rule are at most, in UTF-16 code units.
const MAX_LENGTH: u64 = 8_000_000;

/// How many of the newest versions stay whatever the distance between them.
const NEWEST: usize = 5;

/// What a file of rules says that it is.
const FORMAT: &str = "rulelens-rules";

/// The version of that file's form.
const FILE_VERSION: u64 = 1;

/// A name as it is kept: on one line, and not longer than [`MAX_NAME`].
#[must_use]
pub fn clean_name(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.join(" ").chars().filter(|letter| !letter.is_control()).take(MAX_NAME).collect()
}

/// The name, or the same with a number that none of `taken` has.
#[must_use]
pub fn free_name<'n>(name: &str, taken: &(impl Iterator<Item = &'n str> + Clone)) -> String {
    let name = clean_name(name);
    if name.is_empty() || !taken.clone().any(|one| one == name) {
        return name;
    }
    let numbered = |number: usize| {
        let end = format!(" ({number})");
        let room = MAX_NAME - end.chars().count();
        name.chars().take(room).collect::<String>() + &end
    };
    // One of so many is free.
    let most = taken.clone().count() + 2;
    (2..=most).map(numbered).find(|name| !taken.clone().any(|one| one == name)).unwrap_or_default()
}

/// What the list calls a rule: its name, or the beginning of its SQL.
#[must_use]
pub fn title(head: &Head) -> &str {
    match (head.name.as_str(), head.title.as_str()) {
        ("", "") => "Without SQL",
        ("", title) => title,
        (name, _) => name,
    }
}

/// An earlier version of a rule.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Version {
    /// Names it among those of its rule.
    pub number: u32,
    /// When it was made, in milliseconds since 1970-01-01 UTC.
    pub made: f64,
    /// The beginning of its SQL.
    pub title: String,
    /// Its length in UTF-16 code units.
    pub length: u32,
}

kept! { Version { number, made, title, length } }

/// The earlier versions of a rule, oldest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Versions(pub Vec<Version>);

impl Versions {
    /// Reads what [`Self::written`] writes; none where it has another form.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let kept = serde_json::from_str::<Json>(text).ok();
        Self(kept.and_then(|kept| Kept::read(&kept)).unwrap_or_default())
    }

    /// Writes them.
    #[must_use]
    pub fn written(&self) -> String {
        let mut text = String::new();
        self.0.write(&mut text);
        text
    }

    /// Whether a version of this length, in UTF-16 code units, can be kept at all.
    #[must_use]
    pub fn have_room(length: u64) -> bool {
        length <= MAX_LENGTH
    }

    /// Adds a version and gives its number, with those of the versions that have no room beside it. The oldest and the
    /// newest stay; between them goes the one whose neighbours are nearest. None where it is too long to be kept.
    pub fn add(&mut self, made: f64, title: &str, length: u32) -> Option<(u32, Vec<u32>)> {
        if !Self::have_room(u64::from(length)) {
            return None;
        }
        let number = self.0.iter().map(|version| version.number).max().unwrap_or(0).wrapping_add(1);
        self.0.push(Version { number, made, title: title.to_owned(), length });
        let mut dropped = Vec::new();
        while self.0.len() > MAX_VERSIONS || self.length() > MAX_LENGTH {
            dropped.push(self.0.remove(self.dispensable()).number);
        }
        Some((number, dropped))
    }

    fn length(&self) -> u64 {
        self.0.iter().map(|version| u64::from(version.length)).sum()
    }

    /// The place of the version that tells least.
    fn dispensable(&self) -> usize {
        let gap = |at: &usize| self.0[at + 1].made - self.0[at - 1].made;
        let between = 1..self.0.len().saturating_sub(NEWEST);
        let nearest =
            between.min_by(|one, other| gap(one).partial_cmp(&gap(other)).unwrap_or(Ordering::Equal));
        nearest.unwrap_or(0)
    }
}

/// The file that holds rules.
#[must_use]
pub fn write_file(rules: &[Portable]) -> String {
    let rules: Json = rules.iter().map(Portable::json).collect();
    json!({"format": FORMAT, "version": FILE_VERSION, "rules": rules}).to_string()
}

/// Reads a file of rules; what of them could not be read is named.
///
/// # Errors
/// Why it holds no rules, as a clause.
pub fn read_file(text: &str) -> Result<(Vec<Portable>, Vec<String>), String> {
    let json: Json = serde_json::from_str(text).map_err(|error| format!("it is not JSON: {error}"))?;
    if json.get("format").and_then(Json::as_str) != Some(FORMAT) {
        return Err("it is not a file of rules that RuleLens wrote".to_owned());
    }
    if json.get("version").and_then(Json::as_u64) != Some(FILE_VERSION) {
        return Err("a later release of RuleLens wrote it; please reload the page to get that".to_owned());
    }
    let Some(Json::Array(all)) = json.get("rules").cloned() else {
        return Err("it has no list of rules".to_owned());
    };
    let (mut rules, mut lost) = (Vec::new(), Vec::new());
    for (at, rule) in all.into_iter().enumerate() {
        match Portable::read(rule) {
            Ok((rule, unread)) => {
                rules.push(rule);
                lost.extend(unread);
            }
            Err(why) => lost.push(format!("rule {} ({why})", at + 1)),
        }
    }
    Ok((rules, lost))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::portable::empty;

    #[test]
    fn names_are_on_one_line_and_differ() {
        assert_eq!(clean_name("  Cold\n chain\u{7} "), "Cold chain");
        assert_eq!(clean_name(&"é".repeat(200)).chars().count(), MAX_NAME);
        let taken = ["Cold", "Cold (2)"];
        assert_eq!(free_name("Warm", &taken.into_iter()), "Warm");
        assert_eq!(free_name("Cold", &taken.into_iter()), "Cold (3)");
        assert_eq!(free_name("", &["", ""].into_iter()), "", "one without a name may be like another");
        let long = "x".repeat(MAX_NAME);
        let free = free_name(&long, &[long.as_str()].into_iter());
        assert!(free.ends_with(" (2)") && free.chars().count() == MAX_NAME, "{free}");
    }

    #[test]
    fn a_rule_without_a_name_is_called_by_its_sql() {
        let head = |name: &str, sql: &str| Head { name: name.to_owned(), ..Head::new(sql, 5, 1.0) };
        assert_eq!(title(&head("Mine", "SELECT 1")), "Mine");
        assert_eq!(title(&head("", "SELECT  1")), "SELECT 1");
        assert_eq!(title(&head("", " ")), "Without SQL");
    }

    #[test]
    fn versions_are_bounded_and_the_oldest_and_newest_stay() {
        let mut versions = Versions::default();
        let mut dropped = Vec::new();
        // Ten in a minute, an hour apart afterwards.
        for at in 0..40 {
            let made = if at < 10 { f64::from(at) * 6.0 } else { f64::from(at) * 3600.0 };
            dropped.extend(versions.add(made, "SELECT", 100).expect("short").1);
        }
        assert_eq!((versions.0.len(), dropped.len()), (MAX_VERSIONS, 20));
        assert_eq!(versions.0[0].number, 1);
        let newest: Vec<u32> =
            versions.0[MAX_VERSIONS - NEWEST..].iter().map(|version| version.number).collect();
        assert_eq!(newest, [36, 37, 38, 39, 40]);
        let of_the_minute = versions.0.iter().filter(|version| version.made < 60.0).count();
        assert!(of_the_minute < 4, "{of_the_minute} of a minute that was long ago");
        assert_eq!(Versions::read(&versions.written()), versions);
        assert_eq!(Versions::read("?"), Versions::default());
    }

    #[test]
    fn long_versions_leave_room_for_the_newest_only() {
        let mut versions = Versions::default();
        for at in 0..4 {
            versions.add(f64::from(at), "", 3_000_000).expect("not too long");
        }
        assert_eq!(versions.0.iter().map(|version| version.number).collect::<Vec<_>>(), [3, 4]);
        assert_eq!(versions.add(5.0, "", 9_000_000), None);
    }

    #[test]
    fn a_file_holds_all_rules_and_foreign_ones_say_why_not() {
        let rule = |name: &str| Portable {
            name: name.to_owned(),
            inputs: empty(),
            sql: format!("SELECT * FROM '{name}'"),
            payloads: vec![String::new()],
        };
        let rules = vec![rule("a"), rule("b")];
        let file = write_file(&rules);
        assert_eq!(read_file(&file), Ok((rules.clone(), vec![])));
        let broken = file.replacen("\"sql\":\"SELECT * FROM 'a'\"", "\"sql\":5", 1);
        let (read, lost) = read_file(&broken).expect("a file");
        assert_eq!((read, lost.len()), (rules[1..].to_vec(), 1));
        for (text, why) in [
            ("{", "not JSON"),
            ("[]", "not a file of rules"),
            (r#"{"format":"rulelens-rules","version":2}"#, "a later release"),
            (r#"{"format":"rulelens-rules","version":1,"rules":{}}"#, "no list"),
        ] {
            let found = read_file(text).expect_err(text);
            assert!(found.contains(why), "{found}");
        }
    }
}
