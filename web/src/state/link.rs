//! The grammar of links: what stands behind `#` in the page's address. docs/links.md describes it.
//!
//! `v1.<kind>.<data>`; what stands there comes from anybody, so all that is not exactly this is explained and does
//! nothing else.

use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, Engine, GeneralPurpose, GeneralPurposeConfig};

/// The version that this release writes.
const VERSION: &str = "v1";

/// How long the data of a link is at most, in characters.
pub const MAX_DATA: usize = 1_000_000;

/// How long it is at most when it is inflated, in bytes.
pub const MAX_INFLATED: usize = 8 * 1024 * 1024;

/// How long a link is that everything takes which takes links, in characters.
pub const SHORT: usize = 8_000;

/// How long the id of an example or a lesson is at most.
const MAX_ID: usize = 64;

/// How long the id of an entry of the reference is at most.
const MAX_ENTRY: usize = 128;

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// What a link leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// A rule with its messages and settings, still compressed.
    Work(Vec<u8>),
    /// The example with an id.
    Example(String),
    /// The lesson with an id.
    Lesson(String),
    /// An answer to the lesson with an id, still compressed.
    Answer(String, Vec<u8>),
    /// A lesson's file, still compressed.
    LessonFile(Vec<u8>),
    /// An entry of the reference, by its id, or one of its lists.
    Reference(String),
}

/// Reads what stands behind `#`; nothing where nothing does.
///
/// # Errors
/// What is wrong with it and what to do, as sentences.
#[must_use]
pub fn read(hash: &str) -> Option<Result<Link, String>> {
    let text = hash.strip_prefix('#').unwrap_or(hash);
    // What a sentence around a link adds to it.
    let text = text.trim_end_matches(|letter: char| ".,;:!?)]}>\"'’”".contains(letter));
    (!text.is_empty()).then(|| read_text(text))
}

fn read_text(text: &str) -> Result<Link, String> {
    let foreign = || "What stands behind # in the address is not a link of RuleLens.".to_owned();
    let (version, rest) = text.split_once('.').ok_or_else(foreign)?;
    if version != VERSION {
        let number = version.strip_prefix('v').filter(|number| {
            (1..=4).contains(&number.len()) && number.bytes().all(|digit| digit.is_ascii_digit())
        });
        return Err(match number {
            Some(number) => format!(
                "This link is of version {number}, which this release of RuleLens does not know. Reloading the page may get a release that does."
            ),
            None => foreign(),
        });
    }
    let (kind, data) = rest.split_once('.').ok_or_else(foreign)?;
    match kind {
        "w" => bytes(data).map(Link::Work),
        "x" => id(data, "example").map(Link::Example),
        "r" => entry(data),
        "l" => id(data, "lesson").map(Link::Lesson),
        "a" => {
            let (lesson, answer) =
                data.split_once('.').ok_or_else(|| damaged("it names a lesson and no answer"))?;
            Ok(Link::Answer(id(lesson, "lesson")?, bytes(answer)?))
        }
        "m" => bytes(data).map(Link::LessonFile),
        _ => Err(
            "This link leads to something that this release of RuleLens does not know. Reloading the page may get a release that does."
                .to_owned(),
        ),
    }
}

fn bytes(data: &str) -> Result<Vec<u8>, String> {
    if data.len() > MAX_DATA {
        return Err(format!(
            "This link is too long: it has {} characters, and RuleLens reads {MAX_DATA}. A file takes more: please ask for the rule as a case file.",
            data.len()
        ));
    }
    match BASE64.decode(data) {
        Ok(bytes) if !bytes.is_empty() => Ok(bytes),
        _ => Err(damaged("it has characters that do not belong there")),
    }
}

fn id(data: &str, what: &str) -> Result<String, String> {
    let is_id = (1..=MAX_ID).contains(&data.len())
        && data.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if is_id { Ok(data.to_owned()) } else { Err(damaged(&format!("it names no {what}"))) }
}

fn entry(data: &str) -> Result<Link, String> {
    let is_entry = (1..=MAX_ENTRY).contains(&data.len())
        && data.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    if is_entry {
        Ok(Link::Reference(data.to_owned()))
    } else {
        Err(damaged("it names no entry of the reference"))
    }
}

/// What is said of a link that cannot be read; why, as a clause.
#[must_use]
pub fn damaged(why: &str) -> String {
    format!("This link cannot be read: {why}. It may have been cut off; please ask for it once more.")
}

/// What stands behind `#` for a rule that is compressed to these bytes.
#[must_use]
pub fn work_link(compressed: &[u8]) -> String {
    format!("{VERSION}.w.{}", BASE64.encode(compressed))
}

/// What stands behind `#` for the example with an id.
#[must_use]
pub fn example(id: &str) -> String {
    format!("{VERSION}.x.{id}")
}

/// What stands behind `#` for the lesson with an id.
#[must_use]
pub fn lesson(id: &str) -> String {
    format!("{VERSION}.l.{id}")
}

/// What stands behind `#` for an answer, which is compressed to these bytes, to the lesson with an id.
#[must_use]
pub fn answer(id: &str, compressed: &[u8]) -> String {
    format!("{VERSION}.a.{id}.{}", BASE64.encode(compressed))
}

/// What stands behind `#` for a lesson's file, which is compressed to these bytes.
#[must_use]
pub fn lesson_file(compressed: &[u8]) -> String {
    format!("{VERSION}.m.{}", BASE64.encode(compressed))
}

/// What stands behind `#` for an entry of the reference, or for one of its lists.
#[must_use]
pub fn entry_link(id: &str) -> String {
    format!("{VERSION}.r.{id}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::portable::Portable;
    use serde_json::Value as Json;

    /// Links of every release, with what each must hold for ever.
    const FIXTURES: &str = include_str!("links.jsonl");

    #[test]
    fn links_of_every_release_are_read() {
        let mut count = 0;
        for line in FIXTURES.lines() {
            let fixture: Json = serde_json::from_str(line).expect("JSON");
            let link = fixture["link"].as_str().expect("a link");
            count += 1;
            if let Some(entry) = fixture["reference"].as_str() {
                assert_eq!(read(link), Some(Ok(Link::Reference(entry.to_owned()))), "{link}");
                continue;
            }
            assert!(matches!(read(link), Some(Ok(Link::Work(_)))), "{link}");
            let (rule, lost) = Portable::read(fixture["json"].clone()).expect("a rule");
            assert_eq!(lost, [""; 0], "{link}");
            let expect = &fixture["expect"];
            assert_eq!(expect["sql"], rule.sql, "{link}");
            assert_eq!(expect["topic"], rule.inputs.topic, "{link}");
            assert_eq!(expect["payload"], rule.payloads[rule.inputs.messages.chosen()], "{link}");
            assert_eq!(expect["messages"], rule.inputs.messages.count(), "{link}");
            let kinds: Vec<&str> = rule.inputs.actions.rows.iter().map(|row| row.kind.as_str()).collect();
            assert_eq!(expect["actions"], Json::from(kinds), "{link}");
        }
        assert!(count >= 3);
    }

    #[test]
    fn a_link_is_what_was_written() {
        let bytes: Vec<u8> = (0..=255).collect();
        let link = work_link(&bytes);
        assert!(
            link[5..].bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)),
            "{link}"
        );
        for end in ["", ".", ")", "\".", "=", "=="] {
            assert_eq!(read(&format!("#{link}{end}")), Some(Ok(Link::Work(bytes.clone()))), "{end}");
        }
        assert_eq!(read(&example("units-of-time")), Some(Ok(Link::Example("units-of-time".to_owned()))));
        assert_eq!(read(&lesson("too-warm")), Some(Ok(Link::Lesson("too-warm".to_owned()))));
        let own = Link::Answer("too-warm".to_owned(), bytes.clone());
        assert_eq!(read(&answer("too-warm", &bytes)), Some(Ok(own)));
        assert_eq!(read(&lesson_file(&bytes)), Some(Ok(Link::LessonFile(bytes.clone()))));
        assert_eq!(read(&entry_link("limits.steps")), Some(Ok(Link::Reference("limits.steps".to_owned()))));
        assert_eq!(read(""), None);
        assert_eq!(read("#"), None);
    }

    #[test]
    fn what_is_no_link_is_explained() {
        let long = format!("#v1.w.{}", "A".repeat(MAX_DATA + 1));
        let too_long_entry = format!("#v1.r.{}", "a".repeat(MAX_ENTRY + 1));
        assert!(read(&too_long_entry[..too_long_entry.len() - 1]).expect("something").is_ok());
        for (hash, why) in [
            ("#top", "not a link of RuleLens"),
            ("#v", "not a link of RuleLens"),
            ("#v1", "not a link of RuleLens"),
            ("#v1.w", "not a link of RuleLens"),
            ("#vx.w.AA", "not a link of RuleLens"),
            ("#<img src=x onerror=alert(1)>.w.AA", "not a link of RuleLens"),
            ("#v12345.w.AA", "not a link of RuleLens"),
            ("#v2.w.AA", "of version 2"),
            ("#v1.z.AA", "does not know"),
            ("#v1.l.First", "names no lesson"),
            ("#v1.a.first", "names a lesson and no answer"),
            ("#v1.a.First.AA", "names no lesson"),
            ("#v1.a.first.A", "characters that do not belong"),
            ("#v1.m.A", "characters that do not belong"),
            ("#v1.w.", "not a link of RuleLens"),
            ("#v1.w.A", "characters that do not belong"),
            ("#v1.w.A<script>", "characters that do not belong"),
            ("#v1.x.", "not a link of RuleLens"),
            ("#v1.x.../../etc", "names no example"),
            ("#v1.x.A", "names no example"),
            ("#v1.r.", "not a link of RuleLens"),
            ("#v1.r.functions/../abs", "names no entry"),
            ("#v1.r.<img src=x onerror=alert(1)>", "names no entry"),
            (too_long_entry.as_str(), "names no entry"),
            (long.as_str(), "too long"),
        ] {
            let found = read(hash).expect("something").expect_err(hash);
            assert!(found.contains(why), "{hash}: {found}");
            assert!(!found.contains('<') && found.len() < 300, "{found}");
        }
    }
}
