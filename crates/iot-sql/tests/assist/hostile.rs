//! Texts that nobody would write, and those that everybody does while typing.

use crate::sample;
use iot_sql::assist::{Language, brackets, complete, folds, parameters, tokens};

/// Everything that can be asked about a place.
fn ask(text: &str, language: Language, offset: usize) {
    for found in complete(text, offset, language, &sample(), true) {
        assert!(text.get(found.range.clone()).is_some(), "{found:?} in {text:?}");
        assert!(found.insert.is_char_boundary(found.cursor), "{found:?} in {text:?}");
    }
    let _ = complete(text, offset, language, &sample(), false);
    let _ = (parameters(text, offset, language), brackets(text, language, offset));
}

/// Everything that is told of a text as a whole.
fn look(text: &str, language: Language) {
    let mut end = 0;
    for token in tokens(text, language) {
        assert!(end <= token.start && token.start < token.end, "{token:?} in {text:?}");
        assert!(text.get(token.start..token.end).is_some(), "{token:?} in {text:?}");
        end = token.end;
    }
    assert!(folds(text, language).into_iter().all(|range| text.get(range).is_some()));
}

#[test]
fn every_beginning_of_a_statement_is_answered_at_every_place() {
    let texts = [
        "SET @a = get(state.reported, 'a b'), @b = 2 SELECT *, CASE a WHEN 1 THEN 'é' ELSE null END AS x.y, \
         (SELECT VALUE r.v FROM readings AS r WHERE r.n = 'co2') AS v FROM 'sensors/+/#' WHERE @a IN [1, \"2\"] AND \
         NOT EXISTS (SELECT * FROM tags) OR cast(on AS Int) >= -5.5 AND {\"k\": f(x)._y} <> 1;",
        "${a}/${get(b, 'c')}/é${{\"x\": '}'}}$",
        "{\"a\": [1, {\"b\": \"\\u00e9\"}], \"é\": null}",
    ];
    for text in texts {
        for language in [Language::Sql, Language::Template, Language::Json] {
            for (end, _) in text.char_indices() {
                let prefix = &text[..end];
                look(prefix, language);
                ask(prefix, language, end);
            }
            (0..text.len() + 2).for_each(|offset| ask(text, language, offset));
        }
    }
}

#[test]
fn large_and_deep_texts_are_answered() {
    for piece in [
        "(",
        "[",
        "{",
        ")",
        "}",
        "((]",
        "CASE ",
        "END ",
        "SELECT ",
        "(SELECT a FROM ",
        "a.",
        "'",
        "\"",
        "''",
        "'\n",
        "/*",
        "-- \n",
        "a,",
        "${",
        "${'",
        "${'}",
        "._",
        "f(",
        "x'",
        "NOT ",
        "é",
        "\"a\":",
        "[1,",
        "{\"a\":",
        "WHEN ",
        "AND ",
        "@",
        "$",
    ] {
        let text = piece.repeat(4 * 1024 / piece.len());
        for language in [Language::Sql, Language::Template, Language::Json] {
            look(&text, language);
            for offset in [text.len(), text.len() / 2] {
                ask(&text, language, offset);
            }
        }
    }
    let beyond = " ".repeat(256 * 1024 + 1);
    assert!(tokens(&beyond, Language::Sql).is_empty());
}
