//! What is longer, deeper or grows more than any real rule and payload.

use super::Expected::{Fails, GivesAndSays, NoAction};
use super::{Case, case, check, gives, nested, select};

#[test]
fn long_statements() {
    let megabyte = 1_000_000;
    check(&[
        case("1 MB of letters", "x".repeat(megabyte), "{}", Fails("sql.too-long")),
        case(
            "1 MB of white space before a statement",
            format!("{}{}", " ".repeat(megabyte), select("1")),
            "{}",
            Fails("sql.too-long"),
        ),
        case("1 MB in a string", select(&format!("'{}'", "x".repeat(megabyte))), "{}", Fails("sql.too-long")),
        case(
            "1 MB of items",
            format!("SELECT a{} FROM 't'", ", a".repeat(megabyte / 3)),
            "{}",
            Fails("sql.too-long"),
        ),
        case(
            "40,000 items of one key",
            format!("SELECT a{} FROM 't'", ", a".repeat(40_000)),
            r#"{"a":1}"#,
            gives(r#"{"a":1}"#),
        ),
        case("120,000 open quotes", "'".repeat(120_001), "{}", Fails("sql.unterminated-string")),
        case(
            "a name of 120,000 letters",
            format!("SELECT {} FROM 't'", "é".repeat(60_000)),
            "{}",
            gives("{}"),
        ),
        case("a number of 120,000 digits", select(&"9".repeat(120_000)), "{}", Fails("sql.bad-number")),
        case(
            "a topic filter of 60,000 levels",
            format!("SELECT a FROM '{}'", "t/".repeat(60_000)),
            "{}",
            NoAction,
        ),
        case(
            "60,000 members of a path",
            format!("SELECT a{} FROM 't'", ".a".repeat(60_000)),
            r#"{"a":{"a":1}}"#,
            gives("{}"),
        ),
        case(
            "10,000 branches of a CASE",
            select(&format!("CASE a{} END", " WHEN 1 THEN 2".repeat(9_000))),
            r#"{"a":2}"#,
            gives("{}"),
        ),
    ]);
}

#[test]
fn deep_nesting() {
    let levels = 100_000;
    let rejected: Vec<Case> = [
        ("brackets", "("),
        ("array literals", "["),
        ("minus signs", "- "),
        ("bare nested queries", "SELECT "),
    ]
    .into_iter()
    .map(|(name, open)| {
        case(name, format!("SELECT {}", open.repeat(120_000 / open.len())), "{}", Fails("sql.too-deep"))
    })
    .collect();
    check(&rejected);
    check(&[
        case("objects with a key", format!("SELECT {}", "{'a':".repeat(24_000)), "{}", Fails("sql.too-deep")),
        case("calls", format!("SELECT {}", "abs(".repeat(30_000)), "{}", Fails("sql.too-deep")),
        case("NOT", format!("SELECT {}", "NOT ".repeat(30_000)), "{}", Fails("sql.too-deep")),
        case("CASE", format!("SELECT {}", "CASE ".repeat(25_000)), "{}", Fails("sql.too-deep")),
        case("nested queries", format!("SELECT {}", "(SELECT ".repeat(15_000)), "{}", Fails("sql.too-deep")),
        case("get()", select(&nested("get(", "a", ", 0)", 10_000)), "{}", Fails("sql.too-deep")),
        case(
            "arrays in the payload",
            select("a"),
            format!(r#"{{"a":{}}}"#, nested("[", "", "]", levels)),
            Fails("payload.not-json"),
        ),
        case(
            "arrays that nobody reads",
            select("b"),
            format!(r#"{{"a":{},"b":1}}"#, nested("[", "", "]", levels)),
            Fails("payload.not-json"),
        ),
        case(
            "arrays that never close",
            select("a"),
            format!(r#"{{"a":{}"#, "[".repeat(levels)),
            Fails("payload.not-json"),
        ),
        case(
            "objects in the payload",
            select("a"),
            nested(r#"{"a":"#, "1", "}", levels),
            Fails("payload.not-json"),
        ),
        case(
            "a payload of brackets",
            "SELECT * FROM 't'",
            nested("[", "", "]", levels),
            GivesAndSays(nested("[", "", "]", levels), "payload.binary"),
        ),
        case(
            "base64 of a document, which is then a string",
            select("get(decode(encode(a, 'base64'), 'base64'), 0)"),
            format!(r#"{{"a":"{}"}}"#, nested("[", "", "]", levels)),
            gives(r#"{"x":"["}"#),
        ),
    ]);
}

#[test]
fn deep_results() {
    let deepest = |levels: usize| {
        let mut sql = "SET @v0 = 1".to_owned();
        for index in 1..10 {
            sql += &format!(", @v{index} = {}", nested("[", &format!("@v{}", index - 1), "]", levels));
        }
        format!("{sql} {}", select("@v9"))
    };
    check(&[
        case(
            "arrays of ten variables",
            deepest(20),
            "{}",
            gives(format!(r#"{{"x":{}}}"#, nested("[", "1", "]", 180))),
        ),
        case("deeper arrays of ten variables", deepest(50), "{}", Fails("sql.too-deep")),
        case(
            "transform of arrays inside arrays",
            select(r#"transform("enrichArray", {"b": 1}, a)"#),
            format!(r#"{{"a":{}}}"#, nested("[", r#"{"c":1}"#, "]", 190)),
            gives("{}"),
        ),
        case(
            "transform inside transform",
            select(&nested(r#"transform("enrichArray", {"b": 1}, "#, "a", ")", 30)),
            r#"{"a":[{"c":1}]}"#,
            gives(r#"{"x":[{"c":1,"b":1}]}"#),
        ),
        case(
            "transform beyond 128 KiB",
            select(r#"transform("enrichArray", {"b": b}, a)"#),
            format!(r#"{{"b":"{}","a":[{}{{}}]}}"#, "x".repeat(1000), "{},".repeat(200)),
            gives("{}"),
        ),
    ]);
}

#[test]
fn texts_that_grow() {
    check(&[
        case("lpad", select("length(lpad('a', 1E999))"), "{}", gives(r#"{"x":1001}"#)),
        case("rpad", select("length(rpad('a', 99999999999999))"), "{}", gives(r#"{"x":1001}"#)),
        case("lpad by less than nothing", select("lpad('a', -1E999)"), "{}", gives(r#"{"x":"a"}"#)),
        case(
            "a string replaced by longer ones",
            select(&nested("replace(", "'aaaaaaaaaa'", ", 'a', 'aaaaaaaaaa')", 9)),
            "{}",
            Fails("run.too-many-steps"),
        ),
        case(
            "a string joined with itself",
            format!(
                "SET @a = concat(a, a), @b = concat(@a, @a), @c = concat(@b, @b) {}",
                select("length(concat(@c, @c))")
            ),
            format!(r#"{{"a":"{}"}}"#, "x".repeat(100_000)),
            Fails("run.variable-too-large"),
        ),
        case(
            "an array joined with itself",
            select(&nested("get([concat(", "a", ", a, a, a, a, a, a, a)], 0)", 15)),
            format!(r#"{{"a":[{}1]}}"#, "1,".repeat(60_000)),
            Fails("run.too-many-steps"),
        ),
        case(
            "queries inside each other",
            select("(SELECT VALUE (SELECT VALUE (SELECT VALUE 1 FROM a) FROM a) FROM a)"),
            format!(r#"{{"a":[{}1]}}"#, "1,".repeat(1000)),
            Fails("run.too-many-steps"),
        ),
        case(
            "get_or_default() of what takes too long",
            select("get_or_default((SELECT VALUE (SELECT VALUE (SELECT VALUE 1 FROM a) FROM a) FROM a))"),
            format!(r#"{{"a":[{}1]}}"#, "1,".repeat(1000)),
            Fails("run.too-many-steps"),
        ),
    ]);
}
