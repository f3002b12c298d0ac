//! `rulelens lessons`, and the repository's own course.

mod common;

use common::rulelens;
use rule_lessons::{Kind, Lesson};
use rulelens_cli::lessons::check_folder;
use serde_json::Value as Json;
use std::fs;
use std::path::PathBuf;

fn course() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples/lessons")
}

/// T1 to T9 and T11 of our course; the snapshot is T10: a change of the engine that changes a lesson is seen in review.
#[test]
fn our_course_holds() {
    let found = check_folder(&course()).expect("a course");
    let findings: Vec<String> = found
        .findings
        .iter()
        .map(|found| {
            format!(
                "{}:{}: {}: {}",
                found.file, found.finding.line, found.finding.test, found.finding.message
            )
        })
        .collect();
    assert!(findings.is_empty(), "{}", findings.join("\n"));
    insta::assert_snapshot!("our_course", found.outcomes);
}

/// Every lesson recognises at least two mistakes, has a hint and says why.
#[test]
fn our_lessons_know_what_goes_wrong() {
    let mut lessons = 0;
    let mut cases = 0;
    for entry in fs::read_dir(course()).expect("the folder") {
        let path = entry.expect("a file").path();
        if path.file_name().is_some_and(|name| name == "course.md") {
            continue;
        }
        let lesson = Lesson::read(&fs::read_to_string(&path).expect("text")).expect("a lesson");
        let place = path.display();
        assert!(lesson.wrong.len() >= 2, "{place}: two mistakes or more");
        assert!(!lesson.hints.is_empty() && !lesson.why.is_empty(), "{place}: hints and why");
        assert!(
            lesson.front.minutes.is_some() && !lesson.front.device.is_empty(),
            "{place}: minutes and device"
        );
        *(if lesson.front.kind == Kind::Case { &mut cases } else { &mut lessons }) += 1;
    }
    assert_eq!((lessons, cases), (30, 10));
}

/// A check has 20 ms in the page's worker. Two seconds are 5,000,000 steps at their slowest, so this is a tenth of that
/// and leaves the rest to what is not counted: reading the rule, its diagnostics, comparing.
#[test]
fn judging_an_answer_is_little_work() {
    const MOST_STEPS: u64 = iot_sql::MAX_STEPS / 1000;
    let most = check_folder(&course()).expect("a course").most_work;
    assert!((1..=MOST_STEPS).contains(&most), "{most} steps");
}

#[test]
fn a_new_lesson_holds_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = |arguments: &[&str]| rulelens(folder.path(), arguments, b"");
    let made = run(&["lessons", "new", "too-warm", "--folder", "acme"]);
    assert_eq!(made.code, 0, "{}", made.err);
    let checked = run(&["lessons", "check", "acme"]);
    assert_eq!((checked.code, checked.out.as_str()), (0, "1 lesson, 4 rules tried: everything holds\n"));
    // A second one is to be listed by hand, and until then the check says so.
    let second = run(&["lessons", "new", "too-cold", "--folder", "acme", "--title", "Too cold!"]);
    assert!(
        second.out.contains("add this line to acme/course.md: - [Too cold!](too-cold.md)"),
        "{}",
        second.out
    );
    let checked = run(&["lessons", "check", "acme"]);
    assert_eq!(checked.code, 1);
    assert!(
        checked.out.contains("acme/too-cold.md:1: T1: the lesson does not stand in course.md"),
        "{}",
        checked.out
    );
    // Nothing is written over.
    let again = run(&["lessons", "new", "too-warm", "--folder", "acme"]);
    assert!(again.code == 2 && again.err.contains("cannot write acme/too-warm.md"), "{}", again.err);
    assert_eq!(run(&["lessons", "new", "../x"]).code, 2);
}

#[test]
fn a_course_that_does_not_hold_is_told_line_by_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("a file");
    let run = |arguments: &[&str]| rulelens(folder.path(), arguments, b"");
    let good = fs::read_to_string(course().join("05-too-warm.md")).expect("text");
    write(
        "a.md",
        &good.replace("{\"t\": 9.1, \"truck\": \"truck7\"}", "{\"t\": 9.2, \"truck\": \"truck7\"}"),
    );
    write("b.md", &good.replace("after: who-sent-it\n", ""));
    write("c.md", "nothing");
    write(
        "course.md",
        "# Course\n## One\n- [Too warm](a.md) formerly: hot, too-warm\n- [Too hot](b.md)\n- [C](c.md)\n- [D](d.md)\n",
    );
    let checked = run(&["lessons", "check", "."]);
    assert_eq!(checked.code, 1);
    for said in [
        "./a.md:31: T6: outgoing payload: expected {\"t\":9.2,\"truck\":\"truck7\"}, and the solution gives {\"t\":9.1,",
        "./course.md:4: T1: `b.md` is called `Too hot` here, and `Too warm` in its file",
        "./b.md:2: T1: an earlier lesson has the id `too-warm` too",
        "./c.md:1: T1: expected `---` on the first line",
        "./course.md:3: T1: `formerly` names `too-warm`, which is the id of a lesson",
        "./course.md:6: T1: there is no file `d.md`",
    ] {
        assert!(checked.out.contains(said), "{said}\n{}", checked.out);
    }
    assert!(checked.out.ends_with("problems\n"), "{}", checked.out);

    // One file without a course, as JSON.
    let one = run(&["lessons", "check", "b.md", "--format", "json"]);
    let json: Json = serde_json::from_str(&one.out).expect("JSON");
    assert_eq!((one.code, &json["lessons"], &json["findings"]), (0, &1.into(), &serde_json::json!([])));
    assert_eq!(run(&["lessons", "check", "none.md"]).code, 2);
}

/// T10: what comes of every rule can be kept, and a difference is told.
#[test]
fn outcomes_are_kept_and_compared() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = |arguments: &[&str]| rulelens(folder.path(), arguments, b"");
    run(&["lessons", "new", "x"]);
    let check = ["lessons", "check", ".", "--outcomes", "kept.txt"];
    assert!(run(&check).err.contains("written: kept.txt"));
    assert_eq!(run(&check).code, 0);
    let lesson = folder.path().join("x.md");
    let text = fs::read_to_string(&lesson).expect("text");
    fs::write(&lesson, text.replace("9.1", "9.5")).expect("a file");
    let changed = run(&check);
    assert_eq!(changed.code, 1);
    assert!(changed.out.contains("kept.txt:4: T10: something else comes of a rule"), "{}", changed.out);
    assert_eq!(run(&[&check[..], &["--update"]].concat()).code, 0);
    assert_eq!(run(&check).code, 0);
}

#[test]
fn records_are_judged_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = |arguments: &[&str]| rulelens(folder.path(), arguments, b"");
    run(&["lessons", "new", "one"]);
    run(&["lessons", "new", "two"]);
    let list = folder.path().join("course.md");
    let text = fs::read_to_string(&list).expect("text");
    fs::write(&list, text + "- [Two](two.md) formerly: deux\n").expect("a file");
    let line = |lesson: &str, state: &str, sql: &str, version: &str| {
        serde_json::json!({"lesson": lesson, "state": state, "date": "2026-06-14", "answer": {"sql": sql, "action": null, "version": version, "topic": null}})
            .to_string()
    };
    let right = "SELECT temperature FROM '#' WHERE 8 < temperature";
    let wrong = "SELECT temperature FROM '#' WHERE temperature >= 8";
    let grade = |lines: &[String]| {
        fs::write(folder.path().join("r.jsonl"), lines.join("\n")).expect("a file");
        run(&["lessons", "grade", ".", "r.jsonl"])
    };
    let good = grade(&[
        line("one", "begun", wrong, "2016-03-23"),
        line("one", "solved", right, "2016-03-23"),
        line("two", "shown", right, "2016-03-23"),
    ]);
    assert_eq!(good.code, 0);
    assert!(
        good.out.ends_with("2 of 2 solved, 1 after the solution was shown, 2026-06-14\n"),
        "{}",
        good.out
    );
    let renamed =
        grade(&[line("deux", "begun", wrong, "2016-03-23"), line("deux", "solved", right, "2016-03-23")]);
    assert!(renamed.code == 0 && renamed.out.contains("1 of 2 solved"), "{}", renamed.out);
    let claimed = grade(&[line("one", "solved", wrong, "2016-03-23")]);
    assert_eq!(claimed.code, 1);
    assert!(claimed.out.contains("NOT SOLVED: One: 2 of 3 messages are right."), "{}", claimed.out);
    let locked = grade(&[line("one", "solved", right, "2015-10-08")]);
    assert!(
        locked.code == 1 && locked.out.contains("It changes what the lesson locks: version."),
        "{}",
        locked.out
    );
    let unknown = grade(&[line("three", "solved", right, "2016-03-23")]);
    assert!(unknown.code == 1 && unknown.out.contains("The course has no such lesson."), "{}", unknown.out);
    let broken = grade(&["{".to_owned(), line("one", "begun", wrong, "2016-03-23")]);
    assert!(broken.code == 2 && broken.err.contains("r.jsonl:1: "), "{}", broken.err);
    assert!(broken.out.contains("begun: One: "), "{}", broken.out);
}

/// What the solutions of the course's first lessons make of their messages, as cases of their own, written before there
/// was a program that reads lessons.
#[test]
fn solutions_are_cases_too() {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/lesson-cases.jsonl");
    let mut count = 0;
    rulelens_cli::cases::read(&file, |found| {
        count += 1;
        let case = found.expect("a case").case;
        let differences = case.run().differences;
        assert!(differences.is_empty(), "{}: {differences:?}", case.name);
    });
    assert_eq!(count, 86);
}
