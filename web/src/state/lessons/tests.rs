//! A lesson as it goes on.

use super::*;
use crate::sample;
use crate::state::{Change, MessagesChange};
use yew::Reducible;

fn judged(worth: Worth, right: &[bool]) -> JudgedView {
    let message = |right: &bool| JudgedMessage { right: *right, ..JudgedMessage::default() };
    JudgedView {
        worth,
        messages: right.iter().map(message).collect(),
        changed: true,
        ..JudgedView::default()
    }
}

fn lesson() -> LessonState {
    let message =
        |name: &str, hidden| LessonMessage { name: name.to_owned(), hidden, ..LessonMessage::default() };
    let hint = |code: Option<&str>| HintView { code: code.map(str::to_owned), ..HintView::default() };
    let view = LessonView {
        id: "a".to_owned(),
        messages: vec![message("one", false), message("two", true)],
        hints: vec![hint(None), hint(Some("lint.x")), hint(None)],
        edit: vec![Part::Sql],
        ..LessonView::default()
    };
    let row = |id| MessageRow { id, topic: format!("t/{id}"), ..MessageRow::default() };
    LessonState { view: Rc::new(view), rows: Rc::new(vec![row(1), row(2)]), ..LessonState::default() }
}

fn begun() -> Rc<State> {
    let state = Rc::new(State::new(sample::inputs(), false));
    state.reduce(Change::Lesson(LessonChange::Begin(Box::new(lesson()))))
}

fn after(state: Rc<State>, change: LessonChange) -> Rc<State> {
    state.reduce(Change::Lesson(change))
}

#[test]
fn a_hidden_message_comes_out_when_it_goes_wrong_and_stays() {
    let state = begun();
    assert_eq!((state.pane, state.inputs.messages.count()), (Pane::Lesson, 1));
    let view = JudgedView { reveals: Some(1), ..judged(Worth::Wrong, &[true, false]) };
    let state = after(state, LessonChange::Judged(Rc::new(view)));
    assert_eq!(state.inputs.messages.ids().collect::<Vec<_>>(), [1, 2]);
    assert_eq!(state.inputs.topic_of(1), "t/2");
    assert_eq!(state.inputs.messages.chosen(), 0, "nothing jumps");
    let state = after(state, LessonChange::Judged(Rc::new(judged(Worth::Solved, &[true, true]))));
    assert_eq!(state.inputs.messages.count(), 2);
    assert!(state.lesson.as_ref().is_some_and(|lesson| lesson.is_solved() && lesson.may_go_on));
    // A message of one's own comes behind those of the lesson.
    let state = begun().reduce(Change::Messages(MessagesChange::Add(7)));
    let view = JudgedView { reveals: Some(1), ..judged(Worth::Wrong, &[true, false]) };
    let state = after(state, LessonChange::Judged(Rc::new(view)));
    assert_eq!(state.inputs.messages.ids().collect::<Vec<_>>(), [1, 2, 7]);
}

#[test]
fn hints_come_one_by_one_and_one_about_what_is_reported_first() {
    let mut lesson = lesson();
    assert_eq!((lesson.next_hint(), lesson.may_fix()), (Some(0), false));
    let reported = vec![("lint.x".to_owned(), "what it is".to_owned())];
    lesson.judged = Some(Rc::new(JudgedView { reported, ..judged(Worth::Wrong, &[false]) }));
    assert_eq!((lesson.next_hint(), lesson.reported(1)), (Some(1), Some("what it is")));
    let lesson = lesson.after(LessonChange::Hint).after(LessonChange::Hint).after(LessonChange::Hint);
    assert_eq!((lesson.hints.as_slice(), lesson.next_hint()), (&[1, 0, 2][..], None));
    assert!(lesson.may_fix());
    let again = lesson.after(LessonChange::Reset);
    assert_eq!((again.hints.len(), again.may_fix()), (0, false));
}

#[test]
fn what_a_mistake_is_told_waits_until_nothing_changes() {
    let mistake = Some(("At 8 too".to_owned(), Vec::new()));
    let view = Rc::new(JudgedView { mistake, ..judged(Worth::Wrong, &[false]) });
    let state = after(begun(), LessonChange::Judged(view.clone()));
    let mistake = |state: &State| state.lesson.as_ref().and_then(|lesson| lesson.mistake().cloned());
    assert_eq!(mistake(&state), None);
    let state = after(state, LessonChange::Settle);
    assert_eq!(mistake(&state).expect("a mistake").0, "At 8 too");
    assert_eq!(state.lesson.as_ref().map(|lesson| lesson.tries), Some(1));
    let state = after(state, LessonChange::Judged(Rc::new(judged(Worth::Wrong, &[true]))));
    assert_eq!(mistake(&state), None);
}

#[test]
fn repairs_wait_for_the_first_hint() {
    let state = begun();
    let revision = state.revision;
    let state = after(state, LessonChange::Hint);
    assert_eq!(state.revision, revision + 1, "evaluated again, with repairs");
    let state = after(state, LessonChange::Hint);
    assert_eq!(state.revision, revision + 1);
}

#[test]
fn another_rule_ends_the_lesson() {
    let state = begun().reduce(Change::Opened(sample::inputs(), false));
    assert!(state.lesson.is_none());
    assert!(after(state.clone(), LessonChange::Hint).lesson.is_none());
}

#[test]
fn a_case_covers_its_evidence_until_it_is_asked_for_or_solved() {
    let view = LessonView { is_case: true, ..LessonView::default() };
    let case = LessonState { view: Rc::new(view), ..LessonState::default() };
    assert!(Evidence::ALL.into_iter().all(|evidence| case.covers(evidence)));
    let case = case.after(LessonChange::Uncover(Evidence::Values));
    assert_eq!(Evidence::ALL.map(|evidence| case.covers(evidence)), [true, false, true]);
    let case = case.after(LessonChange::Judged(Rc::new(judged(Worth::Solved, &[true]))));
    assert!(!Evidence::ALL.into_iter().any(|evidence| case.covers(evidence)));
    assert_eq!(case.uncovered(), 1);
    assert!(!lesson().covers(Evidence::Stages));
}

#[test]
fn progress_is_never_undone_and_a_solution_of_ones_own_is_better() {
    let done = |mark, sql: &str| Done {
        mark,
        date: "2026-06-14".to_owned(),
        answer: Tried { sql: sql.to_owned(), version: "2016-03-23".to_owned(), ..Tried::default() },
        ..Done::default()
    };
    let mut progress = Progress::default();
    assert!(progress.note("a", done(Mark::Begun, "one")));
    assert!(progress.note("a", done(Mark::Shown, "two")));
    assert!(!progress.note("a", done(Mark::Begun, "three")));
    assert!(progress.note("a", Done { hints: 2, ..done(Mark::Solved, "four") }));
    assert!(!progress.note("a", done(Mark::Shown, "five")));
    let case = |evidence| Done { evidence: Some(evidence), ..done(Mark::Solved, "six") };
    assert!(progress.note("b", case((2, 5))));
    assert!(progress.note("b", case((1, 7))) && !progress.note("b", case((3, 1))));
    assert_eq!(progress.get("b").and_then(|done| done.evidence), Some((1, 7)));
    assert_eq!(progress.get("a").map(|done| (done.answer.sql.as_str(), done.hints)), Some(("four", 2)));
    assert_eq!(progress.solved(), (2, 0));
    assert_eq!(Progress::read(&progress.json()), progress);

    let record = progress.record();
    #[cfg(not(target_arch = "wasm32"))]
    for line in record.lines() {
        serde_json::from_str::<rule_lessons::RecordLine>(line).expect("a line of a record");
    }
    let mut other = Progress::default();
    assert_eq!(other.take(&record), Ok(2));
    assert_eq!(other.take(&record), Ok(0));
    assert_eq!(other.mark("a"), Mark::Solved);
    assert_eq!(other.take("{}"), Err("line 1 is not one of a record".to_owned()));
    assert!(!other.note("c", done(Mark::Solved, &"x".repeat(60_000))), "a long rule is not kept");
    let mut renamed = progress.clone();
    assert!(renamed.rename("a", "new") && !renamed.rename("a", "new"));
    assert_eq!((renamed.mark("a"), renamed.get("new")), (Mark::NotYet, progress.get("a")));
}

#[test]
fn only_folders_below_the_pages_own_are_fetched() {
    for path in ["acme", "acme/2026", "a.b_c-d"] {
        assert!(is_folder(path), "{path}");
    }
    let long = "a".repeat(101);
    for path in
        ["", "/acme", "//evil", "acme/", "..", "a/../b", ".", "https://evil", "a b", "a%2e", "é", &long]
    {
        assert!(!is_folder(path), "{path}");
    }
}

#[test]
fn a_diagnostic_leads_to_the_lesson_that_teaches_what_it_is_about() {
    assert_eq!(teaches("lint.alias-in-where"), Some(("too-warm", "Too warm")));
    assert_eq!(teaches("lint.alias-in"), None);
}

#[test]
fn a_lesson_knows_its_place() {
    let lesson = |id: &str, is_case| ListedLesson {
        id: id.to_owned(),
        title: id.to_uppercase(),
        is_case,
        ..ListedLesson::default()
    };
    let chapter =
        |title: &str, lessons| ListedChapter { title: title.to_owned(), lessons, ..ListedChapter::default() };
    let contents = Contents {
        title: "Rules".to_owned(),
        chapters: vec![
            chapter("One", vec![lesson("a", false), lesson("b", false)]),
            chapter("Cases", vec![lesson("x", true)]),
        ],
    };
    let place = InCourse::of(&contents, "rules", "b", &["a".to_owned()]);
    let pair = |id: &str| (id.to_owned(), id.to_uppercase());
    assert_eq!((place.number, place.of, place.chapter.as_str()), (2, 2, "One"));
    assert_eq!((place.previous, place.next, place.ends_chapter), (Some(pair("a")), None, true));
    assert_eq!(place.after, [pair("a")]);
    assert_eq!(InCourse::of(&contents, "rules", "x", &[]).of, 1);
    assert_eq!(InCourse::of(&contents, "rules", "none", &[]).number, 0);
}
