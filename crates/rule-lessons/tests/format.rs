//! What a lesson's format promises: each feature in a small lesson of its own.

use rule_lessons::{Answer, Judge, Judgement, Lesson, Status};

/// A lesson with these lines at its head and these sections.
fn judge(head: &str, sections: &str) -> Judge {
    let text = format!("---\nid: x\ntitle: X\naim: X.\n{head}\n---\nDo it.\n\n{sections}");
    match Lesson::read(&text) {
        Ok(lesson) => Judge::new(lesson),
        Err(problems) => panic!("{problems:#?}\n{text}"),
    }
}

fn sql(text: &str) -> String {
    format!("```sql\n{text}\n```\n")
}

fn answer(sql: &str) -> Answer {
    Answer { sql: sql.to_owned(), ..Answer::default() }
}

/// The tests that find something, with what they say.
fn findings(judge: &Judge) -> Vec<String> {
    let findings = judge.verify().findings;
    findings.into_iter().map(|finding| format!("{}: {}", finding.test, finding.message)).collect()
}

fn mistake(judge: &Judge, judgement: &Judgement) -> Option<String> {
    judgement.mistake.map(|at| judge.lesson().wrong[at].title.clone())
}

const TWO: &str = "## Messages\n### Low\n```json\n{\"t\": 4}\n```\n### High\n```json\n{\"t\": 9}\n```\n";

#[test]
fn compare_match_asks_only_whether_the_rule_acts() {
    let judge = judge(
        "topic: a/b\ncompare: match",
        &format!(
            "## Start\n{}{TWO}## Solution\n{}",
            sql("SELECT * FROM 'a/b'"),
            sql("SELECT t FROM 'a/b' WHERE t > 8")
        ),
    );
    assert_eq!(judge.judge(&answer("SELECT 'anything' AS x FROM '#' WHERE 8 < t")).status, Status::Solved);
    let wrong = judge.judge(&answer("SELECT t FROM 'a/b' WHERE t < 8"));
    assert_eq!(
        wrong.says,
        "0 of 2 messages are right. \u{201c}Low\u{201d}: should stay silent, and gets through."
    );
    assert!(findings(&judge).is_empty());
}

#[test]
fn compare_none_leaves_it_to_the_checks() {
    let judge = judge(
        "topic: a/b\ncompare: none",
        &format!(
            "## Start\n{}{TWO}## Checks\n- acts on \"High\"\n- silent on \"Low\"\n- uses no *\n- no diagnostic run.missing-key\n## Solution\n{}",
            sql("SELECT * FROM 'a/b'"),
            sql("SELECT t FROM 'a/b' WHERE t > 8")
        ),
    );
    assert!(findings(&judge).is_empty(), "{:?}", findings(&judge));
    assert_eq!(judge.judge(&answer("SELECT 1 AS x FROM 'a/b' WHERE t = 9")).status, Status::Solved);
    let wish = judge.judge(&answer("SELECT * FROM 'a/b' WHERE t = 9"));
    assert_eq!(wish.status, Status::Wish);
    assert!(wish.messages.iter().all(|message| message.right));
    assert!(wish.says.ends_with("One wish is left: `uses no *`: the rule uses *."), "{}", wish.says);
    let missing = judge.judge(&answer("SELECT temprature FROM 'a/b' WHERE t = 9"));
    assert_eq!(missing.status, Status::Wish, "{}", missing.says);
    assert!(missing.says.contains("`no diagnostic run.missing-key`"), "{}", missing.says);
    let silent = judge.judge(&answer("SELECT t FROM 'a/b' WHERE t = 10"));
    assert_eq!(silent.says, "1 of 2 messages is right. \u{201c}High\u{201d}: the rule should act here.");
    let loud = judge.judge(&answer("SELECT t FROM 'a/b'"));
    assert_eq!((loud.status, loud.first_wrong), (Status::Wrong, Some(0)));
}

#[test]
fn a_diagnostic_can_be_wanted() {
    let judge = judge(
        "topic: a/b\ncompare: none",
        &format!(
            "## Start\n{}{TWO}## Checks\n- diagnostic lint.alias-in-where\n## Solution\n{}",
            sql("SELECT t FROM 'a/b'"),
            sql("SELECT t AS u FROM 'a/b' WHERE u > 8")
        ),
    );
    assert!(findings(&judge).is_empty(), "{:?}", findings(&judge));
    let without = judge.judge(&answer("SELECT t FROM 'a/b'"));
    assert!(without.says.contains("`lint.alias-in-where` is not reported"), "{}", without.says);
}

#[test]
fn payloads_may_be_text_and_bytes() {
    let messages = "## Messages\n### Text\n```text\nhello\n```\n### Bytes\n```base64\naGVsbG8=\n```\n";
    let judge = judge(
        "topic: a/b",
        &format!(
            "## Start\n{}{messages}## Solution\n{}",
            sql("SELECT encode(*, 'base64') AS x FROM 'b'"),
            sql("SELECT encode(*, 'base64') AS x FROM 'a/b'")
        ),
    );
    assert!(findings(&judge).is_empty());
    let wanted = judge.wanted();
    assert_eq!(wanted[0].outgoing_payload.as_deref(), Some("{\"x\":\"aGVsbG8=\"}"));
    assert_eq!(wanted[0].outgoing_payload, wanted[1].outgoing_payload);
}

const ACTION: &str = "```json action\n{\"timestream\": {\"databaseName\": \"d\", \"tableName\": \"t\", \"roleArn\": \"arn:aws:iam::123456789012:role/r\", \"dimensions\": [{\"name\": \"who\", \"value\": \"${topic(2)}\"}], \"timestamp\": {\"value\": \"${ts}\", \"unit\": \"SECONDS\"}}}\n```\n";

/// A reading of ten hours ago, which a table that keeps six hours in its memory rejects.
#[test]
fn a_table_has_the_settings_of_the_lesson() {
    let messages = "## Messages\n### Old\n```json\n{\"t\": 4.5, \"ts\": 1772317800}\n```\n";
    let sections = |start: &str| {
        format!(
            "## Start\n{}{ACTION}{messages}## Checks\n- all accepted\n## Solution\n{}",
            sql(start),
            sql("SELECT t FROM 'a/b'")
        )
    };
    let usual = judge("topic: a/b", &sections("SELECT ts FROM 'a/b'"));
    let found = findings(&usual);
    assert!(
        found.iter().any(|found| found.starts_with("T4") && found.contains("it is rejected")),
        "{found:?}"
    );
    let long = judge("topic: a/b\ntable: {\"memoryRetentionHours\": 24}", &sections("SELECT ts FROM 'a/b'"));
    assert!(findings(&long).is_empty(), "{:?}", findings(&long));
    assert_eq!(long.wanted()[0].deliveries[0].records().len(), 1);
}

#[test]
fn messages_go_through_one_table_in_order() {
    let messages = "## Messages\n### Whole\n```json\n{\"t\": 4, \"ts\": 1772353795}\n```\n### Half\n```json\n{\"t\": 4.5, \"ts\": 1772353796}\n```\n";
    let judge = judge(
        "topic: a/b\nopen: timestream.type-conflict",
        &format!(
            "## Start\n{}{ACTION}{messages}## Checks\n- all accepted\n- measure t is DOUBLE\n- measure t = t ± 0.001\n## Solution\n{}## Why\nSo.\n",
            sql("SELECT t FROM 'a/b'"),
            sql("SELECT t + 1e-9 AS t FROM 'a/b'")
        ),
    );
    assert!(findings(&judge).is_empty(), "{:?}", findings(&judge));
    let start = judge.judge(&judge.lesson().start);
    let failed: Vec<usize> = start.checks.iter().map(|check| check.failures.len()).collect();
    assert_eq!(failed, [1, 1, 0]);
    // A value that is too far off fails although all else is as it should be.
    let far = judge
        .judge(&Answer { sql: "SELECT t + 0.01 AS t FROM 'a/b'".into(), ..judge.lesson().start.clone() });
    assert_eq!(far.checks[2].failures.len(), 2);
}

#[test]
fn a_learner_may_have_to_choose_the_topic() {
    let judge = judge(
        "topic: a/b\nedit: topic",
        &format!(
            "## Start\n{}{TWO}### Elsewhere\ntopic: c/d\n```json\n{{}}\n```\n## Solution\ntopic: x/b\n",
            sql("SELECT t FROM 'x/+'")
        ),
    );
    assert!(findings(&judge).is_empty(), "{:?}", findings(&judge));
    let wanted = judge.wanted();
    assert_eq!((wanted[0].outgoing_payload.is_some(), wanted[2].outgoing_payload.is_some()), (true, false));
    let other = Answer { topic: Some("x/other".into()), ..judge.lesson().start.clone() };
    assert_eq!(judge.judge(&other).status, Status::Solved);
}

#[test]
fn each_message_has_its_own_context_over_that_of_the_lesson() {
    let messages = "## Messages\n### One\n```json\n{}\n```\n### Two\nclient: c2\ncontext: {\"userProperties\": {\"site\": \"north\"}, \"principal\": \"p\"}\n```json\n{}\n```\n";
    let all = "SELECT get_user_properties('site') AS site, clientid() AS c, principal() AS p, timestamp() AS at FROM 'a/b'";
    let judge = judge(
        "topic: a/b\nclient: c1\ntime: 1970-01-01T00:00:01Z\ncontext: {\"userProperties\": {\"site\": \"south\"}}",
        &format!("## Start\n{}{messages}## Solution\n{}", sql("SELECT 1 AS x FROM 'a/b'"), sql(all)),
    );
    let wanted: Vec<String> = judge.wanted().into_iter().filter_map(|line| line.outgoing_payload).collect();
    assert_eq!(wanted[0], r#"{"site":["south"],"c":"c1","at":1000}"#);
    assert_eq!(wanted[1], r#"{"site":["north"],"c":"c2","p":"p","at":2000}"#);
}

#[test]
fn a_hidden_message_comes_out_when_it_is_the_first_to_go_wrong() {
    let messages = "## Messages\n### Low\n```json\n{\"t\": 4}\n```\n### hidden: Eight\n```json\n{\"t\": 8}\n```\n### High\n```json\n{\"t\": 9}\n```\n";
    let judge = judge(
        "topic: a/b",
        &format!(
            "## Start\n{}{messages}## Solution\n{}",
            sql("SELECT t FROM 'a/b'"),
            sql("SELECT t FROM 'a/b' WHERE t > 8")
        ),
    );
    let at_eight = judge.judge(&answer("SELECT t FROM 'a/b' WHERE t >= 8"));
    assert_eq!((at_eight.first_wrong, at_eight.reveals), (Some(1), Some(1)));
    let all = judge.judge(&answer("SELECT t FROM 'a/b'"));
    assert_eq!((all.first_wrong, all.reveals), (Some(0), None));
}

#[test]
fn a_rejected_rule_is_answered_only_by_the_same_mistake() {
    let judge = judge(
        "topic: a/b",
        &format!(
            "## Start\n{}{TWO}## Solution\n{}## Wrong: No comma\n{}Put one.\n",
            sql("SELECT * FROM 'a/b'"),
            sql("SELECT t, u FROM 'a/b'"),
            sql("SELECT t u FROM 'a/b'")
        ),
    );
    let other_names = judge.judge(&answer("SELECT this that FROM 'a/b'"));
    assert_eq!(
        (other_names.status, mistake(&judge, &other_names)),
        (Status::Rejected, Some("No comma".into()))
    );
    assert!(!other_names.rejected.is_empty() && other_names.messages.is_empty());
    for unfinished in ["", "S", "SELECT", "SELECT t FROM", "SELECT t FROM 'a/b' WHERE", "SELECT t FORM 'a/b'"]
    {
        let judgement = judge.judge(&answer(unfinished));
        assert_eq!((judgement.status, judgement.mistake), (Status::Rejected, None), "{unfinished}");
    }
}

#[test]
fn two_mistakes_that_look_alike_are_told_apart_by_a_condition_or_not_at_all() {
    let sections = |condition: &str| {
        format!(
            "## Start\n{}{TWO}## Solution\n{}## Wrong: Off\n{}Words.\n## Wrong: Upper\n{}{condition}Words.\n",
            sql("SELECT 1 AS x FROM 'a/b'"),
            sql("SELECT t FROM 'a/b'"),
            sql("SELECT 'X' AS t FROM 'a/b'"),
            sql("SELECT upper('x') AS t FROM 'a/b'"),
        )
    };
    let without = judge("topic: a/b", &sections(""));
    let found = findings(&without);
    assert!(
        found.len() == 2 && found.iter().all(|found| found.contains("another mistake looks the same")),
        "{found:?}"
    );
    assert_eq!(without.judge(&answer("SELECT 'X' AS t FROM 'a/+'")).mistake, None);
    let with = judge("topic: a/b", &sections("if: uses upper\n"));
    assert!(findings(&with).is_empty(), "{:?}", findings(&with));
    let judged = with.judge(&answer("SELECT UPPER('X') AS t FROM 'a/+'"));
    assert_eq!(mistake(&with, &judged).as_deref(), Some("Upper"));
    let judged = with.judge(&answer("SELECT 'X' AS t FROM 'a/+'"));
    assert_eq!(mistake(&with, &judged).as_deref(), Some("Off"));
}

/// Nothing looks the same whatever its reason, so that something must be said of it, or the mistake must have a condition.
#[test]
fn silence_is_no_sign_of_a_mistake_by_itself() {
    let sections = |condition: &str| {
        let wrong = "SELECT t FROM 'a/b' WHERE t > 100";
        let said = "SELECT t AS u FROM 'a/b' WHERE u > 1";
        format!(
            "## Start\n{}{TWO}## Solution\n{}## Wrong: Never true\n{}{condition}Words.\n## Wrong: Alias\n{}Words.\n",
            sql("SELECT 1 AS x FROM 'a/b'"),
            sql("SELECT t FROM 'a/b' WHERE t > 1"),
            sql(wrong),
            sql(said),
        )
    };
    let silent = [
        "SELECT t FROM 'a/b' WHERE t > 200",
        "SELECT t FROM 'c/d' WHERE t > 1",
        "SELECT t FROM 'a/b' WHERE 100 < t",
    ];
    let without = judge("topic: a/b", &sections(""));
    assert_eq!(silent.map(|sql| without.judge(&answer(sql)).mistake), [None, None, None]);
    assert!(findings(&without)[0].starts_with("T5: the mistake `Never true` is answered by none"));
    let with = judge("topic: a/b", &sections("if: text 100\n"));
    assert_eq!(findings(&with), Vec::<String>::new());
    assert_eq!(silent.map(|sql| with.judge(&answer(sql)).mistake), [None, None, Some(0)]);
    // The same is said of it: the alias in WHERE.
    let judged = with.judge(&answer("SELECT t AS v FROM 'a/b' WHERE v = 4"));
    assert_eq!(mistake(&with, &judged).as_deref(), Some("Alias"));
}

/// Each of the tests finds what was planted for it, and nothing else.
#[test]
fn planted_mistakes_are_found() {
    let good = [
        "## Predict\nHow many?\n- one\n- two (right)\nasks: value of \"t + 1\" on \"Low\" = 5\n".to_owned(),
        format!("## Start\n{}", sql("SELECT t AS u FROM 'a/b' WHERE u > 8")),
        format!("{TWO}## Hints\n1. [lint.alias-in-where] Look.\n"),
        format!("## Solution\n{}", sql("SELECT t AS u FROM 'a/b' WHERE t > 8")),
        format!("## Wrong: All\n{}Words.\n", sql("SELECT t AS u FROM 'a/b'")),
    ]
    .concat();
    assert_eq!(findings(&judge("topic: a/b", &good)), Vec::<String>::new());
    for (part, replacement, test, said) in [
        ("= 5", "= 6", "T8", "the engine answers `5`"),
        ("t + 1", "nothing", "T8", "the engine answers `Undefined`"),
        ("WHERE u > 8", "WHERE 9 = t", "T3", "Start does what the solution does"),
        ("WHERE u > 8", "WHERE t > 1", "T3", "Start is answered by the mistake `All`"),
        ("AS u FROM 'a/b' WHERE t > 8", "AS u FRM 'a/b'", "T4", "the solution does not pass"),
        ("```json\n{\"t\": 9}\n```", "```json\n{\"t\": 9}\n```\nsilent", "T6", "`High` is listed as silent"),
        (
            "SELECT t AS u FROM 'a/b'\n```\nWords",
            "SELECT t AS u FROM 'a/b' WHERE t = 9\n```\nWords",
            "T5",
            "the mistake `All` passes",
        ),
        ("Words.", "if: uses SET\nWords.", "T5", "does not fulfil its own `if: uses SET`"),
        (
            "lint.alias-in-where",
            "lint.whole-decimal",
            "T7",
            "is reported neither for Start nor for a mistake",
        ),
        ("### High", "### Low", "T2", "a second message is called `Low`"),
        ("1. [", "1. One.\n2. Two.\n3. Three.\n4. [", "T2", "there are 4 hints"),
        (
            "## Wrong: All",
            "## Also right\nversion: 2015-10-08\n## Wrong: All",
            "T9",
            "a learner may change `sql` only",
        ),
        ("AS u FROM 'a/b' WHERE t > 8", "AS u FROM 'a/b' WHERE u > 8", "T9", "this is the rule of Start"),
        (
            "SELECT t AS u FROM 'a/b'\n```\nWords",
            "SELECT 'x' FROM 'a/b'\n```\nWords",
            "T11",
            "`lint.unnamed-item` is not settled",
        ),
    ] {
        assert!(good.contains(part), "{part}");
        let found = findings(&judge("topic: a/b", &good.replacen(part, replacement, 1)));
        let is_found = found.iter().any(|found| found.starts_with(test) && found.contains(said));
        assert!(is_found, "{replacement}: expected {test}: {said}, found {found:#?}");
    }
    let long = "word ".repeat(88);
    let text = |words: &str| format!("---\nid: x\ntitle: X\naim: X.\ntopic: a/b\n---\n{words}\n\n{good}");
    let verify = |words: &str| Judge::new(Lesson::read(&text(words)).expect("a lesson")).verify().findings;
    assert!(verify(&format!("{long}word")).is_empty());
    assert_eq!(verify(&format!("{long}two words"))[0].message, "the task has 90 words; expected at most 89");
    let open = findings(&judge("topic: a/b\nopen: lint.unnamed-item", &good));
    assert_eq!(open.len(), 2, "{open:?}");
}

/// What the page is handed survives as JSON.
#[test]
fn a_judgement_survives_as_json() {
    let judge = judge(
        "topic: a/b",
        &format!(
            "## Start\n{}{TWO}## Solution\n{}",
            sql("SELECT * FROM 'a/b'"),
            sql("SELECT t FROM 'a/b' WHERE t > 8")
        ),
    );
    for text in ["SELECT t FROM 'a/b'", "SELECT t u FROM 'a/b'", "SELECT t FROM 'a/b' WHERE 9 = t"] {
        let judgement = judge.judge(&answer(text));
        let json = serde_json::to_string(&judgement).expect("JSON");
        assert_eq!(serde_json::from_str::<Judgement>(&json).expect("the judgement"), judgement);
    }
}
