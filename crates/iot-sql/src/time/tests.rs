//! Cases as data, and the promise that no input makes either reader panic.

use super::error::{Place, TimeError};
use super::warnings::{Dialect, PatternWarning, pattern_warnings};
use super::{MAX_LENGTH, jdk, joda};
use proptest::prelude::*;
use std::fmt::Write;

/// A result in the form of the case files: the value, or `!` with the place and range of the mistake.
fn shown<T: ToString>(result: &Result<T, TimeError>) -> String {
    match result {
        Ok(value) => value.to_string(),
        Err(error) => {
            let place = match error.place() {
                Place::Pattern => "pattern",
                Place::Text => "text",
                Place::Zone => "zone",
            };
            format!("!{place} {:?}", error.range())
        }
    }
}

/// Runs each line of a case file, and lists the lines whose result is another one.
fn check<const COLUMNS: usize>(cases: &str, minimum: usize, run: impl Fn([&str; COLUMNS]) -> String) {
    let (mut count, mut wrong) = (0, String::new());
    for line in cases.lines().filter(|line| !line.starts_with("# ")) {
        let (inputs, expected) = line.rsplit_once('\t').expect("inputs and a result");
        let columns: Vec<&str> = inputs.split('\t').collect();
        let actual = run(columns.try_into().expect("as many columns as the file's first line names"));
        count += 1;
        if actual != expected {
            let _ = writeln!(wrong, "{inputs}\n  expected {expected}\n  but got  {actual}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(count >= minimum, "only {count} cases were found");
}

#[test]
fn dates_in_utc_and_with_an_offset_need_no_zones() {
    for (pattern, zone, needs) in [
        ("yyyy-MM-dd'T'HH:mm:ssZ", "UTC", false),
        ("HH:mm", "Etc/Zulu", false),
        ("HH:mm ZZ", "+05:30", false),
        ("HH:mm z", "UTC", true),
        ("HH:mm", "Europe/Berlin", true),
        ("HH:mm", "GMT+5", true),
        ("HH:mm", "nowhere", true),
    ] {
        assert_eq!(super::joda::needs_zones(pattern, zone), needs, "{pattern} {zone}");
    }
    for (pattern, needs) in
        [("yyyy-MM-dd'T'HH:mm:ssXXX", false), ("yyyy-MM-dd HH:mm O", false), ("HH VV", true), ("HH z", true)]
    {
        assert_eq!(super::jdk::needs_zones(pattern), needs, "{pattern}");
    }
}

#[test]
fn parse_time_writes_as_joda_time_does() {
    check(include_str!("data/joda_cases.tsv"), 140, |[pattern, epoch_ms, zone]| {
        shown(&joda::format(pattern, epoch_ms.parse().expect("milliseconds"), zone))
    });
}

#[test]
fn time_to_epoch_reads_as_java_does() {
    check(include_str!("data/jdk_cases.tsv"), 230, |[text, pattern]| shown(&jdk::parse(text, pattern)));
}

#[test]
fn messages_say_what_is_missing() {
    let message = |text, pattern| jdk::parse(text, pattern).expect_err("no date").to_string();
    assert_eq!(message("2020-04-3", "yyyy-MM-dd"), "expected the day of the month as exactly 2 digits here");
    assert_eq!(
        message("2020-04-03 1", "yyyy-MM-dd hh"),
        "expected the hour of 1 to 12 as exactly 2 digits here"
    );
    assert_eq!(message("2020-04-33", "yyyy-MM-dd"), "the day of the month must be between 1 and 31");
    assert_eq!(
        message("2020-04-03", "YYYY-MM-dd"),
        "year, month and day are not all known, so there is no date to convert"
    );
    assert!(message("2020-04-03 08", "yyyy-MM-dd hh").contains("`h` or `K` together with `a`"));
    let zone = joda::format("HH", 0, "europe/berlin").expect_err("a wrong id").to_string();
    assert_eq!(zone, "no time zone has this id; ids are case-sensitive, and `Europe/Berlin` is one");
}

#[test]
fn faults_know_the_letters_that_they_come_from() {
    let error = jdk::parse("2020-04-33", "yyyy-MM-dd").expect_err("no such day");
    assert_eq!((error.range(), error.pattern_range()), (8..10, Some(8..10)));
    let error = jdk::parse("2020-04-03 1", "yyyy-MM-dd").expect_err("text left over");
    assert_eq!((error.range(), error.pattern_range()), (10..12, None));
}

#[test]
fn long_input_is_bounded() {
    let letters = "y".repeat(100_000);
    assert_eq!(joda::format(&letters, 0, "UTC").map(|text| text.len()), Ok(100_000));
    assert_eq!(shown(&jdk::parse("1", &letters)), "!pattern 0..100000");
    let brackets = "[".repeat(100_000);
    assert_eq!(shown(&jdk::parse("1", &brackets)), "!pattern 64..65");
    let numbers = "dd".repeat(50_000);
    assert_eq!(shown(&jdk::parse(&"1".repeat(100_000), &numbers)), "!pattern 0..100000");
    let too_long = "y".repeat(MAX_LENGTH + 1);
    assert_eq!(shown(&joda::format(&too_long, 0, "UTC")), format!("!pattern 0..{}", too_long.len()));
    assert_eq!(shown(&jdk::parse("1", &too_long)), format!("!pattern 0..{}", too_long.len()));
    assert_eq!(shown(&jdk::parse(&too_long, "y")), format!("!text 0..{}", too_long.len()));
    assert_eq!(shown(&joda::format("HH", 0, &too_long)), format!("!zone 0..{}", too_long.len()));
}

/// The warnings as `fix@range`, or `-@range` where there is nothing to write instead.
fn warned(dialect: Dialect, pattern: &str) -> String {
    let warnings = pattern_warnings(dialect, pattern).into_iter().map(|(range, warning)| {
        let fix = warning.fix(&pattern[range.clone()]).unwrap_or_else(|| "-".to_owned());
        let note = if warning.is_note() { "?" } else { "" };
        assert!(!warning.to_string().is_empty());
        format!("{fix}{note}@{range:?}")
    });
    warnings.collect::<Vec<_>>().join(" ")
}

#[test]
fn likely_mistakes_are_warned_about() {
    for (pattern, joda, jdk) in [
        ("yyyy-MM-dd HH:mm:ss.SSS", "", ""),
        ("yyyy-MM-dd'T'HH:mm:ss'Z'", "", ""),
        ("YYYY-MM-dd'T'hh:mm:ss", "yyyy?@0..4 HH@13..15", "yyyy@0..4 HH@13..15"),
        ("hh:mm a", "", ""),
        ("K:mm", "H@0..1", "H@0..1"),
        ("yyyy-mm-dd HH:mm", "MM@5..7", "MM@5..7"),
        ("dd/mm/yyyy", "MM@3..5", "MM@3..5"),
        ("yyyymmddHHmmss", "MM@4..6", "MM@4..6"),
        ("HH:MM:ss", "mm@3..5", "mm@3..5"),
        ("yyyy-MM-dd HH:MM", "mm@14..16", "mm@14..16"),
        ("HH:mm dd.MM.yyyy", "", ""),
        ("yyyy-MM-dd mm:ss", "", ""),
        ("yyyy-MM-DD", "dd@8..10", "dd@8..10"),
        ("yyyy-DDD", "", ""),
        ("HH:mm:SS", "ss@6..8", "ss@6..8"),
        ("HH:mm:ss.S", "SSS?@9..10", "-?@9..10"),
        ("HH:mm:ss.SSSSSS", "SSS?@9..15", ""),
        ("yyyy-MM-ddTHH:mm", "'T'@10..11", "'T'@10..11"),
        ("yyyy at HH", "'t'@6..7", "'t'@6..7"),
        ("'hh' HH", "", ""),
        ("HH 'hh", "", ""),
        ("YYYY-'W'ww-e", "yyyy?@0..4", ""),
        ("YYYY", "yyyy?@0..4", "yyyy@0..4"),
        ("Y", "", "y@0..1"),
        ("xxxx-'W'ww-e", "", ""),
        ("xxxx-MM-dd", "yyyy@0..4", ""),
        ("HH:mm z", "", "-?@6..7"),
        ("uuuu VV", "'uuuu'@0..4 'VV'@5..7", ""),
        ("yyyy B", "'B'@5..6", "'B'@5..6"),
    ] {
        assert_eq!(warned(Dialect::Joda, pattern), joda, "parse_time {pattern}");
        assert_eq!(warned(Dialect::Jdk, pattern), jdk, "time_to_epoch {pattern}");
    }
}

#[test]
fn every_letter_is_either_known_or_warned_about() {
    for letter in ('a'..='z').chain('A'..='Z') {
        for dialect in [Dialect::Joda, Dialect::Jdk] {
            let pattern = letter.to_string();
            let warnings = pattern_warnings(dialect, &pattern);
            let illegal =
                warnings.iter().any(|(_, warning)| matches!(warning, PatternWarning::IllegalLetter(_)));
            let error = match dialect {
                Dialect::Joda => joda::format(&pattern, 0, "UTC").map(drop),
                Dialect::Jdk => jdk::parse("", &pattern).map(drop),
            };
            let unknown =
                matches!(&error, Err(error) if error.to_string().contains("is not a pattern letter"));
            assert_eq!(illegal, unknown, "{dialect:?} {letter}");
        }
    }
}

/// What both readers and the warnings must do with any input: point inside it.
fn survives(text: &str, pattern: &str, epoch_ms: i64, zone: &str) -> Result<(), TestCaseError> {
    let inside = |error: &TimeError| {
        let whole = match error.place() {
            Place::Pattern => pattern,
            Place::Text => text,
            Place::Zone => zone,
        };
        whole.get(error.range()).is_some()
            && error.pattern_range().is_none_or(|range| pattern.get(range).is_some())
            && !error.to_string().is_empty()
    };
    if let Err(error) = jdk::parse(text, pattern) {
        prop_assert!(inside(&error), "{error:?}");
    }
    if let Err(error) = joda::format(pattern, epoch_ms, zone) {
        prop_assert!(inside(&error), "{error:?}");
    }
    for dialect in [Dialect::Joda, Dialect::Jdk] {
        for (range, warning) in pattern_warnings(dialect, pattern) {
            let written = pattern.get(range);
            prop_assert!(written.is_some());
            let _ = (warning.fix(written.unwrap_or_default()), warning.to_string());
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_input_is_survived(text in any::<String>(), pattern in any::<String>(), ms in any::<i64>(), zone in any::<String>()) {
        survives(&text, &pattern, ms, &zone)?;
    }

    #[test]
    fn patterns_of_letters_are_survived(
        text in "[-+0-9:. TZa-zé]{0,40}",
        pattern in "([GuyDMLdgQqYwWEecFahKkHmsSAnNVvzOXxZp]{1,5}|[- :.'\\[\\]é]){0,12}",
        ms in any::<i64>(),
        zone in "(UTC|GMT|UT)?[+-][0-9:]{0,9}|[A-Z][a-z]{2,8}/[A-Z][a-z]{2,8}",
    ) {
        survives(&text, &pattern, ms, &zone)?;
    }

    #[test]
    fn single_fields_are_survived(
        letter in "[GuyDMLdgQqYwWEecFahKkHmsSAnNVvzOXxZ]",
        count in 1..21usize,
        text in "[-+]?[0-9]{0,22}|(GMT)?[-+][0-9:]{0,10}",
    ) {
        survives(&text, &letter.repeat(count), 0, "UTC")?;
    }

    /// What one writes the other reads back, for all instants whose year has four digits.
    #[test]
    fn both_languages_agree(ms in -62_135_596_800_000i64..253_402_300_800_000) {
        for pattern in ["yyyy-MM-dd'T'HH:mm:ss.SSSZ", "EEE, d MMM yyyy hh:mm:ss.SSS a Z", "yyyyDDDHHmmssSSS"] {
            for zone in ["UTC", "+05:30", "-08:00"] {
                if pattern.ends_with('Z') || zone == "UTC" {
                    let text = joda::format(pattern, ms, zone).expect("a valid pattern");
                    prop_assert_eq!(jdk::parse(&text, pattern), Ok(ms), "{} as {}", text, pattern);
                }
            }
        }
    }

    /// Local time in a zone, as jiff has it.
    #[test]
    fn local_time_agrees_with_jiff(ms in -5_000_000_000_000i64..250_000_000_000_000) {
        for zone in ["America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Europe/Dublin"] {
            let theirs = jiff::tz::TimeZoneDatabase::bundled().get(zone).expect("a known zone")
                .to_datetime(jiff::Timestamp::from_millisecond(ms).expect("an instant in range"));
            let ours = joda::format("yyyy-MM-dd'T'HH:mm:ss.SSS", ms, zone).expect("a valid pattern");
            prop_assert_eq!(ours, format!("{theirs:.3}"));
        }
    }
}
