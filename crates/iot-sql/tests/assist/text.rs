//! Tokens, brackets, folds, and parameters.

use crate::cursor;
use iot_sql::assist::{Language, brackets, folds, parameters, tokens};

/// The tokens as `kind:text`.
fn coloured(text: &str, language: Language) -> String {
    let shown = |token: iot_sql::assist::Token| format!("{:?}:{}", token.kind, &text[token.start..token.end]);
    tokens(text, language).into_iter().map(shown).collect::<Vec<_>>().join(" ")
}

#[test]
fn sql_is_coloured() {
    for (text, expected) in [
        (
            "SELECT upper(a.b) AS x, -5.0",
            "Keyword:SELECT Function:upper Punctuation:( Name:a Punctuation:. Name:b Punctuation:) Keyword:AS Name:x \
             Punctuation:, Operator:- Number:5.0",
        ),
        ("WHERE true <> a.null", "Keyword:WHERE Constant:true Operator:<> Name:a Punctuation:. Name:null"),
        (
            "cast(x AS Decimal) nosuch(1) -- why",
            "Function:cast Punctuation:( Name:x Keyword:AS Keyword:Decimal Punctuation:) Name:nosuch Punctuation:( \
             Number:1 Punctuation:) Comment:-- why",
        ),
        ("SET @a = 'b\nSELECT @a", "Keyword:SET Name:@a Operator:= Error:'b Keyword:SELECT Name:@a"),
        ("\u{2018}a\u{2019} é\u{1F600}", "Error:\u{2018} Name:a Error:\u{2019} Name:é Error:\u{1F600}"),
        ("SELECT 'it''s' FROM \"é\"", "Keyword:SELECT String:'it''s' Keyword:FROM String:\"é\""),
    ] {
        assert_eq!(coloured(text, Language::Sql), expected, "{text}");
    }
}

#[test]
fn templates_are_coloured_where_they_are_sql() {
    for (text, expected) in [
        (
            "rooms/${topic(2)}/${a",
            "Delimiter:${ Function:topic Punctuation:( Number:2 Punctuation:) Delimiter:} Delimiter:${ Name:a",
        ),
        ("a } b { $ {c}", ""),
        ("${'}'}${", "Delimiter:${ String:'}' Delimiter:} Delimiter:${"),
        ("${'a ${b}", "Delimiter:${ Error:'a Delimiter:${ Name:b Delimiter:}"),
    ] {
        assert_eq!(coloured(text, Language::Template).trim(), expected, "{text}");
    }
}

#[test]
fn json_is_coloured_from_any_line_on() {
    for (text, expected) in [
        (
            "  \"a\": [1.5e3, tru, null], \"b\" : \"c\\\"\"}",
            "Key:\"a\" Punctuation:: Punctuation:[ Number:1.5e3 Punctuation:, Error:tru Punctuation:, Constant:null \
             Punctuation:] Punctuation:, Key:\"b\" Punctuation:: String:\"c\\\"\" Punctuation:}",
        ),
        ("\"open\n\"b\": 01 -", "Error:\"open Key:\"b\" Punctuation:: Error:01 Error:-"),
        ("\"\\", "Error:\"\\"),
        ("ü '", "Error:ü Error:'"),
    ] {
        assert_eq!(coloured(text, Language::Json), expected, "{text}");
    }
}

#[test]
fn brackets_find_their_partners() {
    for (marked, language, expected) in [
        ("f(a, [b)|", Language::Sql, Some((")", Some("(")))),
        ("f(a, |[b)", Language::Sql, Some(("[", None))),
        ("f|(a) ", Language::Sql, Some(("(", Some(")")))),
        ("|CASE a WHEN 1 THEN (2) END", Language::Sql, Some(("CASE", Some("END")))),
        ("CASE a WHEN 1 THEN CASE b WHEN 2 THEN 3 END END|", Language::Sql, Some(("END", Some("CASE")))),
        ("x ')|' y", Language::Sql, None),
        ("a ${b}| c", Language::Template, Some(("}", Some("${")))),
        ("a ${b| c", Language::Template, None),
        (r#"{"a": [1|], "b": "]"}"#, Language::Json, Some(("]", Some("[")))),
        (r#"{"a": "|]"}"#, Language::Json, None),
        ("[1}|", Language::Json, Some(("}", None))),
    ] {
        let (text, at) = cursor(marked);
        let found = brackets(&text, language, at);
        let shown = found
            .map(|found| (text[found.here].to_owned(), found.partner.map(|range| text[range].to_owned())));
        let shown = shown.as_ref().map(|(here, partner)| (here.as_str(), partner.as_deref()));
        assert_eq!(shown, expected, "{marked}");
    }
}

#[test]
fn what_spans_lines_can_be_folded() {
    for (text, language, expected) in [
        ("{\n\"a\": [\n1], \"b\": [2]\n}", Language::Json, vec!["\n\"a\": [\n1], \"b\": [2]\n", "\n1"]),
        (
            "SELECT (SELECT a\nFROM b), CASE x\nWHEN 1 THEN 2 END",
            Language::Sql,
            vec!["SELECT a\nFROM b", " x\nWHEN 1 THEN 2 "],
        ),
        ("[1]", Language::Json, vec![]),
    ] {
        let found: Vec<&str> = folds(text, language).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn the_argument_being_typed_is_known() {
    for (marked, expected) in [
        ("SELECT substring(a, |", Some(("substring(text, from[, to])", Some("from")))),
        ("SELECT substring(|)", Some(("substring(text, from[, to])", Some("text")))),
        ("SELECT substring(a, upper(b), 2|)", Some(("substring(text, from[, to])", Some("to")))),
        ("SELECT substring(a, upper(b|))", Some(("upper(text)", Some("text")))),
        ("SELECT upper(a, b|)", Some(("upper(text)", None))),
        ("SELECT concat(a, b, c|", Some(("concat(value, …)", Some("value")))),
        ("SELECT cast(a AS |)", Some(("cast(value AS type)", Some("type")))),
        ("SELECT nosuch(a|)", None),
        ("SELECT (a|)", None),
        ("SELECT upper(a)|", None),
        ("SELECT upper(substring(a, CASE b WHEN |", Some(("substring(text, from[, to])", Some("from")))),
    ] {
        let (text, at) = cursor(marked);
        let found = parameters(&text, at, Language::Sql);
        let shown = found.as_ref().map(|found| {
            (
                found.signature.as_str(),
                found.active.map(|active| &found.signature[found.places[active].clone()]),
            )
        });
        assert_eq!(shown, expected, "{marked}");
    }
    let (text, at) = cursor("rooms/${upper(|}");
    assert_eq!(parameters(&text, at, Language::Template).map(|found| found.function.name), Some("upper"));
}
