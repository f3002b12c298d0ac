//! Rules and payloads that are made to take long or to need much memory: each has a result, or is stopped, within bounds
//! that do not depend on the machine.

use allocation_counter::measure;
use iot_sql::{Context, MAX_STEPS, Message, Outcome, Rule, SqlVersion, Template};

/// Bytes that one message may ask for at a time, in the engine alone.
const MAX_BYTES: u64 = 200_000_000;

/// What is evaluated: a name, SELECT's expression or a whole statement, the payload.
type Hostile = (&'static str, String, String);

fn ones(count: usize) -> String {
    format!("{{\"a\":[{}]}}", vec!["1"; count].join(","))
}

fn letters(count: usize) -> String {
    format!("{{\"s\":\"{}\",\"a\":[{}]}}", "x".repeat(count), vec!["1"; 30_000].join(","))
}

fn list(item: &str, count: usize) -> String {
    format!("[{}]", vec![item; count].join(","))
}

fn nested(open: &str, inner: &str, close: &str, levels: usize) -> String {
    format!("{}{inner}{}", open.repeat(levels), close.repeat(levels))
}

/// A variable made of ten times the one before, and so on.
fn doubling() -> String {
    let mut sql = format!("SET @v0 = {}", list("*", 10));
    for index in 1..10 {
        sql += &format!(", @v{index} = {}", list(&format!("@v{}", index - 1), 10));
    }
    format!("{sql} SELECT @v9 AS x FROM 't'")
}

fn items(item: &str, count: usize) -> String {
    let items: Vec<String> = (0..count).map(|index| format!("{item} AS x{index}")).collect();
    format!("SELECT {} FROM 't'", items.join(","))
}

/// Each is stopped: by the meter, or by a limit that AWS documents.
fn stopped() -> Vec<Hostile> {
    let each = |expression: &str| format!("(SELECT VALUE {expression} FROM a)");
    let chain = format!("s{}", " + s".repeat(20_000));
    vec![
        ("variables of variables", doubling(), ones(10)),
        (
            "a string of queries in queries",
            each("(SELECT VALUE (SELECT VALUE s FROM a) FROM a)"),
            letters(60),
        ),
        ("arrays compared in queries", each("a = b"), {
            let ones = vec!["1"; 30_000].join(",");
            format!("{{\"a\":[{ones}],\"b\":[{ones}]}}")
        }),
        ("objects compared", format!("{} = 1", list("(* = *)", 9_000)), letters(60_000)),
        ("the payload in arrays", each("[*,*,*,*,s,s,s,s,s,s]"), letters(60_000)),
        ("the payload in objects", each("{'a':s,'b':s,'c':s}"), letters(60_000)),
        ("the payload in items", items("*", 9_000), letters(60_000)),
        ("the payload merged", format!("SELECT {} FROM 't'", vec!["*"; 40_000].join(",")), {
            let members: Vec<String> = (0..9_000).map(|index| format!("\"k{index}\":1")).collect();
            format!("{{{}}}", members.join(","))
        }),
        ("arrays joined", nested("concat(", "a", ", a, a, a, a, a, a, a)", 20), ones(60_000)),
        ("strings joined", nested("concat(", "s", ", s, s, s, s, s, s, s)", 20), letters(60_000)),
        ("strings added", format!("length({chain})"), letters(60_000)),
        ("an array added to strings", format!("length('' {})", "+ a".repeat(20_000)), ones(60_000)),
        ("letters changed", each("upper(s)"), letters(60_000)),
        // What is read alone, twice 60,000 bytes an element, takes less than half of the steps.
        (
            "letters changed and thrown away",
            each("length(upper(s))"),
            format!("{{\"s\":\"{}\",\"a\":{}}}", "x".repeat(60_000), list("1", 600)),
        ),
        ("arrays as strings", each("lower(a)"), ones(30_000)),
        ("arrays cast", list("cast(a AS String)", 6_000), ones(60_000)),
        ("hashes", list("sha256(s)", 12_000), letters(60_000)),
        ("base64", list("encode(*, 'base64')", 6_000), letters(60_000)),
        ("base64 of documents", list("decode(e, 'base64')", 6_000), {
            format!("{{\"e\":\"{}\"}}", "WzEsMSwxLDEsMSwxLDEsMSwxLDEsMV0=")
                .replace("WzEs", &format!("Wz{}Es", "EsMSwxLD".repeat(9_000)))
        }),
        ("replaced by longer ones", nested("replace(", "s", ", 'x', 'xxxxxxxx')", 9), letters(60_000)),
        ("enriched arrays", list("transform('enrichArray', {'s': s}, b)", 3_000), {
            format!("{{\"s\":\"{}\",\"b\":[{{}},{{}}]}}", "x".repeat(60_000))
        }),
        ("looked for in arrays", each("5 IN a"), ones(60_000)),
        ("strings compared by CASE", each(&format!("CASE s {} END", "WHEN t THEN 1 ".repeat(1_000))), {
            let x = "x".repeat(30_000);
            format!("{{\"s\":\"{x}1\",\"t\":\"{x}2\",\"a\":[{}]}}", vec!["1"; 30_000].join(","))
        }),
        ("long paths", each(&format!("o{}", ".a".repeat(50_000))), ones(60_000)),
        ("long names", each(&"n".repeat(120_000)), ones(60_000)),
        ("long numbers", each("-s"), {
            format!("{{\"s\":\"{}\",\"a\":[{}]}}", "9".repeat(60_000), vec!["1"; 30_000].join(","))
        }),
        ("dates", each("parse_time('yyyy-MM-dd zzzz', 1481825251155, 'America/New_York')"), ones(60_000)),
        (
            "queries in queries in WHERE",
            {
                "SELECT 1 AS x FROM 't' WHERE EXISTS (SELECT (SELECT 1 AS y FROM a) AS z FROM a WHERE (SELECT 1 AS y FROM a) = 1)".into()
            },
            ones(60_000),
        ),
    ]
}

fn statement(text: &str) -> String {
    if text.starts_with("SE") { text.to_owned() } else { format!("SELECT {text} AS x FROM 't'") }
}

/// Checks every fourth of them, so that four tests share the time.
fn check_stopped(first: usize) {
    let mut wrong = Vec::new();
    for (name, text, payload) in stopped().into_iter().skip(first).step_by(4) {
        assert!(payload.len() <= 128 * 1024, "{name}: {} bytes", payload.len());
        let rule = Rule::parse(&statement(&text), SqlVersion::default()).expect(name);
        let context = Context::default();
        let mut code = "";
        let info = measure(|| {
            let mut run = rule.start(Message { topic: "t", payload: payload.as_bytes() }, &context);
            run.listen();
            let outcome = run.run();
            code = match &outcome {
                Outcome::Failed(failure) => failure.code.id,
                _ => "a result",
            };
            let _ = run.remarks(&outcome);
            for part in run.take_undefined() {
                let _ = run.why_undefined(&part, None);
            }
        });
        if !["run.too-many-steps", "run.variable-too-large"].contains(&code) || info.bytes_max > MAX_BYTES {
            wrong.push(format!("{name}: {code}, {} bytes at a time", info.bytes_max));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_would_run_away_is_stopped() {
    check_stopped(0);
}

#[test]
fn more_that_would_run_away_is_stopped() {
    check_stopped(1);
}

#[test]
fn still_more_that_would_run_away_is_stopped() {
    check_stopped(2);
}

#[test]
fn the_rest_that_would_run_away_is_stopped() {
    check_stopped(3);
}

#[test]
fn templates_and_actions_are_counted_with_the_rule() {
    let rule = Rule::parse("SELECT * FROM 't'", SqlVersion::default()).expect("a rule");
    let (payload, context) = (letters(60_000), Context::default());
    let template = Template::parse(&"${*}".repeat(100), SqlVersion::default()).expect("a template");
    let mut run = rule.start(Message { topic: "t", payload: payload.as_bytes() }, &context);
    let Outcome::Output(outgoing) = run.run() else { panic!("no outgoing payload") };
    let mut rendered = 0;
    let failure = loop {
        match run.template(&template) {
            Ok(_) => rendered += 1,
            Err(failure) => break failure,
        }
        assert!(rendered < 1_000, "nothing stops it");
    };
    assert_eq!(failure.code.id, "run.too-many-steps");
    assert!(failure.is_limit());
    assert!(run.steps() > MAX_STEPS);
    assert_eq!(run.hand_on(&outgoing).expect_err("no more").code.id, "run.too-many-steps");
    assert_eq!(run.build(0).expect_err("no more").code.id, "run.too-many-steps");
}

#[test]
fn what_rules_do_with_the_largest_payload_is_far_below() {
    let element = r#"{"id":"sensor-17","t":21.53,"h":40,"state":{"on":true,"mode":"auto"}}"#;
    let payload = format!("{{\"site\":\"hall\",\"rows\":[{}]}}", vec![element; 1_800].join(","));
    assert!((120_000..128 * 1024).contains(&payload.len()), "{}", payload.len());
    let context = Context::default();
    for sql in [
        "SELECT * FROM 't'",
        "SELECT *, topic() AS t FROM 't'",
        "SELECT (SELECT * FROM rows WHERE t > 20) AS hot, (SELECT VALUE state.mode FROM rows) AS modes FROM 't'",
        "SELECT transform('enrichArray', {'site': site}, (SELECT id, t FROM rows)) AS rows FROM 't'",
        "SET @rows = (SELECT id FROM rows) SELECT encode(*, 'base64') AS raw, sha256(rows) AS hash, @rows AS ids FROM 't'",
        "SELECT concat(site, '-', rows) AS text, concat((SELECT id FROM rows), 'x') AS ids FROM 't'",
    ] {
        let rule = Rule::parse(sql, SqlVersion::default()).expect(sql);
        let mut run = rule.start(Message { topic: "t", payload: payload.as_bytes() }, &context);
        let Outcome::Output(outgoing) = run.run() else { panic!("{sql}: {:?}", run.run()) };
        for _ in 0..10 {
            run.hand_on(&outgoing).expect("ten actions");
        }
        assert!(run.steps() < MAX_STEPS / 2, "{sql}: {} steps", run.steps());
    }
}

#[test]
fn an_outgoing_payload_whose_cost_is_known_costs_the_same() {
    let payload = r#"{"t":21.53,"text":"seven\u0007 \"é\"","none":null,"big":12345678901234567890,"o":{"a":[1,{}],"b":true},
        "rows":[{"t":1,"name":"one"},{"name":"two"},{"t":30}]}"#;
    let context = Context::default();
    let known = [
        "SELECT t, text AS a_key_of_sixteen, none, big, o, nosuch, 1.5 * t AS x FROM 't'",
        "SELECT (SELECT t, name AS n FROM rows) AS rows, o.b FROM 't'",
        "SELECT nosuch FROM 't'",
    ];
    let unknown = [
        "SELECT * FROM 't'",
        "SELECT *, t FROM 't'",
        "SELECT o.* FROM 't'",
        "SELECT t AS a.b, big FROM 't'",
        "SELECT t AS x, text AS x FROM 't'",
        "SELECT t +\n1 FROM 't'",
        "SELECT VALUE o FROM 't'",
        "SELECT {'t': t} FROM 't'",
    ];
    for (sql, is_known) in known.map(|sql| (sql, true)).into_iter().chain(unknown.map(|sql| (sql, false))) {
        let rule = Rule::parse(sql, SqlVersion::default()).expect(sql);
        let mut run = rule.start(Message { topic: "t", payload: payload.as_bytes() }, &context);
        let Outcome::Output(outgoing) = run.run() else { panic!("{sql}: {:?}", run.run()) };
        let before = run.steps();
        assert_eq!(run.hand_on_selected(), is_known, "{sql}");
        let between = run.steps();
        run.hand_on(&outgoing).expect(sql);
        let looked_at = run.steps() - between;
        assert_eq!(between - before, if is_known { looked_at } else { 0 }, "{sql}");
    }
    let rule = Rule::parse(known[0], SqlVersion::V2015_10_08).expect("a rule");
    let mut run = rule.start(Message { topic: "t", payload: payload.as_bytes() }, &context);
    assert!(matches!(run.run(), Outcome::Output(_)) && !run.hand_on_selected(), "it is flattened");
}

#[test]
fn a_message_that_may_take_too_few_steps_stops_where_it_did() {
    let sql = "SELECT (SELECT t AS a, t AS b FROM rows) AS rows, t FROM 't'";
    let rule = Rule::parse(sql, SqlVersion::default()).expect("a rule");
    let payload = r#"{"t":1,"rows":[{"t":1},{"t":"two"},{"t":3.5}]}"#;
    let message = Message { topic: "t", payload: payload.as_bytes() };
    let steps = |limit| {
        let context = Context { step_limit: Some(limit), ..Context::default() };
        let mut run = rule.start(message, &context);
        let outcome = run.run();
        let is_handed_on = matches!(&outcome, Outcome::Output(_)) && run.hand_on_selected();
        (run.steps(), matches!(outcome, Outcome::Output(_)), is_handed_on)
    };
    let (all, is_output, is_handed_on) = steps(10_000);
    assert!(is_output && is_handed_on);
    for limit in 1..=all {
        let (taken, _, is_handed_on) = steps(limit);
        assert!(taken <= all && is_handed_on == (limit == all), "{limit} of {all}: {taken}");
    }
}

#[test]
fn a_statement_of_many_warnings_says_how_many() {
    let rule =
        Rule::parse(&format!("SELECT {} FROM 't'", vec!["a-b"; 30_000].join(",")), SqlVersion::default())
            .expect("a rule");
    let is_one = |warning: &&iot_sql::Diagnostic| warning.code.id == "lint.hyphen-as-minus";
    let warnings: Vec<_> = rule.warnings().iter().filter(is_one).collect();
    assert_eq!(warnings.len(), 100);
    assert!(warnings[99].message.ends_with("There are 29900 more of this kind."), "{}", warnings[99].message);
}
