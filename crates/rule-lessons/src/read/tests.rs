//! What the reader takes, and what it says of the rest.

use crate::lesson::{Compare, Kind, Lesson, Part, Payload};
use crate::problem::Problem;
use proptest::prelude::*;

/// A lesson with every kind of section.
const WHOLE: &str = r#"---
id: whole
title: Whole
aim: Everything at once.
after: one, two
kind: case
device: pump
minutes: 4
symptom: It does not work.
topic: a/b
time: 2026-03-01T08:30:00Z
client: c1
version: 2015-10-08
context: {"userProperties": {"k": "v"}}
table: {"memoryRetentionHours": 12}
edit: sql, action, version, topic
compare: records
open: lint.legacy-loss
---
The task, with a [link](one.md).

## Predict
How many?
- 1
- **2** (right)
asks: number of records on "Two" = 2

## Start
```sql
SELECT a
FROM 'a/b'
```
```json action
{"timestream": {}}
```

## Messages
### One
```json
{"a": 4.0}
```
silent
### hidden: Two
topic: x/y
time: 2026-03-02T00:00:00+01:00
client: c2
context: {"userProperties": {"k": "w"}}
```text
not JSON
```
```json expectedRecords
[]
```
### Three
```base64
AJz/
Eg==
```

## Checks
- all accepted
- acts on "One"

## Hints
1. [lint.alias-in-where] First.
2. Second,
   which goes on.

## Solution
version: 2016-03-23

## Also right
topic: a/c

## Wrong: It
```sql
SELECT b FROM 'a/b'
```
if: uses SET
Words.

More: words.

## Why
Because.
"#;

#[test]
fn a_lesson_is_read_whole() {
    let lesson = Lesson::read(WHOLE).expect("a lesson");
    let front = &lesson.front;
    assert_eq!((front.kind, front.compare, front.minutes), (Kind::Case, Compare::Records, Some(4)));
    assert_eq!(front.after, ["one", "two"]);
    assert_eq!(front.edit, [Part::Sql, Part::Action, Part::Version, Part::Topic]);
    assert_eq!(lesson.start.sql, "SELECT a\nFROM 'a/b'");
    assert_eq!((lesson.start.version.name(), lesson.solution.version.name()), ("2015-10-08", "2016-03-23"));
    assert_eq!((&lesson.solution.sql, &lesson.solution.action), (&lesson.start.sql, &lesson.start.action));
    assert_eq!(lesson.also_right[0].topic.as_deref(), Some("a/c"));
    let [one, two, three] = lesson.messages.as_slice() else { panic!("{:?}", lesson.messages) };
    assert_eq!((&one.payload, one.silent, one.hidden), (&Payload::Json("{\"a\": 4.0}".into()), true, false));
    assert_eq!((&two.payload, two.hidden), (&Payload::Text("not JSON".into()), true));
    assert_eq!(three.payload, Payload::Base64("AJz/Eg==".into()));
    // A message comes a second after the one before, unless the file says when.
    assert_eq!((one.time, two.time, three.time), (1_772_353_800_000, 1_772_406_000_000, 1_772_353_802_000));
    assert_eq!(two.expected[0].field, "expectedRecords");
    let hints: Vec<String> = lesson.hints.iter().map(|hint| crate::markdown::plain(&hint.text)).collect();
    assert_eq!(hints, ["First.", "Second, which goes on."]);
    assert_eq!(lesson.hints[0].code.as_deref(), Some("lint.alias-in-where"));
    assert_eq!((lesson.checks.len(), lesson.prediction.as_ref().map(|asked| asked.right)), (2, Some(1)));
    assert_eq!(lesson.wrong[0].says.len(), 2);
    assert_eq!(lesson.words, 5);
}

/// What is said of the whole lesson with one part replaced.
fn problems(part: &str, replacement: &str) -> Vec<Problem> {
    assert!(WHOLE.contains(part), "{part}");
    Lesson::read(&WHOLE.replacen(part, replacement, 1)).expect_err(replacement)
}

#[test]
fn what_is_wrong_is_said_with_its_line_and_what_was_expected() {
    for (part, replacement, line, said) in [
        ("---\nid", "id", 1, "expected `---` on the first line"),
        ("id: whole\n", "", 1, "the key `id` is missing"),
        ("id: whole", "id: Whole", 2, "expected at most 60 lower-case letters"),
        ("id: whole", "id:", 2, "`id` has no value"),
        ("title: Whole", "titel: Whole", 3, "did you mean `title`?"),
        ("title: Whole", "title Whole", 3, "expected `key: value`"),
        ("title: Whole", "id: two", 3, "stands here twice"),
        ("after: one, two", "after: one, Two", 5, "`Two` is not an id"),
        ("kind: case", "kind: cases", 6, "did you mean `case`?"),
        ("kind: case", "kind: lesson", 1, "`symptom` is for cases"),
        ("symptom: It does not work.\n", "", 1, "a case needs a `symptom`"),
        ("minutes: 4", "minutes: four", 8, "expected 1 to 120"),
        ("time: 2026-03-01T08:30:00Z", "time: 2026-03-01", 11, "with a zone"),
        ("version: 2015-10-08", "version: 2015-10-8", 13, "did you mean `2015-10-08`?"),
        ("context: {\"userProperties\"", "context: {\"userPropertys\"", 14, "unknown field `userPropertys`"),
        ("{\"memoryRetentionHours\": 12}", "{\"memoryRetentionHours\": 0}", 15, "`table` cannot be read"),
        ("edit: sql, action", "edit: sql, actoin", 16, "did you mean `action`?"),
        ("compare: records", "compare: everything", 17, "expected `match`, `output`"),
        ("open: lint.legacy-loss", "open: lint.legacy-los", 18, "did you mean `lint.legacy-loss`?"),
        ("The task, with a [link](one.md).\n", "", 20, "there is no task"),
        ("The task,", "```\ncode\n```\nThe task,", 20, "expected text only"),
        ("(one.md)", "(http://one)", 20, "the link `http://one` leads nowhere"),
        ("## Predict", "## Predicts", 22, "did you mean `Predict`?"),
        (" (right)", "", 22, "one of which ends in `(right)`"),
        ("asks: number", "asks: the number", 26, "cannot be asked; expected"),
        ("asks: number", "ask: number", 26, "did you mean `asks`?"),
        ("on \"Two\"", "on \"Tow\"", 26, "there is no message `Tow`; did you mean `Two`?"),
        ("```sql\nSELECT a\nFROM 'a/b'\n```", "", 28, "`Start` has no statement"),
        ("```json action", "```json actions", 33, "a fence ```json actions means nothing here"),
        ("## Start", "## Starting point", 28, "expected `Predict`, `Start`"),
        ("### One\n```json\n{\"a\": 4.0}\n```", "### One", 38, "the message `One` has no payload"),
        ("{\"a\": 4.0}", "{\"a\": 4.0", 39, "the payload is not JSON"),
        ("silent\n", "quiet\n", 42, "`quiet` means nothing in a message"),
        ("topic: x/y", "topics: x/y", 44, "did you mean `topic`?"),
        ("expectedRecords", "expectedRecord", 51, "means nothing here"),
        ("[]\n", "[}\n", 52, "`expectedRecords` is not JSON"),
        ("AJz/\n", "AJz/%\n", 55, "the payload is not base64"),
        ("- all accepted", "- all acceptable", 61, "expected `all accepted`"),
        ("- all accepted", "all accepted", 61, "expected `- ` at the start of the line"),
        ("acts on \"One\"", "acts on \"Once\"", 62, "there is no message `Once`; did you mean `One`?"),
        ("[lint.alias-in-where]", "[lint.alias-in-were]", 65, "did you mean `lint.alias-in-where`?"),
        ("2. Second,", "Second,", 66, "this is not a hint"),
        ("version: 2016-03-23", "Words.", 69, "`Solution` holds no rule"),
        ("version: 2016-03-23", "version: 2016", 70, "is not a version of the SQL"),
        ("## Solution", "## Also right", 20, "the section `## Solution` is missing"),
        ("## Wrong: It", "## Wrong:", 75, "the mistake has no name"),
        ("```sql\nSELECT b FROM 'a/b'\n```", "```sql\nSELECT b FROM 'a/b'", 76, "is not closed"),
        ("if: uses SET", "if: has SET", 79, "expected `uses WORD`"),
        ("Words.\n\nMore: words.\n", "", 75, "nothing is said about this mistake"),
        ("## Why", "## Hints", 84, "a second section `Hints`"),
        ("Because.", "#### Because", 85, "a heading of this level"),
    ] {
        let found = problems(part, replacement);
        let is_said = found.iter().any(|found| found.line == line && found.message.contains(said));
        assert!(is_said, "{replacement}: expected {line}: {said}\n{found:#?}");
    }
}

#[test]
fn sizes_are_bounded_on_both_sides() {
    let message = |at: usize| format!("### M{at}\n```json\n{{}}\n```\n");
    let many = |count: usize| {
        WHOLE.replace("### Three", &((0..count).map(message).collect::<String>() + "### Three"))
    };
    assert!(Lesson::read(&many(13)).is_ok());
    assert!(Lesson::read(&many(14)).expect_err("17 messages")[0].message.contains("at most 16"));
    let wrong = |at: usize| format!("## Wrong: W{at}\n```sql\nSELECT x{at}\n```\nWords.\n");
    let many = |count: usize| format!("{WHOLE}{}", (0..count).map(wrong).collect::<String>());
    assert!(Lesson::read(&many(14)).is_ok());
    assert!(Lesson::read(&many(15)).expect_err("17 rules")[0].message.contains("at most 16"));
    let long = |count: usize| format!("{WHOLE}{}", " ".repeat(count - WHOLE.len()));
    assert!(Lesson::read(&long(64 * 1024)).is_ok());
    assert!(Lesson::read(&long(64 * 1024 + 1)).expect_err("long")[0].message.contains("at most 65536"));
    let problems = Lesson::read(&"## x\n".repeat(5000)).expect_err("many problems");
    assert!(problems.len() <= 50);
}

#[test]
fn ends_of_lines_and_a_mark_at_the_start_do_not_matter() {
    let windows = format!("\u{feff}{}", WHOLE.replace('\n', "\r\n"));
    let lesson = Lesson::read(&windows).expect("a lesson");
    assert_eq!(lesson, Lesson::read(WHOLE).expect("a lesson"));
}

/// What the page is handed is what was read.
#[test]
fn a_lesson_survives_as_json() {
    let lesson = Lesson::read(WHOLE).expect("a lesson");
    let json = serde_json::to_string(&lesson).expect("JSON");
    assert_eq!(serde_json::from_str::<Lesson>(&json).expect("the lesson"), lesson);
}

/// Pieces that lessons are made of, in any order.
fn piece() -> impl Strategy<Value = String> {
    let lines: Vec<String> = WHOLE.lines().map(|line| format!("{line}\n")).collect();
    prop_oneof![
        4 => prop::sample::select(lines),
        1 => "[\\PC\n]{0,20}",
        1 => prop::sample::select(vec!["---\n", "```\n", "## ", "### ", "**", "`", "[", "](", "- ", "1. ", "\u{feff}", "\r\n"])
            .prop_map(str::to_owned),
    ]
}

proptest! {
    #[test]
    fn nothing_makes_the_reader_panic(pieces in prop::collection::vec(piece(), 0..80)) {
        let text = pieces.concat();
        match Lesson::read(&text) {
            Ok(lesson) => drop(crate::Judge::new(lesson).verify()),
            Err(problems) => {
                let lines = text.lines().count().max(1);
                prop_assert!(!problems.is_empty() && problems.len() <= 50);
                prop_assert!(problems.iter().all(|problem| (1..=lines).contains(&problem.line)), "{problems:?}");
            }
        }
    }

    /// A lesson with some of its lines changed is read or rejected, and what is read can be tried.
    #[test]
    fn a_changed_lesson_can_be_tried(changes in prop::collection::vec((0..85_usize, piece()), 1..4)) {
        let mut lines: Vec<String> = WHOLE.lines().map(|line| format!("{line}\n")).collect();
        for (at, piece) in changes {
            lines[at] = piece;
        }
        if let Ok(lesson) = Lesson::read(&lines.concat()) {
            drop(crate::Judge::new(lesson).verify());
        }
        drop(crate::Course::read(&lines.concat()));
    }
}
