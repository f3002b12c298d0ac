//! Every lesson of the course as the page has it.

use super::*;
use std::fs;

fn files() -> Vec<(String, String)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/lessons");
    let list = fs::read_to_string(format!("{folder}/course.md")).expect("a list");
    let course = Course::read(&list).expect("a course");
    let read = |file: &str| {
        let text = fs::read_to_string(format!("{folder}/{file}")).expect("a lesson");
        (file.to_owned(), text)
    };
    let first = ("course.md".to_owned(), list.clone());
    std::iter::once(first).chain(course.lessons().map(|entry| read(&entry.file))).collect()
}

fn opened(text: &str) -> LessonView {
    match answer(LessonsAsk::Open, text) {
        LessonsAnswer::Opened(Ok(view)) => *view,
        other => panic!("{other:?}"),
    }
}

fn judge(text: &str, tried: &Tried) -> JudgedView {
    match answer(LessonsAsk::Judge(Box::new(tried.clone())), text) {
        LessonsAnswer::Judged(Ok(judged)) => *judged,
        other => panic!("{other:?}"),
    }
}

fn solved(text: &str, tried: &Tried) -> SolutionView {
    match answer(LessonsAsk::Solution(Box::new(tried.clone())), text) {
        LessonsAnswer::Solution(Ok(solution)) => solution,
        other => panic!("{other:?}"),
    }
}

/// What a learner's rule is where the page shows a rule in its portable form.
fn shown(view: &LessonView, rule: &Portable) -> Tried {
    let topic = rule.inputs.topic.clone();
    Tried {
        sql: rule.sql.clone(),
        action: rule.inputs.actions.json(),
        version: rule.inputs.sql_version.clone(),
        topic: Some(topic).filter(|_| view.edit.contains(&rule_lessons::Part::Topic)),
    }
}

#[test]
fn every_lesson_opens_with_a_start_that_is_not_right_and_a_solution_that_is() {
    let mut count = 0;
    for (name, text) in files().into_iter().skip(1) {
        let view = opened(&text);
        let (rule, lost) = Portable::read(serde_json::from_str(&view.rule).expect("JSON")).expect("a rule");
        assert_eq!((lost, rule.inputs.messages.count()), (vec![], view.messages.len()), "{name}");
        let ids: Vec<u32> = rule.inputs.messages.ids().collect();
        assert_eq!(ids, (1..=ids.len() as u32).collect::<Vec<_>>(), "{name}: a message's id is its place");

        let own = shown(&view, &rule);
        let start = judge(&text, &own);
        assert_ne!(start.worth, Worth::Solved, "{name}");
        assert!(!start.changed && start.mistake.is_none(), "{name}: nobody is scolded before the first key");

        let solution = solved(&text, &own);
        assert!(!solution.parts.is_empty(), "{name}");
        let right = judge(&text, &solution.answer);
        assert_eq!((right.worth, right.changed), (Worth::Solved, true), "{name}: {}", right.says);
        assert!(
            right
                .messages
                .iter()
                .zip(&view.messages)
                .all(|(got, asked)| got.right && !asked.wanted.lines.is_empty())
        );

        // As the page holds it after `Take it over`.
        let actions = Actions::read(solution.answer.action.as_deref().unwrap_or_default()).expect("actions");
        let taken = Tried { action: actions.json(), ..solution.answer.clone() };
        assert_eq!(judge(&text, &taken).worth, Worth::Solved, "{name}");
        assert_eq!(solved(&text, &taken).parts, [], "{name}");
        count += 1;
    }
    assert_eq!(count, 40);
}

#[test]
fn contents_list_every_lesson() {
    let files = files();
    let LessonsAnswer::Contents(Ok(contents)) =
        answer(LessonsAsk::Contents, &serde_json::to_string(&files).expect("JSON"))
    else {
        panic!("no contents")
    };
    assert_eq!(contents.lessons().count(), files.len() - 1);
    assert!(contents.lessons().all(|lesson| !lesson.id.is_empty()));
    for (text, why) in
        [("5", "do not list"), ("[]", "there is no list"), (r#"[["course.md", ""]]"#, "line 1: ")]
    {
        let LessonsAnswer::Contents(Err(problems)) = answer(LessonsAsk::Contents, text) else {
            panic!("{text}")
        };
        assert!(problems[0].contains(why), "{problems:?}");
    }
}

#[test]
fn a_known_mistake_is_told_and_a_hidden_message_comes_out() {
    let text = files().into_iter().find(|(name, _)| name == "05-too-warm.md").expect("a lesson").1;
    let view = opened(&text);
    let write = |condition: &str| Tried {
        sql: format!("{} WHERE {condition}", view.start.sql),
        ..view.start.clone()
    };
    let alias = judge(&text, &write("t > 8"));
    assert_eq!(alias.mistake.expect("a mistake").0, "The alias in WHERE");
    assert_eq!(alias.reported[0].0, "lint.alias-in-where");
    let too = judge(&text, &write("NOT (temperature < 8)"));
    assert_eq!(too.mistake.expect("a mistake").0, "At 8 too");
    let revealed = too.reveals.expect("a hidden message");
    assert!(view.messages[revealed].hidden && !too.messages[revealed].right);
    assert_eq!(too.messages[revealed].got.short, "acts");
    assert_eq!(judge(&text, &write("temperature >")).worth, Worth::Rejected);
    // What a lesson locks stays as it was.
    let other = Tried { version: "2015-10-08".to_owned(), ..view.start.clone() };
    assert!(!judge(&text, &other).changed);
}

#[test]
fn a_file_that_is_no_lesson_says_where_and_why() {
    let LessonsAnswer::Opened(Err(problems)) = answer(LessonsAsk::Open, "# No lesson") else {
        panic!("opened")
    };
    assert!(problems[0].starts_with("line 1: "), "{problems:?}");
    let LessonsAnswer::Checked(checked) = answer(LessonsAsk::Check, "# No lesson") else {
        panic!("not checked")
    };
    assert_eq!(checked.findings[0].0, "T1");
    let text = &files()[5].1;
    let LessonsAnswer::Checked(checked) = answer(LessonsAsk::Check, text) else { panic!("not checked") };
    assert_eq!(checked.findings, []);
    assert!(checked.rules >= 4 && !checked.outcomes.is_empty());
}

#[test]
fn markup_in_a_lesson_is_text() {
    let text = &files()[5].1;
    let text = text.replacen("The driver", "<script>alert(1)</script> The driver", 1);
    let task = format!("{:?}", opened(&text).task);
    assert!(task.contains("<script>alert(1)</script>"), "{task}");
}

#[test]
fn a_difference_takes_out_and_puts_in_as_few_lines_as_it_can() {
    use ChangedLine::{Added, Removed, Same};
    let line = |text: &str| text.to_owned();
    assert_eq!(
        difference("a\nb\nc", "a\nx\nc"),
        [Same(line("a")), Removed(line("b")), Added(line("x")), Same(line("c"))]
    );
    assert_eq!(difference("", "a"), [Added(line("a"))]);
    assert_eq!(difference("a", ""), [Removed(line("a"))]);
}
