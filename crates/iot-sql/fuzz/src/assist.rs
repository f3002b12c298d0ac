//! What must hold of the answers to an editor. Each check panics where it does not.

use crate::case;
use iot_sql::assist::{
    Explained, Language, Sample, brackets, complete, folds, format_sql, hover, parameters, tokens,
};
use iot_sql::{Message, Rule, SqlVersion};
use std::ops::Range;

/// Asks all there is about `text`; `place` is a part of it in 256ths.
pub fn text(text: &str, place: usize, payload: &[u8]) {
    let offset = text.len() * place / 255;
    for language in [Language::Sql, Language::Template, Language::Json] {
        let mut last = 0;
        for token in tokens(text, language) {
            assert!(last <= token.start && token.start < token.end, "{token:?} of {text:?}");
            slices(&(token.start..token.end), text);
            last = token.end;
        }
        for range in folds(text, language) {
            slices(&range, text);
        }
        if let Some(found) = brackets(text, language, offset) {
            slices(&found.here, text);
            found.partner.iter().for_each(|range| slices(range, text));
        }
        if let Some(found) = parameters(text, offset, language) {
            slices(&found.name, text);
            found.places.iter().for_each(|range| slices(range, &found.signature));
        }
        for version in SqlVersion::ALL {
            let sample = Sample { topic: "iot/topic", payload, version, statement: text };
            for found in complete(text, offset, language, &sample, true) {
                slices(&found.range, text);
                assert!(found.insert.is_char_boundary(found.cursor), "{found:?} for {text:?}");
            }
            let unasked = complete(text, offset, language, &sample, false);
            assert!(unasked.iter().all(|found| !found.label.is_empty()));
            if let Some(found) = hover(text, offset, language, &sample, None) {
                slices(&found.range, text);
            }
        }
    }
    for version in SqlVersion::ALL {
        statement(text, offset, payload, version);
    }
}

/// What is laid out means the same, and what was evaluated stands in the text.
fn statement(text: &str, offset: usize, payload: &[u8], version: SqlVersion) {
    let Ok(rule) = Rule::parse(text, version) else { return };
    let formatted =
        format_sql(text, version).unwrap_or_else(|error| panic!("{text:?} is not laid out: {error}"));
    let again = Rule::parse(&formatted, version).unwrap_or_else(|error| panic!("{formatted:?}: {error}"));
    assert_eq!(again.to_sql(), rule.to_sql(), "{formatted:?}");
    assert_eq!(
        format_sql(&formatted, version).as_deref(),
        Ok(formatted.as_str()),
        "laid out twice, for {text:?}"
    );

    let context = case::context(false);
    let message = Message { topic: "iot/topic", payload };
    let mut explained = Explained::new(&rule, message, &context);
    for value in explained.values(true) {
        slices(&value.range, text);
    }
    let lineage = explained.lineage(&[]);
    let written = std::str::from_utf8(payload).unwrap_or_default();
    let reads = lineage.parts.iter().flat_map(|part| &part.reads);
    reads.chain(&lineage.unread).for_each(|range| slices(range, written));
    assert!(lineage.unread_keys <= lineage.keys);
    let sample = Sample { topic: "iot/topic", payload, version, statement: text };
    if let Some(found) = hover(text, offset, Language::Sql, &sample, Some(&mut explained)) {
        slices(&found.range, text);
    }
}

fn slices(range: &Range<usize>, text: &str) {
    assert!(text.get(range.clone()).is_some(), "{range:?} does not cut {text:?}");
}
