//! What must hold of a lesson and of a course, so that nobody is told something wrong: the tests T1 to T11.

use crate::ask::About;
use crate::course::Course;
use crate::judge::{Judge, Status};
use crate::judging::find;
use crate::lesson::{Answer, Lesson, Part};
use crate::outcomes::outcomes;
use crate::problem::Problem;
use crate::run::Run;
use iot_sql::Evidence;
use rule_actions::timestream::MeasureValueType;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Words of a task, at most.
pub const MAX_WORDS: usize = 89;

/// Hints of a lesson, at most.
pub const MAX_HINTS: usize = 3;

/// Something that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// Which test found it, such as `T5`.
    pub test: String,
    /// The line, from 1.
    pub line: usize,
    /// What does not hold, and what was expected.
    pub message: String,
}

impl Finding {
    pub(crate) fn new(test: &str, line: usize, message: impl Into<String>) -> Self {
        Self { test: test.to_owned(), line, message: message.into() }
    }
}

impl From<Problem> for Finding {
    fn from(Problem { line, message }: Problem) -> Self {
        Self::new("T1", line, message)
    }
}

/// A lesson that was tried.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Verified {
    /// What does not hold.
    pub findings: Vec<Finding>,
    /// What comes of each of its rules, for T10: to be kept in a file and compared.
    pub outcomes: String,
    /// How many rules were tried.
    pub rules: usize,
    /// The most work that one of them was, in steps of the engine.
    pub most_work: u64,
}

impl Judge {
    /// Tries the lesson's own rules: T2 to T5, T7 to T9, T11, the outcomes for T10, and of T6 what is `silent`.
    #[must_use]
    pub fn verify(&self) -> Verified {
        let lesson = self.lesson();
        let start = self.run(&lesson.start);
        let mut findings = of_text(lesson);
        findings.extend(self.of_start(&start));
        let right = std::iter::once(("the solution", &lesson.solution))
            .chain(lesson.also_right.iter().map(|answer| ("this rule under `Also right`", answer)));
        for (name, answer) in right {
            findings.extend(edits(lesson, answer));
            findings.extend(self.of_right(name, answer));
        }
        for (at, wrong) in lesson.wrong.iter().enumerate() {
            findings.extend(edits(lesson, &wrong.answer));
            findings.extend(self.of_wrong(at));
        }
        findings.extend(self.of_silence());
        findings.extend(self.of_codes(&start));
        findings.extend(self.of_prediction(&start));
        findings.extend(self.of_open(&start));
        findings.sort_by_key(|finding| finding.line);
        Verified {
            findings,
            outcomes: outcomes(self, &start),
            rules: 2 + lesson.also_right.len() + lesson.wrong.len(),
            most_work: self
                .wrong
                .iter()
                .chain([&self.solution, &start])
                .map(|run| run.work)
                .max()
                .unwrap_or_default(),
        }
    }

    fn judged(&self, answer: &Answer, run: &Run) -> (Status, Option<usize>) {
        let status = self.status(run, &self.checks(answer, run));
        (status, self.mistake(answer, run, status))
    }

    /// T3: nobody has solved the lesson before the first key, and nobody is scolded.
    fn of_start(&self, start: &Run) -> Vec<Finding> {
        let lesson = self.lesson();
        let (status, mistake) = self.judged(&lesson.start, start);
        let mut findings = Vec::new();
        if status == Status::Solved {
            let message = "Start does what the solution does; expected a rule that is not right yet";
            findings.push(Finding::new("T3", lesson.start.line, message));
        }
        if let Some(at) = mistake {
            let title = &lesson.wrong[at].title;
            let message = format!(
                "Start is answered by the mistake `{title}`; expected no answer before the first change"
            );
            findings.push(Finding::new("T3", lesson.start.line, message));
        }
        findings
    }

    /// T4: what is said to be right passes.
    fn of_right(&self, name: &str, answer: &Answer) -> Option<Finding> {
        let judgement = self.judge(answer);
        if judgement.status == Status::Solved {
            return None;
        }
        let reason =
            judgement.rejected.first().map(|found| format!(" {}", found.message)).unwrap_or_default();
        Some(Finding::new("T4", answer.line, format!("{name} does not pass: {}{reason}", judgement.says)))
    }

    /// T5: a mistake fails, and is answered by its own text and no other.
    fn of_wrong(&self, at: usize) -> Vec<Finding> {
        let wrong = &self.lesson().wrong[at];
        let line = wrong.answer.line;
        let Some(run) = self.wrong.get(at) else {
            let message = "this rule was not tried: those before it take too long; expected messages that are quick to judge";
            return vec![Finding::new("T5", line, message)];
        };
        let mut findings = Vec::new();
        let (status, mistake) = self.judged(&wrong.answer, run);
        if status == Status::Solved {
            findings.push(Finding::new(
                "T5",
                line,
                format!("the mistake `{}` passes; expected a rule that does not", wrong.title),
            ));
        }
        if let Some(condition) = &wrong.condition
            && !run.fulfils(&wrong.answer, condition)
        {
            let message = format!("the mistake `{}` does not fulfil its own `if: {condition}`", wrong.title);
            findings.push(Finding::new("T5", line, message));
        } else if mistake != Some(at) && status != Status::Solved {
            let by = match mistake {
                Some(other) => format!("by `{}`", self.lesson().wrong[other].title),
                None => {
                    "by none: another mistake looks the same from outside, or nothing comes of any message"
                        .to_owned()
                }
            };
            let message = format!(
                "the mistake `{}` is answered {by}; expected its own answer, perhaps with an `if:`",
                wrong.title
            );
            findings.push(Finding::new("T5", line, message));
        }
        findings
    }

    /// T6: where the file says `silent`, the solution is.
    fn of_silence(&self) -> Vec<Finding> {
        let messages = self.lesson().messages.iter().zip(&self.solution.facts);
        let loud = messages.filter(|(message, facts)| message.silent && facts.acts());
        let finding = |(message, _): (&crate::lesson::Message, _)| {
            let text = format!("`{}` is listed as silent, and the solution acts on it", message.name);
            Finding::new("T6", message.line, text)
        };
        loud.map(finding).collect()
    }

    /// T7: a diagnostic that a hint shows is there when one needs it.
    fn of_codes(&self, start: &Run) -> Vec<Finding> {
        let mut seen: BTreeSet<&str> = start.codes();
        seen.extend(self.wrong.iter().flat_map(Run::codes));
        let hints = self.lesson().hints.iter().filter_map(|hint| Some((hint.line, hint.code.as_deref()?)));
        let missing = hints.filter(|(_, code)| !seen.contains(code));
        let message = |code| {
            let seen: Vec<&str> = seen.iter().copied().collect();
            format!(
                "`{code}` is reported neither for Start nor for a mistake; reported are: {}",
                seen.join(", ")
            )
        };
        missing.map(|(line, code)| Finding::new("T7", line, message(code))).collect()
    }

    /// T8: the engine gives the answer that is said to be right.
    fn of_prediction(&self, start: &Run) -> Option<Finding> {
        let asks = &self.lesson().prediction.as_ref()?.asks;
        let at = self.lesson().messages.iter().position(|message| message.name == asks.message)?;
        let got =
            self.ask(&asks.about, at, start).unwrap_or_else(|| "nothing: it cannot be asked".to_owned());
        let message = || format!("the engine answers `{got}`, and the prediction says `{}`", asks.answer);
        (got != asks.answer).then(|| Finding::new("T8", asks.line, message()))
    }

    /// What the engine answers.
    fn ask(&self, about: &About, at: usize, start: &Run) -> Option<String> {
        let lesson = self.lesson();
        let report = || start.reports.get(at);
        Some(match about {
            About::Acts(sql) => {
                let run = self.run(&Answer { sql: sql.clone(), ..lesson.start.clone() });
                if run.facts.get(at)?.acts() { "yes" } else { "no" }.to_owned()
            }
            About::Value(expression) => {
                let value = self.setting.value(lesson, &lesson.start, expression, at)?;
                if value.is_undefined() { value.type_name().to_owned() } else { value.to_json() }
            }
            About::Records => report()?.records().len().to_string(),
            About::Type(name) => {
                MeasureValueType::name(find(report()?, name)?.record.measure_value_type).to_owned()
            }
            About::Verdict(name) => find(report()?, name)?.verdict.outcome.name().to_owned(),
            About::Year => report()?.records().first()?.record.time_utc()?.split('-').next()?.to_owned(),
        })
    }

    /// T11: what AWS leaves open and the lesson rests on is named at its head, so that its author has thought of it.
    fn of_open(&self, start: &Run) -> Vec<Finding> {
        let lesson = self.lesson();
        let runs = self.wrong.iter().chain(&self.also_right).chain([&self.solution, start]);
        let said: BTreeSet<&str> = runs
            .flat_map(Run::diagnostics)
            .filter(|found| matches!(found.evidence, Some(Evidence::Assumed | Evidence::Contradicted)))
            .map(|found| found.code.id)
            .collect();
        let named: BTreeSet<&str> = lesson.front.open.iter().map(String::as_str).collect();
        let line = lesson.lines.open.max(1);
        let mut findings = Vec::new();
        for code in said.difference(&named) {
            let message = format!(
                "`{code}` is not settled, and one of the rules rests on it; expected a lesson that is right under each reading, or that says so, and then `open: {code}` at its head"
            );
            findings.push(Finding::new("T11", line, message));
        }
        for code in named.difference(&said) {
            findings.push(Finding::new(
                "T11",
                line,
                format!("`{code}` stands under `open`, and no rule rests on it"),
            ));
        }
        if !named.is_empty() && lesson.why.is_empty() {
            findings.push(Finding::new(
                "T11",
                line,
                "the lesson rests on what is open; expected a section `## Why` that says so",
            ));
        }
        findings
    }
}

/// T2: lengths and names.
fn of_text(lesson: &Lesson) -> Vec<Finding> {
    let mut findings = Vec::new();
    if lesson.words > MAX_WORDS {
        let message = format!("the task has {} words; expected at most {MAX_WORDS}", lesson.words);
        findings.push(Finding::new("T2", lesson.lines.task, message));
    }
    if lesson.hints.len() > MAX_HINTS {
        let message = format!("there are {} hints; expected at most {MAX_HINTS}", lesson.hints.len());
        findings.push(Finding::new("T2", lesson.lines.hints, message));
    }
    let mut names: Vec<&str> = Vec::new();
    for message in &lesson.messages {
        if names.contains(&message.name.as_str()) {
            let text = format!("a second message is called `{}`; expected another name", message.name);
            findings.push(Finding::new("T2", message.line, text));
        }
        names.push(&message.name);
    }
    let mut titles: Vec<&str> = Vec::new();
    for wrong in &lesson.wrong {
        if titles.contains(&wrong.title.as_str()) {
            let text = format!("a second mistake is called `{}`; expected another name", wrong.title);
            findings.push(Finding::new("T2", wrong.answer.line, text));
        }
        titles.push(&wrong.title);
    }
    findings
}

/// T9: a rule changes something, and only what a learner may change.
fn edits(lesson: &Lesson, answer: &Answer) -> Option<Finding> {
    let changes = answer.changes(&lesson.start);
    if changes.is_empty() {
        return Some(Finding::new("T9", answer.line, "this is the rule of Start; expected another one"));
    }
    let names =
        |parts: &[Part]| parts.iter().map(|part| format!("`{}`", part.name())).collect::<Vec<_>>().join(", ");
    let locked: Vec<Part> = changes.into_iter().filter(|part| !lesson.front.edit.contains(part)).collect();
    let message = || {
        format!(
            "this rule changes {}; a learner may change {} only",
            names(&locked),
            names(&lesson.front.edit)
        )
    };
    (!locked.is_empty()).then(|| Finding::new("T9", answer.line, message()))
}

/// T1 for a whole course: every file of the folder stands in the list under its title and the other way round, ids are
/// unique, `after` names earlier lessons, and `formerly` no id of now. Findings come with the file that they are about.
#[must_use]
pub fn verify_course(course: &Course, list: &str, lessons: &[(String, Lesson)]) -> Vec<(String, Finding)> {
    let mut findings = Vec::new();
    let mut ids: Vec<&str> = Vec::new();
    // The id of a lesson that cannot be read is not known.
    let all_read = course.lessons().all(|entry| lessons.iter().any(|(file, _)| *file == entry.file));
    for entry in course.lessons() {
        let Some((file, lesson)) = lessons.iter().find(|(file, _)| *file == entry.file) else { continue };
        let front = &lesson.front;
        if front.title != entry.title {
            let message =
                format!("`{file}` is called `{}` here, and `{}` in its file", entry.title, front.title);
            findings.push((list.to_owned(), Finding::new("T1", entry.line, message)));
        }
        if ids.contains(&front.id.as_str()) {
            let message = format!("an earlier lesson has the id `{}` too; expected one of its own", front.id);
            findings.push((file.clone(), Finding::new("T1", lesson.lines.id, message)));
        }
        for id in front.after.iter().filter(|id| all_read && !ids.contains(&id.as_str())) {
            let message =
                format!("`after` names `{id}`; expected the id of a lesson that comes earlier in {list}");
            findings.push((file.clone(), Finding::new("T1", lesson.lines.after, message)));
        }
        ids.push(&front.id);
    }
    for entry in course.lessons() {
        for former in entry.formerly.iter().filter(|former| ids.contains(&former.as_str())) {
            let message = format!(
                "`formerly` names `{former}`, which is the id of a lesson; expected one that no lesson has now"
            );
            findings.push((list.to_owned(), Finding::new("T1", entry.line, message)));
        }
    }
    for (file, _) in lessons {
        if !course.lessons().any(|entry| entry.file == *file) {
            let message =
                format!("the lesson does not stand in {list}; expected a line `- [Title]({file})` there");
            findings.push((file.clone(), Finding::new("T1", 1, message)));
        }
    }
    findings
}
