//! Rules that somebody could write and the lessons' authors did not: for each lesson one that is right in other words, and
//! two or more that are wrong in new ways. The snapshot is what the page says to each.

use rule_lessons::{Answer, Course, Judge, Lesson, Status};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

fn judges() -> BTreeMap<String, Judge> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/lessons");
    let text = |file: &str| fs::read_to_string(folder.join(file)).expect(file);
    let course = Course::read(&text("course.md")).expect("a course");
    let judge = |file: &str| Judge::new(Lesson::read(&text(file)).expect(file));
    let judges = course.lessons().map(|entry| judge(&entry.file));
    judges.map(|judge| (judge.lesson().front.id.clone(), judge)).collect()
}

/// A rule: that of Start with what the line says.
fn answer(line: &Json, start: &Answer) -> Answer {
    let mut answer = start.clone();
    if let Some(sql) = line["sql"].as_str() {
        sql.clone_into(&mut answer.sql);
    }
    if let Some(version) = line["version"].as_str() {
        answer.version = iot_sql::SqlVersion::from_name(version).expect(version);
    }
    for pair in line["replace"].as_array().into_iter().flatten() {
        let (from, to) = (pair[0].as_str().expect("text"), pair[1].as_str().expect("text"));
        let action = answer.action.as_mut().expect("an action");
        assert!(action.contains(from), "{from} in {action}");
        *action = action.replacen(from, to, 1);
    }
    answer
}

#[test]
fn rules_that_no_author_wrote_are_judged_as_they_should_be() {
    let judges = judges();
    let (mut told, mut misjudged) = (String::new(), Vec::new());
    let mut tried: BTreeMap<&str, [usize; 2]> = judges.keys().map(|id| (id.as_str(), [0, 0])).collect();
    let lines: Vec<Json> =
        include_str!("tried.jsonl").lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    for line in &lines {
        let id = line["lesson"].as_str().expect("a lesson");
        let judge = judges.get(id).expect(id);
        let answer = answer(line, &judge.lesson().start);
        let found = judge.judge(&answer);
        let is_right = line["is"] == "right";
        tried.get_mut(id).expect(id)[usize::from(!is_right)] += 1;
        if (found.status == Status::Solved) != is_right {
            misjudged.push(format!("{line}: {}", found.says));
        }
        let changed = if answer.action == judge.lesson().start.action { "" } else { " and another action" };
        let version = answer.version;
        told += &format!(
            "{id}, {}: {}{changed}\n  {}\n",
            version.name(),
            answer.sql.replace('\n', " "),
            found.says
        );
        for error in &found.rejected {
            told += &format!("  {}\n", error.message);
        }
        if let Some(at) = found.mistake {
            let wrong = &judge.lesson().wrong[at];
            told += &format!("  {}: {}\n", wrong.title, rule_lessons::plain_blocks(&wrong.says));
        }
    }
    for (id, [right, wrong]) in tried {
        assert!(right >= 1 && wrong >= 2, "{id}: {right} right, {wrong} wrong");
    }
    assert!(misjudged.is_empty(), "{}", misjudged.join("\n"));
    insta::assert_snapshot!("tried", told);
}
