//! What an editor asks about a rule, asked about every case.

use iot_sql::assist::{
    Explained, Language, Sample, brackets, complete, folds, format_json, format_sql, hover, parameters,
    tokens,
};
use iot_sql::{Message, Outcome, Rule};
use rulelens_cli::cases::{Case, find, read};
use std::collections::BTreeSet;
use std::path::Path;

/// Every case.
fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for file in find(&[Path::new(env!("CARGO_MANIFEST_DIR")).join("cases")]) {
        read(&file.expect("a file"), |found| cases.push(found.expect("a case").case));
    }
    assert!(cases.len() > 100, "{} cases", cases.len());
    cases
}

/// Where a character ends.
fn ends(text: &str) -> impl Iterator<Item = usize> {
    (0..=text.len()).filter(|at| text.is_char_boundary(*at))
}

/// What comes of the case's message, without places in the statement.
fn outcome(rule: &Rule, case: &Case) -> String {
    let message = Message { topic: &case.topic, payload: &case.payload };
    match rule.evaluate(message, &case.context) {
        Outcome::OtherTopic => "another topic".to_owned(),
        Outcome::NotTrue { value, .. } => format!("WHERE is {}", value.to_json()),
        Outcome::Failed(diagnostic) => format!("{}: {}", diagnostic.code.id, diagnostic.message),
        Outcome::Output(outgoing) => String::from_utf8_lossy(&outgoing.to_bytes()).into_owned(),
    }
}

#[test]
fn a_formatted_statement_means_the_same() {
    let mut formatted_ones = 0;
    for case in cases() {
        let Ok(rule) = Rule::parse(&case.sql, case.version) else {
            assert!(
                format_sql(&case.sql, case.version).is_err() || case.sql.contains(['-', '/']),
                "{}",
                case.sql
            );
            continue;
        };
        let once = format_sql(&case.sql, case.version).expect(&case.sql);
        assert_eq!(format_sql(&once, case.version).as_deref(), Ok(once.as_str()), "{}", case.sql);
        assert!(once.contains('\n') || rule.topic_filter().is_none(), "left as it is: {once}");
        let again = Rule::parse(&once, case.version).unwrap_or_else(|error| panic!("{once}: {error}"));
        assert_eq!(again.to_sql(), rule.to_sql(), "{once}");
        assert_eq!(outcome(&again, &case), outcome(&rule, &case), "{once}");
        let differences = case.run().differences;
        formatted_ones += usize::from(once != case.sql);
        let case = Case { sql: once, ..case };
        assert_eq!(format!("{:?}", case.run().differences), format!("{differences:?}"), "{}", case.sql);
    }
    assert!(formatted_ones > 100, "{formatted_ones} were changed");
}

#[test]
fn formatted_json_is_the_same_json() {
    for case in cases() {
        let Ok(payload) = std::str::from_utf8(&case.payload) else { continue };
        let Ok(value) = iot_sql::Value::from_json(payload.as_bytes()) else { continue };
        let Some(formatted) = format_json(payload) else { continue };
        assert_eq!(iot_sql::Value::from_json(formatted.as_bytes()).as_ref(), Ok(&value), "{payload}");
        assert_eq!(format_json(&formatted).as_deref(), Some(formatted.as_str()));
    }
}

#[test]
fn half_of_a_statement_is_answered() {
    let mut seen = BTreeSet::new();
    // The longer ones have little that the others have not, and much more of it.
    let is_short_and_new = |case: &Case| case.sql.len() <= 160 && seen.insert(case.sql.clone());
    for case in cases().into_iter().filter(is_short_and_new).step_by(3) {
        let sql = case.sql.as_str();
        let small = if case.payload.len() > 300 { &[][..] } else { case.payload.as_slice() };
        let sample = Sample { topic: &case.topic, payload: small, version: case.version, statement: sql };
        for end in ends(sql) {
            let typed = &sql[..end];
            let mut last = 0;
            for token in tokens(typed, Language::Sql) {
                assert!(last <= token.start && token.start < token.end && token.end <= end, "{typed}");
                last = token.end;
            }
            for found in complete(typed, end, Language::Sql, &sample, true) {
                let changed = format!("{}{}", &typed[..found.range.start], found.insert);
                assert!(changed.is_char_boundary(found.range.start + found.cursor), "{typed}: {found:?}");
            }
            let _ = (parameters(sql, end, Language::Sql), hover(typed, end, Language::Sql, &sample, None));
            let _ = (brackets(sql, Language::Sql, end), complete(sql, end, Language::Sql, &sample, false));
        }
        assert!(folds(sql, Language::Sql).into_iter().all(|range| sql.get(range).is_some()));
    }
}

#[test]
fn what_was_evaluated_is_shown_at_its_place() {
    for case in cases() {
        let Ok(rule) = Rule::parse(&case.sql, case.version) else { continue };
        let message = Message { topic: &case.topic, payload: &case.payload };
        let mut explained = Explained::new(&rule, message, &case.context);
        for value in explained.values(true) {
            assert!(
                case.sql.get(value.range.clone()).is_some() && !value.text.is_empty(),
                "{}: {value:?}",
                case.sql
            );
            if let Some(fix) = &value.fix {
                assert!(fix.apply(&case.sql).is_some(), "{}: {fix:?}", case.sql);
            }
        }
        let lineage = explained.lineage(&[]);
        let payload = std::str::from_utf8(&case.payload).unwrap_or_default();
        let reads = lineage.parts.iter().flat_map(|part| &part.reads);
        for range in reads.chain(&lineage.unread) {
            assert!(payload.get(range.clone()).is_some(), "{}: {range:?} of {payload}", case.sql);
        }
        assert!(lineage.unread_keys <= lineage.keys, "{}", case.sql);
        for part in &lineage.parts {
            for range in &part.reads {
                // What is read is not unread.
                let overlaps =
                    |unread: &std::ops::Range<usize>| unread.start <= range.start && range.end <= unread.end;
                assert!(!lineage.unread.iter().any(overlaps), "{}: {range:?} of {payload}", case.sql);
            }
        }
        let sample = Sample {
            topic: &case.topic,
            payload: &case.payload,
            version: case.version,
            statement: &case.sql,
        };
        for at in ends(&case.sql).step_by(3) {
            if let Some(found) = hover(&case.sql, at, Language::Sql, &sample, Some(&mut explained)) {
                assert!(case.sql.get(found.range).is_some() && !found.title.is_empty(), "{}", case.sql);
            }
        }
    }
}
