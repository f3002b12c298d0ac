//! The table of contents, and what is told of a message, of the lessons of this repository's course.

use rule_lessons::{Answer, Contents, Course, Judge, Lesson, Told};

#[test]
fn contents_tell_what_is_known_of_each_lesson() {
    let read = |file: &str| std::fs::read_to_string(format!("../../examples/lessons/{file}")).ok();
    let course = Course::read(&read("course.md").expect("a course")).expect("a course");
    let contents = Contents::of(&course, |file| Lesson::read(&read(file)?).ok());
    assert_eq!(contents.lessons().count(), 40);
    assert!(contents.lessons().all(|lesson| !lesson.id.is_empty() && !lesson.aim.is_empty()));
    let warm = contents.lessons().find(|lesson| lesson.id == "too-warm").expect("a lesson");
    assert_eq!((warm.file.as_str(), warm.minutes, warm.is_case), ("05-too-warm.md", 3, false));
    assert_eq!(warm.codes, ["lint.alias-in-where"]);
    assert!(["too warm", "warm lint.alias", ""].iter().all(|words| warm.has(words)));
    assert!(!warm.has("warm nowhere"));
    assert_eq!(contents.lessons().filter(|lesson| lesson.is_case).count(), 10);
    let list =
        "# R\n## One\n- [Too warm](05-too-warm.md) formerly: hot, keep-two\n- [Keep two](01-keep-two.md)\n";
    let renamed =
        Contents::of(&Course::read(list).expect("a course"), |file| Lesson::read(&read(file)?).ok());
    let found = |id: &str| renamed.find(id).map(|lesson| lesson.id.as_str());
    assert_eq!(
        ["hot", "too-warm", "keep-two", "cold"].map(found),
        [Some("too-warm"), Some("too-warm"), Some("keep-two"), None]
    );
    let none = Contents::of(&course, |_| None);
    assert!(none.lessons().all(|lesson| lesson.id.is_empty() && !lesson.title.is_empty()));
}

fn told(file: &str, answer: impl Fn(&Lesson) -> Answer) -> Vec<Told> {
    let text = std::fs::read_to_string(format!("../../examples/lessons/{file}")).expect("a file");
    let judge = Judge::new(Lesson::read(&text).expect("a lesson"));
    let compare = judge.lesson().front.compare;
    let judgement = judge.judge(&answer(judge.lesson()));
    judgement.messages.iter().map(|message| Told::of(&message.got, compare)).collect()
}

#[test]
fn a_message_is_told_as_far_as_it_is_compared() {
    let payloads = told("05-too-warm.md", |lesson| lesson.solution.clone());
    let short: Vec<&str> = payloads.iter().map(|told| told.short.as_str()).collect();
    assert_eq!(short[..2], ["silent", "acts"]);
    assert_eq!(payloads[0].lines, ["nothing: the rule does not act"]);
    assert_eq!(payloads[1].lines, [r#"{"t":9.1,"truck":"truck7"}"#]);
    let records = told("12-device-clock.md", |lesson| lesson.start.clone());
    assert_eq!(records[0].short, "1 record");
    let line = &records[0].lines[0];
    assert!(line.starts_with("temperature = 4.25 DOUBLE · truck=truck7 · 1970-01-21 "), "{line}");
    assert!(line.ends_with(" · rejected"), "{line}");
    let requests = told("30-when-it-fails.md", |lesson| lesson.solution.clone());
    assert_eq!((requests[0].short.as_str(), requests[1].short.as_str()), ("1 request", "1 request"));
    assert!(requests[1].lines.iter().any(|line| line.starts_with("error action: ")), "{requests:?}");
    assert!(requests[1].lines.iter().any(|line| line.contains(" fails: ")), "{requests:?}");
    let points = told("23-to-influxdb.md", |lesson| lesson.solution.clone());
    assert!(points.iter().any(|told| told.short == "1 point"), "{points:?}");
}
