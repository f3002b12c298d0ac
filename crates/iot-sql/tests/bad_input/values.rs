//! Numbers, dates, zones and patterns that are out of reach.

use super::Expected::{Fails, GivesAndSays, NoAction};
use super::{case, check, gives, nested, select};

#[test]
fn patterns_that_run_away() {
    let text = format!(r#"{{"a":"{}!"}}"#, "a".repeat(100_000));
    let tried = format!(r#"{{"a":"{}!"}}"#, "a".repeat(10_000));
    check(&[
        case("(a+)+$", select("regexp_matches(a, '(a+)+$')"), text.clone(), gives(r#"{"x":false}"#)),
        case(
            "(a+)+$ as a condition",
            "SELECT 1 AS x FROM 't' WHERE regexp_matches(a, '(a+)+$')",
            text.clone(),
            NoAction,
        ),
        case("(a|aa)+b", select("regexp_matches(a, '(a|aa)+b')"), text.clone(), gives(r#"{"x":false}"#)),
        case(
            "a back-reference",
            select(r"regexp_matches(a, '(a*)*\1b')"),
            tried.clone(),
            GivesAndSays("{}".into(), "run.invalid-regex"),
        ),
        case(
            "a look-ahead",
            select("regexp_matches(a, '(?=(a+)+b)(a+)+$')"),
            tried.clone(),
            gives(r#"{"x":false}"#),
        ),
        case(
            "replaced by more",
            select("length(regexp_replace(a, 'a*?', 'xx'))"),
            tried.clone(),
            gives(r#"{"x":30005}"#),
        ),
        case(
            "a counted repetition",
            select("regexp_matches(a, '((a{1,1000}){1,1000}){1,1000}')"),
            text.clone(),
            GivesAndSays("{}".into(), "run.invalid-regex"),
        ),
        case(
            "an unclosed group",
            select("regexp_matches(a, '((((')"),
            text.clone(),
            GivesAndSays("{}".into(), "run.invalid-regex"),
        ),
        case(
            "60,000 groups",
            select("regexp_matches('a', p)"),
            format!(r#"{{"p":"{}"}}"#, nested("(", "a", ")", 60_000)),
            GivesAndSays("{}".into(), "run.invalid-regex"),
        ),
    ]);
}

#[test]
fn numbers_at_the_ends() {
    let nines = "9".repeat(34);
    check(&[
        case("the largest Decimal times ten", select("9.99E999 * 10"), "{}", gives("{}")),
        case("a literal beyond", select("1E1000"), "{}", Fails("sql.bad-number")),
        case("a literal far beyond", select("1E99999999999999999999"), "{}", Fails("sql.bad-number")),
        case("a literal below", select("1E-99999999999999999999"), "{}", gives(r#"{"x":0}"#)),
        case("a payload beyond", select("a"), r#"{"a":1E1000}"#, Fails("payload.not-json")),
        case(
            "a payload beyond, which nobody reads",
            select("b"),
            r#"{"a":1E1000,"b":1}"#,
            Fails("payload.not-json"),
        ),
        case(
            "a payload beyond, deep in what nobody reads",
            select("b"),
            format!(r#"{{"a":[{{"x":[1{}]}}],"b":1}}"#, "0".repeat(1_000)),
            Fails("payload.not-json"),
        ),
        case(
            "a string that looks like a number beyond",
            select("b"),
            r#"{"a":"1E1000","b":1,"c":[1e100,-1.5E-999]}"#,
            gives(r#"{"x":1}"#),
        ),
        case("a byte order mark", select("b"), "\u{FEFF}{\"b\":1}", gives(r#"{"x":1}"#)),
        case(
            "a payload below",
            select("a"),
            r#"{"a":1E-1000}"#,
            GivesAndSays(r#"{"x":0}"#.into(), "lint.whole-decimal"),
        ),
        case(
            "an exponent of many digits",
            select("a"),
            format!(r#"{{"a":1E{nines}}}"#),
            Fails("payload.not-json"),
        ),
        case(
            "a negative exponent of many digits",
            select("a"),
            format!(r#"{{"a":1E-{nines}}}"#),
            GivesAndSays(r#"{"x":0}"#.into(), "lint.whole-decimal"),
        ),
        case(
            "sum of the largest and the smallest",
            select("1E999 + 1E-999"),
            "{}",
            gives(r#"{"x":1.000000000000000000000000000000000E+999}"#),
        ),
        case("product of the smallest", select("1E-999 * 1E-999"), "{}", gives(r#"{"x":0}"#)),
        case(
            "remainder of the largest by the smallest",
            select("9.99E999 % 7E-999"),
            "{}",
            gives(r#"{"x":6E-999}"#),
        ),
    ]);
}

#[test]
fn whole_numbers_of_34_digits_and_more() {
    let nines = "9".repeat(34);
    check(&[
        case(
            "the largest Int",
            select("a"),
            format!(r#"{{"a":{nines}}}"#),
            gives(format!(r#"{{"x":{nines}}}"#)),
        ),
        case(
            "the largest Int and one",
            select("a + 1"),
            format!(r#"{{"a":{nines}}}"#),
            gives(r#"{"x":1.000000000000000000000000000000000E+34}"#),
        ),
        case(
            "the largest Int squared",
            select("a * a"),
            format!(r#"{{"a":{nines}}}"#),
            gives(r#"{"x":9.999999999999999999999999999999998E+67}"#),
        ),
        case(
            "the smallest Int without one",
            select("-a - 1"),
            format!(r#"{{"a":{nines}}}"#),
            gives(r#"{"x":-1.000000000000000000000000000000000E+34}"#),
        ),
        case(
            "a literal of 35 digits",
            select(&format!("{nines}9")),
            "{}",
            gives(r#"{"x":1.000000000000000000000000000000000E+35}"#),
        ),
        case(
            "a payload of 100,000 digits",
            select("a"),
            format!(r#"{{"a":{}}}"#, "9".repeat(100_000)),
            Fails("payload.not-json"),
        ),
        case(
            "a fraction of 100,000 digits",
            select("a"),
            format!(r#"{{"a":0.{}}}"#, "3".repeat(100_000)),
            gives(format!(r#"{{"x":0.{}}}"#, "3".repeat(34))),
        ),
        case(
            "bits of the largest Int",
            select("[bitand(a, a), bitor(a, 1), bitxor(a, 1), bitnot(a)]"),
            format!(r#"{{"a":{nines}}}"#),
            gives(format!(
                r#"{{"x":[{nines},{nines},{}8,-1.000000000000000000000000000000000E+34]}}"#,
                &nines[1..]
            )),
        ),
        case(
            "roundings of the largest Decimal",
            select("[round(a), floor(a), ceil(a), trunc(a, 34), cast(a AS Int), abs(a), sign(a)]"),
            r#"{"a":-9.99E999}"#,
            gives(r#"{"x":[-9.99E+999,-9.99E+999,-9.99E+999,-9.99E+999,-9.99E+999,9.99E+999,-1]}"#),
        ),
        case(
            "functions of the largest Decimal",
            select("[sqrt(a), power(a, 2), exp(a), ln(a), sin(a), atan2(a, a)]"),
            r#"{"a":9.99E999}"#,
            gives(r#"{"x":[0.7853981633974483]}"#),
        ),
        case("an element far out", select("get([1], 1E30)"), "{}", gives("{}")),
        case(
            "a character far out",
            select("[substring('abc', 1E30), substring('abc', -1E30, 1E30), chr(1E30), chr(55296)]"),
            "{}",
            gives(r#"{"x":["","abc"]}"#),
        ),
        case("a level far out", select("topic(1E30)"), "{}", gives("{}")),
    ]);
}

#[test]
fn divisions_by_zero() {
    for expression in [
        "1 / 0",
        "1.5 / 0",
        "0 / 0",
        "a / 0.0",
        "1 % 0",
        "1.5 % 0",
        "mod(1, 0)",
        "remainder(1, 0.0)",
        "'1' / '0'",
    ] {
        check(&[case("a division by zero", select(expression), r#"{"a":1}"#, gives("{}"))]);
    }
}

#[test]
fn dates_far_away_and_zones_that_are_none() {
    let fault = |expression: &str| {
        case("a date or a zone", select(expression), "{}", GivesAndSays("{}".into(), "run.invalid-date"))
    };
    check(&[
        case(
            "the year 999999999 is read",
            select("time_to_epoch('+999999999-12-31', 'uuuu-MM-dd')"),
            "{}",
            GivesAndSays("{}".into(), "run.invalid-date"),
        ),
        case(
            "the year 999999999 of era",
            select("time_to_epoch('999999999-12-31', 'yyyyyyyyy-MM-dd')"),
            "{}",
            GivesAndSays("{}".into(), "run.invalid-date"),
        ),
        case(
            "the year -999999999",
            select("time_to_epoch('-999999999-01-01', 'uuuu-MM-dd')"),
            "{}",
            GivesAndSays("{}".into(), "run.invalid-date"),
        ),
        fault("time_to_epoch('9999999999-12-31', 'uuuuuuuuuu-MM-dd')"),
        fault("time_to_epoch('2020-13-01', 'yyyy-MM-dd')"),
        fault("time_to_epoch('2020-01-01 Nowhere/City', 'yyyy-MM-dd VV')"),
        fault("time_to_epoch('2020-01-01', '')"),
        fault("parse_time('yyyy', 1, 'Nowhere/City')"),
        fault("parse_time('yyyy', 1, '')"),
        fault("parse_time('yyyy', 1, '+99:99')"),
        fault("parse_time('qqqq', 1)"),
        case(
            "the last millisecond of a long",
            select("parse_time('yyyy-MM-dd', 9223372036854775807)"),
            "{}",
            gives(r#"{"x":"292278994-08-17"}"#),
        ),
        case(
            "the first millisecond of a long",
            select("parse_time('yyyy-MM-dd', -9223372036854775808)"),
            "{}",
            gives(r#"{"x":"-292275055-05-16"}"#),
        ),
        case(
            "a millisecond beyond a long",
            select("parse_time('yyyy', 9223372036854775808)"),
            "{}",
            gives("{}"),
        ),
        case("1E999 milliseconds", select("parse_time('yyyy', 1E999)"), "{}", gives("{}")),
        case(
            "a year of seven digits in another zone",
            select("parse_time('yyyy-MM-dd HH:mm z', 31556889832800000, 'America/New_York')"),
            "{}",
            gives(r#"{"x":"1001968-01-12 06:20 EST"}"#),
        ),
        case(
            "a pattern of 100,000 letters",
            select("length(parse_time(a, 1))"),
            format!(r#"{{"a":"{}"}}"#, "y".repeat(100_000)),
            gives(r#"{"x":100000}"#),
        ),
        case(
            "a JDK pattern of 100,000 letters",
            select("time_to_epoch('2020', a)"),
            format!(r#"{{"a":"{}"}}"#, "y".repeat(100_000)),
            GivesAndSays("{}".into(), "run.invalid-date"),
        ),
        case(
            "100,000 optional sections",
            select("time_to_epoch('2020', a)"),
            format!(r#"{{"a":"{}"}}"#, "[".repeat(100_000)),
            GivesAndSays("{}".into(), "run.invalid-date"),
        ),
    ]);
}
