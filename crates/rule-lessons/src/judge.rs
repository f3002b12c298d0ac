//! Judging an answer: by what it does with every message, never by its text.

use crate::facts::Difference;
use crate::judging::{failures, sentence};
use crate::lesson::{Answer, Compare, Lesson};
use crate::run::{Run, Setting};
use rule_actions::Report;
use rule_actions::view::{DiagnosticView, Positions, ReplayLine, Viewer};
use serde::{Deserialize, Serialize};

/// Steps that the author's own rules may take together; those after that are not recognised. A lesson takes a thousandth.
const MAX_OWN_WORK: u64 = 10_000_000;

/// A lesson that is ready to judge answers.
pub struct Judge {
    lesson: Lesson,
    pub(crate) setting: Setting,
    pub(crate) solution: Run,
    /// The rules that are right though they do something else.
    pub(crate) also_right: Vec<Run>,
    /// The rules that people write by mistake, as far as they were run.
    pub(crate) wrong: Vec<Run>,
}

/// What an answer is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Status {
    /// The rule is rejected, so that no message was taken through it.
    Rejected,
    /// Some message goes wrong.
    Wrong,
    /// Every message does what it should, but the rule is not written as the lesson wants it.
    Wish,
    /// All is as it should be.
    Solved,
}

/// What is to be said about an answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Judgement {
    /// What it is worth.
    pub status: Status,
    /// The same in a sentence or two.
    pub says: String,
    /// What became of each message, in the lesson's order; none where the rule is rejected.
    pub messages: Vec<MessageJudgement>,
    /// Which lines under `## Checks` hold.
    pub checks: Vec<CheckJudgement>,
    /// The mistake that it is recognised as, as its place among the lesson's.
    pub mistake: Option<usize>,
    /// The first message that goes wrong.
    pub first_wrong: Option<usize>,
    /// The hidden message that now comes out into the open.
    pub reveals: Option<usize>,
    /// Why the rule is rejected.
    pub rejected: Vec<DiagnosticView>,
    /// How much work it was, in steps of the engine.
    pub work: u64,
}

/// What became of one message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MessageJudgement {
    /// Whether it does what it should.
    pub right: bool,
    /// What became of it.
    pub got: ReplayLine,
    /// In what that is not as wanted.
    pub differences: Vec<Difference>,
    /// Which checks do not hold because of it, as sentences without their full stop.
    pub failures: Vec<String>,
}

/// Whether a check holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckJudgement {
    /// The check, as its line says.
    pub check: String,
    /// Why it does not hold; nothing where it does.
    pub failures: Vec<CheckFailure>,
}

/// Why a check does not hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckFailure {
    /// The message that shows it, where one does.
    pub message: Option<usize>,
    /// What is not as it should be, as a sentence.
    pub says: String,
}

impl Judge {
    /// Runs the rules of a lesson, so that answers can be compared with them.
    #[must_use]
    pub fn new(lesson: Lesson) -> Self {
        let setting = Setting::new(&lesson);
        let solution = setting.run(&lesson, &lesson.solution);
        let mut work = solution.work;
        let mut run = |answer: &Answer| {
            let run = (work <= MAX_OWN_WORK).then(|| setting.run(&lesson, answer));
            work += run.as_ref().map_or(0, |run| run.work);
            run
        };
        let also_right = lesson.also_right.iter().map_while(&mut run).collect();
        let wrong = lesson.wrong.iter().map(|wrong| &wrong.answer).map_while(&mut run).collect();
        Self { lesson, setting, solution, also_right, wrong }
    }

    /// The lesson.
    #[must_use]
    pub fn lesson(&self) -> &Lesson {
        &self.lesson
    }

    /// What the solution makes of each message: what is wanted, unless the lesson compares nothing.
    #[must_use]
    pub fn wanted(&self) -> Vec<ReplayLine> {
        self.setting.view(&self.lesson, &self.lesson.solution, &self.solution)
    }

    /// What became of each message under the solution.
    #[must_use]
    pub fn solution_reports(&self) -> &[Report] {
        &self.solution.reports
    }

    /// The work of the author's own rules, in steps of the engine.
    #[must_use]
    pub fn own_work(&self) -> u64 {
        let runs = std::iter::once(&self.solution).chain(&self.also_right).chain(&self.wrong);
        runs.map(|run| run.work).sum()
    }

    /// Judges an answer.
    #[must_use]
    pub fn judge(&self, answer: &Answer) -> Judgement {
        let run = self.run(answer);
        let checks = self.checks(answer, &run);
        let messages = self.messages(answer, &run, &checks);
        let status = self.status(&run, &checks);
        let first_wrong = messages.iter().position(|message| !message.right);
        let viewer = Viewer {
            sql: &answer.sql,
            action: answer.action.as_deref(),
            positions: Positions::Utf16,
            ..Viewer::default()
        };
        let mut judgement = Judgement {
            status,
            says: String::new(),
            checks,
            mistake: self.mistake(answer, &run, status),
            first_wrong,
            reveals: first_wrong.filter(|at| self.lesson.messages[*at].hidden),
            rejected: viewer.diagnostics(&run.rejected),
            work: run.work,
            messages,
        };
        judgement.says = sentence(&self.lesson, &judgement, &run);
        judgement
    }

    pub(crate) fn run(&self, answer: &Answer) -> Run {
        self.setting.run(&self.lesson, answer)
    }

    /// What a run is worth.
    pub(crate) fn status(&self, run: &Run, checks: &[CheckJudgement]) -> Status {
        let failed: Vec<bool> = self
            .lesson
            .checks
            .iter()
            .zip(checks)
            .filter(|(_, judged)| !judged.failures.is_empty())
            .map(|(check, _)| check.kind.is_about_style())
            .collect();
        if run.is_rejected() {
            Status::Rejected
        } else if !self.does_what_is_wanted(run) || failed.contains(&false) {
            Status::Wrong
        } else if failed.is_empty() {
            Status::Solved
        } else {
            Status::Wish
        }
    }

    /// Whether a run is as the solution's, or as that of another right rule, in what the lesson compares.
    fn does_what_is_wanted(&self, run: &Run) -> bool {
        let mut goals = std::iter::once(&self.solution).chain(&self.also_right);
        self.lesson.front.compare == Compare::None || goals.any(|goal| goal.does_the_same(run))
    }

    /// Which checks hold.
    pub(crate) fn checks(&self, answer: &Answer, run: &Run) -> Vec<CheckJudgement> {
        if run.is_rejected() {
            return Vec::new();
        }
        let judged = self.lesson.checks.iter().map(|check| CheckJudgement {
            check: check.kind.to_string(),
            failures: failures(self, &check.kind, answer, run),
        });
        judged.collect()
    }

    fn messages(&self, answer: &Answer, run: &Run, checks: &[CheckJudgement]) -> Vec<MessageJudgement> {
        let is_wanted = self.does_what_is_wanted(run);
        let shown = self.setting.view(&self.lesson, answer, run);
        let judged = shown.into_iter().enumerate().map(|(at, got)| {
            let differences = match self.solution.facts.get(at) {
                Some(wanted) if !is_wanted => run.facts[at].differences(wanted),
                _ => Vec::new(),
            };
            let of_rule =
                self.lesson.checks.iter().zip(checks).filter(|(check, _)| !check.kind.is_about_style());
            let failures = of_rule.flat_map(|(_, judged)| &judged.failures);
            let failures = failures.filter(|failure| failure.message == Some(at));
            let failures: Vec<String> = failures.map(|failure| failure.says.clone()).collect();
            MessageJudgement {
                right: differences.is_empty() && failures.is_empty(),
                got,
                differences,
                failures,
            }
        });
        judged.collect()
    }

    /// The mistake that a run is recognised as: one that does the same and is told the same, else one that does the same
    /// and stops the same messages at the same places. Where several do, the one whose condition is fulfilled; where still several do, none.
    pub(crate) fn mistake(&self, answer: &Answer, run: &Run, status: Status) -> Option<usize> {
        if status == Status::Solved {
            return None;
        }
        let lesson = &self.lesson;
        let possible: Vec<(usize, &Run)> = self
            .wrong
            .iter()
            .enumerate()
            .filter(|(at, _)| {
                let condition = lesson.wrong[*at].condition.as_ref();
                condition.is_none_or(|condition| run.fulfils(answer, condition))
            })
            .collect();
        let signs = run.signs();
        // Nothing looks the same whatever its reason: it is a sign of a mistake only where something is said of it, or
        // where the mistake's own condition is fulfilled.
        let is_nothing = !run.is_rejected() && !run.is_something(lesson.front.compare);
        let is_known = |at: usize| !is_nothing || lesson.wrong[at].condition.is_some();
        let looks_alike = |other: &Run| {
            (run.does_the_same(other) || run.is_rejected() && other.is_rejected()) && other.signs() == signs
        };
        let mut alike: Vec<usize> =
            possible.iter().filter(|(_, other)| looks_alike(other)).map(|(at, _)| *at).collect();
        alike.retain(|at| is_known(*at) || signs.say_something());
        if alike.is_empty() {
            let is_near = |other: &Run| run.does_the_same(other) && other.stopped_at().eq(run.stopped_at());
            alike = possible.iter().filter(|(_, other)| is_near(other)).map(|(at, _)| *at).collect();
            alike.retain(|at| is_known(*at));
        }
        if alike.iter().any(|at| lesson.wrong[*at].condition.is_some()) {
            alike.retain(|at| lesson.wrong[*at].condition.is_some());
        }
        match alike.as_slice() {
            [at] => Some(*at),
            _ => None,
        }
    }
}
